//! What an endpoint gets to see of a call that was let in.

use jiff::Timestamp;
use serde::de::DeserializeOwned;

use super::{code, route::Route};
use crate::{
    answer::Refusal,
    http::Call,
    settings::Settings,
    shop::{Order, Shop},
    shopfront::World,
};

pub(super) struct Visit<'a> {
    pub(super) route: &'static Route,
    pub(super) settings: &'a Settings,
    pub(super) world: &'a mut World,
    pub(super) call: &'a Call,
    pub(super) now: Timestamp,
}

impl Visit<'_> {
    pub(super) fn shop(&self) -> &Shop {
        &self.world.kept.shop
    }

    pub(super) fn order(&self, order_id: &str) -> Result<&Order, Refusal> {
        let order = self.shop().order(order_id);
        order.map_err(|denied| Refusal::new(code::NOT_THIS_SELLERS_ORDER, denied.0))
    }

    /// An id out of the path, by its name in the route's pattern.
    pub(super) fn id(&self, name: &str) -> &str {
        let mut places = self.route.pattern.split('/').zip(self.call.path.split('/'));
        let named = |wanted: &str| wanted.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) == Some(name);
        places.find(|(wanted, _)| named(wanted)).map_or("", |(_, given)| given)
    }
}

/// A refusal of the grab-bag kind; its message begins with what it concerns.
pub(crate) fn invalid(name: &str, reason: impl std::fmt::Display) -> Refusal {
    Refusal::new(code::INVALID, format!("{name}: {reason}"))
}

/// A body of JSON; none at all asks for nothing in particular.
pub(super) fn body<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    let bytes = if bytes.is_empty() { b"{}" } else { bytes };
    serde_json::from_slice(bytes).map_err(|error| invalid("body", error))
}
