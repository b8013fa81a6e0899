"""Gates in FCC style (method §8): votes of the H3 children (resolution 9) of each hexagon of resolution 8."""
from collections import defaultdict
import h3
import numpy as np

HEAD = "hex,operator,metric,n,failing,space,time,number,passed".split(",")
THRESHOLDS = {"download": {"4G": 5.0, "5G": 7.0}, "upload": {"4G": 1.0, "5G": 1.0}}
PERCENT = [(100, 16), (71, 17), (61, 18), (46, 20), (30, 22), (21, 24)]

def enough(failing, n):
    if n <= 20:
        return failing >= 5
    return 100 * failing >= n * next(p for start, p in PERCENT if n >= start)

def rows(quota, evidence, areas, build_votes, fails, even_odd, local, safe):
    """quota: accepted samples; evidence: per metric; areas: rings of everything that belongs to the study area."""
    if not quota:
        return []
    child_of = {id(s): h3.latlng_to_cell(s["lat"], s["lon"], 9) for s in quota}
    visited = set(child_of.values())
    latest = max(s["t"] for s in quota)
    def clock(s):
        t = local(s["t"])
        return t.hour * 3600 + t.minute * 60 + t.second
    def counts(s):
        return s["t"] >= latest - 365 * 86400 and 6 * 3600 <= clock(s) <= 22 * 3600 and not s["indoors"]
    def inside(cell):
        la, lo = h3.cell_to_latlng(cell)
        return any(even_odd(r, np.array([lo]), np.array([la]))[0] for r in areas)
    reachable = {}
    out = []
    for metric, thr in THRESHOLDS.items():
        chosen = [dict(s, cell=child_of[id(s)]) for s in evidence[metric] if counts(s) and s["tech"] in thr]
        groups = defaultdict(list)
        for v in build_votes(chosen, metric):
            v["fail"] = fails(v["value"], metric, thr[v["tech"]])
            groups[h3.cell_to_parent(v["cell"], 8), v["op"]].append(v)
        for (hexagon, op), vs in groups.items():
            if hexagon not in reachable:
                reachable[hexagon] = sum(c in visited or inside(c) for c in h3.cell_to_children(hexagon, 9))
            bad = [v for v in vs if v["fail"]]
            children = defaultdict(list)
            for v in vs:
                children[v["cell"]].append(v["fail"])
            good = sum(len(f) >= 2 and any(f) for f in children.values())
            clocks = [clock(s) for v in bad for s in v["samples"] if fails(s[metric], metric, thr[v["tech"]])]
            space = good >= 1 and good >= min(4, reachable[hexagon])
            time = bool(clocks) and max(clocks) - min(clocks) >= 4 * 3600
            number = enough(len(bad), len(vs))
            out.append(((hexagon, op.encode(), metric), [hexagon, safe(op), metric, len(vs), len(bad), int(space), int(time), int(number), int(space and time and number)]))
    return [r for _, r in sorted(out, key=lambda x: x[0])]
