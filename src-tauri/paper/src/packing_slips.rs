//! Packing slips: each order begins on a page of its own and takes as many as it needs.

use crate::{
    barcode::Barcode,
    job::{Address, Line, Order},
    page::Mark,
    press::Press,
    typeset::Look,
};

const MARGIN: f32 = 48.0;
/// Kept free for the foot.
const FOOT: f32 = 24.0;
const CAPTION: Look = Look::new(7.5).quiet();
const PLAIN: Look = Look::new(10.0);
/// Columns of the table: the box to tick, the pieces.
const TICK: f32 = 22.0;
const PIECES: f32 = 56.0;
const BOX: f32 = 10.0;
/// Between a name and its number.
const GAP: f32 = 12.0;

pub(crate) fn lay_out(press: &mut Press<'_>) {
    for (place, order) in press.job.orders.iter().enumerate() {
        press.write_about(&[place]);
        let first = press.pages.len();
        slip(press, order);
        let foot = [press.job.shop.as_str(), order.id.as_str()].map(str::trim);
        let foot: Vec<&str> = foot.into_iter().filter(|part| !part.is_empty()).collect();
        press.number_pages(first, &foot.join("  ·  "), MARGIN);
    }
}

fn slip(press: &mut Press<'_>, order: &Order) {
    let (sheet, job) = (press.job.sheet.size(), press.job);
    let width = sheet.0 - 2.0 * MARGIN;
    press.begin_page(sheet);
    let y = head(press, order, width);
    let y = places(press, order, width, y + 20.0);
    press.typesetter.write_for(&job.region);
    let mut y = table_head(press, width, y + 24.0);
    for line in &order.lines {
        let goods = goods(press, line, width);
        if y + goods.height > sheet.1 - MARGIN - FOOT {
            y = go_on(press, order, width);
        }
        y = goods.put(press, width, y);
    }
    if y + 30.0 > sheet.1 - MARGIN - FOOT {
        y = go_on(press, order, width);
    }
    let total = format!("{}", order.pieces());
    press.write("Total", PLAIN.bold(), (MARGIN + TICK, y + 8.0, width - TICK - PIECES), 1);
    press.write(&total, Look::new(13.0).bold().to_the_right(), (MARGIN, y + 6.0, width), 1);
}

/// The shop and its order, with the barcode to the right.
fn head(press: &mut Press<'_>, order: &Order, width: f32) -> f32 {
    press.typesetter.write_for(&press.job.region);
    let left = width * 0.5;
    let mut y = press.write("PACKING SLIP", CAPTION, (MARGIN, MARGIN, left), 1);
    y = press.write(&press.job.shop, Look::new(20.0).bold(), (MARGIN, y + 2.0, left), 2);
    let Some(barcode) = Barcode::fitting(order.id.as_str(), width * 0.5, 1.2) else {
        return press.write(order.id.as_str(), PLAIN, (MARGIN, y, width), 2);
    };
    let (bars, height) = (barcode.width(), 40.0);
    let x = MARGIN + width - bars;
    press.put(Mark::Bars { x, y: MARGIN, height, barcode });
    let text = press.set(order.id.as_str(), PLAIN, width * 0.5, 1);
    let x = x + (bars - text.width()) / 2.0;
    y.max(press.put_text(text, x, MARGIN + height + 4.0))
}

/// Whom it goes to, where it comes from, and what else is known of the order, side by side.
fn places(press: &mut Press<'_>, order: &Order, width: f32, y: f32) -> f32 {
    press.rule(MARGIN, y, width);
    let column = (width - 40.0) / 3.0;
    let at = |place: f32| (MARGIN + place * (column + 20.0), y + 12.0, column);
    let mut lowest = place(press, "SHIP TO", &order.to, at(0.0), Look::new(11.0).bold());
    if let Some(from) = &press.job.from {
        lowest = lowest.max(place(press, "FROM", from, at(1.0), PLAIN.bold()));
    }
    let (x, mut top, column) = at(2.0);
    for (caption, fact) in [("ORDERED", &order.placed), ("CARRIER", &order.carrier), ("PRINTED", &press.job.today)] {
        if !fact.trim().is_empty() {
            top = press.write(caption, CAPTION, (x, top, column), 1);
            top = press.write(fact, PLAIN, (x, top, column), 2) + 4.0;
        }
    }
    lowest.max(top)
}

fn place(press: &mut Press<'_>, caption: &str, to: &Address, (x, y, width): (f32, f32, f32), name: Look) -> f32 {
    press.typesetter.write_for(&to.country);
    let mut y = press.write(caption, CAPTION, (x, y, width), 1);
    y = press.write(to.name.reveal(), name, (x, y, width), 3);
    for line in &to.lines {
        y = press.write(line.reveal(), PLAIN, (x, y, width), 3);
    }
    press.write(to.phone.reveal(), PLAIN.quiet(), (x, y, width), 1)
}

fn table_head(press: &mut Press<'_>, width: f32, y: f32) -> f32 {
    press.write("ITEM", CAPTION, (MARGIN + TICK, y, width - TICK - PIECES), 1);
    let y = press.write("PIECES", CAPTION.to_the_right(), (MARGIN, y, width), 1) + 4.0;
    press.rule(MARGIN, y, width);
    y
}

/// The next page of the same order.
fn go_on(press: &mut Press<'_>, order: &Order, width: f32) -> f32 {
    press.begin_page(press.job.sheet.size());
    press.write("PACKING SLIP, CONTINUED", CAPTION, (MARGIN, MARGIN, width), 1);
    let y = press.write(order.id.as_str(), PLAIN.to_the_right(), (MARGIN, MARGIN - 2.0, width), 1);
    table_head(press, width, y + 14.0)
}

/// A row of the table, set.
struct Goods {
    name: crate::typeset::Text,
    code: crate::typeset::Text,
    pieces: crate::typeset::Text,
    height: f32,
}

fn goods(press: &mut Press<'_>, line: &Line, width: f32) -> Goods {
    let column = width - TICK - PIECES;
    let name = press.set(&line.name, PLAIN, column - GAP, 3);
    let code = press.set(&line.code, Look::new(8.5).quiet(), column - GAP, 1);
    let pieces = press.set_number(u64::from(line.pieces), PIECES);
    let height = (name.height() + code.height()).max(pieces.height()) + 14.0;
    Goods { name, code, pieces, height }
}

impl Goods {
    fn put(self, press: &mut Press<'_>, width: f32, y: f32) -> f32 {
        press.put(Mark::Frame { at: [MARGIN + 1.0, y + 9.5, BOX, BOX] });
        let below = press.put_text(self.name, MARGIN + TICK, y + 7.0);
        press.put_text(self.code, MARGIN + TICK, below);
        press.put_text(self.pieces, MARGIN + width - PIECES, y + 5.0);
        press.rule(MARGIN, y + self.height, width);
        y + self.height
    }
}
