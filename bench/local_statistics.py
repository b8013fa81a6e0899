"""Times Gi* and local Moran of phusong and of esda on the same lattices, and checks that the figures agree.

Called by local_statistics.sh; calls itself as `local_statistics.py peer METHOD SIDE VALUES OUT` for each run of esda.
Of esda only the call itself is timed, the second of two, so that neither imports nor the compilation by numba count;
of phusong the whole process is. Memory is the peak of each process: with Python's imports, and over them.

Nothing but the standard library is imported by the parent: a child's peak memory is never reported below its parent's.
"""

import array
import json
import math
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

METHODS = ("gi", "moran")
PERMUTATIONS = 999
TOLERANCE = 1e-9


def peer(method, side, values, out):
    """One run of esda in a process of its own."""
    import numpy as np
    import esda
    from libpysal import weights

    values = np.fromfile(values)
    jobs = os.cpu_count() or 1

    def call(w, z):
        if method == "gi":
            return esda.G_Local(z, w, transform="B", star=True, permutations=0)
        return esda.Moran_Local(z, w, permutations=PERMUTATIONS, n_jobs=jobs, seed=1)

    # Compiles what numba compiles, on a lattice too small to cost memory.
    call(weights.lat2W(20, 20, rook=False), values[:400])
    imports_mb = peak_mb(resource.RUSAGE_SELF)
    cpu, wall = cpu_s(), time.perf_counter()
    # Neighbours are part of the work on both sides.
    found = call(weights.lat2W(side, side, rook=False), values)
    wall, cpu = time.perf_counter() - wall, cpu_s() - cpu
    memory = max(peak_mb(resource.RUSAGE_SELF), peak_mb(resource.RUSAGE_CHILDREN))
    figures = found.Zs if method == "gi" else np.concatenate([found.Is, found.p_sim])
    np.asarray(figures, dtype=float).tofile(out)
    print(json.dumps({"wall": wall, "cpu": cpu, "mb": memory, "over_imports_mb": memory - imports_mb}))


def cpu_s():
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def peak_mb(who):
    return resource.getrusage(who).ru_maxrss / 1024


def lattice(side, path):
    """Failing shares of cells with some votes each, and a square that is worse."""
    draw = random.Random(side)
    values = array.array("d")
    for row in range(side):
        for column in range(side):
            votes = draw.randint(1, 8)
            share = 0.6 if 20 <= row < 30 and 20 <= column < 30 else 0.2
            values.append(sum(draw.random() < share for _ in range(votes)) / votes)
    path.write_bytes(values.tobytes())


def run(command):
    """Wall and CPU seconds and peak memory of a process."""
    begun = time.perf_counter()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE)
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    if status:
        sys.exit(f"{command[0]} failed")
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "mb": usage.ru_maxrss / 1024}, said


def floats(path):
    values = array.array("d")
    values.frombytes(path.read_bytes())
    return values


def agree(method, side, ours, theirs):
    """Figures that rest on no chance agree; p-values of 999 permutations differ by chance."""
    ours, theirs, n = floats(ours), floats(theirs), side * side
    worst = max(abs(a - b) / max(1.0, abs(b)) for a, b in zip(ours[:n], theirs[:n]))
    if method == "moran":
        off = [abs(a - b) / (math.sqrt(2 * b * (1 - b) / PERMUTATIONS) + 0.002) for a, b in zip(ours[n:], theirs[n:])]
        share = sum(distance > 4 for distance in off) / n
        print(f"  p-values more than four standard errors apart: {share:.4%}")
    print(f"  largest difference of figures without chance: {worst:.1e}")
    return worst <= TOLERANCE


def main(arguments):
    options = dict(zip(arguments[::2], arguments[1::2]))
    at = arguments.index("--sides")
    sides = [int(side) for word in arguments[at + 1 :] for side in word.split()]
    out = Path(options["--out"])
    out.mkdir(parents=True, exist_ok=True)
    fine = True
    for side in sides:
        values = out / f"values_{side}.bin"
        lattice(side, values)
        for method in METHODS:
            ours_out, theirs_out = out / f"ours_{method}_{side}.bin", out / f"esda_{method}_{side}.bin"
            ours, theirs = [], []
            for _ in range(int(options["--repetitions"])):
                ours.append(run([options["--program"], method, side, values, ours_out])[0])
                said = run([options["--python"], __file__, "peer", method, side, values, theirs_out])[1]
                theirs.append(json.loads(said))
            print(f"{method}, {side * side} cells")
            for what, unit in (("wall", "s"), ("cpu", "s"), ("mb", "MB")):
                mine = statistics.median(run[what] for run in ours)
                peers = statistics.median(run[what] for run in theirs)
                print(f"  {what:5} phusong {mine:9.3f} {unit}   esda {peers:9.3f} {unit}   ratio {peers / mine:6.1f}")
            over = statistics.median(run["over_imports_mb"] for run in theirs)
            print(f"  esda over its imports {over:.0f} MB")
            fine &= agree(method, side, ours_out, theirs_out)
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    if sys.argv[1:2] == ["peer"]:
        method, side, values, out = sys.argv[2:]
        peer(method, int(side), values, out)
    else:
        main(sys.argv[1:])
