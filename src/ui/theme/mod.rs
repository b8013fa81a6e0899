//! Every colour, size and distance of the window. No other file of `ui` names a colour; a test sees to it.

mod style;
mod tokens;

use eframe::egui::{Color32, ColorImage, FontFamily, FontId};

#[cfg(test)]
use style::fonts;
pub use style::{choose, install};
pub use tokens::{Tokens, tokens, tokens_of};

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

/// Type in the bold cut.
pub fn bold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("bold".into()))
}

/// Type whose digits all have one width.
pub fn figures(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("figures".into()))
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

/// Colours of pixels on which samples lie.
pub struct Density {
    /// Colours from all samples pass to all fail, in even steps.
    hues: Vec<Color32>,
    /// Strength of a pixel by its number of samples; more than there are here are as strong as the last.
    strengths: Vec<f32>,
}

impl Density {
    /// Numbers of samples whose strengths are told apart.
    const TOLD_APART: u32 = 1 << 16;

    /// Steps between the two colours: as many as a channel has.
    const STEPS: u8 = u8::MAX;

    /// `most`: samples of the busiest pixel.
    pub fn new(tokens: &Tokens, most: u32) -> Self {
        let weight = |n: u32| ((n as f32).ln_1p() / (most.max(1) as f32).ln_1p()).clamp(0.0, 1.0);
        let strengths = (0..=most.min(Self::TOLD_APART)).map(|n| 0.45 + 0.55 * weight(n)).collect();
        let hue =
            |step: u8| tokens.sample_pass.lerp_to_gamma(tokens.sample_fail, f32::from(step) / f32::from(Self::STEPS));
        Self { hues: (0..=Self::STEPS).map(hue).collect(), strengths }
    }

    /// How many samples fail, and how many there are.
    pub fn of(&self, failing: u32, n: u32) -> Color32 {
        let strength = self.strengths.get(n as usize).or(self.strengths.last()).copied().unwrap_or(1.0);
        let share = failing as f32 / n.max(1) as f32;
        let step = (share * f32::from(Self::STEPS)).round() as usize;
        self.hues.get(step).or(self.hues.last()).copied().unwrap_or_default().gamma_multiply(strength)
    }
}

/// Pictures are drawn as they are.
pub const NO_TINT: Color32 = Color32::WHITE;

#[cfg(test)]
mod tests {
    use eframe::egui;

    use super::*;
    use crate::app::Theme;
    use crate::model::Grade;

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
            pairs.extend(t.teams.map(|team| ("team", t.on_team, team)));
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
                if path.ends_with("theme") {
                    continue;
                }
                if path.is_dir() {
                    visit(&path, found);
                } else {
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
