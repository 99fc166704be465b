//! Orders that leave in several parcels: divided once, and each piece shipped once.

use std::collections::BTreeSet;

use domain::{Contents, Correction, Errand, Line, OrderId, OrderStatus, PackageId, Part, PieceId, Split};
use sandbox::{Fault, FaultKind, NewOrder, ShippingType, Wanted};
use serde_json::Value;
use store::State;
use tiktok_shop::{Clock as _, Lane};

use crate::{
    errands::{comes_to, comes_to_at_once, errand, ways_to_lose},
    labels::{arrange_all, over},
    seller::{SHOP, Seller},
    spoken::UPDATE,
};

const SPLIT: &str = "/fulfillment/202309/orders/{order_id}/split";
const CORRECT_PARCEL: &str = "/fulfillment/202309/packages/{package_id}/shipping_info/update";
const RIGHT: &str = "1Z999AA10123456793";
const FIRST: &str = "1Z999AA10123456784";
const SECOND: &str = "9400111899223344556677";

/// A shop with an order of three pieces, which the cache has.
async fn with_three_pieces(shipping: ShippingType) -> (Seller, OrderId) {
    let region = if shipping == ShippingType::TikTok { "GB" } else { "US" };
    let seller = Seller::at_work_with(|shop| {
        (shop.shipping_type, shop.region, shop.warehouses, shop.orders) = (shipping, region.into(), 1, 10);
    })
    .await;
    let stocked = |row: &store::StockRow| row.levels.iter().any(|cell| cell.level.is_some_and(|level| level > 2));
    let skus: Vec<String> =
        seller.skus(|_| true).await.iter().filter(|row| stocked(row)).map(|row| row.sku.to_string()).collect();
    let item = |sku: &String, quantity| Wanted { sku_id: sku.clone(), quantity, warehouse_id: None };
    let new = NewOrder { items: vec![item(&skus[0], 2), item(&skus[1], 1)], ..NewOrder::default() };
    let told: Value = serde_json::from_str(&seller.shop.order(new).await.unwrap()).unwrap();
    let order = OrderId::new(told["order_id"].as_str().unwrap());
    seller.sync_now().await;
    seller.shop.clear_journal();
    (seller, order)
}

async fn lines(seller: &Seller, order: &OrderId) -> Vec<Line> {
    seller.order(order).await.lines.into_iter().map(|(line, _)| line).collect()
}

async fn pieces(seller: &Seller, order: &OrderId) -> Vec<PieceId> {
    let lines = lines(seller, order).await;
    lines.iter().flat_map(|line| &line.pieces).map(|piece| piece.id.clone()).collect()
}

/// What the shop has of each piece: its number, and whether it waits.
async fn there(seller: &Seller, order: &OrderId) -> Vec<(String, bool)> {
    let order = seller.computer.client.order(order, Lane::Person).await.unwrap();
    let pieces = Contents::from(&order).pieces();
    pieces.map(|piece| (piece.tracking.clone(), piece.waits)).collect()
}

async fn ask(seller: &Seller, order: &OrderId, wanted: Errand) -> i64 {
    let now = seller.clock.now();
    let id = seller.computer.store.queue_errand(SHOP, order, &wanted, now, now).await.unwrap().id;
    seller.computer.engine.outbox_changed();
    id
}

/// The second piece by itself.
fn in_two(pieces: &[PieceId]) -> Errand {
    let (first, second) = (vec![pieces[0].clone(), pieces[2].clone()], vec![pieces[1].clone()]);
    Errand::Split(Split { parcels: vec![first, second] })
}

fn part(pieces: &[PieceId], number: &str) -> Errand {
    Errand::ShipPart(Part { pieces: pieces.to_vec(), number: number.to_owned() })
}

fn left(number: &str) -> (String, bool) {
    (number.to_owned(), false)
}

fn waits() -> (String, bool) {
    (String::new(), true)
}

