//! Icons: code points of the bundled Phosphor subset (see `assets/icons/README.md`).

pub const CARET_DOWN: &str = "\u{e136}";
pub const CARET_RIGHT: &str = "\u{e13a}";
pub const CARET_UP: &str = "\u{e13c}";
pub const CHECK: &str = "\u{e182}";
pub const COPY: &str = "\u{e1ca}";
pub const CORNERS_OUT: &str = "\u{e1d0}";
pub const CROSSHAIR: &str = "\u{e1d6}";
pub const EXPORT: &str = "\u{eaf0}";
pub const FLASK: &str = "\u{e79e}";
pub const MAGNIFIER: &str = "\u{e30c}";
pub const MINUS: &str = "\u{e32a}";
pub const MOON: &str = "\u{e330}";
pub const PLUS: &str = "\u{e3d4}";
pub const PRESENTATION: &str = "\u{e654}";
pub const QUESTION: &str = "\u{e3e8}";
pub const RULER: &str = "\u{e6b8}";
pub const SIDEBAR: &str = "\u{ec24}";
pub const SUN: &str = "\u{e472}";
pub const WARNING: &str = "\u{e4e0}";
pub const X: &str = "\u{e4f6}";
