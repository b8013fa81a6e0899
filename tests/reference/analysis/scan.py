"""The scan and the drawn shape (method §9) a second time: every window by brute force, written from the definitions alone.

cells: list of (x, y) in whole cells of 100 m, in byte order of their ids. votes: (cell, source or None, technology, fails).
"""
import math
import numpy as np


def windows(cells, votes, max_radius):
    """All windows as tuples of cells in the order they join, by centre."""
    per_cell = [sum(1 for v in votes if v[0] == i) for i in range(len(cells))]
    half = len(votes) / 2
    out = []
    for cx, cy in cells:
        order = sorted((round(math.hypot(100 * (x - cx), 100 * (y - cy)), 6), i) for i, (x, y) in enumerate(cells))
        joined, n, mine = (), 0, []
        for d, i in order:
            n += per_cell[i]
            if d > max_radius or n > half:
                break
            joined += (i,)
            mine.append(joined)
        out.append(mine)
    return out


def xlogy(x, y):
    return x * math.log(y) if x else 0.0


def L(c, n):
    return xlogy(c, c / n) + xlogy(n - c, (n - c) / n) if n else 0.0


def relative(c, n, C, N):
    return L(c, n) + L(C - c, N - n) - L(C, N) if n < N and c / n > (C - c) / (N - n) else 0.0


def absolute(c, n, a):
    return xlogy(c, c / n / a) + xlogy(n - c, (n - c) / n / (1 - a)) if c / n > a else 0.0


def sources(votes):
    """Votes of each source, ordered by technology and cell; an unknown vote is a source of one."""
    by, out = {}, []
    for v in sorted(votes, key=lambda v: (v[2], v[0])):
        if v[1] is None:
            out.append([v])
        else:
            by.setdefault(v[1], []).append(v)
    return [by[s] for s in sorted(by)] + out


def size_class(s):
    return s if s <= 4 else 4 + math.ceil(2 * math.log2(s / 4))


def correlation(groups):
    """ANOVA estimate of the correlation of outcomes within a source, clamped."""
    n = np.array([len(g) for g in groups], float)
    p = np.array([np.mean([v[3] for v in g]) for g in groups])
    k, N = len(n), n.sum()
    if k < 2 or N <= k:
        return 0.0
    mean = (n * p).sum() / N
    msb = (n * (p - mean) ** 2).sum() / (k - 1)
    msw = (n * p * (1 - p)).sum() / (N - k)
    n0 = (N - (n ** 2).sum() / N) / (k - 1)
    r = (msb - msw) / (msb + (n0 - 1) * msw)
    return float(min(max(r, 0.0), 0.95)) if math.isfinite(r) else 0.0


def monte_carlo(cells, votes, a, max_radius, replicas, seed):
    """Largest relative and absolute statistic of each replica."""
    rng = np.random.default_rng(seed)
    groups, W = sources(votes), windows(cells, votes, max_radius)
    all_windows = {frozenset(w) for mine in W for w in mine}
    member = np.array([[i in w for i in range(len(cells))] for w in all_windows], float)
    size = member @ np.array([sum(1 for v in votes if v[0] == i) for i in range(len(cells))])
    N, C, r = len(votes), sum(v[3] for v in votes), correlation(groups)
    classes = {}
    for g in groups:
        classes.setdefault(size_class(len(g)), []).append(g)
    out = []
    for _ in range(replicas):
        failing = np.zeros(len(cells))
        for members in classes.values():
            givers, takers = rng.permutation(len(members)), rng.permutation(len(members))
            outcomes = [v[3] for i in givers for v in members[i]]
            places = [v[0] for i in takers for v in members[i]]
            for fails, cell in zip(outcomes, places):
                failing[cell] += fails
        assert failing.sum() == C
        rel = max(relative(c, n, C, N) for c, n in zip(member @ failing, size))
        failing = np.zeros(len(cells))
        for g in groups:
            q = a if r < 0.001 else rng.beta(a * (1 - r) / r, (1 - a) * (1 - r) / r)
            for v in g:
                failing[v[0]] += rng.random() < q
        out.append((rel, max(absolute(c, n, a) for c, n in zip(member @ failing, size))))
    return out


def best(cells, votes, a, max_radius):
    """For each statistic the window with the largest value: fewer cells first, then the smaller centre."""
    N, C = len(votes), sum(v[3] for v in votes)
    found = {}
    for centre, mine in enumerate(windows(cells, votes, max_radius)):
        for w in mine:
            inside = [v for v in votes if v[0] in w]
            n, c = len(inside), sum(v[3] for v in inside)
            for name, value in (("relative", relative(c, n, C, N)), ("absolute", absolute(c, n, a))):
                key = (-round(value, 9), len(w), centre)
                if name not in found or key < found[name][0]:
                    found[name] = (key, dict(centre=centre, cells=sorted(w), n=n, c=c, llr=value,
                                             radius=100 * max(math.dist(cells[centre], cells[i]) for i in w)))
    return {name: f[1] for name, f in found.items()}


def drawn(window, sampled, a):
    """Cells drawn of a window {(x, y): (votes, failing)}; `sampled`: every cell with votes. §9.5, squares."""
    kept = set()
    for (x, y), (n, k) in window.items():
        ring = [window[x + i, y + j] for i in (-1, 0, 1) for j in (-1, 0, 1) if (i or j) and (x + i, y + j) in window]
        fail = k + sum(t[1] for t in ring)
        all_ = n + sum(t[0] for t in ring)
        if fail >= 2 and (fail + 7 * k) / (all_ + 7 * n) > a:
            kept.add((x, y))
    kept = kept or set(window)
    xs, ys = [c[0] for c in kept], [c[1] for c in kept]
    frame = {(x, y) for x in range(min(xs) - 1, max(xs) + 2) for y in range(min(ys) - 1, max(ys) + 2)}
    outside, todo = set(), [(min(xs) - 1, min(ys) - 1)]
    while todo:
        x, y = todo.pop()
        if (x, y) in frame and (x, y) not in kept and (x, y) not in outside:
            outside.add((x, y))
            todo += [(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)]
    return sorted(kept | {c for c in frame - outside - kept if c not in sampled})
