### Main window.

# Welcome
welcome-purpose = From speed tests to a list of weak spots, with evidence for each operator.
welcome-drop = Drop files here
welcome-drop-what = Speed tests (CSV, Excel …, one test a row) and zone boundaries (GeoJSON, KML, Shapefile …, if any). Data stay on this computer.
welcome-open = Open files…
welcome-folder = Open folder…
welcome-sample = Open the sample ward
welcome-sample-note = An invented ward to try things out, not real figures.
welcome-zones-ready = Boundaries are there: { $file }. Now add a file of speed tests.
sample-ward = Sample ward (invented)

# Loading, updating, error
loading-note = You can cancel at any time; no file is changed.
progress-name = Progress
stage-working = Working
updating = updating…
cancel = Cancel
page-close = Close (Esc)
error-title = The data could not be opened
error-choose-other = Choose other files…
error-retry = Try again
error-back = Back to start
start-no-display = There is no screen to open a window on. Run it on a computer with a desktop, or use “phusong analyze” to work without a window.
start-no-graphics = The window could not be opened: { $reason }. Update the graphics driver, or try --renderer glow.

# Dialogs
dialog-open = Open speed tests and boundaries
dialog-folder = Open a folder of speed tests
dialog-save = Save list
dialog-waiting = Waiting for the dialog. If none appears, drop files on the window.

# Top bar
menu-open = Add files…
period-name = Period
operator-every = All operators
operator-more = Other operators
operator-misspelt = unknown name
technology-name = Technology
technology-any = 2G–5G
criterion-name = Criterion
criterion-none = { $metric }: no threshold
criterion-own = own threshold
export = Export…
view-menu = View
view-left = Layers (left)
view-right = Evidence card (right)
view-bottom = Lists (bottom)
view-scale = Text size
view-smaller = Smaller text
view-larger = Larger text
theme-dark = Dark theme
theme-light = Light theme
help-open = Help and keys

# Undo steps
edit-period = change period
edit-criterion = change criterion
edit-grid = change grid
edit-operator = change operator
edit-technology = change technology
edit-colouring = change colouring

# Left panel
left-sources = Data sources
left-other-files = { $n ->
    [one] { $n } other file
   *[other] { $n } other files
}
left-zones = Zones in the boundary
left-add = + Add files…
left-month = { $month }: { $n }/{ $quota } samples
left-month-missing = { $n } more to come
left-month-reached = The month has its samples
left-layers = Map layers
layer-cells = Cells
layer-spots = Weak and suspected
layer-zones = Zones
layer-gaps = Sampling gaps
layer-samples = Samples
grid-name = Grid
grid-square = { $size } m squares
grid-square-short = { $size } m
grid-hex = { $size } m hexagons
grid-h3 = H3 level { $resolution }
grid-auto = Automatic
colouring-name = Colour by
colouring-grade = Verdict
colouring-share = Failing share
colouring-median = Median
colouring-samples = Samples
legend-unit = Median, { $unit }

# Map
map-name = Map
map-north = N
map-zoom-in = Zoom in
map-zoom-out = Zoom out
map-show-all = Show all
hover-votes = { $operator }: { $k } of { $n } votes { $limit }, confidence interval { $range }. { $grade }.
hover-no-votes = { $operator }: no votes here yet.
hover-median = { $technology } median: { $value }.
hover-spot = Weak spot { $rank } · { $operator }
side-below = below
side-above = above
threshold-of-class = the threshold of each technology
position-wgs84 = { $lat } { $north }  { $lon } { $east }
compass-north = N
compass-south = S
compass-east = E
compass-west = W
position-vn2000 = VN-2000  x { $x }  y { $y }

missing-zones = No zone boundaries.
missing-zones-what = Every sample counts as inside the area.
missing-zones-add = Add boundaries…
missing-samples = No sample was accepted
missing-advice = See the rows left out for the reasons, or choose other files.
missing-advice-outside = The tests lie outside the boundary. Check that it is the right ward, and that latitude and longitude are not swapped.
missing-advice-out-of-period = The data lie outside the chosen period. Choose another one, or all time.
missing-advice-not-mobile = Tests over Wi-Fi or fibre say nothing of the mobile network. Export the tests made over mobile networks.
missing-advice-no-position = The positions cannot be read. Export again with latitude and longitude in decimal WGS84 degrees.
missing-all-time = Show all time
missing-rows = See the rows left out

