"""Writes scan_vectors.json: small wards and what scan.py finds in them."""
import json
import numpy as np
import scan as S

wards = []
for seed, a, radius, side, weak_share, most_votes in [(1, 0.5, 300, 7, 0.9, 5), (2, 0.5, 250, 8, 0.85, 4), (3, 0.3, 1000, 6, 0.7, 6)]:
    rng = np.random.default_rng(seed)
    cells = sorted((int(x), int(y)) for x in range(side) for y in range(side) if rng.random() < 0.8)
    home = {}
    votes = []
    for i, (x, y) in enumerate(cells):
        weak = (x - 2) ** 2 + (y - 2) ** 2 <= 2
        for _ in range(int(rng.integers(1, most_votes + 1))):
            # Phones with up to a dozen votes; one vote in eight is of no known phone.
            source = None if rng.random() < 0.125 else int(rng.geometric(0.04))
            bias = 0.0 if source is None else 0.25 * ((source * 7919) % 3 - 1)
            share = min(max((weak_share if weak else 0.15) + bias, 0.02), 0.98)
            votes.append([i, source, int(rng.integers(1, 3)), bool(rng.random() < share)])
    # One vote of a phone in a cell and class.
    seen, kept = set(), []
    for v in votes:
        if v[1] is None or (v[1], v[2], v[0]) not in seen:
            seen.add((v[1], v[2], v[0]))
            kept.append(v)
    votes = kept
    best = S.best(cells, votes, a, radius)
    maxima = S.monte_carlo(cells, votes, a, radius, 3000, seed)
    for i, name in enumerate(("relative", "absolute")):
        sample = np.array([m[i] for m in maxima])
        levels = [float(np.quantile(sample, q, method="higher")) for q in (0.2, 0.5, 0.8, 0.95)]
        best[name]["reached"] = [[q, float(np.mean(sample >= q - 1e-9))] for q in levels]
        best[name]["p"] = float((1 + np.sum(sample >= best[name]["llr"] - 1e-9)) / (len(sample) + 1))
    tally = {c: (sum(v[0] == i for v in votes), sum(v[0] == i and v[3] for v in votes)) for i, c in enumerate(cells)}
    window = {cells[i]: tally[cells[i]] for i in best["relative"]["cells"]}
    wards.append(dict(allowed=a, max_radius_m=radius, cells=cells, votes=votes, n_windows=sum(map(len, S.windows(cells, votes, radius))),
                      correlation=S.correlation(S.sources(votes)), relative=best["relative"], absolute=best["absolute"],
                      drawn=S.drawn(window, set(cells), a)))
    print(seed, len(cells), len(votes), {n: (b["n"], b["c"], len(b["cells"]), round(b["llr"], 2), b["p"]) for n, b in best.items()}, wards[-1]["correlation"], len(wards[-1]["drawn"]))

shapes = []
rng = np.random.default_rng(9)
for number in range(24):
    a = (0.5, 0.3, 0.05)[number % 3]
    sampled = {(int(x), int(y)) for x in range(7) for y in range(7) if rng.random() < (0.9, 0.6, 0.35)[number // 3 % 3]}
    middle = (3 + rng.normal(), 3 + rng.normal())
    window, others = {}, []
    for c in sorted(sampled):
        if (c[0] - 3) ** 2 + (c[1] - 3) ** 2 > 10:
            others.append(c)
            continue
        n = int(rng.integers(1, 6))
        inside = (c[0] - middle[0]) ** 2 + (c[1] - middle[1]) ** 2 < 3
        window[c] = (n, int(rng.binomial(n, 0.85 if inside else a / 2)))
    if window:
        shapes.append(dict(allowed=a, window=[[*c, *t] for c, t in window.items()], others=others, drawn=S.drawn(window, sampled, a)))

with open("scan_vectors.json", "w") as f:
    json.dump(dict(wards=wards, shapes=shapes), f, separators=(",", ":"))
    f.write("\n")
