//! An order that leaves in several parcels, as the desk shows it.

use std::time::Duration;

use app::boundary::{
    Division, DivisionWay, ErrorCode, ExportFile, ExportFormat, ExportRows, OrderDetail, OrderTab, OutboxState,
    StockTab,
};
use sandbox::{NewOrder, Settings, ShippingType, Wanted};

use crate::{
    desk::{Desk, Drawer},
    signed::connected_from,
};

const FIRST: &str = "1Z999AA10123456784";
const RIGHT: &str = "1Z999AA10123456793";
const SPLIT: &str = "/split";

struct Divided {
    desk: Desk,
    shop: u32,
    order: String,
}

/// A shop with an order of two pieces of one SKU and one of another, which is here.
async fn with_three_pieces(shipping: ShippingType, region: &str, grace: Duration) -> Divided {
    let settings = |shop: &mut Settings| {
        (shop.shipping_type, shop.region, shop.orders, shop.warehouses) = (shipping, region.into(), 5, 1);
    };
    let desk = connected_from(Drawer { grace, ..Drawer::empty() }, settings, |_| ()).await;
    desk.synced().await;
    let rows = desk.grid(StockTab::All).await.1;
    let stocked: Vec<&String> =
        rows.iter().filter(|row| row.total.is_some_and(|total| total > 9)).map(|row| &row.sku_id).collect();
    let item = |sku: &String, quantity| Wanted { sku_id: sku.clone(), quantity, warehouse_id: None };
    let new = NewOrder { items: vec![item(stocked[0], 2), item(stocked[1], 1)], ..NewOrder::default() };
    let told: serde_json::Value = serde_json::from_str(&desk.shop.order(new).await.unwrap()).unwrap();
    let order = told["order_id"].as_str().unwrap().to_owned();
    desk.app.sync_now();
    let shop = desk.shop_in_view().await;
    desk.in_time(async || desk.app.order_detail(shop, &order).await.is_ok()).await;
    Divided { desk, shop, order }
}

impl Divided {
    async fn detail(&self) -> OrderDetail {
        self.desk.app.order_detail(self.shop, &self.order).await.unwrap()
    }

    async fn division(&self) -> Division {
        self.detail().await.division.expect("it can be divided")
    }

    /// How many go together, row by row.
    async fn units(&self) -> Vec<Vec<usize>> {
        let row = |row: &app::boundary::DivisionRow| row.units.iter().map(Vec::len).collect();
        self.division().await.rows.iter().map(row).collect()
    }

    async fn sent(&self) -> Vec<(usize, String, bool)> {
        let parcel = |parcel: app::boundary::OrderParcel| (parcel.contents.len(), parcel.tracking_number, parcel.waits);
        self.detail().await.parcels.into_iter().map(parcel).collect()
    }
}

#[tokio::test]
async fn a_seller_ships_part_of_an_order_and_sees_what_is_left() {
    let divided = with_three_pieces(ShippingType::Seller, "US", Duration::ZERO).await;
    let Divided { desk, shop, order } = &divided;
    let division = divided.division().await;
    assert_eq!((division.way, divided.units().await), (DivisionWay::Part, vec![vec![1, 1], vec![1]]));
    assert_eq!(divided.sent().await, [], "it lies in one parcel");

    let chosen = vec![division.rows[0].units[0].concat(), division.rows[1].units[0].concat()];
    let saved = desk.app.ship_part(*shop, order, chosen.clone(), &format!(" {FIRST} ")).await.unwrap();
    assert_eq!((saved.title, saved.detail), (format!("Ship part of order {order}"), format!("2 pieces with {FIRST}")));
    assert!(divided.detail().await.division.is_none(), "one thing at a time");
    desk.in_time(async || divided.sent().await.len() == 2).await;
    assert_eq!(divided.sent().await, [(2, FIRST.to_owned(), false), (1, String::new(), true)]);
    let detail = divided.detail().await;
    assert_eq!(
        (detail.row.status.as_str(), detail.division),
        ("PARTIALLY_SHIPPING", None),
        "one piece divides no more"
    );
    assert_eq!(desk.orders(OrderTab::All, FIRST).await.len(), 1, "its number is found");
    assert_eq!(detail.tracking_number, "", "the rest has none yet");

    let second = "9400136208303377654321";
    assert!(!exported(desk, *shop, order).await.contains(FIRST), "who takes it in again ships nothing under it");
    desk.app.ship_order(*shop, order, second).await.unwrap();
    desk.in_time(async || divided.sent().await.iter().all(|(_, _, waits)| !waits)).await;
    let written = exported(desk, *shop, order).await;
    assert!(written.contains(&format!("{FIRST}, {second}")) && written.contains(",USD,"), "{written}");
}

async fn exported(desk: &Desk, shop: u32, order: &str) -> String {
    let format = ExportFormat { file: ExportFile::Csv, rows: ExportRows::Orders };
    let file = desk.app.export_orders(shop, vec![order.to_owned()], format).await.unwrap();
    std::fs::read_to_string(file.path).unwrap()
}

