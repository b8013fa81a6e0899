"""Second opinions on cells (method §10), computed with NumPy and SciPy from dense weight matrices."""
from collections import defaultdict
import numpy as np
from scipy.stats import false_discovery_control, norm

HEAD = "cell_id,operator,n_votes,share_failing,eb_share,n_neighbours,gi_star_z,gi_star_p,gi_star_fdr,moran_i,moran_p,moran_quadrant,moran_fdr".split(",")
PERMUTATIONS = 999

def marshall(k, n):
    """Marshall's global estimator; a negative variance counts as 0 (A46)."""
    m = k.sum() / n.sum()
    r = k / n
    s2 = (n * (r - m) ** 2).sum() / n.sum()
    between = s2 - m / n.mean()
    if between <= 0:
        return np.full(len(n), m)
    c = between / (between + m / n)
    return m + c * (r - m)

def gi_star(y, w):
    n = len(y)
    w = w + np.eye(n)
    k = w.sum(1)
    s = np.sqrt((y ** 2).mean() - y.mean() ** 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (w @ y - k * y.mean()) / (s * np.sqrt((n * (w ** 2).sum(1) - k ** 2) / (n - 1)))
    return np.where((k < n) & (y.max() > y.min()), z, np.nan)

def local_moran(y, w, rng):
    n = len(y)
    z = y - y.mean()
    if y.max() == y.min():
        return np.full(n, np.nan), np.full(n, np.nan), [""] * n
    w = w / w.sum(1, keepdims=True)
    i = (n - 1) * z * (w @ z) / (z ** 2).sum()
    p = np.ones(n)
    for c in range(n):
        if abs(z[c]) < 1e-12:                                # A47
            continue
        others, k = np.delete(z, c), int(round((w[c] > 0).sum()))
        lag = np.array([rng.choice(others, k, replace=False).mean() for _ in range(PERMUTATIONS)])
        larger = int((z[c] * lag >= z[c] * (w[c] @ z) - 1e-12).sum())
        p[c] = (1 + min(larger, PERMUTATIONS - larger)) / (PERMUTATIONS + 1)
    lag = w @ z
    return i, p, [("H" if z[c] > 0 else "L") + ("H" if lag[c] > 0 else "L") for c in range(n)]

def rows(votes, grid, operators, num, safe):
    """votes: judged votes on download.  -> rows of local_statistics.csv with their sort keys."""
    out, rng = [], np.random.default_rng(1)
    for op in ["*"] + list(operators):
        tally = defaultdict(lambda: [0, 0])
        for v in votes:
            if op in ("*", v["op"]):
                tally[v["cell"]][0] += bool(v["fail"]); tally[v["cell"]][1] += 1
        if not tally:
            continue
        cells = sorted(tally, key=lambda c: grid.name(c).encode())
        k, n = np.array([tally[c][0] for c in cells], float), np.array([tally[c][1] for c in cells], float)
        eb = marshall(k, n)
        at = set(cells)
        beside = {c: [d for d in grid.neighbours(c) if d in at] for c in cells}
        joined = [c for c in cells if beside[c]]
        place = {c: i for i, c in enumerate(joined)}
        w = np.zeros((len(joined), len(joined)))
        for c in joined:
            for d in beside[c]:
                w[place[c], place[d]] = 1
        res = {}
        if joined:
            y = np.array([tally[c][0] / tally[c][1] for c in joined])
            z = gi_star(y, w); gp = 2 * norm.sf(np.abs(z))
            mi, mp, quad = local_moran(y, w, rng)
            def bh(p):
                ok = ~np.isnan(p); d = np.zeros(len(p), bool)
                if ok.any(): d[ok] = false_discovery_control(p[ok]) <= 0.05
                return d
            gf, mf = bh(gp), bh(mp)
            for i, c in enumerate(joined):
                res[c] = ([num(float(z[i])), num(float(gp[i])), int(gf[i])] if not np.isnan(z[i]) else ["", "", ""]) + \
                         ([num(float(mi[i])), num(float(mp[i])), quad[i], int(mf[i])] if not np.isnan(mi[i]) else [""] * 4)
        for i, c in enumerate(cells):
            out.append(((grid.name(c).encode(), op != "*", op.encode()),
                        [grid.name(c), safe(op), int(n[i]), num(float(k[i] / n[i])), num(float(eb[i])), len(beside[c])] + res.get(c, [""] * 7)))
    return [r for _, r in sorted(out, key=lambda x: x[0])]
