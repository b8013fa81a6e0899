//! A small invented ward, analysed by hand-made arithmetic: enough for every view to have something to show.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use geo::{LineString, MultiPolygon, Polygon};
use phusong::app::import::{
    BoundaryLook, BoundaryPlace, ColumnGuess, FileKind, FileLook, How, SampleSummary, SpeedColumn, SpeedUnit,
    TableLook, UnresolvedName,
};
use phusong::app::{Engine, LiveEngine, Loaded, Outgoing, PlanFormat, Sources};
use phusong::io::ReadOptions;
use phusong::job::Feedback;
use phusong::model::*;
use phusong::spatial::{Grid, Projection};
use phusong::text::Text;

const EPSG: u32 = 5899;
const AFTER_ALL_SAMPLES_UNIX_S: i64 = 2_000_000_000;
const BRANDS: [&str; 5] = ["MobiFone", "Vietnamobile", "Viettel", "VinaPhone", "iTel"];
const NAMES: [&str; 8] =
    ["Quang Trung 1", "Yên Thanh", "Trưng Vương 4", "Hòa Bình", "Bắc Sơn", "Thanh Sơn 7", "Cầu Sến", "Bí Giàng"];

/// A fixed sequence of numbers in 0..1.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as f64 / (1u64 << 31) as f64
    }
}

fn at(u: f64, v: f64) -> (f64, f64) {
    // An oval of about 6 × 3 km.
    let (x, y) = (2.0 * u - 1.0, 2.0 * v - 1.0);
    let (a, b) = (x * (1.0 - y * y / 2.6).sqrt(), y * (1.0 - x * x / 2.2).sqrt());
    let wobble = 1.0 + 0.06 * (5.0 * u + 3.0 * v).sin();
    (106.77 + a * 0.030 * wobble, 21.035 + b * 0.0145 * wobble)
}

fn patch(u0: f64, u1: f64, v0: f64, v1: f64) -> MultiPolygon<f64> {
    let line = |from: (f64, f64), to: (f64, f64)| {
        (0..12)
            .map(move |i| f64::from(i) / 12.0)
            .map(move |t| at(from.0 + (to.0 - from.0) * t, from.1 + (to.1 - from.1) * t))
    };
    let ring: Vec<(f64, f64)> = line((u0, v0), (u1, v0))
        .chain(line((u1, v0), (u1, v1)))
        .chain(line((u1, v1), (u0, v1)))
        .chain(line((u0, v1), (u0, v0)))
        .collect();
    MultiPolygon(vec![Polygon::new(LineString::from(ring), vec![])])
}

fn zone(id: &str, name: &str, shape: MultiPolygon<f64>) -> Zone {
    Zone { id: id.to_owned(), name: name.to_owned(), shape, area_m2: 2e6, weight: None }
}

pub fn zones() -> Zones {
    let cuts = [0.0, 0.24, 0.48, 0.76, 1.0];
    let zones = (0..8).map(|i| {
        let (column, row) = (i % 4, i / 4);
        let (v0, v1) = if row == 0 { (0.52, 1.0) } else { (0.0, 0.52) };
        zone(&format!("KP{:02}", i + 1), NAMES[i], patch(cuts[column], cuts[column + 1], v0, v1))
    });
    Zones {
        zones: zones.collect(),
        parents: vec![zone("P", "Phường Mẫu", patch(0.0, 1.0, 0.0, 1.0))],
        source: "ranh_gioi.geojson".to_owned(),
        ..Zones::default()
    }
}

