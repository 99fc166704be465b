//! How a long list of orders stands, for whoever wants to ship them: asked once, not once for each.

use std::collections::HashMap;

use domain::{Departure, OrderId, OrderStatus, ShipState, Shipper, ShopId};
use serde_json::json;

use crate::{State, Store, StoreError, orders::shipper_of, outbox::departure};

/// What decides about shipping an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Where the shop says it stands.
    pub status: OrderStatus,
    /// The number that the shop holds; empty before shipping.
    pub tracking: String,
    /// Who sends it.
    pub shipper: Shipper,
    /// Whether its buyer asks to cancel it and nobody has answered.
    pub cancel_asked: bool,
    /// The wish to ship it that is under way, and how it leaves.
    pub under_way: Option<(State, Departure)>,
}

impl<'a> From<&'a Standing> for ShipState<'a> {
    fn from(order: &'a Standing) -> Self {
        let Standing { status, tracking, shipper, cancel_asked, .. } = order;
        Self {
            status,
            tracking,
            shipper: *shipper,
            arranged: false,
            has_parcel: false,
            asked_before: false,
            cancel_asked: *cancel_asked,
            lines: &[],
        }
    }
}

/// How the orders stand that were asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standings {
    /// Those that the cache holds: the ones that were named, and the ones in the ranges.
    pub orders: HashMap<OrderId, Standing>,
    /// The ids in each range, in the ranges' order, the lowest first.
    pub near: Vec<Vec<OrderId>>,
}

/// Each range is a look into the index of ids, and ends after so many.
const NEAR: &str = "
    SELECT r.key, o.id FROM json_each(?2) r CROSS JOIN orders o ON o.n IN (
        SELECT n FROM orders WHERE shop = ?1 AND id BETWEEN r.value->>0 AND r.value->>1
           AND length(id) = length(r.value->>0) ORDER BY id LIMIT ?3)
    ORDER BY r.key, o.id";

pub(crate) const STANDING: &str = "
    SELECT o.id, o.status, o.tracking, o.shipper, o.cancel_asked, e.state, e.tracking, e.handover
    FROM (SELECT DISTINCT value AS id FROM json_each(?2)) a
    CROSS JOIN orders o ON o.shop = ?1 AND o.id = a.id
    LEFT JOIN outbox e ON e.shop = ?1 AND e.kind = 'ship' AND e.order_id = o.id
         AND e.state IN ('queued', 'sending', 'checking')";

/// Id, status, number, sender of an order and whether its buyer asks to cancel it; state, number and handover of the wish that is under way for it.
type RawStanding = (String, String, String, i64, bool, Option<String>, Option<String>, Option<String>);

impl Store {
    /// How these orders stand, and those whose ids lie in one of the ranges (from, to; both included,
    /// of the same number of digits), at most `most` of each range. All of one moment of the cache.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn orders_standing(
        &self,
        shop: ShopId,
        ids: &[OrderId],
        ranges: &[(OrderId, OrderId)],
        most: u32,
    ) -> Result<Standings, StoreError> {
        if ids.is_empty() && ranges.is_empty() {
            return Ok(Standings::default());
        }
        let mut moment = self.readers.begin().await?;
        let within: Vec<(i64, String)> = sqlx::query_as(NEAR)
            .bind(shop.0)
            .bind(json!(ranges).to_string())
            .bind(most)
            .fetch_all(&mut *moment)
            .await?;
        let asked: Vec<&str> =
            ids.iter().map(OrderId::as_str).chain(within.iter().map(|(_, id)| id.as_str())).collect();
        let rows: Vec<RawStanding> =
            sqlx::query_as(STANDING).bind(shop.0).bind(json!(asked).to_string()).fetch_all(&mut *moment).await?;
        moment.commit().await?;
        let orders = rows.into_iter().map(standing).collect::<Result<_, _>>()?;
        Ok(Standings { orders, near: by_range(ranges.len(), within) })
    }
}

fn standing(row: RawStanding) -> Result<(OrderId, Standing), StoreError> {
    let (id, status, tracking, shipper, cancel_asked, state, number, handover) = row;
    let leaving = number.map(|number| departure(number, handover.as_deref())).transpose()?;
    let under_way = state.map(|state| State::from_text(&state)).zip(leaving);
    let (status, shipper) = (OrderStatus::from_shop(&status), shipper_of(shipper));
    let standing = Standing { status, tracking, shipper, cancel_asked, under_way };
    Ok((OrderId::new(id), standing))
}

fn by_range(ranges: usize, within: Vec<(i64, String)>) -> Vec<Vec<OrderId>> {
    let mut near = vec![Vec::new(); ranges];
    for (range, id) in within {
        if let Some(ids) = usize::try_from(range).ok().and_then(|range| near.get_mut(range)) {
            ids.push(OrderId::new(id));
        }
    }
    near
}
