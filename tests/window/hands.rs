//! Meeting mode, the command palette, settings, and what keys do.

use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use phusong::app::{Command, Edit, MeasureCommand, Selection, Theme};
use phusong::model::{LonLat, Profile};
use phusong::ui::Window;

use super::{sample_ward, settle, window};

fn press(harness: &mut Harness<'static, Window>, key: Key) {
    harness.key_press(key);
    harness.run_steps(3);
}

fn type_words(harness: &mut Harness<'static, Window>, words: &str) {
    harness.event(eframe::egui::Event::Text(words.to_owned()));
    harness.run_steps(3);
}

#[test]
fn a_meeting_walks_the_spots_and_gives_the_window_back_as_it_was() {
    let mut harness = sample_ward();
    let before = (harness.state().app().project().clone(), harness.state().app().session().selection.clone());
    press(&mut harness, Key::F5);
    let app = harness.state().app();
    let meeting = app.meeting().expect("a meeting");
    let ranks: Vec<u32> = meeting.spots().shown.iter().map(|spot| spot.rank).collect();
    assert!(ranks.len() > 1, "{ranks:?}");
    assert!(harness.query_by_label("Điểm yếu").is_none(), "the tables are gone");
    let selected = |harness: &Harness<'static, Window>| {
        let meeting = harness.state().app().meeting().expect("a meeting");
        let Selection::Spot(id) = meeting.selection() else { panic!("no spot is selected") };
        meeting.analysis().weak_spots.iter().find(|spot| spot.spot_id == *id).map(|spot| spot.rank).expect("a spot")
    };
    press(&mut harness, Key::Space);
    assert_eq!(selected(&harness), ranks[0]);
    harness.get_by_label_contains("khoảng tin cậy");
    press(&mut harness, Key::Space);
    assert_eq!(selected(&harness), ranks[1]);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::Space);
    harness.run_steps(3);
    assert_eq!(selected(&harness), ranks[0]);
    press(&mut harness, Key::Num1);
    harness.get_by_label_contains("Viettel · Tải xuống");
    press(&mut harness, Key::Escape);
    assert!(harness.state().app().meeting().is_none());
    let app = harness.state().app();
    assert_eq!((app.project().clone(), app.session().selection.clone()), before);
    harness.get_by_label("Điểm yếu");
}

#[test]
fn hidden_names_are_nowhere_in_a_meeting_until_they_are_revealed() {
    let mut harness = sample_ward();
    press(&mut harness, Key::F5);
    press(&mut harness, Key::A);
    press(&mut harness, Key::Space);
    for name in ["Viettel", "VinaPhone", "MobiFone", "Vietnamobile", "iTel"] {
        assert!(harness.query_all_by_label_contains(name).next().is_none(), "{name} can be read");
    }
    harness.get_by_label("Nhà mạng A");
    press(&mut harness, Key::A);
    harness.get_by_label("Viettel");
}

#[test]
fn figures_of_a_meeting_are_a_frozen_copy() {
    let mut harness = sample_ward();
    press(&mut harness, Key::F5);
    let frozen = harness.state().app().meeting().map(|meeting| std::sync::Arc::as_ptr(meeting.analysis()));
    let basic = Profile::built_in("basic").expect("built in");
    harness.state_mut().update(Command::Edit(Edit::Profile(Box::new(basic))));
    settle(&mut harness);
    let app = harness.state().app();
    assert_eq!(app.meeting().map(|meeting| std::sync::Arc::as_ptr(meeting.analysis())), frozen);
    assert_ne!(app.analysis().map(std::sync::Arc::as_ptr), frozen);
}

#[test]
fn the_palette_finds_commands_without_accents_and_carries_them_out() {
    let mut harness = sample_ward();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run_steps(3);
    type_words(&mut harness, "canh nhau");
    harness.get_by_label("Bản đồ các nhà mạng cạnh nhau");
    press(&mut harness, Key::Enter);
    assert!(harness.state().app().session().side_by_side);
    assert!(!harness.state().app().session().palette_open);
    harness.get_by_label("Viettel: 0 điểm yếu");
    press(&mut harness, Key::Escape);
    assert!(!harness.state().app().session().side_by_side);
}