pub fn dataset(n: usize) -> Dataset {
    let mut dice = Dice(7);
    let mut samples = SampleColumns::default();
    let mut sources = Vec::new();
    for i in 0..n {
        let (u, v) = (dice.roll(), dice.roll());
        // People test where they live.
        let (u, v) = if dice.roll() < 0.75 { (0.30 + 0.35 * u + 0.2 * v, 0.15 + 0.6 * v) } else { (u, v) };
        let (lon, lat) = at(u.min(0.99), v);
        let operator = [2, 2, 2, 3, 3, 0, 0, 0, 1, 4][(dice.roll() * 10.0) as usize % 10];
        let weak = match operator {
            0 => (u - 0.48).hypot(v - 0.42) < 0.14,
            1 => (u - 0.62).hypot(v - 0.6) < 0.10,
            _ => false,
        };
        let technology = if dice.roll() < 0.2 { Technology::FiveG } else { Technology::FourG };
        let centre = if weak { 14.0 } else { 78.0 } * if technology == Technology::FiveG { 2.4 } else { 1.0 };
        let spread = ((dice.roll() + dice.roll() + dice.roll() - 1.5) * 1.1).exp();
        samples.lon.push((lon * 1e7).round() / 1e7);
        samples.lat.push((lat * 1e7).round() / 1e7);
        // January to November 2026.
        samples.time.push(1_767_225_600 + (dice.roll().powf(0.7) * 28_000_000.0) as i64);
        samples.operator.push(OperatorId(operator));
        samples.technology.push(technology);
        samples.download.push((centre * spread * 100.0).round() / 100.0);
        samples.upload.push_missing();
        samples.latency.push_missing();
        samples.flags.push(Flags::NONE);
        samples.row.push(i as u32 + 2);
        sources.push((dice.roll() * 90.0) as u32);
    }
    samples.source = Some(sources);
    let operator = |brand: &&str| Operator {
        brand: (*brand).to_owned(),
        host: (*brand).to_owned(),
        known: true,
        fixed_line: false,
    };
    let half = n / 2;
    let file = |name: &str, first_sample, n_samples| SourceFile {
        joined_rows: Vec::new(),
        units: Vec::new(),
        now_unix_s: None,
        name: name.to_owned(),
        path: name.to_owned(),
        sha256: FileHash::known(String::new()),
        kind: SourceKind::SpeedTests,
        first_sample,
        n_samples,
        columns: Vec::new(),
        form: SourceForm::default(),
        notes: Vec::new(),
    };
    Dataset {
        files: vec![file("i-Speed 11-2026.csv", 0, half), file("i-Speed 10-2026.csv", half, n - half)],
        operators: BRANDS.iter().map(operator).collect(),
        samples,
        n_devices: 90,
        n_sources: 90,
        source_keys: (0..90).collect(),
        rejected_texts: Vec::new(),
    }
}

/// Wilson score interval at 95 %.
fn wilson(k: u64, n: u64) -> Share {
    let (z, n) = (1.959_963_984_540_054_f64, n as f64);
    let p = k as f64 / n;
    let (middle, half) = (p + z * z / (2.0 * n), z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt());
    let scale = 1.0 + z * z / n;
    Share { value: p, low: (middle - half) / scale, high: (middle + half) / scale }
}

#[derive(Default)]
struct Pile {
    values: Vec<f64>,
    days: BTreeSet<i32>,
    /// (cell, source) → failing and all samples.
    votes: BTreeMap<(u32, u32), (u32, u32)>,
}

impl Pile {
    fn stats(&self, one_class: bool) -> StratumStats {
        let mut values = self.values.clone();
        values.sort_by(f64::total_cmp);
        let at = |p: f64| values[((values.len() - 1) as f64 * p) as usize];
        let n = self.votes.len() as u64;
        let k = self.votes.values().filter(|(failing, all)| failing * 2 > *all).count() as u64;
        let share = wilson(k, n);
        let grade = match (n, share.value > 0.5) {
            (6.., true) if share.low > 0.5 => Grade::A,
            (4.., true) => Grade::B,
            (_, true) => Grade::C,
            (6.., false) if share.high < 0.5 => Grade::E,
            _ => Grade::D,
        };
        let conditions = Conditions {
            n_known: n,
            k_known: k,
            low_without_one: Some(share.low - 0.03),
            high_without_one: Some(share.high + 0.03),
            failing_sources: k.min(7),
            failing_days: k.min(9),
            failing_span_s: 3600 * k as i64,
            failing_spots: k.min(5),
            spots: n,
        };
        let verdict = Verdict {
            n_failing_votes: k,
            share: Some(share),
            grade,
            votes_needed: if grade.is_undecided() { 7 } else { 0 },
            patchy: grade == Grade::E && share.value >= 0.2,
            conditions,
        };
        StratumStats {
            n_samples: values.len() as u64,
            n_devices: self.votes.keys().map(|(_, source)| source).collect::<BTreeSet<_>>().len() as u64,
            n_days: self.days.len() as u64,
            n_cells: self.votes.keys().map(|(cell, _)| cell).collect::<BTreeSet<_>>().len() as u64,
            n_quota: values.len() as u64,
            mean: None,
            quantiles: one_class.then(|| Quantiles {
                p10: at(0.1),
                p25: at(0.25),
                median: at(0.5),
                p75: at(0.75),
                p90: at(0.9),
                median_interval: None,
            }),
            threshold: Some(40.0),
            n_failing_samples: None,
            evidence: Some(Box::new(Evidence { n_votes: n, n_sources: n.min(30), verdict: Some(verdict) })),
        }
    }
}

