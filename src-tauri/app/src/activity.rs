//! What was asked for, what became of it, and what the person can do about it.

use std::collections::HashMap;

use domain::{Departure, Handover, OrderId, OrderStatus, ProductId, ShopId, SkuId, Stage, StockChange};
use store::{Entry, Kind, State, Which};

use crate::{
    App,
    boundary::{ActivityFilter, AppError, ErrorCode, Keep, OutboxItem, OutboxKind, OutboxState},
    errands::{errand_item, errand_number},
    shops::id_of,
    warehouse_names::WarehouseNames,
    wording::{count, grouped, iso},
};

/// The most that a list holds.
const MOST: usize = 500;

impl App {
    /// A shop's wishes, latest change first, at most 500.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be read.
    pub async fn activity(&self, shop: u32, filter: ActivityFilter) -> Result<Vec<OutboxItem>, AppError> {
        let which = match filter {
            ActivityFilter::Open => Which::Open,
            ActivityFilter::Done => Which::Done,
            ActivityFilter::All => Which::All,
        };
        let shop = id_of(shop);
        let entries = self.store.outbox(shop, which).await?;
        let mut items = self.items(shop, entries).await?;
        let errands = self.store.errands(shop, which).await?;
        if !errands.is_empty() {
            items.extend(errands.into_iter().map(errand_item));
            items.sort_by(|one, other| other.changed_at.cmp(&one.changed_at));
            items.truncate(MOST);
        }
        Ok(items)
    }

    /// Wishes of one shop in words.
    pub(crate) async fn items(&self, shop: ShopId, entries: Vec<Entry>) -> Result<Vec<OutboxItem>, AppError> {
        let skus: Vec<_> = entries.iter().filter_map(sku_of).collect();
        let names = self.store.sku_names(shop, &skus).await?;
        let places = self.warehouse_names(shop).await?;
        let refused: Vec<_> = entries.iter().filter_map(refused_order).collect();
        let standings = self.store.orders_standing(shop, &refused, &[], 0).await?;
        let in_words = |entry: Entry| {
            let standing = refused_order(&entry).and_then(|order| standings.orders.get(&order));
            named(entry, standing.map(|standing| &standing.status), &names, &places)
        };
        Ok(entries.into_iter().map(in_words).collect())
    }

    /// Tries a wish again.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] where it is over.
    pub async fn retry(&self, id: &str) -> Result<(), AppError> {
        let now = self.ports.clock.now();
        match errand_number(id) {
            Some(errand) => self.store.retry_errand(errand, now).await?,
            None => self.store.retry(number(id)?, now).await?,
        }
        self.wake_push();
        Ok(())
    }

    /// Drops a wish that has not left, or was refused.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] where it is on its way or over.
    pub async fn discard(&self, id: &str) -> Result<(), AppError> {
        let now = self.ports.clock.now();
        match errand_number(id) {
            Some(errand) => Ok(self.store.discard_errand(errand, now).await?),
            None => Ok(self.store.discard(number(id)?, now).await?),
        }
    }

    /// Ends a conflict with the person's number or the shop's.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] where there is none any more.
    pub async fn resolve_conflict(&self, id: &str, keep: Keep) -> Result<(), AppError> {
        let (id, now) = (number(id)?, self.ports.clock.now());
        match keep {
            Keep::Mine => self.store.keep_mine(id, now).await?,
            Keep::Shop => self.store.discard(id, now).await?,
            Keep::Difference => self.store.keep_difference(id, now).await?,
        }
        self.wake_push();
        Ok(())
    }
}

fn sku_of(entry: &Entry) -> Option<(ProductId, SkuId)> {
    match &entry.kind {
        Kind::Stock { target, .. } => Some((target.product.clone(), target.sku.clone())),
        Kind::Ship { .. } => None,
    }
}

/// The order of a shipment that was refused.
fn refused_order(entry: &Entry) -> Option<OrderId> {
    match &entry.kind {
        Kind::Ship { order, .. } if entry.state == State::Refused => Some(order.clone()),
        _ => None,
    }
}

