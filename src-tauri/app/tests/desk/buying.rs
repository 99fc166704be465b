//! Orders whose label is bought: what it costs, bought one by one, and printed like any other.

use app::boundary::{
    ErrorCode, Handover, LabelPurchase, LabelService, OrderTab, OutboxState, Paper, ParcelSize, ParcelUnits, Shipment,
};
use sandbox::ShippingType;

use crate::{desk::Desk, signed::connected_to};

const PRICES: &str = "/shipping_services/query";
const BUY: &str = "/fulfillment/202512/packages";

async fn buying(region: &str) -> Desk {
    let desk = connected_to(|shop| {
        (shop.shipping_type, shop.region, shop.orders) = (ShippingType::TikTok, region.into(), 200);
    })
    .await;
    desk.synced().await;
    desk
}

fn parcel(weight: &str) -> ParcelSize {
    let [length, width, height] = ["10", "6", "4.5"].map(str::to_owned);
    ParcelSize { weight: weight.to_owned(), length, width, height }
}

async fn cheapest(desk: &Desk, order: &str) -> LabelService {
    let shop = desk.shop_in_view().await;
    desk.app.label_prices(shop, order, parcel("1")).await.unwrap().services.remove(0)
}

fn purchase(order: &str, service: LabelService) -> Shipment {
    let purchase = LabelPurchase { parcel: parcel("1"), service };
    Shipment { order_id: order.to_owned(), tracking_number: String::new(), handover: None, purchase: Some(purchase) }
}

fn handed_over(order: &str) -> Shipment {
    let handover = Some(Handover::Usual);
    Shipment { order_id: order.to_owned(), tracking_number: String::new(), handover, purchase: None }
}

async fn waiting(desk: &Desk, many: usize) -> Vec<String> {
    let orders: Vec<String> =
        desk.orders(OrderTab::ToShip, "").await.into_iter().take(many).map(|row| row.id).collect();
    assert_eq!(orders.len(), many);
    orders
}

fn paid(desk: &Desk) -> usize {
    desk.shop.journal().iter().filter(|call| call.path == BUY && call.applied).count()
}

#[tokio::test]
async fn a_label_is_bought_as_it_was_seen_and_printed_like_any_other() {
    let desk = buying("US").await;
    let (shop, order) = (desk.shop_in_view().await, desk.order_to_ship().await);
    let detail = desk.app.order_detail(shop, &order).await.unwrap();
    let to_buy = detail.label_to_buy.unwrap();
    assert!(detail.row.buys_label && to_buy.units == ParcelUnits::Imperial && to_buy.last.is_none(), "{to_buy:?}");

    let offered = desk.app.label_prices(shop, &order, parcel("1")).await.unwrap().services;
    let prices: Vec<domain::Money> = offered.iter().map(|one| one.price.parse().unwrap()).collect();
    assert!(prices.len() == 3 && prices.is_sorted(), "the cheapest first: {prices:?}");
    let service = offered[0].clone();
    let label = format!("TikTok’s label, {} for {} {}", service.name, service.price, service.currency);
    let saved = desk.app.ship_orders(shop, vec![purchase(&order, service)]).await.unwrap();
    assert_eq!((saved.queued, saved.to_buy, &saved.refused[..]), (1, 0, &[][..]));
    let wish = desk.app.batch_items(&saved.batch.unwrap()).await.unwrap().remove(0);
    assert_eq!(wish.detail, label);
    desk.comes_to(&wish.id, OutboxState::Done).await;
    assert_eq!(paid(&desk), 1);
    desk.in_time(async || !desk.app.order_detail(shop, &order).await.unwrap().row.buys_label).await;

    let made = desk.app.print_orders(shop, vec![order.clone()], Paper::ShippingLabels, false).await.unwrap();
    assert_eq!((made.orders, &made.left_out[..]), (1, &[][..]));
    let batch = desk.app.batches(shop).await.unwrap().remove(0);
    assert!(!batch.can_undo, "what is paid can’t be taken back here");

    let next = desk.app.order_detail(shop, &desk.order_to_ship().await).await.unwrap();
    assert_eq!(next.label_to_buy.unwrap().last, Some(parcel("1")), "the last parcel is remembered");
}