type Key = (Option<u32>, Option<OperatorId>, Option<Technology>);

fn keys(place: Option<u32>, operator: OperatorId, technology: Technology) -> [Key; 4] {
    let (o, t) = (Some(operator), Some(technology));
    [(place, None, None), (place, None, t), (place, o, None), (place, o, t)]
}

pub fn analysis(dataset: Arc<Dataset>, zones: Arc<Zones>, settings: &AnalysisSettings) -> Analysis {
    let projection = Projection::from_epsg(EPSG).expect("VN-2000 107°45'");
    let grid_spec = match settings.grid {
        GridSpec::SquareAuto => GridSpec::Square(150.0),
        fixed => fixed,
    };
    let grid = Grid::new(grid_spec, projection);
    let samples = &dataset.samples;
    let position = |i: usize| LonLat { lon: samples.lon.get(i).unwrap(), lat: samples.lat.get(i).unwrap() };
    let (latest, n) = (Month::new(2026, 11), samples.len());
    let (from, to) = settings.period.days(latest);
    let mut flags = vec![Flags::NONE; n];
    let mut ids: Vec<(String, CellId)> = Vec::new();
    for (i, flags) in flags.iter_mut().enumerate() {
        let day = local_day(samples.time[i]);
        if from.is_some_and(|f| day < f) || to.is_some_and(|t| day > t) {
            flags.insert(Flag::OutOfPeriod);
        } else if i % 61 == 0 {
            flags.insert(Flag::NotMobile);
        } else if i % 97 == 0 {
            flags.insert(Flag::LowAccuracy);
        } else {
            let id = grid.cell_of(position(i)).unwrap();
            ids.push((grid.id(id), id));
        }
    }
    ids.sort();
    ids.dedup();
    let inside = |zone: &Zone, p: LonLat| phusong::spatial::contains(&zone.shape, p.lon, p.lat);
    let zone_at = |p: LonLat| (0u32..).zip(&zones.zones).find(|(_, z)| inside(z, p)).map(|(i, _)| i);
    let cells: Vec<Cell> = ids
        .iter()
        .map(|(_, id)| {
            let centre = grid.centre(*id).unwrap();
            Cell { id: *id, centre, zone: zone_at(centre).map(ZoneIndex) }
        })
        .collect();
    let index: BTreeMap<CellId, u32> = cells.iter().map(|c| c.id).zip(0..).collect();
    let mut judgement = Judgement { flags, zone: vec![u32::MAX; n], cell: vec![u32::MAX; n], ..Judgement::default() };
    let mut by_zone: BTreeMap<Key, Pile> = BTreeMap::new();
    let mut by_cell: BTreeMap<Key, Pile> = BTreeMap::new();
    let mut months: BTreeMap<Month, u64> = BTreeMap::new();
    let mut met: BTreeMap<OperatorId, u64> = BTreeMap::new();
    let criterion = &settings.profile.criteria[0];
    for i in 0..n {
        if !judgement.flags[i].is_accepted() {
            continue;
        }
        *months.entry(local_month(samples.time[i])).or_default() += 1;
        *met.entry(samples.operator[i]).or_default() += 1;
        let Some(cell) = grid.cell_of(position(i)).and_then(|id| index.get(&id).copied()) else { continue };
        let zone = zone_at(position(i));
        (judgement.cell[i], judgement.zone[i]) = (cell, zone.unwrap_or(u32::MAX));
        let (operator, technology) = (samples.operator[i], samples.technology[i]);
        let Some(value) = samples.metric(criterion.metric).get(i) else { continue };
        let Some(fails) = criterion.fails(technology, value) else { continue };
        let add = |pile: &mut Pile| {
            pile.values.push(value);
            pile.days.insert(local_day(samples.time[i]).0);
            let vote = pile.votes.entry((cell, samples.source(i))).or_default();
            vote.0 += u32::from(fails);
            vote.1 += 1;
        };
        for key in keys(None, operator, technology).into_iter().chain(keys(zone, operator, technology)) {
            add(by_zone.entry(key).or_default());
        }
        for key in keys(Some(cell), operator, technology) {
            add(by_cell.entry(key).or_default());
        }
    }
    let metric = criterion.metric;
    let zone_rows: Vec<ZoneRow> = by_zone
        .iter()
        .map(|((zone, operator, technology), pile)| ZoneRow {
            zone: zone.map(ZoneIndex),
            operator: *operator,
            technology: *technology,
            metric,
            stats: pile.stats(technology.is_some()),
        })
        .collect();
    let cell_rows: Vec<CellRow> = by_cell
        .iter()
        .map(|((cell, operator, technology), pile)| CellRow {
            cell: cell.unwrap(),
            operator: *operator,
            technology: *technology,
            metric,
            stats: pile.stats(technology.is_some()),
        })
        .collect();
    let mut counts = vec![FlagCounts::default(); 2];
    let mut kept = vec![0u64; 2];
    for (i, flags) in judgement.flags.iter().enumerate() {
        let file = usize::from(i >= n / 2);
        counts[file].add(*flags);
        kept[file] += u64::from(flags.is_accepted());
    }
    (judgement.counts, judgement.kept) = (counts, kept);
    let weak_spots = weak_spots(&cells, &by_cell);
    let gaps = zone_rows
        .iter()
        .filter_map(|row| {
            let evidence = row.stats.evidence.as_ref()?;
            let verdict = evidence.verdict.as_ref()?;
            let (zone, operator) = (row.zone?, row.operator?);
            (row.technology.is_none() && verdict.grade.is_undecided()).then_some((zone, operator, verdict.grade, row))
        })
        .zip(1..)
        .map(|((zone, operator, grade, row), rank)| SamplingGap {
            rank,
            zone,
            operator,
            grade,
            n_samples: row.stats.n_samples,
            n_votes: row.stats.evidence.as_ref().map_or(0, |e| e.n_votes),
            votes_needed: 9,
            weight: 2e6,
            cells_measured: row.stats.n_cells,
            cells_total: Some(210),
        })
        .collect();
    Analysis {
        settings: settings.clone(),
        grid: grid_spec,
        grid_crs: EPSG,
        judgement,
        votes: Vec::new(),
        zone_rows,
        cell_rows,
        weak_spots,
        gaps,
        gap_places: Arc::clone(&zones),
        comparisons: comparisons(),
        months: months.into_iter().collect(),
        operators_met: met.into_iter().collect(),
        bounds: Some((LonLat { lon: 106.73, lat: 21.01 }, LonLat { lon: 106.81, lat: 21.06 })),
        cells,
        dataset,
        zones,
    }
}

