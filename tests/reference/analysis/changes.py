#!/usr/bin/env python3
"""changes.py PHUSONG: every row and figure of changes.csv (readings A90-A93), worked out with reference.py for both periods.

Zones: months and rolling quarters of the cases. Spots: a ward made here, in which one weak place is mended, one gets weak and one stays;
which windows the scan proves is taken from weak_spots.csv of each period (scan.py checks the scan), all else is counted anew."""
import csv, math, os, random, subprocess, sys, tempfile
from argparse import Namespace
from collections import defaultdict
from datetime import datetime, timedelta, timezone
from fractions import Fraction

import numpy as np

import reference as ref

HERE = os.path.dirname(os.path.abspath(__file__))
NOW = "2026-12-01"
RUNS = [("dirty_small", "2026-03", "2026-02"), ("grades_mid", "2026-03", "2026-02"), ("no_identity", "2026-03", "2026-02"),
        ("parent_overlap_holes", "2026-03", "2026-02"), ("grades_mid", "3m", "previous"), ("grades_sparse", "3m", "previous")]

def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))

def month_days(year, month):
    first = datetime(year, month, 1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)

def back(year, month, n):
    y, m = divmod(year * 12 + month - 1 - n, 12)
    return y, m + 1

def days_of(period, latest):
    """first and last day of a period; rolling ones end with the month of the latest accepted sample."""
    if period.endswith("m"):
        return month_days(*back(*latest, int(period[:-1]) - 1))[0], month_days(*latest)[1]
    year, month = map(int, period.split("-"))
    return month_days(year, month)

def before_of(period, latest):
    """as long, just before it."""
    n = int(period[:-1])
    return month_days(*back(*latest, 2 * n - 1))[0], month_days(*back(*latest, n))[1]

def judged_votes(samples_path, zones_path, grid, first, last):
    """judged votes of download in a period, and the zones."""
    a = Namespace(period="all", from_=first and first.strftime("%Y-%m-%d"), to=last and last.strftime("%Y-%m-%d"), only_stats=False)
    metric, thr, share = ref.PROFILES["qd36"]
    zones, samples = ref.read_zones(zones_path), ref.read_samples(samples_path)
    ref.judge(samples, zones, None, grid, ref.parse_time(NOW), a)
    quota = [s for s in samples if s["in_period"] and not s["flags"] & ref.EXCLUDED]
    evidence = [s for s in quota if not s["flags"] & ref.NO_EVIDENCE and metric not in s["bad"]]
    votes = [v for v in ref.build_votes(evidence, metric) if v["tech"] in thr]
    for v in votes:
        v["fail"] = ref.fails(v["value"], metric, thr[v["tech"]])
    months = [(ref.local(s["t"]).year, ref.local(s["t"]).month) for s in quota]
    return votes, [z for z in zones if not z["parent"]], max(months) if months else None, {s["operator"] for s in quota}

def stand(votes, grade=None):
    metric, thr, share = ref.PROFILES["qd36"]
    v = ref.verdict(votes, metric, thr, share, Fraction(1, 5))
    return dict(n=v["n"], k=v["k"], share=v["share"], lo=v["lo"], hi=v["hi"], grade=grade or v["grade"])

def kind(then, now):
    weak = lambda s: s["grade"] in "AB"
    measured = lambda s: s["n"] >= 6 or weak(s)
    if not measured(now): return "not-re-measured"
    if weak(now) and not weak(then): return "new"
    if not measured(then): return "first-measured"
    if weak(then) and now["grade"] == "E": return "resolved"
    if now["lo"] > then["hi"]: return "worse"
    if now["hi"] < then["lo"]: return "better"
    return "same"

def matched(then, now):
    """cells with votes in both (A93): their number, the mean of the differences later - earlier, and p of random signs."""
    tally = [defaultdict(lambda: [0, 0]), defaultdict(lambda: [0, 0])]
    for side, votes in zip(tally, (then, now)):
        for v in votes:
            side[v["cell"]][0] += v["fail"]; side[v["cell"]][1] += 1
    d = [Fraction(*tally[1][c]) - Fraction(*tally[0][c]) for c in set(tally[0]) & set(tally[1])]
    if not d: return 0, None, None
    return len(d), float(sum(d) / len(d)), ref.sign_flips(d, np.random.default_rng(12))

