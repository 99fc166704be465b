use domain::{Level, StockChange};
use store::{BatchKind, Entry, Kind, LedgerEvent, State, StockWish, Store, StoreError};

use crate::shelf::{SHOP, at, ledger_of, order, product, shelf, target};

const SKUS: [(&str, i64); 3] = [("a", 45), ("b", 7), ("c", 3)];

async fn with_product() -> (tempfile::TempDir, Store) {
    let (folder, store) = shelf().await;
    store.put_products(SHOP, &[product("product_1", &SKUS, 1)], &[], at(2), None).await.unwrap();
    (folder, store)
}

fn set(sku: &str, level: Level, base: Level) -> StockWish {
    StockWish { target: target(sku), change: StockChange::Set { level }, base: Some(base) }
}

async fn save(store: &Store, wishes: &[StockWish], second: i64) -> i64 {
    store.queue_stock(SHOP, wishes, at(second)).await.unwrap().batch
}

/// Brings everything due to a shop that takes it all, and answers with what was sent.
async fn bring(store: &Store, second: i64) {
    for entry in store.due_stock(SHOP, at(second)).await.unwrap() {
        let Kind::Stock { base, change, target, .. } = entry.kind.clone() else { panic!("no edit") };
        let level = change.target(base).unwrap();
        store.start_stock(&[(entry.clone(), base, level)], at(second)).await.unwrap();
        store.put_levels(SHOP, &[(target, level)], at(second)).await.unwrap();
        store.settle(&[entry.id], State::Done, None, at(second), at(second)).await.unwrap();
    }
}

async fn only(store: &Store, second: i64) -> Entry {
    let mut due = store.due_stock(SHOP, at(second)).await.unwrap();
    assert_eq!(due.len(), 1);
    due.remove(0)
}

async fn events(store: &Store, sku: &str) -> Vec<(LedgerEvent, Option<Level>, Option<Level>)> {
    let rows = ledger_of(store, sku).await;
    rows.into_iter().rev().map(|row| (row.event, row.level, row.before)).collect()
}

#[tokio::test]
async fn a_batch_is_taken_back_days_later_and_after_a_restart() {
    let (folder, store) = with_product().await;
    let batch = save(&store, &[set("a", 50, 45), set("b", 9, 7)], 3).await;
    bring(&store, 4).await;
    store.close().await;
    drop(store);
    let days_later = 5 * 86_400;
    let store = Store::open(folder.path(), at(days_later)).await.unwrap().store;
    assert!(store.batch(batch).await.unwrap().can_undo);
    let (undoing, plan) = store.undo_batch(batch, at(days_later)).await.unwrap();
    assert_eq!((plan.restored.len(), plan.left_alone.len()), (2, 0));
    bring(&store, days_later + 1).await;
    let numbers = ledger_of(&store, "a").await;
    assert_eq!((numbers[0].level, numbers[0].batch), (Some(45), undoing));
    let undone = store.batch(batch).await.unwrap();
    assert_eq!((undone.undone, undone.can_undo), (Some(at(days_later)), false));
}

#[tokio::test]
async fn what_the_shop_changed_since_is_left_alone_and_named() {
    let (_folder, store) = with_product().await;
    let batch = save(&store, &[set("a", 50, 45), set("b", 9, 7)], 3).await;
    bring(&store, 4).await;
    let sold = [("a", 48), ("b", 9), ("c", 3)];
    store.put_products(SHOP, &[product("product_1", &sold, 5)], &[], at(6), None).await.unwrap();
    assert_eq!(store.undo_preview(batch).await.unwrap().left_alone.len(), 1);
    let (_, plan) = store.undo_batch(batch, at(7)).await.unwrap();
    assert_eq!(plan.restored.iter().map(|cell| cell.target.clone()).collect::<Vec<_>>(), [target("b")]);
    let (cell, why) = &plan.left_alone[0];
    assert_eq!((cell.now, cell.back_to), (Some(48), Some(45)));
    assert_eq!(why, "The shop changed this level since (50 → 48), so undo left it alone.");
    let due = only(&store, 8).await;
    assert!(matches!(due.kind, Kind::Stock { change: StockChange::Restore { level: 7 }, base: Some(9), .. }));
}

