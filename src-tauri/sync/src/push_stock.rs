//! Saving stock levels: read, compare, write, read back. All edits of a product go in one call, and
//! a level that is as wanted already is not sent.
//!
//! **What is known.** The contract tells stock by product and warehouse when reading
//! (`stock_infos` of a product), and takes and answers it by SKU when writing (`skus[].stock_infos`).
//! A product's only SKU therefore has the product's level. Where a server tells a SKU's own stock
//! when reading, that is the level, however many SKUs there are.
//!
//! **What is assumed.** A product's level is the sum over its SKUs, so with several of them none is
//! known from it, and it is never split: such a level can be set, not added to, and an answer that
//! is lost leaves it to the person. SKUs and warehouses that a write doesn't name keep their levels.
//! Writing a level twice is the same as writing it once. A product's `update_time` moves with its
//! stock: where it has moved after a lost answer, a level that is what it was before may have been
//! written and sold down again by just as many pieces, and so the person decides. Times tell whole
//! seconds, so all of that within one second would still look like nothing.
//!
//! **Where a sale can still be lost.** The contract writes absolute levels and has no condition
//! ("only if it still is 45"). A sale between the moment at which the shop reads the level for us
//! and the moment at which it writes ours is overwritten. The product is therefore read by itself
//! right before its write, never from a listing, and nothing but one commit lies between the two. A
//! write that has to wait for its turn, because the shop asks for a pause, the minute is full or the
//! network is gone, doesn't leave once [`Pace::prompt`](crate::Pace::prompt) is over; its product is read again.
//! Each write tells the log how long that was at most (`window_ms`: from the reading's request to
//! the write's answer, as we can't see into the shop); the ledger keeps what was read and when the
//! write left.

use std::collections::HashMap;

use domain::{Level, Product, ProductId, SkuId, SkuLevel, StockPlan, WarehouseId, beside_campaign, plan_stock};
use jiff::Timestamp;
use store::{Entry, Kind, State, StockTarget, StoreError};
use tiktok_shop::{Lane, ShopError, StockAnswer, StockWrite, later, until};

use crate::{
    push::{Pusher, Turn},
    standstill::Work,
};

/// Products that are saved before the loop looks again whether something else has waited longer.
pub(crate) const PRODUCTS_A_TURN: usize = 20;

/// An edit that is to be sent: the entry, what was read just before, and the absolute level.
pub(crate) type Attempt = (Entry, Option<Level>, Level);

impl Pusher {
    /// Brings edits to the shop, those of one product and then of the next, as long as all goes
    /// well; then reads back what was written.
    pub(crate) async fn save_stock(&self, edits: Vec<Entry>) -> Result<Turn, StoreError> {
        let mut written = Vec::new();
        let mut outcome = self.save_product(edits, &mut written).await;
        for _ in 1..PRODUCTS_A_TURN {
            if !matches!(outcome, Ok(Turn::Moved)) {
                break;
            }
            let edits = self.store.due_stock(self.shop, self.clock.now()).await?;
            if edits.is_empty() {
                break;
            }
            outcome = self.save_product(edits, &mut written).await;
        }
        self.read_back(written).await?;
        outcome
    }

    /// Brings the edits of one product to the shop, and adds it to those that were `written`.
    async fn save_product(&self, edits: Vec<Entry>, written: &mut Vec<ProductId>) -> Result<Turn, StoreError> {
        let Some(Kind::Stock { target, .. }) = edits.first().map(|entry| entry.kind.clone()) else {
            return Ok(Turn::Moved);
        };
        let held_of_skus = self.held_of_skus(&target.product, &edits).await?;
        let asked = self.clock.now();
        let seen = match self.read_product(&target.product).await? {
            Ok(seen) => seen,
            Err(error) => return self.postpone(&edits, &error).await,
        };
        let leave_by = later(self.clock.now(), self.pace.prompt);
        let (levels, held) = (by_place(seen.sku_levels()), by_place(seen.campaign_levels()));
        let mut attempts = Vec::new();
        for entry in edits {
            let attempt = self.weigh(entry, &levels, seen.updated).await?;
            attempts.extend(match attempt {
                Some(attempt) => self.beside_campaign(attempt, &held).await?,
                None => None,
            });
        }
        let attempts = self.beside_campaigns(attempts, &levels, &held_of_skus).await?;
        if attempts.is_empty() {
            return Ok(Turn::Moved);
        }
        let outcome = self.send_levels(&seen, attempts, asked, leave_by).await?;
        if outcome == Turn::Moved {
            written.push(target.product);
        }
        Ok(outcome)
    }

