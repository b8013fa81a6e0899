# Boundaries around: drawn only, no part of any figure

import-kind-neighbours = Boundaries around
import-boundary-use = Used as
import-boundary-zones = Zones to be judged
import-boundary-drawn = Boundaries around (drawn only)
import-draw-others = One file is the study area, the others are only drawn
import-only-one = Use only one file
inspect-neighbours-use = Only lines and names drawn around the study area, so that one sees where it lies; no part of any figure. What repeats the study area is not drawn again.
inspect-format-neighbours = Boundaries around: { $n ->
    [one] { $n } area
   *[other] { $n } areas
}

count-neighbours = { $n ->
    [one] { $n } area
   *[other] { $n } areas
}
cli-said-neighbours = { $file }: boundaries around ({ $n }), drawn only, no part of any figure.
cli-help-neighbours = File of boundaries around, drawn only; may be repeated
project-context-neighbours = areas around
lost-table-neighbours = A part of the boundaries around (drawn only) cannot be read. Import their file again.

context-neighbours = Boundaries around
context-neighbours-note = areas around the study area
hover-neighbour = { $name } (around, drawn only)
