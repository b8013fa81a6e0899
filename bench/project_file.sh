#!/usr/bin/env bash
# Imports a file of speed tests into a project and analyses it, beside GDAL and DuckDB, and prints the ratios.
#
#   bench/project_file.sh POINTS.csv ZONES.geojson [REPETITIONS]
#
# BENCH_DIR  folder of the Python environment and the results   (/tmp/phusong-bench)
# PHUSONG    the program                                        (target/release/phusong)
#
# Wall times of programs that take turns; the CPU time stands beside, because other work on the machine lengthens the
# first. Asked for: import not slower than ogr2ogr, reopening and analysing within 1.5 times the analysis of the file.
set -euo pipefail

points=${1:?a file of samples}
zones=${2:?a file of boundaries}
repetitions=${3:-3}
root=$(cd "$(dirname "$0")/.." && pwd)
dir=${BENCH_DIR:-/tmp/phusong-bench}
program=${PHUSONG:-$root/target/release/phusong}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
now=2030-01-01

mkdir -p "$dir"
python=$dir/venv/bin/python
[ -x "$python" ] || python3 -m venv "$dir/venv"
"$python" -c 'import duckdb' 2>/dev/null || "$python" -m pip install --quiet duckdb

# Least wall time, its CPU time and its peak memory of several runs of a command: "seconds cpu_seconds megabytes".
least() {
    for _ in $(seq "$repetitions"); do
        rm -rf "$work/out" "$work/p.gpkg" "$work/ogr.gpkg" "$work/duck.db"
        [ -z "${PREPARED:-}" ] || cp "$PREPARED" "$work/p.gpkg"
        /usr/bin/time -f '%e %U %S %M' -o "$work/time" "$@" >/dev/null
        awk '{ printf "%.2f %.2f %d\n", $1, $2 + $3, $4 / 1024 }' "$work/time"
    done | sort -n | head -1
}

declare -A of
of[import]=$(least "$program" import "$work/p.gpkg" "$points" --zones "$zones" --now "$now" --quiet)
"$program" import "$work/whole.gpkg" "$points" --zones "$zones" --now "$now" --quiet
of[file]=$(least "$program" analyze "$points" --zones "$zones" --now "$now" --out "$work/out" --quiet)
PREPARED="$work/whole.gpkg"
of[project]=$(least "$program" analyze "$work/p.gpkg" --now "$now" --out "$work/out" --quiet)
unset PREPARED
if command -v ogr2ogr >/dev/null; then
    of[ogr2ogr]=$(least ogr2ogr -f GPKG "$work/ogr.gpkg" "$points" -a_srs EPSG:4326 -oo AUTODETECT_TYPE=YES \
        -oo 'X_POSSIBLE_NAMES=lon*' -oo 'Y_POSSIBLE_NAMES=lat*')
else
    echo "ogr2ogr is missing (apt-get install gdal-bin): left out"
fi
of[duckdb]=$(least "$python" -c "import duckdb, sys
duckdb.connect(sys.argv[2]).execute('CREATE TABLE samples AS SELECT * FROM read_csv_auto(?)', [sys.argv[1]])" \
    "$points" "$work/duck.db")

printf '%-32s %10s %10s %8s\n' "" "wall s" "CPU s" "MB"
for name in import ogr2ogr duckdb file project; do
    [ -n "${of[$name]:-}" ] || continue
    read -r wall cpu memory <<<"${of[$name]}"
    printf '%-32s %10s %10s %8s\n' "$name" "$wall" "$cpu" "$memory"
done
ratio() { awk -v a="${of[$1]%% *}" -v b="${of[$2]%% *}" 'BEGIN { printf "%.2f", a / b }'; }
[ -z "${of[ogr2ogr]:-}" ] || echo "import : ogr2ogr = $(ratio import ogr2ogr) (asked for: at most 1)"
echo "import : DuckDB's table import = $(ratio import duckdb)"
echo "analysis of the project : of the file = $(ratio project file) (asked for: at most 1.5)"
echo "size of the project: $(($(stat -c %s "$work/whole.gpkg") >> 20)) MB"
