//! The sign that every call carries.

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::hex;

/// Parameters that are not signed.
const UNSIGNED: [&str; 2] = ["sign", "access_token"];

/// The sign of a call: of its path, its parameters as they are meant (not as they are written in the address), and
/// its body byte for byte, both ends wrapped in the secret that is also the key.
pub(super) fn sign(secret: &str, path: &str, params: &[(String, String)], body: &[u8]) -> String {
    let mut signed: Vec<_> = params.iter().filter(|(name, _)| !UNSIGNED.contains(&name.as_str())).collect();
    signed.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(secret.as_bytes());
    mac.update(path.as_bytes());
    for (name, value) in signed {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    mac.update(body);
    mac.update(secret.as_bytes());
    hex(&mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::sign;

    fn of(secret: &str, path: &str, params: &[(&str, &str)]) -> String {
        let params: Vec<_> = params.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        sign(secret, path, &params, b"")
    }

    #[test]
    fn the_published_examples_come_out_as_published() {
        let shops = [("timestamp", "1623812664"), ("app_key", "29a39d")];
        let expected = "b596b73e0cc6de07ac26f036364178ab16b0a907af13d43f0a0cd2345f582dc8";
        assert_eq!(of("e59af819cc", "/authorization/202309/shops", &shops), expected);

        let webhooks = [
            ("app_key", "68xu9ks5p4i8"),
            ("timestamp", "1696909648"),
            ("shop_cipher", "ROW_xkMbgAAAeVAQra0eZWebFQq5aIK"),
        ];
        let expected = "ed58e1b5e59865c22a7b828c1cab65007441f43cc91a6cb2f2cdc638e0995a37";
        assert_eq!(of("e59af819cc", "/event/202309/webhooks", &webhooks), expected);

        let expected = "d3cb7fe11ecae942802ceeca67e7cf10120cc12f1517d45fbc1c8cfe5413c80f";
        assert_eq!(of("app_secret", "/test-api", &[("foo", "bar")]), expected);
    }

    #[test]
    fn neither_the_sign_itself_nor_an_access_token_is_signed() {
        let bare = of("secret", "/path", &[("foo", "bar")]);
        assert_eq!(of("secret", "/path", &[("sign", "x"), ("foo", "bar"), ("access_token", "y")]), bare);
    }
}
