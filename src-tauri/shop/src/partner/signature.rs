//! The signature that every request of the Partner API carries.

use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use crate::Secret;

/// Signs a request: the secret, the path, every parameter by its name and then its value, the body as it is sent, and
/// the secret again, by HMAC-SHA256 with the secret, in small hex digits. The parameters are given decoded, in any
/// order, and without `sign` and `access_token`.
pub(super) fn sign(secret: &Secret, path: &str, parameters: &[(&str, String)], body: &[u8]) -> String {
    let mut sorted: Vec<_> = parameters.iter().collect();
    sorted.sort_by_key(|(name, _)| *name);
    let secret = secret.reveal().as_bytes();
    // A key of any length is taken.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(secret);
    mac.update(path.as_bytes());
    for (name, value) in sorted {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    mac.update(body);
    mac.update(secret);
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(secret: &str, path: &str, parameters: &[(&str, &str)]) -> String {
        let parameters: Vec<_> = parameters.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        sign(&Secret::new(secret), path, &parameters, b"")
    }

    #[test]
    fn the_documentations_own_request_has_its_signature() {
        let parameters = [("timestamp", "1623812664"), ("app_key", "29a39d")];
        assert_eq!(
            signed("e59af819cc", "/authorization/202309/shops", &parameters),
            "b596b73e0cc6de07ac26f036364178ab16b0a907af13d43f0a0cd2345f582dc8"
        );
    }

    #[test]
    fn requests_that_others_signed_have_their_signatures() {
        let parameters = [
            ("app_key", "68xu9ks5p4i8"),
            ("timestamp", "1696909648"),
            ("shop_cipher", "ROW_xkMbgAAAeVAQra0eZWebFQq5aIK"),
        ];
        assert_eq!(
            signed("e59af819cc", "/event/202309/webhooks", &parameters),
            "ed58e1b5e59865c22a7b828c1cab65007441f43cc91a6cb2f2cdc638e0995a37"
        );
        assert_eq!(
            signed("app_secret", "/test-api", &[("foo", "bar")]),
            "d3cb7fe11ecae942802ceeca67e7cf10120cc12f1517d45fbc1c8cfe5413c80f"
        );
    }

    #[test]
    fn a_body_is_signed_byte_by_byte() {
        let of = |body: &[u8]| sign(&Secret::new("s"), "/p", &[], body);
        assert_ne!(of(br#"{"a":1}"#), of(br#"{"a": 1}"#));
        assert_ne!(of(b""), of(b"{}"));
    }
}
