//! Everything that the keyboard can reach says its name, in both languages, and shows where it is.

use std::collections::BTreeSet;

use eframe::egui::accesskit::Action;
use eframe::egui::{Key, Modifiers, Rect, Role, Shape};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use phusong::app::{App, Command, CriteriaCommand, Edit, Part, Selection, Stage, Tab};
use phusong::model::Profile;
use phusong::text::Language;
use phusong::ui::Window;

use super::{sample_ward, settle, window};

/// What a screen reader says of a node: a label's words are its value.
fn name(node: &egui_kittest::Node<'_>) -> String {
    let node = node.accesskit_node();
    let words = if node.role() == Role::Label { node.value() } else { node.label() };
    words.unwrap_or_default()
}

/// Nodes that take the focus and have no name, as their role and place.
fn nameless(harness: &Harness<'static, Window>) -> BTreeSet<String> {
    let focusable = harness.root().children_recursive().filter(|node| {
        let data = node.accesskit_node().data();
        data.supports_action(Action::Focus) && !data.is_disabled()
    });
    let unnamed = focusable.filter(|node| name(node).trim().is_empty() && node.accesskit_node().role() != Role::Window);
    unnamed.map(|node| format!("{:?} at {:?}", node.accesskit_node().role(), node.rect())).collect()
}

/// Fails where something on the page has no name in either language.
fn check(harness: &mut Harness<'static, Window>, page: &str) {
    for language in Language::ALL {
        harness.state_mut().update(Command::SetLanguage(language));
        settle(harness);
        let nameless = nameless(harness);
        assert!(nameless.is_empty(), "{page} in {language:?}: {nameless:#?}");
    }
}

fn update(harness: &mut Harness<'static, Window>, command: Command) {
    harness.state_mut().update(command);
    settle(harness);
}

#[test]
fn everything_on_the_welcome_page_has_a_name() {
    let mut harness = window([1366.0, 768.0]);
    check(&mut harness, "welcome");
    update(&mut harness, Command::ShowHelp(true));
    check(&mut harness, "help");
}

#[test]
fn everything_in_every_table_has_a_name() {
    let mut harness = sample_ward();
    for tab in Tab::ALL {
        update(&mut harness, Command::ShowTab(tab));
        check(&mut harness, tab.key());
    }
}

#[test]
fn everything_on_the_card_has_a_name() {
    let mut harness = sample_ward();
    let spot = harness.state().app().analysis().unwrap().weak_spots[0].spot_id.clone();
    update(&mut harness, Command::Select(Selection::Spot(spot)));
    for part in [Part::Chain, Part::Proof, Part::Samples] {
        update(&mut harness, Command::Unfold(part));
    }
    check(&mut harness, "card");
}

#[test]
fn everything_on_the_pages_in_front_has_a_name() {
    let profile = || Box::new(Profile::built_in("qd36").unwrap());
    let pages = [
        ("criteria", vec![Command::Criteria(CriteriaCommand::Show(true))]),
        (
            "draft",
            vec![Command::Criteria(CriteriaCommand::Show(true)), Command::Criteria(CriteriaCommand::Copy(profile()))],
        ),
        ("settings", vec![Command::ShowSettings(true)]),
        ("names", vec![Command::ShowNames(true)]),
        ("palette", vec![Command::ShowPalette(true)]),
        ("side by side", vec![Command::ShowSideBySide(true)]),
        ("tour", vec![Command::Tour(phusong::app::TourCommand::Begin)]),
        ("meeting", vec![Command::Meeting(phusong::app::MeetingCommand::Begin)]),
    ];
    for (page, commands) in pages {
        let mut harness = sample_ward();
        for command in commands {
            update(&mut harness, command);
        }
        check(&mut harness, page);
    }
}

#[test]
fn tab_reaches_the_bar_the_map_the_tables_and_the_card() {
    let mut harness = sample_ward();
    let first = harness.state().app().analysis().unwrap().weak_spots[0].spot_id.clone();
    update(&mut harness, Command::Select(Selection::Spot(first)));
    let mut reached = BTreeSet::new();
    for _ in 0..120 {
        harness.key_press(Key::Tab);
        harness.run_steps(1);
        let focused = harness.root().children_recursive().find(|node| node.accesskit_node().is_focused());
        reached.extend(focused.map(|node| name(&node)));
    }
    for name in ["Viettel", "Xuất…", "Điểm yếu", "Ô lưới", "Chép tọa độ", "Trợ giúp và phím tắt", "Ưu tiên"]
    {
        assert!(reached.contains(name), "{name} is not among {reached:?}");
    }
}

