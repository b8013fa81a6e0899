//! Typefaces, and the style of the toolkit's own widgets.

use eframe::egui::{
    self, Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Shadow, Stroke,
    TextStyle, Visuals, vec2,
};

use super::{LABEL, RADIUS, ROW, SPACE_1, SPACE_2, SPACE_4, TEXT, Tokens, VERDICT, bold, figures, tokens_of};
use crate::app::Theme;

/// The bundled typefaces, before the toolkit's own.
pub fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let mut add = |name: &str, bytes: &'static [u8]| {
        fonts.font_data.insert(name.to_owned(), FontData::from_static(bytes).into());
    };
    add("vietnam", include_bytes!("../../../assets/fonts/BeVietnamPro-Regular.ttf"));
    add("vietnam-bold", include_bytes!("../../../assets/fonts/BeVietnamPro-SemiBold.ttf"));
    add("digits", include_bytes!("../../../assets/fonts/TabularFigures.ttf"));
    add("icons", include_bytes!("../../../assets/icons/Phosphor-subset.ttf"));
    let own = |first: &[&str]| first.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>();
    if let Some(family) = fonts.families.get_mut(&FontFamily::Proportional) {
        family.splice(0..0, own(&["vietnam", "icons"]));
    }
    if let Some(family) = fonts.families.get_mut(&FontFamily::Monospace) {
        family.extend(own(&["vietnam", "icons"]));
    }
    fonts.families.insert(FontFamily::Name("bold".into()), own(&["vietnam-bold", "icons"]));
    fonts.families.insert(FontFamily::Name("figures".into()), own(&["digits", "vietnam", "icons"]));
    fonts
}

/// Puts fonts and style of a theme in force.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts());
    for (theme, egui_theme) in [(Theme::Light, egui::Theme::Light), (Theme::Dark, egui::Theme::Dark)] {
        let tokens = tokens_of(theme);
        ctx.style_mut_of(egui_theme, |style| {
            style.visuals = visuals(theme, tokens);
            set_spacing(style);
        });
    }
}

/// Chooses between the installed themes.
pub fn choose(ctx: &Context, theme: Theme) {
    ctx.set_theme(match theme {
        Theme::Light => egui::Theme::Light,
        Theme::Dark => egui::Theme::Dark,
    });
}

fn set_spacing(style: &mut egui::Style) {
    let body = |size| FontId::new(size, FontFamily::Proportional);
    style.text_styles = [
        (TextStyle::Body, body(TEXT)),
        (TextStyle::Button, body(TEXT)),
        (TextStyle::Small, body(LABEL)),
        (TextStyle::Heading, bold(VERDICT)),
        (TextStyle::Monospace, figures(TEXT)),
    ]
    .into();
    style.spacing.item_spacing = vec2(SPACE_2, SPACE_1);
    style.spacing.button_padding = vec2(10.0, SPACE_1);
    style.spacing.interact_size = vec2(ROW, ROW);
    style.spacing.menu_margin = Margin::same(SPACE_1 as i8);
    style.spacing.window_margin = Margin::same(SPACE_4 as i8);
    style.spacing.menu_width = 260.0;
    style.spacing.icon_width = 15.0;
    style.spacing.icon_width_inner = 9.0;
    style.spacing.tooltip_width = 420.0;
    // A bar that shows only under the pointer does not say that there is more below.
    style.spacing.scroll = egui::style::ScrollStyle {
        dormant_handle_opacity: 0.45,
        floating_width: 4.0,
        floating_allocated_width: 8.0,
        ..egui::style::ScrollStyle::floating()
    };
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.3;
    style.animation_time = 0.08;
}

fn visuals(theme: Theme, t: &Tokens) -> Visuals {
    let mut v = match theme {
        Theme::Light => Visuals::light(),
        Theme::Dark => Visuals::dark(),
    };
    let radius = CornerRadius::same(RADIUS);
    v.override_text_color = None;
    v.weak_text_color = Some(t.subdued);
    v.hyperlink_color = t.accent;
    v.faint_bg_color = t.page;
    v.extreme_bg_color = t.page;
    v.code_bg_color = t.control;
    v.warn_fg_color = t.warning;
    v.error_fg_color = t.bad;
    v.window_corner_radius = radius;
    v.menu_corner_radius = radius;
    v.window_fill = t.panel;
    v.window_stroke = Stroke::new(1.0, t.line);
    v.panel_fill = t.panel;
    v.window_shadow = Shadow { offset: [0, 6], blur: 24, spread: 0, color: t.shadow };
    v.popup_shadow = Shadow { offset: [0, 3], blur: 12, spread: 0, color: t.shadow };
    v.selection.bg_fill = t.selected;
    v.selection.stroke = Stroke::new(1.0, t.accent);
    v.striped = false;
    let widget = |fill: Color32, line: Color32, text: Color32| egui::style::WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, line),
        corner_radius: radius,
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    v.widgets.noninteractive = widget(t.panel, t.line, t.text);
    v.widgets.inactive = widget(t.control, Color32::TRANSPARENT, t.text);
    v.widgets.hovered = widget(t.control_hover, Color32::TRANSPARENT, t.text);
    v.widgets.active = widget(t.control_hover, t.text, t.text);
    // What the keyboard would press: seen on quiet controls and on filled ones alike.
    v.widgets.active.bg_stroke.width = 2.0;
    // Also the bar with the title of a page in front: quiet, like the page under it.
    v.widgets.open = widget(t.panel, t.line, t.text);
    v
}
