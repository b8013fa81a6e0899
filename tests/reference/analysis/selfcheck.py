"""Looks at the reference's own output: shapely against even-odd, pandas against type 7, rounding near thresholds."""
import glob, math, subprocess, sys, tempfile
import numpy as np, pandas as pd, shapely
import reference as R
bad = 0
for d in sorted(glob.glob('cases/*/')):
    if 'on_the_edge' in d: continue
    tmp = tempfile.TemporaryDirectory(); out = tmp.name + '/'
    subprocess.run([sys.executable, 'reference.py', d + 'samples.csv', d + 'zones.geojson', out, '--now', '2026-04-01T00:00:00+07:00'], check=True)
    s = pd.read_csv(out + 'samples.csv', keep_default_na=False, dtype=str)
    zs = [z for z in R.read_zones(d + 'zones.geojson') if not z['parent']]
    p = s[(s.lon != '') & (s.lat != '') & ~s['flags'].str.contains('no-position|outside')]
    orig = R.read_samples(d + 'samples.csv'); pos = {str(o['row']): (o['lon'], o['lat']) for o in orig}
    for r in p.itertuples():
        hits = [z['id'] for z in zs if z['shp'].contains(shapely.Point(*pos[r.row]))]
        if (hits[0] if hits else '') != r.zone_id.lstrip("'"): bad += 1; print(d, r)
    q = s[~s['flags'].str.contains('no-position|null-island|outside|no-time|future|not-mobile|duplicate|low-acc|teleport|out-of')].copy()
    q['v'] = pd.to_numeric(q.download, errors='coerce'); q = q[(q.v >= 0) & (q.v <= 10000)]
    z = pd.read_csv(out + 'zone_stats.csv', keep_default_na=False, dtype=str)
    z = z[(z.metric == 'download') & (z.technology != '*') & (z.operator != '*') & (z.zone_id != '*')]
    g = q[q.zone_id != ''].groupby(['zone_id', 'operator', 'technology']).v
    st = {k: (len(v), v.mean(), np.quantile(v, .1), np.median(v), np.quantile(v, .9)) for k, v in g}
    for r in z.itertuples():
        e = st.pop((r.zone_id, r.operator, r.technology), None); o = (int(r.n_samples), float(r.mean), float(r.p10), float(r.median), float(r.p90))
        if e is None or not np.allclose(e, o, rtol=1e-10): bad += 1; print(d, r, e)
    if st: bad += 1; print(d, 'left', list(st)[:3])
print('bad', bad)
dif = 0; tot = 0
def f64(k, n, a, kf, ns):
    if R.wilson(k, n, R.Z95)[0] > a: need = max(1, 6 - n)
    else:
        p = (k + 1) / (n + 2); need = 385
        for m in range(1, 385):
            if n + m >= 6:
                lo, hi = R.wilson(math.floor(k + m * p + 0.5), n + m, R.Z95)
                if lo > a or hi < a: need = m; break
    return max(need, 5 - kf if k / n > a else 3 - ns)
for n in range(1, 61):
    for k in range(n + 1):
        for a in (.05, .5):
            tot += 1
            if f64(k, n, a, 5, 5) != R.votes_needed(k, n, a, 5, 5): dif += 1; print('votes_needed f64', k, n, a, f64(k, n, a, 5, 5), R.votes_needed(k, n, a, 5, 5))
print('votes_needed f64/exact differ', dif, 'of', tot)
# ties: (a+b)/2, a+(b-a)/2 and numpy's lerp around thresholds with two-decimal data
n1 = 0; n2 = 0
for thr in (40, 100, 10, 30, 1):
    for i in range(1, int(thr * 100)):
        a, b = (thr * 100 - i) / 100, (thr * 100 + i) / 100
        x, y, w = a + (b - a) * .5, (a + b) / 2, float(np.median([a, b]))
        n1 += (x < thr) != (y < thr); n2 += (w < thr) != (x < thr)
print('median tie flips: lerp vs mean', n1, '; lerp vs numpy.median', n2)
