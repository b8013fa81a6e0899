### Boundary files: formats, coordinate systems, what was mended.

error-damaged-layer = { $path } is not a sound { $format } file: { $fault }{ $place }. Export it again from the program it came from.
error-unclear-crs = { $path } does not state its coordinate system (first point: { $first }). { $candidates } Choose the right system: in the window on the import page, on the command line with --crs and its code; or ask whoever gave you the file.
error-unclear-crs-none = No system that the program knows puts it into Viet Nam.
error-unclear-crs-list = Systems it may be in, the best first: { $list }.
error-foreign-crs = { $path } uses the coordinate system “{ $name }”, which the program cannot compute. Export it in WGS84, UTM or VN-2000.
error-tangled = { $path }: the border of feature { $feature } crosses itself more than { $limit } times, so that inside and outside cannot be told. Draw or export this zone again.

error-heap-of-zones = { $path }: more than { $limit } pairs of zones lie over each other, which divides no land. Choose the right layer of boundaries.

layer-fault-truncated = the file ends too early
layer-fault-counts = it announces more than it can hold
layer-fault-syntax = wrong syntax
layer-fault-structure = a part is missing or wrong
layer-fault-too-deep = it nests too deep
layer-fault-entities = it declares XML entities, which is not allowed
layer-fault-coordinates = coordinates are no valid numbers
layer-fault-too-large = too large
layer-fault-corrupt = damaged data

layer-place-whole = { "" }
layer-place-line = , at line { $line }, column { $column }
layer-place-feature = , at feature { $n }
layer-place-byte = , at byte { $n }

crs-candidate = { $code } ({ $name }): would lie at { $where }{ $use }{ $samples }
crs-candidate-town = { $town }, { $km } km away
crs-candidate-nowhere = { $lat }, { $lon }
crs-candidate-prescribed = , prescribed for that province
crs-candidate-samples = , { $share } of the samples inside

boundary-note-deprecated-crs = EPSG:{ $stated } is withdrawn; read as its successor EPSG:{ $used }.
boundary-note-hanoi-1972 = Hanoi 1972 (maps from before 2000): positions are good to about 5 m only.
boundary-note-datum-by-name = The parameters say WGS84 but the name says VN-2000; read as { $crs }.
boundary-note-taken-for-wgs84 = The file states no coordinate system; only WGS84 makes sense, so it was read as WGS84.
boundary-note-crs-option-unused = The file states { $stated } itself, so --crs was not used.
boundary-note-lost-letters = { $n } texts lost letters before they were saved, “{ $example }” for one; they cannot be restored.
boundary-note-damaged-records = { $n } damaged features were left out.
boundary-note-deleted-records = { $n } features were deleted in the source program but are still in the file; they were not read.
boundary-note-no-area = { $n } features without an area (points, lines, empty) were left out.
boundary-note-gaps-not-sought = The borders are too detailed, or cross too often, for gaps between zones to be looked for.
boundary-note-repeated-ids = { $file }: { $n } zone ids are in an earlier file too ({ $ids }); ~2, ~3 … is added to them to tell them apart.
boundary-note-numbered-anew = { $file } has no id of its own for each zone, so all zones are numbered from 1.
boundary-note-same-file = { $file } has the same content as { $first } and was read once only.
boundary-note-one-of-layers = { $file }: the layer “{ $layer }” was read, not the others: { $others } (to choose another: in the window on the import page, on the command line with --sheet).

inspect-format-boundaries = { $format } boundaries: { $zones } zones of { $features } features, { $polygons } polygons, coordinate system { $crs }
inspect-boundary-encoding = Text encoding
inspect-boundary-notes = Notes

inspect-boundary-repairs = Mended shapes
inspect-boundary-repair = { $zone }: { $what } ({ $n })
inspect-boundary-more = … and { $n } more
inspect-boundary-overlaps = Overlapping zones
inspect-boundary-overlap = { $first } and { $second }: { $area } m²
inspect-boundary-gaps = Gaps between zones
inspect-boundary-gap = { $area } m² at { $at }
inspect-boundary-gap-open = { $area } m² at { $at }, open to the outside
inspect-boundary-areas = Areas stated in the file more than 10 % off the shape
inspect-boundary-area = { $zone }: field “{ $field }” says { $declared } m², the shape has { $area } m²

boundary-repair-unclosed = open border closed
boundary-repair-duplicate-vertices = repeated vertices removed
boundary-repair-collapsed = rings without area removed
boundary-repair-spikes = spikes cut off
boundary-repair-ring-order = outer rings and holes sorted
boundary-repair-self-crossing = border that crossed itself untangled
boundary-repair-overlapping-parts = overlapping parts joined
boundary-repair-slivers = specks removed
boundary-repair-antimeridian = cut at the meridian of 180°
