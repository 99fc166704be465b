//! Warehouses by their names.

use std::time::Duration;

use domain::StockError;

use crate::seller::{SHOP, Seller};

const WAREHOUSES: &str = "/logistics/202309/warehouses";
const DAY: Duration = Duration::from_secs(24 * 3_600);

#[tokio::test]
async fn warehouses_are_read_once_a_day_with_their_names_and_whether_they_take_levels() {
    let seller = Seller::connected(|_| (), |_| ()).await;
    seller.round().await;
    let known = seller.computer.store.warehouses(SHOP).await.unwrap();
    assert_eq!(known.name_of("wh_los_angeles").as_deref(), Some("Los Angeles"));
    assert_eq!(known.name_of("wh_returns").as_deref(), Some("New York, returns"));
    assert_eq!(known.takes_levels("wh_dallas"), Ok(()));
    seller.sync_now().await;
    assert_eq!(seller.calls(WAREHOUSES).len(), 1);

    seller.shop.switch_off(&["wh_dallas"]);
    seller.clock.pass(DAY);
    seller.sync_now().await;
    assert_eq!(seller.calls(WAREHOUSES).len(), 2);
    let known = seller.computer.store.warehouses(SHOP).await.unwrap();
    assert_eq!(known.takes_levels("wh_dallas"), Err(StockError::SwitchedOff));
}

#[tokio::test]
async fn a_permission_that_is_missing_costs_the_names_and_nothing_else() {
    let scopes = ["seller.order.info", "seller.product.basic", "seller.product.write"].map(str::to_owned);
    let seller = Seller::at_work().await;
    seller.shop.set_scopes(&scopes).await;
    seller.clock.pass(DAY);
    seller.sync_now().await;
    seller.sync_now().await;
    assert_eq!(seller.status().problem, None);
    let codes: Vec<_> = seller.calls(WAREHOUSES).iter().map(|call| call.answer_code).collect();
    assert_eq!(codes, [Some(105_005)], "it is asked for again in a day");
}
