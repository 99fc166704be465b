//! A page of records, each read by itself: a bad one is set aside and the others go on.

use domain::Private;
use serde_json::value::RawValue;

use super::{Record, WireError};

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
    /// How many records this page held, readable or not.
    pub sent: usize,
    /// Whether another page follows, where the shop says so.
    pub onward: Onward,
}

/// What a page says of the one behind it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Onward {
    /// Nothing: pages are numbered, and fewer records than asked for mean the last one.
    #[default]
    Unsaid,
    /// Another one, which is asked for by this token.
    Token(String),
    /// This was the last.
    End,
}

/// How a contract tells where a list ends.
#[derive(Clone, Copy)]
pub(crate) enum Counting {
    /// `total` beside the records of a numbered page.
    Numbers,
    /// `total_count` and `next_page_token`, which the last page lacks or leaves empty.
    Tokens,
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
    /// Reads `data.{list}` with `read`, and what stands beside it.
    pub(crate) fn read(
        data: &RawValue,
        counting: Counting,
        list: &'static str,
        id: &'static str,
        read: impl Fn(Record<'_>) -> Result<T, WireError>,
    ) -> Result<Self, WireError> {
        let mut data = Record::of(data)?;
        let total = data.optional_integer(counting.total())?.and_then(|total| u64::try_from(total).ok());
        let onward = counting.onward(&mut data)?;
        // Some servers write an empty list as null; anything else without a list is no page.
        let records = match (data.optional_list(list)?, total) {
            (Some(records), _) => records,
            (None, Some(0)) => Vec::new(),
            (None, _) => return Err(WireError::missing(list)),
        };
        let mut page = Self { items: Vec::new(), set_aside: Vec::new(), total, sent: records.len(), onward };
        for raw in records {
            match Record::of(raw).and_then(&read) {
                Ok(item) => page.items.push(item),
                Err(error) => page.set_aside.push(SetAside::of(raw, id, &error)),
            }
        }
        Ok(page)
    }
}

impl Counting {
    fn total(self) -> &'static str {
        match self {
            Self::Numbers => "total",
            Self::Tokens => "total_count",
        }
    }

    fn onward(self, data: &mut Record<'_>) -> Result<Onward, WireError> {
        Ok(match self {
            Self::Numbers => Onward::Unsaid,
            Self::Tokens => match data.text("next_page_token")? {
                none if none.is_empty() => Onward::End,
                token => Onward::Token(token),
            },
        })
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
