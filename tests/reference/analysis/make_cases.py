#!/usr/bin/env python3
"""make_cases.py OUT  -> OUT/<case>/{samples.csv,zones.geojson,args.json}   deterministic (numpy PCG64, fixed seeds).
Positions are built in a local plane around Uong Bi; lon/lat are written with 6 decimals (7 where a case is about edges)."""
import csv, json, os, sys
from datetime import datetime, timedelta
import numpy as np

LON0, LAT0, KX, KY = 106.77, 21.03, 103910.0, 110574.0
HEAD = "id,timestamp,latitude,longitude,operator,technology,download_mbps,upload_mbps,latency_ms,jitter_ms".split(",")
EXTRA = "test_id,device_id,model,referral_code,accuracy,status,connection,mcc_mnc".split(",")
NOW = "2026-04-01T00:00:00+07:00"
ll = lambda x, y: (round(LON0 + x / KX, 7), round(LAT0 + y / KY, 7))

def ring(pts):
    c = [list(ll(x, y)) for x, y in pts]
    return c + [c[0]]

def wobbly(cx, cy, r, n, rng, amp=0.12):
    th = 2 * np.pi * np.arange(n) / n
    rr = r * (1 + amp * np.sin(3 * th + rng.uniform(0, 6)) + 0.03 * rng.normal(size=n))
    return [(cx + a * np.cos(t), cy + a * np.sin(t)) for a, t in zip(rr, th)]

def mesh(nx, ny, size, rng, jit=0.15):
    """quads sharing edges exactly."""
    P = {(i, j): (((i - nx / 2) + (rng.uniform(-jit, jit))) * size, ((j - ny / 2) + rng.uniform(-jit, jit)) * size) for j in range(ny + 1) for i in range(nx + 1)}
    return [[P[i, j], P[i + 1, j], P[i + 1, j + 1], P[i, j + 1]] for j in range(ny) for i in range(nx)]

def feature(geom_type, coords, **props):
    return {"type": "Feature", "properties": props, "geometry": {"type": geom_type, "coordinates": coords}}

def write(out, name, header, rows, features, args=None, runs=None, note=""):
    d = os.path.join(out, name); os.makedirs(d, exist_ok=True)
    with open(f"{d}/samples.csv", "w", encoding="utf-8", newline="") as f:
        w = csv.writer(f, lineterminator="\n"); w.writerow(header); w.writerows(rows)
    json.dump({"type": "FeatureCollection", "features": features}, open(f"{d}/zones.geojson", "w", encoding="utf-8"), ensure_ascii=False)
    json.dump({"note": note, "runs": {k: ["--now", NOW] + v for k, v in (runs or {"default": args or []}).items()}}, open(f"{d}/args.json", "w"), indent=1, ensure_ascii=False)

