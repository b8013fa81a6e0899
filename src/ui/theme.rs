//! Every colour, size and distance of the window. No other file of `ui` names a colour; a test sees to it.

use eframe::egui::{
    self, Color32, ColorImage, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Shadow,
    Stroke, TextStyle, Visuals, vec2,
};

use crate::app::Theme;
use crate::cartography::Fill;
use crate::model::Grade;

/// Distances: steps of four points.
pub const SPACE_1: f32 = 4.0;
pub const SPACE_2: f32 = 8.0;
pub const SPACE_3: f32 = 12.0;
pub const SPACE_4: f32 = 16.0;
pub const SPACE_6: f32 = 24.0;

pub const RADIUS: u8 = 6;
/// Height of a table row and of a control.
pub const ROW: f32 = 26.0;

/// Sizes of type.
pub const TEXT: f32 = 13.0;
pub const LABEL: f32 = 11.5;
pub const VERDICT: f32 = 15.0;
pub const FIGURE: f32 = 17.0;
pub const TITLE: f32 = 24.0;

/// Outline of a weak spot.
pub const SPOT_LINE: f32 = 2.4;
/// Outline of a suspected one.
pub const SUSPECTED_LINE: f32 = 1.3;

/// Colours by meaning.
#[derive(Debug, Clone, PartialEq)]
pub struct Tokens {
    pub page: Color32,
    pub panel: Color32,
    /// Quiet controls on a panel.
    pub control: Color32,
    pub control_hover: Color32,
    pub line: Color32,
    pub text: Color32,
    pub subdued: Color32,
    pub accent: Color32,
    /// Fill of the primary button and of the chosen chip, and the text on it.
    pub accent_fill: Color32,
    pub on_accent: Color32,
    /// Fill behind a selected row.
    pub selected: Color32,
    pub good: Color32,
    pub bad: Color32,
    pub warning: Color32,
    /// Ground inside the study area.
    pub ground: Color32,
    pub ward_line: Color32,
    pub zone_line: Color32,
    pub zone_name: Color32,
    pub halo: Color32,
    pub spot_line: Color32,
    pub on_spot: Color32,
    pub grade_a: Color32,
    pub grade_b: Color32,
    pub grade_c: Color32,
    pub grade_c_hatch: Color32,
    pub grade_d: Color32,
    pub grade_d_hatch: Color32,
    pub gap_hatch: Color32,
    pub adequate: [Color32; 3],
    pub diverging: [Color32; 5],
    pub sequential: [Color32; 5],
    pub sample_pass: Color32,
    pub sample_fail: Color32,
    /// Text on a grade's chip, A to E and none.
    pub on_grade: [Color32; 6],
    pub shadow: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

static LIGHT: Tokens = Tokens {
    page: rgb(0xf3f5f8),
    panel: rgb(0xffffff),
    control: rgb(0xeff2f6),
    control_hover: rgb(0xe3e8ef),
    line: rgb(0xe2e6eb),
    text: rgb(0x1b2430),
    subdued: rgb(0x5b6675),
    accent: rgb(0x0b5fb8),
    accent_fill: rgb(0x0b5fb8),
    on_accent: rgb(0xffffff),
    selected: rgb(0xe4eefa),
    good: rgb(0x1a7a3c),
    bad: rgb(0xb2182b),
    warning: rgb(0x8a5300),
    ground: rgb(0xffffff),
    ward_line: rgb(0x1f2a37),
    zone_line: rgb(0x8b95a3),
    zone_name: rgb(0x2a3442),
    halo: rgb(0xffffff),
    spot_line: rgb(0x5a0010),
    on_spot: rgb(0xffffff),
    grade_a: rgb(0xb2182b),
    grade_b: rgb(0xef8a62),
    grade_c: rgb(0xfdebe2),
    grade_c_hatch: rgb(0xe0784c),
    grade_d: rgb(0xf5f6f8),
    grade_d_hatch: rgb(0xbfc6cf),
    gap_hatch: rgb(0x7a5ea8),
    adequate: [rgb(0x92c5de), rgb(0x67a9cf), rgb(0x2166ac)],
    diverging: [rgb(0xb2182b), rgb(0xef8a62), rgb(0xfddbc7), rgb(0x92c5de), rgb(0x2166ac)],
    sequential: [rgb(0xe3e0f0), rgb(0xbcbddc), rgb(0x9e9ac8), rgb(0x756bb1), rgb(0x54278f)],
    sample_pass: rgb(0x2166ac),
    sample_fail: rgb(0xb2182b),
    on_grade: [rgb(0xffffff), rgb(0x3d1404), rgb(0x7a2e0e), rgb(0x4a5563), rgb(0xffffff), rgb(0x5b6675)],
    shadow: Color32::from_rgba_premultiplied(0, 0, 0, 36),
};

static DARK: Tokens = Tokens {
    page: rgb(0x11161d),
    panel: rgb(0x1a212b),
    control: rgb(0x252e3a),
    control_hover: rgb(0x303b4a),
    line: rgb(0x303a47),
    text: rgb(0xe8ecf1),
    subdued: rgb(0xa3aebb),
    accent: rgb(0x6fb1f5),
    accent_fill: rgb(0x1668c0),
    on_accent: rgb(0xffffff),
    selected: rgb(0x213a57),
    good: rgb(0x5fc98a),
    bad: rgb(0xf2808d),
    warning: rgb(0xe8b04b),
    ground: rgb(0x1e2631),
    ward_line: rgb(0xd5dce5),
    zone_line: rgb(0x6b7787),
    zone_name: rgb(0xdde3ea),
    halo: rgb(0x1e2631),
    spot_line: rgb(0xffd0d6),
    on_spot: rgb(0x4a000d),
    grade_a: rgb(0xd63a4c),
    grade_b: rgb(0xef8a62),
    grade_c: rgb(0x3b2a24),
    grade_c_hatch: rgb(0xd9805a),
    grade_d: rgb(0x252d38),
    grade_d_hatch: rgb(0x5d6876),
    gap_hatch: rgb(0xa58fd0),
    adequate: [rgb(0x2d5f86), rgb(0x3a86bd), rgb(0x74b9e6)],
    diverging: [rgb(0xd63a4c), rgb(0xef8a62), rgb(0xf3d5c4), rgb(0x74b9e6), rgb(0x2f74bb)],
    sequential: [rgb(0x3a3654), rgb(0x554f85), rgb(0x766fb0), rgb(0x9c96cf), rgb(0xcfcbee)],
    sample_pass: rgb(0x74b9e6),
    sample_fail: rgb(0xf2808d),
    on_grade: [rgb(0xffffff), rgb(0x3d1404), rgb(0xf5c3ab), rgb(0xc9d1da), rgb(0xffffff), rgb(0xa3aebb)],
    shadow: Color32::from_rgba_premultiplied(0, 0, 0, 110),
};

/// The tokens of a theme.
pub fn tokens_of(theme: Theme) -> &'static Tokens {
    match theme {
        Theme::Light => &LIGHT,
        Theme::Dark => &DARK,
    }
}

