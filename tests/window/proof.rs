//! Corrections by hand, criteria of one's own, names of places.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use phusong::app::{Command, CorrectionCommand, CriteriaCommand, Edit, Selection, Tab};
use phusong::model::{Flag, LeftOut, Metric, Profile, Technology};
use phusong::ui::Window;

use crate::{sample_ward, settle};

fn corrections(harness: &Harness<'static, Window>) -> usize {
    harness.state().app().project().corrections.len()
}

#[test]
fn a_phone_is_left_out_with_a_reason_and_taken_back() {
    let mut harness = sample_ward();
    let offered = harness.state().app().corrections_at(0);
    assert_eq!(offered.iter().map(LeftOut::code).collect::<Vec<_>>(), ["sample", "phone", "desk"]);
    let begin = Command::Correct(CorrectionCommand::Begin(offered[1].clone()));
    harness.state_mut().update(begin);
    harness.run_steps(3);
    // Without a reason nothing is left out.
    harness.get_by_label("Loại").click();
    harness.run_steps(2);
    assert_eq!(corrections(&harness), 0);
    harness.state_mut().update(Command::Correct(CorrectionCommand::Write("máy thử".to_owned())));
    harness.run_steps(2);
    harness.get_by_label("Loại").click();
    settle(&mut harness);
    assert_eq!(corrections(&harness), 1);
    assert_eq!(harness.state().app().analysis().unwrap().settings.corrections.len(), 1);
    assert_eq!(harness.state().app().history().undo_key(), Some("edit-leave-out"));

    harness.state_mut().update(Command::ShowTab(Tab::Quality));
    harness.state_mut().update(Command::ShowFlagged(Some(Flag::Manual.code())));
    harness.run_steps(3);
    harness.get_by_label("máy thử");
    harness.get_by_label("Lấy lại").click();
    settle(&mut harness);
    assert_eq!(corrections(&harness), 0);
    harness.state_mut().update(Command::Undo);
    settle(&mut harness);
    assert_eq!(corrections(&harness), 1);
}

#[test]
fn criteria_of_ones_own_are_copied_changed_and_used_at_once() {
    let mut harness = sample_ward();
    harness.state_mut().update(Command::Criteria(CriteriaCommand::Show(true)));
    harness.run_steps(3);
    harness.get_by_label("Sao chép để sửa").click();
    harness.run_steps(3);
    let mut draft = harness.state().app().criteria_page().unwrap().draft.clone().unwrap();
    draft.criteria[0].thresholds[0] = "hai lăm".to_owned();
    harness.state_mut().update(Command::Criteria(CriteriaCommand::Write(Box::new(draft.clone()))));
    harness.run_steps(3);
    harness.get_by_label("Tải xuống, 4G: ngưỡng phải là số lớn hơn 0.");
    harness.get_by_label("Lưu và dùng").click();
    harness.run_steps(2);
    assert_eq!(harness.state().app().project().profile.name, "qd36");

    draft.criteria[0].thresholds[0] = "25,5".to_owned();
    draft.name = "Nghị quyết 12".to_owned();
    harness.state_mut().update(Command::Criteria(CriteriaCommand::Write(Box::new(draft))));
    harness.run_steps(3);
    harness.get_by_label("Lưu và dùng").click();
    settle(&mut harness);
    let profile = harness.state().app().analysis().unwrap().settings.profile.clone();
    assert_eq!(profile.name, "Nghị quyết 12");
    assert_eq!(profile.criterion(Metric::Download).unwrap().thresholds.of(Technology::FourG), Some(25.5));
    assert!(harness.state().app().is_own_profile("Nghị quyết 12"));
    harness.state_mut().update(Command::Undo);
    settle(&mut harness);
    assert_eq!(harness.state().app().project().profile, Profile::built_in("qd36").unwrap());
}

#[test]
fn criteria_survive_a_file() {
    let mut harness = sample_ward();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tieu_chi.toml");
    let own =
        Profile {
            name: "Của phường".to_owned(), source: "NQ 3".to_owned(), ..Profile::quick(Metric::Upload, 12.5)
        };
    harness.state_mut().update(Command::Criteria(CriteriaCommand::Show(true)));
    harness.state_mut().update(Command::Criteria(CriteriaCommand::Save(Box::new(own.clone()), path.clone())));
    harness.state_mut().update(Command::Criteria(CriteriaCommand::Load(path)));
    settle(&mut harness);
    assert_eq!(harness.state().app().project().profile, own);
}

#[test]
fn a_place_keeps_its_name_in_the_next_analysis() {
    let mut harness = sample_ward();
    let id = harness.state().app().analysis().unwrap().weak_spots[0].spot_id.clone();
    harness.state_mut().update(Command::Select(Selection::Spot(id.clone())));
    harness.run_steps(3);
    harness.get_by_label("Tên gọi của nơi này");
    harness.state_mut().update(Command::Edit(Edit::PlaceName(id.clone(), "sau chợ".to_owned())));
    harness.run_steps(3);
    let name = |harness: &Harness<'static, Window>| {
        let analysis = harness.state().app().analysis().cloned().unwrap();
        analysis.weak_spots.iter().find(|spot| spot.spot_id == id).map(|spot| spot.place_name.clone())
    };
    assert_eq!(name(&harness).as_deref(), Some("sau chợ"));
    harness.state_mut().update(Command::Edit(Edit::Profile(Box::new(Profile::built_in("basic").unwrap()))));
    settle(&mut harness);
    harness.state_mut().update(Command::Undo);
    settle(&mut harness);
    assert_eq!(name(&harness).as_deref(), Some("sau chợ"));
    harness.state_mut().update(Command::Undo);
    settle(&mut harness);
    assert_eq!(name(&harness).as_deref(), Some(""));
}

#[test]
fn second_opinions_are_heard_when_asked_for() {
    let mut harness = sample_ward();
    let id = harness.state().app().analysis().unwrap().weak_spots[0].spot_id.clone();
    harness.state_mut().update(Command::Select(Selection::Spot(id)));
    harness.run_steps(3);
    harness.get_by_label("Ý kiến thứ hai");
    harness.state_mut().update(Command::AskOpinions);
    settle(&mut harness);
    assert!(harness.state().app().has_opinions());
}

#[test]
fn the_start_of_the_teams_is_picked_on_the_map() {
    use phusong::app::PlanCommand;
    use phusong::model::LonLat;
    let mut harness = sample_ward();
    harness.state_mut().update(Command::ShowTab(Tab::Plan));
    harness.run_steps(3);
    harness.get_by_label("Chọn nơi xuất phát trên bản đồ").click();
    harness.run_steps(2);
    assert!(harness.state().app().session().picking_start);
    let start = LonLat { lon: 106.78, lat: 21.03 };
    harness.state_mut().update(Command::Plan(PlanCommand::StartAt(Some(start))));
    harness.run_steps(2);
    assert_eq!(harness.state().app().plan_request().starts, [start]);
    assert!(!harness.state().app().session().picking_start);
}
