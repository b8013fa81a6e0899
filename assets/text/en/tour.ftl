# The tour: a card for each step.
tour-offer = Look around in 1 minute
verb-tour = Tour of the window
tour-count = Step { $n } of { $all }
tour-next = Next
tour-back = Back
tour-skip = Skip
tour-done = Start working
tour-operators = Choose an operator
tour-operators-what = Click a name to see that operator alone. The small digit on the button is its key; key 0 shows all of them.
tour-colours = Colours of the cells on the map
tour-colours-what = Red is weak with enough evidence, orange is likely weak, blue is adequate. Hatched cells lack samples: nobody can say yet whether they are good or weak.
tour-spots = The list of weak spots
tour-spots-what = The place to deal with first is at the top. Click a row for its evidence, double-click to bring the map there.
tour-card = Evidence for the chosen place
tour-card-what = This card says why: how many votes fail, from how many phones, on how many days, and how the other operators do at the same place.
tour-gaps = Where samples are missing
tour-gaps-what = Places without enough samples for a verdict, with the votes still missing. Measure here first.
tour-plan = The plan of where to measure
tour-plan-what = Say how many teams there are and for how many minutes; the program chooses the stops and draws each team's way.
tour-export = Hand the results over
tour-export-what = Write a list to Excel, to a map file or for a GPS device. To use data of your own, drop files on this window at any time.

# Notice after an import
notice-changes = See what has changed

# Screen readers
panel-resize = Resize: { $panel }

# The page of help
help-key-tab = Walk through buttons, rows and fields; Enter presses
