#!/usr/bin/env python3
"""Second implementation of `phusong analyze` (method §2-§7, §9 item 7, §11, §12, and the tables of the interface).

Slow and plain on purpose, written from the definitions alone.  Readings marked A1, A3 ... are explained in READINGS.md.
usage: reference.py SAMPLES.csv ZONES.geojson OUT [--grid square:100|hex:100|h3:9] [--grid-crs EPSG]
       [--criteria qd36|basic|qcvn126-floor] [--metric M --threshold X] [--period all|12m|3m|YYYY-MM]
       [--from D --to D] [--now ISO] [--only stats] [--study-area FILE] [--weight FIELD]
"""
import argparse, csv, json, math, os, re, sys, unicodedata
from collections import defaultdict
from datetime import datetime, timedelta, timezone
from fractions import Fraction
import numpy as np
import pyproj
from pyproj.transformer import TransformerGroup
import h3
from geographiclib.geodesic import Geodesic
import shapely
from shapely.geometry import shape as shp_shape, Polygon, MultiPolygon, box
from shapely.ops import unary_union
import gates, opinions

Z95 = 1.959963984540054
Z80 = 1.2815515655446004
TZ = timezone(timedelta(hours=7))
METRICS = ["download", "upload", "latency"]
CLASSES = ["3G", "4G", "5G", "unknown"]
EXCLUDED = {"no-position", "null-island", "outside", "no-time", "future-time", "manual", "not-mobile", "duplicate"}
NO_EVIDENCE = {"low-accuracy", "teleport"}              # for every metric
PROFILES = {
    "qd36": ("download", {"4G": 40.0, "5G": 100.0, "unknown": 40.0, "3G": 1.0}, 0.5),
    "qcvn126-floor": ("download", {"5G": 30.0}, 0.05),
    "fcc-style": ("download", {"4G": 10.0, "5G": 10.0, "3G": 10.0, "unknown": 10.0}, 0.5),
    "basic": ("download", {"4G": 10.0, "5G": 10.0, "3G": 10.0, "unknown": 10.0}, 0.5),
}

# ------------------------------------------------------------------ small statistics

def type7(values, p):
    """Hyndman-Fan type 7: h=(n-1)p, linear between neighbours.  values sorted or not; None when empty."""
    v = sorted(values)
    if not v:
        return None
    h = (len(v) - 1) * p
    i = math.floor(h)
    if i + 1 >= len(v):
        return v[-1]
    if h - i == 0.5:
        return (v[i] + v[i + 1]) / 2                 # A27: a+(b-a)*0.5 makes false failures at a threshold
    return v[i] + (v[i + 1] - v[i]) * (h - i)

def median(values):
    return type7(values, 0.5)

def wilson(k, n, z):
    """(lower, upper); n=0 -> (0,1)."""
    if n == 0:
        return 0.0, 1.0
    p = k / n
    d = 1 + z * z / n
    c = (p + z * z / (2 * n)) / d
    w = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / d
    lo = 0.0 if k == 0 else max(0.0, c - w)
    hi = 1.0 if k == n else min(1.0, c + w)
    return lo, hi

_rank = {}
def median_rank(n):
    """largest r with P(Bin(n,1/2) < r) <= 0.025, exact integers; None for n<6."""
    if n not in _rank:
        r, cum, term, total = 0, 0, 1, 2 ** n       # cum = #outcomes with X<r ; term = C(n,r)
        while r <= n:
            cum += term                             # now X <= r  i.e. X < r+1
            if cum * 40 > total:                    # cum/total > 0.025
                break
            term = term * (n - r) // (r + 1)
            r += 1
        _rank[n] = r if r >= 1 else None
    return _rank[n]

def votes_needed(k, n, a, known_failing=0, n_sources=0, prior=None):
    """method §7.  prior: Fraction p* for n=0 (share of operator+technology in the study area, else 1/5). Exact p* (A30)."""
    need = 385
    lb, _ = wilson(k, n, Z95)
    if n > 0 and lb > a:
        need = max(1, 6 - n)
    else:
        ps = Fraction(k + 1, n + 2) if n > 0 else (prior if prior is not None else Fraction(1, 5))
        for m in range(1, 385):
            if n + m < 6:
                continue
            kk = math.floor(k + m * ps + Fraction(1, 2))
            lo, hi = wilson(kk, n + m, Z95)
            if lo > a or hi < a:
                need = m
                break
    floor_ = (5 - known_failing) if (n > 0 and k / n > a) else (3 - n_sources)
    return max(need, floor_)

# ------------------------------------------------------------------ reading

NULLS = {"", "-", "na", "n/a", "nan", "null", "none"}

def clean(s):
    if s is None:
        return ""
    s = unicodedata.normalize("NFC", s).strip()
    return "" if s.lower() in NULLS else s

def fold(s):
    s = unicodedata.normalize("NFC", s).lower().replace("đ", "d")
    s = "".join(c for c in unicodedata.normalize("NFD", s) if not unicodedata.combining(c))
    s = re.sub(r"\([^)]*\)", " ", s)
    return re.sub(r"[^a-z0-9]+", " ", s).strip()

def fold_name(s):
    s = unicodedata.normalize("NFC", s).lower().replace("đ", "d")
    s = "".join(c for c in unicodedata.normalize("NFD", s) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", s).strip()

SYN = {
    "time": "thoi gian|thoi gian do|ngay do|ngay gio|timestamp|time|date time|datetime|test time|time utc|device timestamp",
    "date": "ngay|date", "clock": "gio",
    "download": "toc do tai xuong|tai xuong|download|tai ve|dl|download mbps|download kbit|download kbps",
    "upload": "toc do tai len|tai len|upload|ul|upload mbps|upload kbit|upload kbps",
    "latency": "ping|do tre|latency|rtt|latency ms|ping ms",
    "operator": "nha mang|doanh nghiep|isp|mang|nha cung cap|operator|provider|provider name|network name|carrier",
    "connection": "loai ket noi|loai mang|di dong co dinh|bang rong|connection|connection type|conntype",
    "technology": "cong nghe|3g 4g 5g|technology|tech|cat technology|network type",
    "lat": "vi do|lat|y|latitude", "lon": "kinh do|long|lng|x|lon|longitude",
    "ref": "ma gioi thieu|referral code|ref",
    "id": "ma mau|ma do|ma ket qua|id|test id|uuid|open test uuid",
    "device": "ma thiet bi|thiet bi|may|device id|imei|open uuid|device",
    "model": "model|dong may",
    "accuracy": "sai so|sai so vi tri|do chinh xac|accuracy|loc accuracy",
    "status": "trang thai|ket qua|status",
    "place": "trong nha ngoai troi",
    "mccmnc": "mcc mnc|network mcc mnc|mccmnc",
    "implausible": "implausible|bat thuong|khong hop ly",
}
SYN = {w: m for m, ws in SYN.items() for w in ws.split("|")}

def number(s):
    s = clean(s)
    if re.fullmatch(r"[+-]?\d+,\d+", s):
        s = s.replace(",", ".")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", s):
        return None
    v = float(s)
    return v if math.isfinite(v) else None

def parse_time(s):
    """-> whole seconds since epoch (A5: fractions cut), or None."""
    s = clean(s)
    m = re.fullmatch(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T _]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?)?\s*(Z|z|[+-]\d{2}:?\d{0,2})?", s)
    if m:
        y, mo, d, h, mi, se, off = m.groups()
    else:
        m = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?", s)
        if m:
            d, mo, y, h, mi, se = m.groups(); off = None
        else:
            m = re.fullmatch(r"(\d{1,2}):(\d{2})(?::(\d{2}))?[ ,]+(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", s)
            if not m:
                return None
            h, mi, se, d, mo, y = m.groups(); off = None
    try:
        tz = TZ
        if off:
            if off in "Zz":
                tz = timezone.utc
            else:
                o = off[1:].replace(":", "")
                tz = timezone((-1 if off[0] == "-" else 1) * timedelta(hours=int(o[:2]), minutes=int(o[2:] or 0)))
        t = datetime(int(y), int(mo), int(d), int(h or 0), int(mi or 0), int(se or 0), tzinfo=tz)
        return int((t - datetime(1970, 1, 1, tzinfo=timezone.utc)).total_seconds())
    except ValueError:
        return None

