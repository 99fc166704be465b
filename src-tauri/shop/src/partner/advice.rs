//! What a seller can do about a refusal, by the Partner API's code. The codes are spread over many endpoints, and none
//! means two things.

use std::borrow::Cow;

use super::scope::missing_scope;
use crate::error::SHIPPED_BEFORE;

const SCOPE_MISSING: i64 = 105_005;

/// What to do, as a sentence; `None` for a code that says nothing to act on.
pub(crate) fn advice(code: i64, message: &str) -> Option<Cow<'static, str>> {
    match code {
        SCOPE_MISSING => Some(turn_on(message)),
        _ => by_code(code).map(Cow::Borrowed),
    }
}

fn turn_on(message: &str) -> Cow<'static, str> {
    match missing_scope(message) {
        Some(scope) => {
            format!("Turn the permission {scope} on for your app in Partner Center, then approve again.").into()
        }
        None => "Turn the missing permission on for your app in Partner Center, then approve again.".into(),
    }
}

fn by_code(code: i64) -> Option<&'static str> {
    Some(match code {
        101_000 => "Approve again with the account that owns the shop: this sign-in belongs to another one.",
        106_001 => {
            "The app secret doesn’t belong to this app key: copy both from Partner Center, then connect the shop again."
        }
        106_013 => "Connect the shop again, so that the app learns its name.",
        36_009_004 => "Check that market, app key and app secret belong together, then connect the shop again.",
        36_009_009 | 36_009_010 | 36_009_014 => {
            "TikTok has retired what this version of TikTokFlow asks for: install the newest one."
        }
        36_009_033 => "Your app takes requests from some addresses only: empty its IP allow list in Partner Center.",
        36_009_037 => "A development shop takes few requests an hour: it goes on in the next one.",
        36_009_043 | 36_009_044 => "TikTok has deactivated this shop or its seller: Seller Center says why.",
        10_007_014 => "They stay in parcels of their own: ask again which orders can be combined.",
        21_003_002 => "It stays in the parcels that it has: look at it once it has been read again.",
        21_004_024 => "It is more than one parcel may hold: split it, then arrange its parcels.",
        code if SHIPPED_BEFORE.contains(&code) => {
            "It was shipped already: its number is shown once the order has been read again."
        }
        21_011_037 => "No carrier takes this parcel there: look at weight, size and address.",
        21_011_048 => "Some of it is packed already: buy the label of the rest in Seller Center.",
        11_003_011 | 21_004_008 => "This service is not offered any more: ask for the prices again.",
        11_001_002 | 11_050_001 | 21_001_001 => "Look at weight and size once more.",
        21_023_035 => "Arrange its shipment first: then there is a label.",
        21_042_102 => "The carrier has picked it up, so there is no label any more.",
        21_011_027 => "It was delivered already.",
        21_011_044 => "The buyer may still cancel it: ship it when its hour on hold is over.",
        21_008_044 | 21_011_007 => "The buyer asks to cancel or return it: answer that first.",
        21_011_041 | 21_011_042 => "It was cancelled: don’t send the parcel.",
        21_004_006 | 21_004_019 | 21_004_020 => "Upload its invoice in Seller Center first.",
        21_008_025 => "TikTok ships this order itself: there is nothing to do.",
        21_008_106 => "In this market orders are shipped another way: use Seller Center for it.",
        21_011_022 | 21_004_015 => "Check the number and its carrier, then try again.",
        21_011_025 | 21_034_012 => "Another order has this number already: check which parcel it is of.",
        21_004_012 => "Take out everything of the number but letters and digits.",
        11_028_006 => "No carrier goes this way: choose another one in Seller Center.",
        11_021_009..=11_021_025 => {
            "The carrier doesn’t take this address or parcel. An order that is cancelled as undeliverable costs no penalty."
        }
        21_011_004 => "TikTok gave this order its number: there is nothing of yours to correct.",
        21_011_030 => "It was delivered already: TikTok’s support can help in Seller Center.",
        21_011_043 => "It is not shipped yet: ship it with the right number instead.",
        21_011_049 => {
            "TikTok’s rules keep this number as it is: tell the buyer the right one, or ask support in Seller Center."
        }
        21_011_050 => {
            "A number can be corrected for 72 hours after shipping, and these are over: tell the buyer the right one."
        }
        21_011_051 | 21_011_052 => {
            "It was corrected before, and no other time is allowed: tell the buyer the right one, or ask support in Seller Center."
        }
        10_007_002 => "Its number can’t be changed where it stands now: try again once the order has moved on.",
        25_001_010 => "It was returned or cancelled, so its number doesn’t matter any more.",
        25_001_003 | 25_001_045 => "The order has moved on: look at it once it has been read again.",
        25_011_011 | 25_011_012 | 25_020_003 | 25_020_009 | 25_020_010 => {
            "The request was answered or taken back meanwhile: there is nothing left to answer."
        }
        25_001_014 | 25_001_016 | 25_001_020 | 25_001_021 | 25_001_057 => {
            "The shop doesn’t take this reason here: choose another one."
        }
        12_052_850 => "A bundle’s stock follows that of its parts: change those.",
        12_052_141 | 12_052_921 => "This stock is shared with another shop: change it there.",
        12_052_901 => "The product’s state doesn’t allow it: look at it in Seller Center.",
        12_052_531 => "The warehouse is switched off: switch it on in Seller Center, or take another.",
        12_052_055 => {
            "The shop doesn’t take this number. If it was 0, deactivate the product in Seller Center instead."
        }
        12_019_028 | 12_052_037 | 12_052_533 | 12_052_097 => {
            "The shop’s warehouses have changed: read the product again with Sync now, and send it once more."
        }
        12_052_032 | 12_052_260 | 12_052_556 => "The shop no longer has this product or SKU.",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ShopError;

    #[test]
    fn a_refusal_ends_with_what_the_seller_can_do() {
        for (code, told) in [
            (106_001, "app secret"),
            (105_005, "permission"),
            (36_009_033, "IP allow list"),
            (21_011_044, "hour on hold"),
            (21_004_024, "split it"),
        ] {
            let sentence = ShopError::refused(code, "no", &[]).to_string();
            assert!(sentence.contains(told) && sentence.ends_with('.'), "{sentence}");
        }
        assert_eq!(advice(1, "no"), None);
        let named = ShopError::refused(105_005, "seller.logistics has not been granted", &[]).to_string();
        assert!(named.contains("the permission seller.logistics (logistics) on"), "{named}");
    }
}
