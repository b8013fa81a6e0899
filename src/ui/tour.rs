//! The tour: the window steps back but for one thing, and a card beside it says what it is for.

use eframe::egui::{
    self, Align2, Area, Context, Frame, Id, Key, KeyboardShortcut, Modifiers, Order, Pos2, Rect, RichText, Sense,
    Shape, Stroke, Ui, Vec2, pos2, vec2,
};

use super::theme::{self, Tokens, tokens};
use super::widget::{link, primary, secondary, subdued};
use crate::app::{App, Command, Stage, Tour, TourCommand, TourStep};

/// Width of the text of a card, and the height that it has room for at most.
const WIDTH: f32 = 316.0;
const HEIGHT: f32 = 176.0;

/// Between the thing and its card; the arrow fills it.
const GAP: f32 = 14.0;

/// Says where the thing is that a step points at.
pub fn mark(ui: &Ui, step: TourStep, rect: Rect) {
    let seen = rect.intersect(ui.clip_rect());
    ui.ctx().data_mut(|data| data.insert_temp(mark_id(step), seen));
}

/// Brings the thing into view within a list that scrolls, where the tour is about it.
pub fn scroll_to(ui: &Ui, app: &App, step: TourStep, rect: Rect) {
    if app.tour().is_some_and(|tour| tour.step() == step) && !ui.clip_rect().contains_rect(rect) {
        ui.scroll_to_rect(rect, None);
    }
}

fn mark_id(step: TourStep) -> Id {
    Id::unique(step.key())
}

/// The command that a key asks for while the tour runs. With a control in focus Enter and Space are the control's.
pub fn key(ctx: &Context) -> Option<TourCommand> {
    let pressed = |key| ctx.input_mut(|i| i.consume_shortcut(&KeyboardShortcut::new(Modifiers::NONE, key)));
    let focused = ctx.memory(|memory| memory.focused().is_some());
    if pressed(Key::Escape) {
        return Some(TourCommand::End);
    }
    if pressed(Key::ArrowRight) || pressed(Key::PageDown) || !focused && (pressed(Key::Enter) || pressed(Key::Space)) {
        return Some(TourCommand::Next);
    }
    (pressed(Key::ArrowLeft) || pressed(Key::PageUp)).then_some(TourCommand::Back)
}

/// Draws over the window, while the tour runs.
pub fn ui(ctx: &Context, app: &App, commands: &mut Vec<Command>) {
    let Some(tour) = app.tour().filter(|_| matches!(app.stage(), Stage::Ready { .. })) else { return };
    let screen = ctx.content_rect();
    let target = ctx.data(|data| data.get_temp::<Rect>(mark_id(tour.step())));
    let target = target.filter(|rect| rect.is_positive()).map(|rect| rect.intersect(screen.shrink(2.0)));
    let (pivot, at) = target.map_or((Align2::CENTER_CENTER, screen.center()), |rect| place(rect, screen));
    let area = Area::new(Id::unique("tour")).order(Order::Tooltip).pivot(pivot).fixed_pos(at);
    // Nothing behind the card is pressed or reached by Tab.
    ctx.memory_mut(|memory| memory.set_modal_layer(area.layer()));
    let shown = area.constrain_to(screen.shrink(theme::SPACE_1)).show(ctx, |ui| {
        let t = tokens(ui);
        let frame = Frame::new().fill(t.panel).corner_radius(theme::RADIUS).inner_margin(theme::SPACE_4);
        frame.shadow(ui.visuals().window_shadow).show(ui, |ui| {
            ui.set_width(WIDTH);
            card(ui, app, tour, commands);
        });
        t
    });
    let behind = Area::new(Id::unique("tour-shade")).order(Order::Foreground).fixed_pos(screen.min);
    behind.constrain(false).show(ctx, |ui| {
        // Takes every click that is meant for the window, but not the focus.
        ui.allocate_rect(screen, Sense::CLICK | Sense::DRAG);
        match target {
            Some(rect) => shade(ui.painter(), shown.inner, screen, rect),
            None => drop(ui.painter().rect_filled(screen, 0.0, shown.inner.shade)),
        }
    });
    let Some(rect) = target else { return };
    let arrow = ctx.layer_painter(shown.response.layer_id);
    arrow.extend(arrow_shape(shown.response.rect, rect, pivot, shown.inner));
}

/// Everything but the thing steps back, and a line goes round it.
fn shade(painter: &egui::Painter, t: &Tokens, screen: Rect, hole: Rect) {
    let beside = [
        Rect::from_min_max(screen.min, pos2(screen.right(), hole.top())),
        Rect::from_min_max(pos2(screen.left(), hole.bottom()), screen.max),
        Rect::from_min_max(pos2(screen.left(), hole.top()), hole.left_bottom()),
        Rect::from_min_max(hole.right_top(), pos2(screen.right(), hole.bottom())),
    ];
    for rect in beside {
        painter.rect_filled(rect, 0.0, t.shade);
    }
    painter.rect_stroke(hole, 2.0, Stroke::new(2.0, t.accent), egui::StrokeKind::Outside);
}