def local(t):
    return datetime(1970, 1, 1, tzinfo=timezone.utc).astimezone(TZ) + timedelta(seconds=t)

BRANDS = {
    "Viettel": "viettel|viettel mobile|viettel telecom|tap doan cong nghiep vien thong quan doi",
    "MobiFone": "mobifone|vietnam mobile telecom services|vms|vietnam mobile telecom services vms|tong cong ty vien thong mobifone|vn mobifone",
    "VinaPhone": "vinaphone|vnpt|vnpt vinaphone|vn vinaphone|vietnam telecom services|gpc|vietnam telecom services gpc|vnpt net",
    "Vietnamobile": "vietnamobile|hanoi telecom|htc|vnmobile",
    "Gmobile": "gmobile|gtel mobile|vien thong di dong toan cau|beeline",
    "iTel": "itel|itelecom|indochina telecom|dong duong telecom",
    "Wintel": "wintel|reddi|mobicast|mobicast jsc",
    "Local": "local|asim", "VNSKY": "vnsky|digilife|vnpay", "FPT": "fpt retail|fpt mobile|fpt",
}
BRANDS = {w.replace(" ", ""): b for b, ws in BRANDS.items() for w in ws.split("|")}
FIXED = {w.replace(" ", "") for w in "fpt|fpt telecom|cmc|cmc telecom|sctv|netnam|vnpt fixed|vnpt co dinh".split("|")}
MNC = {1: "MobiFone", 2: "VinaPhone", 4: "Viettel", 5: "Vietnamobile", 7: "Gmobile", 8: "iTel", 9: "Wintel"}
HOST = {b: b for b in ["Viettel", "VinaPhone", "MobiFone", "Vietnamobile", "Gmobile"]}
HOST.update({"iTel": "VinaPhone", "Wintel": "VinaPhone", "Local": "MobiFone", "VNSKY": "MobiFone", "FPT": "MobiFone"})

def resolve_operator(name, mccmnc):
    """-> (operator text, known?, fixed-line?)"""
    name = re.sub(r"\s+", " ", clean(name))
    fixed = False
    digits = re.sub(r"[^0-9]", "", mccmnc)
    foreign = None
    if digits:
        mcc, mnc = (digits[:3], digits[3:]) if len(digits) > 3 else ("452", digits)
        if mcc == "452":
            if int(mnc) in MNC:
                return MNC[int(mnc)], True, False
        else:
            foreign = f"{mcc}-{mnc.zfill(2)}"
    key = fold_name(name).replace(" ", "")
    if key:
        fixed = key in FIXED
        if key in BRANDS:
            return BRANDS[key], True, fixed
        return name, fixed, fixed
    if name:
        return name, False, False                    # punctuation or other scripts only
    return (foreign, False, False) if foreign else ("unknown", False, False)

def tech_class(s):
    u = re.sub(r"\s+", " ", clean(s)).upper()
    if u.startswith("5G") or u in ("NR", "NSA", "SA"):
        return "5G"
    if u.startswith("4G") or u in ("LTE", "LTE+", "LTE-A"):
        return "4G"
    if u.startswith(("3G", "2G", "HSPA")) or u in ("UMTS", "WCDMA", "EDGE", "GPRS", "GSM"):
        return "3G"
    return "unknown"

def connection_kind(s):
    f = fold_name(s)
    if not f:
        return ""
    if f in ("wifi", "wi fi", "wlan", "fixed", "ethernet", "lan", "co dinh", "internet co dinh", "bang rong co dinh", "fixed broadband"):
        return "fixed"
    if f in ("mobile", "cellular", "di dong", "internet di dong", "bang rong di dong", "mobile broadband"):
        return "mobile"
    return ""

def looks_like_ids(values):
    brands = ("samsung", "iphone", "apple", "oppo", "xiaomi", "redmi", "vivo", "realme", "nokia", "huawei", "pixel", "galaxy", "vsmart")
    return all(re.search(r"\d", v) and " " not in v and not v.lower().startswith(brands) for v in values)

WHAT = {"download": "download", "dl": "download", "tai xuong": "download", "upload": "upload", "ul": "upload",
        "tai len": "upload", "ping": "latency", "latency": "latency", "do tre": "latency", "jitter": None}
TO_MBPS = {"mbps": 1.0, "kbps": 1e-3, "kbit s": 1e-3, "bps": 1e-6, "bytes sec": 8e-6, "bytes s": 8e-6}

def one_row_a_test(rows):
    """A table with a row per direction (A54): rows of one test are put into the row of its download, else upload, else
    latency; returns rows of the wide table, where a row that went elsewhere is empty, and {row number: other row numbers}."""
    head = [fold(h) for h in rows[0]]
    data = [(i + 2, r) for i, r in enumerate(rows[1:]) if any(c.strip() for c in r)]
    says = [j for j in range(len(head)) if (w := {fold_name(r[j]) for _, r in data if j < len(r) and clean(r[j])}) and w <= set(WHAT)
            and len({WHAT[x] for x in w} - {None}) >= 2]
    if not says:
        return rows, {}
    says = says[0]
    value = next(head.index(v) for v in ("value", "gia tri", "speed", "bytes sec") if v in head)
    unit = head.index("unit") if "unit" in head else None
    ids = [j for j, h in enumerate(head) if SYN.get(h) == "id"]
    who = [j for j, h in enumerate(head) if SYN.get(h) in ("device", "time", "lat", "lon", "operator", "mccmnc")]
    what = lambda r: WHAT[fold_name(r[says])] if clean(r[says]) else None
    met = defaultdict(set)
    for _, r in data:
        for j in ids:
            if clean(r[j]) and what(r):
                met[j, clean(r[j])].add(what(r))
    ids = [j for j in ids if any(k == j and len(v) > 1 for (k, _), v in met.items())]
    groups = defaultdict(lambda: defaultdict(list))
    for i, r in data:
        if what(r) is None:
            continue
        id_ = clean(r[ids[0]]) if ids else ""
        key = ("id", id_) if id_ else ("who",) + tuple(r[j].strip() for j in who)
        v = number(r[value])
        if what(r) != "latency":
            scale = TO_MBPS[fold_name(r[unit]) if unit is not None and clean(r[unit]) else "bytes sec" if head[value] == "bytes sec" else "mbps"]
            v = None if v is None else float(repr(round(v * scale, 9)))
        groups[key][what(r)].append((float("inf") if v is None else v, i, r))
    left = [j for j in range(len(head)) if j not in (says, value, unit)]
    wide, other = {}, {}
    for parts in groups.values():
        for k in range(max(map(len, parts.values()))):
            here = {m: sorted(parts[m])[k] for m in METRICS if m in parts and k < len(parts[m])}
            base, rest = [here[m] for m in METRICS if m in here][0], [here[m][1] for m in METRICS if m in here][1:]
            shown = ["" if m not in here or here[m][0] == float("inf") else repr(here[m][0]) for m in METRICS]
            wide[base[1]] = [base[2][j] for j in left] + shown
            other[base[1]] = sorted(rest)
    return [[rows[0][j] for j in left] + ["download mbps", "upload mbps", "latency ms"]] + [wide.get(i + 2, []) for i in range(len(rows) - 1)], other