/// MobiFone behind Viettel though its median is higher, and a draw.
fn comparisons() -> Vec<OperatorComparison> {
    let pair = |b, n_cells, mean_difference, p_holm, result| OperatorComparison {
        metric: Metric::Download,
        technology: None,
        a: OperatorId(0),
        b: OperatorId(b),
        n_cells,
        mean_difference,
        p: p_holm / 2.0,
        p_holm,
        result,
        crude_order: Order::FirstBetter,
        crude_order_of_shares: Order::FirstBetter,
        matched_order: Order::SecondBetter,
        shares: [0.3, 0.4],
        medians: [None, None],
    };
    vec![pair(1, 20, 0.02, 0.7, ComparisonResult::Draw), pair(2, 64, 0.21, 0.004, ComparisonResult::SecondBetter)]
}

fn weak_spots(cells: &[Cell], by_cell: &BTreeMap<Key, Pile>) -> Vec<WeakSpot> {
    // The last rests on a single vote.
    let places = [
        (0u16, 0.48, 0.42, 0.11, Grade::A),
        (1, 0.62, 0.6, 0.07, Grade::B),
        (0, 0.74, 0.3, 0.03, Grade::C),
        (2, 0.45, 0.5, 0.05, Grade::C),
    ];
    let mut spots = Vec::new();
    for (operator, u, v, radius, grade) in places {
        let (lon, lat) = at(u, v);
        let near = |cell: &Cell| ((cell.centre.lon - lon) / 0.06).hypot((cell.centre.lat - lat) / 0.03) < radius;
        let inside: Vec<u32> = (0u32..).zip(cells).filter(|(_, cell)| near(cell)).map(|(i, _)| i).collect();
        let operator = OperatorId(operator);
        let mut pile = Pile::default();
        for cell in &inside {
            if let Some(found) = by_cell.get(&(Some(*cell), Some(operator), None)) {
                pile.values.extend(&found.values);
                pile.days.extend(&found.days);
                pile.votes.extend(found.votes.iter().map(|(key, vote)| (*key, *vote)));
            }
        }
        let Some(first) = inside.first().copied().filter(|_| !pile.values.is_empty()) else { continue };
        let stats = pile.stats(true);
        let evidence = stats.evidence.unwrap();
        let verdict = evidence.verdict.unwrap();
        let proof = ScanProof {
            p_relative: 0.001,
            p_absolute: 0.002,
            p_corrected: 0.004,
            llr_relative: 12.0,
            llr_absolute: 9.0,
            window_cell: first,
            window_radius_m: 420.0,
            window_votes: evidence.n_votes,
            window_failing_votes: verdict.n_failing_votes,
        };
        spots.push(WeakSpot {
            rank: spots.len() as u32 + 1,
            spot_id: format!("{}-{}", BRANDS[usize::from(operator.0)], first),
            operator,
            zone: cells[first as usize].zone,
            point: LonLat { lon, lat },
            radius_m: 420.0,
            area_m2: 1e4 * inside.len() as f64,
            shape: inside.iter().map(|cell| cells[*cell as usize].id).collect(),
            cells: inside,
            n_samples: stats.n_samples,
            n_votes: if operator == OperatorId(2) { 1 } else { evidence.n_votes },
            n_failing_votes: verdict.n_failing_votes,
            n_devices: stats.n_devices,
            n_days: stats.n_days,
            share: verdict.share.unwrap(),
            technology: Technology::FourG,
            median_download: stats.quantiles.map(|q| q.median),
            median_upload: None,
            median_latency: None,
            grade,
            votes_needed: if grade == Grade::A { 0 } else { 6 },
            priority: 0.81 / (spots.len() + 1) as f64,
            priority_parts: PriorityParts { severity: 0.66, reach: 12.0, persistence: 0.8, evidence: 1.0 },
            others_ok: vec![OperatorId(2), OperatorId(3)],
            others_weak: Vec::new(),
            hours: (7..22).collect(),
            months_weak: 8,
            months_measured: 10,
            conditions: verdict.conditions,
            proof: (grade != Grade::C).then_some(proof),
            place_name: String::new(),
            robustness: None,
        });
    }
    spots
}

