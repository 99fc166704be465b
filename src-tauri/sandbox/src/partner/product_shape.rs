//! A product as the Partner API shows it.

use serde::Serialize;

use super::money::{currency, money};
use crate::shop::{Product, Sku};

/// What lists show.
#[derive(Serialize)]
pub(super) struct ListedProduct<'a> {
    id: &'a str,
    title: &'a str,
    status: &'static str,
    create_time: i64,
    update_time: i64,
    sales_regions: [&'a str; 1],
    has_draft: bool,
    skus: Vec<ShownSku<'a>>,
}

/// What one product alone shows besides.
#[derive(Serialize)]
pub(super) struct DetailedProduct<'a> {
    #[serde(flatten)]
    listed: ListedProduct<'a>,
    description: &'a str,
}

#[derive(Serialize)]
struct ShownSku<'a> {
    id: &'a str,
    seller_sku: &'a str,
    price: ShownPrice,
    inventory: Vec<Stock<'a>>,
}

#[derive(Serialize)]
struct ShownPrice {
    currency: &'static str,
    tax_exclusive_price: String,
    sale_price: String,
}

#[derive(Serialize)]
struct Stock<'a> {
    warehouse_id: &'a str,
    quantity: u32,
}

impl<'a> ListedProduct<'a> {
    pub(super) fn of(product: &'a Product, region: &'a str) -> Self {
        Self {
            id: &product.id,
            title: &product.name,
            status: "ACTIVATE",
            create_time: product.create_time.as_second(),
            update_time: product.update_time.as_second(),
            sales_regions: [region],
            has_draft: false,
            skus: product.skus.iter().map(|sku| ShownSku::of(sku, region)).collect(),
        }
    }
}

impl<'a> DetailedProduct<'a> {
    pub(super) fn of(product: &'a Product, region: &'a str) -> Self {
        Self { listed: ListedProduct::of(product, region), description: &product.description }
    }
}

impl<'a> ShownSku<'a> {
    fn of(sku: &'a Sku, region: &str) -> Self {
        let price = || money(sku.price.hundredths().into());
        let levels = sku.stock_infos.iter();
        Self {
            id: &sku.id,
            seller_sku: &sku.seller_sku,
            price: ShownPrice { currency: currency(region), tax_exclusive_price: price(), sale_price: price() },
            inventory: levels
                .map(|level| Stock { warehouse_id: &level.warehouse_id, quantity: level.available_stock })
                .collect(),
        }
    }
}
