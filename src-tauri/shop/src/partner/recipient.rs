//! Who gets the parcel. Cities and states come as districts, whose levels mean something else in each market.

use domain::{Private, Recipient};
use serde_json::{Map, Value};

use crate::reading::{Record, WireError};

struct District {
    level: String,
    named: String,
    name: String,
}

/// Reads `recipient_address`. Every part may be missing: the shop hides a buyer's data on unpaid and on old orders.
pub(super) fn recipient(record: &mut Record<'_>, unknown: &mut Map<String, Value>) -> Result<Recipient, WireError> {
    let mut address = record.inner("recipient_address")?;
    let read = read(&mut address).map_err(|error| error.within("recipient_address"))?;
    let rest = address.rest();
    if !rest.is_empty() {
        unknown.insert("recipient_address".to_owned(), Value::Object(rest));
    }
    Ok(read)
}

fn read(address: &mut Record<'_>) -> Result<Recipient, WireError> {
    let districts =
        if address.has("district_info") { address.each("district_info", district)?.items } else { Vec::new() };
    let (post_town, full) = (address.text("post_town")?, address.text("full_address")?);
    let lines: Vec<String> = ["address_line1", "address_line2", "address_line3", "address_line4"]
        .into_iter()
        .map(|line| address.text(line))
        .collect::<Result<_, _>>()?;
    let mut lines = lines.into_iter().filter(|line| !line.trim().is_empty());
    let detail = address.text("address_detail")?;
    let city = if post_town.is_empty() { city(&districts) } else { post_town };
    let first = lines.next().or_else(|| Some(detail).filter(|detail| !detail.is_empty())).unwrap_or(full);
    Ok(Recipient {
        name: Private::new(address.text("name")?),
        phone: Private::new(address.text("phone_number")?),
        street1: Private::new(first),
        street2: Private::new(lines.collect::<Vec<_>>().join(", ")),
        city: Private::new(city),
        state: Private::new(at_level(&districts, "L1")),
        zipcode: Private::new(address.text("postal_code")?),
        country: Private::new(address.text("region_code")?),
    })
}

fn district(record: &mut Record<'_>) -> Result<District, WireError> {
    Ok(District {
        level: record.text("address_level")?,
        named: record.text("address_level_name")?,
        name: record.text("address_name")?,
    })
}

/// The district that is called a city, or else the one that is in the United States; the next wider one otherwise.
fn city(districts: &[District]) -> String {
    let called = districts.iter().find(|district| district.named.eq_ignore_ascii_case("city"));
    let by_level = || ["L3", "L2"].into_iter().map(|level| at_level(districts, level)).find(|name| !name.is_empty());
    called.map(|district| district.name.clone()).or_else(by_level).unwrap_or_default()
}

fn at_level(districts: &[District], level: &str) -> String {
    districts.iter().find(|district| district.level == level).map(|district| district.name.clone()).unwrap_or_default()
}
