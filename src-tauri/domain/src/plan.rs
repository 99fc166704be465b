//! The planner: pure functions of what was there when the person decided (*base*), what the
//! shop says now (*observed*) and what the person wants (*desired*).
//!
//! Every attempt to write starts with a read and asks here. So a killed process, a lost answer
//! and a first try all take the same path, and nothing is ever sent blindly a second time.

use thiserror::Error;

use crate::{Departure, Level, Line, Order, OrderStatus, Shipper, StockChange, StockError, piece::pieces_of};

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
    /// It has a parcel, so its label was bought or made elsewhere.
    #[error(
        "This order has a parcel already, which was not made here. No label was bought and nothing was paid: look at the order once more."
    )]
    LabelThere,
    /// It was cancelled, and a request to buy its label had left before.
    #[error(
        "This order was cancelled after its label was asked for. Nothing more was sent: Seller Center says whether it was bought."
    )]
    CancelledUnclear,
    /// The service is not offered for the parcel any more.
    #[error(
        "The shop doesn’t offer “{0}” for this parcel any more. Nothing was bought: ask for the prices again and choose another."
    )]
    ServiceGone(String),
    /// The label costs something else than was seen.
    #[error(
        "This label costs {now} now, and not {seen} as you saw it. Nothing was bought: ask for the prices again and decide."
    )]
    PriceMoved {
        /// What was seen.
        seen: String,
        /// What the shop says now.
        now: String,
    },
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
    /// Whether it has a parcel at all. Where labels are bought, buying makes it.
    pub has_parcel: bool,
    /// Whether a request for the very wish has left, which may have counted whatever came back.
    pub asked_before: bool,
    /// Whether its buyer asks to cancel it and nobody has answered.
    pub cancel_asked: bool,
    /// What was bought, with its pieces where the shop tells them.
    pub lines: &'a [Line],
}

impl<'a> From<&'a Order> for ShipState<'a> {
    fn from(order: &'a Order) -> Self {
        let Order { status, tracking_number: tracking, handling, lines, .. } = order;
        let (shipper, cancel_asked) = (handling.shipper, handling.cancel_asked);
        let (arranged, has_parcel) = (handling.is_arranged(), !handling.packages.is_empty());
        Self { status, tracking, shipper, arranged, has_parcel, asked_before: false, cancel_asked, lines }
    }
}

/// Decides about shipping from the order as the shop has it now and the way in which the person wants it to leave. One
/// that its buyer asks to cancel isn't sent before that is answered.
pub fn plan_ship(now: ShipState<'_>, wanted: &Departure) -> ShipPlan {
    let ShipState { status, tracking, shipper, arranged, has_parcel, asked_before, cancel_asked, lines } = now;
    match (status, shipper) {
        (OrderStatus::Cancelled, _) if asked_before && matches!(wanted, Departure::Bought(_)) => {
            return ShipPlan::Refuse(Refusal::CancelledUnclear);
        }
        (OrderStatus::Cancelled, _) => return ShipPlan::Refuse(Refusal::Cancelled),
        (_, Shipper::Warehouse) => return ShipPlan::Refuse(Refusal::NotTheSellers),
        _ => {}
    }
    match status {
        OrderStatus::AwaitingShipment | OrderStatus::PartiallyShipping => match (wanted, shipper) {
            (Departure::Number(_), Shipper::Platform) => ShipPlan::Refuse(Refusal::TakesNoNumber),
            (Departure::Label(_) | Departure::Bought(_), Shipper::Seller) => ShipPlan::Refuse(Refusal::HasNoLabel),
            (Departure::Number(number), _) if has_all_left(lines) => already_shipped(tracking, lines, number),
            (Departure::Label(_), _) if arranged => ShipPlan::Done,
            (Departure::Bought(_), _) if has_parcel || *status == OrderStatus::PartiallyShipping => {
                bought_already(asked_before)
            }
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
            (Departure::Number(number), _) => already_shipped(tracking, lines, number),
            // Who arranged it, and how it is handed over, makes no other parcel.
            (Departure::Label(_), Shipper::Platform) => ShipPlan::Done,
            (Departure::Bought(_), Shipper::Platform) => bought_already(asked_before),
            (Departure::Label(_) | Departure::Bought(_), _) => ShipPlan::Refuse(Refusal::HasNoLabel),
        },
    }
}

/// A parcel is there, and buying a label makes one. It is the wish's own where a request for it has left; otherwise
/// somebody else's, for which nothing is paid a second time.
fn bought_already(asked_before: bool) -> ShipPlan {
    if asked_before { ShipPlan::Done } else { ShipPlan::Refuse(Refusal::LabelThere) }
}

/// Whether all its pieces left, which its status may not say yet.
fn has_all_left(lines: &[Line]) -> bool {
    let mut pieces = pieces_of(lines).peekable();
    pieces.peek().is_some() && pieces.all(|piece| !piece.waits)
}

