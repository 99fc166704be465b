//! Carriers that number their parcels so that a number says whose it is. Only forms that no other carrier of these uses
//! count: whoever can't be told apart is for the person to name.

/// A carrier whose numbers are recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// United States Postal Service: 22 digits from 91 to 95, the same behind 420 and a ZIP code, or two letters, nine
    /// digits and `US`.
    Usps,
    /// UPS: `1Z` and 16 letters or digits.
    Ups,
    /// FedEx: 12 or 15 digits, or 22 from 96.
    FedEx,
    /// OnTrac: `C` or `D` and 14 digits.
    OnTrac,
    /// Royal Mail: two letters, nine digits and `GB`.
    RoyalMail,
}

/// Whose number this is, where its form says so.
pub fn carrier_of(tracking: &str) -> Option<Carrier> {
    let number = tracking.to_ascii_uppercase();
    let is_alphanumeric = number.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let behind = |start: &str| number.strip_prefix(start);
    if behind("1Z").is_some_and(|rest| rest.len() == 16) && is_alphanumeric {
        return Some(Carrier::Ups);
    }
    if behind("C").or_else(|| behind("D")).is_some_and(|rest| rest.len() == 14 && is_digits(rest)) {
        return Some(Carrier::OnTrac);
    }
    if let Some(country) = postal_country(&number) {
        return match country {
            "US" => Some(Carrier::Usps),
            "GB" => Some(Carrier::RoyalMail),
            _ => None,
        };
    }
    if !is_digits(&number) {
        return None;
    }
    match number.len() {
        22 if matches!(&number[..2], "91" | "92" | "93" | "94" | "95") => Some(Carrier::Usps),
        30 | 34 if number.starts_with("420") && number[number.len() - 22..].starts_with('9') => Some(Carrier::Usps),
        22 if number.starts_with("96") => Some(Carrier::FedEx),
        12 | 15 => Some(Carrier::FedEx),
        _ => None,
    }
}

impl Carrier {
    /// Whether a shop's list means this carrier by `name`, however it is written there.
    pub fn is_called(self, name: &str) -> bool {
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        match self {
            Self::Usps => plain.starts_with("usps") || plain.starts_with("unitedstatespostal"),
            Self::Ups => plain.starts_with("ups") || plain.starts_with("unitedparcel"),
            Self::FedEx => plain.starts_with("fedex"),
            Self::OnTrac => plain.starts_with("ontrac"),
            Self::RoyalMail => plain.starts_with("royalmail"),
        }
    }
}

/// The last two letters of a number as postal services write it: two letters, nine digits, two letters.
fn postal_country(number: &str) -> Option<&str> {
    let is_letters = |text: &str| text.bytes().all(|byte| byte.is_ascii_uppercase());
    let parts = (number.get(..2)?, number.get(2..11)?, number.get(11..)?);
    let (service, serial, country) = parts;
    (country.len() == 2 && is_letters(service) && is_digits(serial) && is_letters(country)).then_some(country)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_says_whose_it_is_or_nothing() {
        for (number, carrier) in [
            ("9400111899223100001234", Some(Carrier::Usps)),
            ("420941079400111899223100001234", Some(Carrier::Usps)),
            ("EA123456789US", Some(Carrier::Usps)),
            ("1z999aa10123456784", Some(Carrier::Ups)),
            ("449044304137821", Some(Carrier::FedEx)),
            ("C11111111111111", Some(Carrier::OnTrac)),
            ("AB123456789GB", Some(Carrier::RoyalMail)),
            ("AB123456789DE", None),
            ("1234567890", None),
            ("", None),
            ("四二零", None),
        ] {
            assert_eq!(carrier_of(number), carrier, "{number}");
        }
    }

    #[test]
    fn a_carrier_is_found_however_the_list_writes_it() {
        assert!(Carrier::Usps.is_called("USPS Ground Advantage") && Carrier::Ups.is_called("UPS®"));
        assert!(!Carrier::Ups.is_called("USPS") && !Carrier::Usps.is_called("UPS"));
    }
}
