#!/usr/bin/env bash
# Builds target/packages/phusong_VERSION_amd64.deb: the program, its desktop entry and icon, guide and licences.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install-packages.sh
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
architecture=$(dpkg --print-architecture)
out=target/packages
root=$out/deb
cargo build --release --locked
rm -rf "$root"
install -Dm755 target/release/phusong "$root/usr/bin/phusong"
install -Dm644 packaging/phusong.desktop "$root/usr/share/applications/phusong.desktop"
install -Dm644 assets/app/phusong.svg "$root/usr/share/icons/hicolor/scalable/apps/phusong.svg"
install -Dm644 assets/app/phusong.png "$root/usr/share/icons/hicolor/256x256/apps/phusong.png"
papers=$root/usr/share/doc/phusong
mkdir -p "$papers"
cp README.md CHANGELOG.md LICENSE "$papers"
cp assets/fonts/OFL.txt "$papers/LICENSE.fonts"
cp assets/icons/LICENSE "$papers/LICENSE.icons"
python3 packaging/notices.py "$(rustc -vV | sed -n 's/^host: //p')" > "$papers/THIRD-PARTY.txt"
cp LICENSE "$papers/copyright"
mkdir -p "$root/DEBIAN"
cat > "$root/DEBIAN/control" <<CONTROL
Package: phusong
Version: $version
Architecture: $architecture
Maintainer: Phủ Sóng <phusong@localhost>
Installed-Size: $(du -sk "$root/usr" | cut -f1)
Section: science
Priority: optional
Depends: libc6, libgl1, libegl1, libgl1-mesa-dri, libxkbcommon0, libxkbcommon-x11-0, libwayland-client0, libx11-6, libxcursor1, libxi6, libxrandr2
Recommends: zenity | xdg-desktop-portal
Description: finds weak and under-sampled mobile internet zones, with proof
 Takes speed tests made by citizens and the boundaries of a ward, and tells for each
 mobile operator which places are weak and which were measured too little to say.
CONTROL
dpkg-deb --root-owner-group --build "$root" "$out/phusong_${version}_${architecture}.deb"
