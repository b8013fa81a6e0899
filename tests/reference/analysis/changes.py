#!/usr/bin/env python3
"""changes.py PHUSONG: the zone rows of changes.csv (README, readings A90-A91) against zone tables of reference.py for both periods."""
import csv, os, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
RUNS = [("dirty_small", "2026-03", "2026-02"), ("grades_mid", "2026-03", "2026-02"), ("no_identity", "2026-03", "2026-02"),
        ("parent_overlap_holes", "2026-03", "2026-02")]

def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))

def zone_table(case, month, out):
    subprocess.run([sys.executable, f"{HERE}/reference.py", f"{HERE}/cases/{case}/samples.csv", f"{HERE}/cases/{case}/zones.geojson", out,
                    "--period", month, "--now", "2026-12-01"], check=True)
    return {(r["zone_id"], r["operator"]): r for r in rows(f"{out}/zone_stats.csv")
            if r["technology"] == "*" and r["metric"] == "download" and r["operator"] != "*"}

def expected(then, now):
    n = lambda r: int(r["n_votes"]) if r else 0
    weak = lambda r: bool(r) and r["grade"] in "AB"
    measured = lambda r: n(r) >= 6 or weak(r)
    if n(then) + n(now) == 0: return None
    if not measured(now): return "not-re-measured"
    if weak(now) and not weak(then): return "new"
    if not measured(then): return "first-measured"
    if weak(then) and now["grade"] == "E": return "resolved"
    if float(now["share_lo"]) > float(then["share_hi"]): return "worse"
    if float(now["share_hi"]) < float(then["share_lo"]): return "better"
    return "same"

bad = 0
for case, later, earlier in RUNS:
    with tempfile.TemporaryDirectory() as tmp:
        subprocess.run([sys.argv[1], "analyze", f"{HERE}/cases/{case}/samples.csv", "--zones", f"{HERE}/cases/{case}/zones.geojson", "--out", f"{tmp}/ours",
                        "--quiet", "--grid-crs", "5899", "--period", later, "--compare-with", earlier, "--now", "2026-12-01"], check=True)
        ours = {(r["place_id"], r["operator"]): r for r in rows(f"{tmp}/ours/changes.csv") if r["kind"] == "zone"}
        now, then = zone_table(case, later, f"{tmp}/now"), zone_table(case, earlier, f"{tmp}/then")
        want = {k: expected(then.get(k), now.get(k)) for k in now.keys() | then.keys()}
        want = {k: v for k, v in want.items() if v}
        wrong = [(k, v, ours.get(k, {}).get("change")) for k, v in want.items() if ours.get(k, {}).get("change") != v] + [(k, None) for k in ours if k not in want]
        kinds = sorted(set(want.values()))
        print("same" if not wrong else "DIFFERENT", case, len(want), kinds, wrong[:5])
        bad += bool(wrong)
sys.exit(1 if bad else 0)
