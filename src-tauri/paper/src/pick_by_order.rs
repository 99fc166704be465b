//! The second part of a pick list: each order with its lines.

use crate::{
    job::Order,
    pick_list::{List, MARGIN, PLAIN, Row, Words},
};

const SECTION: &str = "Pick list by order";
/// Above an order, and of its own line.
const GAP: f32 = 16.0;
const HEAD: f32 = 22.0;

pub(crate) fn lay_out(list: &mut List<'_, '_>) {
    let job = list.press.job;
    list.begin_page(SECTION, "In the order in which they were chosen");
    for (place, order) in job.orders.iter().enumerate() {
        list.press.write_about(&[place]);
        let rows: Vec<Row> = order
            .lines
            .iter()
            .map(|line| {
                let (name, code, location) = (line.name.as_str(), line.code.as_str(), line.location.as_deref());
                list.row(&Words { name, code, location, pieces: u64::from(line.pieces) })
            })
            .collect();
        // A short order stays together; of a long one the head and its first line do.
        let whole: f32 = rows.iter().map(Row::height).sum();
        let first = rows.first().map_or(0.0, Row::height);
        if !list.has_room(HEAD + if whole < 240.0 { whole } else { first }) {
            list.begin_page(SECTION, "");
        }
        head(list, order, "");
        for row in rows {
            if !list.has_room(row.height()) {
                list.begin_page(SECTION, "");
                head(list, order, ", continued");
            }
            list.put(row);
            list.rule();
        }
        list.y += GAP;
    }
}

fn head(list: &mut List<'_, '_>, order: &Order, more: &str) {
    let (width, y) = (list.width(), list.y);
    list.press.write(&format!("{}{more}", order.id), PLAIN.bold(), (MARGIN, y, width - 90.0), 1);
    let pieces = order.pieces();
    let pieces = format!("{pieces} piece{}", if pieces == 1 { "" } else { "s" });
    list.press.write(&pieces, PLAIN.quiet().to_the_right(), (MARGIN, y, width), 1);
    list.y = y + HEAD - 4.0;
    list.rule();
    list.y += 1.0;
}
