### Commands, keys, settings.

# Command palette
palette-name = Find a command, operator, zone…
palette-nothing = Nothing found. Try another word.
palette-table = Table
palette-operator = Operator
palette-layer = Map layer
palette-spot = Weak spot
palette-zone = Zone
palette-show = Show { $layer }
palette-hide = Hide { $layer }

# Commands
verb-palette = Find a command
verb-help = Help and keys
verb-guide = Open the user's guide
verb-settings = Settings
verb-open = Add files…
verb-open-folder = Add a folder…
verb-open-sample = Open the sample ward
verb-review = See again how files are read
verb-report = Import report
verb-names = Operator names in the files
verb-close = Close the data
verb-undo = Undo
verb-redo = Redo
verb-cancel = Cancel what is running
verb-meeting = Present on the full screen
verb-side-by-side = Maps of the operators side by side
verb-show-all = Show the whole map
verb-show-selection = Zoom to the selection
verb-next-spot = Next weak spot
verb-previous-spot = Previous weak spot
verb-deselect = Select nothing
verb-measure = Measure a distance on the map
verb-zoom-in = Zoom in
verb-zoom-out = Zoom out
verb-test = Test the robustness of weak spots
verb-plan = Measurement plan
verb-fold-left = Hide or show the layers (left)
verb-fold-bottom = Hide or show the lists (bottom)
verb-fold-right = Hide or show the evidence card (right)
verb-reset-layout = Panels as they were at first
verb-larger = Larger text
verb-smaller = Smaller text
verb-designed-size = Text as it was at first
verb-theme = Switch between light and dark
verb-language = Switch the language (Tiếng Việt)

# Settings
settings-title = Settings
settings-language = Language
settings-theme = Background
settings-size = Text size
settings-size-note = from 80% to 160%
settings-panels = Panels
settings-kept = These settings are kept on this computer, not in your data files.

# Help
help-keys-window = In the window
help-keys-meeting = While presenting
help-key-number = Choose an operator; 0 is all
help-key-pan = Move the map
key-arrows = Arrows
key-walk = Space
help-key-walk = Next weak spot; with Shift: the previous one
help-key-blind = Hide or show the operators' names
help-key-leave = Leave, back to where you were
