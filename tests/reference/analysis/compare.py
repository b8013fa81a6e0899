#!/usr/bin/env python3
"""compare.py OURS_DIR REF_DIR [--strict] [--only TABLE,...] [--show N]
Compares tables written by phusong with those of reference.py as keyed rows.  Exit 0 same, 1 different, 2 unreadable.
Counts and texts exactly; floats 1e-9 relative (1e-12 absolute); lon/lat 1.5e-7; weight 1e-6, area and priority 1e-3 (geometry).
SOFT columns (conventions the method leaves open) are reported but do not fail unless --strict."""
import argparse, csv, math, os, sys
from collections import defaultdict

FLOAT = set("mean p10 p25 median p75 p90 median_lo median_hi threshold share_failing share_lo share_hi median_download median_upload median_latency "
            "download upload latency mean_upload p10_upload median_upload p90_upload eb_share gi_star_z gi_star_p moran_i mean_latency p10_latency median_latency p90_latency "
            "mean_difference share_a share_b median_a median_b".split())
DEG = {"lon", "lat"}
LOOSE = {"weight": 1e-6, "priority": 1e-3, "area_m2": 1e-3, "vn2000_x": 1e-7, "vn2000_y": 1e-7, "radius_m": 1e-6}
KEYS = {"zone_stats": ["zone_id", "operator", "technology", "metric"], "cell_stats": ["cell_id", "operator", "technology", "metric"],
        "sampling_gaps": ["zone_id", "operator"], "operators": ["metric", "technology", "operator_a", "operator_b"], "samples": ["file", "row"],
        "rejected": ["file", "row", "flag"], "weak_spots": [], "local_statistics": ["cell_id", "operator"],
        "fcc_gates": ["hex", "operator", "metric"]}
SOFT = {"local_statistics": {"moran_fdr"}, "rejected": {"column", "value", "detail"}, "samples": {"host"},
        "weak_spots": {"spot_id", "lon", "lat", "vn2000_x", "vn2000_y", "vn2000_epsg", "radius_m", "place_name", "note", "p_corrected", "robust"}}
EXCL = {"no-position", "null-island", "outside", "no-time", "future-time", "manual", "not-mobile", "duplicate"}

def read(path):
    raw = open(path, "rb").read()
    fmt = []
    if not raw.startswith(b"\xef\xbb\xbf"): fmt.append("no BOM")
    if b"\r\n" in raw: fmt.append("CRLF")
    with open(path, encoding="utf-8-sig", newline="") as f:
        rows = list(csv.reader(f))
    head = rows[0]
    out = []
    for i, r in enumerate(rows[1:]):
        if len(r) != len(head): fmt.append(f"line {i + 2}: {len(r)} fields, header has {len(head)}")
        out.append(dict(zip(head, r)))
    return head, out, fmt

def same(col, a, b):
    if a == b: return True
    if a == "" or b == "": return False
    if col == "moran_p" or col in FLOAT or col in DEG or col in LOOSE:
        try: x, y = float(a), float(b)
        except ValueError: return False
        if col == "moran_p": return abs(x - y) <= 0.005 + 5 * math.sqrt(2 * y * (1 - y) / 999)   # both by chance
        if col in DEG: return abs(x - y) <= 1.5e-7
        if col in LOOSE: return math.isclose(x, y, rel_tol=LOOSE[col], abs_tol=0.011)  if col != "priority" else math.isclose(x, y, rel_tol=1e-3, abs_tol=1e-9)
        return math.isclose(x, y, rel_tol=1e-9, abs_tol=1e-12)
    return False

def order_key(r, keys):
    return tuple((0, b"") if r[k] == "*" else (1, r[k].encode()) for k in keys)

def keyed(rows, keys):
    d = defaultdict(list)
    for r in rows: d[tuple(os.path.basename(r[k]) if k == "file" else r[k] for k in keys)].append(r)
    return d

class Report:
    def __init__(self, show): self.hard = 0; self.soft = 0; self.show = show
    def say(self, table, col, items, soft=False):
        if not items: return
        if soft: self.soft += len(items)
        else: self.hard += len(items)
        print(f"{table}.{col}: {len(items)} {'soft ' if soft else ''}differ")
        for it in items[:self.show]: print("    ", *it)

