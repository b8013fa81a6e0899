### Where to measure next, weights of zones.

cli-about-plan = Plan where to measure next: which team goes to which stops, for which operators, at what time.
cli-help-teams = Number of teams
cli-help-stops = Stops for each team
cli-help-minutes = Minutes that a team has for one outing: walking and measuring
cli-help-walking-speed = Walking speed (km/h)
cli-help-start = Where a team sets out: longitude,latitude; once for each team
cli-help-weight-table = Table of zone weights (CSV, Excel): zone id or name and a column of numbers; --weight names the column
cli-help-inhabited = Where people are: a boundary file, or measured (where anyone ever measured)

stage-plan = Planning

error-no-zone-column = { $path }: no column holds ids or names of the zones; there are: { $columns }. Add a column with the zone ids of the boundary file.
error-unclear-weight = { $path }: which column is the weight is not clear; there are: { $columns }. Name it with --weight HEADER.

error-bad-start = --start { $value }: a start is longitude,latitude (longitude first, with decimal points), such as --start { $example }.
error-more-starts-than-teams = There are { $starts } starts for { $teams } teams. Leave some --start out, or allow more --teams.

weights-unmatched = { $n } rows of the weights “{ $column }” match no zone (or several with the same name): { $list }
weights-unreadable = { $n } rows of the weights “{ $column }” hold no readable number: { $list }
weights-without = { $n } zones have no weight “{ $column }”; their area in m² stands in, which does not compare with the others; please add them: { $list }

plan-said = Plan: { $stops } stops for { $teams } teams. { $open } verdicts are open; about { $settled } are expected to be settled.
plan-said-left-out = { $n } stops were left out because an outing would take too long. Allow more minutes, teams or speed.
plan-one-team = There is one team only: borrow another person's phone at each stop, since no verdict may rest on a single phone.
plan-nothing-open = Nothing is left to measure: every place has a verdict for every operator.
plan-no-samples = No sample of this period was accepted, so nothing is known of any place.
plan-no-places = There is no boundary, so there are no places to plan for. Add the boundary of the ward or of its zones.
plan-nothing-worth = With so few teams and stops no place would reach a verdict. Allow more teams or more stops.
plan-nothing-reachable = No stop can be reached and measured within the time of an outing. Allow more minutes or speed, and check that the start is near the area.
plan-legend-team = one shape a team
plan-legend-evening = dashed: evening

plan-team = Team { $team }
plan-team-summary = { $stops } stops · { $km } km as the crow flies · about { $minutes } minutes in both outings
plan-slot-off-peak = Off-peak
plan-slot-peak = Evening peak
plan-hours = { $from }:00–{ $to }:00
plan-column-stop = Stop
plan-column-place = Zone
plan-column-position = Latitude, longitude
plan-column-walk = Walk
plan-column-minutes = Minutes
plan-column-operators = Operators to test
plan-column-notes = Notes
plan-sheet-title = Field sheet · { $team }
plan-sheet-people = Measured by: ……………………………………   Date: …… / …… / ………   Phone: ……………………
plan-sheet-how-network = Turn Wi-Fi off, use mobile data, turn location on. Test with the speed test app your office uses.
plan-sheet-how-phones = At each stop test once with one phone of each operator listed and tick its box. Where you can borrow them, use different phones at different stops: many tests of one phone in one place count as one vote.
plan-sheet-how-place = A stop is the centre of a grid cell; test where it is convenient and safe within 50 m. If you cannot get there, note it and go on.
plan-sheet-how-time = Round blue stops are off-peak, square brown stops are in the evening peak; better on two different days.
plan-sheet-note = Distances are as the crow flies between stops; real ways are longer. Made with Phủ Sóng.

tab-plan = Measuring plan
tab-plan-short = Plan
layer-plan = Measuring plan
edit-weight = change a zone's weight
column-weight = Weight
weight-area = area
weight-of-zone = Weight of { $zone }
plan-what = Choose teams and stops and press “Make the plan”: it picks places where a few more tests will bring a verdict, and lays out the ways of each team.
plan-make = Make the plan
plan-teams = Teams
plan-stops = Stops each
plan-minutes = Minutes
plan-speed = km/h
plan-summary = About { $settled } more verdicts expected, of { $open } that are open
plan-column-team = Stop · team
plan-column-slot = Time
plan-export-html = Sheets for the teams (HTML to print)
plan-export-csv = Table of stops (CSV)
plan-export-gpx = Stops for navigation (GPX)
plan-export-kml = Stops for maps (KML)

plan-remove = Remove the plan
plan-restore = Bring it back
notice-plan-removed = The plan was removed.
notice-kept-plan-removed = The earlier plan was taken out of the project.
notice-kept-plan-back = The earlier plan is in the project again.