fn column(header: &str, meaning: Option<Meaning>, confidence: f32) -> ColumnGuess {
    ColumnGuess { header: header.to_owned(), meaning, confidence, how: How::Name }
}

/// A table of speed tests as it would be read under `options`, which have the last word on columns and units.
pub fn table_look(path: &Path, options: &ReadOptions) -> FileLook {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let mut columns = vec![
        column("Thời gian", Some(Meaning::Time), 1.0),
        column("Vĩ độ", Some(Meaning::Latitude), 1.0),
        column("Kinh độ", Some(Meaning::Longitude), 1.0),
        column("Tải xuống", Some(Meaning::Download), 1.0),
    ];
    if !name.contains("no-operator") {
        columns.push(column("Nhà mạng", Some(Meaning::Operator), 1.0));
    }
    if name.contains("speed-column") {
        columns[3] = column("Tốc độ", Some(Meaning::Download), 0.6);
    }
    for guess in &mut columns {
        let given = options.columns.iter().find(|(_, header)| *header == guess.header);
        if let Some((meaning, _)) = given {
            (guess.meaning, guess.confidence, guess.how) = (Some(*meaning), 1.0, How::Override);
        } else if options.unused_columns.contains(&guess.header) {
            (guess.meaning, guess.how) = (None, How::Override);
        }
    }
    let said = options.units.iter().find(|(m, _)| *m == Meaning::Download).map(|(_, unit)| *unit);
    let found = if name.contains("kbps") { Some(SpeedUnit::Kbps) } else { Some(SpeedUnit::Mbps) };
    let unit = said.or(found.filter(|_| !name.contains("no-unit")));
    let refusal = if name.contains("log") {
        Some(Error::SignalLog { path: name.clone() })
    } else {
        let ambiguous = || Error::AmbiguousUnit { path: name.clone(), column: "Tải xuống".to_owned() };
        unit.is_none().then(ambiguous)
    };
    let download = columns.iter().find(|c| c.meaning == Some(Meaning::Download)).map(|c| c.header.clone());
    let speed = unit.zip(download).map(|(unit, header)| SpeedColumn { header, unit, first_mbps: vec![45.2, 12.0] });
    let unresolved = |meant: &str| !options.operator_aliases.iter().any(|(known, _)| known == meant);
    let unresolved = if name.contains("odd-name") && unresolved("Vittel") {
        vec![UnresolvedName { name: "Vittel".to_owned(), n_rows: 7, first_row: 12 }]
    } else {
        Vec::new()
    };
    let mut flags = FlagCounts::default();
    flags.add(Flags::of(Flag::NotMobile));
    let samples = SampleSummary {
        n_rows: 120,
        times: Some((1_788_000_000, 1_790_000_000)),
        flags,
        operators: vec![("Viettel".to_owned(), 120)],
        unresolved,
        points: (0..40).map(|i| LonLat { lon: 106.75 + f64::from(i) * 1e-3, lat: 21.03 }).collect(),
        ..SampleSummary::default()
    };
    let (mut sheet, mut other_sheets) = (None, Vec::new());
    if name.ends_with(".xlsx") {
        sheet = Some(options.sheet.clone().unwrap_or_else(|| "Đo kiểm".to_owned()));
        other_sheets = ["Bìa", "Tháng 11", "Đo kiểm"].map(str::to_owned).to_vec();
        other_sheets.retain(|other| Some(other) != sheet.as_ref());
    }
    let kind = if refusal.as_ref().is_some_and(|e| matches!(e, Error::SignalLog { .. })) {
        FileKind::SignalLog
    } else {
        FileKind::SpeedTests
    };
    let first_rows = vec![["01/09/2026 07:11", "21.028", "106.744", "45200", "Viettel"].map(str::to_owned).to_vec()];
    let table = TableLook {
        delimiter: Some(';'),
        header_row: 1,
        columns,
        first_rows,
        speeds: speed.into_iter().collect(),
        timezone: options.timezone.name(),
        date_order: options.date_order.unwrap_or_default(),
        samples: refusal.is_none().then_some(samples),
        sheet,
        other_sheets,
        ..TableLook::default()
    };
    let encoding = "UTF-8".to_owned();
    FileLook { kind, format: "CSV".to_owned(), encoding, refusal, table: Some(table), boundary: None, beside: None }
}