#[tokio::test]
async fn an_order_is_divided_once_and_all_its_parcels_are_handed_over() {
    let (seller, order) = with_three_pieces(ShippingType::TikTok).await;
    let pieces = pieces(&seller, &order).await;
    assert_eq!(pieces.len(), 3);
    let id = ask(&seller, &order, in_two(&pieces)).await;
    comes_to_at_once(&seller, id, State::Done).await;
    assert_eq!(seller.applied(SPLIT), 1);
    seller.in_time(async || seller.order(&order).await.handling.packages.len() == 2).await;
    let parcels: BTreeSet<_> = lines(&seller, &order)
        .await
        .into_iter()
        .flat_map(|line| line.pieces)
        .map(|piece| (piece.package.unwrap(), piece.id == pieces[1]))
        .collect();
    assert_eq!(parcels.len(), 2, "the second piece lies by itself: {parcels:?}");

    let batch = arrange_all(&seller, std::slice::from_ref(&order)).await;
    over(&seller, batch).await;
    assert_eq!(seller.computer.store.batch(batch).await.unwrap().done, 1);
    assert_eq!(seller.order_there(&order).await.0, OrderStatus::AwaitingCollection);
}

#[tokio::test]
async fn a_division_whose_answer_was_lost_is_looked_up_and_not_asked_twice() {
    for fault in ways_to_lose(SPLIT) {
        let (seller, order) = with_three_pieces(ShippingType::TikTok).await;
        let wanted = in_two(&pieces(&seller, &order).await);
        seller.shop.fault(fault.clone());
        let id = ask(&seller, &order, wanted).await;
        comes_to(&seller, id, State::Done).await;
        assert_eq!((seller.calls(SPLIT).len(), seller.applied(SPLIT)), (1, 1), "{fault:?}");
    }
}

#[tokio::test]
async fn a_shipment_waits_for_the_division_of_its_order_and_leaves_in_both_parcels() {
    let (seller, order) = with_three_pieces(ShippingType::TikTok).await;
    let wanted = in_two(&pieces(&seller, &order).await);
    seller.shop.fault(Fault::once(SPLIT, FaultKind::Http { status: 500 }));
    let id = ask(&seller, &order, wanted).await;
    comes_to_at_once(&seller, id, State::Checking).await;
    let batch = arrange_all(&seller, std::slice::from_ref(&order)).await;
    comes_to(&seller, id, State::Done).await;
    over(&seller, batch).await;
    assert_eq!(seller.computer.store.batch(batch).await.unwrap().done, 1);
    let order = seller.computer.client.order(&order, Lane::Person).await.unwrap();
    assert_eq!(order.handling.packages.len(), 2, "it did not leave before it was divided");
    assert_eq!(order.status, OrderStatus::AwaitingCollection);
}

#[tokio::test]
async fn a_cancelled_order_is_not_divided_and_says_so() {
    let (seller, order) = with_three_pieces(ShippingType::TikTok).await;
    let wanted = in_two(&pieces(&seller, &order).await);
    seller.shop.cancel(order.as_str()).await.unwrap();
    let id = ask(&seller, &order, wanted).await;
    let why = comes_to_at_once(&seller, id, State::Refused).await.reason.unwrap();
    assert!(why.contains("doesn’t wait to be shipped any more"), "{why}");
    assert_eq!(seller.calls(SPLIT).len(), 0);
}

#[tokio::test]
async fn part_of_an_order_leaves_and_then_the_rest_each_under_its_number() {
    let (seller, order) = with_three_pieces(ShippingType::Seller).await;
    let pieces = pieces(&seller, &order).await;
    let id = ask(&seller, &order, part(&pieces[..1], FIRST)).await;
    comes_to_at_once(&seller, id, State::Done).await;
    assert_eq!(there(&seller, &order).await, [left(FIRST), waits(), waits()]);
    seller.in_time(async || seller.order(&order).await.row.status == OrderStatus::PartiallyShipping).await;

    let wish = seller.ship(&order, SECOND).await;
    seller.comes_to_at_once(wish, State::Done).await;
    assert_eq!(there(&seller, &order).await, [left(FIRST), left(SECOND), left(SECOND)]);
    assert_eq!(seller.applied(UPDATE), 2);
    assert_eq!(seller.order_there(&order).await.0, OrderStatus::AwaitingCollection);
}

#[tokio::test]
async fn the_rest_waits_for_the_part_whose_answer_was_lost_and_no_piece_leaves_under_both() {
    for fault in ways_to_lose(UPDATE) {
        let (seller, order) = with_three_pieces(ShippingType::Seller).await;
        let pieces = pieces(&seller, &order).await;
        seller.shop.fault(fault.clone());
        let id = ask(&seller, &order, part(&pieces[1..], FIRST)).await;
        comes_to_at_once(&seller, id, State::Checking).await;
        let wish = seller.ship(&order, SECOND).await;
        comes_to(&seller, id, State::Done).await;
        seller.comes_to(wish, State::Done).await;
        assert_eq!(there(&seller, &order).await, [left(SECOND), left(FIRST), left(FIRST)], "{fault:?}");
        assert_eq!(seller.calls(UPDATE).len(), 2, "{fault:?}");
    }
}