#[test]
fn the_palette_finds_operators_zones_and_months() {
    let mut harness = sample_ward();
    for (query, done) in [("mobifone", "MobiFone"), ("vinaphone", "VinaPhone")] {
        harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
        harness.run_steps(3);
        type_words(&mut harness, query);
        press(&mut harness, Key::Enter);
        assert_eq!(harness.state().app().project().operator.as_deref(), Some(done));
    }
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run_steps(3);
    type_words(&mut harness, "yen thanh");
    press(&mut harness, Key::ArrowDown);
    press(&mut harness, Key::ArrowUp);
    press(&mut harness, Key::Escape);
    assert!(!harness.state().app().session().palette_open);
    assert_eq!(harness.state().app().session().selection, Selection::Nothing);
}

#[test]
fn settings_change_at_once_and_the_layout_comes_back() {
    let mut harness = sample_ward();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Comma);
    harness.run_steps(3);
    harness.get_by_label("Nền tối").click();
    harness.run_steps(3);
    assert_eq!(harness.state().app().preferences().theme, Theme::Dark);
    press(&mut harness, Key::F7);
    press(&mut harness, Key::F9);
    let open = |harness: &Harness<'static, Window>| {
        let preferences = harness.state().app().preferences();
        (preferences.left_open, preferences.right_open)
    };
    assert_eq!(open(&harness), (false, false));
    harness.get_by_label("Bố cục như ban đầu").click();
    harness.run_steps(3);
    assert_eq!(open(&harness), (true, true));
    press(&mut harness, Key::Escape);
    assert!(!harness.state().app().session().settings_open);
}

#[test]
fn the_step_that_would_be_taken_back_has_its_name() {
    let mut harness = sample_ward();
    press(&mut harness, Key::Num3);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run_steps(3);
    type_words(&mut harness, "hoan tac");
    harness.get_by_label("Hoàn tác: đổi nhà mạng");
    press(&mut harness, Key::Enter);
    assert_eq!(harness.state().app().project().operator, None);
}

#[test]
fn a_way_is_measured_along_clicked_points() {
    let mut harness = sample_ward();
    press(&mut harness, Key::M);
    for (lon, lat) in [(106.77, 21.035), (106.78, 21.041)] {
        harness.state_mut().update(Command::Measure(MeasureCommand::Add(LonLat { lon, lat })));
    }
    harness.run_steps(2);
    // pyproj: Geod(ellps="WGS84").inv(106.77, 21.035, 106.78, 21.041)
    let length = harness.state().app().session().measured.as_ref().map(|measured| measured.length_m());
    assert!(length.is_some_and(|m| (m - 1233.5875).abs() < 1e-3), "{length:?}");
    press(&mut harness, Key::Backspace);
    assert_eq!(harness.state().app().session().measured.as_ref().map(|m| m.points.len()), Some(1));
    press(&mut harness, Key::Escape);
    assert!(harness.state().app().session().measured.is_none());
}

#[test]
fn keys_walk_the_weak_spots_of_the_window_too() {
    let mut harness = sample_ward();
    press(&mut harness, Key::N);
    let first = harness.state().app().session().selection.clone();
    assert!(matches!(first, Selection::Spot(_)));
    press(&mut harness, Key::N);
    assert_ne!(harness.state().app().session().selection, first);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::N);
    harness.run_steps(2);
    assert_eq!(harness.state().app().session().selection, first);
}

#[test]
fn letters_typed_into_a_field_are_letters() {
    let mut harness = window([1366.0, 768.0]);
    harness.run_steps(2);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run_steps(3);
    type_words(&mut harness, "nmz");
    assert!(harness.state().app().session().measured.is_none());
    harness.get_by_label_contains("Không tìm thấy");
}
