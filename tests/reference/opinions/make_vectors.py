#!/usr/bin/env python3
"""make_vectors.py [PYSAL_EXAMPLES]
Check values of the second opinions by PySAL (esda 2.9, libpysal 4.14), SciPy and statsmodels:
  vectors.json  invented cells on a square grid, inputs and results
  pysal.json    results only, on the example data sets of libpysal (folder libpysal/examples), which are not kept here
Needs: pip install esda libpysal geopandas statsmodels"""
import csv, json, os, sys, warnings
import numpy as np
from libpysal.weights import W, fill_diagonal
from libpysal.io import open as ps_open
from esda.getisord import G_Local
from esda.moran import Moran_Local
from esda.smoothing import Empirical_Bayes
from scipy.stats import false_discovery_control, norm
from statsmodels.stats.multitest import multipletests

HERE = os.path.dirname(os.path.abspath(__file__))
QUADRANT = {1: "HH", 2: "LH", 3: "LL", 4: "HL"}
warnings.simplefilter("ignore")

def opinions(y, neighbours, permutations=0):
    """esda's Gi* (binary, self included) and local Moran (row-standardised) of values with neighbour lists."""
    y = np.asarray(y, float)
    lists = {i: list(n) for i, n in enumerate(neighbours)}
    star = G_Local(y, fill_diagonal(W(lists, silence_warnings=True), 1), transform="B", star=True, permutations=0)
    moran = Moran_Local(y, W(lists, silence_warnings=True), transformation="r", permutations=permutations or 9, seed=7, n_jobs=1)
    p = norm.sf(np.abs(star.Zs)) * 2
    by_statsmodels = multipletests(p, 0.05, "fdr_bh")[0]
    assert (by_statsmodels == (false_discovery_control(p) <= 0.05)).all()
    out = dict(gi_star_z=star.Zs.tolist(), gi_star_p=p.tolist(), gi_star_fdr=[bool(b) for b in by_statsmodels],
               moran_i=moran.Is.tolist(), moran_quadrant=[QUADRANT[q] for q in moran.q])
    if permutations:
        out["moran_p"] = moran.p_sim.tolist()
    return out

def shrunken(failing, votes):
    return Empirical_Bayes(np.asarray(failing), np.asarray(votes)).r.ravel().tolist()

def invented(seed, side, kept, weak, by_chance):
    """Cells of a square grid with votes, in the order of (column, row), none of them alone."""
    rng = np.random.default_rng(seed)
    places = [(i, j) for i in range(side) for j in range(side) if rng.random() < kept]
    def beside(cells):
        at = {c: n for n, c in enumerate(cells)}
        return [[at[i + a, j + b] for a in (-1, 0, 1) for b in (-1, 0, 1) if (a or b) and (i + a, j + b) in at] for i, j in cells]
    places = [c for c, n in zip(places, beside(places)) if n]
    assert all(beside(places))
    votes = rng.integers(1, 30, len(places))
    failing = [int(rng.binomial(n, weak if i < side / 3 and j < side / 2 else by_chance)) for (i, j), n in zip(places, votes)]
    share = [k / int(n) for k, n in zip(failing, votes)]
    lists = beside(places)
    return dict(cells=places, votes=votes.tolist(), failing=failing, neighbours=lists, eb_share=shrunken(failing, votes),
                **opinions(share, lists, 99999))

def from_gal(path):
    w = ps_open(path).read()
    at = {k: n for n, k in enumerate(w.id_order)}
    return [[at[j] for j in w.neighbors[k]] for k in w.id_order]

def column(path, name):
    with open(path, newline="") as f:
        if path.endswith("json"):
            return [feature["properties"][name] for feature in json.load(f)["features"]]
        if path.endswith(".txt"):
            next(f)
        return [float(row[name]) for row in csv.DictReader(f)]

SETS = [("desmith", "desmith/desmith.gal", "desmith/desmith.txt", "z"), ("stl", "stl/stl.gal", "stl/stl_hom.csv", "HR8893"),
        ("mexico 1940", "mexico/mexico.gal", "mexico/mexico.csv", "pcgdp1940"), ("mexico 2000", "mexico/mexico.gal", "mexico/mexico.csv", "pcgdp2000"),
        ("columbus", "columbus/columbus.gal", "columbus/columbus.json", "CRIME"), ("baltimore", "baltim/baltim_q.gal", "baltim/baltimore.geojson", "PRICE")]

def main():
    csv.field_size_limit(1 << 24)
    cases = [invented(1, 12, 0.8, 0.8, 0.15), invented(2, 9, 0.6, 0.6, 0.3)]
    json.dump(cases, open(f"{HERE}/vectors.json", "w"), indent=None, separators=(",", ":"))
    if len(sys.argv) > 1:
        out = []
        for name, gal, table, header in SETS:
            y = column(f"{sys.argv[1]}/{table}", header)
            out.append(dict(name=name, gal=gal, table=table, column=header, **opinions(y, from_gal(f"{sys.argv[1]}/{gal}"))))
        e, b = (column(f"{sys.argv[1]}/stl/stl_hom.csv", c) for c in ("HC8893", "PO8893"))
        out.append(dict(name="stl rates", table="stl/stl_hom.csv", failing="HC8893", votes="PO8893", eb_share=shrunken(e, b)))
        json.dump(out, open(f"{HERE}/pysal.json", "w"), indent=None, separators=(",", ":"))

if __name__ == "__main__":
    main()
