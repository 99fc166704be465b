//! What would become of each number in a table of levels, decided without changing anything.

use std::collections::HashMap;

use domain::{Level, MAX_LEVEL, StockChange, StockError};
use store::StockTarget;
use tables::{LevelError, LevelLayout, LevelRole, Place, Row, Sheet, WrittenLevel, points_are_thousands};

use crate::{
    boundary::LevelVerdict as Verdict,
    match_skus::{Guessed, Named, SkuBook, SkuMatch},
};

/// Why a line has its verdict, where that is not enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    Nothing,
    /// The line names none.
    NoSku,
    Guessed(Guessed),
    /// Nothing says which warehouse is meant.
    NoWarehouse,
    Number(LevelError),
    /// The line that says the same, by its place.
    Repeats(u32),
}

/// One number in a row; a whole row where its SKU isn't clear.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    /// The row's place below the headings.
    pub(crate) row: u32,
    pub(crate) column: u16,
    pub(crate) adjusts: bool,
    pub(crate) verdict: Verdict,
    pub(crate) why: Why,
    /// The SKU's place in the book.
    pub(crate) sku: Option<u32>,
    /// The warehouse's place among the shop's.
    pub(crate) place: Option<u16>,
    pub(crate) number: Level,
    /// The shop's level.
    pub(crate) level: Option<Level>,
    /// What stands in the grid: where an edit on its way leads, or else the level.
    pub(crate) shown: Option<Level>,
    /// Something unsaved stands there.
    pub(crate) replaces: bool,
}

impl Line {
    /// What it asks for.
    pub(crate) fn change(&self) -> StockChange {
        if self.adjusts { StockChange::Add { amount: self.number } } else { StockChange::Set { level: self.number } }
    }

    /// What would stand in the grid.
    pub(crate) fn becomes(&self) -> Option<Level> {
        let leads = if self.adjusts { self.shown?.checked_add(self.number) } else { Some(self.number) };
        leads.filter(|_| self.sku.is_some() && !matches!(self.verdict, Verdict::BadNumber))
    }

    /// Whether it may be taken.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.verdict, Verdict::Ready | Verdict::Guess)
    }
}

/// What the grid shows of a SKU in a warehouse.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    pub(crate) level: Option<Level>,
    pub(crate) shown: Option<Level>,
}

/// The lines of a table, and how many of its rows have no number.
pub(crate) struct Lines {
    pub(crate) lines: Vec<Line>,
    pub(crate) left_out: usize,
}

/// A warehouse by the words of a cell, in one spelling.
pub(crate) fn place_named(cell: &str, places: &[Place]) -> Option<usize> {
    let spelt = |text: &str| text.trim().trim_start_matches('\'').to_lowercase();
    let cell = spelt(cell);
    if let Some(at) = places.iter().position(|place| spelt(&place.id) == cell) {
        return Some(at);
    }
    let mut named = places.iter().enumerate().filter(|(_, place)| spelt(&place.name) == cell);
    named.next().filter(|_| named.next().is_none()).map(|(at, _)| at)
}

/// Reads the lines: which SKU, which warehouse, what number. What the shop has there comes behind it.
pub(crate) fn read(sheet: &Sheet, layout: &LevelLayout, places: &[Place], book: &SkuBook) -> Lines {
    let reader = Reader::of(sheet, layout, places, book);
    let (mut lines, mut left_out) = (Vec::new(), 0);
    for (row, at) in layout.body(sheet).iter().zip(0..) {
        let before = lines.len();
        reader.row(row, at, &mut lines);
        left_out += usize::from(lines.len() == before);
    }
    Lines { lines, left_out }
}

struct Reader<'a> {
    places: &'a [Place],
    book: &'a SkuBook,
    product: Option<usize>,
    sku: Option<usize>,
    code: Option<usize>,
    warehouse: Option<usize>,
    numbers: Vec<Numbers>,
}

/// A column of numbers.
struct Numbers {
    column: usize,
    place: Option<usize>,
    adjusts: bool,
    thousands: bool,
}

impl<'a> Reader<'a> {
    fn of(sheet: &Sheet, layout: &LevelLayout, places: &'a [Place], book: &'a SkuBook) -> Self {
        let (sku, code) = (layout.column(LevelRole::Sku), layout.column(LevelRole::Code));
        let body = layout.body(sheet);
        let numbers = layout.numbers().map(|(column, place, adjusts)| Numbers {
            column,
            place,
            adjusts,
            thousands: points_are_thousands(body, column),
        });
        // Without a column that names SKUs there is nothing to judge.
        let numbers = numbers.filter(|_| sku.or(code).is_some()).collect();
        let (product, warehouse) = (layout.column(LevelRole::Product), layout.column(LevelRole::Warehouse));
        Self { places, book, product, sku, code, warehouse, numbers }
    }

    fn row(&self, row: &Row, at: u32, lines: &mut Vec<Line>) {
        let mut filled = self.numbers.iter().filter(|numbers| !is_empty(row.cell(numbers.column))).peekable();
        let Some(first) = filled.peek() else { return };
        let blank = Line {
            row: at,
            column: column(first.column),
            adjusts: first.adjusts,
            verdict: Verdict::Ready,
            why: Why::Nothing,
            sku: None,
            place: None,
            number: 0,
            level: None,
            shown: None,
            replaces: false,
        };
        let cell = |column: Option<usize>| column.map_or("", |column| row.cell(column));
        let named = Named { product: cell(self.product), sku: cell(self.sku), code: cell(self.code) };
        let (sku, verdict, why) = match self.book.matched(named) {
            SkuMatch::One(sku) => (sku, Verdict::Ready, Why::Nothing),
            SkuMatch::Guess(sku, guessed) => (sku, Verdict::Guess, Why::Guessed(guessed)),
            SkuMatch::Several => return lines.push(Line { verdict: Verdict::Ambiguous, ..blank }),
            SkuMatch::None => {
                let why = if named.sku.is_empty() && named.code.is_empty() { Why::NoSku } else { Why::Nothing };
                return lines.push(Line { verdict: Verdict::Unknown, why, ..blank });
            }
        };
        for numbers in filled {
            let line = Line {
                column: column(numbers.column),
                adjusts: numbers.adjusts,
                sku: Some(sku),
                verdict,
                why,
                ..blank
            };
            lines.push(self.number(row, numbers, line));
        }
    }

