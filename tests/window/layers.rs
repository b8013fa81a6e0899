//! Files that lie beside the evidence, driven by the names that a screen reader says.

use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use phusong::app::{
    App, Command, ContextCommand, Edit, ImportCommand, ImportMemory, PlanCommand, Preferences, Stage, Tab, Wake,
};
use phusong::model::Beside;
use phusong::ui::Window;

use crate::settle;
use crate::ward::InventedEngine;

fn dropped(files: &[&str]) -> Harness<'static, Window> {
    let mut harness = Harness::builder().with_size([1366.0, 900.0]).build_eframe(|cc| {
        let ctx = cc.egui_ctx.clone();
        let engine = Arc::new(InventedEngine { n_samples: 2600, ..InventedEngine::default() });
        let app = App::new(engine, Wake::new(move || ctx.request_repaint()), Preferences::default());
        Window::new(&cc.egui_ctx, app.with_memory(ImportMemory::default()))
    });
    harness.run_steps(2);
    harness.state_mut().update(Command::Open(files.iter().map(Into::into).collect()));
    settle(&mut harness);
    harness
}

fn press(harness: &mut Harness<'static, Window>, name: &str) {
    harness.get_by_label(name).click();
    settle(harness);
}

#[test]
fn towers_and_signal_levels_become_layers_that_can_be_switched() {
    let mut harness = dropped(&["thang-11.csv", "towers.csv", "signal.txt"]);
    harness.get_by_label("towers.csv: Danh sách trạm phát sóng · 3 trạm");
    press(&mut harness, "Nạp");
    let reported: Vec<String> =
        harness.state().app().report().expect("a report").beside.iter().map(|file| file.name.clone()).collect();
    assert_eq!(reported, ["towers.csv", "signal.txt"]);
    harness.state_mut().update(Command::ShowReport(false));
    settle(&mut harness);
    harness.get_by_label("Lớp tham khảo");
    harness.get_by_label("Viettel (2)");
    assert!(harness.state().app().context().layers().iter().all(|layer| layer.on));
    press(&mut harness, "Trạm phát sóng (3)");
    assert!(!harness.state().app().context().layers()[0].on);
    assert!(harness.query_by_label("Viettel (2)").is_none());
    press(&mut harness, "Bỏ lớp signal.txt");
    assert_eq!(harness.state().app().context().layers().len(), 1);
}

#[test]
fn a_layer_alone_is_kept_until_samples_come() {
    let mut harness = dropped(&["tiles.csv"]);
    harness.get_by_label_contains("các chấm xám là vị trí ghi trong tệp tham khảo");
    press(&mut harness, "Nạp");
    assert!(matches!(harness.state().app().stage(), Stage::Welcome));
    harness.get_by_label_contains("Đã nhớ lớp tham khảo");
    harness.state_mut().update(Command::OpenSampleWard);
    settle(&mut harness);
    harness.get_by_label("40 lần đo · 12 máy");
}

#[test]
fn a_layer_that_joins_open_data_needs_no_new_analysis() {
    let mut harness = dropped(&["thang-11.csv"]);
    press(&mut harness, "Nạp");
    let before = Arc::clone(harness.state().app().analysis().unwrap());
    harness.state_mut().update(Command::Open(vec!["towers.csv".into()]));
    settle(&mut harness);
    press(&mut harness, "Nạp");
    assert!(Arc::ptr_eq(&before, harness.state().app().analysis().unwrap()));
    assert_eq!(harness.state().app().context().layers().len(), 1);
    harness.state_mut().update(Command::Context(ContextCommand::Remove(0)));
    settle(&mut harness);
    assert!(harness.query_by_label("Lớp tham khảo").is_none());
}

