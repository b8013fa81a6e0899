//! The import page, driven by the names that a screen reader says.

use std::sync::Arc;

use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use phusong::app::{App, Command, ImportCommand, ImportMemory, Preferences, Stage, Wake};
use phusong::model::Meaning;
use phusong::ui::Window;

use crate::settle;
use crate::ward::InventedEngine;

/// A window that remembers `memory`, with these files dropped on it.
fn dropped(files: &[&str], memory: ImportMemory) -> Harness<'static, Window> {
    let mut harness = Harness::builder().with_size([1366.0, 768.0]).build_eframe(|cc| {
        let ctx = cc.egui_ctx.clone();
        let engine = Arc::new(InventedEngine { n_samples: 2600, ..InventedEngine::default() });
        let app = App::new(engine, Wake::new(move || ctx.request_repaint()), Preferences::default());
        Window::new(&cc.egui_ctx, app.with_memory(memory))
    });
    harness.run_steps(2);
    harness.state_mut().update(Command::Open(files.iter().map(Into::into).collect()));
    settle(&mut harness);
    harness
}

fn is_ready(harness: &Harness<'static, Window>) -> bool {
    matches!(harness.state().app().stage(), Stage::Ready { .. })
}

fn press(harness: &mut Harness<'static, Window>, name: &str) {
    harness.get_by_label(name).click();
    settle(harness);
}

/// What is remembered after these files were read once, in another run of the program.
fn memory_of(files: &[&str]) -> ImportMemory {
    let mut harness = dropped(files, ImportMemory::default());
    harness.key_press(Key::Enter);
    settle(&mut harness);
    assert!(is_ready(&harness));
    ImportMemory::from_json(&harness.state().app().memory().to_json())
}

#[test]
fn files_are_shown_as_understood_and_read_by_one_key() {
    let mut harness = dropped(&["thang-11.csv", "ranh-gioi.geojson"], ImportMemory::default());
    assert!(matches!(harness.state().app().stage(), Stage::Importing(_)));
    harness.get_by_label("thang-11.csv: Kết quả đo tốc độ · 120 dòng");
    harness.get_by_label("ranh-gioi.geojson: Ranh giới · 8 khu phố");
    harness.get_by_label("Ý nghĩa của cột “Tải xuống”: tải xuống");
    harness.get_by_label("= 45,2 · 12 Mbps");
    harness.get_by_label_contains("EPSG:5899 (VN-2000 / TM-3 107-45), đã chuyển sang WGS84");
    harness.get_by_label("Không phải mạng di động: 1 dòng");
    harness.key_press(Key::Enter);
    settle(&mut harness);
    assert!(is_ready(&harness));
}

#[test]
fn a_refused_file_says_why_and_does_not_stop_the_others() {
    let mut harness = dropped(&["log.csv", "thang-11.csv"], ImportMemory::default());
    press(&mut harness, "log.csv: Nhật ký cường độ sóng · không dùng được");
    harness.get_by_label_contains("log.csv là nhật ký cường độ sóng");
    press(&mut harness, "Nạp");
    assert!(is_ready(&harness));
    assert_eq!(harness.state().app().sources().samples.len(), 1);
}

#[test]
fn nothing_is_read_before_the_questions_are_answered() {
    let mut harness = dropped(&["no-operator no-unit.csv"], ImportMemory::default());
    harness.key_press(Key::Enter);
    settle(&mut harness);
    assert!(!is_ready(&harness));
    // The first cell says 45200: what each unit makes of it.
    harness.get_by_label("byte/s: 0,362 Mbps");
    press(&mut harness, "Kbps: 45,2 Mbps");
    press(&mut harness, "MobiFone");
    press(&mut harness, "Nạp");
    assert!(is_ready(&harness));
    let options = &harness.state().app().sources().samples[0].options;
    assert_eq!(options.operator.as_deref(), Some("MobiFone"));
    assert!(options.units.iter().any(|(meaning, unit)| (*meaning, unit.code()) == (Meaning::Download, "kbps")));
}

#[test]
fn an_unsure_column_is_confirmed_by_one_button() {
    let mut harness = dropped(&["speed-column.csv"], ImportMemory::default());
    harness.get_by_label("Cột “Tốc độ” có phải là tải xuống không?");
    press(&mut harness, "Đúng, là tải xuống");
    harness.get_by_label("do bạn chọn");
    press(&mut harness, "Nạp");
    assert!(is_ready(&harness));
}

