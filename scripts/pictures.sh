#!/usr/bin/env bash
# Takes pictures of the sample ward in both sizes, themes and languages, without a graphics chip, into docs/pictures.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-docs/pictures}
mkdir -p "$folder"
cargo build --locked
picture() { # name size arguments…
  local name=$1 size=$2
  shift 2
  xvfb-run -a -s "-screen 0 ${size}x24" target/debug/phusong demo --screenshot "$folder/$name.png" --size "$size" "$@"
}
for size in 1366x768 1920x1080; do
  for language in vi en; do
    picture "ward-$size-light-$language" "$size" --lang "$language"
    picture "ward-$size-dark-$language" "$size" --lang "$language" --dark
    picture "spot-$size-light-$language" "$size" --lang "$language" --show-operator MobiFone --show-spot 1
  done
done
xvfb-run -a -s "-screen 0 1366x768x24" target/debug/phusong data/sample_ward/*_2026-10.csv data/sample_ward/khu_pho_gia_dinh.geojson \
  --screenshot "$folder/import-1366x768-light-vi.png" --size 1366x768 --show-page=import
