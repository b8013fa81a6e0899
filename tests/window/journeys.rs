//! What an officer does from a cold start, by the names on the screen; presses are counted and bounded.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use eframe::egui::{Event, Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use phusong::app::{
    App, Command, Engine, Export, ExportFormat, ImportMemory, LiveEngine, PlanFormat, Preferences, ProjectCommand,
    Selection, Stage, Wake,
};
use phusong::ui::Window;

use crate::drawing::{cut_at, open_ward, write_ward};
use crate::journey::{boundaries, export};
use crate::settle;
use crate::ward::InventedEngine;

/// A person at the window. A drop of files and a click each count as one press, as does a key; words typed do not.
struct Officer {
    window: Harness<'static, Window>,
    clicks: usize,
    keys: usize,
    begun: Instant,
}

impl Officer {
    /// Starts the program anew with what it remembers.
    fn arrives(engine: Arc<dyn Engine>, memory: ImportMemory, preferences: Preferences) -> Self {
        let begun = Instant::now();
        let mut window = Harness::builder().with_size([1366.0, 768.0]).build_eframe(|cc| {
            let ctx = cc.egui_ctx.clone();
            let app = App::new(engine, Wake::new(move || ctx.request_repaint()), preferences);
            Window::new(&cc.egui_ctx, app.with_memory(memory))
        });
        window.run_steps(2);
        Self { window, clicks: 0, keys: 0, begun }
    }

    fn new_at_work() -> Self {
        Self::arrives(Arc::new(LiveEngine), ImportMemory::default(), Preferences::default())
    }

    fn in_the_sample_ward() -> Self {
        let engine = Arc::new(InventedEngine { n_samples: 2600, ..InventedEngine::default() });
        let mut officer = Self::arrives(engine, ImportMemory::default(), Preferences::default());
        officer.click("Mở dữ liệu mẫu");
        officer
    }

    fn app(&self) -> &App {
        self.window.state().app()
    }

    fn click(&mut self, name: &str) {
        self.window.get_by_label(name).click();
        self.clicks += 1;
        settle(&mut self.window);
    }

    fn click_first(&mut self, name: &str) {
        self.window.query_all_by_label_contains(name).next().expect(name).click_accesskit();
        self.clicks += 1;
        settle(&mut self.window);
    }

    fn key(&mut self, modifiers: Modifiers, key: Key) {
        self.window.key_press_modifiers(modifiers, key);
        self.keys += 1;
        settle(&mut self.window);
    }

    fn words(&mut self, words: &str) {
        self.window.event(Event::Text(words.to_owned()));
        settle(&mut self.window);
    }

    fn drops(&mut self, files: Vec<PathBuf>) {
        self.window.state_mut().update(Command::Open(files));
        self.clicks += 1;
        settle(&mut self.window);
    }

    /// The dialog of the system is answered: no window of it can be driven here.
    fn answers_dialog(&mut self, command: Command) {
        self.window.state_mut().update(command);
        self.clicks += 1;
        settle(&mut self.window);
    }

    /// Ends the day: no more presses than these.
    fn leaves(self, journey: &str, clicks: usize, keys: usize) {
        println!("{journey}: {} clicks, {} keys, {:.1} s", self.clicks, self.keys, self.begun.elapsed().as_secs_f64());
        assert!(self.clicks <= clicks, "{journey}: {} clicks", self.clicks);
        assert!(self.keys <= keys, "{journey}: {} keys", self.keys);
    }
}

#[test]
fn a_first_look_without_data_takes_a_click() {
    let mut officer = Officer::in_the_sample_ward();
    assert!(matches!(officer.app().stage(), Stage::Ready { .. }));
    officer.click("Xem điểm yếu đầu tiên");
    officer.window.get_by_label_contains("khoảng tin cậy");
    officer.leaves("first look", 2, 0);
}

#[test]
fn a_promised_fix_is_checked_on_the_card_of_its_spot() {
    let mut officer = Officer::in_the_sample_ward();
    officer.click("Xem điểm yếu đầu tiên");
    officer.click_first("Chọn tháng sửa xong…");
    officer.click_first("Sửa xong từ");
    assert!(officer.app().card().is_some_and(|card| card.fix.is_some()));
    officer.leaves("promised fix", 4, 0);
}

#[test]
fn a_raw_export_becomes_a_list_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut officer = Officer::new_at_work();
    officer.drops(vec![export(folder.path(), 9), boundaries(folder.path())]);
    officer.key(Modifiers::NONE, Key::Enter);
    officer.window.get_by_label("Báo cáo nạp dữ liệu");
    officer.key(Modifiers::NONE, Key::Enter);
    officer.window.get_by_role_and_label(Role::Tab, "Điểm yếu");
    assert!(!officer.app().analysis().unwrap().weak_spots.is_empty());
    officer.click("Xuất bảng đang xem");
    officer.window.get_by_label("Excel (XLSX)");
    // One click on the format, one on “Save” in the dialog.
    officer.clicks += 1;
    let path = folder.path().join("diem-yeu.xlsx");
    officer.answers_dialog(Command::Export(Export::WeakSpots, ExportFormat::Xlsx, path.clone()));
    assert!(path.is_file());
    officer.window.get_by_label_contains("diem-yeu.xlsx");
    officer.leaves("raw export to list", 4, 2);
}

