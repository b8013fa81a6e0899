### The command line: help and what is printed.

cli-usage = Usage
cli-commands = Commands
cli-arguments = Arguments
cli-options = Options

cli-about-phusong = Phủ Sóng finds weak and under-sampled mobile internet zones from speed tests, per operator. Without a command it opens the window.
cli-about-demo = Open the window on the sample ward (invented data); without a display, analyse it and write the tables into a folder.
cli-about-analyze = Analyse sample files and boundaries and write the result tables into a folder.
cli-about-inspect = Say what a file is and how it was understood; change nothing.
cli-about-simulate = Make an invented ward with known weak places.

cli-help-help = Print help
cli-help-version = Print the version
cli-help-files = Sample and boundary files to open in the window
cli-help-lang = Language: vi or en
cli-help-samples = Sample files (CSV, XLSX, ODS, Parquet …), a ZIP, a folder or a pattern (*.csv); - reads CSV from standard input
cli-help-zones = Boundary file
cli-help-out = Output folder
cli-help-zone-name = Field that holds the zone's name
cli-help-zone-id = Field that holds the zone's id
cli-help-crs = EPSG code of the boundary file where it states none, or VN-2000 by its meridian: vn2000:107-45
cli-help-study-area = Outline of the study area when zones do not cover it
cli-help-weight = Field that holds the zone's weight (households, voters …)
cli-help-columns = Meaning of columns, for example download=Speed,lat=Latitude
cli-help-unit = Unit of speeds: mbps, kbps, bps or bytes_s
cli-help-operator = Operator of a file without operator column
cli-help-operator-alias = A name of an operator in the files and the operator it means, such as "Net A=Viettel"; may be repeated
cli-help-timezone = Zone of times without an offset (default Asia/Ho_Chi_Minh)
cli-help-sheet = Sheet to read of an Excel or ODS file (default: the one that looks most like measurements)
cli-help-criteria = Criteria: qd36, qcvn126-floor, basic, fcc-style or a TOML file
cli-help-metric = Metric of the quick criterion: download, upload or latency
cli-help-threshold = Threshold of the quick criterion (Mbps or ms)
cli-help-grid = Grid: square:100, hex:100, h3:9 or square:auto
cli-help-grid-crs = EPSG code of the grid's projected CRS
cli-help-from = From this day (YYYY-MM-DD), included
cli-help-to = To this day (YYYY-MM-DD), included
cli-help-period = Period: all, 12m, 3m or YYYY-MM
cli-help-now = Time that tells what lies in the future
cli-help-max-radius = Largest radius of a scan window in metres
cli-help-seed = Seed of whatever is random
cli-help-only = Statistics only: no votes, grades or weak spots
cli-help-write-samples = Also write samples.csv: each row with its fate
cli-help-overwrite = Replace the program's own files in the output folder
cli-help-strict = Exit with 3 when rows are left out
cli-help-threads = Number of threads
cli-help-quiet = Print nothing on success
cli-help-json = Print the result as JSON
cli-help-weak = Number of weak places
cli-help-renderer = Renderer: glow or wgpu
cli-help-screenshot = Write a picture of the window to a PNG file and exit
cli-help-size = Size of the window in the picture, for example 1366x768
cli-help-dark = Dark theme in the picture
cli-help-show-operator = Operator chosen in the picture
cli-help-show-page = Page to picture: import, boundaries, report, names, map, comparison, plan, changes, gates, criteria, corrections, opinions, meeting, meeting-blind, side-by-side, measure, palette, settings, help, loading or updating
cli-help-show-spot = Rank of the weak spot selected in the picture



cli-said-samples = { $rows } rows read, { $kept } used.
cli-said-flag = { $n } rows: { $reason }
cli-said-no-zones = No boundaries (--zones): the study area is everything, and the zone table has only the rows of *.
cli-said-found = Weak spots: { $confirmed } confirmed, { $likely } likely, { $suspected } suspected. Sampling gaps: { $gaps }.
cli-said-folder = Results are in { $folder }
cli-said-demo-as-files = So the sample ward is analysed and its tables are written into a folder.
cli-said-passed-over = Passed over in the folder: { $reason }
cli-help-simulate-samples = Rows over the twelve months
cli-help-simulate-zones = Number of khu phố
cli-said-unknown-operators = { $n } operator names are not known (samples): { $names }. Say which operator a name means with --operator-alias "NAME=OPERATOR".
cli-said-nameless = { $n } of the samples that are used name no operator and count for none. Where cells of a workbook are merged over several rows, unmerge them and fill in the name on every row.
cli-said-nothing-used = No row could be used, so the tables are empty. Main reason: { $reason } ({ $n } rows). { $hint }
cli-said-no-rows = No row could be used, so the tables are empty: the files have no rows of data.
cli-hint-outside = Check that the boundaries are those of the place of the samples.
cli-hint-period = Choose a period that has samples with --period, --from, --to.
cli-hint-time = Check the column of times, or name it with --columns time=….
cli-hint-position = Check the columns of latitude and longitude.
cli-hint-rejected = Each row is in rejected.csv.

# A wrong call
usage-unknown-argument = There is no option “{ $argument }”. Leave it out or correct it.
usage-missing = { $argument } is missing.
usage-no-value = { $argument } needs a value.
usage-not-among = “{ $value }” cannot be used for { $argument }. Choose one of: { $values }.
usage-out-of-range = “{ $value }” cannot be used for { $argument }: it must be { $low } to { $high }.
usage-bad-value = “{ $value }” cannot be used for { $argument }.
usage-too-many-values = { $argument } has more values than it takes.
usage-twice = { $argument } is given several times; keep one.
usage-conflict = { $argument } cannot be used together with { $other }. Leave one of them out.
usage-unknown-command = There is no command “{ $command }”.
usage-not-utf8 = An argument is no UTF-8 text. Rename the file or type it again.
usage-wrong = The call is not right.
usage-meant = Did you mean “{ $meant }”?
usage-help = More with --help.
usage-options = [options]