    fn number(&self, row: &Row, numbers: &Numbers, line: Line) -> Line {
        let place = match (numbers.place, self.warehouse) {
            (Some(place), _) => Some(place),
            (None, Some(column)) => place_named(row.cell(column), self.places),
            (None, None) => return Line { verdict: Verdict::UnknownWarehouse, why: Why::NoWarehouse, ..line },
        };
        let line = Line { place: place.and_then(|place| u16::try_from(place).ok()), ..line };
        if line.place.is_none() {
            return Line { verdict: Verdict::UnknownWarehouse, why: Why::Nothing, ..line };
        }
        match WrittenLevel::read(row.cell(numbers.column), numbers.thousands) {
            Ok(WrittenLevel(number)) => Line { number, ..line },
            Err(error) => Line { verdict: Verdict::BadNumber, why: Why::Number(error), ..line },
        }
    }
}

fn is_empty(cell: &str) -> bool {
    WrittenLevel::read(cell, false) == Err(LevelError::Empty)
}

fn column(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}

/// Holds the lines against what the grid shows: `known` tells it by SKU and warehouse; `None` where the shop tells
/// nothing there. `is_closed` says of a warehouse that the shop takes no levels there: a line that would change one is
/// left out here, where it can be said, instead of being refused when it is saved with the others.
pub(crate) fn judge(lines: &mut [Line], known: impl Fn(u32, u16) -> Option<Known>, is_closed: impl Fn(u16) -> bool) {
    for line in &mut *lines {
        let (Some(sku), Some(place), true) = (line.sku, line.place, line.is_open()) else { continue };
        let Some(Known { level, shown }) = known(sku, place) else {
            line.verdict = Verdict::NoLevel;
            continue;
        };
        (line.level, line.shown) = (level, shown);
        line.verdict = match verdict(line) {
            Verdict::Ready | Verdict::Guess if is_closed(place) => Verdict::ClosedWarehouse,
            verdict => verdict,
        };
    }
    settle_repeats(lines);
}

fn verdict(line: &Line) -> Verdict {
    let is_same = if line.adjusts { line.number == 0 } else { line.shown == Some(line.number) };
    let sendable = if line.number.abs() > MAX_LEVEL && line.adjusts { Err(out_of_range(line.number)) } else { Ok(()) };
    match sendable.and_then(|()| line.change().target(line.shown)) {
        _ if is_same => Verdict::Same,
        Ok(_) => line.verdict,
        Err(StockError::Negative(_)) => Verdict::Negative,
        Err(StockError::TooHigh(_)) => Verdict::TooHigh,
        Err(_) => Verdict::NoLevel,
    }
}

fn out_of_range(number: Level) -> StockError {
    if number < 0 { StockError::Negative(number) } else { StockError::TooHigh(number) }
}

/// Lines about the same level: where all of them set the same number one is enough, an exact one before a guess;
/// otherwise none is taken. Of two adjustments nobody knows whether the second was meant.
fn settle_repeats(lines: &mut [Line]) {
    let counts = |line: &Line| line.is_open() || line.verdict == Verdict::Same;
    let mut by_level: HashMap<(u32, u16), Vec<usize>> = HashMap::with_capacity(lines.len());
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| counts(line)) {
        if let (Some(sku), Some(place)) = (line.sku, line.place) {
            by_level.entry((sku, place)).or_default().push(at);
        }
    }
    for places in by_level.into_values().filter(|places| places.len() > 1) {
        let all = || places.iter().filter_map(|at| lines.get(*at).map(|line| (*at, line)));
        let first = all().next().map_or(0, |(_, line)| line.number);
        let is_one = all().all(|(_, line)| !line.adjusts && line.number == first);
        let kept = all().min_by_key(|(at, line)| (line.verdict == Verdict::Guess, *at)).map_or(0, |(at, _)| at);
        for at in places.iter().copied().filter(|at| !is_one || *at != kept) {
            if let Some(line) = lines.get_mut(at) {
                line.verdict = if is_one { Verdict::Repeated } else { Verdict::Contradicted };
                line.why = if is_one { Why::Repeats(u32::try_from(kept).unwrap_or(u32::MAX)) } else { Why::Nothing };
            }
        }
    }
}

/// Notes the lines that something unsaved gives way to.
pub(crate) fn note_drafts<'d>(
    lines: &mut [Line],
    drafts: impl Iterator<Item = &'d StockTarget>,
    target: impl Fn(&Line) -> Option<StockTarget>,
) -> usize {
    let drafts: std::collections::HashSet<&StockTarget> = drafts.collect();
    if drafts.is_empty() {
        return 0;
    }
    for line in lines.iter_mut().filter(|line| line.is_open()) {
        line.replaces = target(line).is_some_and(|target| drafts.contains(&target));
    }
    lines.iter().filter(|line| line.replaces).count()
}