def main():
    ap = argparse.ArgumentParser(); ap.add_argument("ours"); ap.add_argument("ref"); ap.add_argument("--strict", action="store_true")
    ap.add_argument("--only"); ap.add_argument("--show", type=int, default=20)
    a = ap.parse_args(); rep = Report(a.show)
    for table in (a.only.split(",") if a.only else KEYS):
        po, pr = os.path.join(a.ours, table + ".csv"), os.path.join(a.ref, table + ".csv")
        if not os.path.exists(pr): continue
        if not os.path.exists(po):
            rep.say(table, "file", [("missing in", a.ours)], soft=(table == "samples" and not a.strict)); continue
        try: (ho, ro, fmt), (hr, rr, _) = read(po), read(pr)
        except Exception as e: print(table, "unreadable:", e); return 2
        rep.say(table, "format", [(f,) for f in fmt])
        if ho[:len(hr)] != hr: rep.say(table, "header", [("ours", ho), ("ref", hr)])
        keys = KEYS[table]
        if table in ("zone_stats", "cell_stats", "local_statistics", "fcc_gates"):
            bad = [(i + 3, tuple(q[k] for k in keys)) for i, (p, q) in enumerate(zip(ro, ro[1:])) if order_key(p, keys) > order_key(q, keys)]
            rep.say(table, "row order", bad[:1])
        pairs = []
        if table == "weak_spots":
            sig = defaultdict(int)
            for r in ro: sig[r["operator"]] += r["p_relative"] != "" or r["p_absolute"] != "" or r["grade"] != "C"
            susp = [r for r in ro if r["p_relative"] == "" and r["p_absolute"] == "" and r["grade"] == "C"]
            pool = defaultdict(list)
            sigk = lambda r: (r["operator"], r["n_cells"], r["n_votes"], r["n_failing_votes"], r["n_samples"])
            for r in susp: pool[sigk(r)].append(r)
            miss = []
            for q in rr:
                c = pool.get(sigk(q))
                if not c: miss.append(q); continue
                p = min(c, key=lambda r: (float(r["lon"]) - float(q["lon"])) ** 2 + (float(r["lat"]) - float(q["lat"])) ** 2); c.remove(p)
                pairs.append(((q["spot_id"],), p, q))
            rep.say(table, "missing rows", [(q["spot_id"], sigk(q)) for q in miss if not sig[q["operator"]]])
            rep.say(table, "missing rows of operators with significant windows", [(q["spot_id"], sigk(q)) for q in miss if sig[q["operator"]]], soft=True)
            extra = [r for v in pool.values() for r in v]
            rep.say(table, "extra rows", [(r["spot_id"], sigk(r)) for r in extra if not sig[r["operator"]]])
            rep.say(table, "extra rows of operators with significant windows", [(r["spot_id"], sigk(r)) for r in extra if sig[r["operator"]]], soft=True)
            soft_all = {"rank", "priority"} if len(ro) != len(rr) else set()
        else:
            soft_all = set()
            do, dr = keyed(ro, keys), keyed(rr, keys)
            rep.say(table, "missing rows", [(k,) for k in dr if k not in do]); rep.say(table, "extra rows", [(k,) for k in do if k not in dr])
            for k in dr:
                if k in do:
                    if len(do[k]) != len(dr[k]): rep.say(table, "rows of one key", [(k, "ours", len(do[k]), "ref", len(dr[k]))])
                    ko = lambda r: (r.get("column", ""), r.get("value", ""))
                    pairs += [(k, p, q) for p, q in zip(sorted(do[k], key=ko), sorted(dr[k], key=ko))]
        diff, sdiff = defaultdict(list), defaultdict(list)
        drawn = {f(q) for _, _, q in pairs if int(q["n_cells"]) > 14} if table == "operators" and (f := lambda r: (r["metric"], r["technology"])) else set()
        fwd, back = {}, {}
        for k, p, q in pairs:
            for c in hr:
                if c in keys or c not in p: continue
                x, y = p[c], q[c]
                soft = c in SOFT.get(table, ()) or c in soft_all
                if table == "operators" and c in ("p", "p_holm", "result"):
                    # Signs drawn by two generators: four standard errors, and six times that after Holm's correction over up to six pairs.
                    exact = int(q["n_cells"]) <= 14
                    if c == "p" and abs(float(x) - float(y)) <= (1e-12 if exact else 0.03): continue
                    if c == "p_holm" and abs(float(x) - float(y)) <= (0.18 if (q["metric"], q["technology"]) in drawn else 1e-12): continue
                    if c == "result" and (q["metric"], q["technology"]) in drawn and abs(float(q["p_holm"]) - 0.05) < 0.02: continue
                if table == "samples":
                    fl = set(q["flags"].split(";"))
                    if c == "flags":
                        norm = lambda s: sorted({f.split(":")[0] for f in s.split(";") if f})
                        if norm(x) == norm(y): continue
                    if c == "vote_id":
                        if (x == "") != (y == ""): soft = False
                        elif x == "" or (fwd.setdefault(x, y) == y and back.setdefault(y, x) == x): continue
                    if c in ("zone_id", "cell_id", "vote_id") and fl & (EXCL | {"out-of-period"}): soft = True
                if c == "zone_name" and q.get("zone_id") in ("*", ""): soft = True
                if not same(c, x, y): (sdiff if soft else diff)[c].append((k, "ours", repr(x), "ref", repr(y)))
        for c in hr:
            rep.say(table, c, diff[c]); rep.say(table, c, sdiff[c], soft=True)
        print(f"{table}: {len(pairs)} rows compared, ours {len(ro)}, ref {len(rr)}")
    print(f"TOTAL hard {rep.hard}, soft {rep.soft}")
    return 1 if rep.hard or (a.strict and rep.soft) else 0

try:
    sys.exit(main())
except BrokenPipeError:
    sys.exit(1)
