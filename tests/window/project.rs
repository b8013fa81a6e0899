//! A project in the window: files go into it, choices stay, an import can be taken back.

use std::path::Path;
use std::sync::Arc;

use eframe::egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use phusong::app::{App, Command, Edit, LiveEngine, PlanCommand, Preferences, ProjectCommand, Stage, Wake};
use phusong::model::GridSpec;
use phusong::ui::Window;

use crate::settle;

fn window() -> Harness<'static, Window> {
    let mut harness = Harness::builder().with_size([1366.0, 768.0]).build_eframe(|cc| {
        let ctx = cc.egui_ctx.clone();
        let app = App::new(Arc::new(LiveEngine), Wake::new(move || ctx.request_repaint()), Preferences::default());
        Window::new(&cc.egui_ctx, app)
    });
    harness.run_steps(2);
    harness
}

/// Tests of one day, near each other.
fn write_day(path: &Path, day: u32, n: usize) {
    let mut text = "id,time,lat,lon,operator,technology,download_mbps,upload_mbps,latency_ms\n".to_owned();
    for i in 0..n {
        text.push_str(&format!(
            "d{day}-{i},2026-11-{day:02}T{:02}:{:02}:00+07:00,{:.5},{:.5},Viettel,4G,{}.5,9.5,30\n",
            i / 60 % 24,
            i % 60,
            21.03 + (i % 9) as f64 * 1e-4,
            106.77 + (i % 7) as f64 * 1e-4,
            5 + i % 70
        ));
    }
    std::fs::write(path, text).unwrap();
}

fn command(harness: &mut Harness<'static, Window>, command: Command) {
    harness.state_mut().update(command);
    settle(harness);
}

/// Drops a file on the window and reads it as it is understood.
fn drop_file(harness: &mut Harness<'static, Window>, path: &Path) {
    command(harness, Command::Open(vec![path.to_path_buf()]));
    if matches!(harness.state().app().stage(), Stage::Importing(_)) {
        harness.key_press(Key::Enter);
        settle(harness);
    }
    command(harness, Command::ShowReport(false));
}

fn n_samples(harness: &Harness<'static, Window>) -> usize {
    harness.state().app().loaded().map_or(0, |loaded| loaded.dataset.samples.len())
}

/// Waits until what is chosen has been written.
fn saved(harness: &mut Harness<'static, Window>) {
    std::thread::sleep(std::time::Duration::from_millis(400));
    settle(harness);
}

#[test]
fn what_is_open_becomes_a_project_that_takes_further_files_and_gives_them_back() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    write_day(&at("ngày 1.csv"), 1, 40);
    write_day(&at("ngày 2.csv"), 2, 30);
    let mut harness = window();
    drop_file(&mut harness, &at("ngày 1.csv"));
    command(&mut harness, Command::Project(ProjectCommand::New(at("phường.gpkg"))));
    harness.get_by_label("phường");
    drop_file(&mut harness, &at("ngày 2.csv"));
    assert_eq!(n_samples(&harness), 70);
    // The same file again changes nothing.
    drop_file(&mut harness, &at("ngày 2.csv"));
    assert_eq!(n_samples(&harness), 70);
    assert_eq!(harness.state().app().project_file().unwrap().imports().len(), 2);

    command(&mut harness, Command::Edit(Edit::Grid(GridSpec::Square(200.0))));
    saved(&mut harness);

    // Another window may look, and sees what was chosen.
    let mut other = window();
    command(&mut other, Command::Open(vec![at("phường.gpkg")]));
    assert_eq!(other.state().app().project().grid, GridSpec::Square(200.0));
    assert!(other.state().app().project_file().unwrap().is_read_only());
    other.get_by_label("phường (chỉ xem)");
    other.get_by_label_contains("đang được mở ở nơi khác");
    drop(other);

    command(&mut harness, Command::Project(ProjectCommand::ShowHistory(true)));
    harness.get_by_label("Lịch sử nạp của phường");
    command(&mut harness, Command::Project(ProjectCommand::AskUndo(Some(2))));
    harness.get_by_label("Gỡ hẳn").click();
    settle(&mut harness);
    assert_eq!((n_samples(&harness), harness.state().app().project_file().unwrap().imports().len()), (40, 1));

    command(&mut harness, Command::Project(ProjectCommand::SaveCopy(at("bản sao.gpkg"))));
    assert!(at("bản sao.gpkg").is_file());
    // Closed, it leaves one file, is remembered, and can be opened again to be changed.
    command(&mut harness, Command::Close);
    assert!(!at("phường.gpkg.lock").exists());
    harness.get_by_label("phường").click();
    settle(&mut harness);
    assert!(!harness.state().app().project_file().unwrap().is_read_only());
    assert_eq!(n_samples(&harness), 40);
}

