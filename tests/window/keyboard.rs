//! Everything that the keyboard can reach says its name, in both languages, and shows where it is.

use std::collections::BTreeSet;

use eframe::egui::accesskit::Action;
use eframe::egui::{Key, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use phusong::app::{Command, CriteriaCommand, Edit, Part, Selection, Tab};
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
