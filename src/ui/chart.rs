//! Small charts of the evidence card, painted directly: fixed size, no interaction but the sentence under the pointer.

use eframe::egui::{self, Align2, Color32, FontId, Pos2, Rect, Sense, Stroke, Ui, pos2, vec2};

use super::theme::{self, tokens};
use crate::app::Histogram;
use crate::model::{Month, RollingShare};
use crate::text::Text;

const HISTOGRAM_HEIGHT: f32 = 80.0;
const STRIP_HEIGHT: f32 = 32.0;
const ROLLING_HEIGHT: f32 = 56.0;
/// Room for the labels of an axis.
const AXIS: f32 = 16.0;

/// A column with its failing part below and its passing part above.
struct Column {
    failing: u32,
    passing: u32,
}

fn small() -> FontId {
    FontId::proportional(10.5)
}

/// Reserves the room, names it, and returns the part above the axis.
fn plot(ui: &mut Ui, height: f32, name: &str) -> (Rect, egui::Response) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height + AXIS), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, name));
    (Rect::from_min_max(rect.min, pos2(rect.right(), rect.bottom() - AXIS)), response)
}

fn columns(ui: &Ui, area: Rect, list: &[Column], failing: Color32, passing: Color32) {
    let most = list.iter().map(|c| c.failing + c.passing).max().unwrap_or(0).max(1) as f32;
    let width = area.width() / list.len().max(1) as f32;
    let gap = if width > 6.0 { 1.5 } else { 0.5 };
    for (i, column) in list.iter().enumerate() {
        let left = area.left() + width * i as f32;
        let bar = |from: u32, to: u32| {
            let y = |n: u32| area.bottom() - area.height() * n as f32 / most;
            Rect::from_min_max(pos2(left + gap / 2.0, y(to)), pos2(left + width - gap / 2.0, y(from)))
        };
        if column.failing > 0 {
            ui.painter().rect_filled(bar(0, column.failing), 1.0, failing);
        }
        if column.passing > 0 {
            ui.painter().rect_filled(bar(column.failing, column.failing + column.passing), 1.0, passing);
        }
    }
    let line = Stroke::new(1.0, tokens(ui).line);
    ui.painter().line_segment([area.left_bottom(), area.right_bottom()], line);
}

fn column_under(area: Rect, n: usize, pointer: Option<Pos2>) -> Option<usize> {
    let p = pointer.filter(|p| area.expand2(vec2(0.0, AXIS)).contains(*p))?;
    let i = ((p.x - area.left()) / area.width() * n as f32) as usize;
    (i < n).then_some(i)
}

/// Samples by value on a logarithmic axis, with the threshold.
pub fn histogram(ui: &mut Ui, text: &Text, histogram: &Histogram, lower_is_better: bool, name: &str) {
    let t = tokens(ui);
    let (area, response) = plot(ui, HISTOGRAM_HEIGHT, name);
    let list: Vec<Column> =
        histogram.columns.iter().map(|(failing, passing)| Column { failing: *failing, passing: *passing }).collect();
    let top = Rect::from_min_max(pos2(area.left(), area.top() + 14.0), area.max);
    columns(ui, top, &list, t.grade_a, t.adequate[1]);
    let span = histogram.step_log10 * list.len() as f64;
    let x_of = |value: f64| {
        let at = (value.max(1e-9).log10() - histogram.start_log10) / span;
        area.left() + area.width() * at as f32
    };
    let painter = ui.painter();
    for power in -1..=4 {
        for step in [1.0, 2.0, 5.0] {
            let value = step * 10f64.powi(power);
            let x = x_of(value);
            let wanted = step == 1.0 || span < 1.4;
            if wanted && x >= area.left() + 4.0 && x <= area.right() - 4.0 {
                let label = super::wording::number_short(text, value);
                painter.text(pos2(x, area.bottom() + 3.0), Align2::CENTER_TOP, label, small(), t.subdued);
                painter.line_segment([pos2(x, area.bottom()), pos2(x, area.bottom() + 3.0)], Stroke::new(1.0, t.line));
            }
        }
    }
    for threshold in &histogram.thresholds {
        let x = x_of(*threshold);
        let dashes = egui::Shape::dashed_line(
            &[pos2(x, area.top() + 13.0), pos2(x, area.bottom())],
            Stroke::new(1.2, t.text),
            4.0,
            3.0,
        );
        painter.extend(dashes);
        let label = super::wording::number_short(text, *threshold);
        let side = if x > area.right() - 30.0 { Align2::RIGHT_TOP } else { Align2::CENTER_TOP };
        painter.text(pos2(x, area.top() - 1.0), side, label, theme::bold(10.5), t.text);
    }
    let Some(i) = column_under(area, list.len(), response.hover_pos()) else { return };
    let Some(column) = list.get(i) else { return };
    let edge = |i: usize| text.figure(10f64.powf(histogram.start_log10 + histogram.step_log10 * i as f64));
    let range = format!("{} – {}", edge(i), edge(i + 1));
    let side = if lower_is_better { "chart-failing-above" } else { "chart-failing-below" };
    let (n, failing) = (text.count(u64::from(column.failing + column.passing)), text.count(u64::from(column.failing)));
    response.on_hover_text_at_pointer(text.with(side, &[("range", &range), ("n", &n), ("failing", &failing)]));
}

