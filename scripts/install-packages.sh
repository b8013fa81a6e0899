#!/usr/bin/env bash
# Installs the Debian packages that building, running and testing the program need. Safe to repeat.
set -euo pipefail

packages=(
  gcc libc6-dev                                  # linking; one dependency compiles a little C
  libgl1 libegl1 libgl1-mesa-dri                 # OpenGL, in software where there is no graphics chip
  libxkbcommon0 libxkbcommon-x11-0               # keyboard of the window
  gdal-bin                                       # reads what the program writes; its tests are skipped without it
  libwayland-client0 libx11-6 libxcursor1 libxi6 libxrandr2
)

if ! command -v apt-get >/dev/null; then
  echo "This is not a Debian system: please install the counterparts of: ${packages[*]}" >&2
  exit 0
fi

missing=()
for package in "${packages[@]}"; do
  dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
done
if [ "${#missing[@]}" -eq 0 ]; then
  exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  as_root=(sudo)
fi
"${as_root[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"
