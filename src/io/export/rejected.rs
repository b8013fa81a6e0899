//! `rejected.csv`: every sample with an `excluded` or `no-evidence` flag, with the value that earned it.

use std::io::{self, Write};

use super::fields::Fields;
use super::list::{List, Shape, columns_of};
use super::table::{Rows, write_table};
use crate::model::{Analysis, Effect, Flag, Flags, MISSING_TIME, Meaning, Metric, write_fixed};

const HEADER: &str = "file,row,flag,effect,column,value,detail";
const SAMPLES_PER_PART: usize = 1 << 14;

/// Flags that are counted and not listed.
const ONLY_COUNTED: [Flag; 2] = [Flag::NoMetric, Flag::OutOfPeriod];

pub fn write_rejected(analysis: &Analysis, out: &mut dyn Write) -> io::Result<()> {
    let parts = parts_by_file(analysis, SAMPLES_PER_PART);
    write_table(out, HEADER, parts.len(), |part, rows| {
        let Some(part) = parts.get(part).copied() else { return };
        let (mut file, mut text) = (Rows::default(), String::new());
        file.text(name_of(analysis, part.0));
        for (sample, flag) in listed(analysis, part) {
            rows.raw(|out| out.extend_from_slice(file.bytes()));
            add_fields(analysis, part.0, sample, flag, &mut text, rows);
            rows.end();
        }
    })
}

pub fn rejected_list(analysis: &Analysis) -> List<'_> {
    let parts = parts_by_file(analysis, SAMPLES_PER_PART);
    let size = (analysis.dataset.samples.len() as u64, parts.len());
    List::in_parts("rejected", columns_of(HEADER), size, move |part, records| {
        let Some(part) = parts.get(part).copied() else { return };
        let mut text = String::new();
        for (sample, flag) in listed(analysis, part) {
            records.text(name_of(analysis, part.0));
            add_fields(analysis, part.0, sample, flag, &mut text, records);
            records.end(Shape::None);
        }
    })
}

/// Samples of a part with each flag that is listed.
fn listed(analysis: &Analysis, (_, from, to): (usize, usize, usize)) -> impl Iterator<Item = (usize, Flag)> {
    let is_listed =
        |flag: &Flag| matches!(flag.effect(), Effect::Excluded | Effect::NoEvidence) && !ONLY_COUNTED.contains(flag);
    let any_listed = Flag::ALL.iter().copied().filter(is_listed).map(Flags::of).fold(Flags::NONE, |a, b| a | b);
    let samples = analysis.judgement.flags.get(from..to).unwrap_or_default().iter().copied();
    // Most samples have no such flag.
    let flagged = (from..).zip(samples).filter(move |(_, flags)| flags.intersects(any_listed));
    flagged.flat_map(move |(sample, flags)| flags.iter().filter(is_listed).map(move |flag| (sample, flag)))
}

fn name_of(analysis: &Analysis, file: usize) -> &str {
    analysis.dataset.files.get(file).map_or("", |file| &file.name)
}

/// Adds a row but for the name of its file. `text` is used again from row to row: a new one for each would keep the
/// threads waiting for memory.
fn add_fields(
    analysis: &Analysis,
    file: usize,
    sample: usize,
    flag: Flag,
    text: &mut String,
    fields: &mut impl Fields,
) {
    fields.integer(analysis.dataset.samples.row.get(sample).copied().unwrap_or(0));
    fields.word(flag.code()).word(flag.effect().code());
    reason(analysis, file, sample, flag, text, fields);
}

/// (file, first sample, end) of parts, files in byte order of their names.
pub(super) fn parts_by_file(analysis: &Analysis, samples_per_part: usize) -> Vec<(usize, usize, usize)> {
    let files = &analysis.dataset.files;
    let mut order: Vec<usize> = (0..files.len()).collect();
    order.sort_by_key(|index| files.get(*index).map(|f| (f.name.as_bytes(), f.path.as_bytes())));
    let mut parts = Vec::new();
    for index in order {
        let Some(file) = files.get(index) else { continue };
        let end = file.first_sample + file.n_samples;
        parts.extend(
            (file.first_sample..end)
                .step_by(samples_per_part)
                .map(|from| (index, from, (from + samples_per_part).min(end))),
        );
    }
    parts
}

