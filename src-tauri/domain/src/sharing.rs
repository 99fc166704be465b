//! Orders of one buyer that leave in one parcel, where the platform ships: one label for all of them.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{Handling, Order, OrderId, OrderStatus, PackageId, Shipper};

/// Orders that the shop lets share a parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedParcel {
    /// The id that the shop has for it beforehand.
    pub parcel: PackageId,
    /// The orders, two at least.
    pub orders: Vec<OrderId>,
}

/// What decides about one of them, as the shop has it now.
#[derive(Clone, Copy, Debug)]
pub struct Sharer<'a> {
    /// Which order.
    pub id: &'a OrderId,
    /// Where it stands.
    pub status: &'a OrderStatus,
    /// How it is to be sent.
    pub handling: &'a Handling,
}

impl<'a> From<&'a Order> for Sharer<'a> {
    fn from(order: &'a Order) -> Self {
        Self { id: &order.id, status: &order.status, handling: &order.handling }
    }
}

/// What to do about orders that are to share a parcel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SharingPlan {
    /// They share one.
    Done,
    /// Ask the shop to put them together.
    Send,
    /// Not any more.
    Refuse(NoSharing),
}

/// Why orders can't share a parcel. Each is a sentence for the person.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum NoSharing {
    /// It takes two.
    #[error("One order alone shares no parcel: it leaves in its own.")]
    Alone,
    /// The shop tells of it no longer.
    #[error("The shop no longer knows order {0}, so nothing was combined: combine the others without it.")]
    Gone(OrderId),
    /// It has left, was cancelled, or is on hold.
    #[error("Order {0} doesn’t wait to be shipped any more, so nothing was combined: combine the others without it.")]
    NotWaiting(OrderId),
    /// Its parcel is handed over.
    #[error("The shipment of order {0} is arranged already, so nothing was combined: combine the others without it.")]
    Arranged(OrderId),
    /// Its buyer asks to cancel.
    #[error("The buyer of order {0} asks to cancel it, so nothing was combined: answer the buyer first.")]
    CancelAsked(OrderId),
    /// Who ships themselves gives several orders one number.
    #[error("You ship order {0} yourself, so there is nothing to combine: give the orders the same tracking number.")]
    OwnShipping(OrderId),
}

/// Decides by what the shop says of the orders now. `seen` has those that it still knows.
pub fn plan_sharing(wanted: &SharedParcel, seen: &[Sharer<'_>]) -> SharingPlan {
    let find =
        |id: &OrderId| seen.iter().copied().find(|order| order.id == id).ok_or_else(|| NoSharing::Gone(id.clone()));
    let orders = match wanted.orders.iter().map(find).collect::<Result<Vec<_>, _>>() {
        Ok(orders) if orders.len() < 2 => return SharingPlan::Refuse(NoSharing::Alone),
        Ok(orders) => orders,
        Err(gone) => return SharingPlan::Refuse(gone),
    };
    // The parcel may have another id by now, and may have left.
    if orders.windows(2).all(|two| two[0].handling.packages == two[1].handling.packages && is_one(two[0])) {
        return SharingPlan::Done;
    }
    match orders.into_iter().find_map(obstacle) {
        Some(why) => SharingPlan::Refuse(why),
        None => SharingPlan::Send,
    }
}

fn is_one(order: Sharer<'_>) -> bool {
    order.handling.packages.len() == 1
}

fn obstacle(order: Sharer<'_>) -> Option<NoSharing> {
    let id = || order.id.clone();
    match order.status {
        _ if order.handling.shipper != Shipper::Platform => Some(NoSharing::OwnShipping(id())),
        OrderStatus::AwaitingShipment if order.handling.is_arranged() => Some(NoSharing::Arranged(id())),
        OrderStatus::AwaitingShipment if order.handling.cancel_asked => Some(NoSharing::CancelAsked(id())),
        OrderStatus::AwaitingShipment => None,
        _ => Some(NoSharing::NotWaiting(id())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(orders: &[&str]) -> SharedParcel {
        SharedParcel { parcel: PackageId::new("p"), orders: orders.iter().map(|id| OrderId::new(*id)).collect() }
    }

    fn in_parcel(parcel: &str) -> Handling {
        Handling { shipper: Shipper::Platform, packages: vec![PackageId::new(parcel)], ..Handling::default() }
    }

    fn plan(orders: &[(OrderStatus, Handling)]) -> SharingPlan {
        let ids: Vec<OrderId> = ["a", "b"].map(OrderId::new).into();
        let seen = ids.iter().zip(orders).map(|(id, (status, handling))| Sharer { id, status, handling });
        plan_sharing(&wanted(&["a", "b"]), &seen.collect::<Vec<_>>())
    }

    fn beside(status: OrderStatus, handling: Handling) -> SharingPlan {
        plan(&[(OrderStatus::AwaitingShipment, in_parcel("1")), (status, handling)])
    }

    #[test]
    fn orders_that_wait_apart_are_put_together_and_those_in_one_parcel_are_done_wherever_it_is() {
        use OrderStatus::{AwaitingShipment, Delivered};
        assert_eq!(beside(AwaitingShipment, in_parcel("2")), SharingPlan::Send);
        assert_eq!(beside(AwaitingShipment, in_parcel("1")), SharingPlan::Done);
        assert_eq!(plan(&[(Delivered, in_parcel("9")), (Delivered, in_parcel("9"))]), SharingPlan::Done);
    }

    #[test]
    fn orders_without_a_parcel_share_none() {
        let none = || Handling { packages: Vec::new(), ..in_parcel("") };
        let apart = plan(&[(OrderStatus::AwaitingShipment, none()), (OrderStatus::AwaitingShipment, none())]);
        assert_eq!(apart, SharingPlan::Send);
    }

    #[test]
    fn what_stands_in_the_way_of_one_is_said_with_its_id() {
        use OrderStatus::{AwaitingShipment, Cancelled, OnHold};
        let b = || OrderId::new("b");
        let other = || in_parcel("2");
        let asked = Handling { cancel_asked: true, ..other() };
        let arranged = Handling { arranged: other().packages, ..other() };
        let own = Handling { shipper: Shipper::Seller, ..other() };
        for (status, handling, why) in [
            (Cancelled, other(), NoSharing::NotWaiting(b())),
            (OnHold, other(), NoSharing::NotWaiting(b())),
            (AwaitingShipment, asked, NoSharing::CancelAsked(b())),
            (AwaitingShipment, arranged, NoSharing::Arranged(b())),
            (AwaitingShipment, own, NoSharing::OwnShipping(b())),
        ] {
            assert_eq!(beside(status, handling), SharingPlan::Refuse(why));
        }
    }

    #[test]
    fn one_that_is_gone_or_alone_is_no_group() {
        let gone = plan(&[(OrderStatus::AwaitingShipment, in_parcel("1"))]);
        assert_eq!(gone, SharingPlan::Refuse(NoSharing::Gone(OrderId::new("b"))));
        let (id, status, handling) = (OrderId::new("a"), OrderStatus::AwaitingShipment, in_parcel("1"));
        let seen = [Sharer { id: &id, status: &status, handling: &handling }];
        assert_eq!(plan_sharing(&wanted(&["a"]), &seen), SharingPlan::Refuse(NoSharing::Alone));
    }
}
