//! A team's sheet: what to do, a map, and its stops with room to note what was done. A4, in one file, works offline.

use std::fmt::Write;

use super::html::escaped;
use super::plan_map::{class_of, plan_map};
use crate::model::{Analysis, Plan, PlanStop, TimeSlot, Zone};
use crate::text::Text;

const STYLE: &str = "@page{size:A4;margin:12mm}*{box-sizing:border-box}body{font:10.5pt/1.4 system-ui,'Segoe UI',\
'Noto Sans',Arial,sans-serif;color:#1b2430;margin:0 auto;max-width:190mm;padding:4mm}h1{font-size:17pt;margin:0}\
h2{font-size:12pt;margin:5mm 0 1mm}p{margin:1mm 0}section+section{break-before:page}.sub{color:#4a5563}ol{margin:1mm 0 2mm;padding-left:6mm}\
svg{width:100%;height:auto;border:1px solid #c5ccd6;display:block;margin:3mm 0}.ground{fill:#fff}\
.zone{fill:none;stroke:#aab3bf;stroke-width:1}.ward{fill:none;stroke:#1f2a37;stroke-width:2}\
.name{font-size:11px;text-anchor:middle;fill:#4a5563;paint-order:stroke;stroke:#fff;stroke-width:3px}\
.way{fill:none;stroke-width:1.6}.way.day{stroke:#0b5fb8}.way.evening{stroke:#7a3500;stroke-dasharray:6 4}\
.stop{stroke:#fff;stroke-width:1.5}.stop.day{fill:#0b5fb8}.stop.evening{fill:#7a3500}\
.number{font-size:11px;font-weight:700;text-anchor:middle;fill:#fff}.start{fill:#1f2a37}.north{fill:#1f2a37}\
.bar{fill:none;stroke:#1f2a37;stroke-width:1.5}table{border-collapse:collapse;width:100%;font-size:9.5pt}\
thead{display:table-header-group}tr{break-inside:avoid}th{text-align:left;border-bottom:1.5px solid #1f2a37;\
padding:1mm 1.5mm;vertical-align:bottom}td{border-bottom:1px solid #c5ccd6;padding:1.3mm 1.5mm;vertical-align:top;\
overflow-wrap:anywhere}.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}\
.box{display:inline-block;white-space:nowrap;margin-right:2.5mm}.box:before{content:'';display:inline-block;\
width:3.2mm;height:3.2mm;border:1px solid #1f2a37;margin-right:1mm;vertical-align:-.3mm}\
.mark{display:inline-block;min-width:6mm;text-align:center;font-weight:700;color:#fff;border-radius:3mm;padding:0 1mm}\
.mark.day{background:#0b5fb8}.mark.evening{background:#7a3500;border-radius:0}\
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}";

/// Sheets of some teams as one HTML document, a page each.
pub fn plan_sheets(analysis: &Analysis, plan: &Plan, teams: &[u32], text: &Text) -> String {
    let title = match teams {
        [team] => sheet_title(*team, text),
        _ => text.get("tab-plan"),
    };
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width,initial-scale=1\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
        text.language().code(),
        escaped(&title)
    );
    for team in teams {
        sheet(&mut html, analysis, plan, *team, text);
    }
    html.push_str("</body>\n</html>\n");
    html
}

fn sheet_title(team: u32, text: &Text) -> String {
    let team_name = text.with("plan-team", &[("team", &text.count(u64::from(team)))]);
    text.with("plan-sheet-title", &[("team", &team_name)])
}

fn sheet(html: &mut String, analysis: &Analysis, plan: &Plan, team: u32, text: &Text) {
    let stops = plan.of_team(team);
    let start = plan.request.starts.get(team as usize - 1).or(plan.request.starts.last()).copied();
    html.push_str("<section>\n");
    // Writing into a String cannot fail.
    let _ = writeln!(html, "<h1>{}</h1>", escaped(&sheet_title(team, text)));
    let _ = writeln!(html, "<p class=\"sub\">{}</p>", escaped(&summary(stops, text)));
    let _ = writeln!(html, "<p>{}</p>", escaped(&text.get("plan-sheet-people")));
    html.push_str("<ol>");
    for key in ["plan-sheet-how-network", "plan-sheet-how-phones", "plan-sheet-how-place", "plan-sheet-how-time"] {
        let _ = write!(html, "<li>{}</li>", escaped(&text.get(key)));
    }
    html.push_str("</ol>\n");
    html.push_str(&plan_map(analysis, stops, start, text));
    for slot in TimeSlot::ALL {
        let of_slot: Vec<&PlanStop> = stops.iter().filter(|stop| stop.slot == slot).collect();
        if !of_slot.is_empty() {
            outing(html, analysis, slot, &of_slot, text);
        }
    }
    let _ = writeln!(html, "<p class=\"sub\">{}</p>\n</section>", escaped(&text.get("plan-sheet-note")));
}

fn summary(stops: &[PlanStop], text: &Text) -> String {
    let walk_km = stops.iter().map(|stop| stop.walk_m).sum::<f64>() / 1000.0;
    let minutes: f64 = stops.iter().map(|stop| stop.minutes).sum();
    let facts = [
        ("stops", text.count(stops.len() as u64)),
        ("km", text.number(walk_km, 1)),
        ("minutes", text.number(minutes, 0)),
    ];
    let facts: Vec<(&str, &str)> = facts.iter().map(|(key, value)| (*key, value.as_str())).collect();
    text.with("plan-team-summary", &facts)
}

fn outing(html: &mut String, analysis: &Analysis, slot: TimeSlot, stops: &[&PlanStop], text: &Text) {
    let (from, to) = slot.hours();
    let hours = text.with("plan-hours", &[("from", &from.to_string()), ("to", &to.to_string())]);
    let _ = writeln!(html, "<h2>{}: {}</h2>", escaped(&text.get(slot.key())), escaped(&hours));
    html.push_str("<table><thead><tr>");
    let columns = [
        ("plan-column-stop", ""),
        ("plan-column-place", ""),
        ("plan-column-position", ""),
        ("plan-column-walk", "n"),
        ("plan-column-minutes", "n"),
        ("plan-column-operators", ""),
        ("plan-column-notes", ""),
    ];
    for (key, class) in columns {
        let _ = write!(html, "<th class=\"{class}\">{}</th>", escaped(&text.get(key)));
    }
    html.push_str("</tr></thead><tbody>\n");
    for stop in stops {
        let zone = analysis.gap_places.get(stop.zone).map_or("", Zone::shown_name);
        // As map services on phones take them: with points, latitude first.
        let position = format!("{:.5}, {:.5}", stop.position.lat, stop.position.lon);
        let _ = write!(
            html,
            "<tr><td><span class=\"mark {}\">{}</span></td><td>{}</td><td>{position}</td><td class=\"n\">{}</td>\
             <td class=\"n\">{}</td><td>",
            class_of(slot),
            stop.stop,
            escaped(zone),
            escaped(&format!("{} m", text.number(stop.walk_m, 0))),
            text.number(stop.minutes, 0),
        );
        for operator in &stop.operators {
            let _ = write!(html, "<span class=\"box\">{}</span>", escaped(analysis.dataset.brand(*operator)));
        }
        html.push_str("</td><td></td></tr>\n");
    }
    html.push_str("</tbody></table>\n");
}
