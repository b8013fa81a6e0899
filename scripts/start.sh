#!/usr/bin/env bash
# Installs what is needed and opens the sample ward: the window where there is a display, else tables in ./phusong-demo.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install-packages.sh
cargo run --locked -- demo --overwrite "$@"
