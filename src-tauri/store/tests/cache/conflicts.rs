//! Conflicts decided together, and the decision taken back.

use domain::{Level, StockChange};
use store::{Decided, Entry, Keep, Kind, State, StockWish, Store, TakenBack};

use crate::shelf::{SHOP, at, product, shelf, target};

const SEEN: [(&str, i64); 3] = [("a", 45), ("b", 7), ("c", 3)];
const SOLD: [(&str, i64); 3] = [("a", 43), ("b", 6), ("c", 2)];

async fn with_product() -> (tempfile::TempDir, Store) {
    let (folder, store) = shelf().await;
    store.put_products(SHOP, &[product("product_1", &SEEN, 1)], &[], at(2), None).await.unwrap();
    (folder, store)
}

/// Edits that set the levels, and met a buyer's sale.
async fn in_conflict(store: &Store, wanted: &[(&str, Level)]) -> Vec<i64> {
    let base = |sku: &str| SEEN.iter().find(|(name, _)| *name == sku).map(|(_, level)| *level);
    let wish = |(sku, level): &(&str, Level)| StockWish {
        target: target(sku),
        change: StockChange::Set { level: *level },
        base: base(sku),
    };
    let wishes: Vec<_> = wanted.iter().map(wish).collect();
    store.queue_stock(SHOP, &wishes, at(3)).await.unwrap();
    store.put_products(SHOP, &[product("product_1", &SOLD, 4)], &[], at(4), None).await.unwrap();
    let mut ids = Vec::new();
    for entry in store.due_stock(SHOP, at(4)).await.unwrap() {
        let Kind::Stock { target, .. } = &entry.kind else { continue };
        let now = SOLD.iter().find(|(sku, _)| target.sku.as_str() == *sku).map(|(_, level)| *level);
        store.note_observed(entry.id, now).await.unwrap();
        store.conclude(&entry, State::Conflict, Some("It moved."), at(4)).await.unwrap();
        ids.push(entry.id);
    }
    ids
}

async fn decide(store: &Store, ids: &[i64], keep: Keep) -> Decided {
    store.decide_conflicts(SHOP, ids, keep, at(5)).await.unwrap()
}

async fn take_back(store: &Store, decided: &Decided) -> TakenBack {
    store.take_decision_back(SHOP, &decided.over, decided.batch, at(8)).await.unwrap()
}

/// What waits to be sent, as SKU, change and the level that it starts from.
async fn waiting(store: &Store) -> Vec<(String, StockChange, Option<Level>)> {
    let told = |entry: Entry| match entry.kind {
        Kind::Stock { target, change, base, .. } => (target.sku.to_string(), change, base),
        Kind::Ship { .. } => panic!("no edit"),
    };
    store.due_stock(SHOP, at(9)).await.unwrap().into_iter().map(told).collect()
}

/// Brings what is due to a shop that takes it all.
async fn bring(store: &Store) {
    for entry in store.due_stock(SHOP, at(6)).await.unwrap() {
        let Kind::Stock { base, change, target, .. } = entry.kind.clone() else { panic!("no edit") };
        let level = change.target(base).unwrap();
        store.start_stock(&[(entry.clone(), base, level)], at(6)).await.unwrap();
        store.put_levels(SHOP, &[(target, level)], at(6)).await.unwrap();
        store.settle(&[entry.id], State::Done, None, at(6), at(6)).await.unwrap();
    }
}

async fn state(store: &Store, id: i64) -> State {
    store.outbox_entry(id).await.unwrap().state
}

#[tokio::test]
async fn mine_is_queued_from_what_the_shop_has_now_all_of_it_in_one_batch() {
    let (_folder, store) = with_product().await;
    let ids = in_conflict(&store, &[("a", 50), ("b", 9)]).await;
    let decided = decide(&store, &ids, Keep::Mine).await;
    assert_eq!((&decided.over, &decided.left), (&ids, &vec![]));
    let set = |level| StockChange::Set { level };
    assert_eq!(waiting(&store).await, [("a".into(), set(50), Some(43)), ("b".into(), set(9), Some(6))]);
    let batch = store.batch(decided.batch.unwrap()).await.unwrap();
    assert_eq!((batch.total, batch.waiting), (2, 2));
    assert_eq!(store.outbox_counts(SHOP).await.unwrap().conflict, 0);
}

#[tokio::test]
async fn the_difference_is_added_to_what_the_shop_has_now() {
    let (_folder, store) = with_product().await;
    let ids = in_conflict(&store, &[("a", 50), ("b", 4)]).await;
    decide(&store, &ids, Keep::Difference).await;
    let add = |amount| StockChange::Add { amount };
    assert_eq!(waiting(&store).await, [("a".into(), add(5), Some(43)), ("b".into(), add(-3), Some(6))]);
}

