//! What becomes of pasted order ids: to be shipped, kept by something, or not here.

use std::collections::HashMap;

use domain::{OrderId, Shipper, Stage};
use store::{Standing, State};

use crate::{
    boundary::{KeptOrders, PastedOrders},
    wording::status_text,
};

/// Puts each id into one of the lists.
pub(crate) fn pasted_orders(ids: &[OrderId], found: &HashMap<OrderId, Standing>) -> PastedOrders {
    let mut told = PastedOrders::default();
    for id in ids {
        let written = id.to_string();
        match found.get(id).map(kept_by) {
            None => told.missing.push(written),
            Some(None) => told.ready.push(written),
            Some(Some(why)) => keep(&mut told.kept, why, written),
        }
    }
    told
}

/// What keeps an order from being shipped now, by what is known here.
fn kept_by(order: &Standing) -> Option<String> {
    if let Some((state, _)) = &order.under_way {
        return Some(under_way_text(*state).to_owned());
    }
    match (order.status.stage(), order.shipper) {
        (Stage::ToShip, Shipper::Warehouse) => Some("TikTok sends it out of its own warehouse".to_owned()),
        (Stage::ToShip, _) => None,
        _ => Some(status_text(&order.status)),
    }
}

fn under_way_text(state: State) -> &'static str {
    match state {
        State::Checking => "The answer was lost; asking the shop",
        _ => "Already on its way out",
    }
}

/// There are few reasons, so they are looked through.
fn keep(kept: &mut Vec<KeptOrders>, why: String, id: String) {
    match kept.iter_mut().find(|group| group.why == why) {
        Some(group) => group.ids.push(id),
        None => kept.push(KeptOrders { why, ids: vec![id] }),
    }
}

#[cfg(test)]
mod tests {
    use domain::{Departure, OrderStatus};

    use super::*;

    fn standing(status: OrderStatus, under_way: Option<State>) -> Standing {
        let under_way = under_way.map(|state| (state, Departure::Number("TK1".to_owned())));
        Standing { status, tracking: String::new(), shipper: Shipper::Seller, cancel_asked: false, under_way }
    }

    fn why(status: OrderStatus, under_way: Option<State>) -> Option<String> {
        kept_by(&standing(status, under_way))
    }

    #[test]
    fn an_order_that_waits_can_be_shipped_until_it_is_on_its_way() {
        for waits in [OrderStatus::AwaitingShipment, OrderStatus::PartiallyShipping] {
            assert_eq!(why(waits.clone(), None), None);
            for state in [State::Queued, State::Sending] {
                assert_eq!(why(waits.clone(), Some(state)).as_deref(), Some("Already on its way out"));
            }
            let lost = Some("The answer was lost; asking the shop");
            assert_eq!(why(waits, Some(State::Checking)).as_deref(), lost);
        }
    }

    #[test]
    fn what_leaves_the_platforms_own_warehouse_is_nobodys_to_ship() {
        let by = |shipper| kept_by(&Standing { shipper, ..standing(OrderStatus::AwaitingShipment, None) });
        assert_eq!(by(Shipper::Platform), None);
        assert_eq!(by(Shipper::Warehouse).as_deref(), Some("TikTok sends it out of its own warehouse"));
    }

    #[test]
    fn everything_else_says_where_it_stands() {
        for (status, words) in [
            (OrderStatus::Unpaid, "Not paid yet"),
            (OrderStatus::OnHold, "On hold: the buyer may still cancel"),
            (OrderStatus::AwaitingCollection, "Waits for the carrier"),
            (OrderStatus::Shipped, "Shipped"),
            (OrderStatus::InTransit, "On its way"),
            (OrderStatus::Delivered, "Delivered"),
            (OrderStatus::Completed, "Completed"),
            (OrderStatus::Cancelled, "Cancelled"),
            (OrderStatus::Other("LOST".into()), "The shop says “LOST”"),
        ] {
            assert_eq!(why(status, None).as_deref(), Some(words));
        }
    }

    #[test]
    fn each_id_is_in_one_list_and_keeps_its_place_in_it() {
        let ids: Vec<OrderId> = (1..=7).map(|id| OrderId::new(id.to_string())).collect();
        let found = [
            (1, OrderStatus::Cancelled),
            (2, OrderStatus::AwaitingShipment),
            (4, OrderStatus::Shipped),
            (6, OrderStatus::Cancelled),
            (7, OrderStatus::AwaitingShipment),
        ];
        let found = found.map(|(id, status)| (OrderId::new(id.to_string()), standing(status, None))).into();
        let told = pasted_orders(&ids, &found);
        let texts = |ids: &[&str]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!((told.ready, told.missing), (texts(&["2", "7"]), texts(&["3", "5"])));
        let kept: Vec<_> = told.kept.into_iter().map(|group| (group.why, group.ids)).collect();
        assert_eq!(kept, [("Cancelled".to_owned(), texts(&["1", "6"])), ("Shipped".to_owned(), texts(&["4"]))]);
    }
}
