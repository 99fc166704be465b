//! The contract's two product endpoints that read.

use serde::Serialize;

use super::{course::Call, params::Page};
use crate::{
    answer::{Done, Refusal},
    settings::Settings,
    shop::ShownProduct,
    shopfront::World,
};

#[derive(Serialize)]
struct Found<'a> {
    products: Vec<ShownProduct<'a>>,
    total: usize,
}

/// `GET /api/products/search`: newest first, then by id.
pub(crate) fn search(settings: &Settings, world: &World, call: &Call) -> Result<Done, Refusal> {
    let page = Page::of(&call.params, settings.max_page_size)?;
    let (rows, total) = page.cut(world.kept.shop.products.iter());
    let products = rows.into_iter().map(|product| product.shown(settings.sku_stock)).collect();
    Done::shown(&Found { products, total })
}

/// `GET /api/products/details`.
pub(crate) fn details(settings: &Settings, world: &World, call: &Call) -> Result<Done, Refusal> {
    let product_id = call.params.required("product_id")?;
    Done::shown(&world.kept.shop.product(product_id)?.shown(settings.sku_stock))
}