/// A wish in words, with SKU and warehouse by the names that the seller gave them.
fn named(
    entry: Entry,
    order: Option<&OrderStatus>,
    names: &HashMap<(ProductId, SkuId), String>,
    places: &WarehouseNames,
) -> OutboxItem {
    let about = match &entry.kind {
        Kind::Stock { target, .. } => Some((target.sku.clone(), places.of(target.warehouse.as_str()))),
        Kind::Ship { .. } => None,
    };
    let name = sku_of(&entry).and_then(|sku| names.get(&sku));
    let mut item = item(entry, order);
    if let Some((sku, place)) = about {
        item.detail = name.map_or_else(|| format!("SKU {sku} in {place}"), |name| format!("{name} · {place}"));
    }
    item
}

/// A wish's or a batch's number.
pub(crate) fn number(id: &str) -> Result<i64, AppError> {
    id.parse().map_err(|_| AppError::new(ErrorCode::NotFound, "This entry is no longer there."))
}

/// A difference with its sign, as it is typed.
fn signed(amount: i64) -> String {
    if amount > 0 { format!("+{}", grouped(amount)) } else { grouped(amount) }
}

pub(crate) fn outbox_state(state: State) -> OutboxState {
    match state {
        State::Queued => OutboxState::Queued,
        State::Sending => OutboxState::Sending,
        State::Checking => OutboxState::Checking,
        State::Done => OutboxState::Done,
        State::Refused => OutboxState::Refused,
        State::Conflict => OutboxState::Conflict,
        State::Replaced | State::Discarded => OutboxState::Discarded,
    }
}

/// A wish in words. `order` is where the shop says that the order of a shipment stands: to ship one that waits
/// for no number, as it was cancelled, is on hold or has left, would only be refused again.
pub(crate) fn item(entry: Entry, order: Option<&OrderStatus>) -> OutboxItem {
    let waits = order.is_none_or(|status| status.stage() == Stage::ToShip);
    let mut item = OutboxItem {
        id: entry.id.to_string(),
        batch: entry.batch.map(|batch| batch.to_string()),
        kind: OutboxKind::Ship,
        title: String::new(),
        detail: String::new(),
        target: String::new(),
        state: outbox_state(entry.state),
        reason: entry.reason,
        attempts: count(entry.attempts),
        created_at: iso(entry.created),
        changed_at: iso(entry.changed),
        base: None,
        mine: None,
        shop: None,
        leaves_at: None,
        can_retry: entry.state == State::Queued || entry.state == State::Refused && waits,
        can_discard: matches!(entry.state, State::Queued | State::Refused),
    };
    match entry.kind {
        Kind::Ship { order, departure } => {
            item.title = format!("Ship order {order}");
            item.detail = leaving(&departure);
            item.target = order.to_string();
            item.leaves_at = (entry.state == State::Queued && entry.attempts == 0).then(|| iso(entry.due));
        }
        Kind::Stock { target, change, base, observed, sent } => {
            item.kind = OutboxKind::Stock;
            item.title = match change {
                StockChange::Set { level } => format!("Set stock to {}", grouped(level)),
                StockChange::Restore { level } => format!("Set stock back to {}", grouped(level)),
                StockChange::Add { amount } => format!("Change stock by {}", signed(amount)),
            };
            item.target = target.product.to_string();
            item.base = base;
            item.mine = sent.or_else(|| change.target(observed.or(base)).ok());
            item.shop = observed;
        }
    }
    item
}

fn leaving(departure: &Departure) -> String {
    match departure {
        Departure::Number(number) => format!("Tracking number {number}"),
        Departure::Label(Handover::Usual) => "With TikTok’s label".to_owned(),
        Departure::Label(Handover::DropOff) => "With TikTok’s label, dropped off".to_owned(),
        Departure::Bought(purchase) => format!("TikTok’s label, {} for {}", purchase.name, purchase.price),
        Departure::Label(Handover::Pickup(_)) => "With TikTok’s label, picked up".to_owned(),
    }
}