/// Failing share of the samples of each month; taller is worse, paler has fewer samples.
pub fn months(ui: &mut Ui, text: &Text, months: &[(Month, u32, u32)], name: &str) {
    let t = tokens(ui);
    let (area, response) = plot(ui, STRIP_HEIGHT, name);
    let (Some(first), Some(last)) = (months.first(), months.last()) else { return };
    let n = (last.0.0 - first.0.0 + 1).max(1) as usize;
    let slots: Vec<Option<(Month, u32, u32)>> =
        (0..n).map(|i| months.iter().find(|(month, ..)| month.0 == first.0.0 + i as i32).copied()).collect();
    shares(ui, area, slots.iter().map(|slot| slot.map(|(_, n, failing)| (n, failing))));
    let label = |month: Month, x: f32, align: Align2| {
        ui.painter().text(pos2(x, area.bottom() + 3.0), align, text.month(month), small(), t.subdued);
    };
    label(first.0, area.left(), Align2::LEFT_TOP);
    label(last.0, area.right(), Align2::RIGHT_TOP);
    let under = column_under(area, n, response.hover_pos()).and_then(|i| *slots.get(i)?);
    if let Some((month, n, failing)) = under {
        response.on_hover_text_at_pointer(share_words(text, &text.month(month), n, failing));
    }
}

/// Failing share of votes in windows of months, each with its interval; a dashed line at the allowed share.
pub fn rolling(ui: &mut Ui, text: &Text, windows: &[RollingShare], allowed: Option<f64>, name: &str) {
    let t = tokens(ui);
    let (area, response) = plot(ui, ROLLING_HEIGHT, name);
    let painter = ui.painter();
    let y = |share: f64| area.bottom() - area.height() * share as f32;
    let width = area.width() / windows.len().max(1) as f32;
    painter.rect_filled(area, 1.0, t.page);
    let mut before: Option<Pos2> = None;
    for (i, window) in windows.iter().enumerate() {
        let x = area.left() + width * (i as f32 + 0.5);
        let Some(share) = window.share else {
            before = None;
            continue;
        };
        painter.line_segment([pos2(x, y(share.low)), pos2(x, y(share.high))], Stroke::new(5.0, t.line));
        let at = pos2(x, y(share.value));
        if let Some(before) = before.replace(at) {
            painter.line_segment([before, at], Stroke::new(1.5, t.accent));
        }
    }
    for (i, window) in windows.iter().enumerate() {
        if let Some(share) = window.share {
            painter.circle_filled(pos2(area.left() + width * (i as f32 + 0.5), y(share.value)), 2.5, t.accent);
        }
    }
    if let Some(allowed) = allowed {
        let ends = [pos2(area.left(), y(allowed)), pos2(area.right(), y(allowed))];
        painter.extend(egui::Shape::dashed_line(&ends, Stroke::new(1.2, t.text), 4.0, 3.0));
        let label = pos2(area.left() + 3.0, y(allowed) + 1.0);
        painter.text(label, Align2::LEFT_TOP, text.percent(allowed), small(), t.subdued);
    }
    painter.line_segment([area.left_bottom(), area.right_bottom()], Stroke::new(1.0, t.line));
    let ends = [(windows.first(), area.left(), Align2::LEFT_TOP), (windows.last(), area.right(), Align2::RIGHT_TOP)];
    for (window, x, align) in ends {
        let Some(window) = window else { continue };
        painter.text(pos2(x, area.bottom() + 3.0), align, text.month(window.last), small(), t.subdued);
    }
    let under = column_under(area, windows.len(), response.hover_pos()).and_then(|i| windows.get(i));
    if let Some(window) = under {
        response.on_hover_text_at_pointer(rolling_words(text, window));
    }
}

