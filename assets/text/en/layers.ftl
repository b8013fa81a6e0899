# Files that are no tests: aggregates, map tiles, signal logs, towers; tables with a row for each direction

inspect-meaning-implausible = mark of the source that the result is implausible

note-long-table = The table has a row for each direction (column “{ $column }”): { $rows } rows were joined to { $tests } tests; { $alone } rows found no partner and stay as tests of one direction; { $others } rows that name no direction were passed over.

inspect-format-signal = Log of signal levels: { $n } points
inspect-signal-use = A layer for reference that shows where the signal is weak; it holds no speed tests and is no evidence.
inspect-format-towers = List of cell towers: { $n } towers
inspect-towers-use = A layer for reference that shows where towers are estimated to be; it is no evidence.
context-cut = The file is too long: only its first { $n } rows are read.

cli-said-tiles = { $file }: map tiles ({ $n }), a layer for reference only; they enter no figure.
cli-said-signal = { $file }: signal levels ({ $n } points), a layer for reference only; they enter no figure.
cli-said-towers = { $file }: cell towers ({ $n }), a layer for reference only; they enter no figure.
cli-said-quota = { $file }: numbers of samples of { $n } localities, { $reached } of them with 300 samples; they enter no figure.
cli-said-quota-unmatched = { $n } names belong to no zone, or to several: { $names }

left-context = Reference layers
left-context-what = They are no evidence.
context-tiles = Map tiles
context-signal = Signal levels
context-towers = Cell towers
context-remove = Remove the layer { $file }
context-far = This layer lies outside the area with samples.
context-weights = { $tests } tests · { $devices } devices
context-tiles-unit = Mean download, Mbps
context-signal-unit = dBm (4G, 5G)
context-other-operators = other operators ({ $n })
context-other-rows = { $n } rows without a readable place or value were left out.
step-at-least = { $low } and more
step-between = { $low } to { $high }
step-below = below { $high }

hover-tile = Map tile: mean download { $download } Mbps · { $tests } tests · { $devices } devices
hover-signal = Signal of { $operator } { $technology }: { $level } dBm
hover-tower = Tower of { $operator } { $technology } (estimated place)

count-tiles = { $n } tiles
count-signal = { $n } points
count-towers = { $n } towers
count-quota = { $n } rows

import-use-as-tiles = Use as a reference layer on the map
import-use-as-signal = Use as a reference layer on the map
import-use-as-towers = Use as a reference layer on the map
import-use-as-quota = Use as the table of numbers of samples

tab-quota = Sample quota
tab-quota-short = Quota
column-locality = Locality in the table
column-month = Month
column-quota = Samples / { $quota }
column-missing = Missing
column-table-download = Download (Mbps)
quota-no-zone = no zone of this name
quota-is-zone = = { $zone }
quota-reached = reached
quota-empty = The table has no localities.

names-in-layer = { $rows } in { $file }
notice-context-kept = The reference layer is kept. Add a file of speed tests to see it on the map.

beside-hint = Given together with a file of speed tests, it serves as reference beside them.

what-rows = rows
