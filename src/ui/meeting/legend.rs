//! What the colours mean, at the bottom left of the map.

use std::sync::Arc;

use eframe::egui::{FontId, Galley, Rect, Ui, pos2, vec2};

use super::{BODY, MARGIN, OF_MAP};
use crate::cartography::Fill;
use crate::model::Grade;
use crate::text::Text;
use crate::ui::map::{BAR_HEIGHT, Swatches, plate};
use crate::ui::theme::{self, tokens};
use crate::ui::wording;

/// The grades that are shown, each as a cell of it is filled.
const CLASSES: [(Grade, Fill); 5] = [
    (Grade::A, Fill::Grade(Grade::A)),
    (Grade::B, Fill::Grade(Grade::B)),
    (Grade::C, Fill::Grade(Grade::C)),
    (Grade::D, Fill::Grade(Grade::D)),
    (Grade::E, Fill::Adequate(1)),
];

/// Width and height of a patch of colour.
const SWATCH: (f32, f32) = (20.0, 14.0);

/// The legend, laid out.
pub struct Legend {
    pub rect: Rect,
    named: Vec<(Arc<Galley>, Fill)>,
}

impl Legend {
    pub fn new(ui: &Ui, text: &Text, area: Rect, enlarged: f32) -> Self {
        let font = FontId::proportional(BODY * enlarged);
        let name =
            |grade| ui.painter().layout_no_wrap(text.get(wording::grade_key(grade)), font.clone(), tokens(ui).text);
        let named: Vec<_> = CLASSES.into_iter().map(|(grade, fill)| (name(grade), fill)).collect();
        let gap = theme::SPACE_2 * enlarged;
        let width: f32 = named.iter().map(|(name, _)| name.size().x + SWATCH.0 * enlarged + 3.0 * gap).sum();
        // As high as the scale bar at the other side.
        let height = BAR_HEIGHT * OF_MAP * enlarged;
        let corner = area.left_bottom() + vec2(MARGIN.x, -MARGIN.y) * enlarged;
        Self { rect: Rect::from_min_size(corner - vec2(0.0, height), vec2(width + 2.0 * gap, height)), named }
    }

    pub fn paint(self, ui: &Ui, swatches: &mut Swatches, enlarged: f32) {
        let (painter, t) = (ui.painter(), tokens(ui));
        let (swatch, gap) = (vec2(SWATCH.0, SWATCH.1) * enlarged, theme::SPACE_2 * enlarged);
        plate(painter, self.rect, t);
        let (mut x, y) = (self.rect.left() + 2.0 * gap, self.rect.center().y);
        for (name, fill) in self.named {
            let place = Rect::from_min_size(pos2(x, y - swatch.y / 2.0), swatch);
            swatches.paint(ui.ctx(), painter, place, Some(fill), t);
            x += swatch.x + gap;
            let size = name.size();
            painter.galley(pos2(x, y - size.y / 2.0), name, t.text);
            x += size.x + 2.0 * gap;
        }
    }
}
