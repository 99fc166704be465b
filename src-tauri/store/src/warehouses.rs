//! The shop's warehouses as it lists them.

use domain::{ShopId, Warehouse, WarehouseId, WarehouseKind, WarehouseStatus, Warehouses};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{Cursor, Store, StoreError, Tables};

const PUT: &str = "
    INSERT INTO warehouses (shop, id, name, status, kind, is_default, asked)
    SELECT ?1, value->>'id', value->>'name', value->>'status', value->>'kind', value->>'is_default', ?3
    FROM json_each(?2) WHERE true
    ON CONFLICT (shop, id) DO UPDATE SET
        name = excluded.name, status = excluded.status, kind = excluded.kind, is_default = excluded.is_default,
        asked = excluded.asked
    WHERE excluded.asked > asked
      AND (name, status, kind, is_default) IS NOT (excluded.name, excluded.status, excluded.kind, excluded.is_default)";

const LISTED: &str = "SELECT id, name, status, kind, is_default FROM warehouses WHERE shop = ?1 ORDER BY id";

type RawWarehouse = (String, String, String, String, bool);

impl Store {
    /// Takes in the warehouses as the shop listed them when it was `asked`, with `cursor`. One that it lists no more
    /// stays: the past speaks of it.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing is changed.
    pub async fn put_warehouses(
        &self,
        shop: ShopId,
        listed: &[Warehouse],
        asked: Timestamp,
        cursor: &Cursor,
    ) -> Result<(), StoreError> {
        let rows = Value::Array(listed.iter().map(row).collect()).to_string();
        let mut tx = self.begin_observing().await?;
        let put = sqlx::query(PUT).bind(shop.0).bind(rows).bind(asked.as_millisecond()).execute(&mut *tx).await?;
        cursor.save(&mut tx, shop).await?;
        // Orders and levels show them by name.
        let shown = Tables::ORDERS.and(Tables::STOCK);
        self.commit(tx, if put.rows_affected() > 0 { shown } else { Tables::default() }).await
    }

    /// The warehouses that the shop has listed.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn warehouses(&self, shop: ShopId) -> Result<Warehouses, StoreError> {
        let rows: Vec<RawWarehouse> = sqlx::query_as(LISTED).bind(shop.0).fetch_all(&self.readers).await?;
        Ok(Warehouses::new(rows.into_iter().map(read).collect()))
    }
}

fn row(warehouse: &Warehouse) -> Value {
    let Warehouse { id, name, status, kind, is_default } = warehouse;
    json!({
        "id": id.as_str(), "name": name, "status": status.as_shop(), "kind": kind.as_shop(), "is_default": is_default,
    })
}

fn read((id, name, status, kind, is_default): RawWarehouse) -> Warehouse {
    let (status, kind) = (WarehouseStatus::from_shop(&status), WarehouseKind::from_shop(&kind));
    Warehouse { id: WarehouseId::new(id), name, status, kind, is_default }
}
