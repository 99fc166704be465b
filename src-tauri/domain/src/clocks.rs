//! The clocks that run for an order: what is due when, and the hour in which a buyer may still change their mind.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::OrderStatus;

/// How long a buyer may call an order off after paying, before it may be shipped.
const REMORSE: SignedDuration = SignedDuration::from_hours(1);

/// Something that is due for an order, by the Partner API's own names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deadline {
    /// When it is best shipped.
    RecommendedShipping,
    /// Shipped by then, it counts as fast.
    FastDispatchSla,
    /// Until when it is handed over to go with the day's pick-up.
    PickUpCutOff,
    /// Until when the seller hands it over.
    RtsSla,
    /// Until when the carrier has scanned it.
    TtsSla,
    /// Not handed over by then, it is called off by itself.
    ShippingDue,
    /// Not scanned by then, it is called off by itself.
    CollectionDue,
    /// Until when it arrives.
    DeliverySla,
    /// Not arrived by then, it is called off by itself.
    DeliveryDue,
    /// Until when a buyer's wish to call it off is answered.
    CancelOrderSla,
}

impl Deadline {
    /// All of them, in the order in which they usually come.
    pub const ALL: [Self; 10] = [
        Self::RecommendedShipping,
        Self::FastDispatchSla,
        Self::PickUpCutOff,
        Self::RtsSla,
        Self::TtsSla,
        Self::ShippingDue,
        Self::CollectionDue,
        Self::DeliverySla,
        Self::DeliveryDue,
        Self::CancelOrderSla,
    ];
}

/// What the shop tells of an order's clocks, each kept apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Clocks {
    /// When the buyer paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid: Option<Timestamp>,
    /// When the seller shipped it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipped: Option<Timestamp>,
    /// Whether the shop itself keeps the order on hold for the buyer's hour; where it says that it doesn't, whoever
    /// ships has to wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_by_shop: Option<bool>,
    /// What is due, and when.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub due: BTreeMap<Deadline, Timestamp>,
}

impl Clocks {
    /// The first of these deadlines that the shop tells.
    pub fn first_of(&self, deadlines: [Deadline; 2]) -> Option<Timestamp> {
        deadlines.into_iter().find_map(|deadline| self.due.get(&deadline).copied())
    }

    /// Until when an order of this status may not be shipped, because its buyer may still change their mind; none
    /// where nobody has to wait, or where the shop doesn't tell since when.
    pub fn held_until(&self, status: &OrderStatus) -> Option<Timestamp> {
        let waits = match status {
            OrderStatus::OnHold => true,
            OrderStatus::AwaitingShipment => self.held_by_shop == Some(false),
            _ => false,
        };
        self.paid.filter(|_| waits)?.checked_add(REMORSE).ok()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    fn paid(held_by_shop: Option<bool>) -> Clocks {
        Clocks { paid: Some(Timestamp::from_second(1_790_000_000).unwrap()), held_by_shop, ..Clocks::default() }
    }

    #[test]
    fn an_order_on_hold_is_free_an_hour_after_it_was_paid() {
        let free = Timestamp::from_second(1_790_003_600).unwrap();
        assert_eq!(paid(Some(true)).held_until(&OrderStatus::OnHold), Some(free));
        assert_eq!(paid(None).held_until(&OrderStatus::OnHold), Some(free));
        assert_eq!(Clocks::default().held_until(&OrderStatus::OnHold), None, "nobody knows since when");
    }

    #[test]
    fn an_order_that_the_shop_does_not_hold_is_held_here_for_that_hour() {
        assert!(paid(Some(false)).held_until(&OrderStatus::AwaitingShipment).is_some());
        assert_eq!(paid(Some(true)).held_until(&OrderStatus::AwaitingShipment), None, "the shop held it before");
        assert_eq!(paid(None).held_until(&OrderStatus::AwaitingShipment), None, "a shop without that hour");
        assert_eq!(paid(Some(false)).held_until(&OrderStatus::InTransit), None);
    }

    #[test]
    fn what_was_kept_before_there_were_clocks_still_reads() {
        let handling: crate::Handling = serde_json::from_str(r#"{"shipper":"seller"}"#).unwrap();
        assert_eq!(handling.clocks, Clocks::default());
        let due = BTreeMap::from([(Deadline::RtsSla, Timestamp::UNIX_EPOCH)]);
        let told = Clocks { due, ..paid(Some(false)) };
        let kept = serde_json::to_string(&told).unwrap();
        assert!(kept.contains(r#""rts_sla":"1970"#), "{kept}");
        assert_eq!(serde_json::from_str::<Clocks>(&kept).unwrap(), told);
    }
}
