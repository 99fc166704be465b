//! What amounts are in.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A currency by its three letters, as ISO 4217 has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Currency([u8; 3]);

/// Not the three letters of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoCurrency;

/// What is paid with in the markets that have a TikTok Shop.
const MARKETS: [(&str, Currency); 20] = [
    ("AT", Currency(*b"EUR")),
    ("BE", Currency(*b"EUR")),
    ("BR", Currency(*b"BRL")),
    ("DE", Currency(*b"EUR")),
    ("ES", Currency(*b"EUR")),
    ("FR", Currency(*b"EUR")),
    ("GB", Currency(*b"GBP")),
    ("ID", Currency(*b"IDR")),
    ("IE", Currency(*b"EUR")),
    ("IT", Currency(*b"EUR")),
    ("JP", Currency(*b"JPY")),
    ("MX", Currency(*b"MXN")),
    ("MY", Currency(*b"MYR")),
    ("NL", Currency(*b"EUR")),
    ("PH", Currency(*b"PHP")),
    ("PL", Currency(*b"PLN")),
    ("SG", Currency(*b"SGD")),
    ("TH", Currency(*b"THB")),
    ("US", Currency(*b"USD")),
    ("VN", Currency(*b"VND")),
];

impl Currency {
    /// Reads the letters, in whichever case.
    pub fn parse(text: &str) -> Option<Self> {
        let letters: [u8; 3] = text.trim().as_bytes().try_into().ok()?;
        letters.iter().all(u8::is_ascii_alphabetic).then(|| Self(letters.map(|letter| letter.to_ascii_uppercase())))
    }

    /// What is paid with in a market, by its two letters; `None` for one that isn't known here.
    pub fn of_market(region: &str) -> Option<Self> {
        MARKETS.iter().find(|(market, _)| *market == region).map(|(_, currency)| *currency)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|letter| write!(f, "{}", char::from(*letter)))
    }
}

impl fmt::Display for NoCurrency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a currency has three letters")
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.to_string()
    }
}

impl TryFrom<String> for Currency {
    type Error = NoCurrency;

    fn try_from(text: String) -> Result<Self, NoCurrency> {
        Self::parse(&text).ok_or(NoCurrency)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    #[test]
    fn a_currency_is_three_letters_and_nothing_else() {
        let read = |text: &str| Currency::parse(text).map(|currency| currency.to_string());
        assert_eq!(read(" gbp ").as_deref(), Some("GBP"));
        for none in ["", "US", "USDT", "U1D", "€", "12,50 €"] {
            assert_eq!(read(none), None, "{none}");
        }
        let kept = serde_json::to_string(&Currency::parse("THB")).unwrap();
        assert_eq!((kept.as_str(), serde_json::from_str(&kept).ok()), ("\"THB\"", Some(Currency::parse("THB"))));
    }

    #[test]
    fn a_market_has_one_and_a_country_without_a_shop_none() {
        assert_eq!(Currency::of_market("VN").map(String::from).as_deref(), Some("VND"));
        assert_eq!((Currency::of_market(""), Currency::of_market("CN")), (None, None));
    }
}
