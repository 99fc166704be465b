//! What campaigns hold of a SKU, where the shop tells it for all of its warehouses together. It is asked for before the
//! reading that a write is planned from, so that nothing comes between those two, and only where an edit leads below
//! what is known to be held: mostly that costs nothing.
//!
//! What creators hold stops nothing here. The shop's refusal (12052393) speaks of promotions alone, and whether it
//! counts creators is documented nowhere: the shop is asked, and its answer is taken.

use std::collections::HashMap;

use domain::{Level, ProductId, SkuId, WarehouseId, beside_campaigns};
use store::{Entry, HeldLevel, Kind, StoreError};
use tiktok_shop::Lane;

use crate::{push::Pusher, push_stock::Attempt};

type Places = HashMap<(SkuId, WarehouseId), Level>;

impl Pusher {
    /// What campaigns hold of the SKUs of a product, as the shop says just now: where these edits, by what is known,
    /// would leave less of one. Empty otherwise, and where the shop doesn't say.
    pub(crate) async fn held_of_skus(
        &self,
        product: &ProductId,
        edits: &[Entry],
    ) -> Result<HashMap<SkuId, Level>, StoreError> {
        let known = self.store.held_levels(self.shop, product).await?;
        if !lead_below(&known, edits) {
            return Ok(HashMap::new());
        }
        let asked = self.clock.now();
        let products = std::slice::from_ref(product);
        match self.client.stock_shares(products, Lane::Person).await {
            Ok(Some(told)) => {
                self.store.put_shares(self.shop, products, &told, asked).await?;
                Ok(told.into_iter().filter_map(|shares| Some((shares.sku, shares.campaign?))).collect())
            }
            Ok(None) => Ok(HashMap::new()),
            Err(error) => {
                tracing::info!(%error, "what campaigns hold is left to the shop to say");
                Ok(HashMap::new())
            }
        }
    }

    /// Those attempts that leave each SKU with as much as campaigns hold of it, beside its `levels` elsewhere. Where that
    /// is too little those that lower it are refused here: the shop would, and of the SKU everything with them.
    pub(crate) async fn beside_campaigns(
        &self,
        attempts: Vec<Attempt>,
        levels: &Places,
        held: &HashMap<SkuId, Level>,
    ) -> Result<Vec<Attempt>, StoreError> {
        let mut left = attempts;
        for (sku, held) in held {
            let after = after(levels, sku, &left);
            let Err(error) = beside_campaigns(&after.into_values().collect::<Vec<_>>(), *held) else { continue };
            let lowers = |(entry, observed, level): &Attempt| {
                sku_of(entry) == Some(sku) && observed.is_none_or(|observed| *level < observed)
            };
            let (refused, others): (Vec<_>, Vec<_>) = left.into_iter().partition(lowers);
            let refused: Vec<Entry> = refused.into_iter().map(|(entry, ..)| entry).collect();
            self.store.refuse_for_campaign(&refused, &error.to_string(), self.clock.now()).await?;
            left = others;
        }
        Ok(left)
    }
}

fn sku_of(entry: &Entry) -> Option<&SkuId> {
    match &entry.kind {
        Kind::Stock { target, .. } => Some(&target.sku),
        Kind::Ship { .. } => None,
    }
}

/// A SKU's levels by warehouse as attempts would leave them.
fn after<'a>(levels: &'a Places, sku: &SkuId, attempts: &'a [Attempt]) -> HashMap<&'a WarehouseId, Level> {
    let known = levels.iter().filter(|((of, _), _)| of == sku).map(|((_, warehouse), level)| (warehouse, *level));
    let wanted = attempts.iter().filter_map(|(entry, _, level)| match &entry.kind {
        Kind::Stock { target, .. } if target.sku == *sku => Some((&target.warehouse, *level)),
        _ => None,
    });
    known.chain(wanted).collect()
}

/// Whether these edits would leave less of a SKU than is held of it, by the levels that are known.
fn lead_below(known: &[HeldLevel], edits: &[Entry]) -> bool {
    let mut left: HashMap<&SkuId, (Level, Level)> = HashMap::new();
    for HeldLevel { sku, held, warehouse, level } in known {
        let wanted = edits.iter().find_map(|entry| match &entry.kind {
            Kind::Stock { target, change, .. } if target.sku == *sku && target.warehouse == *warehouse => {
                change.target(Some(*level)).ok()
            }
            _ => None,
        });
        left.entry(sku).or_insert((0, *held)).0 += wanted.unwrap_or(*level);
    }
    left.values().any(|(left, held)| left < held)
}
