//! One description of a list that leaves the program: its columns, its rows and where they lie. Every format is written
//! from it, so that none has columns of its own.

use std::borrow::Cow;
use std::io;

use geo::MultiPolygon;
use rayon::prelude::*;

use super::columns::{Kind, kind_of};
use super::fields::Fields;
use crate::job::Feedback;
use crate::model::{LonLat, MISSING_TIME, write_fixed, write_number, write_time, write_whole};

/// A column: its name as the contract has it, and what its values are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
}

/// The columns of a header.
pub fn columns_of(header: &str) -> Vec<Column> {
    header.split(',').map(|name| Column { name: name.to_owned(), kind: kind_of(name) }).collect()
}

/// What the rows of a list are on a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Nowhere,
    Point,
    Polygon,
    MultiPolygon,
}

/// Where one row lies, in WGS84 degrees.
#[derive(Debug, Clone, Default)]
pub enum Shape<'a> {
    #[default]
    None,
    Point(LonLat),
    Area(Cow<'a, MultiPolygon<f64>>),
}

/// One field of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Empty,
    Text(String),
    Word(&'static str),
    Integer(u64),
    Number(f64),
    /// A number with so many decimals.
    Fixed(f64, u8),
    /// Unix seconds.
    Time(i64),
}

impl Value {
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.is_empty(),
            Self::Word(word) => word.is_empty(),
            _ => false,
        }
    }

    /// As CSV shows it, without quotes and guards.
    pub fn text(&self) -> Cow<'_, str> {
        let written = |write: &dyn Fn(&mut Vec<u8>)| {
            let mut out = Vec::new();
            write(&mut out);
            Cow::Owned(String::from_utf8(out).unwrap_or_default())
        };
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Word(word) => Cow::Borrowed(word),
            Self::Integer(value) => written(&|out| write_whole(*value, out)),
            Self::Number(value) => written(&|out| write_number(*value, out)),
            Self::Fixed(value, decimals) => written(&|out| write_fixed(*value, usize::from(*decimals), out)),
            Self::Time(unix_s) => written(&|out| write_time(*unix_s, out)),
        }
    }

    /// The number that its text reads back to.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Integer(value) => Some(*value as f64),
            Self::Number(value) => Some(*value),
            Self::Fixed(..) => self.text().parse().ok(),
            _ => None,
        }
    }
}

/// Some rows of a list.
#[derive(Debug)]
pub struct Records<'a> {
    n_columns: usize,
    values: Vec<Value>,
    shapes: Vec<Shape<'a>>,
}

impl<'a> Records<'a> {
    fn new(n_columns: usize) -> Self {
        Self { n_columns: n_columns.max(1), values: Vec::new(), shapes: Vec::new() }
    }

    pub fn rows(&self) -> impl Iterator<Item = (&[Value], &Shape<'a>)> {
        self.values.chunks(self.n_columns).zip(&self.shapes)
    }

    /// Ends a row.
    pub fn end(&mut self, shape: Shape<'a>) {
        self.shapes.push(shape);
        self.values.resize(self.shapes.len() * self.n_columns, Value::Empty);
    }

    fn add(&mut self, value: Value) -> &mut Self {
        self.values.push(value);
        self
    }
}

impl Fields for Records<'_> {
    fn text(&mut self, text: &str) -> &mut Self {
        self.add(Value::Text(text.to_owned()))
    }

    fn word(&mut self, word: &'static str) -> &mut Self {
        self.add(Value::Word(word))
    }

    fn name(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> &mut Self {
        let mut name = Vec::new();
        write(&mut name);
        self.add(Value::Text(String::from_utf8(name).unwrap_or_default()))
    }

    fn empty(&mut self) -> &mut Self {
        self.add(Value::Empty)
    }

    fn integer(&mut self, value: impl Into<u64>) -> &mut Self {
        self.add(Value::Integer(value.into()))
    }

    fn number(&mut self, value: f64) -> &mut Self {
        self.add(if value.is_finite() { Value::Number(value) } else { Value::Empty })
    }

    fn fixed(&mut self, value: f64, decimals: usize) -> &mut Self {
        let decimals = u8::try_from(decimals).unwrap_or(u8::MAX);
        self.add(if value.is_finite() { Value::Fixed(value, decimals) } else { Value::Empty })
    }

    fn time(&mut self, unix_s: i64) -> &mut Self {
        self.add(if unix_s == MISSING_TIME { Value::Empty } else { Value::Time(unix_s) })
    }
}

