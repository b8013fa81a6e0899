### Operators compared; the same place at different times.

stage-comparison = Comparing operators
stage-changes = Comparing with the earlier period

cli-help-compare-with = Also write changes.csv, against an earlier period: previous (just before, as long as --period), YYYY-MM, YYYY-MM..YYYY-MM or DATE..DATE

# Table of operators
tab-comparison = Operators compared
tab-comparison-short = Operators
column-comparison = Within the shared cells
column-shared-cells = Shared cells
column-difference = Difference
column-crude = If only ranked by overall figures
compare-better = { $better } is better than { $other }
compare-draw = { $a } and { $b } draw
compare-too-few = { $a } and { $b }: too few shared cells
compare-too-few-why = With fewer than { $n } shared cells nobody can be proved better.
compare-points-equal = 0 points
compare-points = { $n ->
    [one] { $better } ahead by { $n } point
   *[other] { $better } ahead by { $n } points
}
compare-points-why = { $n ->
    [one] The failing share of { $better } is { $n } percentage point lower, on average over the shared cells.
   *[other] The failing share of { $better } is { $n } percentage points lower, on average over the shared cells.
}
compare-crude = { $better } comes first
compare-crude-reversed = { $better } comes first, but within the same cells it is the reverse
compare-crude-equal = level
compare-empty = No two operators have votes in the same cell by this criterion and technology.

# Evidence card: other operators at the same place
who-only-this = Only { $operator } is weak here; adequate at the same place: { $fine }.
who-several = Not only { $operator } is weak here: so is { $weak }; { $fine } is adequate.
who-all = All operators with enough votes are weak here: { $operator }, { $weak }.
who-not-known = Too few votes to say how the other operators are here.

# By hour: a suggestion, not a verdict
hours-capacity = Suggests too little capacity: weak only in the evening, 19–22 h ({ $peak } votes fail), fine at other hours ({ $rest }).
hours-coverage = Suggests too little coverage: weak in the evening, 19–22 h ({ $peak } votes fail), and at other hours ({ $rest }).
hours-peak-not-measured = By hour: too few evening votes, 19–22 h ({ $peak } fail), to suggest a cause.
hours-rest-not-measured = By hour: too few votes outside 19–22 h ({ $rest } fail) to suggest a cause.
hours-unclear = By hour: no clear pattern (19–22 h: { $peak } votes fail; other hours: { $rest }).

# By month
spot-months = Weak in { $weak } of { $measured } months measured.
spot-not-measured-since = Not measured here since { $month }: nobody can say it is better.

# Before and after a fix
fix-title = Before and after the operator’s fix
fix-choose = Choose the month of the fix…
fix-none = No comparison
fix-from = Fixed from { $month } on
fix-better = Confirmed better (p = { $p }).
fix-worse = Worse (p = { $p }).
fix-no-evidence = No evidence of a change (p = { $p }).
fix-more-cells = Not enough votes: measure again in at least { $n } more of the cells measured before the fix.
fix-too-few-before = Fewer than 6 cells were measured before the fix: comparing cell by cell cannot prove a change.
fix-votes = Failing votes: before { $before }, after { $after }; { $cells } cells with both.
