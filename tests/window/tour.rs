//! The tour of the window: each card beside the thing that it speaks of, and the window given back as it was.

use std::sync::Arc;

use eframe::egui::{Key, Modifiers, Pos2, Rect, Role, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use phusong::app::{App, Command, Panel, Preferences, Selection, TourStep, Wake};
use phusong::ui::Window;

use crate::ward::InventedEngine;
use crate::{sample_ward, settle};

fn window(size: [f32; 2], language: &str) -> Harness<'static, Window> {
    let preferences = Preferences { language: language.to_owned(), ..Preferences::default() };
    let mut harness = Harness::builder().with_size(size).build_eframe(|cc| {
        let ctx = cc.egui_ctx.clone();
        let engine = Arc::new(InventedEngine { n_samples: 2600, ..InventedEngine::default() });
        Window::new(&cc.egui_ctx, App::new(engine, Wake::new(move || ctx.request_repaint()), preferences))
    });
    harness.run_steps(2);
    harness
}

fn step(harness: &Harness<'static, Window>) -> Option<TourStep> {
    harness.state().app().tour().map(|tour| tour.step())
}

fn press(harness: &mut Harness<'static, Window>, key: Key) {
    harness.key_press(key);
    harness.run_steps(3);
}

#[test]
fn the_first_start_offers_a_tour_of_the_sample_ward() {
    let mut harness = window([1366.0, 768.0], "vi");
    harness.get_by_label("Xem nhanh trong 1 phút").click();
    settle(&mut harness);
    for (i, expected) in TourStep::ALL.into_iter().enumerate() {
        assert_eq!(step(&harness), Some(expected));
        harness.get_by_label(&format!("Bước {} trên 7", i + 1));
        let next = if i == 6 { "Bắt đầu dùng" } else { "Tiếp" };
        harness.get_by_label(next).click();
        harness.run_steps(3);
    }
    assert_eq!(step(&harness), None);
    harness.state_mut().update(Command::Close);
    harness.run_steps(3);
    harness.get_by_label("Mở dữ liệu mẫu");
    assert!(harness.query_by_label("Xem nhanh trong 1 phút").is_none(), "offered once");
}

#[test]
fn each_card_shows_whole_even_with_the_largest_text_on_a_small_screen() {
    // 1366 × 768 with text of 160 %.
    for (size, language, next) in
        [([854.0, 480.0], "vi", "Tiếp"), ([854.0, 480.0], "en", "Next"), ([1920.0, 1080.0], "en", "Next")]
    {
        let mut harness = window(size, language);
        let offer = if language == "vi" { "Xem nhanh trong 1 phút" } else { "Look around in 1 minute" };
        harness.get_by_label(offer).click();
        settle(&mut harness);
        let screen = Rect::from_min_size(Pos2::ZERO, vec2(size[0], size[1]));
        for step in TourStep::ALL.into_iter().take(6) {
            harness.run_steps(3);
            let button = harness.get_by_label(next).rect();
            assert!(screen.contains_rect(button), "{step:?} {size:?} {language}: {button:?}");
            harness.get_by_label(next).click();
            harness.run_steps(3);
        }
    }
}

#[test]
fn the_thing_that_a_card_speaks_of_is_in_view_and_not_under_the_card() {
    let mut harness = window([1366.0, 768.0], "vi");
    harness.state_mut().update(Command::Tour(phusong::app::TourCommand::Begin));
    settle(&mut harness);
    let things = ["Viettel", "Đạt", "Ưu tiên", "Chép tọa độ", "Cần thêm phiếu", "Lập kế hoạch", "Xuất…"];
    for (step, thing) in TourStep::ALL.into_iter().zip(things) {
        harness.run_steps(3);
        let words = harness.state().app().text().get(&format!("{}-what", step.key()));
        let card = harness.get_by_label(&words).rect().union(harness.get_by_label_contains("Bước ").rect());
        let thing = harness.query_all_by_label_contains(thing).next().expect(thing).rect();
        assert!(!card.intersects(thing) || step == TourStep::Card, "{step:?}");
        press(&mut harness, Key::ArrowRight);
    }
}

#[test]
fn keys_walk_the_tour_and_the_window_is_given_back_as_it_was() {
    let mut harness = sample_ward();
    harness.state_mut().update(Command::Toggle(Panel::Left));
    harness.state_mut().update(Command::Toggle(Panel::Bottom));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run_steps(3);
    harness.event(eframe::egui::Event::Text("xem nhanh".to_owned()));
    harness.run_steps(3);
    press(&mut harness, Key::Enter);
    assert_eq!(step(&harness), Some(TourStep::Operators));
    press(&mut harness, Key::Enter);
    assert_eq!(step(&harness), Some(TourStep::Colours));
    press(&mut harness, Key::ArrowLeft);
    assert_eq!(step(&harness), Some(TourStep::Operators));
    press(&mut harness, Key::ArrowLeft);
    assert_eq!(step(&harness), Some(TourStep::Operators), "there is nothing before the first");
    for _ in 0..4 {
        press(&mut harness, Key::ArrowRight);
    }
    assert_eq!(step(&harness), Some(TourStep::Gaps));
    let app = harness.state().app();
    assert!(app.preferences().left_open && app.preferences().bottom_open);
    assert_ne!(app.session().selection, Selection::Nothing);
    // A key of the window does nothing meanwhile.
    press(&mut harness, Key::Num2);
    assert_eq!(harness.state().app().project().operator, None);
    press(&mut harness, Key::Escape);
    let app = harness.state().app();
    assert_eq!(step(&harness), None);
    assert!(!app.preferences().left_open && !app.preferences().bottom_open);
    assert_eq!(app.session().selection, Selection::Nothing);
    assert!(!app.session().layers.gaps);
}

#[test]
fn nothing_behind_the_card_is_pressed_or_reached_by_tab() {
    let mut harness = window([1366.0, 768.0], "vi");
    harness.get_by_label("Xem nhanh trong 1 phút").click();
    settle(&mut harness);
    harness.get_by_role_and_label(Role::RadioButton, "MobiFone").click();
    harness.run_steps(3);
    assert_eq!(harness.state().app().project().operator, None);
    let mut reached = std::collections::BTreeSet::new();
    for _ in 0..6 {
        harness.key_press(Key::Tab);
        harness.run_steps(2);
        reached.extend(["Tiếp", "Bỏ qua"].into_iter().filter(|name| harness.get_by_label(name).is_focused()));
    }
    assert_eq!(reached.len(), 2, "{reached:?}");
}
