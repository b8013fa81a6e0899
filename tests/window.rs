//! The window, driven by the names that a screen reader says, without a screen or a graphics card.

// A step of a test that fails is a failing test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "window/drawing.rs"]
mod drawing;
#[path = "window/hands.rs"]
mod hands;
#[path = "window/import.rs"]
mod import;
#[path = "window/journey.rs"]
mod journey;
#[path = "window/journeys.rs"]
mod journeys;
#[path = "window/keyboard.rs"]
mod keyboard;
#[path = "window/layers.rs"]
mod layers;
#[path = "window/project.rs"]
mod project;
#[path = "window/proof.rs"]
mod proof;
#[path = "window/tour.rs"]
mod tour;
#[path = "window/ward.rs"]
mod ward;

use std::sync::Arc;
use std::time::{Duration, Instant};

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use phusong::app::{App, Command, Edit, Preferences, Selection, Stage, Wake};
use phusong::model::{Grade, GridSpec};
use phusong::ui::Window;
use ward::InventedEngine;

fn window(size: [f32; 2]) -> Harness<'static, Window> {
    Harness::builder().with_size(size).build_eframe(|cc| {
        let ctx = cc.egui_ctx.clone();
        let engine = Arc::new(InventedEngine { n_samples: 2600, ..InventedEngine::default() });
        let app = App::new(engine, Wake::new(move || ctx.request_repaint()), Preferences::default());
        Window::new(&cc.egui_ctx, app)
    })
}

/// Runs frames until background work is done.
fn settle(harness: &mut Harness<'static, Window>) {
    let begun = Instant::now();
    harness.run_steps(2);
    while harness.state().app().is_working() {
        assert!(begun.elapsed() < Duration::from_secs(60), "the work does not end");
        std::thread::sleep(Duration::from_millis(5));
        harness.run_steps(1);
    }
    harness.run_steps(3);
}

fn sample_ward() -> Harness<'static, Window> {
    let mut harness = window([1366.0, 768.0]);
    harness.run_steps(2);
    harness.get_by_label("Mở dữ liệu mẫu").click();
    settle(&mut harness);
    harness
}

#[test]
fn the_welcome_screen_opens_the_sample_ward() {
    let mut harness = window([1366.0, 768.0]);
    harness.run_steps(2);
    harness.get_by_label("Mở tệp…");
    harness.get_by_label("Kéo thả tệp vào đây");
    assert!(matches!(harness.state().app().stage(), Stage::Welcome));
    harness.get_by_label("Mở dữ liệu mẫu").click();
    settle(&mut harness);
    assert!(matches!(harness.state().app().stage(), Stage::Ready { updating: false, .. }));
    harness.get_by_label("Bản đồ");
    harness.get_by_label("Phường Mẫu");
}

#[test]
fn chips_and_number_keys_switch_the_operator_without_a_new_analysis() {
    let mut harness = sample_ward();
    let before = harness.state().app().analysis().map(Arc::as_ptr);
    harness.get_by_role_and_label(eframe::egui::Role::RadioButton, "MobiFone").click();
    harness.run_steps(2);
    assert_eq!(harness.state().app().project().operator.as_deref(), Some("MobiFone"));
    harness.key_press(eframe::egui::Key::Num1);
    harness.run_steps(2);
    assert_eq!(harness.state().app().project().operator.as_deref(), Some("Viettel"));
    assert_eq!(harness.state().app().analysis().map(Arc::as_ptr), before);
    assert!(!harness.state().app().is_working());
}

#[test]
fn a_row_of_the_table_fills_the_evidence_card() {
    let mut harness = sample_ward();
    let spot = harness.state().app().analysis().and_then(|a| a.weak_spots.first().cloned()).expect("a weak spot");
    assert_eq!(spot.grade, Grade::A);
    let votes = format!("{} / {}", spot.n_failing_votes, spot.n_votes);
    harness.get_by_label(&votes).click();
    harness.run_steps(3);
    assert_eq!(harness.state().app().session().selection, Selection::Spot(spot.spot_id));
    harness.get_by_label_contains("MobiFone yếu ở đây:");
    harness.get_by_label_contains("khả năng do ngẫu nhiên 0,4 %");
    harness.get_by_label("Chép tọa độ");
}

#[test]
fn suspicions_on_a_vote_or_two_are_folded_away_until_asked_for() {
    let mut harness = sample_ward();
    let count = |harness: &Harness<'static, Window>| {
        let app = harness.state().app();
        let list = app.spots(app.analysis().expect("analysed"));
        (list.shown.len(), list.n_few_votes)
    };
    let (shown, few) = count(&harness);
    assert!(shown > 0 && few > 0, "{shown} shown, {few} folded away");
    harness.get_by_label_contains("chỗ nghi vấn ít phiếu").click();
    harness.run_steps(3);
    assert_eq!(count(&harness), (shown + few, few));
    harness.get_by_label_contains("Ẩn").click();
    harness.run_steps(3);
    assert_eq!(count(&harness), (shown, few));
}

