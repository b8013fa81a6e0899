"""Share of tables that other programs read to the cells of their clean twins.

Measures csv.Sniffer, pandas and DuckDB on the polluted files and portal tables of the Pollock benchmark, with the
comparison of src/io/table/polluted_tests.rs: blank rows, empty cells at the ends of rows and white space do not count.

    python3 tests/reference/dialects.py /path/to/data/pollock
"""

import csv
import io
import json
import pathlib
import sys
import warnings

warnings.filterwarnings("ignore")


def text_of(path):
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "cp1252", "latin-1"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def trimmed(rows):
    out = []
    for row in rows:
        cells = [" ".join(str(cell).split()) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            out.append(cells)
    return out


def by_sniffer(path):
    text = text_of(path)
    dialect = csv.Sniffer().sniff(text[:65536])
    return list(csv.reader(io.StringIO(text, newline=""), dialect))


def by_python_csv(path):
    return list(csv.reader(io.StringIO(text_of(path), newline="")))


def by_pandas(path, **options):
    import pandas

    frame = pandas.read_csv(
        io.StringIO(text_of(path)), header=None, dtype=str, keep_default_na=False, na_filter=False, **options
    )
    return frame.fillna("").values.tolist()


def by_duckdb(path):
    import duckdb

    relation = duckdb.connect().execute(
        "select * from read_csv(?, all_varchar=true, header=false, null_padding=true, ignore_errors=true)", [str(path)]
    )
    return [[cell or "" for cell in row] for row in relation.fetchall()]


READERS = {
    "csv.reader, as it is": by_python_csv,
    "csv.Sniffer": by_sniffer,
    "pandas.read_csv": by_pandas,
    "pandas.read_csv(sep=None)": lambda path: by_pandas(path, sep=None, engine="python"),
    "pandas.read_csv(sep=None, on_bad_lines=skip)": lambda path: by_pandas(
        path, sep=None, engine="python", on_bad_lines="skip"
    ),
    "DuckDB read_csv": by_duckdb,
}


def main(folder):
    for part in ("polluted_files", "survey_sample"):
        files = sorted((folder / part / "csv").iterdir())
        for name, read in READERS.items():
            same = failed = 0
            for path in files:
                twin = list(csv.reader(io.StringIO(text_of(folder / part / "clean" / path.name), newline="")))
                expected = trimmed(twin)
                parameters = json.loads((folder / part / "parameters" / f"{path.name}_parameters.json").read_text())
                if "col_0" in parameters["column_names"]:
                    expected = expected[1:]
                try:
                    found = trimmed(read(path))
                except Exception as error:  # A file that is not read is not read alike.
                    if "No module" in str(error):
                        raise SystemExit(str(error))
                    failed += 1
                    found = None
                same += found == expected
            print(f"{part:15} {name:45} {same:3} of {len(files)}  ({failed} not read)")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
