//! Pick lists: what to take from the shelves, by product and then by order.

use crate::{
    page::Mark,
    pick::picks,
    pick_by_order, pick_by_product,
    press::{Kind, Press},
    typeset::{Look, Text},
};

pub(crate) const MARGIN: f32 = 48.0;
/// Kept free for the foot.
const FOOT: f32 = 24.0;
pub(crate) const CAPTION: Look = Look::new(7.5).quiet();
pub(crate) const PLAIN: Look = Look::new(10.0);
pub(crate) const SMALL: Look = Look::new(8.5).quiet();
/// Columns: the box to tick, the location where one is known, the pieces.
const TICK: f32 = 22.0;
const LOCATION: f32 = 70.0;
const PIECES: f32 = 56.0;
const BOX: f32 = 10.0;

pub(crate) fn lay_out(press: &mut Press<'_>) {
    let job = press.job;
    let picks = picks(job);
    let located = picks.iter().any(|pick| pick.location.is_some());
    let pieces: u64 = picks.iter().map(|pick| pick.pieces).sum();
    let facts = [job.today.trim().to_owned(), many(job.orders.len() as u64, "order"), many(pieces, "piece")];
    let facts: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
    press.typesetter.write_for(&job.region);
    let mut list = List { sheet: job.sheet.size(), located, press, y: 0.0, section: "" };
    pick_by_product::lay_out(&mut list, &picks, &facts.join("  ·  "));
    pick_by_order::lay_out(&mut list);
    let foot = [Kind::PickList.title(), job.shop.trim(), job.today.trim()];
    let foot: Vec<&str> = foot.into_iter().filter(|part| !part.is_empty()).collect();
    press.write_about(&[]);
    press.number_pages(0, &foot.join("  ·  "), MARGIN);
}

fn many(number: u64, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

/// A list while it grows down the pages.
pub(crate) struct List<'a, 'b> {
    pub(crate) press: &'a mut Press<'b>,
    sheet: (f32, f32),
    located: bool,
    /// Where the next thing goes.
    pub(crate) y: f32,
    section: &'static str,
}

/// One thing to take, set.
pub(crate) struct Row {
    location: Text,
    name: Text,
    code: Text,
    pieces: Text,
}

/// What a row says.
pub(crate) struct Words<'a> {
    pub(crate) name: &'a str,
    pub(crate) code: &'a str,
    pub(crate) location: Option<&'a str>,
    pub(crate) pieces: u64,
}

impl List<'_, '_> {
    pub(crate) fn width(&self) -> f32 {
        self.sheet.0 - 2.0 * MARGIN
    }

    /// Left edge and width of the column of names.
    pub(crate) fn names(&self) -> (f32, f32) {
        let before = TICK + if self.located { LOCATION } else { 0.0 };
        (MARGIN + before, self.width() - before - PIECES)
    }

    /// Begins a page with a section's title, large, or smaller where it goes on.
    pub(crate) fn begin_page(&mut self, section: &'static str, facts: &str) {
        let (goes_on, width) = (self.section == section, self.width());
        self.section = section;
        self.press.begin_page(self.sheet);
        if goes_on {
            self.y = self.press.write(section, PLAIN.quiet(), (MARGIN, MARGIN, width), 1) + 10.0;
        } else {
            let shop = self.press.job.shop.as_str();
            let y = self.press.write(&shop.to_uppercase(), CAPTION, (MARGIN, MARGIN, width), 1);
            let y = self.press.write(section, Look::new(20.0).bold(), (MARGIN, y, width), 1);
            self.y = self.press.write(facts, PLAIN.quiet(), (MARGIN, y + 2.0, width), 1) + 18.0;
        }
    }

    /// The names of the columns.
    pub(crate) fn columns(&mut self) {
        let ((left, names), width) = (self.names(), self.width());
        if self.located {
            self.press.write("LOCATION", CAPTION, (MARGIN + TICK, self.y, LOCATION), 1);
        }
        self.press.write("ITEM", CAPTION, (left, self.y, names), 1);
        self.y = self.press.write("PIECES", CAPTION.to_the_right(), (MARGIN, self.y, width), 1) + 4.0;
        self.rule();
    }

    pub(crate) fn rule(&mut self) {
        let width = self.width();
        self.press.rule(MARGIN, self.y, width);
    }

    /// Whether so much fits on this page.
    pub(crate) fn has_room(&self, height: f32) -> bool {
        self.y + height <= self.sheet.1 - MARGIN - FOOT
    }

    pub(crate) fn row(&mut self, words: &Words<'_>) -> Row {
        let (_, names) = self.names();
        let location = words.location.unwrap_or_default();
        Row {
            location: self.press.set(location, PLAIN.bold(), LOCATION - 8.0, 2),
            name: self.press.set(words.name, PLAIN, names - 12.0, 2),
            code: self.press.set(words.code, SMALL, names - 12.0, 1),
            pieces: self.press.set_number(words.pieces, PIECES),
        }
    }

    /// Puts a row with its box to tick.
    pub(crate) fn put(&mut self, row: Row) {
        let (left, y, height) = (self.names().0, self.y, row.height());
        self.press.put(Mark::Frame { at: [MARGIN + 1.0, y + 9.5, BOX, BOX] });
        self.press.put_text(row.location, MARGIN + TICK, y + 7.0);
        let below = self.press.put_text(row.name, left, y + 7.0);
        self.press.put_text(row.code, left, below);
        self.press.put_text(row.pieces, MARGIN + self.width() - PIECES, y + 5.0);
        self.y = y + height;
    }
}

impl Row {
    pub(crate) fn height(&self) -> f32 {
        let item = self.name.height() + self.code.height();
        item.max(self.location.height()).max(self.pieces.height() - 2.0) + 14.0
    }
}
