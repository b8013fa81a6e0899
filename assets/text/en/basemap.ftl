### The map: measuring, maps side by side, base maps.

measure-start = Measure a distance
measure-end = End measuring
measure-begin = Click on the map to begin. Esc ends.
measure-length = { $length } · Click to go on, Backspace takes the last point back, Esc ends.
side-title = { $operator }: { $n ->
    [one] 1 weak spot
   *[other] { $n } weak spots
}

# Base map
settings-base-map = Base map
base-map-none = None
base-map-file = Choose a file (MBTiles, PMTiles)…
base-map-folder = Choose a folder of pictures…
base-map-remove = Remove the base map
base-map-online = Use a map from the network…
base-map-online-address = Address of the pictures, with { "{z}" }, { "{x}" } and { "{y}" }
base-map-online-credit = Source that the map must name
base-map-online-note = Switched on, this computer fetches pictures from the address above; the server there learns which area is looked at. No figures are sent. Fetched pictures stay on this computer for 30 days. Use a server only if your office may; that of OpenStreetMap is for light use, with its source named (operations.osmfoundation.org/policies/tiles). Without a network the map still works, it only has no ground.
base-map-online-use = Switch on
error-bad-tile-address = “{ $address }” is no address of map pictures. It begins with https:// and has z, x and y, each in curly brackets, where zoom, column and row belong.
base-map-note = The base map comes from a file on this computer and needs no network. Where a picture is missing, nothing is drawn.
dialog-base-map = Choose a base map
error-no-picture-tiles = { $path } holds no base map that can be read. Choose an MBTiles or PMTiles file (PNG or JPEG pictures, or vectors), or a folder z/x/y.png.

# Command line
cli-help-base-map = Base map: an MBTiles or PMTiles file, or a folder of pictures z/x/y
cli-about-bench-frame = Measure what a frame costs while the map is moved.

# Two operators on the map
colouring-difference = Difference of two operators
difference-choose = Choose an operator above to compare.
difference-name = Compare with
difference-with = with { $operator }
difference-note = Blue: { $operator } fails less often; red: more often.
legend-points = { $range } points
legend-may-be-chance = May be chance

# Change and clusters of cells on the map
colouring-change = Change since before
map-change-name = Compare with the period
map-change-since = since { $period }
map-change-no-earlier = Nothing was measured before this period. Choose a month above.
map-change-note = Coloured by zone. Better and worse are said only where the intervals of both periods lie apart; where nobody measured again, nothing is better.
map-answer-coming = Working…
colouring-clusters = Clusters of cells (Gi*)
map-clusters-note = Statistically significant clusters by Getis–Ord Gi*, false discovery rate 5%, all technologies. A second opinion: the scan decides.
map-clusters-few = Only { $n } cells have data; clusters need at least { $least }.
legend-cluster-failing = Cluster of failing cells
legend-cluster-passing = Cluster of passing cells
legend-no-cluster = No cluster
