//! A page of records, each read by itself: a bad one is set aside and the others go on.

use domain::Private;
use serde_json::value::RawValue;

use super::wire::{Record, WireError};

/// The longest text of a record that is set aside, in bytes; the rest is cut off.
pub const MAX_RAW_BYTES: usize = 64 * 1024;

/// One page of a listing.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// The records that could be read, in the server's order.
    pub items: Vec<T>,
    /// The records that could not.
    pub set_aside: Vec<SetAside>,
    /// How many there are over all pages, where the server says so. It may change between pages.
    pub total: Option<u64>,
    /// How many records this page held, readable or not. Fewer than asked for means the last page.
    pub sent: usize,
}

/// A record that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// Its id, where at least that is there.
    pub id: Option<String>,
    /// Which field is wrong and how; holds no value of the record.
    pub reason: String,
    /// The record as sent, up to [`MAX_RAW_BYTES`]: it may hold a buyer's data.
    pub raw: Private<String>,
}

impl<T> Page<T> {
    /// Reads `data.{list}` with `read`, and `data.total`.
    pub(super) fn read(
        data: &RawValue,
        list: &'static str,
        id: &'static str,
        read: impl Fn(Record<'_>) -> Result<T, WireError>,
    ) -> Result<Self, WireError> {
        let mut data = Record::of(data)?;
        let total = data.optional_integer("total")?.and_then(|total| u64::try_from(total).ok());
        // Some servers write an empty list as null; anything else without a list is no page.
        let records = match (data.optional_list(list)?, total) {
            (Some(records), _) => records,
            (None, Some(0)) => Vec::new(),
            (None, _) => return Err(WireError::missing(list)),
        };
        let mut page = Self { items: Vec::new(), set_aside: Vec::new(), total, sent: records.len() };
        for raw in records {
            match Record::of(raw).and_then(&read) {
                Ok(item) => page.items.push(item),
                Err(error) => page.set_aside.push(SetAside::of(raw, id, &error)),
            }
        }
        Ok(page)
    }
}

impl SetAside {
    fn of(raw: &RawValue, id: &'static str, error: &WireError) -> Self {
        let id = Record::of(raw).and_then(|mut record| record.id(id)).ok();
        let text = raw.get();
        let raw = Private::new(text.get(..text.floor_char_boundary(MAX_RAW_BYTES)).unwrap_or_default().to_owned());
        Self { id, reason: error.to_string(), raw }
    }
}
