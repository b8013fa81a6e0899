#!/usr/bin/env bash
# Takes the pictures of the README and of the guide anew, without a graphics chip (Mesa llvmpipe), in 256 colours.
#
# PHUSONG names the program; without it the development build is made and used. Needs xvfb and ImageMagick.
set -euo pipefail
cd "$(dirname "$0")/.."
program=${PHUSONG:-}
if [ -z "$program" ]; then
  cargo build --locked
  program=target/debug/phusong
fi
taken=$(mktemp -d)
trap 'rm -rf "$taken"' EXIT

picture() { # file size arguments…
  local file=$1 size=$2
  shift 2
  timeout 300 xvfb-run -a -s "-screen 0 ${size}x24" "$program" "$@" --size "$size" --screenshot "$taken/picture.png"
  convert "$taken/picture.png" -dither None -colors 256 -define png:compression-level=9 -strip "$file"
}

import=(data/sample_ward/*_2026-10.csv data/sample_ward/khu_pho_gia_dinh.geojson --show-page=import)
spot=(demo --show-operator MobiFone --show-spot 1)
for language in vi en; do
  picture "docs/guide/pictures/import-$language.png" 1366x768 "${import[@]}" --lang "$language"
  picture "docs/guide/pictures/spot-$language.png" 1366x768 "${spot[@]}" --lang "$language"
  picture "docs/guide/pictures/draw-$language.png" 1366x768 demo --show-page=boundaries --lang "$language"
done
picture docs/pictures/import-1366x768-light-vi.png 1366x768 "${import[@]}"
picture docs/pictures/spot-1366x768-light-vi.png 1366x768 "${spot[@]}"
picture docs/pictures/spot-1366x768-dark-en.png 1366x768 "${spot[@]}" --lang en --dark
picture docs/pictures/meeting-1366x768-light-vi.png 1366x768 "${spot[@]}" --show-page=meeting
picture docs/pictures/ward-1920x1080-light-vi.png 1920x1080 demo