type Part<'a> = dyn Fn(usize, &mut Records<'a>) + Sync + 'a;

/// A list that leaves the program. Its rows are made in parts, so that they need not all be held at once.
pub struct List<'a> {
    /// Name of its file or layer.
    pub name: &'static str,
    pub columns: Vec<Column>,
    pub place: Place,
    /// Columns that name a row for a person.
    pub title: &'static [&'static str],
    n_rows: u64,
    n_parts: usize,
    part: Box<Part<'a>>,
}

impl std::fmt::Debug for List<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("List").field("name", &self.name).field("n_rows", &self.n_rows).finish_non_exhaustive()
    }
}

impl<'a> List<'a> {
    /// A list whose rows are made in parts; `n_rows` is for the progress alone.
    pub fn in_parts(
        name: &'static str,
        columns: Vec<Column>,
        (n_rows, n_parts): (u64, usize),
        part: impl Fn(usize, &mut Records<'a>) + Sync + 'a,
    ) -> Self {
        Self { name, columns, place: Place::Nowhere, title: &[], n_rows, n_parts, part: Box::new(part) }
    }

    /// A list with a row for each item.
    pub fn of<T: Sync>(
        name: &'static str,
        header: &str,
        items: &'a [T],
        row: impl Fn(&'a T, &mut Records<'a>) + Sync + 'a,
    ) -> Self {
        const ITEMS_PER_PART: usize = 256;
        let size = (items.len() as u64, items.len().div_ceil(ITEMS_PER_PART));
        Self::in_parts(name, columns_of(header), size, move |part, records| {
            items.iter().skip(part * ITEMS_PER_PART).take(ITEMS_PER_PART).for_each(|item| row(item, records));
        })
    }

    /// The same list with a place for each row, and the columns that name one.
    pub fn placed(self, place: Place, title: &'static [&'static str]) -> Self {
        Self { place, title, ..self }
    }

    /// Key of its name in the text catalogue.
    pub fn key(&self) -> String {
        format!("list-{}", self.name.replace('_', "-"))
    }

    pub fn n_rows(&self) -> u64 {
        self.n_rows
    }

    /// Position of a column.
    pub fn position_of(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// What names a row for a person: the fields of [`List::title`].
    pub fn title_of(&self, row: &[Value]) -> String {
        let fields = self.title.iter().filter_map(|name| row.get(self.position_of(name)?));
        fields.filter(|value| !value.is_empty()).map(Value::text).collect::<Vec<_>>().join(" · ")
    }

    /// Hands out all rows in their order: parts are made and `prepare`d in parallel, a few at a time to bound the
    /// memory, and taken one after the other. A cancelled job ends it with an error.
    pub fn each_part<T: Send>(
        &self,
        feedback: &Feedback,
        prepare: impl Fn(Records<'a>) -> T + Sync,
        mut take: impl FnMut(T) -> io::Result<()>,
    ) -> io::Result<()> {
        let cancelled = |_| io::Error::other("cancelled");
        let at_a_time = rayon::current_num_threads() * 2;
        for first in (0..self.n_parts).step_by(at_a_time) {
            let made = (first..(first + at_a_time).min(self.n_parts)).into_par_iter().map(|number| {
                let mut records = Records::new(self.columns.len());
                (self.part)(number, &mut records);
                let n_rows = records.shapes.len() as u64;
                (n_rows, prepare(records))
            });
            for (n_rows, part) in made.collect::<Vec<_>>() {
                take(part)?;
                feedback.advance(n_rows).map_err(cancelled)?;
            }
        }
        Ok(())
    }
}
