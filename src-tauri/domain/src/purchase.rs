//! Labels that cost money: what the seller saw, and whether the shop still offers it.

use serde::{Deserialize, Serialize};

use crate::{Money, Parcel, Refusal, ServiceId};

/// What a label costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// How much.
    pub amount: Money,
    /// Of what, as the shop writes it: `USD`.
    pub currency: String,
}

impl std::fmt::Display for Price {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { amount, currency } = self;
        write!(f, "{amount}{}{currency}", if currency.is_empty() { "" } else { " " })
    }
}

/// A way in which the shop would send a parcel of that size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShippingService {
    /// The shop's name for it; it means something for this order alone.
    pub id: ServiceId,
    /// As the shop calls it.
    pub name: String,
    /// Who brings it.
    pub carrier: String,
    /// What its label costs.
    pub price: Price,
    /// From so many days on it may be there, as far as the shop tells.
    pub earliest_days: Option<u32>,
    /// After so many days it should be.
    pub latest_days: Option<u32>,
}

/// A label as the seller wants it bought: this service, for this parcel, at the price that was seen and no other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purchase {
    /// What it is bought for.
    pub parcel: Parcel,
    /// Which service.
    pub service: ServiceId,
    /// Its name, to tell by.
    pub name: String,
    /// Who brings it.
    pub carrier: String,
    /// The price that was seen.
    pub price: Price,
}

/// Whether the label still costs what was seen, by what the shop offers for the very parcel now. A lower price is
/// another one as well: what was seen is what is paid.
///
/// # Errors
/// The [`Refusal`] with which nothing is bought.
pub fn check_price(wanted: &Purchase, offered: &[ShippingService]) -> Result<(), Refusal> {
    match offered.iter().find(|service| service.id == wanted.service) {
        None => Err(Refusal::ServiceGone(wanted.name.clone())),
        Some(now) if now.price != wanted.price => {
            Err(Refusal::PriceMoved { seen: wanted.price.to_string(), now: now.price.to_string() })
        }
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;
    use crate::Units;

    fn price(amount: &str, currency: &str) -> Price {
        Price { amount: amount.parse().unwrap(), currency: currency.to_owned() }
    }

    fn offered(id: &str, amount: &str, currency: &str) -> ShippingService {
        ShippingService {
            id: ServiceId::new(id),
            name: "Ground".to_owned(),
            carrier: "USPS".to_owned(),
            price: price(amount, currency),
            earliest_days: Some(3),
            latest_days: None,
        }
    }

    fn wanted() -> Purchase {
        let side = || "4".parse().unwrap();
        let parcel = Parcel { units: Units::Imperial, weight: side(), length: side(), width: side(), height: side() };
        let (name, carrier) = ("Ground".to_owned(), "USPS".to_owned());
        Purchase { parcel, service: ServiceId::new("7"), name, carrier, price: price("4.12", "USD") }
    }

    #[test]
    fn only_the_price_that_was_seen_is_paid() {
        let check = |offered: &[ShippingService]| check_price(&wanted(), offered);
        assert_eq!(check(&[offered("6", "9", "USD"), offered("7", "4.12", "USD")]), Ok(()));
        assert_eq!(check(&[offered("7", "4.120", "USD")]), Ok(()), "the same amount, written longer");
        for (amount, currency, now) in
            [("4.13", "USD", "4.13 USD"), ("4.11", "USD", "4.11 USD"), ("4.12", "CAD", "4.12 CAD")]
        {
            let moved = Refusal::PriceMoved { seen: "4.12 USD".to_owned(), now: now.to_owned() };
            assert_eq!(check(&[offered("7", amount, currency)]), Err(moved.clone()));
            assert!(moved.to_string().contains("Nothing was bought"), "{moved}");
        }
    }

    #[test]
    fn a_service_that_is_not_offered_any_more_is_not_taken_by_another_id() {
        let gone = Err(Refusal::ServiceGone("Ground".to_owned()));
        assert_eq!(check_price(&wanted(), &[offered("8", "4.12", "USD")]), gone);
        assert_eq!(check_price(&wanted(), &[]), gone);
    }

    #[test]
    fn a_purchase_is_kept_exactly() {
        let text = serde_json::to_string(&wanted()).unwrap();
        assert!(text.contains(r#""amount":"4.12","currency":"USD""#), "{text}");
        assert_eq!(serde_json::from_str::<Purchase>(&text).unwrap(), wanted());
    }
}
