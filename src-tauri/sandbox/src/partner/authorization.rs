//! Which shops the seller has let the app into: here always the one.

use serde::Serialize;

use super::{
    route::{Route, Verb},
    visit::Visit,
};
use crate::answer::{Done, Refusal};

pub(super) const ROUTES: &[Route] = &[Route {
    verb: Verb::Get,
    pattern: "/authorization/202309/shops",
    scope: "seller.authorization.info",
    wants_cipher: false,
    work: shops,
}];

#[derive(Serialize)]
struct Shops<'a> {
    shops: [Shop<'a>; 1],
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

fn shops(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let settings = visit.settings;
    let serial = settings.shop_id.get(..6).unwrap_or(&settings.shop_id);
    let shop = Shop {
        id: &settings.shop_id,
        name: &settings.seller,
        region: &settings.region,
        seller_type: "LOCAL",
        cipher: &settings.shop_cipher,
        code: format!("{}LC{serial}", settings.region),
    };
    Done::shown(&Shops { shops: [shop] })
}
