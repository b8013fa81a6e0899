//! The name that the officer gives to the place of a weak spot.

use eframe::egui::{self, TextEdit, Ui};

use crate::app::{App, Command, Edit};
use crate::model::WeakSpot;
use crate::ui::{theme, widget};

/// Longest name that is kept.
const LONGEST: usize = 80;

/// A field that takes effect when it is left.
pub fn ui(ui: &mut Ui, app: &App, spot: &WeakSpot, commands: &mut Vec<Command>) {
    let text = app.text();
    let id = ui.make_persistent_id(("place-name", &spot.spot_id));
    let mut typed: String = ui.data(|data| data.get_temp(id)).unwrap_or_else(|| spot.place_name.clone());
    let field = TextEdit::singleline(&mut typed).id(id.with("field")).char_limit(LONGEST);
    let field = field.desired_width(f32::INFINITY).hint_text(text.get("place-name-hint"));
    let response = widget::field(ui, field);
    let name = text.get("place-name");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &name));
    if response.has_focus() {
        ui.data_mut(|data| data.insert_temp(id, typed.clone()));
    }
    if response.lost_focus() {
        ui.data_mut(|data| data.remove::<String>(id));
        let typed = typed.trim();
        if typed != spot.place_name {
            commands.push(Command::Edit(Edit::PlaceName(spot.spot_id.clone(), typed.to_owned())));
        }
    }
    ui.add_space(theme::SPACE_1);
}