#[test]
fn next_months_file_goes_into_the_project_and_says_what_changed() {
    let folder = tempfile::tempdir().unwrap();
    let mut before = Officer::new_at_work();
    before.drops(vec![export(folder.path(), 9), boundaries(folder.path())]);
    before.key(Modifiers::NONE, Key::Enter);
    before.key(Modifiers::NONE, Key::Enter);
    before.answers_dialog(Command::Project(ProjectCommand::New(folder.path().join("phường.gpkg"))));
    let (memory, preferences) = (before.app().memory().clone(), before.app().preferences().clone());
    drop(before);

    let mut officer = Officer::arrives(Arc::new(LiveEngine), memory, preferences);
    officer.click("phường");
    officer.drops(vec![export(folder.path(), 10)]);
    if matches!(officer.app().stage(), Stage::Importing(_)) {
        officer.key(Modifiers::NONE, Key::Enter);
    }
    officer.window.get_by_label_contains("Đã nạp thêm 400 dòng vào dự án");
    if officer.app().session().report_open {
        officer.key(Modifiers::NONE, Key::Enter);
    }
    officer.click("Xem thay đổi");
    settle(&mut officer.window);
    let since = officer.app().changes().expect("what changed");
    assert_eq!(since.earlier, phusong::model::Period::Month(phusong::model::Month::new(2026, 9).unwrap()));
    officer.window.get_by_label("Kỳ trước");
    officer.leaves("next month", 3, 2);
}

#[test]
fn a_meeting_is_shown_by_keys_alone() {
    let mut officer = Officer::in_the_sample_ward();
    officer.key(Modifiers::NONE, Key::F5);
    officer.key(Modifiers::NONE, Key::Num3);
    officer.window.get_by_label_contains("MobiFone · Tải xuống");
    officer.key(Modifiers::NONE, Key::Space);
    officer.window.get_by_label_contains("khoảng tin cậy");
    officer.key(Modifiers::NONE, Key::Escape);
    assert!(officer.app().meeting().is_none());
    officer.leaves("meeting", 1, 4);
}

#[test]
fn a_walk_plan_is_made_and_written_for_the_navigator() {
    let folder = tempfile::tempdir().unwrap();
    let mut officer = Officer::in_the_sample_ward();
    officer.key(Modifiers::COMMAND, Key::P);
    officer.click("Lập kế hoạch");
    assert!(!officer.app().plan().unwrap().stops.is_empty());
    officer.clicks += 2;
    let path = folder.path().join("diem-do.gpx");
    officer.answers_dialog(Command::Plan(phusong::app::PlanCommand::Export(PlanFormat::Gpx, path)));
    officer.window.get_by_label_contains("diem-do.gpx");
    officer.leaves("walk plan", 5, 1);
}

#[test]
fn a_phone_that_spoils_a_place_is_left_out_and_taken_back() {
    let mut officer = Officer::in_the_sample_ward();
    officer.click("Xem điểm yếu đầu tiên");
    assert!(matches!(officer.app().session().selection, Selection::Spot(_)));
    let title = format!("Mẫu đo ở đây ({})", officer.app().card().unwrap().samples.total);
    officer.window.get_by_label(&title).scroll_to_me();
    settle(&mut officer.window);
    officer.click(&title);
    officer.window.query_all_by_label_contains(" · máy ").next().unwrap().scroll_to_me();
    settle(&mut officer.window);
    officer.click_first(" · máy ");
    officer.click("Loại mọi mẫu của máy này…");
    officer.words("máy thử của đội kỹ thuật");
    officer.key(Modifiers::NONE, Key::Enter);
    assert_eq!(officer.app().project().corrections.len(), 1);
    officer.key(Modifiers::COMMAND, Key::Z);
    assert!(officer.app().project().corrections.is_empty());
    officer.leaves("correction", 5, 2);
}

#[test]
fn a_ward_is_cut_into_khu_pho_that_are_named_and_used() {
    const PARTS: usize = 4;
    let folder = tempfile::tempdir().unwrap();
    write_ward(folder.path());
    let mut officer = Officer::new_at_work();
    // A drop, Enter to read, and the report closed.
    open_ward(&mut officer.window, folder.path());
    (officer.clicks, officer.keys) = (1, 2);
    officer.key(Modifiers::NONE, Key::B);
    for share in [-0.25, 0.0, 0.25] {
        cut_at(&mut officer.window, share);
        officer.clicks += 2;
        officer.keys += 1;
    }
    for part in 1..=PARTS {
        let field = format!("Phần {part}");
        officer.window.get_by_role_and_label(Role::TextInput, &field).click();
        officer.clicks += 1;
        officer.window.run_steps(2);
        officer.words(&format!("Khu phố {part}"));
        officer.key(Modifiers::NONE, Key::Enter);
    }
    officer.click("Xong");
    let zones = &officer.app().analysis().unwrap().zones.zones;
    let names: Vec<&str> = zones.iter().map(|zone| zone.name.as_str()).collect();
    assert_eq!(names, ["Khu phố 1", "Khu phố 2", "Khu phố 3", "Khu phố 4"]);
    officer.leaves("drawing khu phố", 12, 10);
}
