//! A wrapper that keeps a buyer's data out of logs, panics and error messages.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Something about a buyer: a name, a phone number, a line of an address.
///
/// `Debug` prints `[private]` and there is no `Display`, so it can't reach a log by accident;
/// whoever needs the text says so with [`Private::reveal`].
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Private<T>(T);

impl<T> Private<T> {
    /// Marks `value` as a buyer's.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself, for the screen, the label and the cache; never for a log.
    pub fn reveal(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[private]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buyers_name_cannot_be_printed() {
        assert_eq!(format!("{:?}", Private::new("Nguyễn Thị Hoa")), "[private]");
    }
}
