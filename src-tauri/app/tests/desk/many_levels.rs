//! A table of all levels of a large shop: out, in again, and not a digit of an id has changed.

use std::fs;

use app::boundary::{ExportFile, LevelRole, LevelVerdict, LevelsRead, StockFilter, StockSort, StockTab};
use domain::{Money, Product, ProductId, Sku, SkuId, StockInfo, WarehouseId};
use jiff::Timestamp;
use store::{Shop, Store};
use tiktok_shop::Clock as _;

use crate::{
    desk::{Desk, Drawer, SHOP, settings},
    levels::{file, groups},
};

const SKUS: i64 = 100_000;
const WAREHOUSES: [&str; 2] = ["wh_hanoi", "7068517275539719942"];

/// What a spreadsheet would make a number, a formula or a day of, and what a CSV stumbles over.
fn code(n: i64) -> String {
    match n % 10 {
        0 => format!("00{n}"),
        1 => format!("={n}+1"),
        2 => format!("{n}E5"),
        3 => format!("Mã-{n}"),
        4 => format!("a\"{n}\",;b"),
        5 => format!("-{n}"),
        6 => format!("'{n}"),
        7 => format!("57661840221{n:08}"),
        8 => format!("{}-{}", n % 12, n),
        _ => format!("@{n}"),
    }
}

fn name(n: i64) -> String {
    ["Linen Tote", "เซรั่มบำรุงผิวหน้า", "two\nlines", "=HYPERLINK(\"//x\")", "5\" tube; blue, \"soft\"", "无线\t耳机"]
        [n as usize % 6]
        .to_owned()
}

/// Levels up to more than the shop takes and down to below zero: what is there is no change.
fn level(n: i64, place: i64) -> i64 {
    match n % 50 {
        7 => -3,
        8 => 250_000,
        _ => (n * 7 + place * 13) % 1_000,
    }
}

/// The shop tells it by its product alone.
fn is_untold(n: i64) -> bool {
    n % 50 == 9
}

fn product(first: i64, now: Timestamp) -> Product {
    let stock = |n: i64| (0..).zip(WAREHOUSES).map(|(place, id)| info(id, level(n, place))).collect();
    let sku = |n: i64| Sku {
        id: SkuId::new((1_730_000_000_000_000_001 + n).to_string()),
        seller_sku: code(n),
        price: Money::default(),
        stock: (!is_untold(n)).then(|| stock(n)),
    };
    Product {
        id: ProductId::new((1_729_000_000_000_000_001 + first).to_string()),
        name: name(first),
        description: String::new(),
        price: Money::default(),
        stock: WAREHOUSES.iter().map(|id| info(id, 0)).collect(),
        skus: (first..first + 10).map(sku).collect(),
        created: now,
        updated: now,
        extra: serde_json::Map::new(),
    }
}

fn info(warehouse: &str, available: i64) -> StockInfo {
    StockInfo { warehouse: WarehouseId::new(warehouse), available, campaign: None }
}

/// An app with so many SKUs in its cache, which asks no shop.
async fn stocked() -> Desk {
    let drawer = Drawer::empty();
    let now = drawer.clock.now();
    let store = Store::open(drawer.folder.path(), now).await.unwrap().store;
    let (name, region) = ("Large".to_owned(), "VN".to_owned());
    let shop = Shop {
        id: domain::ShopId(i64::from(SHOP)),
        name,
        region,
        practice: false,
        currency: None,
        told_currency: None,
        seller: String::new(),
    };
    store.put_shop(&shop).await.unwrap();
    let products: Vec<Product> = (0..SKUS).step_by(10).map(|first| product(first, now)).collect();
    for page in products.chunks(500) {
        store.put_products(shop.id, page, &[], now, None).await.unwrap();
    }
    store.close().await;
    drop(store);
    let sandbox = sandbox::start(settings(&drawer.clock)).await.unwrap();
    drawer.opened(sandbox).await
}

#[tokio::test]
async fn a_hundred_thousand_skus_come_back_as_they_went_out() {
    let desk = stocked().await;
    let filter = StockFilter { search: String::new(), tab: StockTab::All, sort: StockSort::default(), folds: None };
    let list = desk.app.open_stock(SHOP, filter, &[]).await.unwrap();
    let untold = (0..SKUS).filter(|n| is_untold(*n)).count() as u32;
    let all = vec![(LevelVerdict::Same, 2 * (SKUS as u32 - untold))];
    let mut read = None;
    for form in [ExportFile::Csv, ExportFile::Xlsx] {
        let written = desk.app.export_levels(list.view, 0, list.total, form).await.unwrap();
        assert_eq!((written.rows, written.missing), (SKUS as u32, 0));
        let source = file("all", &fs::read(written.path).unwrap());
        let found = desk.app.read_levels(SHOP, source, None).await.unwrap();
        assert_eq!((groups(&found), found.left_out, found.rows), (all.clone(), untold, SKUS as u32), "by their ids");
        read = Some(found);
    }
    let other = |role: &LevelRole| if *role == LevelRole::Sku { LevelRole::Other } else { role.clone() };
    let by_code = chosen(&desk, &read.unwrap(), other).await;
    assert_eq!(groups(&by_code), all, "by their codes alone");
    // All of them changed at once, as unsaved changes in one transaction.
    let adjusted = chosen(&desk, &by_code, |role| match role {
        LevelRole::Level { warehouse_id, .. } => LevelRole::Level { warehouse_id: warehouse_id.clone(), adjusts: true },
        role => role.clone(),
    })
    .await;
    let ready = groups(&adjusted).into_iter().find(|(verdict, _)| *verdict == LevelVerdict::Ready).unwrap().1;
    assert!(ready > SKUS as u32, "{:?}", adjusted.groups);
    assert_eq!(desk.app.take_levels(adjusted.import, None).await.unwrap(), ready);
    assert_eq!(desk.app.stock_drafts(SHOP).await.unwrap().len(), ready as usize);
}

async fn chosen(desk: &Desk, read: &LevelsRead, role: impl Fn(&LevelRole) -> LevelRole) -> LevelsRead {
    desk.app.choose_level_columns(read.import, read.roles.iter().map(role).collect()).await.unwrap()
}
