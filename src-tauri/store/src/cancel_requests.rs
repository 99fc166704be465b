//! Buyers' requests to cancel, as the shop tells them.

use domain::{CancelId, CancelRequest, CancelState, OrderId, RejectReason, ShopId};
use jiff::Timestamp;
use serde_json::json;
use sqlx::{Sqlite, Transaction};

use crate::{State, Store, StoreError, Tables, errand_change::settle_in, orders::time};

/// A request, and what it may be rejected for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownRequest {
    /// As the shop described it.
    pub request: CancelRequest,
    /// The reasons that the shop lets one reject it for; none where it has not told them yet.
    pub reasons: Option<Vec<RejectReason>>,
}

#[derive(sqlx::FromRow)]
struct RawRequest {
    id: String,
    order_id: String,
    state: String,
    reason: String,
    asked: Option<i64>,
    answer_by: Option<i64>,
    reasons: Option<String>,
}

impl RawRequest {
    fn read(self) -> Result<KnownRequest, StoreError> {
        let request = CancelRequest {
            id: CancelId::new(self.id),
            order: OrderId::new(self.order_id),
            state: CancelState::from_shop(&self.state),
            reason: self.reason,
            asked: self.asked.map(time),
            answer_by: self.answer_by.map(time),
        };
        let reasons = self.reasons.map(|reasons| serde_json::from_str(&reasons)).transpose()?;
        Ok(KnownRequest { request, reasons })
    }
}

const PUT: &str = "
    INSERT INTO cancel_requests (shop, id, order_id, state, reason, asked, answer_by, seen)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
    ON CONFLICT (shop, id) DO UPDATE SET
        state = excluded.state, reason = excluded.reason, asked = excluded.asked, answer_by = excluded.answer_by,
        seen = excluded.seen
    WHERE excluded.seen >= cancel_requests.seen";

/// Whether the order's buyer asks, by what is known of its requests at `?3`. The order's own reading from later knows
/// better. `fingerprint` is 0 so that the next reading counts as news.
const MARK: &str = "
    WITH known (asks) AS (SELECT EXISTS (
        SELECT 1 FROM cancel_requests
        WHERE shop = ?1 AND order_id = ?2 AND state = 'CANCELLATION_REQUEST_PENDING'))
    UPDATE orders SET cancel_asked = asks, fingerprint = 0,
           detail = json_set(detail, '$.handling.cancel_asked', json(iif(asks, 'true', 'false')))
    FROM known WHERE shop = ?1 AND id = ?2 AND asked <= ?3 AND cancel_asked <> asks";

/// A buyer asks, and the request isn't known.
const UNHEARD: &str = "
    SELECT o.id FROM orders o INDEXED BY orders_cancel_asked
    WHERE o.shop = ?1 AND o.cancel_asked = 1 AND o.stage IN (0, 1) AND NOT EXISTS (
        SELECT 1 FROM cancel_requests r
        WHERE r.shop = o.shop AND r.order_id = o.id AND r.state = 'CANCELLATION_REQUEST_PENDING')
    LIMIT ?2";

impl Store {
    /// Takes in requests that were asked for at `seen`. An older reading never overwrites a newer one.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn put_cancel_requests(
        &self,
        shop: ShopId,
        requests: &[CancelRequest],
        seen: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_observing().await?;
        for request in requests {
            put(&mut tx, shop, request, seen).await?;
        }
        for request in requests {
            mark(&mut tx, shop, &request.order, seen).await?;
        }
        self.commit(tx, if requests.is_empty() { Tables::default() } else { Tables::ORDERS }).await
    }

    /// Open requests that no reading has told since `before`, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn cancel_requests_unseen(
        &self,
        shop: ShopId,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<CancelRequest>, StoreError> {
        let rows: Vec<RawRequest> = sqlx::query_as(
            "SELECT * FROM cancel_requests
             WHERE shop = ?1 AND state = 'CANCELLATION_REQUEST_PENDING' AND seen < ?2 ORDER BY seen LIMIT ?3",
        )
        .bind(shop.0)
        .bind(before.as_millisecond())
        .bind(limit)
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(|row| Ok(row.read()?.request)).collect()
    }

    /// Orders whose buyers ask to cancel, of which the request isn't known, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn orders_unheard(&self, shop: ShopId, limit: u32) -> Result<Vec<OrderId>, StoreError> {
        let ids: Vec<String> = sqlx::query_scalar(UNHEARD).bind(shop.0).bind(limit).fetch_all(&self.readers).await?;
        Ok(ids.into_iter().map(OrderId::new).collect())
    }

    /// Open requests whose reasons the shop has not told yet, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn cancel_requests_without_reasons(&self, shop: ShopId, limit: u32) -> Result<Vec<CancelId>, StoreError> {
        let ids: Vec<String> = sqlx::query_scalar(
            "SELECT id FROM cancel_requests
             WHERE shop = ?1 AND state = 'CANCELLATION_REQUEST_PENDING' AND reasons IS NULL LIMIT ?2",
        )
        .bind(shop.0)
        .bind(limit)
        .fetch_all(&self.readers)
        .await?;
        Ok(ids.into_iter().map(CancelId::new).collect())
    }

    /// Keeps what a request may be rejected for.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn put_reject_reasons(
        &self,
        shop: ShopId,
        request: &CancelId,
        reasons: &[RejectReason],
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_observing().await?;
        sqlx::query("UPDATE cancel_requests SET reasons = ?3 WHERE shop = ?1 AND id = ?2")
            .bind(shop.0)
            .bind(request.as_str())
            .bind(json!(reasons).to_string())
            .execute(&mut *tx)
            .await?;
        self.commit(tx, Tables::ORDERS).await
    }

    /// The open request about an order, where one is known.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn cancel_request_of(&self, shop: ShopId, order: &OrderId) -> Result<Option<KnownRequest>, StoreError> {
        let row: Option<RawRequest> = sqlx::query_as(
            "SELECT * FROM cancel_requests
             WHERE shop = ?1 AND order_id = ?2 AND state = 'CANCELLATION_REQUEST_PENDING' ORDER BY asked DESC LIMIT 1",
        )
        .bind(shop.0)
        .bind(order.as_str())
        .fetch_optional(&self.readers)
        .await?;
        row.map(RawRequest::read).transpose()
    }

    /// The shop took an answer at `now`: notes it on errand, request and order in one transaction.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn finish_answer(
        &self,
        shop: ShopId,
        errand: i64,
        answered: &CancelRequest,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        settle_in(&mut tx, errand, State::Done, None, now, now).await?;
        put(&mut tx, shop, answered, now).await?;
        mark(&mut tx, shop, &answered.order, now).await?;
        self.commit(tx, Tables::OUTBOX.and(Tables::ORDERS)).await
    }
}

async fn put(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    request: &CancelRequest,
    seen: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(PUT)
        .bind(shop.0)
        .bind(request.id.as_str())
        .bind(request.order.as_str())
        .bind(request.state.as_shop())
        .bind(&request.reason)
        .bind(request.asked.map(Timestamp::as_millisecond))
        .bind(request.answer_by.map(Timestamp::as_millisecond))
        .bind(seen.as_millisecond())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

async fn mark(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    order: &OrderId,
    seen: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(MARK).bind(shop.0).bind(order.as_str()).bind(seen.as_millisecond()).execute(&mut **tx).await?;
    Ok(())
}