#[test]
fn numbers_of_samples_stand_beside_the_zones_they_are_of() {
    let mut harness = dropped(&["thang-11.csv", "chi-tieu.xlsx"]);
    harness.state_mut().update(Command::Import(ImportCommand::Choose(1)));
    settle(&mut harness);
    harness.get_by_label("Dùng làm bảng chỉ tiêu");
    press(&mut harness, "Nạp");
    harness.state_mut().update(Command::ShowReport(false));
    settle(&mut harness);
    assert_eq!(harness.state().app().session().tab, Tab::Quota);
    let quota = &harness.state().app().context().quotas()[0];
    assert_eq!(quota.standing.unmatched, ["Khu phố không có"]);
    harness.get_by_label("không khớp khu vực nào");
    harness.get_by_label("đủ");
    harness.get_by_label("180");
}

#[test]
fn a_name_in_a_layer_is_given_its_operator_on_the_page_of_names() {
    let mut harness = dropped(&["thang-11.csv", "odd-towers.csv"]);
    press(&mut harness, "Nạp");
    harness.state_mut().update(Command::ShowReport(false));
    harness.state_mut().update(Command::ShowNames(true));
    settle(&mut harness);
    assert!(harness.state().app().names().iter().any(|case| case.name == "457-99" && case.n_rows == 3));
    let decided = [("457-99".to_owned(), "Viettel".to_owned())].into_iter().collect();
    harness.state_mut().update(Command::ShowNames(false));
    harness.state_mut().update(Command::Edit(Edit::Names(decided)));
    settle(&mut harness);
    let brands = |harness: &Harness<'static, Window>| harness.state().app().context().layers()[0].operators.clone();
    assert_eq!(brands(&harness), [("Viettel".to_owned(), 3)]);
    harness.state_mut().update(Command::Undo);
    settle(&mut harness);
    assert_eq!(brands(&harness), [("457-99".to_owned(), 3)]);
    assert!(matches!(*harness.state().app().context().read()[0], Beside::Layer(_)));
}

#[test]
fn of_two_files_of_boundaries_one_may_only_be_drawn() {
    let mut harness = dropped(&["thang-11.csv", "phuong.geojson", "lan-can.geojson"]);
    press(&mut harness, "lan-can.geojson: Ranh giới · 8 khu phố");
    harness.get_by_label("Dùng làm: Khu vực cần đánh giá").click();
    harness.run_steps(2);
    press(&mut harness, "Ranh giới lân cận (chỉ để vẽ)");
    harness.get_by_label("lan-can.geojson: Ranh giới lân cận · 8 khu phố");
    let app = harness.state().app();
    assert_eq!(app.import().expect("the page").boundaries().count(), 1);
    press(&mut harness, "Nạp");
    harness.state_mut().update(Command::ShowReport(false));
    settle(&mut harness);
    let app = harness.state().app();
    assert_eq!(app.zone_names(), ["phuong.geojson"]);
    assert_eq!(app.context().layers()[0].layer.outlines().len(), 8);
    press(&mut harness, "Ranh giới lân cận (8)");
    assert!(!harness.state().app().context().layers()[0].on);
    press(&mut harness, "Bỏ lớp lan-can.geojson");
    assert!(harness.state().app().context().layers().is_empty());
}

#[test]
fn several_files_around_the_ward_are_one_layer() {
    let mut harness = dropped(&["thang-11.csv", "phuong.geojson", "dong.geojson", "tay.geojson"]);
    harness.state_mut().update(Command::Import(ImportCommand::DrawOthers(1)));
    settle(&mut harness);
    press(&mut harness, "Nạp");
    let layers = harness.state().app().context().layers();
    assert_eq!((layers.len(), layers[0].layer.len(), harness.state().app().zone_names().len()), (1, 16, 1));
}

#[test]
fn a_plan_is_taken_off_the_map_and_brought_back() {
    let mut harness = crate::sample_ward();
    assert!(harness.query_by_label("Bỏ kế hoạch đo").is_none());
    harness.state_mut().update(Command::Plan(PlanCommand::Make));
    settle(&mut harness);
    let stops = harness.state().app().plan().expect("a plan").stops.len();
    press(&mut harness, "Bỏ kế hoạch đo");
    assert!(harness.state().app().plan().is_none());
    press(&mut harness, "Lấy lại");
    assert_eq!(harness.state().app().plan().expect("the plan").stops.len(), stops);
}
