//! The first part of a pick list: each SKU once, with all pieces and the orders that want them.

use crate::{
    page::Mark,
    pick::Pick,
    pick_list::{List, SMALL, Words},
};

const SECTION: &str = "Pick list by product";

pub(crate) fn lay_out(list: &mut List<'_, '_>, picks: &[Pick<'_>], facts: &str) {
    list.begin_page(SECTION, facts);
    list.columns();
    for pick in picks {
        let orders: Vec<usize> = pick.wanted.iter().map(|(order, _)| *order).collect();
        list.press.write_about(&orders);
        let Pick { name, code, location, pieces, .. } = *pick;
        let row = list.row(&Words { name, code, location, pieces });
        let (left, width) = list.names();
        let wanted = wanted(list, pick);
        let wanted = list.press.set(&wanted, SMALL, width - 12.0, usize::MAX);
        // A row stays with the first line of its orders; more of them may go on overleaf.
        let first = wanted.lines.first().map_or(0.0, |line| line.height);
        if !list.has_room(row.height() + first) {
            go_on(list, facts);
        }
        list.put(row);
        list.y -= 7.0;
        for line in wanted.lines {
            if !list.has_room(line.height) {
                go_on(list, facts);
                list.y += 4.0;
            }
            let (y, height) = (list.y, line.height);
            list.press.put(Mark::Text { x: left, y, line });
            list.y += height;
        }
        list.y += 7.0;
        list.rule();
    }
}

/// *for 576618402217359921 × 2, …*
fn wanted(list: &List<'_, '_>, pick: &Pick<'_>) -> String {
    let order = |(place, pieces): &(usize, u64)| {
        let id = list.press.job.orders.get(*place).map_or("", |order| order.id.as_str());
        if *pieces == 1 { id.to_owned() } else { format!("{id}\u{a0}×\u{a0}{pieces}") }
    };
    format!("for {}", pick.wanted.iter().map(order).collect::<Vec<_>>().join(", "))
}

fn go_on(list: &mut List<'_, '_>, facts: &str) {
    list.begin_page(SECTION, facts);
    list.columns();
}