fn boundary_look() -> FileLook {
    let boundary = BoundaryLook {
        zones: Arc::new(zones()),
        crs: "EPSG:5899 (VN-2000 / TM-3 107-45)".to_owned(),
        is_vn2000: true,
        layer: None,
        other_layers: Vec::new(),
        name_field: Some("ten".to_owned()),
        id_field: Some("zone_id".to_owned()),
    };
    FileLook {
        kind: FileKind::Boundaries,
        format: "GeoJSON".to_owned(),
        encoding: String::new(),
        refusal: None,
        table: None,
        boundary: Some(boundary),
        beside: None,
    }
}

/// What a file with this name gives beside the evidence: `towers` (of a network that nobody knows in `odd-towers`),
/// `signal`, `tiles`, `chi-tieu`.
fn beside_of(path: &Path) -> Option<FileLook> {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let operator = |brand: &str| OperatorCatalogue::default().resolve(None, brand);
    let place = |i: u16| LonLat { lon: 106.76 + f64::from(i) * 2e-3, lat: 21.03 };
    let (kind, records, operators) = if name.contains("towers") {
        let of = |i: u16| if name.contains("odd") { OperatorId(0) } else { OperatorId(i % 2) };
        let tower = |i| Tower {
            position: place(i),
            technology: Technology::FourG,
            operator: of(i),
            range_m: None,
            n_samples: 1,
        };
        let brands =
            if name.contains("odd") { vec![operator("457-99")] } else { vec![operator("Viettel"), operator("VNPT")] };
        (FileKind::TowerList, ContextRecords::Towers((0..3).map(tower).collect()), brands)
    } else if name.contains("signal") {
        let point = |i| SignalPoint {
            position: place(i),
            level_dbm: -80.0 - f32::from(i) * 10.0,
            technology: Technology::FourG,
            operator: OperatorId(0),
        };
        (FileKind::SignalLog, ContextRecords::Signal((0..4).map(point).collect()), vec![operator("Viettel")])
    } else if name.contains("tiles") {
        let tile = |i| Tile {
            centre: place(i),
            zoom: 16,
            n_tests: 10,
            n_devices: 3,
            download_mbps: Some(f64::from(i) * 15.0),
            upload_mbps: None,
            latency_ms: None,
        };
        (FileKind::Tiles, ContextRecords::Tiles((0..4).map(tile).collect()), Vec::new())
    } else if name.contains("chi-tieu") {
        let row = |ward: &str, n_samples| QuotaRow {
            row: 2,
            code: String::new(),
            ward: ward.to_owned(),
            month: String::new(),
            operator: String::new(),
            n_samples,
            download_mbps: Some(41.5),
            upload_mbps: None,
        };
        let rows = vec![row(NAMES[0], 310), row(NAMES[1], 120), row("Khu phố không có", 7)];
        let quota = QuotaTable { name: name.clone(), path: name, rows, ..QuotaTable::default() };
        return Some(look_of(FileKind::Aggregate, Beside::Quota(quota)));
    } else {
        return None;
    };
    let layer = ContextLayer {
        path: name.clone(),
        name,
        sha256: String::new(),
        records,
        operators,
        n_other_rows: 0,
        is_cut: false,
    };
    Some(look_of(kind, Beside::Layer(layer)))
}

