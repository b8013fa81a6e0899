#!/usr/bin/env bash
# Builds the Windows packages on Debian: target/packages/phusong-VERSION-setup.exe and a portable ZIP.
#
# A Rust toolchain from rustup has no Windows standard library without its own downloads, so Debian's newer compiler is
# unpacked beside the build, not installed (its packages conflict with others), and builds the library from source.
set -euo pipefail
cd "$(dirname "$0")/.."
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
target=x86_64-pc-windows-gnu
out=$PWD/target/packages
tools=$PWD/target/windows-tools
built=$PWD/target/windows
mingw=x86_64-w64-mingw32

install_tools() {
  local packages=(gcc-mingw-w64-x86-64-win32 nsis zip) missing=() as_root=()
  for package in "${packages[@]}"; do
    dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
  done
  if [ "$(id -u)" -ne 0 ]; then as_root=(sudo); fi
  if [ "${#missing[@]}" -gt 0 ]; then
    "${as_root[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"
  fi
}

unpack_compiler() {
  if [ -x "$tools/usr/bin/rustc" ]; then return; fi
  mkdir -p "$tools/download"
  (
    cd "$tools/download"
    apt-get download rustc-web libstd-rust-web-1.96 libstd-rust-web-dev rust-web-src libllvm22 lld-22
    for package in *.deb; do dpkg -x "$package" "$tools"; done
    rm -- *.deb
  )
}

build() {
  "$mingw-windres" -I packaging packaging/phusong.rc -O coff -o "$out/icon.o"
  env RUSTC="$tools/usr/bin/rustc" RUSTC_BOOTSTRAP=1 LD_LIBRARY_PATH="$tools/usr/lib/x86_64-linux-gnu" \
    CC_x86_64_pc_windows_gnu="$mingw-gcc" AR_x86_64_pc_windows_gnu="$mingw-ar" \
    CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER="$mingw-gcc" \
    CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUSTFLAGS="-C link-arg=$out/icon.o" \
    cargo build --release --locked --bin phusong -Zbuild-std=std,panic_abort,panic_unwind \
    --target "$target" --target-dir "$built"
}

# phusong.com is found first on a command line and writes to it; phusong.exe opens the window without a black box behind it.
gather() {
  files=$out/windows/PhuSong
  rm -rf "$out/windows"
  mkdir -p "$files"
  cp "$built/$target/release/phusong.exe" "$files/phusong.com"
  "$mingw-objcopy" --subsystem windows "$files/phusong.com" "$files/phusong.exe"
  cp assets/app/phusong.ico README.md CHANGELOG.md "$files"
  cp LICENSE "$files/LICENSE.txt"
  cp assets/fonts/OFL.txt "$files/LICENSE-fonts.txt"
  cp assets/icons/LICENSE "$files/LICENSE-icons.txt"
  python3 packaging/notices.py "$target" > "$files/THIRD-PARTY.txt"
}

pack() {
  rm -f "$out/phusong-$version-portable.zip"
  (cd "$out/windows" && zip -qr "$out/phusong-$version-portable.zip" PhuSong)
  makensis -V2 "-DVERSION=$version" "-DFILES=$files" "-DOUT=$out/phusong-$version-setup.exe" packaging/phusong.nsi
}

mkdir -p "$out"
install_tools
unpack_compiler
build
gather
pack
ls -l "$out"/*.exe "$out"/*.zip
