//! The planner: pure functions of what was there when the person decided (*base*), what the
//! shop says now (*observed*) and what the person wants (*desired*).
//!
//! Every attempt to write starts with a read and asks here. So a killed process, a lost answer
//! and a first try all take the same path, and nothing is ever sent blindly a second time.

use thiserror::Error;

use crate::{Level, Order, OrderStatus, StockChange, StockError};

/// What to do about an order that a person wants shipped.
#[derive(Debug, PartialEq, Eq)]
pub enum ShipPlan {
    /// The shop has it as wanted: nothing to send.
    Done,
    /// Send the update.
    Send,
    /// Sending would be wrong.
    Refuse(Refusal),
}

/// Why shipping an order would be wrong now. Each is a sentence for the person.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Refusal {
    /// Cancelled while the person packed.
    #[error("This order was cancelled. Nothing was sent: take the parcel off the pile.")]
    Cancelled,
    /// Somebody shipped it with another number.
    #[error("This order is already shipped with {0}. Your number was not sent.")]
    ShippedWithAnother(String),
    /// Shipped, and the shop shows no tracking number.
    #[error("This order is already shipped, without a tracking number the shop would show. Your number was not sent.")]
    ShippedWithout,
    /// Not ready yet.
    #[error("The shop has this order on hold ({0}). Nothing was sent: try again when the hold ends.")]
    NotReady(String),
    /// Its buyer asks to cancel it.
    #[error("The buyer asks to cancel this order. Nothing was sent: answer that first.")]
    CancelAsked,
    /// A status that this version doesn't know.
    #[error("The shop says “{0}” about this order, which this version does not know. Nothing was sent.")]
    UnknownStatus(String),
}

/// Decides about shipping from the order as the shop has it now (`status`, `tracking`) and the
/// number that the person wants there.
pub fn plan_ship(status: &OrderStatus, tracking: &str, wanted: &str) -> ShipPlan {
    match status {
        OrderStatus::AwaitingShipment | OrderStatus::PartiallyShipping => ShipPlan::Send,
        OrderStatus::Cancelled => ShipPlan::Refuse(Refusal::Cancelled),
        OrderStatus::Unpaid | OrderStatus::OnHold => ShipPlan::Refuse(Refusal::NotReady(status.as_shop().to_owned())),
        OrderStatus::Other(word) => ShipPlan::Refuse(Refusal::UnknownStatus(word.clone())),
        OrderStatus::AwaitingCollection
        | OrderStatus::Shipped
        | OrderStatus::InTransit
        | OrderStatus::Delivered
        | OrderStatus::Completed => already_shipped(tracking, wanted),
    }
}

/// The same for an order as the shop described it just now: one that its buyer asks to cancel isn't sent before that
/// is answered.
pub fn plan_shipment(order: &Order, wanted: &str) -> ShipPlan {
    match plan_ship(&order.status, &order.tracking_number, wanted) {
        ShipPlan::Send if order.handling.cancel_asked => ShipPlan::Refuse(Refusal::CancelAsked),
        plan => plan,
    }
}

fn already_shipped(tracking: &str, wanted: &str) -> ShipPlan {
    match tracking {
        same if same == wanted => ShipPlan::Done,
        "" => ShipPlan::Refuse(Refusal::ShippedWithout),
        other => ShipPlan::Refuse(Refusal::ShippedWithAnother(other.to_owned())),
    }
}

/// What to do about a stock level that a person changed.
#[derive(Debug, PartialEq, Eq)]
pub enum StockPlan {
    /// The shop has the wanted level: nothing to send.
    Done,
    /// Send this absolute level.
    Send(Level),
    /// The shop moved in between, and only the person can say which number is right.
    Conflict,
    /// The change leads out of range from what the shop has now.
    Refuse(StockError),
}

/// Decides about one level.
///
/// `base` is the level that the person saw (`None` where the shop didn't tell) and, once an
/// attempt has left, the level that was read just before it; `observed` is what the shop says
/// now, `sent` the absolute level of an earlier attempt whose outcome is unknown.
/// A relative change replays on what the shop has now, unless an earlier attempt may have
/// counted already: then only `base` and `sent` themselves are understood.
pub fn plan_stock(base: Option<Level>, observed: Option<Level>, change: StockChange, sent: Option<Level>) -> StockPlan {
    if let Some(sent) = sent {
        return match observed {
            Some(now) if now == sent => StockPlan::Done,
            Some(now) if Some(now) == base => StockPlan::Send(sent),
            _ if matches!(change, StockChange::Restore { .. }) => StockPlan::Refuse(StockError::UndoLost(sent)),
            _ => StockPlan::Conflict,
        };
    }
    let target = match change.target(observed) {
        Ok(target) => target,
        Err(error) => return StockPlan::Refuse(error),
    };
    match (change, observed) {
        (_, Some(now)) if now == target => StockPlan::Done,
        (StockChange::Set { .. }, Some(now)) if Some(now) != base => StockPlan::Conflict,
        (StockChange::Restore { .. }, now) if now.is_none() || now != base => moved(base, now, change),
        _ => StockPlan::Send(target),
    }
}

