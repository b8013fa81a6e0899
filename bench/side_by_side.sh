#!/usr/bin/env bash
# Runs phusong and its peers in turn on the same generated files, in one run, and prints ratios of wall time, CPU time
# and peak memory.
#
#   bench/side_by_side.sh [N] [ZONES] [REPETITIONS]      rows, zones (50 or a square number), runs of each program
#
# BENCH_DIR  folder of the Python environment, the data and the results   (/tmp/phusong-bench)
# PEERS      peers to run, parted by blanks                               (polars_xy sedonadb duckdb geopandas)
# PHUSONG    the program                                                  (target/release/phusong, built when absent)
#
# Times depend on what else the machine does: the ratios are of programs that took turns, and the CPU time is printed
# beside the wall time.
set -euo pipefail

n=${1:-1000000}
zones=${2:-50}
repetitions=${3:-5}
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
peers_dir=${PHUSONG_SHARED:-$root/../shared}/bench
dir=${BENCH_DIR:-/tmp/phusong-bench}
peers=${PEERS:-polars_xy sedonadb duckdb geopandas}

if [ ! -f "$peers_dir/gen.py" ]; then
    echo "The peers are not here ($peers_dir): nothing to compare with."
    exit 0
fi

program=${PHUSONG:-$root/target/release/phusong}
if [ ! -x "$program" ]; then
    cargo build --release --manifest-path "$root/Cargo.toml"
fi

mkdir -p "$dir"
python=$dir/venv/bin/python
if [ ! -x "$python" ]; then
    python3 -m venv "$dir/venv"
fi
if [ ! -f "$dir/venv/installed" ]; then
    grep -E '^(numpy|polars|shapely|duckdb|duckdb_extension_spatial|sedonadb|pyogrio|pyarrow|geopandas|pandas)(==|$)' \
        "$peers_dir/requirements.txt" >"$dir/requirements.txt"
    "$python" -m pip install --quiet --requirement "$dir/requirements.txt"
    touch "$dir/venv/installed"
fi

points=$dir/data/points_${zones}z_${n}.csv
if [ ! -f "$points" ]; then
    # Under another name first: a run that was broken off must not leave half a file.
    "$python" "$peers_dir/gen.py" "$dir/data.new" --n "$n" --zones "$zones"
    mkdir -p "$dir/data"
    mv "$dir/data.new"/* "$dir/data/"
fi

# shellcheck disable=SC2086 # the peers are words
exec "$python" "$here/side_by_side.py" --program "$program" --peers-dir "$peers_dir" --python "$python" \
    --points "$points" --zones "$dir/data/zones_${zones}.geojson" --out "$dir/out" \
    --repetitions "$repetitions" --peers $peers