#[test]
fn the_samples_of_a_place_are_listed_with_numbered_phones() {
    let mut harness = sample_ward();
    let spot = harness.state().app().analysis().and_then(|a| a.weak_spots.first().cloned()).expect("a weak spot");
    harness.state_mut().update(Command::Select(Selection::Spot(spot.spot_id)));
    harness.state_mut().update(Command::Unfold(phusong::app::Part::Samples));
    harness.run_steps(3);
    assert!(harness.query_all_by_label_contains(" · máy ").next().is_some());
    let samples = &harness.state().app().card().expect("a card").samples;
    assert_eq!(samples.total, spot.n_samples);
    assert!(samples.lines.windows(2).all(|pair| pair[0].time >= pair[1].time));
}

#[test]
fn a_proven_spot_is_tested_at_the_press_of_a_button_until_the_settings_change() {
    let mut harness = sample_ward();
    let analysis = Arc::clone(harness.state().app().analysis().expect("analysed"));
    let spot = analysis.weak_spots.iter().find(|spot| spot.grade == Grade::A).expect("a confirmed spot").clone();
    harness.state_mut().update(Command::Select(Selection::Spot(spot.spot_id)));
    settle(&mut harness);
    harness.get_by_label("Kiểm tra độ bền").click_accesskit();
    settle(&mut harness);
    harness.get_by_label("Giữ được 6/7 phép thử");
    harness.get_by_label("bền vững");
    harness.get_by_label("Ô nhỏ bằng một nửa");
    assert!(harness.state().app().progress().is_none());
    // Other settings make other spots, which nothing has tested.
    harness.state_mut().update(Command::Edit(Edit::Grid(GridSpec::Square(200.0))));
    settle(&mut harness);
    let analysis = Arc::clone(harness.state().app().analysis().expect("analysed"));
    assert!(analysis.weak_spots.iter().all(|spot| spot.robustness.is_none()));
}

#[test]
fn a_reason_of_the_data_quality_lists_its_rows() {
    let mut harness = sample_ward();
    harness.get_by_label("Chất lượng dữ liệu").click();
    harness.run_steps(3);
    harness.get_by_label("Không phải mạng di động").click();
    harness.run_steps(3);
    harness.get_by_label("Xuất tất cả (rejected.csv)");
    harness.get_by_label("‹ Mọi lý do").click();
    harness.run_steps(3);
    harness.get_by_label("Tác dụng");
}

#[test]
fn number_keys_belong_to_the_large_operators() {
    let harness = sample_ward();
    let app = harness.state().app();
    let brand = |id| app.analysis().map(|a| a.dataset.brand(id).to_owned()).unwrap_or_default();
    let keys: Vec<_> = app.operators().iter().map(|met| (brand(met.id), met.key)).collect();
    let expected = [("Viettel", 1), ("VinaPhone", 2), ("MobiFone", 3), ("Vietnamobile", 4), ("iTel", 5)];
    assert_eq!(keys, expected.map(|(brand, key)| (brand.to_owned(), Some(key))));
}

#[test]
fn the_language_is_one_click_away() {
    let mut harness = sample_ward();
    harness.get_by_label("English").click();
    harness.run_steps(3);
    harness.get_by_label("Weak spots");
    harness.get_by_label("Map");
    harness.get_by_label("Tiếng Việt").click();
    harness.run_steps(3);
    harness.get_by_label("Điểm yếu");
}

#[test]
fn an_error_says_what_and_what_to_do_and_offers_a_way_on() {
    let mut harness = window([1366.0, 768.0]);
    harness.run_steps(2);
    harness.state_mut().update(Command::Open(vec!["gone.csv".into()]));
    settle(&mut harness);
    harness.key_press(eframe::egui::Key::Enter);
    settle(&mut harness);
    harness.get_by_label_contains("Không tìm thấy gone.csv");
    harness.get_by_label("Chọn tệp khác…");
    harness.get_by_label("Về màn hình đầu").click();
    harness.run_steps(2);
    assert!(matches!(harness.state().app().stage(), Stage::Welcome));
}

#[test]
fn a_change_of_criterion_can_be_taken_back_by_key() {
    let mut harness = sample_ward();
    let basic = phusong::model::Profile::built_in("basic").expect("built in");
    harness.state_mut().update(Command::Edit(Edit::Profile(Box::new(basic))));
    settle(&mut harness);
    assert_eq!(harness.state().app().project().profile.name, "basic");
    harness.key_press_modifiers(eframe::egui::Modifiers::COMMAND, eframe::egui::Key::Z);
    settle(&mut harness);
    assert_eq!(harness.state().app().project().profile.name, "qd36");
    harness.get_by_label_contains("Đã hoàn tác: đổi tiêu chí");
}

#[test]
fn an_idle_window_does_not_repaint() {
    let mut harness = sample_ward();
    // Fails when the window still asks for frames after this many.
    harness.run();
}

#[test]
fn every_tab_shows_its_table() {
    let mut harness = sample_ward();
    for (tab, heading) in
        [("Vùng thiếu mẫu", "Cần thêm phiếu"), ("Khu phố × nhà mạng", "Khu phố"), ("Chất lượng dữ liệu", "Tác dụng")]
    {
        harness.get_by_label(tab).click();
        harness.run_steps(3);
        assert!(harness.query_all_by_label(heading).next().is_some(), "{tab}");
    }
}

