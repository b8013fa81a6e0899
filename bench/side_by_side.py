"""Times programs in turn, prints ratios, and checks that the figures agree. Called by side_by_side.sh.

Nothing but the standard library is imported here: a child's peak memory is never reported below that of its parent.
"""

import argparse
import csv
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

STATS = "phusong --only stats"
WHOLE = "phusong, whole contract"
# Column of ours and column of the peers.
COMPARED = [("n_samples", "n"), ("median", "dl_med"), ("mean", "dl_mean"), ("p10", "dl_p10"), ("p90", "dl_p90")]
TOLERANCE = 1e-9


def main():
    options = arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    programs = {STATS: phusong(options, "stats", ["--only", "stats"]), WHOLE: phusong(options, "whole", [])}
    for peer in options.peers:
        out = options.out / peer
        out.mkdir(exist_ok=True)
        script = options.peers_dir / f"peer_{peer}.py"
        programs[peer] = [options.python, script, options.points, options.zones, out]
    warm(options.points, options.zones)
    runs = take_turns(programs, options)
    print_table(runs, options)
    sys.exit(0 if agree(options, runs) else 1)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--python", required=True)
    parser.add_argument("--peers-dir", type=Path, required=True)
    parser.add_argument("--points", type=Path, required=True)
    parser.add_argument("--zones", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--peers", nargs="*", default=[])
    return parser.parse_args()


def phusong(options, name, more):
    out = options.out / f"phusong_{name}"
    return [options.program, "analyze", options.points, "--zones", options.zones, "--out", out, "--overwrite", "--quiet", *more]


def warm(*paths):
    """Reads the files once, so that no program pays for the disk."""
    for path in paths:
        with open(path, "rb", buffering=0) as file:
            while file.read(1 << 22):
                pass


def take_turns(programs, options):
    """(wall s, CPU s, peak MB) of each run of each program. One that fails is not run again."""
    runs = {name: [] for name in programs}
    failed = set()
    for turn in range(options.repetitions):
        for name, command in programs.items():
            if name in failed:
                continue
            print(f"\r{turn + 1}/{options.repetitions} {name:<40}", end="", file=sys.stderr, flush=True)
            log = options.out / "log.txt"
            measured = run(command, log)
            if measured is None:
                failed.add(name)
                print(f"\n{name} failed: {log.read_text(errors='replace')[-400:]}", file=sys.stderr)
            else:
                runs[name].append(measured)
    print("\r" + " " * 60 + "\r", end="", file=sys.stderr)
    return {name: measured for name, measured in runs.items() if name not in failed}


def run(command, log):
    with open(log, "wb") as output:
        start = time.perf_counter()
        child = subprocess.Popen([str(part) for part in command], stdout=output, stderr=output)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        return None
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def print_table(runs, options):
    load = os.getloadavg()[0]
    print(f"{options.points.name}, {options.zones.name}: medians of {options.repetitions}; load {load:.1f} on {os.cpu_count()} cores")
    medians = {name: [statistics.median(column) for column in zip(*measured)] for name, measured in runs.items()}
    print(f"{'program':<26}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}   times that of {STATS}: wall, CPU, memory")
    ours = medians.get(STATS)
    for name, (wall, cpu, memory) in medians.items():
        line = f"{name:<26}{wall:>9.2f}{cpu:>9.2f}{memory:>9.0f}"
        if ours and name != STATS:
            line += "   " + "".join(f"{theirs / mine:>8.2f}" for theirs, mine in zip((wall, cpu, memory), ours))
        print(line)


def agree(options, runs):
    """Compares zone × operator × technology with the first peer, on the rows that both take for valid.

    The peers drop a row whole when any of its values is unusable; phusong drops the value. So the comparison runs on a
    copy without such rows, and what the whole file adds is told apart.
    """
    peer = next((name for name in options.peers if name in runs), None)
    if peer is None:
        return True
    valid = options.points.with_suffix(".valid.csv")
    if not valid.exists():
        write_valid_rows(options.points, valid)
    checked = argparse.Namespace(**{**vars(options), "points": valid})
    if run(phusong(checked, "valid", ["--only", "stats"]), options.out / "log.txt") is None:
        print("phusong failed on the valid rows:", (options.out / "log.txt").read_text())
        return False
    ours, theirs = our_rows(options.out / "phusong_valid"), peer_rows(options.out / peer)
    everything = our_rows(options.out / "phusong_stats")
    only = set(ours) ^ set(theirs)
    differing = sorted(key for key in set(ours) & set(theirs) if differ(ours[key], theirs[key]))
    more = sum(int(row["n_samples"]) for row in everything.values()) - sum(int(row["n"]) for row in theirs.values())
    print(f"agreement with {peer} to {TOLERANCE:g}: {len(theirs)} strata, {len(differing)} differ, {len(only)} only in one")
    print(f"  on all rows phusong counts {more} more downloads: rows that lack another metric")
    for key in differing[:5]:
        print("  ", key, {a: (ours[key][a], theirs[key][b]) for a, b in COMPARED})
    return not only and not differing


def differ(ours, theirs):
    return any(abs(float(ours[a]) - float(theirs[b])) > TOLERANCE * max(1.0, abs(float(theirs[b]))) for a, b in COMPARED)


def our_rows(folder):
    with open(folder / "zone_stats.csv", encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["metric"] == "download"]
    keys = ("zone_id", "operator", "technology")
    named = [row for row in rows if "*" not in (row[key] for key in keys) and row["operator"] != "unknown"]
    return {tuple(row[key] for key in keys): row for row in named if int(row["n_samples"]) > 0}


def peer_rows(folder):
    with open(folder / "zone_stats.csv", encoding="utf-8", newline="") as file:
        return {(row["zone_id"], row["op"], row["tech"]): row for row in csv.DictReader(file)}


def write_valid_rows(source, target):
    """The rule of gen.py: all values numeric, in Viet Nam, positive, with an operator."""
    draft = target.with_suffix(".part")
    with open(source, encoding="utf-8") as rows, open(draft, "w", encoding="utf-8") as out:
        header = next(rows)
        out.write(header)
        place = {name: i for i, name in enumerate(header.strip().split(","))}
        wanted = [place[name] for name in ("latitude", "longitude", "download_mbps", "upload_mbps", "latency_ms")]
        operator = place["operator"]
        for row in rows:
            cells = row.split(",")
            try:
                lat, lon, download, upload, latency = (float(cells[i]) for i in wanted)
            except ValueError:
                continue
            in_country = 8 <= lat <= 24 and 102 <= lon <= 110
            if in_country and download > 0 and upload > 0 and latency > 0 and cells[operator]:
                out.write(row)
    draft.replace(target)


if __name__ == "__main__":
    main()
