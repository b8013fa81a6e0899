### Second opinions, the test of robustness, the three gates in FCC style.

cli-help-local-statistics = Also write local_statistics.csv: second opinions cell by cell (Gi*, local Moran, shrunken share)
stage-local-statistics = Comparing cells with their neighbours
