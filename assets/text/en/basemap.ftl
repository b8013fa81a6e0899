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
base-map-note = The base map comes from a file on this computer and needs no network. Where a picture is missing, nothing is drawn.
dialog-base-map = Choose a base map
error-no-picture-tiles = { $path } holds no pictures of a base map. Choose an MBTiles or PMTiles file of pictures (PNG, JPEG), or a folder z/x/y.png.

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
