//! Everything that can be asked for by name or by key: one list that feeds the keyboard, the menus, the command palette
//! and the page of keys.

use eframe::egui::{Key, KeyboardShortcut, Modifiers};

use crate::app::{
    App, Ask, BoundaryFile, Command, DrawCommand, Drawing, ImportCommand, MeasureCommand, MeetingCommand, Panel,
    Preferences, Selection, Stage, Tab, Theme, TourCommand,
};
use crate::text::{Language, Text};

/// One thing that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    Palette,
    Help,
    Guide,
    Tour,
    Settings,
    Open,
    OpenFolder,
    OpenSample,
    Review,
    Report,
    Names,
    CloseData,
    Undo,
    Redo,
    CancelWork,
    Meeting,
    SideBySide,
    ShowAll,
    ShowSelection,
    NextSpot,
    PreviousSpot,
    Deselect,
    Measure,
    DrawBoundaries,
    SaveBoundaries,
    ZoomIn,
    ZoomOut,
    TestRobustness,
    PlanTab,
    FoldLeft,
    FoldBottom,
    FoldRight,
    ResetLayout,
    Larger,
    Smaller,
    DesignedSize,
    OtherTheme,
    OtherLanguage,
}

const COMMAND_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

impl Verb {
    pub const ALL: [Self; 38] = [
        Self::Palette,
        Self::Help,
        Self::Guide,
        Self::Tour,
        Self::Settings,
        Self::Open,
        Self::OpenFolder,
        Self::OpenSample,
        Self::Review,
        Self::Report,
        Self::Names,
        Self::CloseData,
        Self::Undo,
        Self::Redo,
        Self::CancelWork,
        Self::Meeting,
        Self::SideBySide,
        Self::ShowAll,
        Self::ShowSelection,
        Self::NextSpot,
        Self::PreviousSpot,
        Self::Deselect,
        Self::Measure,
        Self::DrawBoundaries,
        Self::SaveBoundaries,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::TestRobustness,
        Self::PlanTab,
        Self::FoldLeft,
        Self::FoldBottom,
        Self::FoldRight,
        Self::ResetLayout,
        Self::Larger,
        Self::Smaller,
        Self::DesignedSize,
        Self::OtherTheme,
        Self::OtherLanguage,
    ];

