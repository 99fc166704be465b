//! Whether the shop's journal, the cache, and what the seller was told agree.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use domain::StockChange;

use crate::{
    account::Account,
    cells::levels_of,
    kept::{Edit, Kept, LedgerLine},
    town::{Town, Written},
};

/// Rounds from which on a write must have been under way when a process was killed, however the dice fell.
const ENOUGH: u32 = 25;

/// Panics where anything was lost, done twice, or done unasked.
pub(crate) async fn reach(town: &Town, account: &Account, folder: &Path, rounds: u32) {
    let kept = Kept::in_folder(folder).await;
    println!(
        "{} deeds saved, {} parcels shipped, {} levels written, {} requests; {} wishes were on their way when a process was killed",
        account.committed.len(),
        town.shipped.len(),
        town.written.len(),
        town.requests,
        account.recovered,
    );
    assert_eq!(kept.integrity, ["ok"], "the file is damaged");
    assert!(rounds < ENOUGH || account.recovered > 0, "no kill hit a write: this proves nothing");
    everything_has_an_outcome(&kept);
    what_was_told_is_there(account, &kept);
    every_parcel_left_once(town, account, &kept);
    for cell in town.cells.added_to() {
        every_piece_counts_once(town, account, &kept, cell);
    }
    for cell in town.cells.set() {
        every_level_was_asked_for(town, account, &kept, cell);
    }
    (0..town.cells.all().len()).for_each(|cell| the_ledger_tells_what_the_shop_saw(town, &kept, cell));
    the_cache_shows_what_the_shop_has(town, &kept).await;
}

fn everything_has_an_outcome(kept: &Kept) {
    let open = ["queued", "sending", "checking", "conflict"];
    let states = kept.edits.iter().map(|it| &it.state).chain(kept.parcels.iter().map(|it| &it.state));
    assert_eq!(states.filter(|state| open.contains(&state.as_str())).count(), 0, "something never came to its end");
    let without = kept.edits.iter().filter(|it| it.state == "refused" && it.reason.is_none()).count()
        + kept.parcels.iter().filter(|it| it.state == "refused" && it.reason.is_none()).count();
    assert_eq!(without, 0, "a refusal without a reason");
}

fn what_was_told_is_there(account: &Account, kept: &Kept) {
    let batches: HashSet<i64> = kept.batches.iter().copied().collect();
    for committed in &account.committed {
        let there = committed.batch.is_none_or(|batch| batches.contains(&batch));
        assert!(there, "a saved deed is gone: {committed:?}");
    }
    let wishes: HashSet<(&str, &str)> =
        kept.parcels.iter().map(|it| (it.order_id.as_str(), it.tracking.as_str())).collect();
    for (order, tracking) in account.parcels() {
        assert!(wishes.contains(&(order.as_str(), tracking.as_str())), "the wish to ship {order} is gone");
    }
}

fn every_parcel_left_once(town: &Town, account: &Account, kept: &Kept) {
    let mut left: HashMap<&str, &str> = HashMap::new();
    for shipped in &town.shipped {
        let before = left.insert(&shipped.order, &shipped.tracking);
        assert_eq!(before, None, "order {} was shipped twice", shipped.order);
    }
    let mut wished = HashSet::new();
    for parcel in &kept.parcels {
        let (order, tracking) = (parcel.order_id.as_str(), parcel.tracking.as_str());
        wished.insert((order, tracking));
        let is_gone = left.get(order) == Some(&tracking);
        assert_eq!(is_gone, parcel.state == "done", "{parcel:?}");
    }
    assert!(left.into_iter().all(|parcel| wished.contains(&parcel)), "an order was shipped that nobody wanted shipped");
    assert!(account.parcels().next().is_some() && !town.shipped.is_empty(), "nothing was shipped: this proves nothing");
}

fn edits_of<'k>(town: &Town, kept: &'k Kept, cell: usize) -> Vec<&'k Edit> {
    let is_here = |edit: &&Edit| town.cells.number(&edit.product, &edit.sku, &edit.warehouse) == Some(cell);
    kept.edits.iter().filter(is_here).collect()
}

fn lines_of<'k>(town: &Town, kept: &'k Kept, cell: usize) -> Vec<&'k LedgerLine> {
    let is_here = |line: &&LedgerLine| town.cells.number(&line.product, &line.sku, &line.warehouse) == Some(cell);
    kept.ledger.iter().filter(is_here).collect()
}

fn written_to(town: &Town, cell: usize) -> Vec<Written> {
    town.written.iter().copied().filter(|written| written.cell == cell).collect()
}

