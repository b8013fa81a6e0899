### Boundaries drawn by hand.

verb-draw-boundaries = Draw zone boundaries…
verb-save-boundaries = Save the boundaries…
edit-zones = draw boundaries
draw-source = Drawn by hand in this program

draw-tool-choose = Choose
draw-tool-split = Split
draw-tool-ring = Outline
draw-tool-corners = Corners
draw-tool-merge = Merge
draw-unlock = Edit the outer border
draw-unlock-about = Lets the border of the whole area be moved. Without the tick it stays as it is.
draw-done = Done
draw-leave = Discard
draw-finish = End the line
draw-back = Back one point
draw-drop = Drop the line

draw-hint-choose = Click a part to choose it, double-click to zoom to it. Names are typed in the list at the right.
draw-hint-split = Click the first point of the dividing line, outside or right on a border.
draw-hint-split-one = Divides { $name } alone. Click the first point, outside or right on a border. Esc: divide any part.
draw-hint-split-on = Click the next point. The line has to run from one border to another.
draw-hint-split-end = Click on, or double-click or press Enter to divide.
draw-hint-ring = Click the corners of the zone. The ground inside becomes a zone of its own.
draw-hint-outline = Click corners around the samples to draw the outer border of the area.
draw-hint-ring-on = Click the next corner; three are needed at least.
draw-hint-ring-end = Click on, or click the first corner again, double-click or press Enter to close.
draw-hint-corners = Drag a corner to move it; click a border to add one. Both sides of a border move together.
draw-hint-corner = Drag the chosen corner to move it; press Delete to take it out.
draw-hint-merge = Click the part that stays.
draw-hint-merge-into = Click a part beside it to join it to { $name }. Esc: choose another.

draw-parts = Parts ({ $n })
draw-parts-none = No part yet. Outline the area around the samples.
draw-part = Part { $number }
draw-part-about = { $area } · { $n } samples
draw-name-hint = Name
draw-number = Number
draw-number-all = Number from 1
draw-zoom = Zoom to { $name }
draw-hectares = { $n } ha
draw-mended = The loaded boundaries had { $overlaps } overlaps and { $gaps } gaps; they were closed so that the parts fit.

draw-begin-title = What do you want to start from?
draw-begin-zones = Edit the { $n } zones there are
draw-begin-zones-about = Names and numbers stay; split, merge or move borders between them.
draw-begin-zone = Divide { $name } alone
draw-begin-zone-about = Takes the selected zone only; the others leave the analysis.
draw-begin-ward = Start from the outer border
draw-begin-ward-about = Joins everything into one area, to be divided anew.
draw-begin-nothing = Start from a blank page
draw-begin-nothing-about = Outline the area around the samples yourself.

draw-left-over = Restore the unfinished boundary drawing?
draw-left-over-about = Begun { $when }, { $n } steps drawn ({ $source }).
draw-restore = Restore
draw-forget = Discard it

draw-leave-title = Discard the drawing?
draw-leave-about = The steps drawn will be lost. The boundaries in use do not change.
draw-leave-stay = Go on drawing
draw-leave-yes = Discard the drawing

draw-step-split = split
draw-step-draw = outline a zone
draw-step-move = move a corner
draw-step-insert = add a corner
draw-step-remove = remove a corner
draw-step-merge = merge
draw-step-rename = name
draw-step-number = number

draw-refused-too-short = Too short: a dividing line needs two points, a zone three corners.
draw-refused-crosses-itself = The line crosses itself. Press Backspace to take back the last point.
draw-refused-cuts-nothing = The line does not cut any part in two. Take both ends to a border or beyond.
draw-refused-outside = There is no ground of the area inside. To add ground beyond it, tick “Edit the outer border”.
draw-refused-sliver = That would leave a sliver of less than 1 m². Click right on the corner or border (marked yellow) instead of beside it.
draw-refused-folds = Moved there, the border would lie over another. Move it less far, or step by step.
draw-refused-outline-locked = This is the outer border of the area, which is locked. Tick “Edit the outer border” if it really has to change.
draw-refused-junction = Several borders meet in this corner, so it cannot be taken out. Move it instead.
draw-refused-last-corners = The part has only three corners left.
draw-refused-apart = The two parts have no border in common and cannot be merged.
draw-refused-number-taken = Another part has this number.
draw-refused-number-empty = Every part needs a number.
draw-refused-gone = This part or corner is not there any more.
draw-refused-tangled = Too many lines at one place. Draw the line with fewer points.

notice-drawn = { $n } drawn zones are in the analysis. They are in no file or project yet.
notice-drawn-kept = { $n } drawn zones are in the analysis and stored in the project.

boundary-file-title = Save the boundaries
boundary-file-format = Format
boundary-file-crs = Reference system
boundary-file-wgs84 = WGS84 (longitude, latitude)
boundary-file-vn2000 = VN-2000 of the province (EPSG { $epsg })
boundary-file-kml = A KML file is always in WGS84.
boundary-file-save = Choose where…

error-boundaries-not-drawable = These boundaries cannot be drawn on: no ground, beyond the reference system, or too many lines over each other. Start from the outer border or from a blank page.

draw-example-1 = Nguyễn Thị Minh Khai quarter
draw-example-2 = Lạc Thanh – Bến Dừa quarter
draw-example-3 = Upper Yên Thanh quarter
draw-example-4 = Quarter 4
draw-example-5 = Đồng Chiêm residential area
draw-example-6 = Bí Thượng group
draw-example-7 = Trưng Vương quarter 2
draw-example-8 = East Phú Thanh quarter