#[test]
fn a_meaning_can_be_chosen_for_every_column() {
    let mut harness = dropped(&["thang-11.csv"], ImportMemory::default());
    press(&mut harness, "Ý nghĩa của cột “Tải xuống”: tải xuống");
    press(&mut harness, "tải lên");
    harness.get_by_label("Ý nghĩa của cột “Tải xuống”: tải lên");
}

#[test]
fn a_file_read_before_is_read_without_a_word() {
    let memory = memory_of(&["thang-10.csv"]);
    let mut harness = dropped(&["thang-11.csv", "ranh-gioi.geojson"], memory);
    assert!(is_ready(&harness));
    harness.get_by_label("Đã nạp theo cách hiểu đã nhớ");
    press(&mut harness, "Xem lại");
    assert!(matches!(harness.state().app().stage(), Stage::Importing(_)));
    harness.get_by_label("Quên cách hiểu này");
}

#[test]
fn answers_are_remembered_with_the_headers() {
    let mut first = dropped(&["no-operator no-unit.csv"], ImportMemory::default());
    press(&mut first, "Kbps: 45,2 Mbps");
    press(&mut first, "MobiFone");
    press(&mut first, "Nạp");
    let memory = first.state().app().memory().clone();
    // Files of several operators may share their headers: what was answered last is offered, never taken.
    let mut second = dropped(&["no-operator no-unit 2.csv"], memory);
    assert!(!is_ready(&second));
    second.key_press(Key::Enter);
    settle(&mut second);
    assert!(!is_ready(&second));
    press(&mut second, "Như lần trước: MobiFone");
    press(&mut second, "Nạp");
    assert!(is_ready(&second));
    let options = &second.state().app().sources().samples[0].options;
    assert_eq!(options.operator.as_deref(), Some("MobiFone"));
    assert_eq!(options.units.iter().map(|(_, unit)| unit.code()).collect::<Vec<_>>(), ["kbps"]);
}

#[test]
fn a_unit_that_changed_since_last_time_is_asked_about() {
    let mut harness = dropped(&["kbps.csv"], memory_of(&["thang-10.csv"]));
    assert!(!is_ready(&harness));
    harness.get_by_label("Lần trước tải xuống ghi theo Mbps, nay các số cho thấy là Kbps.");
    harness.get_by_label("Như lần trước: Mbps");
    press(&mut harness, "Như lần này: Kbps");
    press(&mut harness, "Nạp");
    assert!(is_ready(&harness));
}

#[test]
fn a_column_that_moved_since_last_time_is_announced() {
    let harness = dropped(&["speed-column.csv"], memory_of(&["thang-10.csv"]));
    harness.get_by_label("Lần trước tải xuống lấy từ cột “Tải xuống”, nay lấy từ cột “Tốc độ”.");
}

#[test]
fn what_was_remembered_can_be_forgotten() {
    let mut harness = dropped(&["thang-11.csv"], memory_of(&["thang-10.csv"]));
    press(&mut harness, "Xem lại");
    press(&mut harness, "Quên cách hiểu này");
    assert!(harness.query_by_label("Quên cách hiểu này").is_none());
    assert_eq!(harness.state().app().memory(), &ImportMemory::default());
}

#[test]
fn several_files_of_boundaries_are_one_layer() {
    let files = ["a.geojson", "b.geojson", "thang-11.csv"];
    let mut harness = dropped(&files, ImportMemory::default());
    harness.get_by_label_contains("Các tệp ranh giới được ghép thành một lớp");
    press(&mut harness, "Nạp");
    assert!(is_ready(&harness));
    assert_eq!(harness.state().app().sources().zones.len(), 2);
    let mut harness = dropped(&files, ImportMemory::default());
    harness.get_by_role_and_label(Role::Button, "Chỉ dùng a.geojson").click();
    settle(&mut harness);
    press(&mut harness, "Nạp");
    let zones = &harness.state().app().sources().zones;
    assert!(zones.len() == 1 && zones[0].path.ends_with("a.geojson"));
}