/// Each edit that was done moved the level at the shop by its pieces, once, and nothing else did. One
/// that met a sale while its answer was lost is left to the seller, who took the shop's number;
/// whether it had counted by then the journal knows. Made again, it may be of the same two numbers:
/// those that were done have the first say in which write was theirs.
fn every_piece_counts_once(town: &Town, account: &Account, kept: &Kept, cell: usize) {
    let mut edits = edits_of(town, kept, cell);
    let saved: i64 = edits.iter().map(|edit| pieces(edit)).sum();
    assert_eq!(saved, account.added_to(cell), "an edit of cell {cell} was lost or saved twice: {edits:#?}");
    edits.sort_by_key(|edit| edit.state != "done");
    let mut written = written_to(town, cell);
    for edit in edits {
        let is_it = |written: &Written| Some(written.before) == edit.base && Some(written.level) == edit.sent;
        let came = written.iter().position(is_it).map(|place| written.remove(place));
        match came {
            Some(written) => assert_eq!(written.level - written.before, pieces(edit), "{edit:#?}"),
            None => assert!(
                edit.state != "done" || pieces(edit) == 0,
                "never came to the shop: {edit:#?}\n{}",
                story(town, kept, cell),
            ),
        }
    }
    assert!(written.is_empty(), "written twice, or by nobody: {written:#?}\n{}", story(town, kept, cell));
}

/// All that is known of a cell, for whoever is to find out what went wrong.
fn story(town: &Town, kept: &Kept, cell: usize) -> String {
    let bought: Vec<_> = town.bought.iter().filter(|bought| bought.cell == cell).collect();
    let (edits, written) = (edits_of(town, kept, cell), written_to(town, cell));
    let ledger = lines_of(town, kept, cell);
    format!("written: {written:?}\nbought: {bought:?}\nedits: {edits:?}\nledger: {ledger:?}")
}

fn pieces(edit: &Edit) -> i64 {
    match serde_json::from_str(&edit.change).unwrap() {
        StockChange::Add { amount } => amount,
        other => panic!("the seller has only added to this level, and here is {other:?}"),
    }
}

/// Every level that came to the shop was asked for, and came once.
fn every_level_was_asked_for(town: &Town, account: &Account, kept: &Kept, cell: usize) {
    let mut came = HashSet::new();
    for written in written_to(town, cell) {
        assert!(account.was_to_set(cell, written.level), "nobody asked for {written:?}");
        assert!(came.insert(written.level), "{written:?} came twice");
    }
    for edit in edits_of(town, kept, cell).into_iter().filter(|edit| edit.state == "done") {
        let StockChange::Set { level } = serde_json::from_str(&edit.change).unwrap() else { panic!("{edit:?}") };
        assert!(came.contains(&level), "{edit:?} never came to the shop");
    }
}

/// Each level that reached the shop stands in the ledger as sent, in the same order; and the ledger
/// calls no level answered that never reached it.
fn the_ledger_tells_what_the_shop_saw(town: &Town, kept: &Kept, cell: usize) {
    let lines = lines_of(town, kept, cell);
    let of = |event: &'static str| lines.iter().filter(move |line| line.event == event);
    let arrived = written_to(town, cell);
    let mut sent = of("sent");
    for written in &arrived {
        let is_it = |line: &&LedgerLine| line.level == Some(written.level) && line.before == Some(written.before);
        assert!(sent.any(is_it), "{written:?} is not in the ledger: {lines:#?}");
    }
    let mut levels = arrived.iter().map(|written| Some(written.level));
    for answered in of("answered") {
        assert!(levels.any(|level| level == answered.level), "{answered:?} never was: {arrived:#?}");
    }
}

async fn the_cache_shows_what_the_shop_has(town: &Town, kept: &Kept) {
    let there = levels_of(&town.products().await);
    let there: HashMap<(&str, &str, &str), i64> = there
        .iter()
        .map(|((product, sku, warehouse), level)| ((product.as_str(), sku.as_str(), warehouse.as_str()), *level))
        .collect();
    let here: HashMap<(&str, &str, &str), i64> = kept
        .levels
        .iter()
        .map(|(product, sku, warehouse, level)| ((product.as_str(), sku.as_str(), warehouse.as_str()), *level))
        .collect();
    assert_eq!(here, there, "the levels at rest");
    let orders = town.orders().await;
    let there: HashMap<&str, &str> = orders.iter().map(|(id, order)| (id.as_str(), order.status.as_shop())).collect();
    let here: HashMap<&str, &str> = kept.orders.iter().map(|(id, status)| (id.as_str(), status.as_str())).collect();
    assert_eq!(here, there, "the orders at rest");
}
