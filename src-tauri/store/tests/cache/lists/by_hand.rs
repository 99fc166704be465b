//! A seller who looks through all orders by hand: slow, and right by being simple.

use std::{
    cmp::Ordering,
    collections::{BTreeSet, HashMap},
};

use domain::{Order, Stage, WarehouseId};
use jiff::{Timestamp, tz::TimeZone};
use store::{Between, OrderFilter, OrderSort, Pile, PileCounts, SortBy, State, Waiting};

use super::steps::clock;

/// The same orders, looked through by hand.
#[derive(Default)]
pub(super) struct ByHand {
    /// In the order in which they first came.
    pub(super) orders: Vec<Order>,
    pub(super) tags: BTreeSet<String>,
    pub(super) shipments: HashMap<String, State>,
    /// Orders whose buyers are being answered.
    pub(super) answers: BTreeSet<String>,
}

fn total(order: &Order) -> i64 {
    order.items_total().unwrap().ten_thousandths()
}

impl ByHand {
    /// An order as the shop tells it, unless it is known as it was later.
    pub(super) fn put_newer(&mut self, order: Order) {
        match self.orders.iter_mut().find(|known| known.id == order.id) {
            Some(known) if known.updated < order.updated => *known = order,
            Some(_) => {}
            None => self.orders.push(order),
        }
    }

    fn due(&self, order: &Order) -> Timestamp {
        order.ship_by.unwrap_or_else(|| clock().rule.ship_by(order.created, &TimeZone::UTC))
    }

    fn needs_action(&self, order: &Order) -> bool {
        let shipment = self.shipments.get(order.id.as_str());
        order.status.stage() == Stage::ToShip
            && shipment != Some(&State::Queued)
            && (self.due(order) < clock().soon() || shipment == Some(&State::Refused))
            || self.is_asked(order) && !self.answers.contains(order.id.as_str())
    }

    /// Its buyer asks to cancel it while that can still be done.
    fn is_asked(&self, order: &Order) -> bool {
        order.handling.cancel_asked && [Stage::ToShip, Stage::OnHold].contains(&order.status.stage())
    }

    fn lies_on(&self, order: &Order, pile: Pile) -> bool {
        match pile {
            Pile::All => true,
            Pile::Of(stage) => order.status.stage() == stage,
            Pile::NeedsAction => self.needs_action(order),
            Pile::CancelAsked => self.is_asked(order),
        }
    }

    fn matches(&self, order: &Order, filter: &OrderFilter) -> bool {
        let own = format!("{}\n{}\n{}", order.id, order.recipient.name.reveal(), order.tracking_number).to_lowercase();
        let line = &order.lines[0];
        let goods = format!("{}\n{}\n{}", line.name.to_lowercase(), line.sku, line.product);
        let narrow = &filter.narrow;
        let among = |values: &[String], value: &str| values.is_empty() || values.iter().any(|of| of == value);
        let between = |range: Between, value: i64| {
            range.least.is_none_or(|least| least <= value) && range.most.is_none_or(|most| value <= most)
        };
        let waits = order.status.stage() == Stage::ToShip;
        filter.search.to_lowercase().split_whitespace().all(|word| own.contains(word) || goods.contains(word))
            && narrow.goods.to_lowercase().split_whitespace().all(|word| goods.contains(word))
            && filter.among.as_ref().is_none_or(|ids| ids.contains(&order.id))
            && (narrow.statuses.is_empty() || narrow.statuses.contains(&order.status))
            && among(&narrow.warehouses, order.warehouse.as_ref().map_or("", WarehouseId::as_str))
            && among(&narrow.regions, order.recipient.country.reveal())
            && (narrow.tags.is_empty() || self.tags.contains(order.id.as_str()))
            && between(narrow.quantity, i64::from(order.quantity() as u32))
            && between(narrow.value, total(order))
            && between(narrow.placed, order.created.as_millisecond())
            && narrow.due.is_none_or(|due| {
                waits && self.due(order) < due.until && due.from.is_none_or(|from| from <= self.due(order))
            })
    }

    fn sorted(&self, mut list: Vec<(usize, &Order)>, sort: OrderSort) -> Vec<String> {
        let key = |order: &Order| order.recipient.name.reveal().to_lowercase();
        let stage = |order: &Order| {
            let all = [Stage::ToShip, Stage::OnHold, Stage::Sent, Stage::Delivered, Stage::Cancelled, Stage::Other];
            all.iter().position(|stage| *stage == order.status.stage())
        };
        let by = |one: &Order, other: &Order| match sort.by {
            SortBy::Placed => Ordering::Equal,
            SortBy::ShipBy => self.due(one).cmp(&self.due(other)),
            SortBy::Value => total(one).cmp(&total(other)),
            SortBy::Quantity => one.quantity().cmp(&other.quantity()),
            SortBy::Buyer => key(one).cmp(&key(other)),
            SortBy::Items => one.lines[0].name.to_lowercase().cmp(&other.lines[0].name.to_lowercase()),
            SortBy::Status => stage(one).cmp(&stage(other)),
            SortBy::Id => one.id.as_str().cmp(other.id.as_str()),
        };
        list.sort_by(|(at, one), (at_other, other)| {
            by(one, other).then((one.created, at).cmp(&(other.created, at_other)))
        });
        if sort.descending {
            list.reverse();
        }
        list.into_iter().map(|(_, order)| order.id.to_string()).collect()
    }

    pub(super) fn list(&self, filter: &OrderFilter) -> Vec<String> {
        let found = self.orders.iter().enumerate();
        let found = found.filter(|(_, order)| self.matches(order, filter) && self.lies_on(order, filter.pile));
        let urgent = matches!(filter.pile, Pile::NeedsAction | Pile::CancelAsked | Pile::Of(Stage::ToShip));
        let usual = match urgent {
            true => OrderSort { by: SortBy::ShipBy, descending: false },
            false => OrderSort { by: SortBy::Placed, descending: true },
        };
        let sort = filter.sort.unwrap_or(usual);
        if sort.by != SortBy::ShipBy {
            return self.sorted(found.collect(), sort);
        }
        let (waiting, rest) = found.partition(|(_, order)| order.status.stage() == Stage::ToShip);
        let newest_first = OrderSort { by: SortBy::Placed, descending: true };
        self.sorted(waiting, sort).into_iter().chain(self.sorted(rest, newest_first)).collect()
    }

    pub(super) fn counts(&self, filter: &OrderFilter) -> PileCounts {
        let of = |pile| {
            let lies = |order: &&Order| self.matches(order, filter) && self.lies_on(order, pile);
            self.orders.iter().filter(lies).count() as i64
        };
        PileCounts {
            needs_action: of(Pile::NeedsAction),
            cancel_asked: of(Pile::CancelAsked),
            to_ship: of(Pile::Of(Stage::ToShip)),
            on_hold: of(Pile::Of(Stage::OnHold)),
            sent: of(Pile::Of(Stage::Sent)),
            delivered: of(Pile::Of(Stage::Delivered)),
            cancelled: of(Pile::Of(Stage::Cancelled)),
            all: of(Pile::All),
        }
    }

    pub(super) fn waiting(&self) -> Waiting {
        let PileCounts { to_ship, needs_action, .. } =
            self.counts(&OrderFilter { clock: clock(), ..OrderFilter::default() });
        Waiting { to_ship, needs_action }
    }
}