    /// Key of its name in the text catalogue.
    pub fn key(self) -> &'static str {
        match self {
            Self::Palette => "verb-palette",
            Self::Help => "verb-help",
            Self::Guide => "verb-guide",
            Self::Tour => "verb-tour",
            Self::Settings => "verb-settings",
            Self::Open => "verb-open",
            Self::OpenFolder => "verb-open-folder",
            Self::OpenSample => "verb-open-sample",
            Self::Review => "verb-review",
            Self::Report => "verb-report",
            Self::Names => "verb-names",
            Self::CloseData => "verb-close",
            Self::Undo => "verb-undo",
            Self::Redo => "verb-redo",
            Self::CancelWork => "verb-cancel",
            Self::Meeting => "verb-meeting",
            Self::SideBySide => "verb-side-by-side",
            Self::ShowAll => "verb-show-all",
            Self::ShowSelection => "verb-show-selection",
            Self::NextSpot => "verb-next-spot",
            Self::PreviousSpot => "verb-previous-spot",
            Self::Deselect => "verb-deselect",
            Self::Measure => "verb-measure",
            Self::DrawBoundaries => "verb-draw-boundaries",
            Self::SaveBoundaries => "verb-save-boundaries",
            Self::ZoomIn => "verb-zoom-in",
            Self::ZoomOut => "verb-zoom-out",
            Self::TestRobustness => "verb-test",
            Self::PlanTab => "verb-plan",
            Self::FoldLeft => "verb-fold-left",
            Self::FoldBottom => "verb-fold-bottom",
            Self::FoldRight => "verb-fold-right",
            Self::ResetLayout => "verb-reset-layout",
            Self::Larger => "verb-larger",
            Self::Smaller => "verb-smaller",
            Self::DesignedSize => "verb-designed-size",
            Self::OtherTheme => "verb-theme",
            Self::OtherLanguage => "verb-language",
        }
    }

    /// Its key, the first being the one that is shown.
    pub fn shortcuts(self) -> &'static [KeyboardShortcut] {
        const fn plain(key: Key) -> KeyboardShortcut {
            KeyboardShortcut::new(Modifiers::NONE, key)
        }
        const fn command(key: Key) -> KeyboardShortcut {
            KeyboardShortcut::new(Modifiers::COMMAND, key)
        }
        const fn shifted(key: Key) -> KeyboardShortcut {
            KeyboardShortcut::new(COMMAND_SHIFT, key)
        }
        match self {
            Self::Palette => const { &[command(Key::K)] },
            Self::Help => const { &[plain(Key::F1)] },
            Self::Settings => const { &[command(Key::Comma)] },
            Self::Open => const { &[command(Key::O)] },
            Self::OpenFolder => const { &[shifted(Key::O)] },
            Self::Undo => const { &[command(Key::Z)] },
            Self::Redo => const { &[command(Key::Y), shifted(Key::Z)] },
            Self::Meeting => const { &[plain(Key::F5)] },
            Self::SideBySide => const { &[plain(Key::F6)] },
            Self::ShowAll => const { &[plain(Key::Home)] },
            Self::ShowSelection => const { &[plain(Key::Z)] },
            Self::NextSpot => const { &[plain(Key::N)] },
            Self::PreviousSpot => const { &[KeyboardShortcut::new(Modifiers::SHIFT, Key::N)] },
            Self::Measure => const { &[plain(Key::M)] },
            Self::DrawBoundaries => const { &[plain(Key::B)] },
            Self::ZoomIn => const { &[plain(Key::Plus), plain(Key::Equals)] },
            Self::ZoomOut => const { &[plain(Key::Minus)] },
            Self::PlanTab => const { &[command(Key::P)] },
            Self::FoldLeft => const { &[plain(Key::F7)] },
            Self::FoldBottom => const { &[plain(Key::F8)] },
            Self::FoldRight => const { &[plain(Key::F9)] },
            Self::Larger => const { &[command(Key::Plus), command(Key::Equals)] },
            Self::Smaller => const { &[command(Key::Minus)] },
            Self::DesignedSize => const { &[command(Key::Num0)] },
            Self::Guide
            | Self::Tour
            | Self::OpenSample
            | Self::Review
            | Self::Report
            | Self::Names
            | Self::CloseData
            | Self::CancelWork
            | Self::Deselect
            | Self::SaveBoundaries
            | Self::TestRobustness
            | Self::ResetLayout
            | Self::OtherTheme
            | Self::OtherLanguage => &[],
        }
    }

    /// Whether its key is a letter or a sign that a text field wants for itself.
    pub fn is_typed(self) -> bool {
        let types =
            |s: &KeyboardShortcut| !s.modifiers.command && s.logical_key < Key::F1 && s.logical_key != Key::Home;
        self.shortcuts().iter().any(types)
    }

    /// What it does now; `None` where it makes no sense at present.
    pub fn command(self, app: &App) -> Option<Command> {
        let on_map = matches!(app.stage(), Stage::Ready { .. });
        // While boundaries are drawn the map is there for that alone.
        let ready = on_map && app.drawing().is_none();
        let selected = app.session().selection != Selection::Nothing;
        let spots = || app.analysis().is_some_and(|analysis| !app.spots(analysis).shown.is_empty());
        let when = |possible: bool, command: Command| possible.then_some(command);
        let scale = app.preferences().scale;
        let session = app.session();
        match self {
            Self::Palette => Some(Command::ShowPalette(!session.palette_open)),
            Self::Help => Some(Command::ShowHelp(!session.help_open)),
            Self::Guide => Some(Command::OpenGuide),
            Self::Tour => {
                let may_begin = ready || matches!(app.stage(), Stage::Welcome);
                when(may_begin, Command::Tour(TourCommand::Begin))
            }
            Self::Settings => Some(Command::ShowSettings(!session.settings_open)),
            Self::Open => Some(Command::Ask(Ask::Files)),
            Self::OpenFolder => Some(Command::Ask(Ask::Folder)),
            Self::OpenSample => Some(Command::OpenSampleWard),
            Self::Review => when(ready && has_report(app), Command::Import(ImportCommand::Review)),
            Self::Report => when(ready && has_report(app), Command::ShowReport(true)),
            Self::Names => when(ready, Command::ShowNames(true)),
            Self::CloseData => when(ready, Command::Close),
            Self::Undo if app.drawing().is_some() => {
                let step = app.drawing().and_then(Drawing::undo_key);
                when(step.is_some(), Command::Draw(DrawCommand::Undo))
            }
            Self::Redo if app.drawing().is_some() => {
                let step = app.drawing().and_then(Drawing::redo_key);
                when(step.is_some(), Command::Draw(DrawCommand::Redo))
            }
            Self::Undo => when(app.history().undo_key().is_some(), Command::Undo),
            Self::Redo => when(app.history().redo_key().is_some(), Command::Redo),
            Self::CancelWork => when(app.is_working(), Command::Cancel),
            Self::Meeting => when(ready, Command::Meeting(MeetingCommand::Begin)),
            Self::SideBySide => when(ready, Command::ShowSideBySide(!session.side_by_side)),
            Self::ShowAll if on_map && !ready => Some(Command::Draw(DrawCommand::Show(None))),
            Self::ShowAll => when(ready, Command::ShowAll),
            Self::ShowSelection => when(ready && selected, Command::ShowSelection),
            Self::NextSpot => when(ready && spots(), Command::WalkSpots { back: false }),
            Self::PreviousSpot => when(ready && spots(), Command::WalkSpots { back: true }),
            Self::Deselect => when(ready && selected, Command::Select(Selection::Nothing)),
            Self::Measure if session.measured.is_some() => Some(Command::Measure(MeasureCommand::End)),
            Self::Measure => when(ready, Command::Measure(MeasureCommand::Begin)),
            Self::DrawBoundaries => when(ready, Command::Draw(DrawCommand::Open)),
            Self::SaveBoundaries => {
                let has_zones = app.analysis().is_some_and(|analysis| !analysis.zones.zones.is_empty());
                when(ready && has_zones, Command::ShowBoundaryFile(Some(BoundaryFile::default())))
            }
            Self::ZoomIn => when(on_map, Command::Zoom { nearer: true }),
            Self::ZoomOut => when(on_map, Command::Zoom { nearer: false }),
            Self::TestRobustness => when(ready && app.may_test(), Command::TestRobustness),
            Self::PlanTab => when(ready, Command::ShowTab(Tab::Plan)),
            Self::FoldLeft => when(ready, Command::Toggle(Panel::Left)),
            Self::FoldBottom => when(ready, Command::Toggle(Panel::Bottom)),
            Self::FoldRight => when(ready, Command::Toggle(Panel::Right)),
            Self::ResetLayout => Some(Command::ResetLayout),
            Self::Larger => Some(Command::SetScale(scale + Preferences::SCALE_STEP)),
            Self::Smaller => Some(Command::SetScale(scale - Preferences::SCALE_STEP)),
            Self::DesignedSize => Some(Command::SetScale(1.0)),
            Self::OtherTheme => Some(Command::SetTheme(match app.preferences().theme {
                Theme::Light => Theme::Dark,
                Theme::Dark => Theme::Light,
            })),
            Self::OtherLanguage => Some(Command::SetLanguage(match app.text().language() {
                Language::Vi => Language::En,
                Language::En => Language::Vi,
            })),
        }
    }

    /// Its name; of a step that can be taken back, with the step's.
    pub fn name(self, app: &App) -> String {
        let text = app.text();
        let step = match self {
            Self::Undo => app.drawing().map_or_else(|| app.history().undo_key(), Drawing::undo_key),
            Self::Redo => app.drawing().map_or_else(|| app.history().redo_key(), Drawing::redo_key),
            _ => None,
        };
        let name = text.get(self.key());
        step.map_or_else(|| name.clone(), |step| format!("{name}: {}", text.get(step)))
    }

    /// Its key in words; empty where it has none.
    pub fn keys(self, text: &Text) -> String {
        self.shortcuts().first().map(|shortcut| shortcut_words(text, shortcut)).unwrap_or_default()
    }
}