#[tokio::test]
async fn the_shops_number_sends_nothing() {
    let (_folder, store) = with_product().await;
    let ids = in_conflict(&store, &[("a", 50), ("b", 9)]).await;
    let decided = decide(&store, &ids, Keep::Shop).await;
    assert_eq!((decided.batch, decided.over.len(), waiting(&store).await), (None, 2, vec![]));
    assert_eq!(state(&store, ids[0]).await, State::Discarded);
}

#[tokio::test]
async fn a_difference_that_leads_out_of_range_stays_a_conflict_and_says_why() {
    let (_folder, store) = with_product().await;
    let ids = in_conflict(&store, &[("a", 50), ("c", 0)]).await;
    let decided = decide(&store, &ids, Keep::Difference).await;
    assert_eq!(decided.over, [ids[0]]);
    let (id, why) = &decided.left[0];
    assert!(*id == ids[1] && why.contains("can’t go below 0: -1"), "{why}");
    assert_eq!(state(&store, ids[1]).await, State::Conflict);
}

#[tokio::test]
async fn where_an_answer_was_lost_there_is_no_difference_and_mine_is_what_was_sent() {
    let (_folder, store) = with_product().await;
    store
        .queue_stock(
            SHOP,
            &[StockWish { target: target("a"), change: StockChange::Add { amount: 5 }, base: Some(45) }],
            at(3),
        )
        .await
        .unwrap();
    let entry = store.due_stock(SHOP, at(3)).await.unwrap().remove(0);
    store.start_stock(&[(entry.clone(), Some(45), 50)], at(3)).await.unwrap();
    store.settle(&[entry.id], State::Checking, Some("Lost."), at(4), at(4)).await.unwrap();
    store.note_observed(entry.id, Some(48)).await.unwrap();
    store.settle(&[entry.id], State::Conflict, Some("Unclear."), at(4), at(4)).await.unwrap();
    let undecided = decide(&store, &[entry.id], Keep::Difference).await;
    assert!(undecided.over.is_empty() && undecided.left[0].1.contains("counted already"), "{undecided:?}");
    decide(&store, &[entry.id], Keep::Mine).await;
    assert_eq!(waiting(&store).await, [("a".into(), StockChange::Set { level: 50 }, Some(48))]);
}

#[tokio::test]
async fn a_conflict_with_a_later_edit_on_its_way_waits_for_that_one() {
    let (_folder, store) = with_product().await;
    let first = StockWish { target: target("a"), change: StockChange::Set { level: 50 }, base: Some(45) };
    store.queue_stock(SHOP, std::slice::from_ref(&first), at(3)).await.unwrap();
    let entry = store.due_stock(SHOP, at(3)).await.unwrap().remove(0);
    store.start_stock(&[(entry.clone(), Some(45), 50)], at(3)).await.unwrap();
    store.settle(&[entry.id], State::Checking, Some("Lost."), at(4), at(4)).await.unwrap();
    let later = StockWish { change: StockChange::Set { level: 60 }, ..first };
    store.queue_stock(SHOP, &[later], at(4)).await.unwrap();
    store.settle(&[entry.id], State::Conflict, Some("Unclear."), at(4), at(4)).await.unwrap();
    for keep in [Keep::Mine, Keep::Difference, Keep::Shop] {
        let decided = decide(&store, &[entry.id], keep).await;
        assert!(decided.over.is_empty() && decided.left[0].1.contains("later change"), "{decided:?}");
    }
    assert_eq!(waiting(&store).await.len(), 1);
}

#[tokio::test]
async fn conflicts_that_are_over_or_of_another_shop_are_left_out() {
    let (_folder, store) = with_product().await;
    let ids = in_conflict(&store, &[("a", 50)]).await;
    let elsewhere = store.decide_conflicts(domain::ShopId(2), &ids, Keep::Mine, at(5)).await.unwrap();
    assert_eq!(elsewhere, Decided::default());
    decide(&store, &ids, Keep::Mine).await;
    assert_eq!(decide(&store, &ids, Keep::Mine).await, Decided::default());
}

#[tokio::test]
async fn an_implausible_share_is_held_back_by_a_question() {
    let (_folder, store) = shelf().await;
    let names: Vec<String> = (0..30).map(|number| format!("sku_{number:02}")).collect();
    let with = |level: i64| names.iter().map(|name| (name.as_str(), level)).collect::<Vec<_>>();
    store.put_products(SHOP, &[product("product_1", &with(9), 1)], &[], at(2), None).await.unwrap();
    let wish = |name: &String| StockWish { target: target(name), change: StockChange::Set { level: 0 }, base: Some(9) };
    let saved = store.queue_stock(SHOP, &names.iter().map(wish).collect::<Vec<_>>(), at(3)).await.unwrap();
    store.send_held(saved.batch, at(3)).await.unwrap();
    store.put_products(SHOP, &[product("product_1", &with(8), 4)], &[], at(4), None).await.unwrap();
    let mut ids = Vec::new();
    for entry in store.due_stock(SHOP, at(4)).await.unwrap() {
        store.note_observed(entry.id, Some(8)).await.unwrap();
        store.conclude(&entry, State::Conflict, Some("It moved."), at(4)).await.unwrap();
        ids.push(entry.id);
    }
    let decided = decide(&store, &ids, Keep::Mine).await;
    assert!(decided.held.is_some());
    assert_eq!(waiting(&store).await, []);
}

