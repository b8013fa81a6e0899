### Import page: what each file is, how it is understood, what is to be asked.

stage-inspect = Looking at
drop-hint = { $n ->
    [one] Drop { $n } file here to look at it and load it
   *[other] Drop { $n } files here to look at them and load them
}
import-title = Load data
import-load = Load
import-load-answer-first = Please answer the questions above first.
import-load-nothing = There is no file that can be used yet.
import-files = Files
import-files-used = { $n ->
    [one] { $n } file to use
   *[other] { $n } files to use
}
import-files-out = { $n } left out
import-choose-file = Choose a file at the left to see how it is understood.
import-more = and { $n } more

import-kind-tests = Speed tests
import-kind-boundaries = Boundaries
import-kind-signal = Signal log
import-kind-towers = List of cell towers
import-kind-aggregate = Aggregate table
import-kind-other = Another table
import-kind-tiles = Averages over map tiles
import-state-waiting = waiting
import-state-left-out = left out
import-state-unusable = cannot be used
import-state-asks = { $kind } · needs an answer
import-state-refused = { $kind } · cannot be used
import-zones = { $n ->
    [one] { $n } zone
   *[other] { $n } zones
}

import-delimiter = delimiter { $sign }
import-header-row = header in row { $row }
import-sheet = sheet “{ $sheet }”
import-sheet-of = sheet “{ $sheet }” of { $n }
import-no-header = no header row
import-remembered = understood as last time
import-forget = Forget this reading
import-leave-out = Leave this file out
import-use-again = Use this file after all

# Questions
import-ask-unit = Column “{ $column }” does not say its unit. What was the first test?
import-ask-date = Does column “{ $column }” (e.g. { $first }) write the day or the month first?
import-unit-proof = { $unit }: { $mbps } Mbps
import-ask-meaning = Is column “{ $column }” the { $meaning }?
import-yes-meaning = Yes, { $meaning }
import-not-used = Do not use this column
import-ask-operator = The file names no operator. Whose tests are they?
import-other-operator = Another operator
import-operator-unknown = Not known
import-ask-swapped = Latitude (“{ $latitude }”) and longitude (“{ $longitude }”) seem to have changed places. Swap them?
import-swap = Swap the columns
import-do-not-swap = Leave them
import-ask-rivals = Several columns are called { $meaning }. Which one is it?
import-ask-crs = The boundaries do not name their coordinate system. Which one is it?
import-ask-names = { $names ->
        [one] 1 operator name is not known
       *[other] { $names } operator names are not known
    } ({ $rows ->
        [one] { $rows } row
       *[other] { $rows } rows
    }).
import-show-names = See and choose…
import-far-apart = The tests lie far from the boundaries. It may be the wrong file or coordinate system, or latitude and longitude are swapped.
import-no-download = No column is the download. If the file has one, choose it below.
import-changed-meaning = Last time column “{ $column }” was { $before }; now its values say { $now }.
import-changed-column = Last time { $meaning } came from column “{ $before }”; now it comes from “{ $now }”.
import-changed-lost = Last time { $meaning } came from column “{ $before }”; the file no longer has it.
import-changed-unit = Last time { $meaning } was in { $before }; now the numbers say { $now }.
import-changed-date-order = Last time dates were read as { $before }; now they show that they are { $now }.
import-as-now = As this time: { $what }
import-as-before = As last time: { $what }

# Reading
import-unit-of = Unit of { $meaning }
import-first-mbps = = { $values } Mbps
import-operator-of-file = Operator of the file
import-time = Time
import-timezone = Time zone
import-zone-vietnam = Vietnam time
import-date-order = Order of dates
import-day-month = day/month/year
import-month-day = month/day/year
import-days = Measured { $days }
import-columns = Columns
import-column-header = Column in the file
import-column-meaning = Meaning
import-column-why = Why
import-column-values = First values
import-meaning-of = Meaning of column “{ $column }”
import-meaning-none = not used
import-why-name = by its name
import-why-name-part = name is similar, { $share } sure
import-why-content = by its values, { $share } sure
import-why-chosen = chosen by you