#[tokio::test]
async fn an_undo_is_undone_by_the_same_button() {
    let (_folder, store) = with_product().await;
    let batch = save(&store, &[set("a", 50, 45)], 3).await;
    bring(&store, 4).await;
    let undoing = store.undo_batch(batch, at(5)).await.unwrap().0.unwrap();
    bring(&store, 6).await;
    let redoing = store.undo_batch(undoing, at(7)).await.unwrap().0.unwrap();
    bring(&store, 8).await;
    let rows = store.batches(SHOP).await.unwrap();
    let states: Vec<_> = rows.iter().map(|row| (row.id, row.kind, row.undone.is_some())).collect();
    assert_eq!(
        states,
        [(redoing, BatchKind::Undo, false), (undoing, BatchKind::Undo, true), (batch, BatchKind::Stock, false)]
    );
    assert!(rows[2].can_undo);
    assert_eq!(ledger_of(&store, "a").await[0].level, Some(50));
}

#[tokio::test]
async fn what_waits_is_dropped_and_what_is_on_its_way_is_named() {
    let (_folder, store) = with_product().await;
    let batch = save(&store, &[set("a", 50, 45), set("b", 9, 7)], 3).await;
    let first = store.due_stock(SHOP, at(4)).await.unwrap().remove(0);
    store.start_stock(&[(first.clone(), Some(45), 50)], at(4)).await.unwrap();
    let (undoing, plan) = store.undo_batch(batch, at(5)).await.unwrap();
    assert_eq!(undoing, None);
    assert_eq!(plan.restored[0].target, target("b"));
    assert!(plan.left_alone[0].1.contains("still on its way"));
    let states: Vec<State> = store.batch_items(batch).await.unwrap().iter().map(|entry| entry.state).collect();
    assert_eq!(states, [State::Sending, State::Discarded]);
}

#[tokio::test]
async fn a_later_edit_of_a_level_is_not_swept_away_by_undoing_an_earlier_one() {
    let (_folder, store) = with_product().await;
    let batch = save(&store, &[set("a", 50, 45)], 3).await;
    bring(&store, 4).await;
    save(&store, &[set("a", 60, 50)], 5).await;
    let (undoing, plan) = store.undo_batch(batch, at(6)).await.unwrap();
    assert_eq!((undoing, plan.left_alone.len()), (None, 1));
    assert!(matches!(only(&store, 7).await.kind, Kind::Stock { change: StockChange::Set { level: 60 }, .. }));
}

#[tokio::test]
async fn pressing_undo_twice_is_pressing_it_once() {
    let (_folder, store) = with_product().await;
    let batch = save(&store, &[set("a", 50, 45)], 3).await;
    bring(&store, 4).await;
    store.undo_batch(batch, at(5)).await.unwrap();
    assert_eq!(store.undo_batch(batch, at(5)).await.unwrap().0, None);
    only(&store, 6).await;
}

#[tokio::test]
async fn a_level_that_was_right_already_is_no_part_of_an_undo() {
    let (_folder, store) = with_product().await;
    let batch = save(&store, &[set("a", 45, 45)], 3).await;
    let entry = only(&store, 4).await;
    store.settle(&[entry.id], State::Done, None, at(4), at(4)).await.unwrap();
    assert_eq!(store.undo_preview(batch).await.unwrap(), store::UndoPlan::default());
    assert!(!store.batch(batch).await.unwrap().can_undo);
}

#[tokio::test]
async fn shipments_cannot_be_taken_back() {
    let (_folder, store) = shelf().await;
    let id = domain::OrderId::new("1");
    store.put_orders(SHOP, &[order("1", domain::OrderStatus::AwaitingShipment, 1)], &[], at(2), None).await.unwrap();
    let number = domain::TrackingNumber::parse("TK1").unwrap();
    let entry = store.queue_shipment(SHOP, &id, &number, at(3), at(3)).await.unwrap();
    assert!(matches!(store.undo_batch(entry.batch.unwrap(), at(4)).await, Err(StoreError::NotFound)));
    assert_eq!(store.outbox_entry(entry.id).await.unwrap().state, State::Queued);
}