/// An order that left in parts has several numbers, and none of them is its own.
fn already_shipped(tracking: &str, lines: &[Line], wanted: &str) -> ShipPlan {
    match tracking {
        same if same == wanted => ShipPlan::Done,
        _ if pieces_of(lines).any(|piece| !piece.waits && piece.tracking == wanted) => ShipPlan::Done,
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
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;
    use crate::{
        Handover, MAX_LEVEL, Money, Parcel, Piece, PieceId, Price, ProductId, Purchase, ServiceId, SkuId, Units,
    };
    use proptest::prelude::*;

    const WAITING: ShipState<'static> = ShipState {
        status: &OrderStatus::AwaitingShipment,
        tracking: "",
        shipper: Shipper::Platform,
        arranged: false,
        has_parcel: false,
        asked_before: false,
        cancel_asked: false,
        lines: &[],
    };

    fn shipped_by(shipper: Shipper, status: &OrderStatus, tracking: &str, wanted: &Departure) -> ShipPlan {
        plan_ship(ShipState { status, tracking, shipper, ..WAITING }, wanted)
    }

    fn with_number(status: &OrderStatus, tracking: &str, wanted: &str) -> ShipPlan {
        shipped_by(Shipper::Seller, status, tracking, &Departure::Number(wanted.to_owned()))
    }

    fn purchase() -> Departure {
        let side = || "4".parse().unwrap();
        let parcel = Parcel { units: Units::Imperial, weight: side(), length: side(), width: side(), height: side() };
        let price = Price { amount: "4.12".parse().unwrap(), currency: "USD".into() };
        let (name, carrier) = ("Ground".into(), "USPS".into());
        Purchase { parcel, service: ServiceId::new("7"), name, carrier, price }.into()
    }

    const WITH_LABEL: Departure = Departure::Label(Handover::Usual);

    fn pieces(left_under: &[&str]) -> Line {
        let piece = |number: &&str| Piece {
            id: PieceId::new(format!("of {number}")),
            package: None,
            tracking: (*number).to_owned(),
            waits: number.is_empty(),
        };
        let pieces: Vec<Piece> = left_under.iter().map(piece).collect();
        let (product, sku, name) = (ProductId::new("1"), SkuId::new("2"), "Cup".to_owned());
        Line { product, sku, name, quantity: 2, price: Money::default(), pieces }
    }

    #[test]
    fn what_is_left_of_an_order_leaves_under_its_own_number_and_no_piece_leaves_twice() {
        let plan = |status: &OrderStatus, lines: &[Line]| {
            plan_ship(
                ShipState { status, shipper: Shipper::Seller, lines, ..WAITING },
                &Departure::Number("TK1".into()),
            )
        };
        let partly = OrderStatus::PartiallyShipping;
        assert_eq!(plan(&partly, &[pieces(&["TK0", ""])]), ShipPlan::Send);
        assert_eq!(plan(&partly, &[pieces(&["TK1", ""])]), ShipPlan::Send, "the rest may go in the same parcel");
        assert_eq!(plan(&partly, &[pieces(&["TK0", "TK1"])]), ShipPlan::Done);
        assert_eq!(plan(&OrderStatus::InTransit, &[pieces(&["TK0", "TK1"])]), ShipPlan::Done);
        assert_eq!(plan(&partly, &[pieces(&["TK0", "TK2"])]), ShipPlan::Refuse(Refusal::ShippedWithout));
    }

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
            plan_ship(ShipState { status: &status, tracking, shipper, cancel_asked: true, ..WAITING }, wanted)
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
        let whole = ShipState { status: &OrderStatus::PartiallyShipping, arranged: true, ..WAITING };
        assert_eq!(plan_ship(whole, &WITH_LABEL), ShipPlan::Done);
    }

    #[test]
    fn a_label_is_bought_for_an_order_without_a_parcel_alone_and_never_for_a_second_time() {
        let label = purchase();
        let plan = |now| plan_ship(now, &label);
        assert_eq!(plan(WAITING), ShipPlan::Send);
        assert_eq!(plan(ShipState { asked_before: true, ..WAITING }), ShipPlan::Send, "nothing came of it");
        assert_eq!(plan(ShipState { cancel_asked: true, ..WAITING }), ShipPlan::Refuse(Refusal::CancelAsked));
        let packed = ShipState { has_parcel: true, ..WAITING };
        let gone = ShipState { status: &OrderStatus::AwaitingCollection, ..WAITING };
        let partly = ShipState { status: &OrderStatus::PartiallyShipping, ..WAITING };
        for there in [packed, gone, partly] {
            assert_eq!(plan(there), ShipPlan::Refuse(Refusal::LabelThere), "somebody else’s: {there:?}");
            assert_eq!(plan(ShipState { asked_before: true, ..there }), ShipPlan::Done, "{there:?}");
        }
        for (shipper, refusal) in [(Shipper::Seller, Refusal::HasNoLabel), (Shipper::Warehouse, Refusal::NotTheSellers)]
        {
            assert_eq!(plan(ShipState { shipper, ..WAITING }), ShipPlan::Refuse(refusal.clone()));
            assert_eq!(plan(ShipState { shipper, ..gone }), ShipPlan::Refuse(refusal));
        }
    }

    #[test]
    fn an_order_that_was_cancelled_while_its_label_was_asked_for_is_not_called_unpaid() {
        let cancelled = ShipState { status: &OrderStatus::Cancelled, ..WAITING };
        assert_eq!(plan_ship(cancelled, &purchase()), ShipPlan::Refuse(Refusal::Cancelled));
        let unclear = ShipState { asked_before: true, ..cancelled };
        assert_eq!(plan_ship(unclear, &purchase()), ShipPlan::Refuse(Refusal::CancelledUnclear));
        assert_eq!(plan_ship(unclear, &WITH_LABEL), ShipPlan::Refuse(Refusal::Cancelled));
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
