use super::*;

/// Hands out a few bytes at a time.
struct Drops<'a>(&'a [u8], usize);

impl Read for Drops<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let n = self.1.min(buffer.len()).min(self.0.len());
        buffer[..n].copy_from_slice(&self.0[..n]);
        self.0 = &self.0[n..];
        Ok(n)
    }
}

fn canonical(form: &Form, text: &str) -> (String, Vec<Note>) {
    let mut first = None;
    for drop in [1, 2, 3, 7, 1 << 20] {
        let mut reader = Canonical::new(Drops(text.as_bytes(), drop), form.clone());
        let mut out = String::new();
        reader.read_to_string(&mut out).unwrap();
        let result = (out, reader.notes());
        assert_eq!(*first.get_or_insert_with(|| result.clone()), result, "{drop} bytes at a time");
    }
    first.unwrap()
}

fn guard() -> Form {
    Form { style: Style::plain(",", Newline::Lf), rewrites: false, mender: None, names: Names::default() }
}

#[test]
fn an_open_quote_ends_with_its_cell_and_is_told() {
    let (text, notes) = canonical(&guard(), "a,b\n1,\"open\n2,x\n3,\"y\nz\"\n5\" w,4\n");
    assert_eq!(text, "a,b\n1,\"\"\"open\"\n2,x\n3,\"y\nz\"\n5\" w,4\n");
    assert_eq!(notes, [Note::OpenQuotes { cells: 1, example: "\"open".into() }]);
    assert_eq!(canonical(&guard(), "a,\"b\",\"c \"\"d\"\"\"\r\n").0, "a,\"b\",\"c \"\"d\"\"\"\r\n");
}

#[test]
fn a_quote_behind_blanks_is_counted_where_it_is_a_letter() {
    let (text, notes) = canonical(&guard(), "a,b\n1, \"x\", 5\" \"y\"\n\"z, \"\"\",2,  \"w\"\n");
    assert!(text.starts_with("a,b\n1, \"x\","), "{text}");
    assert_eq!(notes, [Note::LateQuotes { cells: 2 }]);
}

#[test]
fn an_open_quote_does_not_swallow_the_rest_of_a_large_file() {
    let mut text = String::from("1,\"open\n");
    for i in 0..40_000 {
        text.push_str(&format!("{i},plain\n"));
    }
    let mut reader = Canonical::new(text.as_bytes(), guard());
    let mut out = String::new();
    reader.read_to_string(&mut out).unwrap();
    assert_eq!(out, text.replacen("\"open", "\"\"\"open\"", 1));
}

#[test]
fn nul_bytes_go_and_signs_of_windows_come_back() {
    let form = Form { rewrites: true, ..guard() };
    assert_eq!(canonical(&form, "a\0b,d\u{92}Or\n").0, "ab,d’Or\n");
}

#[test]
fn other_dialects_become_canonical_row_for_row() {
    let style = Style { quote: b'\'', ..Style::plain("||", Newline::Mixed) };
    let form = Form { style, rewrites: true, ..guard() };
    let (text, _) = canonical(&form, "a||b\r1||'x||y'\r\n\n2||say \"hi\"");
    assert_eq!(text, "a|b\n1|\"x||y\"\n\n2|\"say \"\"hi\"\"\"\n");
}

#[test]
fn quotes_that_never_close_cost_no_time() {
    let text = "\"\"x,".repeat(1 << 16).into_bytes();
    for form in [guard(), Form { rewrites: true, ..guard() }] {
        let began = std::time::Instant::now();
        let mut reader = Canonical::new(text.as_slice(), form);
        std::io::copy(&mut reader, &mut std::io::sink()).unwrap();
        assert!(began.elapsed().as_secs() < 30, "{:?}", began.elapsed());
    }
}