/// The shop has another level than the one that this change starts from. An undo asks nobody: what
/// changed since is left alone.
fn moved(base: Option<Level>, observed: Option<Level>, change: StockChange) -> StockPlan {
    match (change, base, observed) {
        (StockChange::Restore { .. }, Some(was), Some(now)) => StockPlan::Refuse(StockError::ChangedSince { was, now }),
        (StockChange::Restore { .. }, _, _) => StockPlan::Refuse(StockError::UnknownSince),
        _ => StockPlan::Conflict,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Handling, MAX_LEVEL, OrderId, Private, Recipient};
    use jiff::Timestamp;
    use proptest::prelude::*;

    #[test]
    fn an_order_cancelled_while_packing_is_never_shipped() {
        assert_eq!(plan_ship(&OrderStatus::Cancelled, "", "TK1"), ShipPlan::Refuse(Refusal::Cancelled));
    }

    #[test]
    fn an_order_that_its_buyer_asks_to_cancel_is_not_shipped_and_one_that_is_shipped_stays_so() {
        let asked = |status, tracking: &str| {
            let handling = Handling { cancel_asked: true, ..Handling::default() };
            plan_shipment(&Order { status, tracking_number: tracking.into(), handling, ..order() }, "TK1")
        };
        assert_eq!(asked(OrderStatus::AwaitingShipment, ""), ShipPlan::Refuse(Refusal::CancelAsked));
        assert_eq!(asked(OrderStatus::Cancelled, ""), ShipPlan::Refuse(Refusal::Cancelled));
        assert_eq!(asked(OrderStatus::Shipped, "TK1"), ShipPlan::Done);
        assert_eq!(plan_shipment(&order(), "TK1"), ShipPlan::Send);
    }

    fn order() -> Order {
        Order {
            id: OrderId::new("5766"),
            status: OrderStatus::AwaitingShipment,
            payment_method: String::new(),
            shipping_provider: String::new(),
            tracking_number: String::new(),
            recipient: Recipient::default(),
            lines: Vec::new(),
            created: Timestamp::UNIX_EPOCH,
            updated: Timestamp::UNIX_EPOCH,
            ship_by: None,
            collect_by: None,
            warehouse: None,
            handling: Handling::default(),
            extra: Private::default(),
        }
    }

    #[test]
    fn an_order_that_is_shipped_with_this_number_is_done_and_with_another_refused() {
        assert_eq!(plan_ship(&OrderStatus::Shipped, "TK1", "TK1"), ShipPlan::Done);
        assert_eq!(
            plan_ship(&OrderStatus::InTransit, "TK2", "TK1"),
            ShipPlan::Refuse(Refusal::ShippedWithAnother("TK2".into()))
        );
    }

    #[test]
    fn orders_on_hold_and_orders_with_an_unknown_status_wait() {
        assert!(matches!(plan_ship(&OrderStatus::OnHold, "", "TK1"), ShipPlan::Refuse(Refusal::NotReady(_))));
        assert!(matches!(
            plan_ship(&OrderStatus::Other("TELEPORTED".into()), "", "TK1"),
            ShipPlan::Refuse(Refusal::UnknownStatus(_))
        ));
    }

    #[test]
    fn a_sale_between_seeing_and_saving_makes_an_absolute_edit_a_conflict_and_replays_a_relative_one() {
        assert_eq!(plan_stock(Some(45), Some(43), StockChange::Set { level: 50 }, None), StockPlan::Conflict);
        assert_eq!(plan_stock(Some(45), Some(43), StockChange::Add { amount: 5 }, None), StockPlan::Send(48));
    }

    #[test]
    fn a_relative_edit_whose_answer_was_lost_is_not_added_twice() {
        let add = StockChange::Add { amount: 5 };
        assert_eq!(plan_stock(Some(45), Some(50), add, Some(50)), StockPlan::Done);
        assert_eq!(plan_stock(Some(45), Some(45), add, Some(50)), StockPlan::Send(50));
        assert_eq!(plan_stock(Some(45), Some(49), add, Some(50)), StockPlan::Conflict);
    }

    #[test]
    fn an_undo_whose_answer_was_lost_does_not_claim_to_have_left_the_level_alone() {
        let back = StockChange::Restore { level: 12 };
        let plan = |observed| plan_stock(Some(147), observed, back, Some(12));
        assert_eq!((plan(Some(12)), plan(Some(147))), (StockPlan::Done, StockPlan::Send(12)));
        assert_eq!((plan(Some(6)), plan(None)), (StockPlan::Refuse(StockError::UndoLost(12)), plan(Some(9))));
    }

    fn any_change() -> impl Strategy<Value = StockChange> {
        prop_oneof![
            (0..=MAX_LEVEL).prop_map(|level| StockChange::Set { level }),
            (-200i64..=200).prop_map(|amount| StockChange::Add { amount }),
        ]
    }

    proptest! {
        #[test]
        fn nothing_is_sent_when_the_shop_has_the_wanted_level(base in 0..=MAX_LEVEL, level in 0..=MAX_LEVEL) {
            prop_assert_eq!(plan_stock(Some(base), Some(level), StockChange::Set { level }, None), StockPlan::Done);
        }

        #[test]
        fn what_is_sent_is_always_a_level_the_shop_takes(
            base in proptest::option::of(0..=MAX_LEVEL), observed in proptest::option::of(-5..=MAX_LEVEL), change in any_change(),
        ) {
            if let StockPlan::Send(level) = plan_stock(base, observed, change, None) {
                prop_assert!((0..=MAX_LEVEL).contains(&level));
            }
        }

        #[test]
        fn after_the_shop_took_the_number_the_plan_is_done(base in 0..=MAX_LEVEL, change in any_change()) {
            if let StockPlan::Send(level) = plan_stock(Some(base), Some(base), change, None) {
                prop_assert_eq!(plan_stock(Some(base), Some(level), change, Some(level)), StockPlan::Done);
            }
        }
    }
}