# Small map and rows
import-map = Tests over the boundaries
import-nearness = { $share } of the tests lie in the box around the boundaries. The middle of the tests is { $distance } from the middle of the boundaries.
import-no-zones = No boundaries yet: only the tests are shown.
import-only-context = No tests yet; the grey dots are places in the files beside the evidence.
import-nothing-to-draw = Nothing to draw yet.
import-no-points = No tests yet to compare with the boundaries.
import-vn2000 = Boundaries in { $crs }, shifted to WGS84. Without that step every zone would be off by about 224 m.
import-rows = Rows of the file
import-operators = Operators: { $list }
import-technologies = Technology: { $list }
import-devices = { $n ->
    [one] { $n } device told apart
   *[other] { $n } devices told apart
}
import-flags = Flags of single rows
import-flags-none = No row is flagged.

# Boundaries
import-zone-fields = Ids from field “{ $id }”, names from field “{ $name }”.
import-zone-crs = Coordinate system of the file: { $crs }.
import-zone-repairs = { $n } places of the shapes were mended.
import-zone-gaps = { $n } gaps between zones.
import-zone-parents = Common outline: { $names }.
import-zone-overlaps = Overlaps
import-zone-overlap = “{ $first }” and “{ $second }” share { $area } m².

# Why a file cannot be used, as the window says it
import-error-no-coordinates = { $file } has no column that looks like latitude and longitude. Choose the two below, or export again with coordinates.
import-error-no-time-column = { $file } has no column that looks like the time of a test. Choose it below, or export again with the time.
import-error-no-metric-column = { $file } has no column of download, upload or latency. Choose it below, or export again with results.
import-error-ambiguous-unit = The unit of column “{ $column }” is not clear. Choose it above: only one unit gives sensible speeds.
import-error-ambiguous-date = Column “{ $column }” can be read in two ways. Choose the order of dates above.
import-error-swapped-coordinates = Columns “{ $latitude }” and “{ $longitude }” seem to have changed places. Choose above.
import-error-ambiguous-column = Several columns have the name of one meaning: { $columns }. Choose above.
import-error-unclear-crs = { $file } does not name its coordinate system clearly (first point: { $first }). Choose the right one above, or ask whoever gave you the file.
import-error-not-lon-lat = The coordinates of { $file } are not longitude and latitude (first: { $first }), and the file does not name its coordinate system. Export the boundaries in WGS84, or with their VN-2000 system named.

# What each flag means
flag-meaning-duplicate = The same test is there twice; one is kept.
flag-meaning-failed-test = The test failed and counts as 0 Mbps.
flag-meaning-future-time = The time lies after the file was opened.
flag-meaning-id-conflict = Two rows with one id and different times; both are kept.
flag-meaning-implausible = A speed or latency that cannot be; only that figure is left out.
flag-meaning-low-accuracy = The phone reports an uncertainty above 100 m; no evidence.
flag-meaning-manual = Left out by a person.
flag-meaning-no-metric = At least one of the three figures is missing; the others are used.
flag-meaning-no-position = No coordinates, or none that can be read.
flag-meaning-no-time = No time, or none that can be read.
flag-meaning-no-zone = In the study area and in no zone.
flag-meaning-not-mobile = Measured over Wi-Fi or a fixed line: says nothing of the mobile network.
flag-meaning-null-island = Coordinates 0, 0: the phone did not know where it was.
flag-meaning-out-of-period = Outside the chosen period; used again when the period changes.
flag-meaning-outside = Outside the loaded boundaries.
flag-meaning-teleport = The phone was in two distant places within too short a time.
flag-meaning-unknown-operator = No operator is named, or its name is not in the catalogue; the row is used.

# After loading
notice-remembered = Loaded as remembered
notice-review = Review
notice-report = Import report
report-title = Import report
report-rows-kept = { $rows } rows read, { $kept } used ({ $share })
report-known = { $n ->
    [one] { $n } row was loaded before and does not count twice.
   *[other] { $n } rows were loaded before and do not count twice.
}
report-to-map = To the map
report-rows = Open the rows left out

# Names of operators that are not known
names-title = Operator names
names-what = Each name that is not known is listed once. Choose the operator it stands for.
names-none = All operator names are known.
names-example = { $rows } · e.g. { $file }, row { $row }
names-decided-before = decided before
names-own = An operator of its own
names-own-spoken = { $name }: an operator of its own
names-unknown = Not known
names-unknown-spoken = { $name }: not known
names-undecide = Undecide
names-undecided = undecided
names-apply = Apply
names-note = The choice is remembered for next time; Ctrl + Z takes it back.
edit-names = change of operator names
