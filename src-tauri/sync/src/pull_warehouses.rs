//! Reading the names of warehouses, where the shop lists them. They hardly ever change.

use std::time::Duration;

use domain::Product;
use jiff::Timestamp;
use store::Cursor;
use tiktok_shop::{Lane, ShopError, later};

use crate::{SyncError, pull::Puller};

const PLACE: &str = "warehouses";
/// Between two readings of the list.
const EVERY: Duration = Duration::from_secs(24 * 3_600);
/// The same while a level lies in a warehouse that the list didn't name. It may never name it.
const WHILE_UNKNOWN: Duration = Duration::from_secs(3_600);

impl Puller {
    /// The list of warehouses, where it is time for it. Returns how many requests that took.
    pub(crate) async fn warehouses(&self, lane: Lane) -> Result<u32, SyncError> {
        let last: Option<Timestamp> = self.store.cursor(self.shop, PLACE).await?;
        let asked = self.clock.now();
        if !is_due(last, self.has_met_unknown(), asked) {
            return Ok(0);
        }
        let listed = match self.client.warehouses(lane).await {
            Ok(None) => return Ok(0),
            Ok(Some(listed)) => listed,
            // Names are a comfort: what else is read doesn't wait for them, nor for the permission to read them.
            Err(error @ ShopError::Refused { .. }) => {
                tracing::warn!(%error, "the names of warehouses are asked for again in a day");
                Vec::new()
            }
            Err(error @ ShopError::ServerTrouble { .. }) => {
                tracing::warn!(%error, "the names of warehouses are asked for again later");
                return Ok(1);
            }
            Err(error) => return Err(error.into()),
        };
        self.meets_unknown(false);
        let cursor = Cursor::new(PLACE, &asked)?;
        self.store.put_warehouses(self.shop, &listed, asked, &cursor).await?;
        Ok(1)
    }

    /// Notes whether levels of these products lie in a warehouse that was never listed.
    pub(crate) async fn note_warehouses(&self, products: &[Product]) -> Result<(), SyncError> {
        let listed = self.store.warehouses(self.shop).await?;
        let mut levels = products.iter().flat_map(Product::sku_levels);
        if levels.any(|level| !listed.has(level.warehouse.as_str())) {
            self.meets_unknown(true);
        }
        Ok(())
    }
}

/// A clock that was set back makes it due.
fn is_due(last: Option<Timestamp>, has_met_unknown: bool, now: Timestamp) -> bool {
    let every = if has_met_unknown { WHILE_UNKNOWN } else { EVERY };
    last.is_none_or(|last| now < last || later(last, every) <= now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap_or_default()
    }

    #[test]
    fn the_list_is_read_once_a_day_and_sooner_where_a_warehouse_is_missing_in_it() {
        assert!(is_due(None, false, at(100_000)));
        assert!(!is_due(Some(at(100_000)), false, at(186_399)) && is_due(Some(at(100_000)), false, at(186_400)));
        assert!(!is_due(Some(at(100_000)), true, at(103_599)) && is_due(Some(at(100_000)), true, at(103_600)));
        assert!(is_due(Some(at(100_000)), false, at(99_999)));
    }
}
