#!/usr/bin/env bash
# Installs what is needed and runs all tests. They need neither a display nor a graphics chip.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install-packages.sh
cargo test --locked "$@"
