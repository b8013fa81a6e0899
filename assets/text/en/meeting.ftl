### Meeting mode.

meeting-begin-key = Present on the full screen ({ $key })
meeting-letter = Operator { $letter }
meeting-votes = { $n ->
    [one] 1 vote
   *[other] { $n } votes
}
meeting-frozen = figures as of { $when }
meeting-confirmed = { $n ->
    [one] 1 confirmed weak spot
   *[other] { $n } confirmed weak spots
}
meeting-none-confirmed = No confirmed weak spot yet
meeting-others = { $likely } likely weak · { $suspected } suspected
meeting-evidence = { $k } of { $n } votes { $limit } (confidence interval { $range })
meeting-median = median { $technology } { $value }
meeting-devices = { $n ->
    [one] 1 phone
   *[other] { $n } phones
}
meeting-chance = probability of chance { $p }
meeting-others-fine = Adequate in the same place: { $fine }.
meeting-others-weak = Weak in the same place too: { $weak }.
meeting-next = next spot
meeting-previous = previous spot
meeting-step = { $step } / { $n }
meeting-blind = hide names
meeting-reveal = show names
meeting-end = leave
key-space = Space