#[tokio::test]
async fn a_part_that_never_arrived_leaves_before_the_rest_all_the_same() {
    let (seller, order) = with_three_pieces(ShippingType::Seller).await;
    let pieces = pieces(&seller, &order).await;
    seller.shop.fault(Fault::once(UPDATE, FaultKind::Http { status: 500 }));
    let id = ask(&seller, &order, part(&pieces[..2], FIRST)).await;
    let wish = seller.ship(&order, SECOND).await;
    comes_to(&seller, id, State::Done).await;
    seller.comes_to(wish, State::Done).await;
    assert_eq!(there(&seller, &order).await, [left(FIRST), left(FIRST), left(SECOND)]);
}

#[tokio::test]
async fn a_process_killed_while_a_part_leaves_ships_it_once() {
    let (seller, order) = with_three_pieces(ShippingType::Seller).await;
    let pieces = pieces(&seller, &order).await;
    seller.shop.fault(Fault::once(UPDATE, FaultKind::Slow { ms: 10_000 }));
    let id = ask(&seller, &order, part(&pieces[..1], FIRST)).await;
    seller.at_once(async || seller.calls(UPDATE).len() == 1).await;
    let seller = Seller::started_again(seller.killed().await).await;
    assert_eq!(errand(&seller, id).await.state, State::Checking);
    comes_to(&seller, id, State::Done).await;
    assert_eq!((seller.calls(UPDATE).len(), seller.applied(UPDATE)), (1, 1));
    assert_eq!(there(&seller, &order).await, [left(FIRST), waits(), waits()]);
}

#[tokio::test]
async fn the_number_of_one_parcel_is_put_right_and_the_others_stay() {
    for fault in ways_to_lose(CORRECT_PARCEL).map(Some).into_iter().chain([None]) {
        let (seller, order) = with_three_pieces(ShippingType::Seller).await;
        let pieces = pieces(&seller, &order).await;
        let id = ask(&seller, &order, part(&pieces[..1], FIRST)).await;
        comes_to_at_once(&seller, id, State::Done).await;
        seller.in_time(async || parcel_of(&seller, &order, &pieces[0]).await.is_some()).await;
        let wish = seller.ship(&order, SECOND).await;
        seller.comes_to_at_once(wish, State::Done).await;
        fault.clone().into_iter().for_each(|fault| seller.shop.fault(fault));
        let parcel = parcel_of(&seller, &order, &pieces[0]).await;
        let (number, from) = (RIGHT.to_owned(), FIRST.to_owned());
        let right = Errand::CorrectTracking(Correction { number, from, carrier: None, parcel });
        let id = ask(&seller, &order, right).await;
        comes_to(&seller, id, State::Done).await;
        assert_eq!(there(&seller, &order).await, [left(RIGHT), left(SECOND), left(SECOND)], "{fault:?}");
        assert_eq!((seller.calls(CORRECT_PARCEL).len(), seller.applied(CORRECT_PARCEL)), (1, 1), "{fault:?}");
    }
}

async fn parcel_of(seller: &Seller, order: &OrderId, piece: &PieceId) -> Option<PackageId> {
    let lines = lines(seller, order).await;
    let mut left = lines.iter().flat_map(|line| &line.pieces).filter(|known| !known.waits);
    left.find(|known| known.id == *piece)?.package.clone()
}

#[tokio::test]
async fn a_piece_that_somebody_shipped_meanwhile_is_not_shipped_again() {
    let (seller, order) = with_three_pieces(ShippingType::Seller).await;
    let pieces = pieces(&seller, &order).await;
    seller.ship_elsewhere(&order, SECOND).await;
    let id = ask(&seller, &order, part(&pieces[..1], FIRST)).await;
    let why = comes_to_at_once(&seller, id, State::Refused).await.reason.unwrap();
    assert!(why.contains("Nothing was sent"), "{why}");
    assert_eq!(there(&seller, &order).await, [left(SECOND), left(SECOND), left(SECOND)]);
    assert_eq!(seller.applied(UPDATE), 1, "the one of the other program");
}
