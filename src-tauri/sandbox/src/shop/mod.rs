//! The shop itself: its orders, products and stock, and what may happen to them. Knows no HTTP.

mod books;
mod buying;
mod catalogue;
mod draw;
mod event;
mod life;
mod order;
mod part;
mod people;
mod price;
mod product;
mod request;
mod seed;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use books::Movement;
pub use buying::{NewOrder, Wanted};
pub use order::Status;

pub(crate) use event::{Cause, Event, Outcome};
pub(crate) use life::LifeClock;
pub(crate) use order::{Address, Line, Order, Orders, Recipient, ShownOrder};
pub(crate) use part::Part;
pub(crate) use price::Price;
pub(crate) use product::{Campaign, Level, MOST_STOCK, Product, ShownProduct, Sku};
pub(crate) use request::{CancelRequest, RequestStanding};
pub(crate) use seed::open;

use self::books::Books;
use crate::moment::whole_seconds;

/// Why the shop does not do a thing: the parameter it concerns, a colon, and the reason.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Denied(pub(crate) String);

/// Levels to set for one SKU.
pub(crate) struct SkuLevels {
    pub(crate) sku_id: String,
    pub(crate) levels: Vec<Level>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Shop {
    seed: u64,
    /// Draws made since the shop opened; kept, so that a restart does not repeat them.
    draws: u64,
    pub(crate) orders: Orders,
    pub(crate) products: Vec<Product>,
    /// What happened since somebody last took these away.
    #[serde(skip)]
    events: Vec<Event>,
    #[serde(skip)]
    pub(crate) books: Books,
}

impl Shop {
    pub(crate) fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    pub(crate) fn product(&self, product_id: &str) -> Result<&Product, Denied> {
        let found = self.products.iter().find(|product| product.id == product_id);
        found.ok_or_else(|| Denied(format!("product_id: there is no product {product_id}")))
    }

    fn product_mut(&mut self, product_id: &str) -> Result<&mut Product, Denied> {
        let found = self.products.iter_mut().find(|product| product.id == product_id);
        found.ok_or_else(|| Denied(format!("product_id: there is no product {product_id}")))
    }

    /// The ids of all warehouses that something is kept in, the shop's first one first.
    pub(crate) fn warehouse_ids(&self) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        for level in self.products.iter().flat_map(|product| &product.skus).flat_map(|sku| &sku.stock_infos) {
            if !ids.contains(&level.warehouse_id) {
                ids.push(level.warehouse_id.clone());
            }
        }
        ids
    }

    pub(crate) fn levels(&self) -> BTreeMap<(String, String, String), u32> {
        let skus = self.products.iter().flat_map(|product| product.skus.iter().map(move |sku| (product, sku)));
        let of_sku = |(product, sku): (&Product, &product::Sku)| {
            let ids = (product.id.clone(), sku.id.clone());
            let levels = sku
                .stock_infos
                .iter()
                .map(move |level| ((ids.0.clone(), ids.1.clone(), level.warehouse_id.clone()), level.available_stock));
            levels.collect::<Vec<_>>()
        };
        skus.flat_map(of_sku).collect()
    }

    pub(crate) fn order(&self, order_id: &str) -> Result<&Order, Denied> {
        self.orders.get(order_id).ok_or_else(|| unknown_order(order_id))
    }

    /// Hands an order to its carrier, or another where one is named. Only one that awaits shipment can be: never a second time,
    /// never while it is on hold, never once it is cancelled. Of one that is shipped in part, what is left goes.
    pub(crate) fn ship(
        &mut self,
        order_id: &str,
        carrier: Option<&str>,
        tracking_number: &str,
        now: Timestamp,
    ) -> Result<(), Denied> {
        let status = self.order(order_id)?.order_status;
        if status != Status::AwaitingShipment {
            return Err(Denied(format!(
                "order_id: order {order_id} is {}; only an order AWAITING_SHIPMENT can be shipped",
                status.name()
            )));
        }
        self.advance(order_id, Status::Shipped, now, |order| {
            order.tracking_number = tracking_number.to_owned();
            if let Some(carrier) = carrier {
                order.shipping_provider = carrier.to_owned();
            }
            order.ship_time = Some(order.update_time);
            order.send_parts_along();
        })
    }

