//! `plan.gpx` and `plan.kml`: stops and ways, for the phone in the hand of whoever walks there.
//!
//! Both are language-neutral: a stop is called `2-05`, team and number; its description names operators, place and hours.

use std::io::{self, Write};

use crate::model::{Analysis, LonLat, Plan, PlanStop, TimeSlot, Zone, write_fixed};

/// GPX 1.1: a waypoint for each stop, a route for each outing.
pub fn write_plan_gpx(analysis: &Analysis, plan: &Plan, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gpx version=\"1.1\" creator=\"phusong\" \
          xmlns=\"http://www.topografix.com/GPX/1/1\">\n",
    )?;
    let point = |element: &str, stop: &PlanStop, out: &mut dyn Write| {
        let (name, about) = (name(stop), escaped(&about(analysis, stop)));
        let (lon, lat) = degrees(stop.position);
        writeln!(out, "<{element} lat=\"{lat}\" lon=\"{lon}\"><name>{name}</name><desc>{about}</desc></{element}>")
    };
    plan.stops.iter().try_for_each(|stop| point("wpt", stop, out))?;
    for (team, slot, stops) in outings(plan) {
        writeln!(out, "<rte><name>{team} {}</name>", slot.label())?;
        stops.iter().try_for_each(|stop| point("rtept", stop, out))?;
        out.write_all(b"</rte>\n")?;
    }
    out.write_all(b"</gpx>\n")
}

/// KML 2.2: a folder for each team, with its stops and a line for each outing.
pub fn write_plan_kml(analysis: &Analysis, plan: &Plan, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n\
          <name>plan</name>\n",
    )?;
    for team in plan.teams() {
        writeln!(out, "<Folder><name>{team}</name>")?;
        for stop in plan.of_team(team) {
            placemark(analysis, stop, out)?;
        }
        for (_, slot, stops) in outings(plan).filter(|(of, ..)| *of == team) {
            let line: Vec<String> = stops.iter().map(|stop| coordinates(stop.position)).collect();
            // A line needs two ends.
            if line.len() > 1 {
                let line = line.join(" ");
                writeln!(
                    out,
                    "<Placemark><name>{team} {}</name><LineString><coordinates>{line}</coordinates></LineString>\
                     </Placemark>",
                    slot.label()
                )?;
            }
        }
        out.write_all(b"</Folder>\n")?;
    }
    out.write_all(b"</Document>\n</kml>\n")
}

fn placemark(analysis: &Analysis, stop: &PlanStop, out: &mut dyn Write) -> io::Result<()> {
    let zone = analysis.gap_places.get(stop.zone);
    let facts = [
        ("team", stop.team.to_string()),
        ("stop", stop.stop.to_string()),
        ("time_slot", stop.slot.label().to_owned()),
        ("zone_id", zone.map(|z| z.id.clone()).unwrap_or_default()),
        ("zone_name", zone.map_or("", Zone::shown_name).to_owned()),
        ("operators_needed", brands(analysis, stop, ";")),
        ("votes_needed", stop.votes_needed.to_string()),
    ];
    write!(out, "<Placemark><name>{}</name><description>{}</description><ExtendedData>", name(stop), {
        escaped(&about(analysis, stop))
    })?;
    for (key, value) in facts {
        write!(out, "<Data name=\"{key}\"><value>{}</value></Data>", escaped(&value))?;
    }
    writeln!(out, "</ExtendedData><Point><coordinates>{}</coordinates></Point></Placemark>", coordinates(stop.position))
}

/// Stops of each team in each time slot, in their order.
fn outings(plan: &Plan) -> impl Iterator<Item = (u32, TimeSlot, &[PlanStop])> {
    let outings = plan.stops.chunk_by(|a, b| (a.team, a.slot) == (b.team, b.slot));
    outings.filter_map(|stops| stops.first().map(|first| (first.team, first.slot, stops)))
}

fn name(stop: &PlanStop) -> String {
    format!("{}-{:02}", stop.team, stop.stop)
}

fn brands(analysis: &Analysis, stop: &PlanStop, between: &str) -> String {
    stop.operators.iter().map(|o| analysis.dataset.brand(*o)).collect::<Vec<_>>().join(between)
}

fn about(analysis: &Analysis, stop: &PlanStop) -> String {
    let zone = analysis.gap_places.get(stop.zone).map_or("", Zone::shown_name);
    format!("{} · {zone} · {}", brands(analysis, stop, ", "), stop.slot.label())
}

fn degrees(position: LonLat) -> (String, String) {
    let written = |value: f64| {
        let mut out = Vec::new();
        write_fixed(value, 7, &mut out);
        String::from_utf8(out).unwrap_or_default()
    };
    (written(position.lon), written(position.lat))
}

fn coordinates(position: LonLat) -> String {
    let (lon, lat) = degrees(position);
    format!("{lon},{lat}")
}

/// A text as XML content; characters that XML has no place for are left out.
fn escaped(text: &str) -> String {
    let is_allowed = |c: &char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..);
    let text: String = text.chars().filter(is_allowed).collect();
    quick_xml::escape::escape(text.as_str()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_break_a_document() {
        assert_eq!(escaped("A & B <\u{0}i>\u{7}\"'"), "A &amp; B &lt;i&gt;&quot;&apos;");
        assert_eq!(escaped("Khu phố 3"), "Khu phố 3");
    }
}