def simulate(seed, n, zones_xy, devices, ops, weak, months=4, tech_p=(.7, .22, .08), extra=True, sites=60, roam=0.5, unknown_share=0.1):
    """Phones at sites: each device has an operator, a bias and a few sites.  weak: {(zone index, op): failing strength 0..1}."""
    rng = np.random.default_rng(seed)
    t0 = datetime(2026, 4, 1) - timedelta(days=30 * months)
    cz = [tuple(np.mean(z, axis=0)) for z in zones_xy]
    S = []
    for s in range(sites):
        z = s % len(zones_xy)
        a = np.array(zones_xy[z]); w = rng.dirichlet(np.ones(len(a)) * 0.9)
        S.append((z, *(w @ a)))
    dev = []
    for d in range(devices):
        home = int(rng.integers(len(S)))
        dev.append(dict(id=f"dv-{1000 + 7 * d}", op=ops[int(rng.integers(len(ops)))], bias=float(rng.normal(0, .25)), sites=[home] + [int(v) for v in rng.integers(0, len(S), 5)]))
    rows = []
    for i in range(n):
        d = dev[int(rng.integers(devices))]
        s = S[d["sites"][int(rng.integers(len(d["sites"])))] if rng.random() > roam else int(rng.integers(len(S)))]
        x, y = s[1] + rng.normal(0, 45), s[2] + rng.normal(0, 45)
        tech = ["4G", "5G", "3G"][int(rng.choice(3, p=tech_p))]
        w = weak.get((s[0], d["op"]), weak.get((s[0], "*"), 0.05))
        low = rng.random() < w
        base = {"4G": 75, "5G": 260, "3G": 5}[tech]
        dl = max(0.05, base * np.exp(rng.normal(0, .35) + d["bias"] * .4) * (rng.uniform(.08, .4) if low else 1.0))
        ul = max(0.02, dl * rng.uniform(.2, .4)); la = max(4, 30 * np.exp(rng.normal(0, .3)) * (2.5 if low else 1)); ji = la * rng.uniform(.05, .4)
        # one phone tests at most once in 20 minutes: no accidental teleports
        t = t0 + timedelta(minutes=20 * int(rng.integers(0, months * 30 * 72)), seconds=int(rng.integers(0, 60)))
        lon, lat = ll(x, y)
        row = [str(i + 1), t.isoformat(), f"{lat:.6f}", f"{lon:.6f}", d["op"], tech, f"{dl:.2f}", f"{ul:.2f}", f"{la:.1f}", f"{ji:.1f}"]
        if extra:
            anon = rng.random()
            devid, model, ref = d["id"], "", ""
            if anon < unknown_share / 2:
                devid = ""
            elif anon < unknown_share:
                devid, model, ref = "", f"Model {int(rng.integers(6))}", f"REF{int(rng.integers(4)):02d}"
            row += [f"t{100000 + 13 * i}", devid, model, ref, f"{rng.gamma(2, 8):.1f}", "ok", "mobile", ""]
        rows.append(row)
    return rows, rng

def C(name):
    return (HEAD + EXTRA).index(name)

def dirty(rows, rng, share=0.25):
    """one kind of dirt a row; returns the rows with extra rows appended (duplicates)."""
    out, names = [], ["vnpt", "  VIETTEL  Telecom ", "Mobifone", "iTel", "Wintel", "Reddi", "VNSKY", "Local", "Saymee mobile", "SAYMEE  Mobile", "Mạng Lạ", "mạng lạ", "", "N/A", "Đông Dương Telecom", "Indochina Telecom", "VN VINAPHONE"]
    for i, r in enumerate(rows):
        r = list(r)
        if rng.random() < share:
            k = int(rng.integers(0, 30))
            lat, lon = r[2], r[3]
            if k == 0: r[2] = ""
            elif k == 1: r[3] = "abc"
            elif k == 2: r[2], r[3] = lon, lat                       # swapped
            elif k == 3: r[2] = r[3] = "0"
            elif k == 4: r[2], r[3] = "0.004", "-0.003"
            elif k == 5: r[2] = f"{float(lat) + 0.9:.6f}"             # far
            elif k == 6: r[C("connection")] = ["WiFi", "wi-fi", "Ethernet", "Cố định"][int(rng.integers(4))]
            elif k == 7: r[C("accuracy")] = ["100", "100.5", "2500"][int(rng.integers(3))]
            elif k == 8: r[C("status")] = ["failed", "aborted", "timeout", "Failed"][int(rng.integers(4))]; r[6:9] = [["", "12.5", "0"][int(rng.integers(3))], "", ["0", "", "-1", "35"][int(rng.integers(4))]]
            elif k == 9: r[6] = "0"
            elif k == 10: r[6], r[7], r[8] = "0.0", "0", "0"
            elif k == 11: r[6] = "-3.2"
            elif k == 12: r[6] = "10000.01"
            elif k == 13: r[6] = "10000"
            elif k == 14: r[7] = "-1"
            elif k == 15: r[8] = ["0", "-5", "60000", "60000.5"][int(rng.integers(4))]
            elif k == 16: r[1] = "2026-04-02T00:00:01" if rng.random() < .5 else "2027-01-01T00:00:00"
            elif k == 17: r[1] = ""
            elif k == 18: r[1] = "không rõ"
            elif k == 19: r[6] = ""
            elif k == 20: r[7] = "N/A"
            elif k == 21: r[8] = "-"
            elif k == 22: r[4] = names[int(rng.integers(len(names)))]
            elif k == 23: r[4] = ["CMC Telecom", "SCTV", "NetNam"][int(rng.integers(3))]; r[C("connection")] = ["mobile", "", ""][int(rng.integers(3))]
            elif k == 24: r[C("mcc_mnc")] = ["45204", "452-01", "452 02", "4", "46000", "45205"][int(rng.integers(6))]; r[4] = ["", "zzz", r[4]][int(rng.integers(3))]
            elif k == 25: r[5] = ["LTE", "LTE-A", "NR", "NSA", "5G SA", "HSPA+", "UMTS", "2G", "EDGE", "", "4G+", "n/a"][int(rng.integers(12))]
            elif k == 26:                                            # same id again, exactly
                out.append(list(r))
            elif k == 27:                                            # same content, no id
                q = list(r); q[C("test_id")] = ""; out.append(q)
            elif k == 28 and out:                                    # same id, another time
                r[C("test_id")] = out[int(rng.integers(len(out)))][C("test_id")]
            elif k == 29:                                            # teleport: 12 km in 10 minutes
                q = list(r); q[1] = (datetime.fromisoformat(r[1]) + timedelta(minutes=1)).isoformat() if r[1][:2] == "20" else r[1]
                q[2] = f"{float(r[2]) + 0.017:.6f}"; q[C("test_id")] = r[C("test_id")] + "b"; q[6] = "55.5"; out.append(q)
        out.append(r)
    order = rng.permutation(len(out))
    out = [out[i] for i in order]
    for i, r in enumerate(out):
        r[0] = str(i + 1)
    return out

