//! How tests sign in at a shop that speaks the signed Partner API, and what it answers in trouble.

use sandbox::{Sandbox, Settings};
use tiktok_shop::{Endpoints, Secret, oauth::ShopAccess};

/// The shop has trouble of its own.
pub(crate) const TROUBLE: i64 = 36_009_003;

pub(crate) fn endpoints(base_url: &str) -> Endpoints {
    Endpoints::partner_below(base_url, &Settings::default().service_id).unwrap()
}

/// The link that comes back from the consent page.
pub(crate) fn approve(shop: &Sandbox) -> String {
    shop.approve_service(Some("state")).unwrap()
}

/// How requests name the shop.
pub(crate) fn its_shop() -> Option<ShopAccess> {
    let Settings { shop_id: id, shop_cipher, .. } = Settings::default();
    Some(ShopAccess { id, cipher: Secret::new(shop_cipher) })
}
