#!/usr/bin/env bash
# Compares a few screens with their pictures in tests/pictures, as the software renderer draws them (Mesa llvmpipe).
# A picture passes where no more than 0,5 % of its pixels differ by more than 8 % of the range of a colour: letters may be
# smoothed a little differently, but nothing may move, vanish or change its colour.
#
#   scripts/check_pictures.sh            compares; leaves what differs in target/pictures-check
#   scripts/check_pictures.sh --accept   makes what is drawn now the pictures to compare with
#
# PHUSONG names the program; without it the development build is made and used. Needs xvfb and ImageMagick. The snapshots
# of egui_kittest would need wgpu with a software Vulkan driver, as large as all other dependencies together.
set -euo pipefail
cd "$(dirname "$0")/.."
program=${PHUSONG:-}
if [ -z "$program" ]; then
  cargo build --locked
  program=target/debug/phusong
fi
made=target/pictures-check
kept=tests/pictures
mkdir -p "$made" "$kept"

# name | arguments
screens=(
  "ward|demo"
  "weak-spot|demo --show-operator MobiFone --show-spot 1"
  "import|data/sample_ward/i-speed_gia-dinh_2026-10.csv data/sample_ward/khu_pho_gia_dinh.geojson"
  "gaps-dark-en|demo --show-page=gaps --dark --lang en"
  "tour|demo --show-page=tour-4"
)

failed=0
for screen in "${screens[@]}"; do
  name=${screen%%|*}
  read -ra arguments <<<"${screen#*|}"
  timeout 300 xvfb-run -a -s "-screen 0 1366x768x24" "$program" "${arguments[@]}" --size 1366x768 \
    --screenshot "$made/$name.png" 2>/dev/null || true
  if [ ! -s "$made/$name.png" ]; then
    echo "$name: no picture"
    failed=1
  elif [ "${1:-}" = --accept ]; then
    convert "$made/$name.png" -dither None -colors 256 -define png:compression-level=9 -strip "$kept/$name.png"
  elif [ ! -s "$kept/$name.png" ]; then
    echo "$name: nothing to compare with; look at $made/$name.png and run with --accept"
    failed=1
  else
    differing=$(compare -metric AE -fuzz 8% "$made/$name.png" "$kept/$name.png" "$made/$name-difference.png" 2>&1 || true)
    if awk -v n="${differing%% *}" 'BEGIN { exit !(n <= 1366 * 768 * 0.005) }'; then
      rm -f "$made/$name-difference.png"
    else
      echo "$name: $differing pixels differ, see $made/$name-difference.png"
      failed=1
    fi
  fi
done
exit "$failed"
