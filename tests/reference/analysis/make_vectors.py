"""Writes vectors.json: values of statsmodels, SciPy, NumPy, pyproj, h3 and GeographicLib where they have the function, of reference.py elsewhere."""
import json, math
import numpy as np
from fractions import Fraction
from statsmodels.stats.proportion import proportion_confint as pc
from scipy.stats import binom, norm
import h3, reference as R
V = {}
ks = [(k, n) for n in (1, 2, 3, 4, 5, 6, 7, 8, 10, 15, 20, 30, 50, 100, 300, 1000) for k in sorted({0, 1, n // 4, n // 3, n // 2, n // 2 + 1, (3 * n) // 4, n - 1, n}) if k <= n]
W = []
a80 = 2 * norm.sf(R.Z80)
for k, n in ks:
    lo, hi = R.wilson(k, n, R.Z95); l8, _ = R.wilson(k, n, R.Z80)
    s = pc(k, n, alpha=0.05, method="wilson"); s8 = pc(k, n, alpha=a80, method="wilson")
    assert abs(max(s[0], 0) - lo) < 1e-12 and abs(min(s[1], 1) - hi) < 1e-12 and abs(max(s8[0], 0) - l8) < 1e-9, (k, n, s, lo, hi, s8, l8)
    W.append(dict(k=k, n=n, lb95=lo, ub95=hi, lb80=l8))
for k, n, lo, hi in [(4, 4, .5101, 1), (7, 8, .5291, .9776), (9, 10, .5958, .9821), (15, 20, .5313, .8881), (12, 20, .3866, .7812)]:
    x = R.wilson(k, n, R.Z95); assert abs(x[0] - lo) < 5e-5 and abs(x[1] - hi) < 5e-5
V["wilson"] = W
N = []; fl = 0
for a in (0.05, 0.5):
    for n in (0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 20, 35, 60, 100, 250):
        for k in sorted({0, 1, n // 5, n // 3, n // 2, (2 * n) // 3, (4 * n) // 5, n - 1, n}):
            if 0 <= k <= n:
                for kf, ns in sorted({(0, 0), (0, n), (min(k, 2), min(n, 2)), (min(k, 5), min(n, 7)), (k, n)}):
                    if n and ns == 0: continue
                    exact = R.votes_needed(k, n, a, kf, ns)
                    # the same with plain f64, to show where rounding could decide
                    def f64():
                        if n and R.wilson(k, n, R.Z95)[0] > a: need = max(1, 6 - n)
                        else:
                            p = (k + 1) / (n + 2) if n else 0.2; need = 385
                            for m in range(1, 385):
                                if n + m >= 6:
                                    lo, hi = R.wilson(math.floor(k + m * p + 0.5), n + m, R.Z95)
                                    if lo > a or hi < a: need = m; break
                        return max(need, 5 - kf if n and k / n > a else 3 - ns)
                    if f64() != exact: fl += 1; print("f64 differs", k, n, a, kf, ns, exact, f64())
                    N.append(dict(k=k, n=n, a=a, known_failing_sources=kf, n_sources=ns, votes_needed=exact))
pri = []
for K, M in [(0, 10), (1, 10), (3, 7), (5, 10), (9, 10), (40, 40), (1, 3), (1, 6)]:
    for a in (.05, .5): pri.append(dict(study_failing=K, study_votes=M, a=a, votes_needed=R.votes_needed(0, 0, a, 0, 0, Fraction(K, M))))
V["votes_needed"] = N; V["votes_needed_none"] = dict(without_prior={"0.05": R.votes_needed(0, 0, .05), "0.5": R.votes_needed(0, 0, .5)}, with_prior=pri)
rk = []
for n in list(range(1, 61)) + [100, 300, 1000, 5000]:
    r = R.median_rank(n)
    if r: assert binom.cdf(r - 1, n, .5) <= .025 < binom.cdf(r, n, .5), n
    else: assert binom.cdf(0, n, .5) > .025
    rk.append(dict(n=n, lo=r, hi=n + 1 - r if r else None))
d = {x["n"]: (x["lo"], x["hi"]) for x in rk}
assert [d[n] for n in (6, 8, 10, 15, 20, 30, 100, 300)] == [(1, 6), (1, 8), (2, 9), (4, 12), (6, 15), (10, 21), (40, 61), (133, 168)]
V["median_ci_ranks"] = rk
rng = np.random.default_rng(5); Q = []
for lst in [[1.0], [3.0, 1.0], [5, 1, 4], [0, 0, 0, 7], [1.5, 2.5, 2.5, 9.25, -1], list(range(10)), [round(float(v), 2) for v in rng.lognormal(3, 1, 17)], [round(float(v), 2) for v in rng.lognormal(3, 1, 100)], [39.93, 40.07], [0.1, 0.2, 0.3, 0.4]]:
    q = {str(p): float(np.quantile(np.array(lst, float), p)) for p in (0, .1, .25, .5, .75, .9, 1)}
    for p in q: assert abs(q[p] - R.type7([float(v) for v in lst], float(p))) <= 1e-12 * max(1, abs(q[p]))
    Q.append(dict(values=[float(v) for v in lst], quantiles=q, mean=math.fsum(lst) / len(lst)))
V["quantiles_type7"] = Q
V["median_at_threshold"] = [dict(values=[(4000 - i) / 100, (4000 + i) / 100], median=40.0) for i in range(1, 4000) if ((4000 - i) / 100) + ((4000 + i) / 100 - (4000 - i) / 100) * .5 < 40][:30]
assert all(R.median(x["values"]) == 40.0 == float(np.median(x["values"])) for x in V["median_at_threshold"])
# point in polygon, exact in binary
sq = [[[106.75, 21.0], [106.765625, 21.0], [106.765625, 21.015625], [106.75, 21.015625], [106.75, 21.0]]]
hole = sq + [[[106.75390625, 21.00390625], [106.75390625, 21.0078125], [106.7578125, 21.0078125], [106.7578125, 21.00390625], [106.75390625, 21.00390625]]]
tri = [[[106.75, 21.0], [106.78125, 21.0], [106.765625, 21.03125], [106.75, 21.0]]]
star = [[[106.75, 21.0], [106.765625, 21.03125], [106.78125, 21.0], [106.75, 21.0234375], [106.78125, 21.0234375], [106.75, 21.0]]]
two = [sq[0], [[p[0] + 0.0078125, p[1] + 0.0078125] for p in sq[0]]]
P = []
for name, rings in [("square", sq), ("square with hole", hole), ("triangle", tri), ("self-crossing star (even-odd)", star), ("two overlapping rings (even-odd over all)", two)]:
    pts = [[106.75 + i / 256, 21.0 + j / 256] for i in (-1, 0, 1, 1.5, 2, 3, 4, 5, 6, 8) for j in (-1, 0, 1, 1.5, 2, 3, 4, 5, 6, 8)]
    ins = R.even_odd([[tuple(p) for p in r] for r in rings], [p[0] for p in pts], [p[1] for p in pts])
    P.append(dict(name=name, rings=rings, points=pts, inside=[bool(v) for v in ins]))
V["point_in_polygon"] = P
rng = np.random.default_rng(6)
pts = [[round(float(a), 6), round(float(b), 6)] for a, b in zip(rng.uniform(106.6, 107.1, 22), rng.uniform(20.9, 21.2, 22))]
pts += [[106.76588026, 21.03400387], [107.75, 21.0], [105.84, 21.03], [108.2, 16.05], [106.66, 10.78], [104.0, 22.4], [109.2, 12.2], [105.0, 9.0]]
V["projection"] = dict(note="always x=east, y=north; VN-2000 by EPSG op 2 (coordinate frame), ellipsoidal height 0", points=pts,
    epsg={str(e): [list(R.Grid("square:100", e).xy(*p)) for p in pts] for e in (5899, 5897, 9210, 3405, 32648)})
V["projection"]["inverse_5899"] = [dict(x=x, y=y, lon=lo, lat=la) for x, y in [(397515.57, 2327035.82), (395050, 2325050), (401950, 2332950)] for lo, la in [R.Grid("square:100", 5899).lonlat(x, y)]]
g = R.Grid("hex:100", 5899); H = []
rng = np.random.default_rng(7)
for x, y in zip(rng.uniform(390000, 402000, 46), rng.uniform(2320000, 2333000, 46)):
    H.append((float(round(x, 3)), float(round(y, 3))))
H += [(0.0, 0.0), (-120.5, 75.25), (49.0, 1.0), (-3.0, -86.0)]
hx = []
for x, y in H:
    k = g.key_xy(x, y); c = g.centre_xy(k)
    near = min(((math.hypot(x - cx, y - cy), n) for n in [k] + g.neighbours(k) for cx, cy in [g.centre_xy(n)]))
    assert near[1] == k, "the cell is the one with the nearest centre"
    hx.append(dict(x=x, y=y, cell=g.name(k), centre_x=c[0], centre_y=c[1]))
V["hex100"] = dict(crs=5899, cells=hx)
gs = R.Grid("square:100", 5899)
V["square100"] = [dict(lon=p[0], lat=p[1], cell=gs.name(gs.key(*p))) for p in pts[:22]]
V["h3_9"] = [dict(lon=p[0], lat=p[1], cell=h3.latlng_to_cell(p[1], p[0], 9), centre_lon=h3.cell_to_latlng(h3.latlng_to_cell(p[1], p[0], 9))[1], centre_lat=h3.cell_to_latlng(h3.latlng_to_cell(p[1], p[0], 9))[0]) for p in pts[:20]]
V["geodesic_area_m2"] = [dict(name=n, rings=r, area=R.geodesic_area(dict(type="Polygon", coordinates=r))) for n, r in [("square", sq), ("square with hole", hole), ("triangle", tri)]]
V["operators"] = [dict(name=n, mcc_mnc=m, operator=o, known=k, fixed_line=f) for n, m in [("Viettel", ""), ("VIETTEL  Telecom", ""), ("VNPT-Vinaphone", ""), ("Mobifone", ""), ("", "45204"), ("zzz", "452-01"), ("", "452 02"), ("", "4"), ("iTel", "45202"), ("Reddi", ""), ("ASIM", ""), ("Đông Dương Telecom", ""), ("CMC Telecom", ""), ("Saymee", ""), ("", ""), ("", "46001"), ("Viettel", "46001")] for o, k, f in [R.resolve_operator(n, m)]]
V["technology"] = {t: R.tech_class(t) for t in ["5G", "5G NSA", "NR", "NSA", "SA", "4G", "4G+", "LTE", "LTE+", "LTE-A", "lte", "3G", "UMTS", "WCDMA", "HSPA", "HSPA+", "EDGE", "GPRS", "GSM", "2G", "", "n/a", "xyz"]}
def lines(v):
    """one entry a line"""
    one = lambda x: json.dumps(x, ensure_ascii=False, separators=(",", ":"))
    if isinstance(v, list): return "[\n" + ",\n".join(map(one, v)) + "\n]"
    return "{\n" + ",\n".join(f"{json.dumps(k)}:{one(x)}" for k, x in v.items()) + "\n}"
with open("vectors.json", "w", encoding="utf-8") as f:
    f.write("{\n" + ",\n".join(f"{json.dumps(k)}: {lines(v)}" for k, v in V.items()) + "\n}\n")
print({k: len(v) for k, v in V.items()}, "f64 deviations", fl)