def read_samples(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        rows = list(csv.reader(f))
    rows, other = one_row_a_test(rows)
    head = rows[0]
    col = {}
    ids = []
    for j, h in enumerate(head):
        f_ = fold(h)
        m = SYN.get(f_)
        if m is None:
            m = SYN.get(re.sub(r" (mbps|ms|m|kbps|kbit s|mbit s)$", "", f_))
        if m == "id":
            ids.append(j)
        elif m and m not in col:
            col[m] = j
    data = [r + [""] * (len(head) - len(r)) for r in rows[1:] if any(c.strip() for c in r)]
    rownum = [i + 2 for i, r in enumerate(rows[1:]) if any(c.strip() for c in r)]
    for j in ids:                                    # the first id column that is not a row counter (A7)
        if [clean(r[j]) for r in data] != [str(i + 1) for i in range(len(data))]:
            col["id"] = j
            break
    if "device" in col:
        vals = [clean(r[col["device"]]) for r in data if clean(r[col["device"]])]
        if vals and not looks_like_ids(vals):
            col.setdefault("model", col["device"])
            del col["device"]
    scale = {m: (0.001 if m in col and re.search(r"kb", head[col[m]].lower()) else 1.0) for m in ("download", "upload")}
    get = lambda r, m: clean(r[col[m]]) if m in col else ""
    out = []
    for i, r in zip(rownum, data):
        s = dict(file=os.path.basename(path), row=i, header={m: head[j] for m, j in col.items()})
        raw = get(r, "time")
        if not raw and "date" in col:
            raw = (get(r, "date") + " " + get(r, "clock")).strip()
        s["raw_time"], s["t"] = raw, parse_time(raw)
        s["raw_lat"], s["raw_lon"] = get(r, "lat"), get(r, "lon")
        s["lat"], s["lon"] = number(s["raw_lat"]), number(s["raw_lon"])
        for m in METRICS:
            v = number(get(r, m))
            if v is not None and scale.get(m, 1.0) != 1.0:
                v = v / 1000
            s[m], s["raw_" + m] = v, get(r, m)
        s["operator"], s["op_known"], s["op_fixed"] = resolve_operator(get(r, "operator"), get(r, "mccmnc"))
        s["tech"] = tech_class(get(r, "technology"))
        s["conn"] = connection_kind(get(r, "connection"))
        s["raw_conn"] = get(r, "connection")
        if not get(r, "connection") and connection_kind(get(r, "technology")) == "fixed":
            s["conn"] = "fixed"; s["raw_conn"] = get(r, "technology")      # A11
        s["accuracy"], s["status"] = number(get(r, "accuracy")), fold_name(get(r, "status"))
        s["declared"] = fold_name(get(r, "implausible")) in ("true", "t", "1", "yes", "y", "co", "dung", "x")      # A55
        s["raw_implausible"], s["other_rows"] = get(r, "implausible"), other.get(i, [])
        s["id"], s["device"], s["model"], s["ref"] = get(r, "id"), get(r, "device"), get(r, "model"), get(r, "ref")
        s["indoors"] = fold(get(r, "place")) in ("indoor", "trong nha")
        out.append(s)
    spelling = {}
    for s in out:                                    # compared without case; first spelling in byte order (A9)
        k = s["operator"].casefold()
        if k not in spelling or s["operator"].encode() < spelling[k].encode():
            spelling[k] = s["operator"]
    for s in out:
        s["operator"] = spelling[s["operator"].casefold()]
        s["host"] = HOST.get(s["operator"], "")
        s["source"] = ("d", s["device"]) if s["device"] else ("p", s["model"], s["ref"]) if s["model"] or s["ref"] else None
    return out

# ------------------------------------------------------------------ zones

def rings_of(geom):
    t = geom["type"]
    if t == "Polygon":
        polys = [geom["coordinates"]]
    elif t == "MultiPolygon":
        polys = geom["coordinates"]
    elif t == "GeometryCollection":
        return [r for g in geom["geometries"] for r in rings_of(g)]
    else:
        return []
    return [[(float(p[0]), float(p[1])) for p in ring] for poly in polys for ring in poly]

def even_odd(rings, lon, lat):
    """vectorised over points, one edge at a time; the definition of method §5."""
    lon, lat = np.asarray(lon, float), np.asarray(lat, float)
    inside = np.zeros(lon.shape, bool)
    for ring in rings:
        n = len(ring)
        for i in range(n):
            (x1, y1), (x2, y2) = ring[i], ring[(i + 1) % n]
            if y1 == y2:
                continue
            if y1 > y2:
                x1, y1, x2, y2 = x2, y2, x1, y1
            hit = (y1 <= lat) & (lat < y2)
            if hit.any():
                h = np.nonzero(hit)[0]
                x = x1 + (lat[h] - y1) * (x2 - x1) / (y2 - y1)
                inside[h[x > lon[h]]] ^= True
    return inside

def prop_text(v):
    if v is None:
        return ""
    if isinstance(v, float) and v == int(v):
        v = int(v)
    return unicodedata.normalize("NFC", str(v)).strip()

def geodesic_area(rings_geom):
    """m2 on the WGS84 ellipsoid, |outer| - |holes| per polygon."""
    polys = rings_geom["coordinates"] if rings_geom["type"] == "MultiPolygon" else [rings_geom["coordinates"]]
    total = 0.0
    for poly in polys:
        for i, ring in enumerate(poly):
            pa = Geodesic.WGS84.Polygon()
            pts = ring[:-1] if ring[0] == ring[-1] else ring
            for p in pts:
                pa.AddPoint(p[1], p[0])
            a = abs(pa.Compute(False, True)[2])
            total += a if i == 0 else -a
    return total

def read_zones(path, weight_field=None):
    with open(path, encoding="utf-8-sig") as f:
        fc = json.load(f)
    feats = [f for f in fc["features"] if f.get("geometry") and rings_of(f["geometry"])]
    keys = []
    for f in feats:
        for k in (f.get("properties") or {}):
            if k not in keys:
                keys.append(k)
    def pick(tests, need_unique):
        for t in tests:
            for k in keys:
                if t(fold(k)):
                    vals = [prop_text((f.get("properties") or {}).get(k)) for f in feats]
                    if not need_unique or (all(vals) and len(set(vals)) == len(vals)):
                        return vals
        return None
    ids = pick([lambda k: k == "zone id", lambda k: k.startswith("ma"), lambda k: k == "code", lambda k: k == "id"], True)
    names = pick([lambda k: k.startswith("ten"), lambda k: k in ("fullname", "full name"), lambda k: k in ("name", "zone name")], False)
    zones = []
    for i, f in enumerate(feats):
        g = f["geometry"]
        if g["type"] == "GeometryCollection":
            g = {"type": "MultiPolygon", "coordinates": [p for q in g["geometries"] for p in (q["coordinates"] if q["type"] == "MultiPolygon" else [q["coordinates"]])]}
        zid = ids[i] if ids else str(i + 1)
        z = dict(id=zid, name=(names[i] if names and names[i] else zid), rings=rings_of(g), geom=g)
        sg = shp_shape(g)
        z["shp"] = sg if sg.is_valid else shapely.make_valid(sg)
        z["area"] = geodesic_area(g)
        z["weight"], z["weight_source"] = z["area"], "area"
        w = number(prop_text((f.get("properties") or {}).get(weight_field))) if weight_field else None
        if w is not None and w >= 0:
            z["weight"], z["weight_source"] = w, weight_field
        zones.append(z)
    for z in zones:
        covered = sum(1 for o in zones if o is not z and o["shp"].area > 0 and z["shp"].intersection(o["shp"]).area >= 0.9 * o["shp"].area)
        z["parent"] = covered >= 2
    zones.sort(key=lambda z: z["id"].encode())
    return zones

# ------------------------------------------------------------------ grid

class Grid:
    def __init__(self, spec, epsg):
        self.kind, size = spec.split(":")
        self.size = float(size)
        self.res = int(size) if self.kind == "h3" else None
        self.epsg = epsg
        tr = TransformerGroup(4326, epsg, always_xy=True).transformers
        vn = [t for t in tr if "VN-2000 to WGS 84 (2)" in t.description]
        self.t = vn[0] if vn else pyproj.Transformer.from_crs(4326, epsg, always_xy=True)
    def xy(self, lon, lat):
        return self.t.transform(lon, lat)
    def lonlat(self, x, y):
        return self.t.transform(x, y, direction="INVERSE")
    def key(self, lon, lat):
        if self.kind == "h3":
            return h3.latlng_to_cell(lat, lon, self.res)
        x, y = self.xy(lon, lat)
        return self.key_xy(x, y)
    def key_xy(self, x, y):
        s = self.size
        if self.kind == "square":
            return (math.floor(x / s), math.floor(y / s))
        r = y / (s * math.sqrt(3) / 2)
        q = x / s - r / 2
        a, b, c = q, r, -q - r
        ra, rb, rc = math.floor(a + .5), math.floor(b + .5), math.floor(c + .5)
        da, db, dc = abs(ra - a), abs(rb - b), abs(rc - c)
        if da > db and da > dc:
            ra = -rb - rc
        elif db > dc:
            rb = -ra - rc
        return (ra, rb)
    def name(self, k):
        if self.kind == "h3":
            return k
        s = ("%g" % self.size)
        return ("sq" if self.kind == "square" else "hx") + f"{s}:{k[0]}:{k[1]}"
    def centre_xy(self, k):
        if self.kind == "h3":
            la, lo = h3.cell_to_latlng(k)
            return self.xy(lo, la)
        if self.kind == "square":
            return ((k[0] + .5) * self.size, (k[1] + .5) * self.size)
        return (self.size * (k[0] + k[1] / 2), self.size * math.sqrt(3) / 2 * k[1])
    def centre(self, k):
        if self.kind == "h3":
            la, lo = h3.cell_to_latlng(k)
            return lo, la
        return self.lonlat(*self.centre_xy(k))
    def neighbours(self, k):
        if self.kind == "h3":
            return [c for c in h3.grid_disk(k, 1) if c != k]
        if self.kind == "square":
            return [(k[0] + i, k[1] + j) for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j]
        return [(k[0] + i, k[1] + j) for i, j in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1))]
    def polygon_xy(self, k):
        if self.kind == "h3":
            return Polygon([self.xy(lo, la) for la, lo in h3.cell_to_boundary(k)])
        x, y = self.centre_xy(k)
        if self.kind == "square":
            h = self.size / 2
            return box(x - h, y - h, x + h, y + h)
        R = self.size / math.sqrt(3)
        return Polygon([(x + R * math.sin(math.radians(60 * i)), y + R * math.cos(math.radians(60 * i))) for i in range(6)])
    def area(self, k):
        if self.kind == "square":
            return self.size ** 2
        if self.kind == "hex":
            return self.size ** 2 * math.sqrt(3) / 2
        return geodesic_area(dict(type="Polygon", coordinates=[[(lo, la) for la, lo in h3.cell_to_boundary(k)]]))
    def candidates(self, zone):
        """every cell whose centre might lie in the zone (generous)."""
        xs = [p[0] for r in zone["rings"] for p in r]; ys = [p[1] for r in zone["rings"] for p in r]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if self.kind == "h3":
            step = h3.average_hexagon_edge_length(self.res, unit="m") / 2 / 111000
            pad = 4 * step
            cells = set()
            la = y0 - pad
            while la <= y1 + pad:
                lo = x0 - pad
                while lo <= x1 + pad:
                    cells.add(h3.latlng_to_cell(la, lo, self.res))
                    lo += step
                la += step
            return cells
        corner = [self.xy(x0 + (x1 - x0) * i / 8, y0 + (y1 - y0) * j / 8) for i in range(9) for j in range(9) if i in (0, 8) or j in (0, 8)]
        X0, X1 = min(c[0] for c in corner) - 2 * self.size, max(c[0] for c in corner) + 2 * self.size
        Y0, Y1 = min(c[1] for c in corner) - 2 * self.size, max(c[1] for c in corner) + 2 * self.size
        if self.kind == "square":
            return {(i, j) for i in range(math.floor(X0 / self.size), math.floor(X1 / self.size) + 1)
                    for j in range(math.floor(Y0 / self.size), math.floor(Y1 / self.size) + 1)}
        rh = self.size * math.sqrt(3) / 2
        return {(q, r) for r in range(math.floor(Y0 / rh), math.ceil(Y1 / rh) + 1)
                for q in range(math.floor(X0 / self.size - r / 2), math.ceil(X1 / self.size - r / 2) + 1)}