#[tokio::test]
async fn a_decision_of_which_nothing_has_left_is_taken_back_to_its_conflicts() {
    for keep in [Keep::Mine, Keep::Difference, Keep::Shop] {
        let (_folder, store) = with_product().await;
        let ids = in_conflict(&store, &[("a", 50), ("b", 9)]).await;
        let before = store.outbox_entry(ids[0]).await.unwrap();
        let decided = decide(&store, &ids, keep).await;
        let taken = take_back(&store, &decided).await;
        assert_eq!(taken, TakenBack { reopened: 2, ..TakenBack::default() }, "{keep:?}");
        assert_eq!(waiting(&store).await, []);
        let after = store.outbox_entry(ids[0]).await.unwrap();
        assert_eq!((after.kind, after.state, after.reason), (before.kind, before.state, before.reason));
    }
}

#[tokio::test]
async fn a_decision_that_has_reached_the_shop_goes_back_to_what_that_had() {
    let (_folder, store) = with_product().await;
    let ids = in_conflict(&store, &[("a", 50)]).await;
    let decided = decide(&store, &ids, Keep::Mine).await;
    bring(&store).await;
    let taken = take_back(&store, &decided).await;
    assert_eq!(taken, TakenBack { going_back: 1, ..TakenBack::default() });
    assert_eq!(waiting(&store).await, [("a".into(), StockChange::Restore { level: 43 }, Some(50))]);
    assert_eq!(state(&store, ids[0]).await, State::Replaced, "the conflict is no question any more");
}

#[tokio::test]
async fn a_conflict_whose_cell_was_saved_anew_does_not_come_back() {
    let (_folder, store) = with_product().await;
    let ids = in_conflict(&store, &[("a", 50)]).await;
    let decided = decide(&store, &ids, Keep::Shop).await;
    let wish = StockWish { target: target("a"), change: StockChange::Set { level: 60 }, base: Some(43) };
    store.queue_stock(SHOP, &[wish], at(6)).await.unwrap();
    assert_eq!(take_back(&store, &decided).await, TakenBack::default());
    bring(&store).await;
    assert_eq!(take_back(&store, &decided).await, TakenBack::default(), "nor once that has left");
    assert_eq!(state(&store, ids[0]).await, State::Discarded);
}

#[tokio::test]
async fn levels_are_told_by_name_in_the_order_in_which_they_were_asked_for() {
    let (_folder, store) = with_product().await;
    let ids = in_conflict(&store, &[("b", 9)]).await;
    let asked = [target("c"), target("no_such"), target("b")];
    let cells = store.stock_cells(SHOP, &asked).await.unwrap();
    let told: Vec<_> = cells.iter().map(|it| (it.seller_sku.as_str(), it.level)).collect();
    assert_eq!(told, [("LT-c", Some(2)), ("", None), ("LT-b", Some(6))]);
    assert_eq!(cells[2].edit.as_ref().map(|edit| (edit.id, edit.state)), Some((ids[0], State::Conflict)));
    let known = store.known_levels(SHOP, &asked).await.unwrap();
    assert_eq!(
        known.iter().map(|it| (it.level, it.under_way)).collect::<Vec<_>>(),
        [(Some(2), false), (None, false), (Some(6), false)]
    );
    decide(&store, &ids, Keep::Mine).await;
    assert!(store.known_levels(SHOP, &asked).await.unwrap()[2].under_way);
    assert_eq!(store.product_count(SHOP).await.unwrap(), 1);
}

#[tokio::test]
async fn what_became_of_a_level_is_what_was_saved_of_it_last_in_these_batches() {
    let (_folder, store) = with_product().await;
    let ids = in_conflict(&store, &[("a", 50), ("b", 9)]).await;
    let first = store.outbox_entry(ids[0]).await.unwrap().batch.unwrap();
    let decided = decide(&store, &ids[..1], Keep::Mine).await;
    let asked = [target("a"), target("b"), target("c")];
    let states =
        |wishes: std::collections::HashMap<_, Entry>| asked.clone().map(|it| wishes.get(&it).map(|it| it.state));
    let both = store.wishes_of(&[first, decided.batch.unwrap()], &asked).await.unwrap();
    assert_eq!(states(both), [Some(State::Queued), Some(State::Conflict), None]);
    let one = store.wishes_of(&[first], &asked).await.unwrap();
    assert_eq!(states(one), [Some(State::Replaced), Some(State::Conflict), None]);
}
