//! The planner: pure functions of what was there when the person decided (*base*), what the
//! shop says now (*observed*) and what the person wants (*desired*).
//!
//! Every attempt to write starts with a read and asks here. So a killed process, a lost answer
//! and a first try all take the same path, and nothing is ever sent blindly a second time.

use thiserror::Error;

use crate::{Departure, Level, Order, OrderStatus, Shipper, StockChange, StockError};

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
    /// It leaves out of the platform's own warehouse.
    #[error("TikTok sends this order out of its own warehouse: there is nothing to do, and nothing was sent.")]
    NotTheSellers,
    /// The platform's label is the only way for it.
    #[error(
        "TikTok gives this order its label and its number, so it takes none of yours. Nothing was sent: arrange its shipment instead."
    )]
    TakesNoNumber,
    /// The platform has no label for it.
    #[error("This order leaves with a carrier of yours. Nothing was sent: ship it with its tracking number.")]
    HasNoLabel,
}

/// What decides about shipping an order, as the shop has it now.
#[derive(Clone, Copy, Debug)]
pub struct ShipState<'a> {
    /// Where it stands.
    pub status: &'a OrderStatus,
    /// Its number; empty before shipping.
    pub tracking: &'a str,
    /// Who sends it.
    pub shipper: Shipper,
    /// Whether all its parcels are arranged, which its status may not say yet.
    pub arranged: bool,
    /// Whether its buyer asks to cancel it and nobody has answered.
    pub cancel_asked: bool,
}

impl<'a> From<&'a Order> for ShipState<'a> {
    fn from(order: &'a Order) -> Self {
        let Order { status, tracking_number: tracking, handling, .. } = order;
        let (shipper, cancel_asked) = (handling.shipper, handling.cancel_asked);
        Self { status, tracking, shipper, arranged: handling.is_arranged(), cancel_asked }
    }
}

