//! The key of an encrypted cache.

use std::fmt;

use secrecy::{ExposeSecret, SecretString, zeroize::Zeroize as _};

/// So many bytes has a key of AES-256.
const BYTES: usize = 32;

/// The key of an encrypted cache: 32 random bytes. They are the key itself and no password, so no connection
/// has to work one out.
///
/// `Debug` prints `[secret]`, there is no `Display`, and its own memory is wiped on drop. What SQLCipher and the
/// pools of connections have to keep of it lives as long as the store does.
#[derive(Clone)]
pub struct CacheKey(SecretString);

impl CacheKey {
    /// Takes 32 random bytes as the key.
    pub fn new(mut bytes: [u8; BYTES]) -> Self {
        let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
        // Never grows, so no part of it stays behind where it was before.
        let mut hex = String::with_capacity(2 * BYTES);
        bytes.iter().for_each(|byte| hex.extend([digit(byte >> 4), digit(byte & 0xf)]));
        bytes.zeroize();
        Self(SecretString::from(hex))
    }

    /// The key out of the text that [`CacheKey::reveal`] gave; `None` for any other.
    pub fn from_text(text: &str) -> Option<Self> {
        let is_key = text.len() == 2 * BYTES && text.bytes().all(|digit| digit.is_ascii_hexdigit());
        is_key.then(|| Self(SecretString::from(text.to_ascii_lowercase())))
    }

    /// The key as 64 hex digits: for the keychain, never for a log.
    pub fn reveal(&self) -> &str {
        self.0.expose_secret()
    }

    /// As SQLCipher takes a key that nothing has to be worked out of.
    pub(crate) fn as_raw(&self) -> SecretString {
        SecretString::from(format!("x'{}'", self.reveal()))
    }
}

impl fmt::Debug for CacheKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    #[test]
    fn a_key_cannot_be_printed() {
        let key = CacheKey::new([0xAB; BYTES]);
        assert_eq!(format!("{key:?} {key:#?}"), "[secret] [secret]");
    }

    #[test]
    fn a_key_comes_back_out_of_its_text_and_out_of_nothing_else() {
        let mut bytes = [0; BYTES];
        bytes[0] = 0x0F;
        bytes[31] = 0xC3;
        let key = CacheKey::new(bytes);
        assert_eq!(key.reveal(), format!("0f{}c3", "00".repeat(30)));
        assert_eq!(CacheKey::from_text(&key.reveal().to_uppercase()).unwrap().reveal(), key.reveal());
        for other in ["", "0f", &"g".repeat(64), &"0".repeat(63), &"0".repeat(65), &format!("{}'", "0".repeat(63))] {
            assert!(CacheKey::from_text(other).is_none(), "{other}");
        }
    }
}