    /// Reads one product and keeps what it says.
    pub(crate) async fn read_product(&self, product: &ProductId) -> Result<Result<Product, ShopError>, StoreError> {
        let asked = self.clock.now();
        let answer = self.client.product(product, Lane::Person).await;
        if let Ok(seen) = &answer {
            self.store.put_products(self.shop, std::slice::from_ref(seen), &[], asked, None).await?;
        }
        Ok(answer)
    }

    /// Asks the planner about one edit and notes everything but *send*.
    async fn weigh(
        &self,
        entry: Entry,
        levels: &HashMap<(SkuId, WarehouseId), Level>,
        updated: Timestamp,
    ) -> Result<Option<Attempt>, StoreError> {
        let Kind::Stock { target, change, base, sent, .. } = &entry.kind else { return Ok(None) };
        let observed = levels.get(&(target.sku.clone(), target.warehouse.clone())).copied();
        self.store.note_observed(entry.id, observed).await?;
        let lost = sent.filter(|_| entry.state == State::Checking);
        // A level that is back where it was, of a product that has changed since: the lost attempt may
        // have counted and been sold since. Then the level says nothing, as if it weren't told.
        let back = lost.is_some() && observed == *base && observed != lost;
        let says_nothing = back && self.store.has_changed_since_attempt(entry.id, updated).await?;
        let known = observed.filter(|_| !says_nothing);
        let plan = plan_stock(*base, known, *change, lost);
        let now = self.clock.now();
        if let (Some(settled), false) = (self.unsettled_until(&entry), plan == StockPlan::Done) {
            let reason = entry.reason.as_deref();
            self.store.settle(&[entry.id], State::Checking, reason, settled, now).await?;
            return Ok(None);
        }
        match plan {
            StockPlan::Send(level) => return Ok(Some((entry, observed, level))),
            StockPlan::Done => self.store.conclude(&entry, State::Done, None, now).await?,
            StockPlan::Refuse(error) => {
                self.store.conclude(&entry, State::Refused, Some(&error.to_string()), now).await?;
            }
            StockPlan::Conflict => {
                let reason = conflict_sentence(*base, observed, lost);
                self.store.conclude(&entry, State::Conflict, Some(&reason), now).await?;
            }
        }
        Ok(None)
    }

    /// An edit that a campaign, as it was read just now, leaves room for. One that it doesn't is refused here: the shop
    /// would refuse all edits of the product with it.
    async fn beside_campaign(
        &self,
        attempt: Attempt,
        held: &HashMap<(SkuId, WarehouseId), Level>,
    ) -> Result<Option<Attempt>, StoreError> {
        let (entry, _, level) = &attempt;
        let Kind::Stock { target, .. } = &entry.kind else { return Ok(None) };
        let held = held.get(&(target.sku.clone(), target.warehouse.clone())).copied();
        let Err(error) = beside_campaign(*level, held) else { return Ok(Some(attempt)) };
        self.store.refuse_for_campaign(std::slice::from_ref(entry), &error.to_string(), self.clock.now()).await?;
        Ok(None)
    }

    /// Sends what was planned from a reading that was `asked` for, by `leave_by` or not at all.
    async fn send_levels(
        &self,
        seen: &Product,
        attempts: Vec<Attempt>,
        asked: Timestamp,
        leave_by: Timestamp,
    ) -> Result<Turn, StoreError> {
        let started = self.store.start_stock(&attempts, self.clock.now()).await?;
        let attempts: Vec<Attempt> = attempts.into_iter().filter(|(entry, _, _)| started.contains(&entry.id)).collect();
        let levels: Vec<SkuLevel> = attempts.iter().filter_map(|(entry, _, level)| sku_level(entry, *level)).collect();
        if levels.is_empty() {
            return Ok(Turn::Moved);
        }
        let entries: Vec<Entry> = attempts.into_iter().map(|(entry, _, _)| entry).collect();
        let write = StockWrite { seen, levels: &levels, leave_by };
        let answer = self.client.set_stock(&write, Lane::Person).await;
        let window_ms = until(asked, self.clock.now()).as_millis();
        tracing::info!(product = seen.id.as_str(), levels = levels.len(), window_ms, "stock written");
        match answer {
            Ok(answered) => self.confirm(&seen.id, &entries, &levels, &answered).await,
            Err(error) if error.is_held_by_campaign() => {
                for entry in &entries {
                    self.refuse_level(entry, &error).await?;
                }
                Ok(Turn::Moved)
            }
            Err(error) => self.unconfirmed(&entries, &error).await,
        }
    }