#[tokio::test]
async fn labels_are_bought_one_by_one_and_a_mixed_bulk_takes_none_of_them() {
    let desk = buying("US").await;
    let shop = desk.shop_in_view().await;
    let orders = waiting(&desk, 3).await;
    let service = cheapest(&desk, &orders[0]).await;
    let number = Shipment { order_id: "12345".into(), tracking_number: "TK1".into(), handover: None, purchase: None };
    let mixed =
        vec![purchase(&orders[0], service.clone()), handed_over(&orders[1]), number, purchase(&orders[2], service)];
    let saved = desk.app.ship_orders(shop, mixed).await.unwrap();
    assert_eq!((saved.batch, saved.queued, saved.to_buy), (None, 0, 3));
    let told: Vec<(u32, bool)> =
        saved.refused.iter().map(|one| (one.index, one.message.contains("one by one"))).collect();
    assert_eq!(told, [(0, true), (1, true), (2, false), (3, true)]);

    let alone = desk.app.ship_orders(shop, vec![handed_over(&orders[1])]).await.unwrap();
    assert!(alone.refused[0].message.contains("Nothing was sent or bought"), "{alone:?}");
    assert_eq!((alone.to_buy, paid(&desk)), (1, 0));
}

#[tokio::test]
async fn what_is_no_parcel_and_what_is_not_for_sale_is_said_before_the_shop_is_asked() {
    let desk = buying("US").await;
    let (shop, order) = (desk.shop_in_view().await, desk.order_to_ship().await);
    desk.shop.clear_journal();
    let error = desk.app.label_prices(shop, &order, parcel("heavy")).await.unwrap_err();
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::InvalidInput, Some("weight")));
    let asked = |desk: &Desk| desk.shop.journal().iter().filter(|call| call.path.ends_with(PRICES)).count();
    assert_eq!(asked(&desk), 0);
    let error = desk.app.label_prices(shop, &order, parcel("100")).await.unwrap_err();
    assert!(error.message.contains("look at weight, size and address"), "{error:?}");

    let service = cheapest(&desk, &order).await;
    let free = LabelService { price: "nothing".into(), ..service.clone() };
    let saved = desk.app.ship_orders(shop, vec![purchase(&order, free)]).await.unwrap();
    assert!(saved.refused[0].message.contains("no price"), "{saved:?}");

    let british = buying("GB").await;
    let (shop, order) = (british.shop_in_view().await, british.order_to_ship().await);
    let detail = british.app.order_detail(shop, &order).await.unwrap();
    assert!(!detail.row.buys_label && detail.label_to_buy.is_none());
    let error = british.app.label_prices(shop, &order, parcel("1")).await.unwrap_err();
    assert!(error.message.contains("no labels are bought"), "{error:?}");
    let saved = british.app.ship_orders(shop, vec![purchase(&order, service)]).await.unwrap();
    assert!(saved.refused[0].message.contains("its parcel already") && saved.to_buy == 0, "{saved:?}");
    assert_eq!((asked(&british), paid(&british)), (0, 0));
}

#[tokio::test]
async fn japan_weighs_in_grams() {
    let desk = buying("JP").await;
    let (shop, order) = (desk.shop_in_view().await, desk.order_to_ship().await);
    let to_buy = desk.app.order_detail(shop, &order).await.unwrap().label_to_buy.unwrap();
    assert_eq!(to_buy.units, ParcelUnits::Metric);
    let service = desk.app.label_prices(shop, &order, parcel("250")).await.unwrap().services.remove(0);
    assert_eq!((service.price.as_str(), service.currency.as_str()), ("404", "JPY"));
}