/// The tokens in force.
pub fn tokens(ui: &egui::Ui) -> &'static Tokens {
    if ui.visuals().dark_mode { &DARK } else { &LIGHT }
}

impl Tokens {
    /// Ground colour of a class, and the colour of its hatch where evidence is missing.
    pub fn fill(&self, fill: Fill) -> (Color32, Option<Color32>) {
        let step = |ramp: &[Color32], i: u8| ramp.get(usize::from(i)).copied().unwrap_or(self.line);
        match fill {
            Fill::Grade(Grade::A) => (self.grade_a, None),
            Fill::Grade(Grade::B) => (self.grade_b, None),
            Fill::Grade(Grade::C) => (self.grade_c, Some(self.grade_c_hatch)),
            Fill::Grade(Grade::D | Grade::None) => (self.grade_d, Some(self.grade_d_hatch)),
            Fill::Grade(Grade::E) => (self.adequate[1], None),
            Fill::Adequate(i) => (step(&self.adequate, i), None),
            Fill::Diverging(i) => (step(&self.diverging, i), None),
            Fill::Sequential(i) => (step(&self.sequential, i), None),
        }
    }

    /// Fill and text of a grade's chip.
    pub fn chip(&self, grade: Grade) -> (Color32, Color32) {
        let fill = match grade {
            Grade::A => self.grade_a,
            Grade::B => self.grade_b,
            Grade::C => self.grade_c,
            Grade::D => self.grade_d,
            Grade::E => self.accent_fill,
            Grade::None => self.panel,
        };
        (fill, self.on_grade[grade as usize])
    }
}

/// Type in the bold cut.
pub fn bold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("bold".into()))
}

/// Type whose digits all have one width.
pub fn figures(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("figures".into()))
}

/// The bundled typefaces, before the toolkit's own.
pub fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let mut add = |name: &str, bytes: &'static [u8]| {
        fonts.font_data.insert(name.to_owned(), FontData::from_static(bytes).into());
    };
    add("vietnam", include_bytes!("../../assets/fonts/BeVietnamPro-Regular.ttf"));
    add("vietnam-bold", include_bytes!("../../assets/fonts/BeVietnamPro-SemiBold.ttf"));
    add("digits", include_bytes!("../../assets/fonts/TabularFigures.ttf"));
    add("icons", include_bytes!("../../assets/icons/Phosphor-subset.ttf"));
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

