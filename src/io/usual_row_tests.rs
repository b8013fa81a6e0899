//! The short way of reading rows against the longer one.

use proptest::prelude::*;

use super::chunk_samples::ChunkSamples;
use super::plan::TablePlan;
use super::row::RowParser;
use super::*;
use crate::model::OperatorCatalogue;

/// All that a table gives, read with or without the short way.
fn given(text: &str, plan: &TablePlan, usual: bool) -> (ChunkSamples, String) {
    let catalogue = OperatorCatalogue::default();
    let parser = RowParser::new(plan, &catalogue, "");
    let mut parser = if usual { parser } else { parser.without_usual_rows() };
    let mut out = ChunkSamples::default();
    parser.parse(text.as_bytes(), text.contains('"'), plan.header_row, &mut out).unwrap();
    let operators: Vec<_> =
        out.columns.operator.iter().map(|id| out.operators.values().get(usize::from(id.0))).collect();
    let rest = format!("{operators:?} {:?} {:?} {:?}", out.source_of, out.surplus, out.footnotes);
    let ids = format!("{:?} {:?}", out.test_ids, out.n_rows);
    (out, rest + &ids)
}

/// A cell of each column: mostly sound, sometimes dirty.
fn row() -> impl Strategy<Value = String> {
    let sound = (0u32..60, 0u32..9999, 0u32..9999, 0usize..3, 1u32..900, 0u32..90, 1u32..300).prop_map(
        |(minute, lat, lon, operator, download, upload, ping)| {
            vec![
                format!("{}{minute}", ["#", "t", ""][operator]),
                format!("2025-10-05 08:{minute:02}:00"),
                format!("21.{lat:04}"),
                format!("106.{lon:04}"),
                ["Viettel", "vnpt", "Mobifone"][operator].to_owned(),
                "4G".to_owned(),
                format!("{download}.5"),
                upload.to_string(),
                ping.to_string(),
                "n".to_owned(),
            ]
        },
    );
    let dirt = prop::sample::select(vec![
        "",
        " ",
        "0",
        "-1",
        "1e1",
        "abc",
        "N/A",
        "-",
        "#",
        "#1",
        "21,5",
        "21°02'03\"N",
        "Tổng cộng",
        "Trung bình",
        "Wi-Fi",
        "FPT Telecom",
        "Mạng Lạ",
        "+5",
        ".5",
        "5.",
        "99999",
        "00012",
        "12.123456789",
        "05/10/2025 08:02",
        "2025-10-05",
        "NaN",
        "1 000",
        "1.000,5",
        "\u{a0}5\u{a0}",
        "\u{feff}7",
        "5\r",
        "\0",
        "180",
        "90",
        "90.0000001",
        "0.0000001",
    ]);
    let changes = prop::collection::vec((0usize..11, dirt), 0..3);
    (sound, changes, 5usize..11, prop::bool::weighted(0.3)).prop_map(|(mut cells, changes, width, cut)| {
        for (at, dirt) in changes {
            match cells.get_mut(at) {
                Some(cell) => *cell = dirt.to_owned(),
                None => cells.push(dirt.to_owned()),
            }
        }
        if cut {
            cells.truncate(width);
        }
        cells.join(",")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_ways_of_reading_a_row_give_the_same(rows in prop::collection::vec(row(), 1..40)) {
        let header = "id,time,lat,lon,operator,technology,download (Mbps),upload (Mbps),ping (ms),note\n";
        let clean = "x,2025-10-05 08:00:00,21.5,106.5,Viettel,4G,45,5,30,n\n".repeat(30);
        let plan = TablePlan::new(format!("{header}{clean}").as_bytes(), "t", &ReadOptions::default()).unwrap();
        let text = format!("{header}{}\n", rows.join("\n"));
        // Quotes at other places than the beginning of a cell are letters; these rows have no others.
        let plain = text.replace('"', "'");
        let (usual, rest) = given(&plain, &plan, true);
        let (close, other_rest) = given(&plain, &plan, false);
        // As text: what is missing equals itself there.
        prop_assert_eq!(format!("{:?}", usual.columns), format!("{:?}", close.columns));
        prop_assert_eq!(&usual.rejected, &close.rejected);
        prop_assert_eq!(rest, other_rest);
    }
}
