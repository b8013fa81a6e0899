# Files that are no tests: aggregates, map tiles, signal logs, towers; tables with a row for each direction

inspect-meaning-implausible = mark of the source that the result is implausible

note-long-table = The table has a row for each direction (column “{ $column }”): { $rows } rows were joined to { $tests } tests; { $alone } rows found no partner and stay as tests of one direction; { $others } rows that name no direction were passed over.
