//! What buyers do: they order, they call off, and they buy the same goods elsewhere.

use jiff::Timestamp;
use rand::{Rng, rngs::StdRng};
use serde::{Deserialize, Serialize};

use super::{
    Cause, Denied, Event, Level, Order, RequestStanding, Shop, Status,
    draw::{digits, draw},
    order::Line,
    people,
};
use crate::moment::whole_seconds;

/// An order to arrive at once. What is not said is drawn.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewOrder {
    /// The recipient's name.
    pub recipient_name: Option<String>,
    /// The order whose buyer orders again.
    pub buyer_of: Option<String>,
    /// What is bought; drawn from what is in stock when empty.
    pub items: Vec<Wanted>,
    /// Where the order stands; `AWAITING_SHIPMENT` when not said.
    pub status: Option<Status>,
}

/// One line of an order to arrive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// The SKU's id.
    pub sku_id: String,
    /// How many; no more than some one warehouse has.
    pub quantity: u32,
    /// The warehouse that they are taken from; the first that has so many when not said.
    #[serde(default)]
    pub warehouse_id: Option<String>,
}

impl Shop {
    /// An order arrives and takes its goods out of stock. Answers its id; with nothing in stock
    /// there is nothing to buy.
    pub(crate) fn arrive(&mut self, new: NewOrder, at: Timestamp) -> Result<String, Denied> {
        let mut rng = self.next_draw("order");
        let items = if new.items.is_empty() { self.pick(&mut rng) } else { self.find_all(&new.items)? };
        if items.is_empty() {
            return Err(Denied("items: nothing is in stock".into()));
        }
        let order_id = self.fresh_order_id(&mut rng);
        let mut order = people::order_for(&mut rng, order_id.clone(), items, whole_seconds(at));
        order.order_status = new.status.unwrap_or(Status::AwaitingShipment);
        if let Some(earlier) = new.buyer_of {
            order.recipient = self.order(&earlier)?.recipient.clone();
        }
        if let Some(name) = new.recipient_name {
            order.recipient.name = name;
        }
        for line in &order.items {
            self.move_stock(line, Cause::Ordered, at, |stock| stock.saturating_sub(line.quantity));
        }
        self.events.push(Event::order_created(&order_id, order.order_status, whole_seconds(at)));
        self.orders.add(order);
        Ok(order_id)
    }

    /// The buyer calls an order off before it is shipped; its goods go back into stock, as the
    /// real service does by default.
    pub(crate) fn cancel(&mut self, order_id: &str, now: Timestamp) -> Result<(), Denied> {
        let order = self.order(order_id)?;
        check_nothing_left(order)?;
        if !order.order_status.can_be_cancelled() {
            return Err(Denied(format!("order_id: order {order_id} is already {}", order.order_status.name())));
        }
        let lines = order.items.clone();
        self.advance(order_id, Status::Cancelled, now, |_| ())?;
        for line in &lines {
            self.move_stock(line, Cause::CalledOff, now, |stock| stock.saturating_add(line.quantity));
        }
        Ok(())
    }

    /// The buyer of an order that awaits shipment asks its seller to cancel it. Neither its status nor its `update_time`
    /// moves.
    pub(crate) fn ask_to_cancel(&mut self, order_id: &str, now: Timestamp) -> Result<(), Denied> {
        let order = self.order(order_id)?;
        check_nothing_left(order)?;
        if order.order_status != Status::AwaitingShipment {
            return Err(Denied(format!("order_id: order {order_id} is {}", order.order_status.name())));
        }
        self.move_request(order_id, |order| order.ask(whole_seconds(now)))
    }

    /// The seller will not cancel it, or its buyer has changed their mind: the order goes on.
    pub(crate) fn decline_to_cancel(&mut self, order_id: &str, now: Timestamp) -> Result<(), Denied> {
        self.move_request(order_id, |order| order.end_request(RequestStanding::Declined, whole_seconds(now)))
    }

    fn move_request(&mut self, order_id: &str, how: impl FnOnce(&mut Order)) -> Result<(), Denied> {
        let order = self.orders.get_mut(order_id);
        let order = order.ok_or_else(|| Denied(format!("order_id: there is no order {order_id}")))?;
        how(order);
        let moved = order.requests().next_back().map(|moved| Event::request_moved(order_id, moved));
        self.events.extend(moved);
        Ok(())
    }

