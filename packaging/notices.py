#!/usr/bin/env python3
"""Prints the licences of every crate that the program is built from, with their texts: THIRD-PARTY.txt of the packages.

Reads `cargo metadata` (already downloaded crates are enough) for the target given as the only argument. A crate that
carries no licence text of its own is listed with its licence's name.
"""

import json
import pathlib
import subprocess
import sys

NAMES = ("licen[cs]e*", "LICEN[CS]E*", "COPYING*", "NOTICE*", "UNLICENSE*")


def packages(target: str) -> list[dict]:
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", target]
    metadata = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    needed, open_ids = set(), [metadata["resolve"]["root"]]
    while open_ids:
        package = open_ids.pop()
        if package in needed:
            continue
        needed.add(package)
        for dependency in nodes[package]["deps"]:
            if any(kind["kind"] is None for kind in dependency["dep_kinds"]):
                open_ids.append(dependency["pkg"])
    chosen = [p for p in metadata["packages"] if p["id"] in needed and p["id"] != metadata["resolve"]["root"]]
    return sorted(chosen, key=lambda p: (p["name"], p["version"]))


def texts(package: dict) -> list[str]:
    folder = pathlib.Path(package["manifest_path"]).parent
    files = sorted({path for name in NAMES for path in folder.glob(name) if path.is_file()})
    return [path.read_text(encoding="utf-8", errors="replace").strip() for path in files]


def main(target: str) -> None:
    found: dict[str, list[str]] = {}
    bare = []
    for package in packages(target):
        title = f"{package['name']} {package['version']} ({package['license'] or 'licence in its file'})"
        own = texts(package)
        if not own:
            bare.append(f"{title}, by {', '.join(package['authors']) or package['repository']}")
        for text in own:
            found.setdefault(text, []).append(title)
    print("Phủ Sóng is built from the works below. Each stays under its own licence.\n")
    for text, titles in found.items():
        print("=" * 100, *titles, "-" * 100, text, "", sep="\n")
    if bare:
        print("=" * 100, "Without a licence text in their package:", *bare, sep="\n")


if len(sys.argv) != 2:
    sys.exit(__doc__)
main(sys.argv[1])
