#!/usr/bin/env python3
"""Draws phusong.svg as phusong.png (256 px, for Linux and the window) and phusong.ico (for Windows).

Needs rsvg-convert (Debian package librsvg2-bin). Run in this folder after changing the drawing.
"""

import struct
import subprocess

SIZES = (16, 24, 32, 48, 64, 256)


def picture(size: int) -> bytes:
    command = ["rsvg-convert", "-w", str(size), "-h", str(size), "phusong.svg"]
    return subprocess.run(command, check=True, capture_output=True).stdout


def icon(pictures: dict[int, bytes]) -> bytes:
    """An icon file whose entries are PNG, as Windows has read them since Vista."""
    header = struct.pack("<HHH", 0, 1, len(pictures))
    offset = len(header) + 16 * len(pictures)
    entries, data = b"", b""
    for size, png in pictures.items():
        side = size % 256  # 0 stands for 256
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(png), offset + len(data))
        data += png
    return header + entries + data


pictures = {size: picture(size) for size in SIZES}
with open("phusong.png", "wb") as file:
    file.write(pictures[256])
with open("phusong.ico", "wb") as file:
    file.write(icon(pictures))