fn look_of(kind: FileKind, beside: Beside) -> FileLook {
    FileLook {
        kind,
        format: "CSV".to_owned(),
        encoding: String::new(),
        refusal: Some(Error::SignalLog { path: beside.name().to_owned() }),
        table: Some(TableLook::default()),
        boundary: None,
        beside: Some(Arc::new(beside)),
    }
}

/// An engine that reads nothing and always finds the same ward. What it finds in a file is told by the file's name:
/// `log`, `no-operator`, `no-unit`, `kbps`, `odd-name`, `speed-column`; `gone.csv` cannot be read in the end.
#[derive(Debug, Default)]
pub struct InventedEngine {
    pub n_samples: usize,
    /// What names stood for at the last reading.
    pub names_read: Mutex<Vec<(String, String)>>,
}

impl Engine for InventedEngine {
    fn files_of(&self, paths: &[PathBuf], _feedback: &Feedback) -> Result<Vec<PathBuf>> {
        Ok(paths.to_vec())
    }

    fn look(
        &self,
        path: &Path,
        options: &ReadOptions,
        _place: &BoundaryPlace,
        _feedback: &Feedback,
    ) -> Result<FileLook> {
        if let Some(beside) = beside_of(path) {
            return Ok(beside);
        }
        Ok(match path.extension().is_some_and(|ending| ending == "geojson") {
            true => boundary_look(),
            false => table_look(path, options),
        })
    }