/// Side of the repeating hatch picture in points.
pub const HATCH_SIDE: f32 = 8.0;

/// A picture of slanting lines that repeats without a seam; white, to be tinted.
pub fn hatch_image() -> ColorImage {
    let side = HATCH_SIDE as usize;
    let pixel = |i: usize| {
        let along = ((i % side + i / side) % side) as f32;
        let from_line = along.min(HATCH_SIDE - along) / std::f32::consts::SQRT_2;
        Color32::WHITE.gamma_multiply((1.05 - from_line).clamp(0.0, 1.0))
    };
    ColorImage::new([side, side], (0..side * side).map(pixel).collect())
}

/// Colour of a pixel on which samples lie: which part of them fails, and how many there are for the busiest pixel.
pub fn density(tokens: &Tokens, failing_share: f32, n: u32, most: u32) -> Color32 {
    let weight = ((n as f32).ln_1p() / (most.max(1) as f32).ln_1p()).clamp(0.0, 1.0);
    tokens.sample_pass.lerp_to_gamma(tokens.sample_fail, failing_share).gamma_multiply(0.45 + 0.55 * weight)
}

/// Pictures are drawn as they are.
pub const NO_TINT: Color32 = Color32::WHITE;

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
    style.spacing.scroll = egui::style::ScrollStyle::floating();
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
    v.widgets.active = widget(t.control_hover, t.accent, t.text);
    v.widgets.open = widget(t.control_hover, t.line, t.text);
    v
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2.1 relative luminance.
    fn luminance(color: Color32) -> f64 {
        let channel = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(color.r()) + 0.7152 * channel(color.g()) + 0.0722 * channel(color.b())
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_text_can_be_read_on_its_ground() {
        for theme in [Theme::Light, Theme::Dark] {
            let t = tokens_of(theme);
            let mut pairs = vec![("accent", t.on_accent, t.accent_fill), ("spot", t.on_spot, t.spot_line)];
            for ground in [t.panel, t.page, t.control, t.selected] {
                pairs.extend([
                    ("text", t.text, ground),
                    ("subdued", t.subdued, ground),
                    ("accent", t.accent, ground),
                    ("good", t.good, ground),
                    ("bad", t.bad, ground),
                    ("warning", t.warning, ground),
                ]);
            }
            pairs.push(("zone name", t.zone_name, t.halo));
            for grade in Grade::ALL {
                let (fill, text) = t.chip(grade);
                pairs.push((grade.code(), text, fill));
            }
            for (name, text, ground) in pairs {
                let found = contrast(text, ground);
                assert!(found >= 4.5, "{theme:?} {name}: {text:?} on {ground:?} is {found:.2}");
            }
        }
    }

    #[test]
    fn weak_and_adequate_stand_off_from_the_ground() {
        for theme in [Theme::Light, Theme::Dark] {
            let t = tokens_of(theme);
            for color in [t.grade_a, t.spot_line, t.ward_line] {
                assert!(contrast(color, t.ground) >= 3.0, "{theme:?}: {color:?}");
            }
        }
    }

    #[test]
    fn every_glyph_of_the_catalogue_is_in_the_bundled_fonts() {
        let mut missing = Vec::new();
        let mut bundled = fonts();
        for family in bundled.families.values_mut() {
            family.retain(|name| ["vietnam", "vietnam-bold", "digits", "icons"].contains(&name.as_str()));
        }
        let mut view = egui::epaint::text::Fonts::new(Default::default(), bundled);
        for file in crate::text::every_source() {
            for c in file.chars().filter(|c| !c.is_control()) {
                for font in [FontId::proportional(TEXT), bold(TEXT), figures(TEXT)] {
                    if !view.has_glyph(&font, c) {
                        missing.push((c, font.family.clone()));
                    }
                }
            }
        }
        missing.sort_by_key(|(c, _)| *c);
        missing.dedup();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn colours_are_named_only_here() {
        fn visit(folder: &std::path::Path, found: &mut Vec<String>) {
            for entry in std::fs::read_dir(folder).unwrap().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    visit(&path, found);
                } else if !path.ends_with("theme.rs") {
                    let source = std::fs::read_to_string(&path).unwrap();
                    let raw =
                        ["from_rgb", "from_gray", "Color32::WHITE", "Color32::BLACK", "Color32::RED", "hex_color!"];
                    found.extend(
                        raw.iter().filter(|r| source.contains(**r)).map(|r| format!("{}: {r}", path.display())),
                    );
                }
            }
        }
        let mut found = Vec::new();
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui");
        visit(&root, &mut found);
        assert!(found.is_empty(), "{found:?}");
    }
}
