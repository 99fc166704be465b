//! By what one order stands before another.

use std::io::Result;

use super::{
    OrderIndex,
    keys::{ascending, line},
};
use crate::SortBy;

/// What [`super::keys::Keys`] has of many orders, of one.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    number: u64,
    text: Vec<u8>,
    created: i64,
    position: usize,
}

impl Key {
    pub(super) fn read(index: &OrderIndex, by: SortBy, position: usize) -> Result<Self> {
        let (mut number, mut text) = (0, Vec::new());
        match by {
            SortBy::Value => number = ascending(index.value.get(position)?),
            SortBy::Quantity => number = index.quantity.get(position)?.into(),
            SortBy::Status => number = index.classes[index.class.get(position)? as usize].stage as u64,
            SortBy::Items => {
                let goods = &index.goods_texts[index.goods.get(position)? as usize];
                text = line(goods.as_bytes(), 0).to_vec();
            }
            SortBy::Id => text = line(&index.texts.get(position)?, 0).to_vec(),
            SortBy::Buyer => text = line(&index.texts.get(position)?, 1).to_vec(),
            SortBy::Placed | SortBy::ShipBy => {}
        }
        Ok(Self { number, text, created: index.created.get(position)?, position })
    }
}
