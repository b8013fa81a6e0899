### Second opinions, changes in time, criteria.

criteria-open = Change or add criteria…
criteria-title = Criteria
criteria-choose = Choose a set of criteria at the left.
criteria-in-force = in use
criteria-origin = Source: { $source }
criteria-origin-dated = Source: { $source } · from { $date } on
criteria-gates = With the three gates in FCC style; their numbers can be set in the TOML file.
criteria-share = May fail (%)
criteria-share-what = Share of votes that may fail the threshold; 50 % means that the median must meet it.
criteria-use = Use these
criteria-copy = Copy to change
criteria-copy-of = { $name } (copy)
criteria-change = Change
criteria-forget = Delete
criteria-save = Save to a file…
criteria-load = Load from a file…
criteria-name = Name
criteria-name-hint = for example: resolution 12 of the ward
criteria-source = Source
criteria-source-hint = the document that sets these figures
criteria-date = From
criteria-date-hint = 01/03/2026
criteria-main-what = The main metric: weak spots, sampling gaps and the map are about it.
criteria-empty-means = An empty field leaves that technology unjudged. The round button sets the main metric. Shares are in percent.
criteria-keep = Keep and use
criteria-fault-no-name = There is no name.
criteria-fault-name-taken = There is another set with this name. Choose another one.
criteria-fault-no-source = There is no source: whoever reads the result must know where the figures come from.
criteria-fault-date = The date cannot be read. Write it as 01/03/2026 (day, month, year), or leave it empty.
criteria-fault-threshold = { $metric }, { $technology }: a threshold is a number greater than 0.
criteria-fault-share = { $metric }: the share that may fail is from 0 to less than 100 %.
criteria-fault-no-main = The main metric has no threshold.
edit-own-profile = change of criteria

opinions-title = Second opinions
opinions-ask = Hear second opinions
opinions-ask-hint = Compares each cell with its neighbours by two methods that know nothing of the scan (Gi*, local Moran). It runs in the background and changes no verdict.
opinions-running = Comparing each cell with its neighbours…
opinions-nothing-here = There are no download votes here to compare.
opinions-both = They agree with the scan: this place stands among places that fail far more than chance would have it.
opinions-scan-alone = The scan alone sees it: cell by cell there are too few votes to see a cluster. That does not contradict the scan, which looks at the whole window.
opinions-neighbours-alone = The neighbours show a cluster that the scan has not proven. Measure more here.
opinions-neither = They agree with the scan: no cluster here.
opinions-gi = { $n } of { $cells } cells fail clearly more than the ward, with the cells around them (Gi*).
opinions-gi-what = Getis–Ord Gi*: the cell and those that touch it fail clearly more than the rest. False discoveries are held at 5 % (Benjamini–Hochberg).
opinions-moran = { $n } of { $cells } cells fail often among cells that fail often (local Moran).
opinions-moran-what = Local Moran's I with 999 conditional permutations, false discoveries held at 5 % (Benjamini–Hochberg).
opinions-shrunken = { $raw } fail here; drawn towards the ward's common share, for there are few votes: { $shrunken }.
opinions-shrunken-what = Marshall's estimator: cells with few votes are drawn towards the common share the most. For ranking only; it is no verdict.
opinions-few-cells = There are only { $n } cells with data (fewer than { $least }): a hint and no more.

proof-title = What does the scan say?
proof-window = The window that was tested: { $k } of { $n } votes fail, radius { $radius } m (dashed outline on the map).
proof-relative = Against the rest of the area: if this place were no worse, chance would show a window as bad as this about once in { $once } times (p = { $p }).
proof-absolute = Against what is allowed: if every place just met the allowed share, chance would show a window as bad as this about once in { $once } times (p = { $p }).
proof-corrected = With the number of operators and both tests taken into account: p = { $p }; significant below 0.05.
overturned-a = What would overturn it: { $n } more passing votes of other phones, with none that fails, and the lower bound is no longer above { $allowed }.
overturned-b = What would overturn it: { $n } more passing votes, with none that fails, and it no longer leans towards weak.
overturned-e = What would overturn it: { $n } more failing votes, with none that passes, and the upper bound is no longer below { $allowed }.

card-rolling = Failing share of votes, { $n } months at a time (95% interval)
chart-rolling = Until { $month }: { $failing } of { $votes } votes fail, interval { $range }
chart-rolling-none = Until { $month }: no votes

tab-changes = Changes since an earlier period
tab-changes-short = Changes
changes-column-change = Change
changes-column-place = Place
changes-column-before = Before
changes-column-after = Now
changes-whole-area = Whole area
changes-spot = Weak spot: { $place }
changes-compare = Compare { $period } with
changes-choose = choose an earlier period
changes-no-earlier = There is no period before the one shown. Choose a month or the last 3 months in the bar at the top.
changes-what = Choose an earlier period to see what is newly weak, resolved, better or worse, and what nobody measured again.
changes-running = Analysing the earlier period…
changes-none = No place has votes in the two periods.
change-new = Newly weak
change-new-what = Weak now (grade A or B), and not shown weak before.
change-worse = Worse
change-worse-what = The interval lies wholly above the earlier one.
change-same = No change shown
change-same-what = Measured in both periods, and no change is proven.
change-better = Better
change-better-what = The interval lies wholly below the earlier one.
change-resolved = Resolved
change-resolved-what = Weak before (grade A or B), adequate now (grade E).
change-not-re-measured = Not re-measured
change-not-re-measured-what = Fewer than 6 votes now: it is not better, nobody measured again.
change-first-measured = First measured
change-first-measured-what = Fewer than 6 votes before, so there is nothing to compare with.

tab-gates = Gates in FCC style
tab-gates-short = FCC style
gates-what = A reference in FCC style, no Vietnamese law. { $n } of { $all } hexagons pass all three gates.
gates-empty = There are no votes to judge by the gates in FCC style for this operator.
gates-column-hexagon = Hexagon (centre)
gates-column-metric = Metric
gates-column-space = Space
gates-column-time = Time
gates-column-number = Number
gates-column-passed = All three

plan-start = Start
plan-start-what = Where the teams set out; empty: each begins at its first stop.
plan-start-hint = lat., long.
plan-start-pick = Choose the start on the map
plan-start-click = Click where the teams set out
plan-without-name = { $n ->
    [1] 1 sample without an operator takes no part in the plan.
   *[other] { $n } samples without an operator take no part in the plan.
}
criteria-expects-date = a day such as 2026-03-01
