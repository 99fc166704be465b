//! What an endpoint gets to see of a call that was let in.

use jiff::Timestamp;

use super::route::Route;
use crate::{answer::Refusal, http::Call, settings::Settings, shop::Shop, shopfront::World};

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

    /// An id out of the path, by its name in the route's pattern.
    pub(super) fn id(&self, name: &str) -> &str {
        let mut places = self.route.pattern.split('/').zip(self.call.path.split('/'));
        let named = |wanted: &str| wanted.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) == Some(name);
        places.find(|(wanted, _)| named(wanted)).map_or("", |(_, given)| given)
    }
}

/// A refusal of the grab-bag kind; its message begins with what it concerns.
pub(super) fn invalid(name: &str, reason: impl std::fmt::Display) -> Refusal {
    Refusal::new(super::code::INVALID, format!("{name}: {reason}"))
}