    /// Goods are sold without an order: stock goes down by so many. More than there is, is refused.
    pub(crate) fn sell(&mut self, product_id: &str, sku_id: &str, from: &Level, now: Timestamp) -> Result<u32, Denied> {
        let level = self
            .product(product_id)?
            .sku(sku_id)
            .and_then(|sku| sku.stock_infos.iter().find(|level| level.warehouse_id == from.warehouse_id))
            .ok_or_else(|| Denied(format!("sku_id: no SKU {sku_id} in warehouse {}", from.warehouse_id)))?;
        let left = level
            .available_stock
            .checked_sub(from.available_stock)
            .ok_or_else(|| Denied(format!("quantity: only {} are in stock", level.available_stock)))?;
        let to = Level { warehouse_id: from.warehouse_id.clone(), available_stock: left };
        self.set_level(product_id, sku_id, &to, Cause::SoldElsewhere, now)?;
        Ok(left)
    }

    pub(super) fn next_draw(&mut self, kind: &str) -> StdRng {
        self.draws += 1;
        draw(self.seed, kind, self.draws)
    }

    pub(super) fn fresh_order_id(&self, rng: &mut StdRng) -> String {
        loop {
            let order_id = digits(rng, "5766", 18);
            if !self.orders.contains(&order_id) {
                return order_id;
            }
        }
    }

    fn move_stock(&mut self, line: &Line, cause: Cause, at: Timestamp, to: impl FnOnce(u32) -> u32) {
        let level = self
            .products
            .iter()
            .find(|product| product.id == line.id)
            .and_then(|product| product.sku(&line.sku_id))
            .and_then(|sku| sku.stock_infos.iter().find(|level| level.warehouse_id == line.taken_from));
        if let Some(level) = level {
            let to = Level { warehouse_id: line.taken_from.clone(), available_stock: to(level.available_stock) };
            // A product that has left the catalogue since has no stock to move.
            let _ = self.set_level(&line.id, &line.sku_id, &to, cause, at);
        }
    }

    /// One to three lines of what some warehouse has, no SKU twice.
    fn pick(&self, rng: &mut StdRng) -> Vec<Line> {
        let in_stock: Vec<Line> = self.lines_in_stock(1).collect();
        let mut picked: Vec<Line> = Vec::new();
        for _ in 0..rng.random_range(1..=3) {
            if in_stock.is_empty() {
                break;
            }
            let line = &in_stock[rng.random_range(0..in_stock.len())];
            if picked.iter().all(|other| other.sku_id != line.sku_id) {
                picked.push(line.clone());
            }
        }
        picked
    }

    fn find_all(&self, wanted: &[Wanted]) -> Result<Vec<Line>, Denied> {
        let find = |want: &Wanted| {
            self.lines_in_stock(want.quantity.max(1))
                .find(|line| {
                    line.sku_id == want.sku_id && want.warehouse_id.as_ref().is_none_or(|id| *id == line.taken_from)
                })
                .ok_or_else(|| Denied(format!("sku_id: no warehouse has {} of SKU {}", want.quantity, want.sku_id)))
        };
        wanted.iter().map(find).collect()
    }

    /// A line of so many for every SKU and warehouse that has them.
    pub(super) fn lines_in_stock(&self, quantity: u32) -> impl Iterator<Item = Line> {
        self.products.iter().flat_map(move |product| {
            product.skus.iter().flat_map(move |sku| {
                let enough = sku.stock_infos.iter().filter(move |level| level.available_stock >= quantity);
                enough.map(move |level| Line {
                    id: product.id.clone(),
                    sku_id: sku.id.clone(),
                    product_name: product.name.clone(),
                    quantity,
                    price: sku.price,
                    taken_from: level.warehouse_id.clone(),
                })
            })
        })
    }
}

fn check_nothing_left(order: &Order) -> Result<(), Denied> {
    if order.has_left_in_part() {
        return Err(Denied(format!("order_id: some of order {} has been shipped already", order.order_id)));
    }
    Ok(())
}