#[tokio::test]
async fn the_ledger_tells_what_was_seen_what_was_sent_and_what_came_back() {
    let (_folder, store) = with_product().await;
    save(&store, &[set("a", 50, 45)], 3).await;
    bring(&store, 4).await;
    let read_back = [("a", 50), ("b", 7), ("c", 2)];
    store.put_products(SHOP, &[product("product_1", &read_back, 5)], &[], at(6), None).await.unwrap();
    assert_eq!(
        events(&store, "a").await,
        [
            (LedgerEvent::Seen, Some(45), None),
            (LedgerEvent::Sent, Some(50), Some(45)),
            (LedgerEvent::Answered, Some(50), Some(45)),
        ]
    );
    assert_eq!(events(&store, "b").await, [(LedgerEvent::Seen, Some(7), None)], "an unchanged level is no news");
    assert_eq!(events(&store, "c").await[1], (LedgerEvent::Seen, Some(2), Some(3)));
}

#[tokio::test]
async fn the_ledger_tells_of_a_lost_answer_and_how_it_ended() {
    let (_folder, store) = with_product().await;
    save(&store, &[set("a", 50, 45)], 3).await;
    let entry = only(&store, 4).await;
    store.start_stock(&[(entry.clone(), Some(45), 50)], at(4)).await.unwrap();
    store.recover_outbox(SHOP, at(5)).await.unwrap();
    store.note_observed(entry.id, Some(50)).await.unwrap();
    store.settle(&[entry.id], State::Done, None, at(6), at(6)).await.unwrap();
    let rows = ledger_of(&store, "a").await;
    let told: Vec<_> = rows.iter().rev().skip(1).map(|row| (row.event, row.level)).collect();
    assert_eq!(told, [(LedgerEvent::Sent, Some(50)), (LedgerEvent::Lost, Some(50)), (LedgerEvent::Answered, Some(50))]);
    assert_eq!(rows[0].said.as_deref(), Some("The shop was read again, and has it."));
    assert_eq!(rows[0].wish, Some(entry.id));
}

#[tokio::test]
async fn the_ledger_tells_why_a_level_was_refused() {
    let (_folder, store) = with_product().await;
    save(&store, &[set("a", 50, 45)], 3).await;
    let entry = only(&store, 4).await;
    store.settle(&[entry.id], State::Refused, Some("The shop said no."), at(5), at(5)).await.unwrap();
    let last = ledger_of(&store, "a").await.remove(0);
    assert_eq!((last.event, last.said.as_deref()), (LedgerEvent::Refused, Some("The shop said no.")));
}

#[tokio::test]
async fn what_was_taken_back_already_says_so_and_what_was_written_is_told() {
    let (_folder, store) = with_product().await;
    let batch = save(&store, &[set("a", 50, 45), set("b", 9, 7)], 3).await;
    bring(&store, 4).await;
    assert_eq!(store.undo_preview(batch).await.unwrap().restored[0].wrote, Some(50));
    store.undo_batch(batch, at(5)).await.unwrap();
    bring(&store, 6).await;
    let plan = store.undo_preview(batch).await.unwrap();
    let told: Vec<_> = plan.left_alone.iter().map(|(cell, why)| (cell.wrote, cell.now, why.as_str())).collect();
    let said = |now| format!("An undo took this level back already, and the shop has {now} now. Undo left it alone.");
    assert_eq!(told, [(Some(50), Some(45), said(45).as_str()), (Some(9), Some(7), said(7).as_str())]);
}

#[tokio::test]
async fn a_sku_that_is_gone_is_left_alone_and_says_so() {
    let (_folder, store) = with_product().await;
    let batch = save(&store, &[set("a", 50, 45), set("b", 9, 7)], 3).await;
    bring(&store, 4).await;
    store.put_products(SHOP, &[product("product_1", &[("b", 9)], 5)], &[], at(6), None).await.unwrap();
    let plan = store.undo_preview(batch).await.unwrap();
    assert_eq!(plan.restored.iter().map(|cell| cell.target.clone()).collect::<Vec<_>>(), [target("b")]);
    let (cell, why) = &plan.left_alone[0];
    assert_eq!(cell.target, target("a"));
    assert_eq!(why, "This SKU is no longer in the shop, so there is no level to go back to.");
}