#[tokio::test]
async fn the_number_of_one_parcel_is_put_right_and_the_whole_order_offers_none() {
    let divided = with_three_pieces(ShippingType::Seller, "US", Duration::ZERO).await;
    let Divided { desk, shop, order } = &divided;
    let one = divided.division().await.rows[1].units[0].clone();
    desk.app.ship_part(*shop, order, one, FIRST).await.unwrap();
    let offered = async || divided.detail().await.parcels.iter().find_map(|parcel| parcel.correction.clone());
    desk.in_time(async || offered().await.is_some()).await;
    assert_eq!(offered().await.unwrap().why_not, None);
    let detail = divided.detail().await;
    assert_eq!(detail.correction, None);
    let parcel = detail.parcels.iter().find(|parcel| !parcel.waits).and_then(|parcel| parcel.id.clone());
    let whole = desk.app.correct_tracking(*shop, order, RIGHT, None, None).await.unwrap_err();
    assert!(whole.message.contains("went in several parcels"), "{whole:?}");
    let saved = desk.app.correct_tracking(*shop, order, RIGHT, None, parcel).await.unwrap();
    assert_eq!(saved.title, format!("Correct the tracking number of a parcel of order {order}"));
    desk.in_time(async || divided.sent().await.iter().any(|(_, number, _)| number == RIGHT)).await;
    let again = offered().await.unwrap().why_not.unwrap();
    assert!(again.contains("corrected from here"), "{again}");
}

#[tokio::test]
async fn an_order_that_tiktok_ships_is_split_and_both_parcels_show() {
    let divided = with_three_pieces(ShippingType::TikTok, "GB", Duration::ZERO).await;
    let Divided { desk, shop, order } = &divided;
    let division = divided.division().await;
    assert_eq!(division.way, DivisionWay::Split);
    let terms = desk.app.split_terms(*shop, order).await.unwrap();
    assert_eq!((terms.why_not, terms.wants), (None, None));

    let [first, second] = [&division.rows[0].units, &division.rows[1].units];
    let parcels = vec![first.concat(), second.concat()];
    let saved = desk.app.split_order(*shop, order, parcels.clone()).await.unwrap();
    assert_eq!(saved.title, format!("Split order {order} into 2 parcels"));
    let again = desk.app.split_order(*shop, order, parcels).await.unwrap();
    assert_eq!(again.id, saved.id, "asking twice is asking once");
    desk.in_time(async || divided.sent().await.len() == 2).await;
    assert_eq!(desk.shop.journal().iter().filter(|call| call.path.ends_with(SPLIT)).count(), 1);
    assert_eq!(desk.comes_to(&saved.id, OutboxState::Done).await.reason, None);
}

#[tokio::test]
async fn where_a_sku_stays_together_its_pieces_are_one_choice_and_parcels_leave_whole() {
    let divided = with_three_pieces(ShippingType::Seller, "VN", Duration::ZERO).await;
    let Divided { desk, shop, order } = &divided;
    let division = divided.division().await;
    assert_eq!((division.way, divided.units().await), (DivisionWay::Split, vec![vec![2], vec![1]]));
    let parcels = division.rows.iter().map(|row| row.units.concat()).collect();
    desk.app.split_order(*shop, order, parcels).await.unwrap();
    desk.in_time(async || divided.sent().await.len() == 2).await;

    desk.in_time(async || divided.detail().await.division.is_some()).await;
    let division = divided.division().await;
    assert_eq!(division.way, DivisionWay::Part);
    let mut sizes: Vec<usize> = divided.units().await.concat();
    sizes.sort_unstable();
    assert_eq!(sizes, [1, 2], "a row for each parcel");
    assert!(division.rows.iter().any(|row| row.name.starts_with("2 × ")), "{division:?}");
    let number = FIRST;
    desk.app.ship_part(*shop, order, division.rows[0].units.concat(), number).await.unwrap();
    desk.in_time(async || divided.sent().await.iter().any(|(_, told, waits)| told == number && !waits)).await;
    assert!(divided.sent().await.iter().any(|(_, _, waits)| *waits), "the other parcel waits");
}

#[tokio::test]
async fn what_makes_no_parcel_is_refused_with_what_to_do() {
    let divided = with_three_pieces(ShippingType::Seller, "US", Duration::from_secs(60)).await;
    let Divided { desk, shop, order } = &divided;
    let pieces = divided.division().await.rows.iter().map(|row| row.units.concat()).collect::<Vec<_>>().concat();
    let part = async |chosen: &[String], number: &str| {
        let error = desk.app.ship_part(*shop, order, chosen.to_vec(), number).await.unwrap_err();
        (error.code, error.message)
    };
    let (code, said) = part(&[], FIRST).await;
    assert!(code == ErrorCode::InvalidInput && said.contains("choose what is in the parcel"), "{said}");
    let (code, said) = part(&pieces, FIRST).await;
    assert!(code == ErrorCode::InvalidInput && said.contains("ship it as a whole"), "{said}");
    let (code, said) = part(&["1".to_owned()], FIRST).await;
    assert!(code == ErrorCode::Refused && said.contains("changed meanwhile"), "{said}");
    assert_eq!(part(&pieces[..1], " ").await.0, ErrorCode::InvalidInput);
    let split = async |parcels: Vec<Vec<String>>| desk.app.split_order(*shop, order, parcels).await.unwrap_err();
    assert_eq!(split(vec![pieces.clone(), Vec::new()]).await.code, ErrorCode::InvalidInput);
    assert_eq!(split(vec![pieces[..1].to_vec(), pieces[1..2].to_vec()]).await.code, ErrorCode::Refused);

    desk.app.ship_part(*shop, order, pieces[..1].to_vec(), FIRST).await.unwrap();
    let busy = desk.app.ship_part(*shop, order, pieces[1..2].to_vec(), FIRST).await.unwrap_err();
    assert_eq!(busy.code, ErrorCode::Busy);
}

#[tokio::test]
async fn an_order_whose_label_is_bought_is_not_divided() {
    let divided = with_three_pieces(ShippingType::TikTok, "US", Duration::ZERO).await;
    assert_eq!(divided.detail().await.division, None);
}