    /// An order leaves in a parcel that it shares. That moves no `update_time`, which is the harder case for a client:
    /// whether the real service moves it is not known.
    pub(crate) fn put_into_parcel(&mut self, order_id: &str, parcel: &str) -> Result<(), Denied> {
        let order = self.orders.get_mut(order_id).ok_or_else(|| unknown_order(order_id))?;
        order.parcel = Some(parcel.to_owned());
        Ok(())
    }

    /// The number of a label that the service buys for an order from its carrier.
    pub(crate) fn label_number(&mut self, order_id: &str) -> Result<String, Denied> {
        let carrier = self.order(order_id)?.shipping_provider.clone();
        Ok(people::tracking_number(&mut self.next_draw("label"), &carrier))
    }

    /// Another tracking number for an order on its way, or for a part of one. Its status stays, and `update_time` with it.
    pub(crate) fn correct_tracking(
        &mut self,
        order_id: &str,
        part_id: Option<&str>,
        carrier: &str,
        tracking_number: &str,
    ) -> Result<(), Denied> {
        let order = self.orders.get_mut(order_id).ok_or_else(|| unknown_order(order_id))?;
        let sent = order.parts.iter_mut().find(|part| Some(part.id.as_str()) == part_id);
        let (of_carrier, of_number, corrected) = match sent.and_then(|part| part.sent.as_mut()) {
            Some(sent) => (&mut sent.carrier, &mut sent.tracking_number, &mut sent.corrected),
            None => (&mut order.shipping_provider, &mut order.tracking_number, &mut order.tracking_corrected),
        };
        (*of_carrier, *of_number) = (carrier.to_owned(), tracking_number.to_owned());
        *corrected = true;
        Ok(())
    }

    /// The carrier brings a shipped order to its buyer.
    pub(crate) fn deliver(&mut self, order_id: &str, now: Timestamp) -> Result<(), Denied> {
        let status = self.order(order_id)?.order_status;
        if status != Status::Shipped {
            return Err(Denied(format!("order_id: order {order_id} is {}, not SHIPPED", status.name())));
        }
        self.advance(order_id, Status::Delivered, now, |_| ())
    }

    /// Ends the hour in which the buyer could change their mind.
    pub(crate) fn end_hold(&mut self, order_id: &str, now: Timestamp) -> Result<(), Denied> {
        self.advance(order_id, Status::AwaitingShipment, now, |_| ())
    }

    /// A campaign holds so much of a SKU in a warehouse from now on; nothing: it is over.
    pub(crate) fn set_campaign(
        &mut self,
        product_id: &str,
        sku_id: &str,
        campaign: Campaign,
        now: Timestamp,
    ) -> Result<(), Denied> {
        let product = self.product_mut(product_id)?;
        let sku = product.sku_mut(sku_id).ok_or_else(|| unknown_sku(product_id, sku_id))?;
        if !sku.has_warehouse(&campaign.warehouse_id) {
            return Err(unknown_warehouse(sku_id, &campaign.warehouse_id));
        }
        sku.campaigns.retain(|other| other.warehouse_id != campaign.warehouse_id);
        sku.campaigns.push(campaign);
        product.update_time = whole_seconds(now).max(product.update_time);
        Ok(())
    }

    /// Creators hold so much of a SKU from now on.
    pub(crate) fn set_creators(&mut self, product_id: &str, sku_id: &str, quantity: u32) -> Result<(), Denied> {
        let product = self.product_mut(product_id)?;
        let sku = product.sku_mut(sku_id).ok_or_else(|| unknown_sku(product_id, sku_id))?;
        sku.creators = quantity;
        Ok(())
    }

