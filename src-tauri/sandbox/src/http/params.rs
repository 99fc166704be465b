//! Query parameters, read strictly: a value that can't be understood is refused by its name.

use jiff::Timestamp;
use url::form_urlencoded;

use crate::answer::Refusal;

/// The parameters of one query. Of a parameter given twice the first counts.
#[derive(Debug, Default)]
pub(crate) struct Params(Vec<(String, String)>);

impl Params {
    pub(crate) fn of_query(query: &str) -> Self {
        Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect())
    }

    /// All of them as they were given, decoded.
    pub(crate) fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// The value, if one was given; an empty one counts as not given.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        let given = self.0.iter().find(|(given, _)| given == name);
        given.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    pub(crate) fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.text(name).ok_or_else(|| Refusal::missing(name))
    }

    /// A whole number from 1 to the greatest allowed.
    pub(crate) fn count(&self, name: &str, default: u32, greatest: u32) -> Result<u32, Refusal> {
        let Some(text) = self.text(name) else { return Ok(default.min(greatest)) };
        match text.parse() {
            Ok(count) if (1..=greatest).contains(&count) => Ok(count),
            _ if greatest == u32::MAX => Err(Refusal::invalid(name, "must be a whole number from 1")),
            _ => Err(Refusal::invalid(name, format!("must be 1 to {greatest}"))),
        }
    }

    /// A moment in ISO 8601 with its offset from UTC.
    pub(crate) fn moment(&self, name: &str) -> Result<Option<Timestamp>, Refusal> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let moment = text.parse().map_err(|_| {
            Refusal::invalid(name, "must be a time in ISO 8601 with its offset, like 2023-01-15T12:00:00Z")
        })?;
        Ok(Some(moment))
    }
}

/// One page of a list, counted from 1.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page {
    size: usize,
    number: usize,
}

impl Page {
    /// Reads `page_size` (10 when not given) and `page_number` (1 when not given).
    pub(crate) fn of(params: &Params, max_page_size: u32) -> Result<Self, Refusal> {
        let size = params.count("page_size", 10, max_page_size)?;
        let number = params.count("page_number", 1, u32::MAX)?;
        Ok(Self { size: size as usize, number: number as usize })
    }

    /// The rows of this page and the length of the whole list. Beyond the end there are none.
    pub(crate) fn cut<T>(self, list: impl ExactSizeIterator<Item = T>) -> (Vec<T>, usize) {
        let total = list.len();
        (list.skip((self.number - 1).saturating_mul(self.size)).take(self.size).collect(), total)
    }
}
