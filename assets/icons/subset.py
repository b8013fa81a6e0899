"""Cuts Phosphor.ttf down to the glyphs of icons.txt and prints their code points. Needs fonttools.

Usage: python3 subset.py <folder with Phosphor.ttf and style.css of @phosphor-icons/web, src/regular>
"""

import re
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

source = Path(sys.argv[1])
css = (source / "style.css").read_text()
names = Path("icons.txt").read_text().split()
points = {}
for name in names:
    match = re.search(r"\.ph\.ph-%s:before\s*{\s*content:\s*\"\\([0-9a-f]+)\"" % re.escape(name), css)
    points[name] = int(match.group(1), 16)
font = TTFont(source / "Phosphor.ttf")
options = subset.Options()
options.layout_features = []
subsetter = subset.Subsetter(options)
subsetter.populate(unicodes=points.values())
subsetter.subset(font)
font.save("Phosphor-subset.ttf")
for name, point in sorted(points.items()):
    print(f"pub const {name.upper().replace('-', '_')}: &str = \"\\u{{{point:x}}}\";")