    /// The first of these levels that a campaign holds more of, and how much that is.
    pub(crate) fn held_more<'a>(&self, product_id: &str, wanted: &'a [SkuLevels]) -> Option<(&'a Level, u32)> {
        let product = self.product(product_id).ok()?;
        wanted.iter().find_map(|asked| {
            let sku = product.sku(&asked.sku_id)?;
            let below = |level: &&Level| level.available_stock < sku.held(&level.warehouse_id);
            asked.levels.iter().find(below).map(|level| (level, sku.held(&level.warehouse_id)))
        })
    }

    /// Sets levels, all of them or none. True when a number really changed.
    pub(crate) fn set_stock(&mut self, product_id: &str, wanted: &[SkuLevels], now: Timestamp) -> Result<bool, Denied> {
        let product = self.product(product_id)?;
        wanted.iter().try_for_each(|sku| check_levels(product, sku))?;
        let mut changed = false;
        for sku in wanted {
            for level in &sku.levels {
                changed |= self.set_level(product_id, &sku.sku_id, level, Cause::Written, now)?;
            }
        }
        Ok(changed)
    }

    /// Renames a product or gives all its SKUs another price, as its seller would elsewhere.
    pub(crate) fn edit_product(
        &mut self,
        product_id: &str,
        name: Option<String>,
        price: Option<Price>,
        now: Timestamp,
    ) -> Result<(), Denied> {
        let product = self.product_mut(product_id)?;
        if let Some(name) = name {
            product.name = name;
        }
        if let Some(price) = price {
            product.skus.iter_mut().for_each(|sku| sku.price = price);
        }
        product.update_time = whole_seconds(now);
        self.events.push(Event::product_updated(product_id, whole_seconds(now)));
        Ok(())
    }

    fn set_level(
        &mut self,
        product_id: &str,
        sku_id: &str,
        to: &Level,
        cause: Cause,
        now: Timestamp,
    ) -> Result<bool, Denied> {
        let product = self.product_mut(product_id)?;
        let sku = product.sku_mut(sku_id).ok_or_else(|| unknown_sku(product_id, sku_id))?;
        let level = sku.level_mut(&to.warehouse_id).ok_or_else(|| unknown_warehouse(sku_id, &to.warehouse_id))?;
        if level.available_stock == to.available_stock {
            return Ok(false);
        }
        let (warehouse_id, from, to) = (to.warehouse_id.clone(), level.available_stock, to.available_stock);
        level.available_stock = to;
        let left = sku.stock_infos.iter().fold(0u32, |sum, level| sum.saturating_add(level.available_stock));
        product.update_time = whole_seconds(now).max(product.update_time);
        self.events.push(Event::inventory_updated(product_id, sku_id, left, cause, whole_seconds(now)));
        let (product_id, sku_id) = (product_id.to_owned(), sku_id.to_owned());
        self.books.note(Movement { n: 0, product_id, sku_id, warehouse_id, from, to });
        Ok(true)
    }

    fn advance(
        &mut self,
        order_id: &str,
        to: Status,
        now: Timestamp,
        and: impl FnOnce(&mut Order),
    ) -> Result<(), Denied> {
        let order = self.orders.get_mut(order_id).ok_or_else(|| unknown_order(order_id))?;
        order.order_status = to;
        let open = order.cancel_asked;
        let end = if to == Status::Cancelled { RequestStanding::Agreed } else { RequestStanding::Declined };
        order.end_request(end, whole_seconds(now));
        let ended = order.requests().next_back().filter(|_| open.is_some());
        order.update_time = whole_seconds(now).max(order.update_time);
        and(order);
        self.events.push(Event::order_updated(order_id, to, whole_seconds(now)));
        self.events.extend(ended.map(|ended| Event::request_moved(order_id, ended)));
        Ok(())
    }
}

fn check_levels(product: &Product, wanted: &SkuLevels) -> Result<(), Denied> {
    let sku = product.sku(&wanted.sku_id).ok_or_else(|| unknown_sku(&product.id, &wanted.sku_id))?;
    match wanted.levels.iter().find(|level| !sku.has_warehouse(&level.warehouse_id)) {
        Some(level) => Err(unknown_warehouse(&sku.id, &level.warehouse_id)),
        None => Ok(()),
    }
}

fn unknown_order(order_id: &str) -> Denied {
    Denied(format!("order_id: there is no order {order_id}"))
}

fn unknown_sku(product_id: &str, sku_id: &str) -> Denied {
    Denied(format!("skus.id: product {product_id} has no SKU {sku_id}"))
}

fn unknown_warehouse(sku_id: &str, warehouse_id: &str) -> Denied {
    Denied(format!("warehouse_id: SKU {sku_id} is not kept in a warehouse {warehouse_id}"))
}
