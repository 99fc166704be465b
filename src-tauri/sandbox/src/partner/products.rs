//! Products: searched for, and one by its id.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::{
    code, page_token,
    product_shape::{DetailedProduct, ListedProduct},
    route::{Route, Verb},
    visit::{Visit, body, invalid},
};
use crate::{
    answer::{Done, Refusal},
    shop::Product,
};

const SEARCH: &str = "/product/202502/products/search";
/// Most seller SKUs, and most SKU ids, asked for at once.
const MOST_SKUS: usize = 10;
const STATUSES: [&str; 9] = [
    "ALL",
    "DRAFT",
    "PENDING",
    "FAILED",
    "ACTIVATE",
    "SELLER_DEACTIVATED",
    "PLATFORM_DEACTIVATED",
    "FREEZE",
    "DELETED",
];

const fn route(verb: Verb, pattern: &'static str, work: fn(&mut Visit<'_>) -> Result<Done, Refusal>) -> Route {
    Route { verb, pattern, scope: "seller.product.basic", wants_cipher: true, work }
}

pub(super) const ROUTES: &[Route] =
    &[route(Verb::Post, SEARCH, search), route(Verb::Get, "/product/202309/products/{product_id}", detail)];

/// What a search asks for. Unlike with orders both ends of a time are in it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Filter {
    status: Option<String>,
    seller_skus: Vec<String>,
    sku_ids: Vec<String>,
    create_time_ge: Option<i64>,
    create_time_le: Option<i64>,
    update_time_ge: Option<i64>,
    update_time_le: Option<i64>,
}

#[derive(Serialize)]
struct Found<'a> {
    products: Vec<ListedProduct<'a>>,
    next_page_token: String,
    total_count: usize,
}

impl Filter {
    fn check(&self) -> Result<(), Refusal> {
        if let Some(status) = self.status.as_deref().filter(|status| !STATUSES.contains(status)) {
            return Err(invalid("status", format!("there is no status {status}")));
        }
        let too_many = |code, name: &str| Err(Refusal::new(code, format!("{name}: must be at most {MOST_SKUS}")));
        if self.seller_skus.len() > MOST_SKUS {
            return too_many(code::TOO_MANY_SELLER_SKUS, "seller_skus");
        }
        if self.sku_ids.len() > MOST_SKUS {
            return too_many(code::TOO_MANY_SKU_IDS, "sku_ids");
        }
        Ok(())
    }

    fn passes(&self, product: &Product) -> bool {
        let named = |wanted: &[String], name: fn(&crate::shop::Sku) -> &String| {
            wanted.is_empty() || product.skus.iter().any(|sku| wanted.contains(name(sku)))
        };
        // The shop knows no product that is not on sale.
        self.status.as_deref().is_none_or(|status| matches!(status, "ALL" | "ACTIVATE"))
            && named(&self.seller_skus, |sku| &sku.seller_sku)
            && named(&self.sku_ids, |sku| &sku.id)
            && within(product.create_time.as_second(), self.create_time_ge, self.create_time_le)
            && within(product.update_time.as_second(), self.update_time_ge, self.update_time_le)
    }
}

fn within(time: i64, from: Option<i64>, to: Option<i64>) -> bool {
    from.is_none_or(|from| from <= time) && to.is_none_or(|to| time <= to)
}

/// Newest first, then by id, as the shop keeps them.
fn search(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let params = &visit.call.params;
    let size = params.count("page_size", 20, visit.settings.max_page_size)? as usize;
    let filter: Filter = body(&visit.call.body)?;
    filter.check()?;
    let list = format!("{SEARCH} {filter:?}");
    let secret = &visit.settings.app_secret;
    let found: Vec<&Product> = visit.shop().products.iter().filter(|product| filter.passes(product)).collect();
    let begin = match params.text("page_token") {
        None => 0,
        Some(token) => {
            let row = page_token::row(secret, &list, token)?;
            let (time, id) = row.split_once('|').unwrap_or_default();
            let last = (Reverse(time.parse().unwrap_or_default()), id);
            found.partition_point(|product| (Reverse(product.create_time.as_second()), product.id.as_str()) <= last)
        }
    };
    if begin >= visit.settings.product_search_cap {
        let message = "a search shows no more products than this; ask for slices of time";
        return Err(Refusal::new(code::TOO_MANY_PRODUCTS, message));
    }
    let shown = &found[begin..found.len().min(begin + size)];
    let next_page_token = match shown.last() {
        Some(last) if begin + shown.len() < found.len() => {
            page_token::after(secret, &list, &format!("{}|{}", last.create_time.as_second(), last.id))
        }
        _ => String::new(),
    };
    let region = &visit.settings.region;
    let products = shown.iter().map(|product| ListedProduct::of(product, region)).collect();
    Done::shown(&Found { products, next_page_token, total_count: found.len() })
}

fn detail(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let product = product(visit, visit.id("product_id"))?;
    Done::shown(&DetailedProduct::of(product, &visit.settings.region))
}

pub(super) fn product<'a>(visit: &'a Visit<'_>, product_id: &str) -> Result<&'a Product, Refusal> {
    let found = visit.shop().product(product_id);
    found.map_err(|denied| Refusal::new(code::NO_SUCH_PRODUCT, denied.0))
}