#[test]
fn an_empty_project_waits_for_files() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = window();
    command(&mut harness, Command::Project(ProjectCommand::New(folder.path().join("mới.gpkg"))));
    assert!(matches!(harness.state().app().stage(), Stage::Welcome));
    harness.get_by_label_contains("Dự án mới chưa có mẫu đo");
    write_day(&folder.path().join("a.csv"), 3, 25);
    drop_file(&mut harness, &folder.path().join("a.csv"));
    assert_eq!(n_samples(&harness), 25);
}

#[test]
fn what_an_analysis_found_and_what_lies_beside_it_stand_in_the_project() {
    const TOWERS: &str = "radio,mcc,net,area,cell,unit,lon,lat,range,samples\n\
                          LTE,452,4,1001,2564,0,106.77,21.03,1000,12\nLTE,452,2,1001,2565,0,106.78,21.03,900,7\n";
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    write_day(&at("a.csv"), 3, 60);
    std::fs::write(at("trạm.csv"), TOWERS).unwrap();
    let mut harness = window();
    drop_file(&mut harness, &at("a.csv"));
    command(&mut harness, Command::Project(ProjectCommand::New(at("p.gpkg"))));
    let layers = || -> Vec<String> {
        let database = rusqlite::Connection::open(at("p.gpkg")).unwrap();
        let mut query = database.prepare("SELECT table_name FROM gpkg_contents ORDER BY 1").unwrap();
        query.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    for layer in ["cells", "sampling_gaps", "weak_spots", "zone_stats"] {
        assert!(layers().contains(&layer.to_owned()), "{layer}: {:?}", layers());
    }
    drop_file(&mut harness, &at("trạm.csv"));
    assert_eq!(harness.state().app().context().layers().len(), 1);
    assert!(layers().contains(&"context".to_owned()), "{:?}", layers());
    command(&mut harness, Command::Close);

    let mut harness = window();
    command(&mut harness, Command::Open(vec![at("p.gpkg")]));
    let layer = harness.state().app().context().layers()[0].layer.clone();
    assert_eq!((layer.name.as_str(), layer.len()), ("trạm.csv", 2));
    command(&mut harness, Command::Project(ProjectCommand::UndoImport(2)));
    assert!(harness.state().app().context().layers().is_empty());
    assert_eq!(n_samples(&harness), 60);
}

/// Everything that the project holds of the layer of the plan, one line a thing.
fn plan_layer(project: &Path) -> Vec<String> {
    let database = rusqlite::Connection::open(project).unwrap();
    let lines = |query: &str| -> Vec<String> {
        let mut query = database.prepare(query).unwrap();
        let n = query.column_count();
        let line = |row: &rusqlite::Row<'_>| -> rusqlite::Result<String> {
            (0..n).map(|i| row.get::<_, rusqlite::types::Value>(i).map(|value| format!("{value:?}"))).collect()
        };
        query.query_map([], line).unwrap().collect::<Result<_, _>>().unwrap()
    };
    let things = "SELECT type, name, sql FROM sqlite_master WHERE name LIKE '%plan%' ORDER BY type, name";
    let lists = ["gpkg_contents", "gpkg_geometry_columns", "gpkg_extensions"];
    let mut all = lines(things);
    all.extend(lists.iter().flat_map(|list| lines(&format!("SELECT * FROM {list} WHERE table_name = 'plan'"))));
    if !all.is_empty() {
        all.extend(lines("SELECT * FROM plan ORDER BY fid"));
        all.extend(lines("SELECT * FROM rtree_plan_geom ORDER BY id"));
    }
    all
}

#[test]
fn the_plan_of_an_earlier_time_is_taken_out_of_the_project_and_brought_back() {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("phường.gpkg");
    let mut harness = window();
    let ward = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample_ward");
    let files = ["i-speed_gia-dinh_2026-10.csv", "khu_pho_gia_dinh.geojson"].map(|name| ward.join(name));
    command(&mut harness, Command::Open(files.to_vec()));
    harness.key_press(Key::Enter);
    settle(&mut harness);
    command(&mut harness, Command::ShowReport(false));
    command(&mut harness, Command::Project(ProjectCommand::New(project.clone())));
    command(&mut harness, Command::Plan(PlanCommand::Make));
    saved(&mut harness);
    assert!(!harness.state().app().plan().unwrap().stops.is_empty());
    command(&mut harness, Command::Close);
    let before = plan_layer(&project);
    assert!(!before.is_empty());

    let mut harness = window();
    command(&mut harness, Command::Open(vec![project.clone()]));
    assert!(harness.state().app().plan().is_none());
    // Of a file with clocks that are ahead the history shows the days measured, and says how many rows are not of them.
    command(&mut harness, Command::Project(ProjectCommand::ShowHistory(true)));
    harness.get_by_label("04/09/2026 – 31/10/2026");
    harness.get_by_label("Tương lai");
    command(&mut harness, Command::Project(ProjectCommand::ShowHistory(false)));
    harness.get_by_label("Bỏ kế hoạch đo").click();
    settle(&mut harness);
    assert_eq!(plan_layer(&project), Vec::<String>::new());
    assert!(harness.query_by_label("Bỏ kế hoạch đo").is_none());
    harness.get_by_label("Lấy lại").click();
    settle(&mut harness);
    assert_eq!(plan_layer(&project), before);
    harness.get_by_label("Bỏ kế hoạch đo");
    // A new plan takes its place: there is nothing to bring back any more.
    harness.get_by_label("Bỏ kế hoạch đo").click();
    settle(&mut harness);
    command(&mut harness, Command::Plan(PlanCommand::Make));
    assert!(harness.query_by_label("Lấy lại").is_none());
}

