### Second opinions, the test of robustness, the three gates in FCC style.

cli-help-local-statistics = Also write local_statistics.csv: second opinions cell by cell (Gi*, local Moran, shrunken share)
stage-local-statistics = Comparing cells with their neighbours
cli-help-sensitivity = Test how robust the weak spots are: scan again under 7 other choices of threshold, cell size and grid position (takes about 7 times as long)
stage-sensitivity = Testing how robust the weak spots are
stage-fcc = Judging the gates in FCC style

robustness-title = Robustness
robustness-test = Test robustness
robustness-test-hint = Scans seven times more with other thresholds, cell sizes and grid positions, to see which weak spots stay. Takes about seven times as long as one analysis.
robustness-running = Testing…
robustness-robust = robust
robustness-kept = Kept in { $kept } of { $all } tests
robustness-why-robust = Robust: with another threshold, cell size or grid position this place is still proven weak.
robustness-why-not = Not robust: the verdict depends on the choice of threshold, cell size or grid position. Measure more before sending it to the carrier.
robustness-column = Robust
robustness-covered = { $share } of the area

variant-lower-threshold = Threshold lower by 20%
variant-higher-threshold = Threshold higher by 20%
variant-smaller-cells = Cells half as wide
variant-larger-cells = Cells twice as wide
variant-shifted-east = Grid shifted east by half a cell
variant-shifted-north = Grid shifted north by half a cell
variant-shifted-both = Grid shifted both ways by half a cell

notice-tested = Tested: { $robust } of { $tested } weak spots are robust
