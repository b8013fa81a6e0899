### Sentences of the invented ward.

simulate-stage = Making an invented ward
simulate-done = Made an invented ward in { $folder }: { $rows } rows, { $zones } khu phố, { $places } known weak places.
simulate-readme =
    INVENTED DATA, NOT REAL FIGURES

    Everything in this folder was made by a computer: boundaries, names of khu phố, households, devices, tests and weak
    places. The ward does not exist. It only stands in the place of Uông Bí, for a first look at the program and for
    checks of its method. It says nothing about the quality of any operator's network.

    { $prefix }YEAR-MONTH.csv: the tests of each month, { $rows } rows in all, faulty rows included as they come from the
    field (missing coordinates, Wi-Fi, duplicates, misspelt operators …). One month is written the international way,
    the others the Vietnamese way.
    { $zones }: invented khu phố (zone_id, ten is the name, so_ho the households).
    { $outline }: the invented outline of the ward.
    { $truth }, { $truth_table }: the weak places that were built in (the answer): operator (* is every one), hours (* is
    all day), share of tests that fail Decision 36/QĐ-TTg inside and outside.

    Made with: phusong simulate --seed { $seed } --samples { $samples } --zones { $zone_count } --weak { $weak } --out FOLDER