def fix(n, mean, p, n_before):
    """the answer: 6 cells at least can prove something, so that few before cannot be made good."""
    if n >= 6 and p is not None and p <= 0.05 and mean != 0: return ("better", "") if mean < 0 else ("worse", "")
    if n < 6: return ("too-few-before", "") if n_before < 6 else ("not-enough-votes", str(6 - n))
    return "no-evidence", ""

def differs(ours, want, p_tolerance):
    out = []
    for column, value in want.items():
        found = ours[column]
        if value is None: same = found == ""
        elif isinstance(value, str): same = found == value
        elif found == "": same = False
        else: same = abs(float(found) - value) <= (p_tolerance if column == "p" else 1e-9)
        if not same: out.append((column, found, value))
    return out

def row_of(then, now, what):
    return {"change": what, "n_votes_before": then["n"], "n_failing_votes_before": then["k"], "share_before": then["share"], "share_lo_before": then["lo"],
            "share_hi_before": then["hi"], "grade_before": then["grade"], "n_votes": now["n"], "n_failing_votes": now["k"], "share_failing": now["share"],
            "share_lo": now["lo"], "share_hi": now["hi"], "grade": now["grade"]}

def run(program, samples, zones, out, period, earlier=None):
    subprocess.run([program, "analyze", samples, "--zones", zones, "--out", out, "--quiet", "--grid-crs", "5899", "--period", period, "--now", NOW]
                   + (["--compare-with", earlier] if earlier else []), check=True)

def check_zones(ours, then, now, zones, operators):
    want = {}
    for z in [None] + [z["id"] for z in zones]:
        for o in operators:
            of = lambda votes: [v for v in votes if v["op"] == o and (z is None or v["zone"] == z)]
            a, b = stand(of(then)), stand(of(now))
            if a["n"] + b["n"]: want["*" if z is None else z, o] = row_of(a, b, kind(a, b))
    found = {(r["place_id"], r["operator"]): r for r in ours if r["kind"] == "zone"}
    wrong = [(key, differs(found[key], value, 0) if key in found else "missing") for key, value in want.items()]
    return len(want), [w for w in wrong if w[1]] + [(key, "not expected") for key in found.keys() - want.keys()]

def window_of(spot, votes, grid):
    """cells of the window: by distance, ties by id, until its votes are reached; each cell with votes of the operator counts."""
    tally = defaultdict(int)
    for v in votes:
        if v["op"] == spot["operator"]: tally[v["cell"]] += 1
    key_of = lambda cell: tuple(map(int, cell.split(":")[1:])) if isinstance(cell, str) else cell
    ids = {grid.name(key_of(c)): key_of(c) for c in tally}
    own = {grid.name(key_of(c)): c for c in tally}
    middle = grid.centre_xy(ids[spot["window_cell"]])
    order = sorted(ids.items(), key=lambda item: (round(math.dist(middle, grid.centre_xy(item[1])), 6), item[0].encode()))
    cells, n = set(), 0
    for name, _ in order:
        if n == int(spot["window_votes"]): break
        cells.add(own[name]); n += tally[own[name]]
    return cells

def check_spots(ours, spots_then, spots_now, then, now, grid):
    proven = lambda spots: [s for s in spots if s["grade"] in "AB"]
    within = lambda votes, spot, cells: [v for v in votes if v["op"] == spot["operator"] and v["cell"] in cells]
    want, taken = {}, defaultdict(set)
    for side, spots, own in ((0, proven(spots_then), then), (1, proven(spots_now), now)):
        for s in spots:
            cells = window_of(s, own, grid)
            if side == 0: taken[s["operator"]] |= cells
            elif cells & taken[s["operator"]]: continue
            a, b = within(then, s, cells), within(now, s, cells)
            assert len(a if side == 0 else b) == int(s["n_votes"]), "the window of the spot"
            first, second = stand(a, s["grade"] if side == 0 else None), stand(b, s["grade"] if side else None)
            n, mean, p = matched(a, b)
            answer, needed = fix(n, mean, p, len({v["cell"] for v in a}))
            want[s["spot_id"], s["operator"]] = {**row_of(first, second, kind(first, second)), "n_cells": n, "mean_difference": mean, "p": p,
                                                 "fix": answer, "cells_needed": needed}
    found = {(r["place_id"], r["operator"]): r for r in ours if r["kind"] == "spot"}
    wrong = [(key, differs(found[key], value, 0.01 if value["n_cells"] > 14 else 1e-9) if key in found else "missing") for key, value in want.items()]
    return want, [w for w in wrong if w[1]] + [(key, "not expected") for key in found.keys() - want.keys()]

