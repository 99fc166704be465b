//! Which shops the seller has let the app into: the one, and its sisters.

use serde::Serialize;

use super::{
    route::{Route, Verb},
    visit::Visit,
};
use crate::{
    answer::{Done, Refusal},
    settings::Settings,
};

pub(super) const ROUTES: &[Route] = &[Route {
    verb: Verb::Get,
    pattern: "/authorization/202309/shops",
    scope: "seller.authorization.info",
    wants_cipher: false,
    work: shops,
}];

#[derive(Serialize)]
struct Shops<'a> {
    shops: Vec<Shop<'a>>,
}

#[derive(Serialize)]
struct Shop<'a> {
    id: &'a str,
    name: &'a str,
    region: &'a str,
    seller_type: &'static str,
    cipher: &'a str,
    code: String,
}

fn shops<'s>(visit: &mut Visit<'s>) -> Result<Done, Refusal> {
    let settings = visit.settings;
    let seller_type = if settings.sister_shops.is_empty() { "LOCAL" } else { "CROSS_BORDER" };
    let Settings { shop_id, seller, region, shop_cipher, sister_shops, .. } = settings;
    let sisters = sister_shops.iter().map(|one| [&one.id, &one.name, &one.region, &one.cipher]);
    let all = std::iter::once([shop_id, seller, region, shop_cipher]).chain(sisters);
    let shown = |[id, name, region, cipher]: [&'s String; 4]| Shop {
        id,
        name,
        region,
        seller_type,
        cipher,
        code: code(region, id),
    };
    Done::shown(&Shops { shops: all.map(shown).collect() })
}

fn code(region: &str, id: &str) -> String {
    format!("{region}LC{}", id.get(..6).unwrap_or(id))
}