    fn load(&self, sources: &Sources, _feedback: &Feedback) -> Result<Loaded> {
        if sources.samples.iter().any(|source| source.path.ends_with("gone.csv")) {
            return Err(Error::NotFound { path: "gone.csv".to_owned() });
        }
        let mut dataset = dataset(self.n_samples);
        for (file, source) in dataset.files.iter_mut().zip(&sources.samples) {
            file.path = source.path.display().to_string();
        }
        *self.names_read.lock().unwrap() = sources.names.clone();
        Ok(Loaded::new(dataset, zones(), AFTER_ALL_SAMPLES_UNIX_S))
    }

    fn analyze(&self, loaded: &Loaded, settings: &AnalysisSettings, _feedback: &Feedback) -> Result<Analysis> {
        Ok(analysis(Arc::clone(&loaded.dataset), Arc::clone(&loaded.zones), settings))
    }

    fn test_robustness(&self, analysis: &Analysis, _feedback: &Feedback) -> Result<Analysis> {
        let of_grade = |grade| match grade {
            Grade::A => Some(Robustness { covered: [1.0, 0.9, 0.8, 0.3, 0.7, 0.6, 0.5] }),
            Grade::B => Some(Robustness { covered: [0.9, 0.1, 0.2, 0.3, 0.7, 0.6, 0.5] }),
            _ => None,
        };
        let robustness = analysis.weak_spots.iter().map(|spot| of_grade(spot.grade)).collect();
        Ok(analysis.clone().with_robustness(robustness))
    }

    fn export(&self, _list: &Outgoing, path: &Path, _feedback: &Feedback) -> Result<()> {
        Err(Error::Unwritable { path: path.display().to_string(), reason: "read-only".to_owned() })
    }

    fn plan(&self, analysis: &Analysis, request: &PlanRequest, feedback: &Feedback) -> Result<Plan> {
        LiveEngine.plan(analysis, request, feedback)
    }

    fn export_plan(&self, _: &Analysis, _: &Plan, _: PlanFormat, _: &Text, path: &Path) -> Result<()> {
        Err(Error::Unwritable { path: path.display().to_string(), reason: "read-only".to_owned() })
    }

    fn local_statistics(&self, analysis: &Analysis, feedback: &Feedback) -> Result<Vec<LocalRow>> {
        let grid = phusong::analysis::grid_of(analysis)?;
        Ok(phusong::analysis::local_statistics(analysis, &grid, feedback)?)
    }

    fn fcc_gates(&self, analysis: &Analysis, feedback: &Feedback) -> Result<Vec<FccRow>> {
        phusong::analysis::fcc_gates(analysis, &FccGates::default(), feedback)
    }

    fn changes_since(&self, analysis: &Analysis, earlier: Period, feedback: &Feedback) -> Result<Vec<Change>> {
        phusong::analysis::changes_since(analysis, earlier, feedback)
    }

    fn read_profile(&self, path: &Path) -> Result<Profile> {
        phusong::io::read_profile(&path.display().to_string())
    }

    fn write_profile(&self, profile: &Profile, path: &Path) -> Result<()> {
        std::fs::write(path, phusong::io::profile_text(profile)).unwrap();
        Ok(())
    }

    fn project(&self, epsg: u32, position: LonLat) -> Option<GridPoint> {
        Projection::from_epsg(epsg).ok()?.forward(position)
    }
}
