### Errors: what, where, what to do. Keys come from model::Error::key().

error-cancelled = Cancelled as asked. Nothing was changed.
error-not-found = { $path } was not found. Check the path and the name of the file.
error-unreadable = { $path } cannot be read: { $reason }. Check that you may read it, or close the program that holds it open.
error-empty-file = { $path } is empty. Fetch the file again from where it was exported.
error-not-a-table = { $path } is not a table: { $reason }. Choose a CSV file with a header line and one test a row.
error-row-too-long = { $path }, row { $row }: longer than { $limit } bytes. A closing quote is probably missing before this row; mend it and open the file again.
error-no-coordinates = { $path } has no latitude and longitude columns. Its columns: { $headers }. Export it with coordinates, or name the columns with --columns lat=…,lon=….
error-no-time-column = { $path } has no time column. Its columns: { $headers }. Export it with the time of each test, or name the column with --columns time=….
error-no-metric-column = { $path } has no download, upload or latency column. Its columns: { $headers }. Export it with the results, or name the column with --columns download=….
error-signal-log = { $path } is a log of signal strength without speed tests, so weak zones cannot be found in it. Choose a file with the download, upload or latency of each test. { beside-hint }
error-tower-list = { $path } is a list of cell towers, not of tests. Choose a file in which each row is one speed test. { beside-hint }
error-aggregate-table = { $path } is an aggregate table (each row sums up many tests). Evidence cannot be computed from averages; ask for the file with one test a row. { beside-hint }
error-ambiguous-unit = { $path }: the unit of column “{ $column }” is not clear. Put the unit into the header (Mbps, say), or choose it with --unit mbps|kbps|bps|bytes_s.
error-ambiguous-date = { $path }: day and month cannot be told apart in column “{ $column }”. Export it as year-month-day (2026-11-22).
error-unknown-column = { $path }: no column is called “{ $column }”. Its columns: { $headers }. Correct the name of the column.
error-no-polygons = { $path } has no polygons. Choose a file of areas, not of points or lines.
error-not-lon-lat = { $path }: the coordinates are not WGS84 longitude and latitude (first point: { $first }). Export it in WGS84, or state the CRS with --crs.
error-unknown-field = { $path }: no field is called “{ $field }”. Its fields: { $fields }. Correct the name of the field.
error-no-points = { $path } has no measured points (only areas or lines, or nothing). If these are boundaries, use --zones; tests are points, or a table with latitude and longitude.
error-no-table = { $path } holds shapes, not a table. Choose a CSV or Excel table with the id or name of each zone and a column of weights.
error-unsupported-format = The format of { $path } cannot be read yet. Use CSV, XLSX or KML for tests; GeoJSON, Shapefile, KML or GeoPackage for boundaries.
error-unknown-crs = The program does not know EPSG:{ $epsg }. Use WGS84 (4326), VN-2000 or UTM.
error-not-projected = EPSG:{ $epsg } counts in degrees, and cells are cut in metres. Use VN-2000 TM-3 of the province or UTM (32648, 32649) for --grid-crs, or leave it out.
error-no-grid-crs = No projected CRS fits the study area. Check that longitude and latitude are not swapped, or choose one with --grid-crs.
error-output-exists = { $path } exists and was not overwritten. Choose another folder, or add --overwrite.
error-unwritable = { $path } cannot be written: { $reason }. Check your rights and the space on the disk, or close the file.
error-bad-option = The value “{ $value }” of { $option } is not understood. See --help for what may be used.
error-not-earlier = The period to compare with, “{ $value }” (--compare-with), must end before the one in question begins. Choose the latter with --period (such as 3m or 2026-11), and an earlier one.
error-useless-option = This command makes no use of { $option }. Leave it out.
error-bad-criteria = { $path }{ $place }: { $fault }.{ $expected } Correct the file, or use qd36, qcvn126-floor, basic, fcc-style.
error-no-input = No file matches { $pattern }. Check the path.
error-too-many = More than { $limit } { $what }, beyond the limit of the program. Split the data.

criteria-fault-not-text = the file is no UTF-8 text
criteria-fault-syntax = this is not TOML (each line is name = value, texts stand in quotes, names of groups in square brackets)
criteria-fault-unknown = there is no entry “{ $entry }”; these can be used: { $known }
criteria-fault-missing = the entry “{ $entry }” is missing
criteria-fault-twice = the metric “{ $entry }” is there twice
criteria-fault-value = the value { $value } cannot be used
criteria-expected = { " " }Expected: { $what }.
criteria-expects-number = a number
criteria-expects-text = a text in quotes
criteria-expects-list = a list in square brackets
criteria-expects-table = a group of entries, such as [[criteria]]
criteria-expects-criteria = at least one group [[criteria]]
criteria-expects-metric = "download", "upload" or "latency"
criteria-expects-share = a number from 0 to below 1
criteria-expects-threshold = a number above 0, or {"{"} 4G = 40, 5G = 100 {"}"} with the classes 3G, 4G, 5G, unknown
criteria-expects-parts = a whole number from 1 to 7
criteria-expects-whole = a whole number of 1 or more
criteria-expects-hours-apart = hours from 0 to 24
criteria-expects-shares = pairs [tests, share] in rising order, shares from 0 to 1
criteria-expects-hours = [first hour, last hour] within 0 to 24, the first one smaller

# What the operating system says
reason-permission-denied = permission denied
reason-disk-full = the disk or the quota is full
reason-read-only-disk = the disk is read-only
reason-held-open = another program holds the file
error-unwritable-not-found = the folder is gone or was never there
error-unreadable-not-found = it is no longer there
reason-not-a-folder = there is a file of that name, not a folder
reason-a-folder = it is a folder
reason-file-too-large = the file is larger than allowed
reason-bad-name = this disk cannot take the name
