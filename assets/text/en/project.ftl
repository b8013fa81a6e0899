### A project: one file with samples, boundaries, settings and the history of imports.

cli-about-import = Add files to a project (created if absent). Importing the same file again adds no samples.
cli-about-info = Say what a project holds: samples, zones, imports.
cli-about-undo-import = Take one import back as a whole; the last one unless a number is given.
cli-about-purge = Remove old samples or the hashes of devices from a project for good.
cli-help-project = Project file (.gpkg)
cli-help-analyze-samples = Sample files (CSV, XLSX, ODS, Parquet …), a ZIP file, a folder, a pattern (*.csv) or one project (.gpkg); - reads CSV from standard input
cli-help-id = Number of the import, as phusong info says
cli-help-before = Remove samples measured before this day (year-month-day)
cli-help-device-hashes = Remove the hashes of devices; which samples are of one phone stays known
cli-help-rescue = Write what can still be read of a damaged project into this new file

stage-store = Writing into the project

project-imported-file = { $file }: { $rows } rows, { $kept } usable, { $repeats } repeat rows already there
project-known-file = { $file }: imported before (as { $earlier }), nothing added
project-imported-zones = The project's boundaries are now { $n } zones
project-imported = Import { $id } is in { $path }
project-nothing-new = No sample file is new; { $path } keeps the samples it has
project-column-changed = Note: { $file }, column “{ $column }” is now { $now }, in { $earlier } it was { $before }. Please check; phusong undo-import takes the import back.
project-meaning-none = not used
project-standing = { $path }: { $samples } samples ({ $repeats } repeated rows apart), { $zones } zones, { $phones } phones
project-no-imports = No samples have been imported yet.
project-import-line = Import { $id } · { $time } · { $who } · { $rows } rows · { $files }
project-file-line = {"  "}{ $file } · from { $from } to { $to } · { $rows } rows, { $kept } usable, { $repeats } repeated · SHA-256 { $hash }…
project-results-not-kept = The results are not kept in the project. { $reason }
project-undone = Taken back: { $import }
project-restored = { $n } rows that had counted as repeats count again.
project-purged-samples = { $n } rows measured before that day are removed for good.
project-purged-hashes = The hashes of { $n } phones are removed.
project-purged-kept = { $n } phones left out by hand stay out with the samples that are here; later samples of them will count.
project-purged-gone = { $n } phones left out by hand have no sample here, so that they are not left out any more.
project-migrated = { $path } was made by an earlier version and is now kept as this one does. As it was it stands in { $copy }; phones left out by hand are named there in the old way, so delete that copy when you need it no more.
project-results-line = Layers of results: made { $time } by { $who }
project-rescued = { $path } is damaged. What can still be read is used, and nothing is written into the file. To write it into a new file: phusong info { $path } --rescue NEW_FILE.gpkg
project-rescued-to = What can be read is in { $path }
project-lost-page = Damaged in { $file } (import { $import }): rows { $first } to { $last }, measured from { $from } to { $to }.
project-lost-recovered = { $recovered } of them were read from the layer of samples, without the ids of their tests.
project-lost-rows = { $lost } are lost; import the file again if you still have it.
project-lost-table = A part of the table { $table } is lost.

error-project-newer = { $path } was written by a later version of the program (version { $version }), which this one cannot read. Please update the program; the file is unchanged.
error-not-a-project = { $path } is no project of the program. Choose a .gpkg file made by the program, or make a project with phusong import.
error-project-damaged = { $path } is damaged and cannot be added to. Use a backup, or write what can be read into a new file: phusong info { $path } --rescue NEW_FILE.gpkg
error-project-in-use = { $path } is open elsewhere{ $owner ->
        [unknown] {""}
       *[other] {" "}({ $owner })
    }. Here it can only be read; close the other window or command and try again.
error-project-busy = { $path } is being written elsewhere. Wait for the other command to end and try again.
error-project-read-only = { $path } may be read but not written. Copy the file into a folder of your own, or ask for the right to write.
error-no-such-import = { $path } has no import { $id }. There are: { $imports }.
error-empty-project = { $path } has no samples yet. Import sample files with phusong import.
error-project-among-files = { $path } is a project and stands alone. Use the project by itself, or import the other files into it with phusong import.
error-unwritable-disk-full = the disk is full

# The window
project-recent = Projects opened lately
project-empty = The project { $name } has no samples yet: drop files here.
project-menu-open = Open a project…
project-menu-new = New project…
project-menu-keep = Keep as a project…
project-menu-copy = Save a copy…
project-menu-imports = History of imports…
project-read-only = { $name } (read only)
project-read-only-note = The project is open to be read only, so no import can be taken back.
project-imports-title = Imports of { $name }
project-imports-what = Taking an import back removes all its rows; rows that were set aside for its sake count again.
project-import-title = Import { $id } · { $time } · { $who }
project-import-file = { $file } · { $from } – { $to } · { $rows } rows, { $kept } usable, { $repeats } repeated
project-undo = Take back
project-undo-sure = Take this import back?
project-undo-yes = Take it back
notice-imported = { $added } rows are new in the project; { $repeats } repeat others, { $known } files were there before.
notice-imported-changed = { $added } rows are new in the project ({ $repeats } repeat others). A column means something else than in an earlier file: please check.
notice-import-known = These files were imported before; nothing was added.
notice-import-undone = The import was taken back.
project-context-line = { $file }: { $kind }, { $n } records, beside the samples
project-context-tiles = map tiles with averages
project-context-signal = signal levels
project-context-towers = cell towers
project-context-quota = numbers of samples of wards
notice-migrated = The project was made by an earlier version; as it was it is kept as { $copy }.