/// Where the card stands: the corner or edge of it that is given a place, and the place.
fn place(target: Rect, screen: Rect) -> (Align2, Pos2) {
    let size = vec2(WIDTH, HEIGHT) + Vec2::splat(2.0 * theme::SPACE_4 + GAP);
    let below = (screen.bottom() - target.bottom() - size.y, Align2::CENTER_TOP);
    let above = (target.top() - screen.top() - size.y, Align2::CENTER_BOTTOM);
    let right = (screen.right() - target.right() - size.x, Align2::LEFT_CENTER);
    let left = (target.left() - screen.left() - size.x, Align2::RIGHT_CENTER);
    let sides =
        if target.height() > target.width() { [right, left, below, above] } else { [below, above, right, left] };
    let roomy = sides.into_iter().find(|(room, _)| *room >= 0.0);
    let widest = sides.into_iter().max_by(|a, b| a.0.total_cmp(&b.0));
    let pivot = roomy.or(widest).map_or(Align2::CENTER_TOP, |(_, pivot)| pivot);
    let at = match pivot {
        Align2::CENTER_BOTTOM => target.center_top() - vec2(0.0, GAP),
        Align2::LEFT_CENTER => target.right_center() + vec2(GAP, 0.0),
        Align2::RIGHT_CENTER => target.left_center() - vec2(GAP, 0.0),
        _ => target.center_bottom() + vec2(0.0, GAP),
    };
    (pivot, at)
}

/// A triangle from the card to the thing.
fn arrow_shape(card: Rect, target: Rect, pivot: Align2, t: &Tokens) -> Option<Shape> {
    const HALF: f32 = 9.0;
    let inner = 2.0 * HALF;
    let x = target.center().x.clamp(card.left() + inner, card.right() - inner);
    let y = target.center().y.clamp(card.top() + inner, card.bottom() - inner);
    let (tip, base, along) = match pivot {
        Align2::CENTER_TOP => (pos2(x, card.top() - GAP + 2.0), pos2(x, card.top()), vec2(HALF, 0.0)),
        Align2::CENTER_BOTTOM => (pos2(x, card.bottom() + GAP - 2.0), pos2(x, card.bottom()), vec2(HALF, 0.0)),
        Align2::LEFT_CENTER => (pos2(card.left() - GAP + 2.0, y), pos2(card.left(), y), vec2(0.0, HALF)),
        Align2::RIGHT_CENTER => (pos2(card.right() + GAP - 2.0, y), pos2(card.right(), y), vec2(0.0, HALF)),
        _ => return None,
    };
    Some(Shape::convex_polygon(vec![base - along, tip, base + along], t.panel, Stroke::NONE))
}

fn card(ui: &mut Ui, app: &App, tour: &Tour, commands: &mut Vec<Command>) {
    let (text, step) = (app.text(), tour.step());
    let all = TourStep::ALL.len();
    let is_last = step.index() + 1 == all;
    let count = [("n", text.count(step.index() as u64 + 1)), ("all", text.count(all as u64))];
    let count = count.each_ref().map(|(key, value)| (*key, value.as_str()));
    ui.label(subdued(ui, text.with("tour-count", &count)).size(theme::LABEL));
    ui.label(RichText::new(text.get(step.key())).font(theme::bold(theme::VERDICT)));
    ui.label(text.get(&format!("{}-what", step.key())));
    ui.add_space(theme::SPACE_3);
    ui.horizontal(|ui| {
        let next = text.get(if is_last { "tour-done" } else { "tour-next" });
        if primary(ui, &next).clicked() {
            commands.push(Command::Tour(TourCommand::Next));
        }
        if step.index() > 0 && secondary(ui, &text.get("tour-back")).clicked() {
            commands.push(Command::Tour(TourCommand::Back));
        }
        if !is_last && link(ui, &text.get("tour-skip")).clicked() {
            commands.push(Command::Tour(TourCommand::End));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_stands_where_there_is_room_for_it() {
        let screen = Rect::from_min_size(Pos2::ZERO, vec2(854.0, 480.0));
        let bar = Rect::from_min_size(pos2(200.0, 8.0), vec2(300.0, 26.0));
        assert_eq!(place(bar, screen).0, Align2::CENTER_TOP);
        let table = Rect::from_min_size(pos2(0.0, 300.0), vec2(854.0, 160.0));
        assert_eq!(place(table, screen).0, Align2::CENTER_BOTTOM);
        let panel = Rect::from_min_size(pos2(540.0, 40.0), vec2(314.0, 400.0));
        assert_eq!(place(panel, screen).0, Align2::RIGHT_CENTER);
        let legend = Rect::from_min_size(pos2(0.0, 150.0), vec2(200.0, 280.0));
        assert_eq!(place(legend, screen).0, Align2::LEFT_CENTER);
    }
}
