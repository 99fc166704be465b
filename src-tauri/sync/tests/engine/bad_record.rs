use std::path::Path;

use sandbox::Settings;
use serde_json::Value;

use crate::{
    clock::TestClock,
    seller::{SHOP, Seller, settings},
    spoken::LINES,
};

/// A shop's file in which something was spoiled.
async fn spoiled(file: &Path, spoil: impl FnOnce(&mut Value)) {
    let settings = Settings { state_file: Some(file.to_owned()), ..settings(&TestClock::at_noon()) };
    sandbox::start(settings).await.unwrap().stop().await;
    let mut shop: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    spoil(&mut shop["shop"]);
    std::fs::write(file, shop.to_string()).unwrap();
}

#[tokio::test]
async fn a_record_that_cannot_be_read_is_set_aside_with_its_reason_and_all_others_arrive() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.json");
    let mut bad = String::new();
    spoiled(&file, |shop| {
        shop["orders"][7]["items"][0]["sku_id"] = "".into();
        shop["products"][3]["skus"][0]["stock_infos"][0]["warehouse_id"] = "".into();
        bad = shop["orders"][7]["order_id"].as_str().unwrap().to_owned();
    })
    .await;
    let seller = Seller::connected(|shop| shop.state_file = Some(file), |_| ()).await;
    seller.round().await;
    let here = seller.orders(None).await;
    assert_eq!(here.len(), 59);
    assert!(here.iter().all(|order| order.as_str() != bad));
    let aside = seller.computer.store.set_aside(SHOP).await.unwrap();
    assert_eq!(aside.len(), 2);
    let order = aside.iter().find(|row| row.id == bad).unwrap();
    assert_eq!(order.reason, format!("{LINES}[0].sku_id is not an id"));
    assert!(order.raw.reveal().contains(&bad), "the record is kept whole");
    seller.sync_now().await;
    assert_eq!(seller.computer.store.set_aside_count(SHOP).await.unwrap(), 2, "set aside once, however often it comes");
}
