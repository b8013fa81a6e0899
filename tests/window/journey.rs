//! From a raw export to the list of weak spots, with the real engine: what an officer does, counted.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use phusong::app::{App, Command, ImportMemory, LiveEngine, Preferences, Stage, Wake};
use phusong::ui::Window;

use crate::settle;

/// A month of tests in a ward of about 1.1 × 1.0 km. Viettel is weak in the south-west corner; one row in 40 is misspelt.
pub fn export(folder: &Path, month: u32) -> PathBuf {
    let mut table =
        "\u{feff}Thời gian;Vĩ độ;Kinh độ;Nhà mạng;Công nghệ;Tốc độ tải xuống (Mbps);Mã thiết bị\r\n".to_owned();
    for i in 0..400u32 {
        let (column, row) = (i % 20, i / 20);
        let brand = if i % 40 == 7 { "Vittel" } else { ["Viettel", "MobiFone"][(i % 2) as usize] };
        let weak = brand != "MobiFone" && column < 8 && row < 8;
        let speed = if weak { 3 + i % 5 } else { 60 + i % 50 };
        let (day, hour) = (1 + i % 27, 7 + i % 14);
        let (lat, lon) = (210_205 + row * 5, 1_067_605 + column * 5);
        let lat = format!("{},{:04}", lat / 10_000, lat % 10_000);
        let lon = format!("{},{:04}", lon / 10_000, lon % 10_000);
        writeln!(table, "{day:02}/{month:02}/2026 {hour:02}:15:00;{lat};{lon};{brand};4G;{speed},5;may{:02}\r", i % 37)
            .unwrap();
    }
    let path = folder.join(format!("xuat-{month:02}.csv"));
    std::fs::write(&path, table).unwrap();
    path
}

pub fn boundaries(folder: &Path) -> PathBuf {
    let ring = "[[106.76,21.02],[106.771,21.02],[106.771,21.031],[106.76,21.031],[106.76,21.02]]";
    let text = format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[{{\"type\":\"Feature\",\"properties\":{{\"ma\":\"1\",\"ten\":\"Khu 1\"}},\
         \"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[{ring}]}}}}]}}"
    );
    let path = folder.join("khu_pho.geojson");
    std::fs::write(&path, text).unwrap();
    path
}

fn window(memory: ImportMemory) -> Harness<'static, Window> {
    let mut harness = Harness::builder().with_size([1366.0, 768.0]).build_eframe(|cc| {
        let ctx = cc.egui_ctx.clone();
        let app = App::new(Arc::new(LiveEngine), Wake::new(move || ctx.request_repaint()), Preferences::default());
        Window::new(&cc.egui_ctx, app.with_memory(memory))
    });
    harness.run_steps(2);
    harness
}

fn drop_files(harness: &mut Harness<'static, Window>, files: Vec<PathBuf>) {
    harness.state_mut().update(Command::Open(files));
    settle(harness);
}

#[test]
fn a_raw_export_becomes_a_list_of_weak_spots_in_a_drop_and_two_keys_and_next_month_in_a_drop() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = window(ImportMemory::default());
    drop_files(&mut harness, vec![export(folder.path(), 9), boundaries(folder.path())]);
    harness.get_by_label("xuat-09.csv: Kết quả đo tốc độ · 400 dòng");
    harness.get_by_label("Ý nghĩa của cột “Tốc độ tải xuống (Mbps)”: tải xuống");
    harness.get_by_label("Có 1 tên nhà mạng chưa nhận ra (10 dòng).");
    harness.key_press(Key::Enter);
    settle(&mut harness);
    harness.get_by_label("Đọc 400 dòng, dùng 400 (100\u{a0}%)");
    harness.key_press(Key::Enter);
    settle(&mut harness);
    let analysis = Arc::clone(harness.state().app().analysis().expect("analysed"));
    let first = analysis.weak_spots.first().expect("a weak spot");
    assert_eq!(analysis.dataset.brand(first.operator), "Viettel");

    // The odd name is given its operator once and for all.
    harness.state_mut().update(Command::ShowNames(true));
    harness.run_steps(2);
    harness.get_by_label_contains("ví dụ xuat-09.csv, dòng 9");
    harness.get_by_label("Vittel = Viettel").click();
    settle(&mut harness);
    harness.get_by_label("Áp dụng").click();
    settle(&mut harness);
    let brands = |harness: &Harness<'static, Window>| {
        let analysis = Arc::clone(harness.state().app().analysis().expect("analysed"));
        analysis.dataset.operators.iter().map(|operator| operator.brand.clone()).collect::<Vec<_>>()
    };
    assert_eq!(brands(&harness), ["MobiFone", "Viettel"]);

    // Another day: the memory is all that is left of the first.
    let memory = ImportMemory::from_json(&harness.state().app().memory().to_json());
    let mut harness = window(memory);
    drop_files(&mut harness, vec![export(folder.path(), 10), boundaries(folder.path())]);
    assert!(matches!(harness.state().app().stage(), Stage::Ready { .. }));
    harness.get_by_label("Đã nạp theo cách hiểu đã nhớ");
    assert_eq!(brands(&harness), ["MobiFone", "Viettel"]);
}

#[test]
fn rows_that_were_loaded_before_are_counted_in_the_report() {
    let folder = tempfile::tempdir().unwrap();
    let first = export(folder.path(), 9);
    let mut harness = window(ImportMemory::default());
    drop_files(&mut harness, vec![first.clone(), boundaries(folder.path())]);
    harness.key_press(Key::Enter);
    settle(&mut harness);
    let again = folder.path().join("xuat-09 (1).csv");
    std::fs::copy(first, &again).unwrap();
    drop_files(&mut harness, vec![again]);
    // The odd name was not decided, so the page waits.
    assert!(matches!(harness.state().app().stage(), Stage::Importing(_)));
    harness.key_press(Key::Enter);
    settle(&mut harness);
    let report = harness.state().app().report().expect("a report").clone();
    assert_eq!(report.files.len(), 1);
    assert_eq!((report.files[0].n_rows, report.files[0].n_known), (400, 400));
}

#[test]
fn boundaries_far_from_the_tests_are_pointed_out() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(boundaries(folder.path())).unwrap();
    // Latitude 11 instead of 21: 10 degrees, about 1112 km, to the south.
    std::fs::write(folder.path().join("xa.geojson"), text.replace("21.0", "11.0")).unwrap();
    let mut harness = window(ImportMemory::default());
    drop_files(&mut harness, vec![export(folder.path(), 9), folder.path().join("xa.geojson")]);
    harness.get_by_label_contains("Các điểm đo nằm xa ranh giới");
    harness.get_by_label_contains("Tâm các điểm cách tâm ranh giới 1.112 km");
}