# Evidence card
card-title = Evidence card
card-empty = Select a weak spot, cell or zone on the map or in a table to see its evidence.
card-first-spot = Show the first weak spot
card-first-suspected = Show the first suspected place
card-none-proven = No place is proven to be weak yet.
card-whole-area = Whole area: failing votes
card-nothing-here = The chosen operator and technology have no samples here.
card-all-operators = Show all operators
card-close = Clear selection
card-zoom = Zoom to this place
card-spot = Weak spot { $rank }
card-suspected = Suspected place { $rank }
card-cell = Cell
card-zone = Zone
card-histogram = { $metric } ({ $unit }, log scale)
card-months = By month: share of failing samples
card-hours = By hour: share of failing samples
card-others = Other operators here: failing votes
card-operators = Each operator: failing votes
card-place = Coordinates
card-copy = Copy coordinates
figure-samples = samples
figure-votes = votes
figure-devices = devices
figure-days = days
verdict-a = { $operator } is weak here: { $k } of { $n } votes { $limit }, confidence interval { $range }.
verdict-b = { $operator } is likely weak here: { $k } of { $n } votes { $limit }, confidence interval { $range }.
verdict-c = { $operator } is suspected to be weak here: { $k } of { $n } votes { $limit }, confidence interval { $range }, not enough to conclude.
verdict-d = Undecided about { $operator } here: { $k } of { $n } votes { $limit }, confidence interval { $range }.
verdict-e = { $operator } is adequate here: only { $k } of { $n } votes { $limit }, confidence interval { $range }.
verdict-none = { $operator } has no votes here yet.
verdict-patchy = Adequate but patchy: many votes fail.
votes-needed = { $n ->
    [one] About { $n } more vote of another device would decide.
   *[other] About { $n } more votes of other devices would decide.
}
votes-borderline = Borderline: even hundreds of further votes would hardly decide.
votes-borderline-short = borderline
condition-holds = holds
condition-fails = fails
condition-votes = at least { $need } votes (has { $have })
condition-known-votes = at least { $need } votes of known sources (has { $have })
condition-without-one = without any one source the lower bound stays above { $need } (lowest { $have })
condition-adequate-without-one = without any one source the upper bound stays below { $need } (highest { $have })
condition-sources = at least { $need } different failing sources (has { $have })
condition-any-sources = at least { $need } different sources (has { $have })
condition-what-source = A source is a device with an id of its own; where a test has none, a pair of phone model and referral code. So there may be more or fewer sources than devices above.
condition-days = failing samples on at least { $need } days (has { $have })
condition-what-failing = Failing samples alone are counted, so there may be fewer than the days above.
condition-span = failing samples at least { $need } apart (has { $have })
condition-spots = failing in at least { $need } spots (has { $have })
condition-any-spots = in at least { $need } spots (has { $have })
condition-scan = spatial scan: chance alone does this in { $have } of runs (asked ≤ { $need })
condition-no-scan = not confirmed by the spatial scan, only a suspicion
spot-priority = Priority { $priority }: severity { $severity }, evidence { $evidence }, persistence { $persistence }, and its reach against the widest spot.
spot-priority-how = Priority { $priority } = severity { $severity } × evidence { $evidence } × (0.5 + 0.5 × persistence { $persistence }) × (0.5 + 0.5 × reach { $reach } / largest)
samples-title = Samples here ({ $n })
samples-time = Time
samples-down = Down
samples-up = Up
samples-latency = ms
samples-class = Net
samples-phone = Phone
samples-phone-number = phone { $n }
samples-latest = The latest { $n } of { $total } samples.
chain-title = Why this verdict?
chain-rows = Rows of the period at this place
chain-accepted = Accepted samples
chain-evidence = Samples used as evidence
chain-votes = Votes (one a source and cell)
chain-failing = Failing votes
chain-share = Failing share
chain-interval = 95% confidence interval (Wilson)
chain-allowed = Allowed share
chain-grade = Verdict
chart-failing-below = { $range }: { $n } samples, { $failing } below the threshold
chart-failing-above = { $range }: { $n } samples, { $failing } above the threshold
chart-share = { $when }: { $failing } of { $n } samples fail

# Tables
tab-spots = Weak spots
tab-spots-short = Weak spots
tab-gaps = Sampling gaps
tab-gaps-short = Gaps
tab-zones = Zones × operators
tab-zones-short = Zones
tab-quality = Data quality
tab-quality-short = Quality
tables-copy = Copy table
tables-export = Export this table
tables-fold = Fold the tables
tables-unfold = Open the tables
column-rank = #
column-operator = Operator
column-zone = Zone
column-grade = Grade
column-failing-votes = Failing
column-interval = 95% interval
column-median = Median { $unit }
column-devices = Dev.
column-p = p
column-priority = Priority
column-samples = Samples
column-votes = Votes
column-votes-needed = Votes needed
column-cells = Cells / all
column-flag = Reason
column-effect = Effect
column-rows = Rows
column-file = File
column-row = Row
column-value = Value
flagged-back = ‹ All reasons
flagged-first = the first { $n } of { $total } rows
flagged-export = Export all (rejected.csv)
flagged-other-row = like { $file }, row { $row }
tab-spots-count = { $proven } · { $suspected } suspected
spots-few-votes-show = { $n } more suspected on one or two votes – show
spots-few-votes-hide = Hide the { $n } suspected on one or two votes
spots-empty = No weak spots under the chosen criterion and period. See the tab “Sampling gaps” for places without enough evidence.
gaps-empty = No sampling gaps: every zone has a verdict for the chosen operator.
zones-empty = No zone boundaries yet. Drop a file of boundaries on the window to compare zones.
quality-empty = No row is left out or warned about.

# Status bar
status-counts = { $kept } samples · { $out } rows left out
status-criterion = Criterion: { $name }

# Notices
notice-undone = Undone: { $step }
notice-redone = Done again: { $step }
notice-exported = Saved { $path }
notice-copied = Copied to the clipboard
notice-open-folder = Open folder
notice-close = Close this message

# Help
help-title = Help
help-keys = Shortcuts
help-key-enter = Load the files shown
help-key-escape = Clear the selection, close help
key-click = Click
help-key-click = Select and see the evidence
key-double = Double-click
help-key-double = Zoom to it
help-grades = Grades
help-grade-a = Confirmed weak: enough votes, sources and days; fit for talks with the operator.
help-grade-b = Likely weak: the evidence leans clearly, but is not certain.
help-grade-c = Suspected: more than half of the votes fail, but they are few.
help-grade-d = Undecided: more tests are needed.
help-grade-e = Adequate: enough votes to say that it is not weak.
help-grade-none = No samples yet.
help-limits = A vote is one source (a device; without its id, a pair of model and referral code) in one cell, however often it measured. Volunteers, handsets, tariffs and test servers all bear on the results.