def make_ward(folder):
    """two months of two operators; places of 7 x 7 cells: (4, 4) is mended, (16, 4) gets weak, (10, 15) stays weak."""
    rng = random.Random(13)
    west, south, step = 106.75, 21.02, 0.00096
    corner = lambda i, j: [west + i * step, south + j * step * 0.94]
    ring = [corner(0, 0), corner(24, 0), corner(24, 24), corner(0, 24), corner(0, 0)]
    with open(f"{folder}/zones.geojson", "w") as f:
        f.write('{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"1","name":"A"},"geometry":{"type":"Polygon","coordinates":[%s]}}]}'
                % str(ring).replace("'", '"'))
    near = lambda i, j, place: abs(i - place[0]) <= 3 and abs(j - place[1]) <= 3
    with open(f"{folder}/samples.csv", "w") as f:
        f.write("id,time,lat,lon,operator,technology,download,upload,latency,device_id\n")
        n = 0
        for month, weak in ((2, [(4, 4), (10, 15)]), (3, [(16, 4), (10, 15)])):
            for phone in range(400):
                operator = "Viettel" if phone % 4 else "MobiFone"
                for _ in range(6):
                    i, j = rng.uniform(0.2, 23.8), rng.uniform(0.2, 23.8)
                    fails = rng.random() < (0.95 if operator == "Viettel" and any(near(i, j, p) for p in weak) else 0.08)
                    lon, lat = corner(i, j)
                    at = datetime(2026, month, rng.randint(1, 28), rng.randint(7, 21), rng.randint(0, 59), rng.randint(0, 59), tzinfo=timezone(timedelta(hours=7)))
                    n += 1
                    f.write(f"t{n}x,{at.isoformat()},{lat:.6f},{lon:.6f},{operator},4G,{rng.uniform(2, 30) if fails else rng.uniform(50, 120):.2f},9,30,d{phone}\n")

def main(program):
    bad = 0
    for case, later, earlier in RUNS:
        grid = ref.Grid("square:100", 5899)
        samples, zones_path = f"{HERE}/cases/{case}/samples.csv", f"{HERE}/cases/{case}/zones.geojson"
        latest = judged_votes(samples, zones_path, grid, None, None)[2]
        span = before_of(later, latest) if earlier == "previous" else days_of(earlier, latest)
        (now, zones, _, met), (then, _, _, met_then) = (judged_votes(samples, zones_path, grid, *days) for days in (days_of(later, latest), span))
        with tempfile.TemporaryDirectory() as tmp:
            run(program, samples, zones_path, f"{tmp}/ours", later, earlier)
            n, wrong = check_zones(rows(f"{tmp}/ours/changes.csv"), then, now, zones, met | met_then)
        print("same" if not wrong else "DIFFERENT", case, later, earlier, n, "zone rows", wrong[:3])
        bad += bool(wrong)
    return bad + check_ward(program)

def check_ward(program):
    with tempfile.TemporaryDirectory() as tmp:
        make_ward(tmp)
        grid, samples, zones_path = ref.Grid("square:100", 5899), f"{tmp}/samples.csv", f"{tmp}/zones.geojson"
        (then, zones, _, met), (now, _, _, met_now) = (judged_votes(samples, zones_path, grid, *month_days(2026, m)) for m in (2, 3))
        run(program, samples, zones_path, f"{tmp}/then", "2026-02")
        run(program, samples, zones_path, f"{tmp}/now", "2026-03", "2026-02")
        ours = rows(f"{tmp}/now/changes.csv")
        n, wrong = check_zones(ours, then, now, zones, met | met_now)
        want, wrong_spots = check_spots(ours, rows(f"{tmp}/then/weak_spots.csv"), rows(f"{tmp}/now/weak_spots.csv"), then, now, grid)
        kinds = sorted((w["change"], w["fix"]) for w in want.values())
        print("same" if not wrong + wrong_spots else "DIFFERENT", "mended ward", n, "zone rows,", len(want), "spots", kinds, (wrong + wrong_spots)[:3])
        return bool(wrong + wrong_spots) or len(want) < 3

if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1]) else 0)
