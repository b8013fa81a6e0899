//! Boundaries drawn by hand: a ward is split, named, put in force; a crash loses nothing.

use std::path::Path;
use std::sync::Arc;

use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2, Role, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use phusong::app::{
    App, BoundaryFile, Command, DrawCommand, DrawFrom, ExportFormat, LiveEngine, Preferences, ProjectCommand, Stage,
    Tool, Wake,
};
use phusong::io::{ZoneOptions, read_zones};
use phusong::job::Feedback;
use phusong::ui::Window;

use crate::settle;

fn window(drafts: Option<&Path>) -> Harness<'static, Window> {
    let drafts = drafts.map(Path::to_path_buf);
    let mut harness = Harness::builder().with_size([1366.0, 768.0]).build_eframe(|cc| {
        let ctx = cc.egui_ctx.clone();
        let app = App::new(Arc::new(LiveEngine), Wake::new(move || ctx.request_repaint()), Preferences::default());
        let app = match drafts {
            Some(folder) => app.with_drafts(folder),
            None => app,
        };
        Window::new(&cc.egui_ctx, app)
    });
    harness.run_steps(2);
    harness
}

/// A ward of about two kilometres square, and tests in it.
pub fn write_ward(folder: &Path) {
    let (west, east, south, north) = (106.76, 106.7793, 21.02, 21.0381);
    let ring = format!("[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]");
    let feature = format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[{{\"type\":\"Feature\",\"properties\":{{\"code\":\"06811\",\
         \"name\":\"Phường Thử\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[{ring}]}}}}]}}"
    );
    std::fs::write(folder.join("phường.geojson"), feature).unwrap();
    let mut rows = "id,time,lat,lon,operator,technology,download_mbps,upload_mbps,latency_ms\n".to_owned();
    for i in 0..120_u32 {
        let (lat, lon) = (21.0205 + f64::from(i % 12) * 1.5e-3, 106.7605 + f64::from(i / 12) * 1.9e-3);
        rows += &format!(
            "t{i},2026-11-0{}T{:02}:00:00+07:00,{lat:.5},{lon:.5},Viettel,4G,{}.5,9.5,30\n",
            1 + i % 9,
            i % 24,
            5 + i % 70
        );
    }
    std::fs::write(folder.join("đo.csv"), rows).unwrap();
}

fn command(harness: &mut Harness<'static, Window>, command: Command) {
    harness.state_mut().update(command);
    settle(harness);
}

fn draw(harness: &mut Harness<'static, Window>, asked: DrawCommand) {
    command(harness, Command::Draw(asked));
}

pub fn open_ward(harness: &mut Harness<'static, Window>, folder: &Path) {
    command(harness, Command::Open(vec![folder.join("phường.geojson"), folder.join("đo.csv")]));
    if matches!(harness.state().app().stage(), Stage::Importing(_)) {
        harness.key_press(Key::Enter);
        settle(harness);
    }
    command(harness, Command::ShowReport(false));
}

fn press(harness: &mut Harness<'static, Window>, key: Key) {
    harness.key_press(key);
    settle(harness);
}

fn click(harness: &mut Harness<'static, Window>, at: Pos2) {
    harness.event(Event::PointerMoved(at));
    harness.run_steps(2);
    for pressed in [true, false] {
        harness.event(Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        harness.run_steps(2);
    }
    // Two clicks within a moment at one place would be a double click.
    harness.run_steps(2);
}

fn n_parts(harness: &Harness<'static, Window>) -> usize {
    harness.state().app().drawing().map_or(0, |drawing| drawing.coverage().n_faces())
}

/// Draws a line across the map, at a share of the width of the ward left or right of its middle.
pub fn cut_at(harness: &mut Harness<'static, Window>, share: f32) {
    let map = harness.get_by_label("Bản đồ").rect();
    let side = map.height() - 96.0;
    let middle = map.center();
    click(harness, middle + vec2(share * side, -side / 2.0 - 20.0));
    click(harness, middle + vec2(share * side, side / 2.0 + 20.0));
    press(harness, Key::Enter);
}

#[test]
fn a_ward_is_split_in_three_named_and_put_in_force() {
    let folder = tempfile::tempdir().unwrap();
    write_ward(folder.path());
    let mut harness = window(None);
    open_ward(&mut harness, folder.path());
    press(&mut harness, Key::B);
    harness.get_by_label_contains("Bấm điểm đầu của đường chia");
    cut_at(&mut harness, -0.2);
    assert_eq!(n_parts(&harness), 2);
    cut_at(&mut harness, 0.2);
    assert_eq!(n_parts(&harness), 3);
    harness.get_by_label("Các phần (3)");
    // Nothing is measured while boundaries are drawn.
    harness.get_by_label("Xem toàn bộ");
    assert!(harness.query_by_label("Đo khoảng cách").is_none());
    // Every sample lies in one part.
    let drawing = harness.state().app().drawing().unwrap();
    let counted: u64 = drawing.rows().iter().map(|row| drawing.n_samples(row.id).unwrap()).sum();
    assert_eq!(counted, 120);

    harness.get_by_role_and_label(Role::TextInput, "Phần 2").click();
    harness.run_steps(2);
    harness.event(Event::Text("Khu phố Bắc Sơn".to_owned()));
    harness.run_steps(2);
    press(&mut harness, Key::Enter);
    let names = |harness: &Harness<'static, Window>| -> Vec<String> {
        harness.state().app().drawing().unwrap().rows().iter().map(|row| row.name.clone()).collect()
    };
    assert_eq!(names(&harness), ["", "Khu phố Bắc Sơn", ""]);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    settle(&mut harness);
    assert_eq!(names(&harness), ["", "", ""]);
    harness.get_by_label("Hoàn tác").click();
    settle(&mut harness);
    assert_eq!(n_parts(&harness), 2);
    harness.get_by_label("Làm lại").click();
    settle(&mut harness);
    harness.get_by_label("Làm lại").click();
    settle(&mut harness);
    assert_eq!(names(&harness), ["", "Khu phố Bắc Sơn", ""]);

    // The ward cannot be left by a line that stops inside.
    let middle = harness.get_by_label("Bản đồ").rect().center();
    click(&mut harness, middle);
    press(&mut harness, Key::Enter);
    harness.get_by_label_contains("Đường còn quá ngắn");
    press(&mut harness, Key::Escape);

    harness.get_by_label("Xong").click();
    settle(&mut harness);
    let app = harness.state().app();
    let zones = &app.analysis().unwrap().zones;
    assert!(app.drawing().is_none());
    assert_eq!(zones.zones.iter().map(|zone| zone.id.as_str()).collect::<Vec<_>>(), ["1", "2", "3"]);
    assert_eq!(zones.zones[1].name, "Khu phố Bắc Sơn");
    assert_eq!(zones.overlaps, []);
    let rows = app.analysis().unwrap().zone_rows.iter().filter_map(|row| row.zone).map(|zone| zone.0);
    assert_eq!(rows.collect::<std::collections::BTreeSet<u32>>().len(), 3);
    harness.get_by_label_contains("3 khu vừa vẽ đã vào phân tích");

    // And written, in both systems, to be read again.
    for (format, in_vn2000) in [(ExportFormat::GeoJson, true), (ExportFormat::Shapefile, false)] {
        let path = folder.path().join(format!("ra.{}", format.extension()));
        command(&mut harness, Command::SaveBoundaries(BoundaryFile { format, in_vn2000 }, path.clone()));
        let read = read_zones(&path, &ZoneOptions::default(), &Feedback::default()).unwrap();
        assert_eq!(read.zones.iter().map(|zone| zone.name.as_str()).collect::<Vec<_>>(), ["", "Khu phố Bắc Sơn", ""]);
    }

    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    settle(&mut harness);
    assert_eq!(harness.state().app().analysis().unwrap().zones.zones[0].name, "Phường Thử");
}

#[test]
fn a_drawing_that_was_left_by_a_crash_is_offered_again() {
    let (folder, drafts) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write_ward(folder.path());
    let mut harness = window(Some(drafts.path()));
    open_ward(&mut harness, folder.path());
    draw(&mut harness, DrawCommand::Open);
    cut_at(&mut harness, -0.2);
    cut_at(&mut harness, 0.1);
    draw(&mut harness, DrawCommand::Undo);
    // The window is gone without a word.
    drop(harness);

    let mut harness = window(Some(drafts.path()));
    open_ward(&mut harness, folder.path());
    harness.get_by_label("Khôi phục bản vẽ ranh giới dở dang?");
    harness.get_by_label("Khôi phục").click();
    settle(&mut harness);
    assert_eq!(n_parts(&harness), 2);
    draw(&mut harness, DrawCommand::Redo);
    assert_eq!(n_parts(&harness), 3);
    draw(&mut harness, DrawCommand::Leave);
    drop(harness);

    let mut harness = window(Some(drafts.path()));
    open_ward(&mut harness, folder.path());
    assert!(harness.query_by_label("Khôi phục").is_none());
}

#[test]
fn a_project_keeps_what_was_drawn() {
    let (folder, drafts) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write_ward(folder.path());
    let project = folder.path().join("phường.gpkg");
    let mut harness = window(Some(drafts.path()));
    open_ward(&mut harness, folder.path());
    command(&mut harness, Command::Project(ProjectCommand::New(project.clone())));
    draw(&mut harness, DrawCommand::Begin(DrawFrom::Zones));
    cut_at(&mut harness, 0.0);
    draw(&mut harness, DrawCommand::Done);
    std::thread::sleep(std::time::Duration::from_millis(400));
    settle(&mut harness);
    assert_eq!(harness.state().app().analysis().unwrap().zones.zones.len(), 2);
    assert!(std::fs::read_dir(drafts.path()).unwrap().next().is_none(), "the project has it");
    let mut other = window(None);
    command(&mut other, Command::Open(vec![project]));
    assert_eq!(other.state().app().analysis().unwrap().zones.zones.len(), 2);
    drop(other);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    settle(&mut harness);
    std::thread::sleep(std::time::Duration::from_millis(400));
    settle(&mut harness);
    assert_eq!(harness.state().app().analysis().unwrap().zones.zones.len(), 1);
}

#[test]
fn everything_can_be_done_with_keys() {
    let folder = tempfile::tempdir().unwrap();
    write_ward(folder.path());
    let mut harness = window(None);
    open_ward(&mut harness, folder.path());
    draw(&mut harness, DrawCommand::Begin(DrawFrom::Nothing));
    assert_eq!(harness.state().app().drawing().unwrap().tool(), Tool::Ring);
    harness.get_by_label_contains("vẽ ranh ngoài của địa bàn");
    // A ring around the middle: the map moves under the cross.
    for (key, times) in [(Key::ArrowLeft, 2), (Key::ArrowDown, 3), (Key::ArrowRight, 4), (Key::ArrowUp, 3)] {
        press(&mut harness, Key::Space);
        for _ in 0..times {
            press(&mut harness, key);
        }
    }
    press(&mut harness, Key::Enter);
    assert_eq!(n_parts(&harness), 1);
    press(&mut harness, Key::Num4);
    assert_eq!(harness.state().app().drawing().unwrap().tool(), Tool::Corners);
    press(&mut harness, Key::Num2);
    press(&mut harness, Key::Space);
    assert_eq!(harness.state().app().drawing().unwrap().line().len(), 1);
    press(&mut harness, Key::Backspace);
    assert!(harness.state().app().drawing().unwrap().line().is_empty());
    harness.get_by_label("Bỏ").click();
    settle(&mut harness);
    harness.get_by_label("Vẽ tiếp").click();
    settle(&mut harness);
    assert!(harness.state().app().drawing().is_some());
}