#[test]
fn a_row_is_chosen_by_enter() {
    let mut harness = sample_ward();
    let row = harness.query_all_by_role(Role::Row).next().expect("a row");
    row.focus();
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    assert!(matches!(harness.state().app().session().selection, Selection::Spot(_)));
}

#[test]
fn a_menu_says_the_key_of_what_it_offers() {
    let mut harness = sample_ward();
    update(&mut harness, Command::Edit(Edit::Operator(Some("MobiFone".to_owned()))));
    harness.get_by_label("Phường Mẫu").click();
    harness.run_steps(3);
    harness.get_by_label_contains("Ctrl + O");
    harness.get_by_label_contains("Ctrl + Z");
    harness.get_by_label_contains("F1");
}

/// Name and place of what has the keyboard.
fn focused(harness: &Harness<'static, Window>) -> Option<(String, Rect)> {
    let nodes = harness.root().children_recursive();
    nodes.into_iter().find(|node| node.accesskit_node().is_focused()).map(|node| (name(&node), node.rect()))
}

/// Goes on with Tab until something of this name has the keyboard.
fn tab_to(harness: &mut Harness<'static, Window>, wanted: &str) {
    let mut met = Vec::new();
    for _ in 0..200 {
        harness.key_press(Key::Tab);
        harness.run_steps(2);
        let here = focused(harness).map(|(name, _)| name);
        if here.as_deref() == Some(wanted) {
            return;
        }
        met.extend(here);
    }
    panic!("{wanted} is not among {met:?}");
}

fn press(harness: &mut Harness<'static, Window>, key: Key) {
    harness.key_press(key);
    settle(harness);
}

#[test]
fn a_page_in_front_has_the_keyboard_to_itself_and_gives_it_back() {
    let mut harness = sample_ward();
    tab_to(&mut harness, "Trợ giúp và phím tắt");
    press(&mut harness, Key::Enter);
    assert!(harness.state().app().session().help_open);
    harness.get_by_role_and_label(Role::Dialog, "Trợ giúp");
    assert_eq!(focused(&harness).map(|(name, _)| name).as_deref(), Some("Trợ giúp"));
    let mut met = BTreeSet::new();
    for _ in 0..12 {
        harness.key_press(Key::Tab);
        harness.run_steps(2);
        met.extend(focused(&harness).map(|(name, _)| name));
    }
    let inside = ["Trợ giúp", "Đóng (Esc)", "Mở hướng dẫn sử dụng", "Xem nhanh cách dùng cửa sổ"];
    assert_eq!(met, inside.map(str::to_owned).into_iter().collect());
    press(&mut harness, Key::Escape);
    assert!(!harness.state().app().session().help_open);
    assert_eq!(focused(&harness).map(|(name, _)| name).as_deref(), Some("Trợ giúp và phím tắt"));
}

#[test]
fn of_two_pages_escape_closes_the_one_in_front() {
    let mut harness = sample_ward();
    update(&mut harness, Command::ShowHelp(true));
    update(&mut harness, Command::ShowSettings(true));
    let open = |harness: &Harness<'static, Window>| {
        let session = harness.state().app().session();
        (session.help_open, session.settings_open)
    };
    press(&mut harness, Key::Escape);
    assert_eq!(open(&harness), (true, false));
    press(&mut harness, Key::Escape);
    assert_eq!(open(&harness), (false, false));
}

#[test]
fn keys_of_the_map_rest_behind_a_page() {
    let mut harness = sample_ward();
    update(&mut harness, Command::ShowSettings(true));
    for key in [Key::Num3, Key::N, Key::M, Key::B] {
        press(&mut harness, key);
    }
    let app = harness.state().app();
    assert_eq!((app.project().operator.clone(), &app.session().selection), (None, &Selection::Nothing));
    assert!(app.session().measured.is_none() && !app.session().draw_asked && app.session().settings_open);
}

#[test]
fn a_page_on_a_small_screen_scrolls_and_keeps_its_buttons() {
    let mut harness = window([800.0, 480.0]);
    update(&mut harness, Command::ShowHelp(true));
    let screen = Rect::from_min_size(Default::default(), [800.0, 480.0].into());
    for name in ["Đóng (Esc)", "Mở hướng dẫn sử dụng"] {
        assert!(screen.contains_rect(harness.get_by_label(name).rect()), "{name}");
    }
}

