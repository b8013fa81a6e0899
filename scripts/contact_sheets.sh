#!/usr/bin/env bash
# Renders every screen in both sizes, themes and languages without a graphics chip, and lays them out in contact sheets,
# one for each variant. Needs xvfb and ImageMagick (`montage`).
#
#   scripts/contact_sheets.sh [FOLDER] [VARIANT…]      a variant is SIZE-THEME-LANGUAGE, as 1366x768-light-vi
#
# PHUSONG names the program; without it the development build is made and used.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-target/pictures}
shift || true
variants=("$@")
if [ ${#variants[@]} -eq 0 ]; then
  variants=({1366x768,1920x1080}-{light,dark}-{vi,en})
fi
program=${PHUSONG:-}
if [ -z "$program" ]; then
  cargo build --locked
  program=target/debug/phusong
fi
mkdir -p "$folder/data"
data=$folder/data

# Data for the states that the sample ward does not have.
[ -d "$data/many" ] || "$program" simulate --seed 5 --samples 60000 --zones 60 --weak 50 --out "$data/many" >/dev/null
[ -d "$data/none" ] || "$program" simulate --seed 6 --samples 4000 --zones 8 --weak 0 --out "$data/none" >/dev/null
long='Khu dân cư tái định cư số 12 giáp ranh khu công nghiệp Đông Trà – Hợp Thành mở rộng (giai đoạn 2)'
sed "s/Khu phố \([^\"]*\) (giả định)/$long \1/" data/sample_ward/khu_pho_gia_dinh.geojson >"$data/long-names.geojson"
months=(data/sample_ward/i-speed_*.csv)
neighbours=data/phuong_xa_lan_can_gia_dinh.geojson
project=$data/phuong.gpkg
[ -e "$project" ] || "$program" import "$project" "${months[@]}" --zones data/sample_ward/khu_pho_gia_dinh.geojson \
  --quiet

# name | arguments
screens=(
  "01-empty|"
  "02-loading|$data/many --show-page=loading"
  "03-error|$data/gone.csv --show-page=map"
  "04-import|${months[-1]} data/sample_ward/khu_pho_gia_dinh.geojson --show-page=import"
  "05-import-report|${months[-1]} data/sample_ward/khu_pho_gia_dinh.geojson --show-page=report"
  "06-no-boundaries|${months[-1]} --show-page=map"
  "07-full|demo"
  "08-updating|$data/many --show-page=updating"
  "09-one-operator|demo --show-operator Viettel"
  "10-weak-spot|demo --show-operator MobiFone --show-spot 1"
  "11-suspected|demo --show-operator MobiFone --show-spot 26"
  "12-plan|demo --show-page=plan"
  "13-comparison|demo --show-page=comparison"
  "14-side-by-side|demo --show-page=side-by-side"
  "15-measure|demo --show-page=measure --show-operator Viettel"
  "16-meeting|demo --show-page=meeting --show-operator MobiFone --show-spot 1"
  "17-meeting-blind|demo --show-page=meeting-blind --show-spot 2"
  "18-palette|demo --show-page=palette"
  "19-settings|demo --show-page=settings"
  "19-online-map|demo --show-page=online-map"
  "20-help|demo --show-page=help"
  "21-names|demo --show-page=names"
  "22-long-names|${months[*]} $data/long-names.geojson --show-page=map --show-operator Viettel"
  "23-no-weak-spots|$data/none --show-page=map"
  "24-many-weak-spots|$data/many --show-page=map"
  "25-changes|demo --show-page=changes"
  "26-criteria|demo --show-page=criteria"
  "27-corrections|demo --show-page=corrections --show-operator MobiFone --show-spot 1"
  "28-opinions|demo --show-page=opinions --show-operator MobiFone --show-spot 1"
  "29-gates|demo --show-page=gates"
  "30-quality|demo --show-page=quality"
  "31-project|$project --show-page=start"
  "32-imports|$project --show-page=imports"
  "33-gaps|demo --show-page=gaps"
  "34-zones|demo --show-page=zones"
  "35-tour|demo --show-page=tour-4"
  "36-boundaries|demo --show-page=boundaries"
  "37-neighbours|demo --neighbours $neighbours"
  "38-neighbours-side-by-side|demo --neighbours $neighbours --show-page=side-by-side"
  "39-neighbours-meeting|demo --neighbours $neighbours --show-page=meeting --show-operator MobiFone --show-spot 1"
)

for variant in "${variants[@]}"; do
  IFS=- read -r size theme language <<<"$variant"
  mkdir -p "$folder/$variant"
  for screen in "${screens[@]}"; do
    name=${screen%%|*}
    read -ra arguments <<<"${screen#*|}"
    [ "$theme" = dark ] && arguments+=(--dark)
    picture=$folder/$variant/$name.png
    timeout 180 xvfb-run -a -s "-screen 0 ${size}x24" "$program" "${arguments[@]}" --lang "$language" \
      --size "$size" --screenshot "$picture" 2>/dev/null || echo "no picture: $variant $name" >&2
  done
  montage "$folder/$variant"/*.png -tile 4x -geometry 683x384+6+6 -set label '%t' "$folder/sheet-$variant.png"
  echo "$folder/sheet-$variant.png"
done
