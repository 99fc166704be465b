//! The buyer of an order, and what of them is shown.

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{stage::Standing, visit::Visit};
use crate::{
    settings::ShippingType,
    shop::{Address, Order, Recipient},
};

const HIDDEN: &str = "***";

#[derive(Serialize)]
pub(super) struct RecipientAddress {
    name: String,
    first_name: String,
    last_name: String,
    phone_number: String,
    full_address: String,
    address_line1: String,
    address_line2: String,
    address_line3: String,
    address_line4: String,
    address_detail: String,
    postal_code: String,
    region_code: String,
    district_info: Vec<District>,
}

#[derive(Serialize)]
struct District {
    address_level: &'static str,
    address_level_name: &'static str,
    address_name: String,
}

/// The same for all orders of one person.
pub(super) fn user_id(order: &Order) -> String {
    let mut hash = Sha256::new();
    hash.update(order.recipient.name.as_bytes());
    hash.update(order.recipient.phone.as_bytes());
    let digits = hash.finalize().iter().take(7).fold(0u64, |number, byte| number << 8 | u64::from(*byte));
    format!("7494{:015}", digits % 1_000_000_000_000_000)
}

/// Where the order goes. A market's rules and the service's own shipping hide it.
pub(super) fn address_of(order: &Order, standing: &Standing, visit: &Visit<'_>) -> RecipientAddress {
    let settings = visit.settings;
    let by_market = settings.region == "US" && standing.hides_the_buyer(visit.now);
    let shown = RecipientAddress::of(&order.recipient);
    if by_market || settings.shipping_type == ShippingType::TikTok { shown.hidden() } else { shown }
}

impl RecipientAddress {
    fn of(recipient: &Recipient) -> Self {
        let Recipient { name, phone, address } = recipient;
        let (first_name, last_name) = name.rsplit_once(' ').unwrap_or((name, ""));
        let Address { street1, street2, city, state, zipcode, country } = address;
        let told = |parts: &[&str], joint: &str| {
            parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(joint)
        };
        Self {
            name: name.clone(),
            first_name: first_name.into(),
            last_name: last_name.into(),
            phone_number: phone.clone(),
            full_address: told(&[country, state, city, street1, street2, zipcode], ", "),
            address_line1: street1.clone(),
            address_line2: street2.clone(),
            address_line3: String::new(),
            address_line4: String::new(),
            address_detail: told(&[street1, street2], " "),
            postal_code: zipcode.clone(),
            region_code: country.clone(),
            district_info: districts(address),
        }
    }

    fn hidden(mut self) -> Self {
        let parts = [
            &mut self.name,
            &mut self.first_name,
            &mut self.last_name,
            &mut self.phone_number,
            &mut self.full_address,
            &mut self.address_line1,
            &mut self.address_line2,
            &mut self.address_detail,
            &mut self.postal_code,
        ];
        parts.into_iter().for_each(|part| *part = HIDDEN.into());
        let close = self.district_info.iter_mut().filter(|district| district.address_level == "L3");
        close.for_each(|district| district.address_name = HIDDEN.into());
        self
    }
}

/// Country, state, county and city: nowhere else is the city told. The shop knows no counties, so a city lies in its own.
fn districts(address: &Address) -> Vec<District> {
    let level = |address_level, address_level_name, address_name: &str| District {
        address_level,
        address_level_name,
        address_name: address_name.into(),
    };
    vec![
        level("L0", "country", &address.country),
        level("L1", "state", &address.state),
        level("L2", "county", &format!("{} County", address.city)),
        level("L3", "city", &address.city),
    ]
}
