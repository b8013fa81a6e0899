//! Colours by meaning, in the light and in the dark theme.

use eframe::egui::{self, Color32};

use crate::app::Theme;
use crate::cartography::Fill;
use crate::model::Grade;

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
    /// Levels and speeds beside the evidence, the best first.
    pub context: [Color32; 4],
    /// Operators of towers, the one with the most first; the last is that of all others.
    pub towers: [Color32; 6],
    pub sample_pass: Color32,
    pub sample_fail: Color32,
    /// Marks of the teams of a plan, and the numbers on them.
    pub teams: [Color32; 6],
    pub on_team: Color32,
    /// Text on a grade's chip, A to E and none.
    pub on_grade: [Color32; 6],
    pub shadow: Color32,
    /// Over a base map, so that it steps back behind the figures.
    pub veil: Color32,
    /// Over the map while boundaries are drawn on it: the samples can still be told apart.
    pub drawn_on: Color32,
    /// Of a base map of shapes.
    pub land: Color32,
    pub green: Color32,
    pub water: Color32,
    pub building: Color32,
    pub road: Color32,
    /// Over the window, but for the one thing that is spoken of.
    pub shade: Color32,
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
    context: [rgb(0x018571), rgb(0x80cdc1), rgb(0xdfc27d), rgb(0xa6611a)],
    towers: [rgb(0x0072b2), rgb(0xe69f00), rgb(0x009e73), rgb(0xcc79a7), rgb(0x56b4e9), rgb(0x8a8f98)],
    sample_pass: rgb(0x2166ac),
    sample_fail: rgb(0xb2182b),
    on_grade: [rgb(0xffffff), rgb(0x3d1404), rgb(0x7a2e0e), rgb(0x4a5563), rgb(0xffffff), rgb(0x5b6675)],
    teams: [rgb(0x0b5fb8), rgb(0x7a3500), rgb(0x00695c), rgb(0x6a1b9a), rgb(0xad1457), rgb(0x37474f)],
    on_team: rgb(0xffffff),
    shadow: Color32::from_rgba_premultiplied(0, 0, 0, 36),
    veil: Color32::from_rgba_premultiplied(122, 123, 124, 128),
    drawn_on: Color32::from_rgba_premultiplied(122, 123, 124, 128),
    land: rgb(0xf1f0ec),
    green: rgb(0xd6e8cf),
    water: rgb(0xa9cfe6),
    building: rgb(0xd9d4cb),
    road: rgb(0xffffff),
    shade: Color32::from_rgba_premultiplied(14, 19, 25, 140),
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
    context: [rgb(0x2fb39f), rgb(0x9fe0d5), rgb(0xe6cf95), rgb(0xc9823a)],
    towers: [rgb(0x3d9be0), rgb(0xe69f00), rgb(0x009e73), rgb(0xcc79a7), rgb(0x56b4e9), rgb(0x8a8f98)],
    sample_pass: rgb(0x74b9e6),
    sample_fail: rgb(0xf2808d),
    on_grade: [rgb(0xffffff), rgb(0x3d1404), rgb(0xf5c3ab), rgb(0xc9d1da), rgb(0xffffff), rgb(0xa3aebb)],
    teams: [rgb(0x6fb1f5), rgb(0xf0a35e), rgb(0x4fd1bd), rgb(0xc79bf2), rgb(0xf48fb1), rgb(0xb0bec5)],
    on_team: rgb(0x11161d),
    shadow: Color32::from_rgba_premultiplied(0, 0, 0, 110),
    veil: Color32::from_rgba_premultiplied(13, 16, 22, 190),
    drawn_on: Color32::from_rgba_premultiplied(4, 5, 8, 64),
    land: rgb(0x2a323d),
    green: rgb(0x2d4434),
    water: rgb(0x1f4a6e),
    building: rgb(0x424b57),
    road: rgb(0x6b7684),
    shade: Color32::from_rgba_premultiplied(0, 0, 0, 165),
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
