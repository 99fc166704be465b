//! The partner contract's topics: their numbers, their names, and what they are about.

/// The topic that also comes without an envelope.
pub(crate) const INVENTORY_CHANGED: &str = "68";

/// What a topic's events name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    /// An order.
    Order,
    /// Packages with orders in them.
    Packages,
    /// A product.
    Product,
    /// A product, as far as is known; nobody promises that it is named.
    PerhapsProduct,
    /// The seller's consent: nothing to read.
    Consent,
}

/// A topic that is of use here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Topic {
    /// Its name.
    pub(crate) event: &'static str,
    /// What its events name.
    pub(crate) about: About,
}

impl Topic {
    /// The topic of a number as it is written in the event. Lists in
    /// circulation have other topics at 3, 4 and 5; these are the platform's own.
    pub(crate) fn of(number: &str) -> Option<Self> {
        let (event, about) = match number {
            "1" => ("ORDER_STATUS_CHANGE", About::Order),
            "3" => ("RECIPIENT_ADDRESS_UPDATE", About::Order),
            "4" => ("PACKAGE_UPDATE", About::Packages),
            "5" => ("PRODUCT_STATUS_CHANGE", About::Product),
            "6" => ("SELLER_DEAUTHORIZATION", About::Consent),
            "7" => ("UPCOMING_AUTHORIZATION_EXPIRATION", About::Consent),
            "11" => ("CANCELLATION_STATUS_CHANGE", About::Order),
            "12" => ("RETURN_STATUS_CHANGE", About::Order),
            "15" => ("PRODUCT_INFORMATION_CHANGE", About::Product),
            "16" => ("PRODUCT_CREATION", About::Product),
            "18" => ("PRODUCT_CATEGORY_CHANGE", About::Product),
            "27" => ("INVENTORY_STATUS_CHANGE", About::PerhapsProduct),
            "37" => ("PRODUCT_AUDIT_STATUS_CHANGE", About::Product),
            "50" => ("SKU_STATUS_CHANGE", About::PerhapsProduct),
            INVENTORY_CHANGED => ("INVENTORY_CHANGED", About::Product),
            "71" => ("INVENTORY_CHANGED_BY_SHOP", About::Product),
            _ => return None,
        };
        Some(Self { event, about })
    }
}
