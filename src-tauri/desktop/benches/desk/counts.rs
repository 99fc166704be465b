//! The counts of the tabs after a change.

use serde::Deserialize;

use crate::computer::Computer;
use crate::figures::{median, p95};
use crate::shop::{SHOP, id};
use crate::table::{Goal, Table};

const ROUNDS: u64 = 40;

/// Milliseconds: until the page is told, which changes that come together wait for on purpose; and from its question
/// to the answer.
#[derive(Deserialize)]
struct Counted {
    told: f64,
    counted: f64,
}

pub(crate) async fn measure(computer: &Computer, table: &mut Table) {
    let app = computer.open_app().await;
    // All orders have been read once this list is there.
    app.run("await bench.anotherList(() => bench.tab('All').click())").await;
    let (mut told, mut counted) = (Vec::new(), Vec::new());
    for n in 0..ROUNDS {
        let (shop, order) = (SHOP.0, id(n));
        let one: Counted = app.ask(&format!("await bench.counts({shop}, '{order}', 'Note {n}')")).await;
        told.push(one.told);
        counted.push(one.counted);
    }
    app.end();
    table.add("window: from a change until the page asks again (median)", median(told), "ms", Goal::None);
    table.add("window: the tabs' counts after a change (p95)", p95(counted), "ms", Goal::AtMost(20.0));
}
