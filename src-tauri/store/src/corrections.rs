//! Tracking numbers that were put right at the shop.

use domain::{Correction, OrderId, PackageId, ShopId};
use jiff::Timestamp;

use crate::{State, Store, StoreError, errand_change::settle_in, errands::SHOWN, folded::fold};

impl Store {
    /// The shop took a correction at `now`: notes it on errand and order in one transaction. `carrier` is what the shop
    /// calls the parcel's carrier.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn finish_correction(
        &self,
        shop: ShopId,
        errand: i64,
        order: &OrderId,
        right: &Correction,
        carrier: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        settle_in(&mut tx, errand, State::Done, None, now, now).await?;
        sqlx::query(
            "UPDATE orders SET tracking = ?3, detail = json_set(detail, '$.shipping_provider', ?4), asked = ?5,
                    fingerprint = 0, haystack = haystack || char(10) || ?6
             WHERE shop = ?1 AND id = ?2 AND asked <= ?5",
        )
        .bind(shop.0)
        .bind(order.as_str())
        .bind(&right.number)
        .bind(carrier)
        .bind(now.as_millisecond())
        .bind(fold(&right.number))
        .execute(&mut *tx)
        .await?;
        self.commit(tx, SHOWN).await
    }

    /// Whether the number of an order, or of this parcel of it, was corrected from here.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn was_corrected(
        &self,
        shop: ShopId,
        order: &OrderId,
        parcel: Option<&PackageId>,
    ) -> Result<bool, StoreError> {
        let found = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM errands WHERE shop = ?1 AND order_id = ?2 AND state = 'done'
                              AND errand->>'errand' = 'correct_tracking' AND errand->>'parcel' IS ?3)",
        );
        let parcel = parcel.map(PackageId::as_str);
        Ok(found.bind(shop.0).bind(order.as_str()).bind(parcel).fetch_one(&self.readers).await?)
    }
}