def main(out):
    os.makedirs(out, exist_ok=True)
    OPS2 = ["Viettel", "VinaPhone"]; OPS4 = ["Viettel", "VinaPhone", "MobiFone", "Vietnamobile"]
    quad = lambda zs: [feature("Polygon", [ring(z)], zone_id=f"KP{i + 1:02d}", name=f"Khu phố {i + 1}") for i, z in enumerate(zs)]

    # 1 dirt of every kind, small
    rng = np.random.default_rng(11); zs = mesh(2, 2, 1500, rng)
    rows, r2 = simulate(12, 900, zs, 25, OPS4, {(0, "*"): .9, (1, "Viettel"): .6}, sites=24)
    write(out, "dirty_small", HEAD + EXTRA, dirty(rows, r2, .5), quad(zs),
          runs={"default": [], "hex": ["--grid", "hex:100"], "local": ["--grid", "hex:200", "--local-statistics"], "h3": ["--grid", "h3:9"], "utm": ["--grid-crs", "3405"], "stats": ["--only", "stats"],
                "upload8": ["--metric", "upload", "--threshold", "8"], "latency50": ["--metric", "latency", "--threshold", "50"], "basic": ["--criteria", "basic"],
                "3m": ["--period", "3m"], "month": ["--period", "2026-02"]}, note="every kind of dirt, half of the rows")

    # 2 grades A..E, mid size
    rng = np.random.default_rng(21); zs = mesh(4, 2, 1200, rng)
    weak = {(0, "*"): .97, (1, "*"): .9, (2, "*"): .75, (3, "*"): .55, (4, "*"): .45, (5, "*"): .15, (6, "*"): .02, (7, "Viettel"): .9}
    rows, r2 = simulate(22, 1900, zs, 40, OPS4, weak, months=6, sites=60)
    write(out, "grades_mid", HEAD + EXTRA, dirty(rows, r2, .04), quad(zs),
          runs={"default": [], "hex": ["--grid", "hex:100"], "h3": ["--grid", "h3:9"], "sq200": ["--grid", "square:200", "--local-statistics"], "qcvn": ["--criteria", "qcvn126-floor"], "fcc": ["--criteria", "fcc-style"], "basic": ["--criteria", "basic"], "stats": ["--only", "stats"]},
          note="8 zones, 40 devices, 4 operators: grades A to E")

    # 3 few votes: grades at the edge of proof
    rng = np.random.default_rng(31); zs = mesh(4, 3, 700, rng)
    weak = {(i, "*"): p for i, p in enumerate([1, .97, .9, .85, .8, .7, .6, .5, .4, .2, .1, 0])}
    rows, _ = simulate(32, 700, zs, 30, OPS2, weak, months=12, sites=36, roam=.8)
    write(out, "grades_sparse", HEAD + EXTRA, rows, quad(zs), runs={"default": [], "3m": ["--period", "3m"]}, note="12 zones, few votes each; some zones without any")

    # 4 no device identity at all: no verdict above B
    rng = np.random.default_rng(41); zs = mesh(3, 2, 900, rng)
    rows, _ = simulate(42, 700, zs, 30, OPS4, {(0, "*"): .98, (1, "*"): .5}, extra=False, sites=90)
    write(out, "no_identity", HEAD, rows, quad(zs), runs={"default": [], "stats": ["--only", "stats"]}, note="no device, model or referral columns; id column only counts")

    # 5 model + referral pairs only
    rows, _ = simulate(52, 700, zs, 30, OPS2, {(0, "*"): .95, (2, "*"): .9}, sites=60, unknown_share=2.0)
    for i, r in enumerate(rows):
        r[C("device_id")] = ""
        if i % 5 == 0: r[C("model")] = ""
        if i % 7 == 0: r[C("referral_code")] = ""
    write(out, "pairs", HEAD + EXTRA, rows, quad(zs), note="sources are (model, referral code) pairs; rows with one part or none")

    # 6 parent ward over children, a gap between the children, overlap, holes, multipolygon
    rng = np.random.default_rng(61)
    ward = wobbly(0, 0, 2200, 90, rng, .05)
    kids = [wobbly(-900, 700, 620, 40, rng), wobbly(700, 800, 650, 40, rng), wobbly(0, -800, 700, 40, rng)]
    over = wobbly(950, 1000, 420, 30, rng)
    hole = wobbly(0, -800, 200, 20, rng)[::-1]
    island = wobbly(2900, -500, 300, 24, rng); mp2 = wobbly(-900, -1500, 250, 24, rng)
    fe = [feature("Polygon", [ring(ward)], ma="W1", ten="Phường thử"), feature("Polygon", [ring(kids[0])], ma="KP-b", ten="Khu phố B"),
          feature("Polygon", [ring(kids[1])], ma="KP-c", ten="Khu phố C"), feature("Polygon", [ring(kids[2]), ring(hole)], ma="KP-a", ten="=Khu A"),
          feature("Polygon", [ring(over)], ma="KP-0", ten="Chồng lấn"), feature("MultiPolygon", [[ring(island)], [ring(mp2)]], ma="KP-z", ten="Đảo")]
    cent = [kids[0], kids[1], kids[2], over, island, mp2, ward]
    rows, r2 = simulate(62, 900, cent, 30, OPS4, {(0, "*"): .9, (3, "*"): .9, (2, "*"): .4}, sites=140)
    write(out, "parent_overlap_holes", HEAD + EXTRA, dirty(rows, r2, .1), fe, runs={"default": [], "h3": ["--grid", "h3:9"], "hex": ["--grid", "hex:150"]},
          note="parent ward (W1), overlap KP-0/KP-c, hole in KP-a (no-zone inside the ward), MultiPolygon KP-z partly outside the ward")

    # 7 study with holes, no parent: inside the hole is outside the study area
    rng = np.random.default_rng(71); zs = mesh(2, 1, 1600, rng)
    fe = []
    for i, z in enumerate(zs):
        c = np.mean(z, axis=0)
        fe.append(feature("Polygon", [ring(z), ring(wobbly(c[0], c[1], 350, 30, rng)[::-1])], zone_id=i, name=f"Khu {i}", households=[120, 415.5][i]))
    rows, _ = simulate(72, 800, zs, 20, OPS2, {(0, "*"): .8}, sites=80)
    write(out, "holes", HEAD + EXTRA, rows, fe, runs={"default": [], "weight": ["--weight", "households"]}, note="numeric zone_id 0 and 1; lakes are outside")

    # 8 points on edges and vertices, coordinates exact in binary
    q = 1 / 256
    fe, rows, n = [], [], 0
    for j in range(2):
        for i in range(2):
            x, y = 106.75 + i * q * 4, 21.0 + j * q * 4
            fe.append(feature("Polygon", [[[x, y], [x + q * 4, y], [x + q * 4, y + q * 4], [x, y + q * 4], [x, y]]], zone_id=f"Z{2 * j + i}", name=f"Ô {i}{j}"))
    rng = np.random.default_rng(81)
    for iy in range(-1, 18):
        for ix in range(-1, 18):
            n += 1
            t = datetime(2026, 1, 1) + timedelta(minutes=37 * n)
            rows.append([str(n), t.isoformat(), repr(21.0 + iy * q / 2), repr(106.75 + ix * q / 2), "Viettel", "4G", f"{rng.uniform(5, 90):.2f}", "10", "30", "1"])
    write(out, "on_the_edge", HEAD, rows, fe, note="every point on a 1/512 degree lattice; zone borders on lattice lines; exact in binary")

    # 9 operators and MVNOs, names and codes
    rng = np.random.default_rng(91); zs = mesh(2, 1, 1000, rng)
    rows, r2 = simulate(92, 700, zs, 40, OPS4, {(0, "*"): .8}, sites=40)
    names = ["Viettel", "VIETTEL Mobile", "Viettel Telecom", "Tập đoàn Công nghiệp – Viễn thông Quân đội", "vinaphone", "VNPT", "VNPT-Vinaphone", "VNPT Net", "MobiFone", "Tổng công ty Viễn thông MobiFone",
             "VMS", "HTC", "VNMobile", "Gmobile", "GTEL Mobile", "iTel", "Itelecom", "Đông Dương Telecom", "Wintel", "Reddi", "Local", "ASIM", "VNSKY", "Digilife", "Saymee", "SAYMEE", "saymee", "Lạ Lùng", "lạ lùng", "LẠ  LÙNG", "", "-", "FPT Retail"]
    for i, r in enumerate(rows):
        r[4] = names[int(r2.integers(len(names)))]
        if r2.random() < .2:
            r[C("mcc_mnc")] = ["45201", "452-02", "452 04", "4", "45205", "45207", "45208", "45209", "52004", "23201"][int(r2.integers(10))]
    write(out, "operators", HEAD + EXTRA, rows, quad(zs), note="aliases, MVNOs, MCC-MNC first, foreign MCC, unresolved names with several spellings, empty names")

    # 10 Vietnamese headers
    vh = ["Mã đo", "Thời gian đo", "Vĩ độ", "Kinh độ", "Nhà mạng", "Công nghệ", "Tải xuống (Mbps)", "Tải lên (Mbps)", "Ping (ms)", "Jitter", "Mã thiết bị", "Dòng máy", "Mã giới thiệu", "Sai số", "Trạng thái", "Loại kết nối"]
    zs = mesh(2, 2, 900, np.random.default_rng(101))
    rows, r2 = simulate(102, 700, zs, 25, OPS4, {(1, "*"): .9}, sites=40)
    vr = []
    for r in rows:
        d = dict(zip(HEAD + EXTRA, r)); t = datetime.fromisoformat(d["timestamp"])
        vr.append([d["test_id"], t.strftime("%d/%m/%Y %H:%M:%S"), d["latitude"], d["longitude"], d["operator"], d["technology"], d["download_mbps"], d["upload_mbps"], d["latency_ms"], d["jitter_ms"],
                   d["device_id"], d["model"], d["referral_code"], d["accuracy"], ["ok", "Hoàn thành"][int(r2.integers(2))], ["Di động", "Wi-Fi", "Internet di động"][int(r2.choice(3, p=[.8, .1, .1]))]])
    write(out, "vietnamese", vh, vr, quad(zs), note="Vietnamese headers, dd/MM/yyyy HH:MM:SS")

    # 11 teleports and tracks
    rows, n = [], 0
    zs = [[(-6000, -3000), (150, -3000), (150, 3000), (-6000, 3000)], [(150, -3000), (6000, -3000), (6000, 3000), (150, 3000)]]
    rng = np.random.default_rng(111)
    for d in range(12):
        t = datetime(2026, 1, 5, 7) + timedelta(days=d)
        x, y = 0.0, 0.0
        for k in range(25):
            n += 1
            step = [30, 400, 900, 1100, 3000, 5000][int(rng.integers(6))]; dt = [0, 1, 10, 12, 20, 60, 300][int(rng.integers(7))]
            x = max(-5500, min(5500, x + step * [1, -1][int(rng.integers(2))])); t += timedelta(seconds=dt)
            lon, lat = ll(x, y)
            conn = "WiFi" if rng.random() < .1 else "mobile"
            rows.append([str(n), t.isoformat(), f"{lat:.6f}", f"{lon:.6f}", "Viettel", "4G", f"{rng.uniform(3, 90):.2f}", "9.5", "33", "2", f"t{n}", f"dv{d}" if d < 10 else "", "", "", "150" if rng.random() < .05 else "8", "ok", conn, ""])
    order = rng.permutation(len(rows)); rows = [rows[i] for i in order]
    for i, r in enumerate(rows): r[0] = str(i + 1)
    write(out, "teleport", HEAD + EXTRA, rows, quad(zs), note="tracks with jumps; excluded rows are stepped over, low accuracy rows are not; rows shuffled")

    # 12 duplicates and ids, clear cases only
    zs = mesh(1, 1, 3000, np.random.default_rng(121))
    rows, r2 = simulate(122, 240, zs, 15, OPS2, {(0, "*"): .5}, sites=25, unknown_share=0)
    outr = []
    for i, r in enumerate(rows):
        outr.append(r); k = i % 16
        q = list(r)
        if k == 0: outr.append(q)                                         # same id, same all
        elif k == 1: q[C("test_id")] = ""; outr.append(q)                 # no id on one, same all
        elif k == 2: q[C("test_id")] = q[C("test_id")] + "x"; outr.append(q)   # other id: not a duplicate
        elif k == 3: q[6] = f"{float(q[6]) + 5:.2f}"; outr.append(q)      # same id and time, other download: a duplicate
        elif k == 4: q[C("test_id")] = ""; q[6] = f"{float(q[6]) + 5:.2f}"; outr.append(q)   # no id, other download: not
        elif k == 5: q[1] = (datetime.fromisoformat(q[1]) + timedelta(seconds=1)).isoformat(); outr.append(q)  # same id, 1 s later: id-conflict
        elif k == 6: q[C("connection")] = "wifi"; outr.insert(len(outr) - 1, q)   # the copy is not mobile: the other stays
        elif k == 7: outr += [list(r), list(r)]                            # three of one
        elif k == 8: r[C("test_id")] = q[C("test_id")] = ""; outr.append(q)      # both without id
        elif k == 9: q[C("test_id")] = ""; q[2] = f"{float(q[2]) + .00001:.6f}"; outr.append(q)  # 1 m away, no id: not
    for i, r in enumerate(outr): r[0] = str(i + 1)
    write(out, "duplicates", HEAD + EXTRA, outr, quad(zs), note="clear duplicate rules")

    # 13 medians that are exactly the threshold: nobody fails (A27)
    zs = mesh(2, 1, 1500, np.random.default_rng(151)); rng = np.random.default_rng(152); rows = []
    for d in range(300):
        x, y = rng.uniform(-1200, 1200), rng.uniform(-600, 600); lon, lat = ll(x, y); i = int(rng.integers(1, 3000))
        tech, T = [("4G", 40), ("5G", 100), ("3G", 1)][d % 3]; i = i % (T * 100)
        for k, v in enumerate([(T * 100 - i) / 100, (T * 100 + i) / 100]):
            day = 1 + (k if d % 2 else 0)                            # the pair on one day, or on two
            rows.append([str(len(rows) + 1), f"2026-01-{day:02d}T{8 + 2 * k:02d}:15:{d % 60:02d}", f"{lat:.6f}", f"{lon:.6f}", "Viettel", tech, f"{v:.2f}", "10", "30", "1", f"t{d}-{k}", f"dv{d}", "", "", "5", "ok", "mobile", ""])
    write(out, "median_ties", HEAD + EXTRA, rows, quad(zs), note="every vote's value is exactly its threshold: 0 failing votes")

    # 14 gates: indoors, at night, long ago; a hexagon of which little lies in the study area
    rng = np.random.default_rng(161); zs = mesh(2, 1, 900, rng)
    rows, r2 = simulate(162, 1300, zs, 60, OPS2, {(0, "*"): .95, (1, "Viettel"): .6}, months=14, sites=70, unknown_share=.3)
    for r in rows:
        t = datetime.fromisoformat(r[1]); r[1] = t.replace(hour=int(r2.integers(4, 24)), tzinfo=t.tzinfo).isoformat()
        if float(r[6]) < 25: r[6], r[7] = f"{float(r[6]) / 5:.2f}", f"{float(r[7]) / 8:.2f}"
        r.append(["Trong nhà", "Ngoài trời", "", "indoor"][int(r2.choice(4, p=[.2, .6, .1, .1]))])
    write(out, "gates", HEAD + EXTRA + ["Trong nhà/Ngoài trời"], rows, quad(zs), runs={"fcc": ["--criteria", "fcc-style"]}, note="indoors, at night, more than a year ago")

    # 15 an outline and nothing else: gaps by hexagon
    rng = np.random.default_rng(141)
    outline = wobbly(0, 0, 1300, 60, rng)
    rows, r2 = simulate(142, 600, [outline], 60, OPS4, {(0, "Viettel"): .5}, months=1, sites=70)
    write(out, "outline_only", HEAD + EXTRA, dirty(rows, r2, .1), [feature("Polygon", [ring(outline)], ma="W1", ten="Phường thử")],
          runs={"default": ["--period", "2026-03"], "h3": ["--grid", "h3:9", "--period", "2026-03"], "hex": ["--grid", "hex:150", "--period", "2026-03"], "year": []}, note="one polygon, one month; all of it reaches into a second")

    # 16 a row for each direction, shuffled: some partners are missing, some rows have no id, some tests are marked implausible
    rng = np.random.default_rng(161); zs = mesh(2, 2, 1400, rng)
    rows, r2 = simulate(162, 500, zs, 30, OPS4, {(0, "*"): .9, (1, "Viettel"): .6}, months=3, sites=24)
    long = []
    for n, r in enumerate(rows):
        marked = "true" if n % 17 == 3 else "false" if n % 2 else ""
        who = ["" if n % 9 == 4 else r[C("test_id")] or f"t{n}", r[1], r[2], r[3], r[4], r[5], r[C("device_id")], r[C("connection")], marked]
        figures = [("download", r[6], "Mbps"), ("upload", r[7], "Mbps"), ("ping", r[8], "ms"), ("jitter", "3", "ms")]
        if n % 5 == 1 and r[6]:
            figures[0] = ("download", f"{round(float(r[6]) * 1000)}", "kbps")
        del figures[n % 4 if n % 7 == 2 else 3]
        long += [who + list(f) for f in figures if f[1]]
    r2.shuffle(long)
    write(out, "long_table", "test_id,timestamp,latitude,longitude,operator,technology,device_id,connection,implausible,metric,value,unit".split(","), long, quad(zs),
          note="a row for each direction and metric, in any order; marks of the source")

if __name__ == "__main__":
    main(sys.argv[1])