# ------------------------------------------------------------------ output

def num(v, places=None):
    if v is None:
        return ""
    if isinstance(v, (int, np.integer)):
        return str(int(v))
    if places is not None:
        return f"{v:.{places}f}"
    v = float(v)
    return str(int(v)) if v == int(v) and abs(v) < 1e15 else repr(v)

def safe(s):
    return "'" + s if s[:1] in ("=", "+", "-", "@", "\t", "\r") else s

def write_csv(path, head, rows):
    with open(path, "w", encoding="utf-8", newline="") as f:
        f.write("\ufeff")
        w = csv.writer(f, lineterminator="\n")
        w.writerow(head)
        w.writerows(rows)

def star_first(*parts):
    return tuple((0, b"") if p == "*" else (1, p.encode()) for p in parts)

# ------------------------------------------------------------------ quality (§2)

FAILED = {"failed", "fail", "aborted", "abort", "timeout", "time out", "that bai", "loi", "huy"}

def canonical(s):
    t = local(s["t"]).isoformat() if s["t"] is not None else ""
    lonlat = [num(s["lon"], 7) if s["lon"] is not None else "", num(s["lat"], 7) if s["lat"] is not None else ""]
    return ",".join([t, *lonlat, s["operator"], s["host"], s["tech"], num(s["download"]), num(s["upload"]), num(s["latency"])])