/// Decides about shipping from the order as the shop has it now and the way in which the person wants it to leave. One
/// that its buyer asks to cancel isn't sent before that is answered.
pub fn plan_ship(now: ShipState<'_>, wanted: &Departure) -> ShipPlan {
    let ShipState { status, tracking, shipper, arranged, cancel_asked } = now;
    match (status, shipper) {
        (OrderStatus::Cancelled, _) => return ShipPlan::Refuse(Refusal::Cancelled),
        (_, Shipper::Warehouse) => return ShipPlan::Refuse(Refusal::NotTheSellers),
        _ => {}
    }
    match status {
        OrderStatus::AwaitingShipment | OrderStatus::PartiallyShipping => match (wanted, shipper) {
            (Departure::Number(_), Shipper::Platform) => ShipPlan::Refuse(Refusal::TakesNoNumber),
            (Departure::Label(_), Shipper::Seller) => ShipPlan::Refuse(Refusal::HasNoLabel),
            (Departure::Label(_), _) if arranged => ShipPlan::Done,
            _ if cancel_asked => ShipPlan::Refuse(Refusal::CancelAsked),
            _ => ShipPlan::Send,
        },
        OrderStatus::Cancelled => ShipPlan::Refuse(Refusal::Cancelled),
        OrderStatus::Unpaid | OrderStatus::OnHold => ShipPlan::Refuse(Refusal::NotReady(status.as_shop().to_owned())),
        OrderStatus::Other(word) => ShipPlan::Refuse(Refusal::UnknownStatus(word.clone())),
        OrderStatus::AwaitingCollection
        | OrderStatus::Shipped
        | OrderStatus::InTransit
        | OrderStatus::Delivered
        | OrderStatus::Completed => match (wanted, shipper) {
            (Departure::Number(number), _) => already_shipped(tracking, number),
            // Who arranged it, and how it is handed over, makes no other parcel.
            (Departure::Label(_), Shipper::Platform) => ShipPlan::Done,
            (Departure::Label(_), _) => ShipPlan::Refuse(Refusal::HasNoLabel),
        },
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
    use crate::{Handover, MAX_LEVEL};
    use proptest::prelude::*;

    fn shipped_by(shipper: Shipper, status: &OrderStatus, tracking: &str, wanted: &Departure) -> ShipPlan {
        plan_ship(ShipState { status, tracking, shipper, arranged: false, cancel_asked: false }, wanted)
    }

    fn with_number(status: &OrderStatus, tracking: &str, wanted: &str) -> ShipPlan {
        shipped_by(Shipper::Seller, status, tracking, &Departure::Number(wanted.to_owned()))
    }

    const WITH_LABEL: Departure = Departure::Label(Handover::Usual);

    #[test]
    fn an_order_cancelled_while_packing_is_never_shipped() {
        assert_eq!(with_number(&OrderStatus::Cancelled, "", "TK1"), ShipPlan::Refuse(Refusal::Cancelled));
        for shipper in [Shipper::Platform, Shipper::Warehouse] {
            let plan = shipped_by(shipper, &OrderStatus::Cancelled, "", &WITH_LABEL);
            assert_eq!(plan, ShipPlan::Refuse(Refusal::Cancelled));
        }
    }

    #[test]
    fn an_order_that_its_buyer_asks_to_cancel_is_not_shipped_and_one_that_is_shipped_stays_so() {
        let asked = |status, tracking, shipper, wanted| {
            plan_ship(ShipState { status: &status, tracking, shipper, arranged: false, cancel_asked: true }, wanted)
        };
        let number = Departure::Number("TK1".into());
        let refused = ShipPlan::Refuse(Refusal::CancelAsked);
        assert_eq!(asked(OrderStatus::AwaitingShipment, "", Shipper::Seller, &number), refused);
        assert_eq!(asked(OrderStatus::AwaitingShipment, "", Shipper::Platform, &WITH_LABEL), refused);
        assert_eq!(asked(OrderStatus::Cancelled, "", Shipper::Seller, &number), ShipPlan::Refuse(Refusal::Cancelled));
        assert_eq!(asked(OrderStatus::Shipped, "TK1", Shipper::Seller, &number), ShipPlan::Done);
    }

    #[test]
    fn an_order_that_is_shipped_with_this_number_is_done_and_with_another_refused() {
        assert_eq!(with_number(&OrderStatus::Shipped, "TK1", "TK1"), ShipPlan::Done);
        assert_eq!(
            with_number(&OrderStatus::InTransit, "TK2", "TK1"),
            ShipPlan::Refuse(Refusal::ShippedWithAnother("TK2".into()))
        );
    }

    #[test]
    fn orders_on_hold_and_orders_with_an_unknown_status_wait() {
        assert!(matches!(with_number(&OrderStatus::OnHold, "", "TK1"), ShipPlan::Refuse(Refusal::NotReady(_))));
        let platforms = shipped_by(Shipper::Platform, &OrderStatus::OnHold, "", &WITH_LABEL);
        assert!(matches!(platforms, ShipPlan::Refuse(Refusal::NotReady(_))));
        assert!(matches!(
            with_number(&OrderStatus::Other("TELEPORTED".into()), "", "TK1"),
            ShipPlan::Refuse(Refusal::UnknownStatus(_))
        ));
    }

    #[test]
    fn an_order_leaves_in_the_way_of_whoever_sends_it_and_in_no_other() {
        let number = Departure::Number("TK1".into());
        let plan = |shipper, wanted| shipped_by(shipper, &OrderStatus::AwaitingShipment, "", wanted);
        assert_eq!(plan(Shipper::Platform, &WITH_LABEL), ShipPlan::Send);
        assert_eq!(plan(Shipper::Platform, &number), ShipPlan::Refuse(Refusal::TakesNoNumber));
        assert_eq!(plan(Shipper::Seller, &WITH_LABEL), ShipPlan::Refuse(Refusal::HasNoLabel));
        for wanted in [&WITH_LABEL, &number] {
            assert_eq!(plan(Shipper::Warehouse, wanted), ShipPlan::Refuse(Refusal::NotTheSellers));
        }
    }

    #[test]
    fn an_order_that_is_arranged_is_done_whatever_number_it_was_given() {
        for status in [OrderStatus::AwaitingCollection, OrderStatus::InTransit, OrderStatus::Delivered] {
            assert_eq!(shipped_by(Shipper::Platform, &status, "LX1", &WITH_LABEL), ShipPlan::Done);
        }
        let partly = shipped_by(Shipper::Platform, &OrderStatus::PartiallyShipping, "LX1", &WITH_LABEL);
        assert_eq!(partly, ShipPlan::Send);
        let whole = ShipState {
            status: &OrderStatus::PartiallyShipping,
            tracking: "",
            shipper: Shipper::Platform,
            arranged: true,
            cancel_asked: false,
        };
        assert_eq!(plan_ship(whole, &WITH_LABEL), ShipPlan::Done);
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
