//! `rejected.csv`: every sample with an `excluded` or `no-evidence` flag, with the value that earned it.

use std::io::{self, Write};

use super::table::{Rows, write_table, write_text};
use crate::model::{
    Analysis, Effect, Flag, Flags, MISSING_TIME, Meaning, Metric, write_fixed, write_number, write_time,
};

const HEADER: &str = "file,row,flag,effect,column,value,detail";
const SAMPLES_PER_PART: usize = 1 << 14;

/// Flags that are counted and not listed.
const ONLY_COUNTED: [Flag; 2] = [Flag::NoMetric, Flag::OutOfPeriod];

pub fn write_rejected(analysis: &Analysis, out: &mut dyn Write) -> io::Result<()> {
    let parts = parts_by_file(analysis);
    write_table(out, HEADER, parts.len(), |part, rows| {
        let Some((file, from, to)) = parts.get(part).copied() else { return };
        let mut name = Vec::new();
        write_text(analysis.dataset.files.get(file).map_or("", |f| &f.name), &mut name);
        for sample in from..to {
            let Some(flags) = analysis.judgement.flags.get(sample).copied() else { continue };
            for flag in flags.iter() {
                let effect = flag.effect();
                if !matches!(effect, Effect::Excluded | Effect::NoEvidence) || ONLY_COUNTED.contains(&flag) {
                    continue;
                }
                rows.raw(|out| out.extend_from_slice(&name));
                rows.integer(analysis.dataset.samples.row.get(sample).copied().unwrap_or(0));
                rows.word(flag.code()).word(effect.code());
                reason(analysis, file, sample, flag, rows);
                rows.end();
            }
        }
    })
}

/// (file, first sample, end) of parts, files in byte order of their names.
pub(super) fn parts_by_file(analysis: &Analysis) -> Vec<(usize, usize, usize)> {
    let files = &analysis.dataset.files;
    let mut order: Vec<usize> = (0..files.len()).collect();
    order.sort_by_key(|index| files.get(*index).map(|f| (f.name.as_bytes(), f.path.as_bytes())));
    let mut parts = Vec::new();
    for index in order {
        let Some(file) = files.get(index) else { continue };
        let end = file.first_sample + file.n_samples;
        parts.extend(
            (file.first_sample..end)
                .step_by(SAMPLES_PER_PART)
                .map(|from| (index, from, (from + SAMPLES_PER_PART).min(end))),
        );
    }
    parts
}

/// Column, value and detail of one flag.
fn reason(analysis: &Analysis, file: usize, sample: usize, flag: Flag, rows: &mut Rows) {
    let dataset = &analysis.dataset;
    let header = |meaning| dataset.files.get(file).and_then(|f| f.header_of(meaning)).unwrap_or_default();
    let text_of = |meaning| dataset.rejected_text(sample as u32, meaning);
    let column = flag.columns().iter().map(|m| header(*m)).find(|name| !name.is_empty()).unwrap_or_default();
    let is_implausible = Flags::IMPLAUSIBLE.has(flag);
    if let Some(text) = text_of(Meaning::Implausible).filter(|_| is_implausible) {
        let metric = flag.columns().first().map_or("", |meaning| meaning.code());
        rows.text(header(Meaning::Implausible)).text(text).text(metric);
        return;
    }
    match flag {
        Flag::NoPosition | Flag::NoTime | Flag::NotMobile | Flag::LowAccuracy => {
            let found = flag.columns().iter().find_map(|m| text_of(*m).map(|text| (header(*m), text)));
            let (name, text) = found.unwrap_or((column, ""));
            rows.text(name).text(text).empty();
        }
        Flag::NullIsland | Flag::Outside => {
            rows.text(column).raw(|out| position(analysis, sample, out)).empty();
        }
        Flag::FutureTime => {
            let time = dataset.samples.time.get(sample).copied().unwrap_or(MISSING_TIME);
            rows.text(column).raw(|out| write_time(time, out)).empty();
        }
        Flag::ImplausibleDownload => implausible(analysis, sample, Metric::Download, column, rows),
        Flag::ImplausibleUpload => implausible(analysis, sample, Metric::Upload, column, rows),
        Flag::ImplausibleLatency => implausible(analysis, sample, Metric::Latency, column, rows),
        Flag::Duplicate => other_row(analysis, &analysis.judgement.duplicate_of, sample, rows),
        Flag::Teleport => other_row(analysis, &analysis.judgement.teleport_from, sample, rows),
        Flag::Manual => {
            let correction = analysis.judgement.correction_of(sample as u32);
            let correction = correction.and_then(|number| analysis.settings.corrections.get(number));
            rows.empty().text(correction.map_or("", |c| c.what.code()));
            rows.text(correction.map_or("", |c| &c.reason));
        }
        _ => {
            rows.empty().empty().empty();
        }
    }
}

/// Latitude and longitude; a text that begins with a minus is guarded like any other.
fn position(analysis: &Analysis, sample: usize, out: &mut Vec<u8>) {
    let samples = &analysis.dataset.samples;
    if let (Some(lat), Some(lon)) = (samples.lat.get(sample), samples.lon.get(sample)) {
        let start = out.len();
        write_fixed(lat, 7, out);
        out.push(b' ');
        write_fixed(lon, 7, out);
        if out.get(start) == Some(&b'-') {
            out.insert(start, b'\'');
        }
    }
}

fn implausible(analysis: &Analysis, sample: usize, metric: Metric, header: &str, rows: &mut Rows) {
    let value = analysis.dataset.samples.metric(metric).get(sample);
    rows.text(header);
    rows.raw(|out| value.into_iter().for_each(|v| write_number(v, out)));
    rows.text(metric.label());
}

/// The other row a flag speaks of, as `file:row`.
fn other_row(analysis: &Analysis, pairs: &[(u32, u32)], sample: usize, rows: &mut Rows) {
    let dataset = &analysis.dataset;
    let other = pairs.binary_search_by_key(&(sample as u32), |(row, _)| *row).ok().and_then(|i| pairs.get(i));
    let named = other.and_then(|(_, other)| {
        let file = dataset.file_of(*other as usize).and_then(|f| dataset.files.get(f))?;
        Some(format!("{}:{}", file.name, dataset.samples.row.get(*other as usize)?))
    });
    rows.empty().empty().text(named.as_deref().unwrap_or_default());
}