def judge(samples, zones, outline, grid, now, a):
    notes = []                                       # rejected.csv rows: (sample, flag, effect, meaning, value)
    for s in samples:
        s["flags"] = set(); s["bad"] = set()         # bad: metrics without evidence
        def flag(f, meaning="", value="", s=s):
            s["flags"].add(f); notes.append((s, f, meaning, value))
        la, lo = s["lat"], s["lon"]
        s["has_pos"] = la is not None and lo is not None and abs(la) <= 90 and abs(lo) <= 180
        if not s["has_pos"]:
            m = "lat" if la is None or abs(la) > 90 else "lon"
            flag("no-position", m, s["raw_" + m])
        elif abs(la) < 0.01 and abs(lo) < 0.01:
            flag("null-island", "lat", s["raw_lat"])
        if s["t"] is None:
            flag("no-time", "time", s["raw_time"])
        elif s["t"] > now + 86400:
            flag("future-time", "time", s["raw_time"])
        if s["conn"] == "fixed":
            flag("not-mobile", "connection", s["raw_conn"])
        elif s["op_fixed"] and s["conn"] != "mobile":
            flag("not-mobile", "operator", s["operator"])
        if not s["op_known"]:
            s["flags"].add("unknown-operator")
        if s["status"] in FAILED or s["download"] == 0:
            s["flags"].add("failed-test")
            s["download"] = 0.0
            if s["upload"] is None:
                s["upload"] = 0.0
            if s["latency"] is not None and s["latency"] <= 0:
                s["latency"] = None
        for m in METRICS:
            v = s[m]
            if v is None:
                s["flags"].add("no-metric"); s["bad"].add(m)
            elif v < 0 or (m != "latency" and v > 10000) or (m == "latency" and (v <= 0 or v > 60000)):
                flag("implausible", m, s["raw_implausible"] if s["declared"] else s["raw_" + m]); s["bad"].add(m)
            elif s["declared"]:
                flag("implausible", m, s["raw_implausible"]); s["bad"].add(m)
        if s["accuracy"] is not None and s["accuracy"] > 100:
            flag("low-accuracy", "accuracy", num(s["accuracy"]))
    # place
    pos = [s for s in samples if s["has_pos"]]
    lon, lat = np.array([s["lon"] for s in pos]), np.array([s["lat"] for s in pos])
    in_study = np.zeros(len(pos), bool); zone = [""] * len(pos)
    for z in zones:                                   # byte order of zone_id: the first hit wins
        hit = even_odd(z["rings"], lon, lat) if len(pos) else []
        in_study |= hit
        if not z["parent"]:
            for i in np.nonzero(hit)[0]:
                if not zone[i]:
                    zone[i] = z["id"]
    if outline is not None and len(pos):
        in_study |= even_odd(outline, lon, lat)
    for s in samples:
        s["zone"], s["cell"] = "", None
    for i, s in enumerate(pos):
        if not in_study[i]:
            s["flags"].add("outside"); notes.append((s, "outside", "lat", s["raw_lat"]))
        else:
            s["zone"] = zone[i]
            if not zone[i]:
                s["flags"].add("no-zone")
            s["cell"] = grid.key(s["lon"], s["lat"])
            x, y = grid.xy(s["lon"], s["lat"])
            s["spot"] = (math.floor(x / 25), math.floor(y / 25))
    # id-conflict
    times = defaultdict(set)
    for s in samples:
        if s["id"] and s["t"] is not None:
            times[s["id"]].add(s["t"])
    for s in samples:
        if s["id"] and s["t"] is not None and len(times[s["id"]]) > 1:
            s["flags"].add("id-conflict")
    # duplicates: connected components (A6)
    for s in samples:
        s["line"] = canonical(s)
    parent = list(range(len(samples)))
    def find(i):
        while parent[i] != i:
            i = parent[i]
        return i
    by_time = defaultdict(list)
    for i, s in enumerate(samples):
        if s["t"] is not None:
            by_time[s["t"]].append(i)
    r3 = lambda v: None if v is None else math.floor(v * 1e3 + .5)
    r6 = lambda v: math.floor(v * 1e6 + .5)
    def same(p, q):
        if p["id"] and q["id"]:
            return p["id"] == q["id"]
        if not (p["has_pos"] and q["has_pos"]):
            return False
        return (r6(p["lat"]) == r6(q["lat"]) and r6(p["lon"]) == r6(q["lon"]) and p["operator"] == q["operator"]
                and p["tech"] == q["tech"] and all(r3(p[m]) == r3(q[m]) for m in METRICS))
    for group in by_time.values():
        for i in group:
            for j in group:
                if i < j and same(samples[i], samples[j]):
                    parent[find(j)] = find(i)
    comps = defaultdict(list)
    for i in range(len(samples)):
        comps[find(i)].append(samples[i])
    for c in comps.values():
        c.sort(key=lambda s: (len(s["flags"] & EXCLUDED), s["line"].encode(), s["file"], s["row"]))
        for s in c[1:]:
            s["flags"].add("duplicate"); notes.append((s, "duplicate", "", str(c[0]["row"])))
    # teleport, judged once over neighbours
    tracks = defaultdict(list)
    for s in samples:
        if s["device"] and not s["flags"] & EXCLUDED:
            tracks[s["device"]].append(s)
    for tr in tracks.values():
        tr.sort(key=lambda s: (s["t"], s["line"].encode(), s["file"], s["row"]))
        for p, q in zip(tr, tr[1:]):
            d = Geodesic.WGS84.Inverse(p["lat"], p["lon"], q["lat"], q["lon"])["s12"]
            dt = q["t"] - p["t"]
            if d > 1000 and (dt == 0 or d / dt * 3.6 > 300):
                for s in (p, q):
                    if "teleport" not in s["flags"]:
                        s["flags"].add("teleport"); notes.append((s, "teleport", "lat", s["raw_lat"]))
    # period
    acc = [s["t"] for s in samples if not s["flags"] & EXCLUDED]
    first, last = None, None                          # local dates inclusive
    if re.fullmatch(r"\d{4}-\d{2}", a.period):
        y, m = map(int, a.period.split("-")); first = (y, m, 1); last = (y, m, 31)
    elif a.period in ("12m", "3m") and acc:
        d = local(max(acc)); k = d.year * 12 + d.month - 1 - (int(a.period[:-1]) - 1)
        first, last = (k // 12, k % 12 + 1, 1), (d.year, d.month, 31)
    if getattr(a, "from_", None):
        first = tuple(map(int, a.from_.split("-")))
    if a.to:
        last = tuple(map(int, a.to.split("-")))
    for s in samples:
        s["in_period"] = True
        if s["t"] is not None:
            d = local(s["t"]); d = (d.year, d.month, d.day)
            if (first and d < first) or (last and d > last):
                s["in_period"] = False; s["flags"].add("out-of-period")
    return notes

# ------------------------------------------------------------------ votes (§5)

def build_votes(samples, metric, by_month=False):
    """samples: those with evidence for the metric.  -> list of vote dicts."""
    groups = defaultdict(list)
    for s in samples:
        month = local(s["t"]).strftime("%Y-%m") if by_month else ""
        groups[(s["source"], s["operator"], s["tech"], s["zone"], s["cell"], month)].append(s)
    votes = []
    for (src, op, tech, zone, cell, month), ss in groups.items():
        days = defaultdict(list)
        for s in ss:
            days[local(s["t"]).date()].append(s[metric])
        value = median([median(v) for v in days.values()])
        votes.append(dict(source=src, op=op, tech=tech, zone=zone, cell=cell, month=month, value=value, samples=ss))
    return votes

def fails(v, metric, thr):
    return v > thr if metric == "latency" else v < thr

def verdict(votes, metric, thresholds, a, prior):
    """votes: those with a threshold.  grade & co of a stratum (§6, §7)."""
    n = len(votes); k = sum(v["fail"] for v in votes)
    units = defaultdict(lambda: [0, 0])               # leave-one-out units
    for i, v in enumerate(votes):
        u = units[v["source"] if v["source"] is not None else ("?", i)]
        u[0] += v["fail"]; u[1] += 1
    kn = sum(v["fail"] for v in votes if v["source"] is not None); nn = sum(1 for v in votes if v["source"] is not None)
    known_failing = len({v["source"] for v in votes if v["fail"] and v["source"] is not None})
    n_sources = len(units)
    r = dict(n=n, k=k, n_sources=n_sources, known_failing=known_failing, share=None, lo=None, hi=None, note="")
    if n == 0:
        r.update(grade="none", need=votes_needed(0, 0, a, 0, 0, prior))
        return r
    lo, hi = wilson(k, n, Z95); lb80, _ = wilson(k, n, Z80)
    p = k / n
    r.update(share=p, lo=lo, hi=hi)
    bad = [s for v in votes if v["fail"] for s in v["samples"] if fails(s[metric], metric, thresholds[v["tech"]])]
    breadth = (known_failing >= 5 and len({local(s["t"]).date() for s in bad}) >= 2
               and max(s["t"] for s in bad) - min(s["t"] for s in bad) >= 4 * 3600
               and len({s["spot"] for s in bad}) >= 2)
    lbn, _ = wilson(kn, nn, Z95)
    lbn_minus = min([wilson(kn - u[0], nn - u[1], Z95)[0] for key, u in units.items() if key[0] != "?"], default=0.0)
    ub_plus = max(wilson(k - u[0], n - u[1], Z95)[1] for u in units.values())
    spots = {s["spot"] for v in votes for s in v["samples"]}
    if nn >= 6 and lbn > a and lbn_minus > a and breadth:
        g = "A"
    elif n >= 6 and hi < a and ub_plus < a and n_sources >= 3 and len(spots) >= 2:
        g = "E"
    elif lb80 > a:
        g = "B"
    elif p > a:
        g = "C"
    else:
        g = "D"
    r["grade"] = g
    r["need"] = 0 if g in "AE" else votes_needed(k, n, a, known_failing, n_sources)
    if g == "E" and p >= 0.2 and a >= 0.5:
        r["note"] = "patchy"
    return r

# ------------------------------------------------------------------ operators side by side (§12)

def sign_flips(d, rng):
    """two-sided p of |mean| of the differences d (fractions) under random signs; exact to 14 (Gray walk over all signs)."""
    n, observed = len(d), abs(sum(d))
    if n <= 14:
        common = math.lcm(*(x.denominator for x in d))
        w = [int(x * common) for x in d]
        sums = np.zeros(1, dtype=np.int64)
        for x in w:
            sums = np.concatenate([sums + x, sums - x])
        return float(Fraction(int((np.abs(sums) >= int(observed * common)).sum()), 2 ** n))
    signs = rng.choice([-1.0, 1.0], size=(9999, n))
    return (1 + int((np.abs(signs @ np.array([float(x) for x in d])) >= float(observed) - 1e-9).sum())) / 10000

def holm(ps):
    order = sorted(range(len(ps)), key=lambda i: ps[i])
    out, worst = [0.0] * len(ps), 0.0
    for rank, i in enumerate(order):
        worst = max(worst, min(1.0, (len(ps) - rank) * ps[i]))
        out[i] = worst
    return out

def order_of(x, y, smaller_better):
    if x == y:
        return "a=b"
    return "a>b" if (x < y) == smaller_better else "b>a"

def compare_operators(votes, evidence, metric, thr):
    """A50-A53.  votes: judged votes of the metric; evidence: samples the display statistics are over."""
    rows, rng = [], np.random.default_rng(12)
    for tech in ["*"] + CLASSES:
        chosen = [v for v in votes if tech in ("*", v["tech"])]
        tally = defaultdict(lambda: defaultdict(lambda: [0, 0]))
        for v in chosen:
            t = tally[v["op"]][v["cell"]]
            t[0] += bool(v["fail"]); t[1] += 1
        names = sorted(tally, key=str.encode)
        share = {o: Fraction(sum(t[0] for t in tally[o].values()), sum(t[1] for t in tally[o].values())) for o in names}
        middle = {o: median([s[metric] for s in evidence if s["operator"] == o and s["tech"] == tech]) for o in names} if tech != "*" else {}
        family = []
        for i, a in enumerate(names):
            for b in names[i + 1:]:
                shared = set(tally[a]) & set(tally[b])
                if not shared:
                    continue
                d = [Fraction(*tally[a][c]) - Fraction(*tally[b][c]) for c in shared]
                mean = sum(d) / len(d)
                crude = order_of(share[a], share[b], True) if tech == "*" else order_of(middle[a], middle[b], metric == "latency")
                family.append(dict(a=a, b=b, n=len(d), mean=mean, p=sign_flips(d, rng), crude=crude, matched=order_of(mean, 0, True)))
        for f, p in zip(family, holm([f["p"] for f in family])):
            result = "draw" if p > 0.05 or f["mean"] == 0 else "a" if f["mean"] < 0 else "b"
            rows.append([metric, tech, safe(f["a"]), safe(f["b"]), f["n"], num(float(f["mean"])), num(f["p"]), num(p), result, f["crude"], f["matched"],
                         num(float(share[f["a"]])), num(float(share[f["b"]])), num(middle.get(f["a"])), num(middle.get(f["b"]))])
    return rows

# ------------------------------------------------------------------ main

def smallest_hexagon(hexagons, x, y):
    """the hexagon of a point of the plane; of several as near (to 1e-6 m) the one with the smallest (q, r)."""
    q0, r0 = hexagons.key_xy(x, y)
    around = [(q0 + i, r0 + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    gap = {h: math.dist(hexagons.centre_xy(h), (x, y)) for h in around}
    near = min(gap.values())
    return min(h for h in around if gap[h] <= near + 1e-6)

def hexagon_gaps(grid, outlines, candidates, quota, evidence, votes, metric, thr, share, operators, prior_of):
    """gaps of an outline without zones, a hexagon of 500 m as the zone (A54-A57)."""
    hexagons = Grid("hex:500", grid.epsg)
    inside = lambda lon, lat: any(bool(even_odd(rings, [lon], [lat])[0]) for rings in outlines)
    places = set()
    for rings in outlines:
        xs, ys = zip(*[hexagons.xy(*p) for ring in rings for p in ring])
        q0, r0 = hexagons.key_xy(min(xs), min(ys))
        rows = range(r0 - 2, hexagons.key_xy(min(xs), max(ys))[1] + 3)
        for r in rows:
            first = math.floor(min(xs) / 500 - r / 2) - 1
            last = math.ceil(max(xs) / 500 - r / 2) + 1
            places |= {(q, r) for q in range(first, last + 1) if inside(*hexagons.centre((q, r)))}
    of = lambda s: smallest_hexagon(hexagons, *hexagons.xy(s["lon"], s["lat"]))
    places |= {of(s) for s in quota}
    n_samples, hex_samples = defaultdict(int), []
    for s in evidence:
        h = of(s)
        n_samples[h, s["operator"]] += 1
        hex_samples.append(dict(s, zone=h))
    judged = defaultdict(list)
    for v in build_votes(hex_samples, metric):
        if v["tech"] in thr:
            v["fail"] = fails(v["value"], metric, thr[v["tech"]])
            judged[v["zone"], v["op"]].append(v)
    total, measured = defaultdict(int), defaultdict(set)
    for c in candidates:
        lon, lat = grid.centre(c)
        if inside(lon, lat):
            total[smallest_hexagon(hexagons, *grid.centre_xy(c))] += 1         # there and back through PROJ costs a millimetre
    for v in votes:
        if v["judged"]:
            measured[smallest_hexagon(hexagons, *grid.centre_xy(v["cell"])), v["op"]].add(v["cell"])
    area = math.sqrt(3) / 2 * 500 ** 2
    gaps = []
    for h in places:
        for o in operators:
            if o == "unknown":
                continue
            r = verdict(judged[h, o], metric, thr, share, prior_of.get((o, "*")))
            if r["grade"] in ("none", "B", "C", "D"):
                name = hexagons.name(h)
                gaps.append((-area * r["need"], name.encode(), o.encode(),
                             [name, "", safe(o), r["grade"], n_samples[h, o], r["n"], r["need"], num(area, 2), "area", len(measured[h, o]), total[h]]))
    return gaps

def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("samples"); ap.add_argument("zones"); ap.add_argument("out")
    ap.add_argument("--grid", default="square:100"); ap.add_argument("--grid-crs", type=int, default=5899)
    ap.add_argument("--criteria", default="qd36"); ap.add_argument("--metric"); ap.add_argument("--threshold", type=float)
    ap.add_argument("--period", default="all"); ap.add_argument("--from", dest="from_"); ap.add_argument("--to")
    ap.add_argument("--now"); ap.add_argument("--only", choices=["stats"])
    ap.add_argument("--study-area"); ap.add_argument("--weight"); ap.add_argument("--local-statistics", action="store_true")
    a = ap.parse_args()
    a.only_stats = a.only == "stats"
    os.makedirs(a.out, exist_ok=True)
    now = parse_time(a.now) if a.now else int(datetime.now(timezone.utc).timestamp())
    if a.metric or a.threshold is not None:
        crit_metric, thr, share = a.metric or "download", {c: a.threshold for c in CLASSES}, 0.5
    else:
        crit_metric, thr, share = PROFILES[a.criteria]
    grid = Grid(a.grid, a.grid_crs)
    zones = read_zones(a.zones, a.weight)
    rows_zones = [z for z in zones if not z["parent"]]
    zname = {z["id"]: z["name"] for z in zones}; zname["*"] = ""; zname[""] = ""
    outline = None
    if a.study_area:
        with open(a.study_area, encoding="utf-8-sig") as f:
            outline = [r for ft in json.load(f)["features"] for r in rings_of(ft["geometry"])]
    samples = read_samples(a.samples)
    notes = judge(samples, zones, outline, grid, now, a)

    quota = [s for s in samples if s["in_period"] and not s["flags"] & EXCLUDED]
    ev = {m: [s for s in quota if not s["flags"] & NO_EVIDENCE and m not in s["bad"]] for m in METRICS}
    votes = {} if a.only_stats else {m: build_votes(ev[m], m) for m in METRICS}
    for m in votes:
        for v in votes[m]:
            v["judged"] = m == crit_metric and v["tech"] in thr
            v["fail"] = v["judged"] and fails(v["value"], m, thr[v["tech"]])

    def stats_columns(ss, vs, metric, tech, n_quota, prior, cells):
        """the columns from n_samples on; ss evidence samples of the stratum, vs its votes."""
        vals = [s[metric] for s in ss]
        judged_row = metric == crit_metric and (tech == "*" or tech in thr)
        row = [str(len(ss))]
        jv = [v for v in vs if v["judged"]]
        n_votes = len(jv) if metric == crit_metric and tech == "*" else len(vs)       # A21
        row.append("" if a.only_stats else str(n_votes))
        row.append(str(len({s["device"] for s in ss if s["device"]})))
        row.append(str(len({local(s["t"]).date() for s in ss})))
        if cells:
            row.append(str(len({s["cell"] for s in ss})))
        if tech == "*" or not vals:
            row += [""] * 8
        else:
            r = median_rank(len(vals)); sv = sorted(vals)
            row += [num(math.fsum(vals) / len(vals))] + [num(type7(vals, p)) for p in (.1, .25, .5, .75, .9)]
            row += [num(sv[r - 1]), num(sv[len(sv) - r])] if r else ["", ""]
        row_votes = jv if metric == crit_metric and tech == "*" else vs
        n_sources = len({v["source"] for v in row_votes if v["source"] is not None}) + sum(1 for v in row_votes if v["source"] is None)
        if judged_row:
            ts = set(thr.values()) if tech == "*" else {thr[tech]}
            row.append(num(ts.pop()) if len(ts) == 1 else "")
            row.append(str(sum(1 for s in ss if s["tech"] in thr and fails(s[metric], metric, thr[s["tech"]]))))
            if a.only_stats:
                row += [""] * 6 + [str(n_quota), "", ""]
            else:
                v = verdict(jv, metric, thr, share, prior)
                row += [str(v["k"]), num(v["share"]), num(v["lo"]), num(v["hi"]), v["grade"], str(v["need"]), str(n_quota), str(v["n_sources"]), v["note"]]
        else:
            row += [""] * 8 + [str(n_quota), "" if a.only_stats else str(n_sources), ""]
        return row

    def strata(items, place, fields):
        """place(item) -> list of place keys; every item goes to its place x op|* x tech|*."""
        d = defaultdict(list)
        for it in items:
            o, t = it[fields[0]], it[fields[1]]
            for p in place(it):
                for oo in {o, "*"}:
                    for tt in {t, "*"}:
                        d[p, oo, tt].append(it)
        return d

    # priors of grade none: failing share over the study area by operator x technology
    prior_of = {}
    if not a.only_stats:
        for (p, o, t), vs in strata([v for v in votes[crit_metric] if v["judged"]], lambda v: ["*"], ("op", "tech")).items():
            prior_of[o, t] = Fraction(sum(v["fail"] for v in vs), len(vs))

    # ---------------- zone_stats
    zplace = lambda it: [it["zone"], "*"] if it["zone"] else ["*"]
    zq = strata(quota, zplace, ("operator", "tech"))
    operators = sorted({s["operator"] for s in quota}, key=str.encode)
    zrows, verdicts = [], {}
    for m in METRICS:
        zs = strata(ev[m], zplace, ("operator", "tech"))
        zv = strata(votes.get(m, []), zplace, ("op", "tech"))
        keys = set(zs)
        if m == crit_metric and operators:
            keys |= {(z, o, "*") for z in ["*"] + [z["id"] for z in rows_zones] for o in operators + ["*"]}      # A19
        for key in keys:
            z, o, t = key
            row = stats_columns(zs.get(key, []), zv.get(key, []), m, t, len(zq.get(key, [])), prior_of.get((o, t)), True)
            zrows.append((star_first(z, o, t, m), [safe(z), safe(zname[z]), safe(o), t, m] + row))
            if m == crit_metric and not a.only_stats and t == "*":
                verdicts[z, o] = (verdict([v for v in zv.get(key, []) if v["judged"]], m, thr, share, prior_of.get((o, "*"))), len(zs.get(key, [])))
    common = "n_samples,n_votes,n_devices,n_days,n_cells,mean,p10,p25,median,p75,p90,median_lo,median_hi,threshold,n_failing_samples,n_failing_votes,share_failing,share_lo,share_hi,grade,votes_needed,n_quota,n_sources,note".split(",")
    write_csv(f"{a.out}/zone_stats.csv", "zone_id,zone_name,operator,technology,metric".split(",") + common, [r for _, r in sorted(zrows, key=lambda x: x[0])])

    # ---------------- cell_stats
    def zone_at(lons, lats):
        out = [""] * len(lons)
        for z in rows_zones:
            hit = even_odd(z["rings"], lons, lats)
            for i in np.nonzero(hit)[0]:
                if not out[i]:
                    out[i] = z["id"]
        return out
    cells = sorted({s["cell"] for s in quota})
    centre = {c: grid.centre(c) for c in cells}
    czone = dict(zip(cells, zone_at([centre[c][0] for c in cells], [centre[c][1] for c in cells]))) if cells else {}
    cplace = lambda it: [it["cell"]]
    cq = strata(quota, cplace, ("operator", "tech"))
    crows = []
    per_metric = {m: strata(ev[m], cplace, ("operator", "tech")) for m in METRICS}
    for m in METRICS:
        cv = strata(votes.get(m, []), cplace, ("op", "tech"))
        for key, ss in per_metric[m].items():
            c, o, t = key
            if a.only_stats and (m != "download" or o == "*" or t == "*"):
                continue
            row = stats_columns(ss, cv.get(key, []), m, t, len(cq.get(key, [])), prior_of.get((o, t)), False)
            if a.only_stats:
                for mm, ps in (("upload", (.1, .5, .9)), ("latency", (.1, .5, .9))):
                    vals = [s[mm] for s in per_metric[mm].get(key, [])]
                    row += [num(math.fsum(vals) / len(vals)) if vals else ""] + [num(type7(vals, p)) for p in ps]
            lo, la = centre[c]
            cid = grid.name(c)
            crows.append(((cid.encode(),) + star_first(o, t, m), [cid, num(lo, 7), num(la, 7), safe(czone[c]), safe(o), t, m] + row))
    head = "cell_id,lon,lat,zone_id,operator,technology,metric".split(",") + [c for c in common if c != "n_cells"]
    if a.only_stats:
        head += "mean_upload,p10_upload,median_upload,p90_upload,mean_latency,p10_latency,median_latency,p90_latency".split(",")
    write_csv(f"{a.out}/cell_stats.csv", head, [r for _, r in sorted(crows, key=lambda x: x[0])])

    # ---------------- rejected
    rej = []
    for s, f, meaning, value in notes:
        # rows out of the period are listed too (A3)
        effect = "excluded" if f in EXCLUDED else "no-evidence"
        shown = "implausible" if f == "implausible" and s["declared"] else meaning
        rej.append(((s["file"], s["row"], f, meaning), [s["file"], s["row"], f, effect, s["header"].get(shown, shown), safe(value), ""]))
    write_csv(f"{a.out}/rejected.csv", "file,row,flag,effect,column,value,detail".split(","), [r for _, r in sorted(rej, key=lambda x: x[0])])

    # ---------------- samples
    vid = {}
    if not a.only_stats:
        order = sorted(votes[crit_metric], key=lambda v: (v["source"] is None, v["source"] or (), v["op"], v["tech"], v["zone"], grid.name(v["cell"])))
        for i, v in enumerate(order):
            for s in v["samples"]:
                vid[s["file"], s["row"]] = i + 1
    srows = []
    for s in samples:
        srows.append([s["file"], s["row"], local(s["t"]).isoformat() if s["t"] is not None else "",
                      num(s["lon"], 7), num(s["lat"], 7), safe(s["operator"]), safe(s["host"]), s["tech"],
                      num(s["download"]), num(s["upload"]), num(s["latency"]), safe(s["zone"]),
                      grid.name(s["cell"]) if s["cell"] is not None else "", vid.get((s["file"], s["row"]), ""), ";".join(sorted(s["flags"])), ";".join(map(str, s["other_rows"]))])
    write_csv(f"{a.out}/samples.csv", "file,row,time,lon,lat,operator,host,technology,download,upload,latency,zone_id,cell_id,vote_id,flags,other_rows".split(","), srows)
    flags = defaultdict(int)
    for s in samples:
        for f in s["flags"]:
            flags[f] += 1
    json.dump(dict(rows=len(samples), quota=len(quota), flags=dict(sorted(flags.items())),
                   parents=[z["id"] for z in zones if z["parent"]], votes={m: len(v) for m, v in votes.items()}),
              open(f"{a.out}/ref_summary.json", "w"), indent=1, ensure_ascii=False)
    if a.only_stats:
        return

    # ---------------- second opinions (§10)
    if a.local_statistics:
        judged = [v for v in votes["download"] if v["judged"]] if crit_metric == "download" else []
        write_csv(f"{a.out}/local_statistics.csv", opinions.HEAD, opinions.rows(judged, grid, operators, num, safe))
    # ---------------- operators side by side
    write_csv(f"{a.out}/operators.csv", "metric,technology,operator_a,operator_b,n_cells,mean_difference,p,p_holm,result,crude_order,matched_order,share_a,share_b,median_a,median_b".split(","),
              compare_operators([v for v in votes[crit_metric] if v["judged"]], ev[crit_metric], crit_metric, thr))

    # ---------------- gates (§8)
    if a.criteria == "fcc-style":
        areas = [z["rings"] for z in zones] + ([outline] if outline else [])
        write_csv(f"{a.out}/fcc_gates.csv", gates.HEAD, gates.rows(quota, ev, areas, build_votes, fails, even_odd, local, safe))

    # ---------------- sampling gaps
    total = {z["id"]: 0 for z in rows_zones}
    allc = set()
    for z in rows_zones:
        allc |= grid.candidates(z)
    allc = sorted(allc)
    zone_of_centre = dict(zip(allc, zone_at(*np.array([grid.centre(c) for c in allc]).T))) if allc else {}
    for c, z in zone_of_centre.items():
        if z:
            total[z] += 1
    measured = defaultdict(set)
    for v in votes[crit_metric]:
        if v["judged"] and czone[v["cell"]]:
            measured[czone[v["cell"]], v["op"]].add(v["cell"])
    gaps = []
    for z in rows_zones:
        for o in operators:
            if o == "unknown":
                continue
            v, n_samples = verdicts[z["id"], o]
            if v["grade"] in ("none", "B", "C", "D"):
                gaps.append((-z["weight"] * v["need"], z["id"].encode(), o.encode(),
                             [safe(z["id"]), safe(z["name"]), safe(o), v["grade"], n_samples, v["n"], v["need"], num(z["weight"], 2) if z["weight_source"] == "area" else num(z["weight"]),
                              z["weight_source"], len(measured[z["id"], o]), total[z["id"]]]))
    outlines = [z["rings"] for z in rows_zones] + ([outline] if outline else [])
    if len(outlines) >= 1 and (not rows_zones or (len(rows_zones) == 1 and not any(z["parent"] for z in zones))) \
            and (not rows_zones or len({local(s["t"]).strftime("%Y-%m") for s in quota}) <= 1):      # A54
        gaps = hexagon_gaps(grid, outlines, allc, quota, ev[crit_metric], votes[crit_metric], crit_metric, thr, share, operators, prior_of)
    gaps.sort(key=lambda g: g[:3])
    write_csv(f"{a.out}/sampling_gaps.csv", "rank,zone_id,zone_name,operator,grade,n_samples,n_votes,votes_needed,weight,weight_source,cells_measured,cells_total".split(","),
              [[i + 1] + g[3] for i, g in enumerate(gaps)])

    # ---------------- suspected weak spots (§9 item 7) with §11
    jv = [v for v in votes[crit_metric] if v["judged"]]
    upl = {m: defaultdict(list) for m in METRICS}
    for m in METRICS:
        for v in votes[m]:
            upl[m][v["op"], v["cell"]].append(v)
    mvotes = build_votes([s for s in ev[crit_metric] if s["tech"] in thr], crit_metric, by_month=True)
    for v in mvotes:
        v["fail"] = fails(v["value"], crit_metric, thr[v["tech"]])
    zshape = {z["id"]: shapely.transform(z["shp"], lambda xy: np.array([grid.xy(x, y) for x, y in xy])) for z in rows_zones}
    spots, spot_cells = [], []
    for op in operators:
        by_cell = defaultdict(list)
        for v in jv:
            if v["op"] == op:
                by_cell[v["cell"]].append(v)
        weak = {c for c, vs in by_cell.items() if sum(v["fail"] for v in vs) / len(vs) > share}
        seen = set()
        for c0 in sorted(weak):
            if c0 in seen:
                continue
            comp, todo = [], [c0]
            seen.add(c0)
            while todo:
                c = todo.pop(); comp.append(c)
                for d in grid.neighbours(c):
                    if d in weak and d not in seen:
                        seen.add(d); todo.append(d)
            vs = [v for c in comp for v in by_cell[c]]
            ss = [s for v in vs for s in v["samples"]]
            n, k = len(vs), sum(v["fail"] for v in vs)
            lo, hi = wilson(k, n, Z95)
            cxy = {c: grid.centre_xy(c) for c in comp}
            mx, my = (math.fsum(v[i] for v in cxy.values()) / len(comp) for i in (0, 1))
            cc = min(comp, key=lambda c: (round(math.hypot(cxy[c][0] - mx, cxy[c][1] - my), 6), grid.name(c).encode()))
            clon, clat = grid.centre(cc); x, y = cxy[cc]
            radius = max(math.hypot(px - x, py - y) for c in comp for px, py in grid.polygon_xy(c).exterior.coords)
            tc = defaultdict(int)
            for v in vs:
                tc[v["tech"]] += 1
            tech = min(tc, key=lambda t: (-tc[t], ["4G", "5G", "3G", "unknown"].index(t)))
            med = {m: median([v["value"] for c in comp for v in upl[m].get((op, c), []) if v["tech"] == tech]) for m in METRICS}
            zc = defaultdict(int)
            for v in vs:
                if v["zone"]:
                    zc[v["zone"]] += 1
            zid = min(zc, key=lambda z: (-zc[z], z.encode())) if zc else ""
            def sev(v):
                T = thr[v["tech"]]
                s_ = (1 - T / v["value"]) if crit_metric == "latency" else (1 - v["value"] / T)
                return min(1.0, max(0.0, s_))
            severity = median([sev(v) for v in vs])
            shape_xy = unary_union([grid.polygon_xy(c) for c in comp])
            reach = math.fsum(z["weight"] * zshape[z["id"]].intersection(shape_xy).area / zshape[z["id"]].area for z in rows_zones)
            inside = set(comp)
            months = defaultdict(list)
            for v in mvotes:
                if v["op"] == op and v["cell"] in inside:
                    months[v["month"]].append(v["fail"])
            weak_m = sum(1 for f in months.values() if sum(f) / len(f) > share)
            ok = []
            for other in operators:
                if other != op and other != "unknown":
                    ov = [v for v in jv if v["op"] == other and v["cell"] in inside]
                    if ov and verdict(ov, crit_metric, thr, share, None)["grade"] == "E":
                        ok.append(other)
            hours = sorted({local(s["t"]).hour for s in ss if fails(s[crit_metric], crit_metric, thr[s["tech"]])})
            kf = len({v["source"] for v in vs if v["fail"] and v["source"] is not None})
            nsrc = len({v["source"] for v in vs if v["source"] is not None}) + sum(1 for v in vs if v["source"] is None)
            vn = grid.t.target_crs is not None and "VN-2000" in grid.t.target_crs.name
            spots.append(dict(spot_id=f"{op}@{grid.name(cc)}", operator=op, zone_id=zid, zone_name=zname[zid], lon=num(clon, 7), lat=num(clat, 7),
                vn2000_x=num(y, 2), vn2000_y=num(x, 2), vn2000_epsg=str(a.grid_crs), radius_m=num(radius, 2),
                area_m2=num(math.fsum(grid.area(c) for c in comp), 2), n_cells=len(comp), n_samples=len(ss), n_votes=n, n_failing_votes=k,
                n_devices=len({s["device"] for s in ss if s["device"]}), n_days=len({local(s["t"]).date() for s in ss}),
                share_failing=num(k / n), share_lo=num(lo), share_hi=num(hi), median_download=num(med["download"]), median_upload=num(med["upload"]),
                median_latency=num(med["latency"]), p_relative="", p_absolute="", grade="C", votes_needed=votes_needed(k, n, share, kf, nsrc),
                others_ok=";".join(ok), hours=";".join("%02d" % h for h in hours), llr_relative="", llr_absolute="", window_cell="", window_radius_m="",
                window_votes="", window_failing_votes="", months_weak=weak_m, months_measured=len(months), robust="", technology=tech, place_name="", note="",
                p_corrected="", _sev=severity, _reach=reach, _pers=weak_m / len(months), _cells=comp))
    mr = max([s["_reach"] for s in spots], default=0)
    for s in spots:
        s["_p"] = s["_sev"] * 0.4 * (0.5 + 0.5 * s["_pers"]) * (0.5 + (0.5 * s["_reach"] / mr if mr > 0 else 0))
        s["priority"] = num(s["_p"])
    spots.sort(key=lambda s: (-s["_p"], s["spot_id"].encode()))
    head = "rank,spot_id,operator,zone_id,zone_name,lon,lat,vn2000_x,vn2000_y,vn2000_epsg,radius_m,area_m2,n_cells,n_samples,n_votes,n_failing_votes,n_devices,n_days,share_failing,share_lo,share_hi,median_download,median_upload,median_latency,p_relative,p_absolute,grade,votes_needed,priority,others_ok,hours,llr_relative,llr_absolute,window_cell,window_radius_m,window_votes,window_failing_votes,months_weak,months_measured,robust,technology,place_name,note,p_corrected".split(",")
    for i, s in enumerate(spots):
        s["rank"] = i + 1
        for c in ("spot_id", "operator", "zone_id", "zone_name"):
            s[c + "_"] = safe(s[c])
        for c in s["_cells"]:
            spot_cells.append([s["spot_id"], grid.name(c)])
    write_csv(f"{a.out}/weak_spots.csv", head, [[s.get(c + "_", s[c]) for c in head] for s in spots])
    write_csv(f"{a.out}/ref_weak_spot_cells.csv", ["spot_id", "cell_id"], sorted(spot_cells))
    write_csv(f"{a.out}/ref_weak_spot_parts.csv", ["spot_id", "severity", "reach", "persistence", "priority"],
              [[s["spot_id"], num(s["_sev"]), num(s["_reach"]), num(s["_pers"]), s["priority"]] for s in spots])

if __name__ == "__main__":
    main()
