//! The shop's own life: orders arrive, are called off and delivered, and goods are sold elsewhere.
//!
//! Each kind of happening has the moment at which it is next due. A shop that slept catches up on
//! what it missed, at the moments it would have happened, though on no more than a day.

use jiff::Timestamp;
use rand::Rng;
use serde::{Deserialize, Serialize};

use super::{Level, NewOrder, Order, Shop, Status};
use crate::{moment::shifted, settings::Life};

const HOUR: i64 = 60 * 60;
const CATCH_UP: i64 = 24 * HOUR;

/// What can happen by itself.
const KINDS: [Kind; 4] = [
    Kind { per_hour: |life| life.orders_per_hour, happen: arrival },
    Kind { per_hour: |life| life.cancellations_per_hour, happen: cancellation },
    Kind { per_hour: |life| life.deliveries_per_hour, happen: delivery },
    Kind { per_hour: |life| life.sales_per_hour, happen: sale },
];

struct Kind {
    per_hour: fn(&Life) -> f64,
    /// Makes it happen at that moment; false when there is nothing it could happen to.
    happen: fn(&mut Shop, Timestamp) -> bool,
}

/// When the next thing of each kind happens, in the order of [`KINDS`].
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct LifeClock {
    due: [Option<Timestamp>; KINDS.len()],
}

impl LifeClock {
    /// Lets everything happen that is due by now, earliest first; answers how many things did.
    pub(crate) fn live(&mut self, shop: &mut Shop, life: &Life, now: Timestamp) -> u32 {
        if life.is_still() {
            return 0;
        }
        self.plan(shop, life, now);
        let mut happened = end_holds(shop, now);
        while let Some((n, at)) = self.earliest().filter(|(_, at)| *at <= now) {
            happened += u32::from((KINDS[n].happen)(shop, at));
            self.due[n] = Some(shifted(at, pause(shop, (KINDS[n].per_hour)(life))));
        }
        happened
    }

    /// Draws what has no moment yet, forgets what no longer happens and what is over a day late.
    fn plan(&mut self, shop: &mut Shop, life: &Life, now: Timestamp) {
        for (due, kind) in self.due.iter_mut().zip(&KINDS) {
            let per_hour = (kind.per_hour)(life);
            *due = match *due {
                _ if per_hour <= 0.0 => None,
                Some(at) => Some(at.max(shifted(now, -CATCH_UP))),
                None => Some(shifted(now, pause(shop, per_hour))),
            };
        }
    }

    fn earliest(&self) -> Option<(usize, Timestamp)> {
        let planned = self.due.iter().enumerate().filter_map(|(n, due)| due.map(|at| (n, at)));
        planned.min_by_key(|(_, at)| *at)
    }
}

/// Seconds until the next happening: exponential, so that happenings come as independently as
/// buyers do. At least one second, so that no rate can hang the shop.
fn pause(shop: &mut Shop, per_hour: f64) -> i64 {
    let chance: f64 = shop.next_draw("pause").random_range(f64::EPSILON..1.0);
    #[allow(clippy::cast_possible_truncation, reason = "a float that is too large becomes the largest i64")]
    let seconds = (-chance.ln() * 3_600.0 / per_hour) as i64;
    seconds.max(1)
}

/// Orders on hold for an hour become free to be shipped.
fn end_holds(shop: &mut Shop, now: Timestamp) -> u32 {
    let ended: Vec<(String, Timestamp)> = shop
        .orders
        .iter()
        .filter(|order| order.order_status == Status::OnHold)
        .map(|order| (order.order_id.clone(), shifted(order.create_time, HOUR)))
        .filter(|(_, end)| *end <= now)
        .collect();
    ended.iter().map(|(order_id, end)| u32::from(shop.end_hold(order_id, *end).is_ok())).sum()
}

fn arrival(shop: &mut Shop, at: Timestamp) -> bool {
    let on_hold = shop.next_draw("hold").random_bool(0.05);
    let status = if on_hold { Status::OnHold } else { Status::AwaitingShipment };
    shop.arrive(NewOrder { status: Some(status), ..NewOrder::default() }, at).is_ok()
}

fn cancellation(shop: &mut Shop, at: Timestamp) -> bool {
    let order_id = any_order(shop, Order::can_be_cancelled);
    order_id.is_some_and(|order_id| shop.cancel(&order_id, at).is_ok())
}

fn delivery(shop: &mut Shop, at: Timestamp) -> bool {
    let order_id = any_order(shop, |order| order.order_status == Status::Shipped);
    order_id.is_some_and(|order_id| shop.deliver(&order_id, at).is_ok())
}

fn sale(shop: &mut Shop, at: Timestamp) -> bool {
    let mut rng = shop.next_draw("sale");
    let in_stock: Vec<_> = shop.lines_in_stock(1).collect();
    if in_stock.is_empty() {
        return false;
    }
    let line = &in_stock[rng.random_range(0..in_stock.len())];
    let one = Level { warehouse_id: line.taken_from.clone(), available_stock: 1 };
    shop.sell(&line.id, &line.sku_id, &one, at).is_ok()
}

fn any_order(shop: &mut Shop, fits: impl Fn(&Order) -> bool) -> Option<String> {
    let mut rng = shop.next_draw("which order");
    let fitting: Vec<&str> =
        shop.orders.iter().filter(|order| fits(order)).map(|order| order.order_id.as_str()).collect();
    (!fitting.is_empty()).then(|| fitting[rng.random_range(0..fitting.len())].to_owned())
}