    async fn refuse_level(&self, entry: &Entry, error: &ShopError) -> Result<(), StoreError> {
        let (entries, reason) = (std::slice::from_ref(entry), error.to_string());
        if error.is_held_by_campaign() {
            return self.store.refuse_for_campaign(entries, &reason, self.clock.now()).await;
        }
        self.refuse(entries, &reason).await.map(drop)
    }

    /// Takes the answer as it is: a level that the shop answers otherwise than it was sent is
    /// read again before anything is called done.
    async fn confirm(
        &self,
        product: &ProductId,
        entries: &[Entry],
        sent: &[SkuLevel],
        answer: &StockAnswer,
    ) -> Result<Turn, StoreError> {
        self.signals.standstills.done(Work::Stock);
        let StockAnswer { levels: answered, refused } = answer;
        let named = |level: &SkuLevel| {
            let (sku, warehouse) = (level.sku.clone(), level.warehouse.clone());
            (StockTarget { product: product.clone(), sku, warehouse }, level.level)
        };
        let known: Vec<(StockTarget, Level)> = answered.iter().map(named).collect();
        let now = self.clock.now();
        self.store.put_levels(self.shop, &known, now).await?;
        for entry in entries {
            if let Some(error) = refusal(entry, refused) {
                self.refuse_level(entry, error).await?;
                continue;
            }
            let differs = sent
                .iter()
                .filter(|level| is_about(entry, level))
                .any(|level| answered.iter().any(|answer| is_about(entry, answer) && answer.level != level.level));
            let state = if differs { State::Checking } else { State::Done };
            self.store.settle(&[entry.id], state, None, now, now).await?;
        }
        Ok(Turn::Moved)
    }
}

/// Why a shop that judges each SKU by itself set nothing of an edit's.
fn refusal<'a>(entry: &Entry, refused: &'a [(SkuId, ShopError)]) -> Option<&'a ShopError> {
    let Kind::Stock { target, .. } = &entry.kind else { return None };
    refused.iter().find(|(sku, _)| *sku == target.sku).map(|(_, error)| error)
}

fn by_place(levels: Vec<SkuLevel>) -> HashMap<(SkuId, WarehouseId), Level> {
    levels.into_iter().map(|known| ((known.sku, known.warehouse), known.level)).collect()
}

fn sku_level(entry: &Entry, level: Level) -> Option<SkuLevel> {
    let Kind::Stock { target, .. } = &entry.kind else { return None };
    Some(SkuLevel { sku: target.sku.clone(), warehouse: target.warehouse.clone(), level })
}

fn is_about(entry: &Entry, level: &SkuLevel) -> bool {
    matches!(&entry.kind, Kind::Stock { target, .. } if target.sku == level.sku && target.warehouse == level.warehouse)
}

fn conflict_sentence(base: Option<Level>, observed: Option<Level>, lost: Option<Level>) -> String {
    match (base, observed, lost) {
        (Some(base), Some(now), Some(sent)) if base == now => format!(
            "The answer to {sent} was lost, and the product has changed since. The shop has {now}, which may have it counted in or not: keep your number or the shop’s."
        ),
        (_, None, Some(sent)) => format!(
            "The answer to {sent} was lost, and the shop doesn’t tell this SKU’s own level. Send your number again, or keep what the shop has."
        ),
        (Some(base), Some(now), _) => format!(
            "You edited {base}, and the shop has {now} now. Nothing was overwritten: keep your number or the shop’s."
        ),
        (None, Some(now), _) => format!(
            "You edited a level that was not known, and the shop has {now} now. Nothing was overwritten: keep your number or the shop’s."
        ),
        (_, None, None) => "The shop no longer tells this level. Nothing was sent.".to_owned(),
    }
}
