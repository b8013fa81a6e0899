//! Meeting mode, the command palette, settings, and what keys do.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use phusong::app::{App, Command, Edit, MeasureCommand, Selection, Theme};
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
    let frozen = harness.state().app().meeting().map(|meeting| Arc::as_ptr(meeting.analysis()));
    let basic = Profile::built_in("basic").expect("built in");
    harness.state_mut().update(Command::Edit(Edit::Profile(Box::new(basic))));
    settle(&mut harness);
    let app = harness.state().app();
    assert_eq!(app.meeting().map(|meeting| Arc::as_ptr(meeting.analysis())), frozen);
    assert_ne!(app.analysis().map(Arc::as_ptr), frozen);
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

/// A server of pictures on this machine, and the lines of what it was asked.
fn picture_server() -> (String, Arc<Mutex<Vec<String>>>) {
    // One grey-green pixel.
    const PNG: &[u8] =
        b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde\0\0\0\x0cIDAT\x78\xda\x63\x38\
        \x71\xe7\x04\x00\x04\xdc\x02\x6d\x1d\x9b\x13\x66\0\0\0\0IEND\xaeB`\x82";
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/{{z}}/{{x}}/{{y}}.png", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&asked);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut request = vec![0; 2048];
            let n = stream.read(&mut request).unwrap_or(0);
            let request = String::from_utf8_lossy(&request[..n]).into_owned();
            heard.lock().unwrap().push(request.lines().next().unwrap_or_default().to_owned());
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", PNG.len());
            let _ = stream.write_all(&[head.as_bytes(), PNG].concat());
        }
    });
    (address, asked)
}

fn write_address(harness: &mut Harness<'static, Window>, address: &str) {
    harness.get_by_role_and_label(Role::TextInput, "Địa chỉ ảnh, có {z}, {x} và {y}").click();
    harness.run_steps(2);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    type_words(harness, address);
}

fn wait_for(harness: &mut Harness<'static, Window>, is_there: impl Fn(&App) -> bool) {
    let begun = Instant::now();
    while !is_there(harness.state().app()) {
        assert!(begun.elapsed() < Duration::from_secs(30), "it does not come");
        harness.run_steps(1);
        std::thread::sleep(Duration::from_millis(20));
    }
    harness.run_steps(2);
}

#[test]
fn a_map_from_the_network_comes_only_once_it_is_switched_on() {
    let (address, asked) = picture_server();
    let mut harness = sample_ward();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Comma);
    harness.run_steps(3);
    harness.get_by_label("Dùng bản đồ trên mạng…").click();
    harness.run_steps(3);
    // What switching it on means is said first, and a well-known server is offered.
    harness.get_by_label_contains("Không số liệu nào được gửi đi");
    write_address(&mut harness, "https://ô tô");
    harness.get_by_label("Bật").click();
    wait_for(&mut harness, |app| !app.session().notices.is_empty());
    assert!(harness.state().app().base_map().is_none(), "no such address");
    write_address(&mut harness, &address);
    assert!(asked.lock().unwrap().is_empty());
    harness.get_by_label("Bật").click();
    wait_for(&mut harness, |app| app.base_map().is_some());
    let credit = harness.state().app().base_map().map(|open| open.tiles.attribution.clone());
    assert_eq!(credit.as_deref(), Some("© OpenStreetMap contributors"));
    wait_for(&mut harness, |_| !asked.lock().unwrap().is_empty());
    assert!(asked.lock().unwrap()[0].starts_with("GET /1"), "{:?}", asked.lock().unwrap());
    assert!(harness.state().app().preferences().online_map.is_some(), "it is remembered");
    harness.get_by_label("Bỏ bản đồ nền").click();
    settle(&mut harness);
    let app = harness.state().app();
    assert!(app.base_map().is_none() && app.preferences().online_map.is_none());
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
