use super::*;

fn cells(style: &Style, text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut rest) = (Vec::new(), text.as_bytes());
    while !rest.is_empty() {
        let record = style.record(rest, true).unwrap();
        rows.push(record.cells.iter().map(|c| String::from_utf8_lossy(c).into_owned()).collect());
        rest = &rest[record.n_bytes..];
    }
    rows
}

const COMMA: Style = Style::plain(",", Newline::Lf);

#[test]
fn rfc_4180_is_read_as_it_says() {
    assert_eq!(
        cells(&COMMA, "a,\"b, c\",\"d \"\"e\"\"\"\r\n\"two\nlines\",,\"\"\n\"\"\"x\"\"\",y"),
        [vec!["a", "b, c", "d \"e\""], vec!["two\nlines", "", ""], vec!["\"x\"", "y"]]
    );
}

#[test]
fn a_quote_that_closes_nothing_is_a_character() {
    assert_eq!(cells(&COMMA, "1,\"2,3,\"four, five\"\n6,7\n"), [vec!["1", "\"2", "3", "four, five"], vec!["6", "7"]]);
    assert_eq!(cells(&COMMA, "1,2,\"\n3,4,\"x\"\n"), [vec!["1", "2", "\""], vec!["3", "4", "x"]]);
    assert_eq!(cells(&COMMA, "1,\"\"two, three\",4\n"), [vec!["1", "\"two, three", "4"]]);
    assert_eq!(cells(&COMMA, "5\" x,\"a\" b,c\n"), [vec!["5\" x", "a b", "c"]]);
    assert_eq!(cells(&COMMA, "1,\"open\n2,3\n"), [vec!["1", "\"open"], vec!["2", "3"]]);
}

#[test]
fn other_signs_are_understood() {
    let single = Style { quote: b'\'', ..COMMA };
    assert_eq!(cells(&single, "'a, b','it''s',5\" x\n"), [["a, b", "it's", "5\" x"]]);
    assert_eq!(cells(&single, "'the kids' shoes, won't last',x\n"), [["the kids' shoes, won't last", "x"]]);
    let backslash = Style { backslash: true, ..COMMA };
    assert_eq!(cells(&backslash, "\"9\\\" long\",\"8\\'\",a\\,b\n"), [["9\" long", "8\\'", "a,b"]]);
    let bars = Style::plain("||", Newline::Lf);
    assert_eq!(cells(&bars, "a||b|c||\"d||e\"\n"), [["a", "b|c", "d||e"]]);
    let spaced = Style::plain(", ", Newline::Lf);
    assert_eq!(cells(&spaced, "21,03, \"x, y\", 5,\r\n"), [["21,03", "x, y", "5", ""]]);
    let mixed = Style::plain(";", Newline::Mixed);
    assert_eq!(
        cells(&mixed, "a;b\rc;d\r\ne;f\n\r\r\ng"),
        [vec!["a", "b"], vec!["c", "d"], vec!["e", "f"], vec![""], vec!["g"]]
    );
    assert_eq!(cells(&COMMA, "a , \"b\" ,c\n"), [["a", "b", "c"]]);
}

#[test]
fn runs_of_returns_cost_no_time() {
    let text = format!("a,b\n{}x,y\n", "\r".repeat(400_000));
    let began = std::time::Instant::now();
    assert_eq!(cells(&COMMA, &text)[1][1], "y");
    let mixed = Style::plain(",", Newline::Mixed);
    assert_eq!(RawRecords::new(text.as_bytes(), &mixed).count(), 400_002);
    let doubled = format!("{}x\n", "\r\"\"".repeat(100_000));
    assert_eq!(cells(&COMMA, &doubled).len(), 1);
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
    assert_eq!(cells(&COMMA, "a\r\rb,c\r\r\nd\r\r"), [vec!["a\r\rb", "c"], vec!["d"]]);
}

#[test]
fn what_is_written_reads_back() {
    let row: [&[u8]; 4] = [b"a", b"b;c", b"say \"x\"", b"two\nlines"];
    let mut out = Vec::new();
    write_canonical(row.into_iter(), b';', &mut out);
    assert_eq!(Style::plain(";", Newline::Lf).record(&out, true).unwrap().cells, row);
}