#[test]
fn the_table_of_operators_says_who_is_better_and_where_the_crude_order_misleads() {
    let mut harness = sample_ward();
    harness.get_by_role_and_label(eframe::egui::Role::Tab, "So sánh nhà mạng").click();
    harness.run_steps(3);
    harness.get_by_label("Viettel tốt hơn MobiFone");
    harness.get_by_label("MobiFone và Vietnamobile hòa");
    harness.get_by_label("MobiFone xếp trên, nhưng so cùng ô thì ngược lại");
}

#[test]
fn a_weak_spot_says_whether_its_operator_is_alone_there() {
    let mut harness = sample_ward();
    let spot = harness.state().app().analysis().and_then(|a| a.weak_spots.first().cloned()).expect("a weak spot");
    harness.get_by_label(&format!("{} / {}", spot.n_failing_votes, spot.n_votes)).click();
    harness.run_steps(3);
    harness.get_by_label_contains("Chỉ MobiFone yếu ở đây; cùng chỗ, Viettel, VinaPhone đạt.");
}

#[test]
fn the_copy_keys_copy_the_table_as_it_is_on_screen() {
    use eframe::egui::{Event, OutputCommand};
    let mut harness = sample_ward();
    let first = |harness: &Harness<'static, Window>| {
        let copied = harness.output().platform_output.commands.iter().find_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        });
        let text = copied.expect("a text in the clipboard");
        text.lines().nth(1).and_then(|line| line.split('\t').next()).map(str::to_owned)
    };
    harness.event(Event::Copy);
    harness.step();
    assert_eq!(first(&harness).as_deref(), Some("1"));
    harness.get_by_label("Ưu tiên").click();
    harness.run_steps(2);
    harness.event(Event::Copy);
    harness.step();
    let app = harness.state().app();
    let shown = app.spots(app.analysis().expect("an analysis")).shown;
    let lowest = shown.iter().min_by(|a, b| a.priority.total_cmp(&b.priority));
    assert_eq!(first(&harness), lowest.map(|spot| spot.rank.to_string()));
}

#[test]
fn help_opens_by_key_and_says_the_keys() {
    let mut harness = sample_ward();
    harness.key_press(eframe::egui::Key::F1);
    harness.run_steps(3);
    harness.get_by_label("Phím tắt");
    harness.key_press(eframe::egui::Key::Escape);
    harness.run_steps(3);
    assert!(harness.query_by_label("Phím tắt").is_none());
}

#[test]
fn every_colouring_and_layer_can_be_drawn_in_both_themes() {
    use phusong::app::{Edit, Layer, Theme};
    use phusong::cartography::Colouring;
    let mut harness = sample_ward();
    for theme in [Theme::Light, Theme::Dark] {
        harness.state_mut().update(Command::SetTheme(theme));
        for layer in Layer::ALL {
            harness.state_mut().update(Command::ShowLayer(layer, true));
        }
        for colouring in Colouring::ALL {
            harness.state_mut().update(Command::Edit(Edit::Colouring(colouring)));
            harness.run_steps(2);
        }
    }
}

#[test]
fn a_small_window_keeps_its_main_controls() {
    let mut harness = window([960.0, 600.0]);
    harness.run_steps(2);
    harness.get_by_label("Mở dữ liệu mẫu").click();
    settle(&mut harness);
    let screen = eframe::egui::Rect::from_min_size(eframe::egui::Pos2::ZERO, eframe::egui::vec2(960.0, 600.0));
    for name in ["Xuất…", "Bản đồ", "Trợ giúp và phím tắt"] {
        assert!(screen.contains_rect(harness.get_by_label(name).rect()), "{name}");
    }
}

#[test]
fn a_plan_is_made_shown_and_forgotten_with_its_analysis() {
    let mut harness = sample_ward();
    harness.key_press_modifiers(eframe::egui::Modifiers::COMMAND, eframe::egui::Key::P);
    harness.run_steps(2);
    harness.get_by_label("Lập kế hoạch").click();
    settle(&mut harness);
    let plan = harness.state().app().plan().cloned().expect("no plan");
    assert!(plan.teams().count() <= 3 && plan.stops.len() <= 30);
    let edit = Edit::Grid(GridSpec::Square(200.0));
    harness.state_mut().update(Command::Edit(edit));
    settle(&mut harness);
    assert!(harness.state().app().plan().is_none());
}

#[test]
fn a_typed_weight_can_be_taken_back() {
    let mut harness = sample_ward();
    let zone = harness.state().app().analysis().unwrap().zones.zones[0].id.clone();
    let weight = |harness: &Harness<'static, Window>| harness.state().app().analysis().unwrap().zones.zones[0].weight;
    let before = weight(&harness);
    harness.state_mut().update(Command::Edit(Edit::Weight(zone, Some(320.0))));
    settle(&mut harness);
    assert_eq!(weight(&harness), Some(320.0));
    harness.state_mut().update(Command::Undo);
    settle(&mut harness);
    assert_eq!(weight(&harness), before);
}