#[test]
fn an_officer_without_a_mouse_finds_a_weak_spot_and_hands_it_on() {
    let mut harness = window([1366.0, 768.0]);
    harness.run_steps(2);
    tab_to(&mut harness, "Mở dữ liệu mẫu");
    press(&mut harness, Key::Enter);
    assert!(matches!(harness.state().app().stage(), Stage::Ready { .. }));
    press(&mut harness, Key::Num3);
    assert_eq!(harness.state().app().project().operator.as_deref(), Some("MobiFone"));
    press(&mut harness, Key::N);
    let shown = |app: &App| app.spots(app.analysis().unwrap()).shown[0].spot_id.clone();
    assert_eq!(harness.state().app().session().selection, Selection::Spot(shown(harness.state().app())));
    tab_to(&mut harness, "Chép tọa độ");
    press(&mut harness, Key::Enter);
    harness.get_by_label_contains("Đã chép");
    tab_to(&mut harness, "Xuất bảng đang xem");
    press(&mut harness, Key::Enter);
    tab_to(&mut harness, "Excel (XLSX)");
    press(&mut harness, Key::Escape);
    assert!(harness.query_by_label("Excel (XLSX)").is_none(), "the menu is closed");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Comma);
    settle(&mut harness);
    tab_to(&mut harness, "Nền tối");
    press(&mut harness, Key::Enter);
    press(&mut harness, Key::Escape);
    assert_eq!(harness.state().app().preferences().theme, phusong::app::Theme::Dark);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    settle(&mut harness);
    harness.event(eframe::egui::Event::Text("dong du lieu".to_owned()));
    settle(&mut harness);
    press(&mut harness, Key::Enter);
    assert!(matches!(harness.state().app().stage(), Stage::Welcome));
}

/// What is drawn at a place, but for the map's meshes.
fn drawn(harness: &Harness<'static, Window>, place: Rect) -> String {
    let shapes = harness.output().shapes.iter().map(|shape| &shape.shape);
    let near = shapes.filter(|shape| !matches!(shape, Shape::Mesh(_) | Shape::Callback(_)));
    near.filter(|shape| place.expand(3.0).intersects(shape.visual_bounding_rect())).map(|s| format!("{s:?}")).collect()
}

/// Goes through a page with Tab; what looks the same with and without the keyboard, and how many places there were.
fn unseen(harness: &mut Harness<'static, Window>, presses: usize) -> (BTreeSet<String>, usize) {
    let mut unseen = BTreeSet::new();
    let mut met = Vec::new();
    for _ in 0..presses {
        harness.key_press(Key::Tab);
        harness.run_steps(4);
        let Some((name, place)) = focused(harness) else { continue };
        met.push((name, place, drawn(harness, place)));
        // Where it has gone on, the place it left must look otherwise.
        if let [.., (name, place, with), _] = met.as_slice()
            && *with == drawn(harness, *place)
        {
            unseen.insert(name.clone());
        }
    }
    (unseen, met.len())
}

#[test]
fn the_place_of_the_keyboard_is_seen_in_the_window() {
    let mut harness = sample_ward();
    let first = harness.state().app().analysis().unwrap().weak_spots[0].spot_id.clone();
    update(&mut harness, Command::Select(Selection::Spot(first)));
    let (unseen, n) = unseen(&mut harness, 90);
    assert!(n > 60, "{n}");
    assert!(unseen.is_empty(), "{unseen:?}");
}

#[test]
fn the_place_of_the_keyboard_is_seen_at_the_start_and_in_the_settings() {
    let mut harness = window([1366.0, 768.0]);
    harness.run_steps(2);
    let (at_the_start, n) = unseen(&mut harness, 20);
    assert!(n > 6 && at_the_start.is_empty(), "{n}: {at_the_start:?}");
    let mut harness = sample_ward();
    update(&mut harness, Command::ShowSettings(true));
    let (in_the_settings, n) = unseen(&mut harness, 16);
    // The page as a whole is seen by standing in front.
    let without_the_page: Vec<&String> = in_the_settings.iter().filter(|name| *name != "Thiết đặt").collect();
    assert!(n > 10 && without_the_page.is_empty(), "{n}: {without_the_page:?}");
}
