# Tables of samples: notes about their reading, and errors of columns

list-and-more = { $names } … and { $more } more

inspect-notes = Notes

inspect-meaning-position = position (latitude and longitude in one cell)

unit-mbps = Mbps
unit-kbps = Kbps
unit-bps = bps
unit-bytes_s = byte/s

what-samples = samples
what-operators = operators
what-columns = columns
what-zones-operators = pairs of zone and operator

note-surplus-cells = { $rows ->
    [one] { $rows } row has
   *[other] { $rows } rows have
} more cells than the header (first: row { $row }); the surplus is not read. Check that row for shifted columns.
note-open-quotes = { $cells ->
    [one] { $cells } quote opens a cell and never closes it
   *[other] { $cells } quotes open a cell and never close it
} (such as { $example }); the cell ends within its line.
note-late-quotes = Further down the file, { $cells ->
    [one] { $cells } cell begins
   *[other] { $cells } cells begin
} with a blank before the opening quote; such a quote is read as a letter, so a separator inside parts the cell. Remove the blank before the quote and read the file again.
note-mended-rows = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
} with a missing, doubled or wrong separator put back into the columns (first: row { $row }).
note-second-table = Row { $row } is another header (other order, or fewer columns); { $rows ->
    [one] { $rows } row below it was
   *[other] { $rows } rows below it were
} read by that header.
note-footnotes = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
} of sums or remarks left out (first: row { $row }).
note-broken-text = { $cells ->
    [one] { $cells } cell has
   *[other] { $cells } cells have
} letters that were lost before the file was written (such as { $example }). They cannot be restored; export the file as UTF-8.
note-foreign-bytes = { $rows ->
    [one] { $rows } row has
   *[other] { $rows } rows have
} text that is not UTF-8 as the rest of the file is (the first: row { $row }). Numbers and other cells of the row are used, letters that cannot be read are replaced by a sign that says so. The file may have been put together from several sources; save all of it as UTF-8.
note-assumed-day-first = Column “{ $column }” can be read both ways (such as { $example }); the day was taken to come first, as is usual in Viet Nam.
note-assumed-unit = Column “{ $column }” states no unit; by the size of its numbers it is taken as { $unit }. If that is wrong, choose it with --unit.
note-other-candidates = “{ $meaning }” is read from column “{ $column }”; others could be meant: { $others }. If so, name one with --columns.
note-columns-by-content = Told by content, not by a header: { $columns }. Please check.
note-broken-geometries = { $rows ->
    [one] { $rows } feature has coordinates that cannot be read; it stays a row
   *[other] { $rows } features have coordinates that cannot be read; each stays a row
} without position.
note-other-sheets = Not read, being hidden or in other columns, though they hold samples: { $sheets }. Read each on its own with --sheet if needed.
note-operator-of-sheet = No column names the operator; by the name of the sheet it is taken as { $operator }. If that is wrong, choose it with --operator.

error-not-a-table-binary = it is no text
error-not-a-table-no-columns = no columns were found
error-second-header = { $path }: row { $row } is another header than the one at the beginning, so the rows below cannot be read with the others. Put that part into a file of its own and open both.
error-ambiguous-column = { $path }: several columns may be “{ $meaning }”: { $columns }. Name one with --columns (where names repeat, add #1, #2 … to the name).
error-swapped-coordinates = { $path }: latitude ({ $latitude }) and longitude ({ $longitude }) seem to be swapped: only the other way round do the points lie in Viet Nam. If so, read it with --columns "lat={ $longitude },lon={ $latitude }".
error-uneven-rows = { $path }: most rows have { $cells } cells under a header of { $columns }. The comma may be both separator and decimal sign. Export it with semicolons between the columns.
error-long-table = { $path }: each direction has a row of its own (column “{ $column }”). Export it with one row per test, with download and upload.
error-address-positions = { $path }: its positions were derived from internet addresses and are kilometres off, so they say nothing about a ward. Use data with GPS coordinates.