fn rolling_words(text: &Text, window: &RollingShare) -> String {
    let month = text.month(window.last);
    let Some(share) = window.share else { return text.with("chart-rolling-none", &[("month", &month)]) };
    let facts = [
        ("month", month),
        ("failing", text.count(window.count.failing)),
        ("votes", text.count(window.count.votes)),
        ("range", text.percent_range(share.low, share.high)),
    ];
    text.with_facts("chart-rolling", &facts)
}

/// Failing share of the samples of each local hour.
pub fn hours(ui: &mut Ui, text: &Text, hours: &[(u32, u32); 24], name: &str) {
    let t = tokens(ui);
    let (area, response) = plot(ui, STRIP_HEIGHT, name);
    shares(ui, area, hours.iter().map(|(n, failing)| (*n > 0).then_some((*n, *failing))));
    for hour in [0u32, 6, 12, 18] {
        let x = area.left() + area.width() * hour as f32 / 24.0;
        ui.painter().text(pos2(x, area.bottom() + 3.0), Align2::LEFT_TOP, format!("{hour} h"), small(), t.subdued);
    }
    let under = column_under(area, 24, response.hover_pos()).and_then(|i| Some((i, *hours.get(i)?)));
    if let Some((hour, (n, failing))) = under.filter(|(_, (n, _))| *n > 0) {
        response.on_hover_text_at_pointer(share_words(text, &format!("{hour} h"), n, failing));
    }
}

fn share_words(text: &Text, when: &str, n: u32, failing: u32) -> String {
    let (n, failing) = (text.count(u64::from(n)), text.count(u64::from(failing)));
    text.with("chart-share", &[("when", when), ("n", &n), ("failing", &failing)])
}

/// One column for each share; where nothing was measured a short stub of the axis.
fn shares(ui: &Ui, area: Rect, slots: impl ExactSizeIterator<Item = Option<(u32, u32)>>) {
    let t = tokens(ui);
    let width = area.width() / slots.len().max(1) as f32;
    let gap = if width > 8.0 { 2.0 } else { 1.0 };
    for (i, slot) in slots.enumerate() {
        let left = area.left() + width * i as f32 + gap / 2.0;
        let right = left + width - gap;
        let Some((n, failing)) = slot else { continue };
        let share = failing as f32 / n.max(1) as f32;
        let track = Rect::from_min_max(pos2(left, area.top()), pos2(right, area.bottom()));
        ui.painter().rect_filled(track, 1.0, t.page);
        let color = if share > 0.5 { t.grade_a } else { t.grade_b };
        let top = area.bottom() - (area.height() * share).max(if failing > 0 { 2.0 } else { 0.0 });
        let bar = Rect::from_min_max(pos2(left, top), pos2(right, area.bottom()));
        // A handful of samples says little.
        let faint = if n < 5 { 0.45 } else { 1.0 };
        ui.painter().rect_filled(bar, 1.0, color.gamma_multiply(faint));
    }
    ui.painter().line_segment([area.left_bottom(), area.right_bottom()], Stroke::new(1.0, t.line));
}

/// The failing share as a thin bar under the figures that say it, as long for each so that they compare at a glance.
pub fn share_under(ui: &Ui, figures: Rect, failing_share: f32) {
    const LENGTH: f32 = 56.0;
    const HEIGHT: f32 = 3.0;
    let bar = |length: f32| Rect::from_min_size(figures.left_bottom() - vec2(0.0, 1.0), vec2(length, HEIGHT));
    ui.painter().rect_filled(bar(LENGTH), 1.0, tokens(ui).line);
    ui.painter().rect_filled(bar(LENGTH * failing_share.clamp(0.0, 1.0)), 1.0, tokens(ui).sample_fail);
}