/// A project of 60 samples of one file: its page is lost, and 20 of its rows in the layer.
fn damaged(folder: &Path) -> std::path::PathBuf {
    let (file, project) = (folder.join("tháng 11.csv"), folder.join("phường.gpkg"));
    write_day(&file, 4, 60);
    let mut harness = window();
    drop_file(&mut harness, &file);
    command(&mut harness, Command::Project(ProjectCommand::New(project.clone())));
    saved(&mut harness);
    command(&mut harness, Command::Close);
    let database = rusqlite::Connection::open(&project).unwrap();
    database.execute("DELETE FROM samples WHERE fid BETWEEN 21 AND 40", []).unwrap();
    database.execute("UPDATE sample_pages SET data = x'00' WHERE page = 0", []).unwrap();
    project
}

#[test]
fn a_damaged_project_says_what_is_lost_and_goes_on_in_a_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let project = damaged(folder.path());
    let before = std::fs::read(&project).unwrap();
    let mut harness = window();
    command(&mut harness, Command::Open(vec![project.clone()]));
    harness.get_by_label("Dự án phường bị hỏng");
    harness.get_by_label_contains("tháng 11.csv (lần nạp 1): hỏng từ dòng 2 đến 61");
    harness.get_by_label_contains("Mất 20 dòng");
    harness.get_by_label_contains("Thả lại vào dự án mới");
    assert_eq!(n_samples(&harness), 40);
    harness.key_press(Key::Escape);
    settle(&mut harness);
    assert!(harness.query_by_label("Dự án phường bị hỏng").is_none());
    harness.get_by_label("phường (bị hỏng, chỉ xem)");
    // Files that are dropped on it cannot go in: what to do is shown again.
    write_day(&folder.path().join("a.csv"), 5, 20);
    drop_file(&mut harness, &folder.path().join("a.csv"));
    harness.get_by_label("Dự án phường bị hỏng");
    assert!(std::fs::read(&project).unwrap() == before);

    let rest = folder.path().join("phường mới.gpkg");
    command(&mut harness, Command::Project(ProjectCommand::SaveCopy(rest)));
    harness.get_by_label("phường mới");
    assert!(!harness.state().app().project_file().unwrap().is_read_only());
    command(&mut harness, Command::Project(ProjectCommand::ShowHistory(true)));
    harness.get_by_label_contains("Thiếu 20 dòng");
    drop_file(&mut harness, &folder.path().join("tháng 11.csv"));
    assert_eq!(n_samples(&harness), 40 + 60);
    assert!(harness.query_by_label_contains("Thiếu 20 dòng").is_none());
    assert_eq!(harness.state().app().project_file().unwrap().imports()[1].files[0].repeats, 40);
}

#[test]
fn a_project_of_an_older_version_offers_to_delete_the_copy_that_is_kept() {
    use std::io::Read;
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("phường.gpkg");
    let mut bytes = Vec::new();
    let packed = include_bytes!("../project/version-1.gpkg.gz");
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut bytes).unwrap();
    std::fs::write(&project, bytes).unwrap();
    let mut harness = window();
    command(&mut harness, Command::Open(vec![project]));
    let copy = folder.path().join("phường.v1.gpkg");
    harness.get_by_label_contains("được giữ ở phường.v1.gpkg");
    harness.get_by_label("Xóa bản đó").click();
    settle(&mut harness);
    assert!(copy.exists());
    harness.get_by_label("Xóa hẳn").click();
    settle(&mut harness);
    assert!(!copy.exists());
    harness.get_by_label("Đã xóa 1 bản cũ của dự án.");
    assert!(harness.query_by_label("Xóa bản đó").is_none());
}
