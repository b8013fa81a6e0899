"""Makes TabularFigures.ttf: the digits of Be Vietnam Pro Regular on one width. Needs fonttools."""

from fontTools import subset
from fontTools.ttLib import TTFont

WIDTH = 640  # of 1000 units: the mean of the digits but 1

font = TTFont("BeVietnamPro-Regular.ttf")
options = subset.Options()
options.layout_features = []
options.name_IDs = ["*"]
options.hinting = False
subsetter = subset.Subsetter(options)
subsetter.populate(text="0123456789")
subsetter.subset(font)
digits = [font.getBestCmap()[ord(digit)] for digit in "0123456789"]
for glyph in digits:
    advance, bearing = font["hmtx"][glyph]
    shift = (WIDTH - advance) // 2
    font["hmtx"][glyph] = (WIDTH, bearing + shift)
    font["glyf"][glyph].coordinates.translate((shift, 0))
    font["glyf"][glyph].recalcBounds(font["glyf"])
for record in font["name"].names:
    if record.nameID in (1, 4, 16):
        record.string = "Phu Song Tabular Figures"
    if record.nameID == 6:
        record.string = "PhuSongTabularFigures"
font.save("TabularFigures.ttf")
