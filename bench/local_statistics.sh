#!/usr/bin/env bash
# Gi* and local Moran (999 conditional permutations) beside PySAL's esda, on the same invented lattices of 10,000 and
# 100,000 cells, in one run: prints wall time, CPU time and peak memory of both, and their ratios.
#
#   bench/local_statistics.sh [REPETITIONS] [SIDE…]      runs of each, sides of the lattices (100 316)
#
# BENCH_DIR  folder of the Python environment and the results   (/tmp/phusong-bench)
# PHUSONG_LOCAL  the example program     (target/release/examples/local_statistics, built when absent)
set -euo pipefail

repetitions=${1:-3}
shift || true
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
dir=${BENCH_DIR:-/tmp/phusong-bench}
program=${PHUSONG_LOCAL:-$root/target/release/examples/local_statistics}
if [ ! -x "$program" ]; then
    cargo build --release --manifest-path "$root/Cargo.toml" --example local_statistics
fi

mkdir -p "$dir"
python=$dir/esda-venv/bin/python
if [ ! -f "$dir/esda-venv/installed" ]; then
    python3 -m venv "$dir/esda-venv"
    "$python" -m pip install --quiet numpy scipy numba libpysal==4.13.0 esda==2.7.1
    touch "$dir/esda-venv/installed"
fi
exec "$python" "$here/local_statistics.py" --program "$program" --python "$python" --out "$dir/local" \
    --repetitions "$repetitions" --sides "${@:-100 316}"
