//! The shop's warehouses by the seller's own names.

use domain::{Warehouse, WarehouseId, WarehouseKind, WarehouseStatus};
use serde_json::value::RawValue;

use super::paths;
use crate::{
    Client, Lane, ShopError,
    client::Call,
    reading::{Record, WireError, unreadable},
};

/// `GET /logistics/202309/warehouses`: all of them.
pub(super) async fn list(shop: &Client, lane: Lane) -> Result<Vec<Warehouse>, ShopError> {
    let data = shop.call(&Call::get(paths::WAREHOUSES, Vec::new()), lane).await?;
    read(&data).map_err(|error| unreadable(&error))
}

fn read(data: &RawValue) -> Result<Vec<Warehouse>, WireError> {
    let warehouse = |record: &mut Record<'_>| {
        Ok(Warehouse {
            id: WarehouseId::new(record.id("id")?),
            name: record.text("name")?.trim().to_owned(),
            status: WarehouseStatus::from_shop(&record.text("effect_status")?),
            kind: WarehouseKind::from_shop(&record.text("type")?),
            is_default: record.flag("is_default"),
        })
    };
    Record::of(data)?.each("warehouses", warehouse).map(|listed| listed.items)
}