/// Column, value and detail of one flag.
fn reason(analysis: &Analysis, file: usize, sample: usize, flag: Flag, text: &mut String, fields: &mut impl Fields) {
    let dataset = &analysis.dataset;
    let header = |meaning| dataset.files.get(file).and_then(|f| f.header_of(meaning)).unwrap_or_default();
    let text_of = |meaning| dataset.rejected_text(sample as u32, meaning);
    let column = flag.columns().iter().map(|m| header(*m)).find(|name| !name.is_empty()).unwrap_or_default();
    let is_implausible = Flags::IMPLAUSIBLE.has(flag);
    if is_implausible && let Some(text) = text_of(Meaning::Implausible) {
        let metric = flag.columns().first().map_or("", |meaning| meaning.code());
        fields.text(header(Meaning::Implausible)).text(text).text(metric);
        return;
    }
    match flag {
        Flag::NoPosition | Flag::NoTime | Flag::NotMobile | Flag::LowAccuracy => {
            let found = flag.columns().iter().find_map(|m| text_of(*m).map(|text| (header(*m), text)));
            let (name, text) = found.unwrap_or((column, ""));
            fields.text(name).text(text).empty();
        }
        Flag::NullIsland | Flag::Outside => {
            set_to_position(text, analysis, sample);
            fields.text(column).text(text).empty();
        }
        Flag::FutureTime => {
            let time = dataset.samples.time.get(sample).copied().unwrap_or(MISSING_TIME);
            fields.text(column).time(time).empty();
        }
        Flag::ImplausibleDownload => implausible(analysis, sample, Metric::Download, column, fields),
        Flag::ImplausibleUpload => implausible(analysis, sample, Metric::Upload, column, fields),
        Flag::ImplausibleLatency => implausible(analysis, sample, Metric::Latency, column, fields),
        Flag::Duplicate => other_row(analysis, &analysis.judgement.duplicate_of, sample, fields),
        Flag::Teleport => other_row(analysis, &analysis.judgement.teleport_from, sample, fields),
        Flag::Manual => {
            let correction = analysis.judgement.correction_of(sample as u32);
            let correction = correction.and_then(|number| analysis.settings.corrections.get(number));
            fields.empty().text(correction.map_or("", |c| c.what.code()));
            fields.text(correction.map_or("", |c| &c.reason));
        }
        _ => {
            fields.empty().empty().empty();
        }
    }
}

/// Latitude and longitude.
fn set_to_position(text: &mut String, analysis: &Analysis, sample: usize) {
    let samples = &analysis.dataset.samples;
    let mut bytes = std::mem::take(text).into_bytes();
    bytes.clear();
    if let (Some(lat), Some(lon)) = (samples.lat.get(sample), samples.lon.get(sample)) {
        write_fixed(lat, 7, &mut bytes);
        bytes.push(b' ');
        write_fixed(lon, 7, &mut bytes);
    }
    *text = String::from_utf8(bytes).unwrap_or_default();
}

fn implausible(analysis: &Analysis, sample: usize, metric: Metric, header: &str, fields: &mut impl Fields) {
    let value = analysis.dataset.samples.metric(metric).get(sample);
    fields.text(header).maybe_number(value).word(metric.label());
}

/// The other row a flag speaks of, as `file:row`.
fn other_row(analysis: &Analysis, pairs: &[(u32, u32)], sample: usize, fields: &mut impl Fields) {
    let dataset = &analysis.dataset;
    let other = pairs.binary_search_by_key(&(sample as u32), |(row, _)| *row).ok().and_then(|i| pairs.get(i));
    let named = other.and_then(|(_, other)| {
        let file = dataset.file_of(*other as usize).and_then(|f| dataset.files.get(f))?;
        Some(format!("{}:{}", file.name, dataset.samples.row.get(*other as usize)?))
    });
    fields.empty().empty().text(named.as_deref().unwrap_or_default());
}
