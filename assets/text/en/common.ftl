### Words shared by window, command line and reports. One word for one thing.

program-name = Phủ Sóng

# Grades
grade-a = Confirmed weak
grade-b = Likely weak
grade-c = Suspected
grade-d = Undecided
grade-e = Adequate
grade-none = Not measured

# Metrics
metric-download = Download
metric-upload = Upload
metric-latency = Latency

# Technology
technology-3g = 3G
technology-4g = 4G
technology-5g = 5G
technology-unknown = Unknown
technology-all = All technologies

# Operators
operator-all = All
operator-unknown = Unknown

# Counts
count-samples = { $n ->
    [one] { $n } sample
   *[other] { $n } samples
}
count-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
count-hours = { $n } h
count-rows = { $n ->
    [one] { $n } row
   *[other] { $n } rows
}

# Period
period-all = All time
period-months = { $n } months to { $month }
period-last-months = Last { $n } months
period-month = Month { $month }
period-days = { $from } – { $to }
period-from = From { $from }
period-to = To { $to }

# Criteria profiles
profile-qd36 = Decision 36/QĐ-TTg
profile-qcvn126-floor = QCVN 126:2021, 5G floor
profile-basic = Basic 10 Mbps
profile-fcc-style = FCC style, for reference

# Quality flags
flag-duplicate = Repeats another row
flag-failed-test = Failed test
flag-future-time = Time in the future
flag-id-conflict = Same id, another time
flag-implausible = Implausible value
flag-low-accuracy = Poor position (over 100 m)
flag-manual = Left out by hand
flag-no-metric = Metric missing
flag-no-position = Position missing or wrong
flag-no-time = Time cannot be read
flag-no-zone = In no zone
flag-not-mobile = Not a mobile network
flag-null-island = Position 0, 0
flag-out-of-period = Outside the chosen period
flag-outside = Outside the study area
flag-teleport = Moved impossibly fast
flag-unknown-operator = Operator not recognised

effect-excluded = Excluded
effect-no-evidence = No evidence
effect-left-out = Out of period
effect-warning = Warning

# Stages of work
stage-read = Reading files
stage-zones = Reading boundaries
stage-quality = Checking quality
stage-binning = Sorting samples into zones and cells
stage-statistics = Computing statistics
stage-votes = Gathering votes
stage-grades = Grading
stage-scan = Scanning for weak spots
stage-gaps = Finding sampling gaps
stage-write = Writing results
