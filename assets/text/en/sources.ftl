### Input files: spreadsheets, archives, and files that are no measurements.

error-locked-file = { $path } is locked with a password and cannot be read. Open it in the program it was made with, take the password off (in Excel: File > Info > Protect Workbook), save it and open it here.
error-damaged-file = { $path } is damaged or was not downloaded to its end: its content does not keep to its format. Fetch the file again.
error-unpacks-too-large = { $path } unpacks to more than { $limit } MB, which no data file does. If it is data all the same, unpack it yourself and open the files inside.
error-unsafe-archive = { $path } holds a file with an unsafe path (“{ $name }”) and was not unpacked. Ask the sender for another archive.
error-empty-archive = { $path } holds no data file that could be read. Check the archive.
error-other-document = { $path } { $kind ->
    [pdf] is a PDF document. Ask for the table itself, as Excel or CSV.
    [word] is a Word document. Copy its table into Excel and save it as XLSX or CSV.
    [powerpoint] is a presentation. Ask for the table itself, as Excel or CSV.
    [office] is an office document without a spreadsheet. Ask for the table itself, as Excel or CSV.
    [html] is a web page (HTML), even if its name says Excel. Open it in Excel and save it as XLSX or CSV.
    [excel-xml] is an XML spreadsheet of 2003. Open it in Excel and save it as XLSX.
    [xml] is an XML file without measured points or boundaries. Choose a CSV, XLSX, KML or GPX file.
    [sqlite] is an SQLite database but no GeoPackage. Export the table as CSV or GeoPackage.
    [rar] is a RAR archive. Unpack it and open the files inside, or pack them as ZIP.
    [seven-zip] is a 7z archive. Unpack it and open the files inside, or pack them as ZIP.
    [zip] is an archive within archives within archives. Unpack it yourself and open the files inside.
    [tar] is a TAR archive. Unpack it and open the files inside, or pack them as ZIP.
    [shapefile-part] belongs to a Shapefile and is not read by itself. Choose the .shp file and keep the files of the same name (.dbf, .shx, .prj) beside it.
    [pmtiles] is a PMTiles base map, no measurements.
   *[other] is no file of measurements. Choose a CSV or XLSX file.
}
error-file-changed = { $path } changed while it was read. Wait until it is copied or saved completely, then open it again.
error-not-a-file = { $path } is a folder or a device, no data file. Choose a file.
error-no-such-sheet = { $path } has no sheet called “{ $sheet }”. There are: { $sheets }. Correct --sheet.
error-sheet-too-large = { $path }: the sheet spreads over more than { $limit } MB because of cells far from the data. Copy the data alone into a new file, or save it as CSV.
error-tile-table = { $path } is a table of map tiles (each row averages many tests within a tile, as in Ookla's open data). It tells where many people measure but is no evidence of single tests; choose a file with one test in each row. { beside-hint }

inspect-format-sheet = { $format } spreadsheet, sheet “{ $sheet }”
inspect-format-other = { $format } table
inspect-other-sheets = Other sheets or layers, not read (choose a sheet with --sheet)
inspect-skipped-columns = Columns that cannot be read (nested values)
inspect-format-quota = Numbers of samples: { $rows } rows, { $wards } wards, { $samples } samples
inspect-quota-use = Of use for following quotas of samples, not as evidence of weak places.
inspect-quota-first = First rows
inspect-quota-row = { $ward } | { $operator } | { $samples } samples | { $download } Mbps
inspect-other-rows = Rows without a readable number of samples
inspect-format-tiles = Map tiles (as in Ookla's open data): { $tiles } tiles, { $tests } tests, { $devices } devices
inspect-tiles-use = Of use as a background that shows where many people measure, not as evidence of weak places.
inspect-tile-row = { $position } | { $tests } tests | { $devices } devices | { $download } / { $upload } Mbps | { $latency } ms
cli-said-sheet = { $file }: “{ $sheet }” was read, not the other sheets or layers: { $others } (choose a sheet with --sheet)
cli-said-no-sheets = None of the files has sheets or layers: --sheet had no effect.

import-one-layer = The files of boundaries are joined into one layer. If they draw the same place, keep one:
import-only-file = Use only { $file }
import-sheet-name = Sheet
import-layer-name = Layer
import-sheet-best = best match
import-sheet-automatic = Choose the best match
