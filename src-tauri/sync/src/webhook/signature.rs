//! Whose event it is: the signature that the real service puts into `Authorization`.

use domain::ShopId;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use tiktok_shop::Secret;

/// What a connected shop's events are signed with.
#[derive(Clone, Debug)]
pub struct DoorKey {
    /// The shop.
    pub shop: ShopId,
    /// The key of the app that it is connected through.
    pub app_key: String,
    /// That app's secret.
    pub secret: Secret,
}

/// The shops whose key made `signature` (64 hex digits) for `body`: several where they are
/// connected through one app. Compared in constant time.
pub(crate) fn signers(keys: &[DoorKey], signature: &[u8], body: &[u8]) -> Vec<ShopId> {
    let Some(given) = from_hex(signature) else { return Vec::new() };
    keys.iter().filter(|key| fits(key, &given, body)).map(|key| key.shop).collect()
}

fn fits(key: &DoorKey, given: &[u8; 32], body: &[u8]) -> bool {
    // An empty secret is nobody's: anyone could sign with it.
    let secret = key.secret.reveal();
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return false };
    mac.update(key.app_key.as_bytes());
    mac.update(body);
    !secret.is_empty() && mac.verify_slice(given).is_ok()
}

fn from_hex(text: &[u8]) -> Option<[u8; 32]> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let digits: Vec<u8> = text.iter().map(digit).collect::<Option<_>>()?;
    let bytes: Vec<u8> = digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect();
    if text.len() == 64 { bytes.try_into().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vector that the real service's documentation prints.
    const DOCUMENTED: &[u8] = br#"{"type":1,"tts_notification_id":"7380066284010030890","shop_id":"7495540735365777507","timestamp":1718305585,"data":{"is_on_hold_order":true,"order_id":"576653688135258178","order_status":"UNPAID","update_time":1718305585}}"#;
    const ITS_SIGNATURE: &str = "5dec0f11ec2f6783b8deee53c9ffbf8d024302f7c7e7fa55a35d17629031ac05";

    fn key(shop: i64, app_key: &str, secret: &str) -> DoorKey {
        DoorKey { shop: ShopId(shop), app_key: app_key.into(), secret: Secret::new(secret) }
    }

    #[test]
    fn the_documented_signature_names_the_shops_of_its_app_and_no_other() {
        let keys = [key(1, "abcdef", "123"), key(2, "abcdef", "124"), key(3, "abcdeg", "123"), key(4, "abcdef", "123")];
        assert_eq!(signers(&keys, ITS_SIGNATURE.as_bytes(), DOCUMENTED), [ShopId(1), ShopId(4)]);
        let shouted = ITS_SIGNATURE.to_ascii_uppercase();
        assert_eq!(signers(&keys, shouted.as_bytes(), DOCUMENTED), [ShopId(1), ShopId(4)]);
    }

    #[test]
    fn nothing_but_the_whole_signature_of_the_whole_body_fits() {
        let keys = [key(1, "abcdef", "123")];
        assert!(signers(&keys, ITS_SIGNATURE.as_bytes(), &DOCUMENTED[1..]).is_empty());
        let padded = format!("{ITS_SIGNATURE}00");
        let wrong = ["", "5", &ITS_SIGNATURE[..62], &padded, &ITS_SIGNATURE.replace('5', "6"), &"zz".repeat(32)];
        for wrong in wrong {
            assert!(signers(&keys, wrong.as_bytes(), DOCUMENTED).is_empty(), "{wrong}");
        }
        assert!(signers(&keys, &[0xff; 64], DOCUMENTED).is_empty());
    }

    #[test]
    fn an_empty_secret_signs_for_nobody() {
        let mac = Hmac::<Sha256>::new_from_slice(b"").map(|mac| mac.chain_update(b"abcdef{}").finalize().into_bytes());
        let signature: String = mac.iter().flatten().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(signature.len(), 64);
        assert!(signers(&[key(1, "abcdef", "")], signature.as_bytes(), b"{}").is_empty());
    }
}