fn has_report(app: &App) -> bool {
    !app.sources().sample_ward && app.report().is_some()
}

/// `Ctrl + Shift + O`.
pub fn shortcut_words(text: &Text, shortcut: &KeyboardShortcut) -> String {
    let mut words = Vec::new();
    if shortcut.modifiers.command {
        words.push("Ctrl".to_owned());
    }
    if shortcut.modifiers.shift {
        words.push("Shift".to_owned());
    }
    words.push(match shortcut.logical_key {
        Key::Plus => "+".to_owned(),
        Key::Minus => "−".to_owned(),
        Key::Comma => ",".to_owned(),
        Key::Space => text.get("key-space"),
        key => key.symbol_or_name().to_owned(),
    });
    words.join(" + ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_key_does_two_things() {
        let mut seen = BTreeSet::new();
        for verb in Verb::ALL {
            for shortcut in verb.shortcuts() {
                assert!(seen.insert(format!("{shortcut:?}")), "{verb:?}: {shortcut:?}");
            }
        }
    }

    #[test]
    fn every_verb_has_a_name_in_both_languages() {
        for text in Language::ALL.map(Text::new) {
            for verb in Verb::ALL {
                assert!(text.has(verb.key()), "{verb:?}");
            }
        }
    }

    #[test]
    fn keys_are_written_as_on_a_keyboard() {
        let text = Text::new(Language::Vi);
        assert_eq!(Verb::Palette.keys(&text), "Ctrl + K");
        assert_eq!(Verb::OpenFolder.keys(&text), "Ctrl + Shift + O");
        assert_eq!(Verb::Smaller.keys(&text), "Ctrl + −");
        assert_eq!(Verb::ResetLayout.keys(&text), "");
    }
}