/// What is shown of a workbook whose sheet can be chosen.
#[test]
fn the_sheet_of_a_workbook_is_chosen_and_remembered() {
    let mut harness = dropped(&["so-lieu.xlsx"], ImportMemory::default());
    press(&mut harness, "Trang tính: Đo kiểm (phù hợp nhất)");
    press(&mut harness, "Tháng 11");
    harness.get_by_label("Trang tính: Tháng 11");
    press(&mut harness, "Nạp");
    assert!(is_ready(&harness));
    let app = harness.state().app();
    assert_eq!(app.sources().samples[0].options.sheet.as_deref(), Some("Tháng 11"));
    let memory = ImportMemory::from_json(&app.memory().to_json());
    let again = dropped(&["so-lieu.xlsx"], memory);
    assert_eq!(again.state().app().sources().samples[0].options.sheet.as_deref(), Some("Tháng 11"));
}

#[test]
fn a_member_of_an_archive_can_be_left_out() {
    let mut harness = dropped(&["thang.zip/thang-10.csv", "thang.zip/thang-11.csv"], ImportMemory::default());
    press(&mut harness, "thang-10.csv: Kết quả đo tốc độ · 120 dòng");
    press(&mut harness, "Bỏ tệp này");
    press(&mut harness, "Nạp");
    let sources = &harness.state().app().sources().samples;
    assert!(sources.len() == 1 && sources[0].path.ends_with("thang-11.csv"));
}

#[test]
fn boundaries_alone_wait_for_samples() {
    let mut harness = dropped(&["ranh-gioi.geojson"], ImportMemory::default());
    press(&mut harness, "Nạp");
    assert!(matches!(harness.state().app().stage(), Stage::Welcome));
    harness.get_by_label_contains("Đã có ranh giới: ranh-gioi.geojson");
}

#[test]
fn escape_leaves_the_page_and_nothing_is_read() {
    let mut harness = dropped(&["thang-11.csv"], ImportMemory::default());
    harness.key_press(Key::Escape);
    settle(&mut harness);
    assert!(matches!(harness.state().app().stage(), Stage::Welcome));
    assert!(harness.state().app().sources().is_empty());
}

#[test]
fn a_report_says_what_the_import_brought() {
    let mut harness = dropped(&["thang-11.csv", "thang-10.csv", "ranh-gioi.geojson"], ImportMemory::default());
    harness.key_press(Key::Enter);
    settle(&mut harness);
    harness.get_by_label("Báo cáo nạp dữ liệu");
    let report = harness.state().app().report().expect("a report").clone();
    assert_eq!((report.files.len(), report.files[0].n_rows), (2, 1300));
    assert_eq!(report.zones.iter().map(|zones| zones.n_zones).collect::<Vec<_>>(), [8]);
    press(&mut harness, "Mở các dòng bị loại");
    harness.get_by_label("Tác dụng");
    assert!(harness.query_by_label("Báo cáo nạp dữ liệu").is_none());
}

#[test]
fn an_unknown_name_is_given_its_operator_and_the_choice_can_be_taken_back() {
    let mut harness = dropped(&["odd-name.csv"], ImportMemory::default());
    harness.get_by_label("Có 1 tên nhà mạng chưa nhận ra (7 dòng).");
    press(&mut harness, "Xem và chọn…");
    harness.get_by_label_contains("ví dụ odd-name.csv, dòng 12");
    press(&mut harness, "Vittel = Viettel");
    press(&mut harness, "Áp dụng");
    assert!(harness.query_by_label_contains("chưa nhận ra").is_none());
    press(&mut harness, "Nạp");
    assert!(is_ready(&harness));
    let named = [("Vittel".to_owned(), "Viettel".to_owned())];
    assert_eq!(harness.state().app().sources().names, named);
    assert_eq!(harness.state().app().memory().names.len(), 1);
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    settle(&mut harness);
    harness.get_by_label_contains("Đã hoàn tác: đổi tên nhà mạng");
    assert!(harness.state().app().sources().names.is_empty());
}

#[test]
fn the_page_speaks_both_languages() {
    let mut harness = dropped(&["no-operator.csv"], ImportMemory::default());
    press(&mut harness, "English");
    harness.get_by_label("The file names no operator. Whose tests are they?");
    harness.state_mut().update(Command::Import(ImportCommand::Close));
    harness.run_steps(2);
    harness.get_by_label("Drop files here");
}
