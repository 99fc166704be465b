//! Address labels: 4 x 6 inches, one page for each order.

use crate::{
    barcode::Barcode,
    job::{Address, Order},
    page::Mark,
    press::Press,
    typeset::{Look, Text},
};

const SIZE: (f32, f32) = (288.0, 432.0);
const MARGIN: f32 = 18.0;
const WIDTH: f32 = SIZE.0 - 2.0 * MARGIN;
const CAPTION: Look = Look::new(7.5).quiet();
/// Sizes of the name, of the lines below it, and of the phone number: the largest that fits is taken.
const STEPS: [[f32; 2]; 5] = [[22.0, 16.0], [18.0, 14.0], [15.0, 12.0], [12.0, 10.5], [10.0, 9.0]];
/// Lines that are left of each part of an address: all, or fewer where it is too long for a label.
const SHORTENED: [usize; 3] = [usize::MAX, 3, 1];
const BARS: f32 = 58.0;
const FOOT: f32 = SIZE.1 - MARGIN - BARS - 22.0;

pub(crate) fn lay_out(press: &mut Press<'_>) {
    for (place, order) in press.job.orders.iter().enumerate() {
        press.write_about(&[place]);
        press.begin_page(SIZE);
        let top = from(press);
        press.typesetter.write_for(&order.to.country);
        to(press, &order.to, top);
        foot(press, order);
    }
}

/// Where it comes from, small, with a line below; gives where the rest begins.
fn from(press: &mut Press<'_>) -> f32 {
    let Some(from) = &press.job.from else { return MARGIN };
    press.typesetter.write_for(&from.country);
    let mut y = press.write("FROM", CAPTION, (MARGIN, MARGIN, WIDTH), 1);
    y = press.write(from.name.reveal(), Look::new(9.0).bold(), (MARGIN, y, WIDTH), 1);
    for line in from.lines.iter().take(4) {
        y = press.write(line.reveal(), Look::new(9.0), (MARGIN, y, WIDTH), 1);
    }
    press.rule(MARGIN, y + 8.0, WIDTH);
    y + 18.0
}

/// Whom it goes to, as large as there is room.
fn to(press: &mut Press<'_>, to: &Address, top: f32) {
    let top = press.write("SHIP TO", CAPTION, (MARGIN, top, WIDTH), 1) + 4.0;
    let room = FOOT - 10.0 - top;
    // Whole and smaller, before shortened and larger.
    let ways = SHORTENED.into_iter().flat_map(|most| STEPS.map(|step| (step, most)));
    let mut texts = Vec::new();
    for (step, most) in ways {
        texts = set(press, to, step, most);
        if height(&texts) <= room {
            break;
        }
    }
    let mut y = top;
    for text in texts {
        // However long the parts are, none reaches into the barcode.
        if y + text.height() <= top + room {
            y = press.put_text(text, MARGIN, y);
        }
    }
}

fn height(texts: &[Text]) -> f32 {
    texts.iter().map(Text::height).sum()
}

fn set(press: &mut Press<'_>, to: &Address, [name, rest]: [f32; 2], most: usize) -> Vec<Text> {
    let mut texts = vec![press.set(to.name.reveal(), Look::new(name).bold(), WIDTH, most)];
    texts.extend(to.lines.iter().map(|line| press.set(line.reveal(), Look::new(rest), WIDTH, most)));
    texts.push(press.set(to.phone.reveal(), Look::new(rest).quiet(), WIDTH, 1));
    texts
}

/// The order's id, to be scanned and to be read.
fn foot(press: &mut Press<'_>, order: &Order) {
    press.rule(MARGIN, FOOT - 10.0, WIDTH);
    if let Some(barcode) = Barcode::fitting(order.id.as_str(), WIDTH + 16.0, 1.5) {
        let x = (SIZE.0 - barcode.width()) / 2.0;
        press.put(Mark::Bars { x, y: FOOT, height: BARS, barcode });
    }
    let text = press.set(order.id.as_str(), Look::new(11.0), WIDTH, 1);
    let x = (SIZE.0 - text.width()) / 2.0;
    press.put_text(text, x.max(MARGIN), FOOT + BARS + 4.0);
}
