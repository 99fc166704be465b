//! The newtype that keeps keys, tokens and codes out of logs, panics and error messages.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

/// An app secret, token, authorization code or sign-in state.
///
/// `Debug` prints `[secret]`; there is no `Display` and no `Serialize`, so it reaches a log, a
/// message or a file only where somebody writes [`Secret::reveal`]. Its memory is wiped on drop
/// and two of them compare in constant time.
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// Takes a text as secret from here on.
    pub fn new(text: impl Into<String>) -> Self {
        Self(SecretString::from(text.into()))
    }

    /// The text itself: for the request, the keychain and the browser's address; never for a log.
    pub fn reveal(&self) -> &str {
        self.0.expose_secret()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.reveal().as_bytes().ct_eq(other.reveal().as_bytes()).into()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// What identifies the app to TikTok Shop: both are typed by the person and live in the keychain.
#[derive(Clone, Debug)]
pub struct AppCredentials {
    /// The app key (`client_id` of the authorize page, `app_key` of the token calls).
    pub key: String,
    /// The app secret.
    pub secret: Secret,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_cannot_be_printed() {
        let credentials = AppCredentials { key: "key-1".into(), secret: Secret::new("s3cr3t-canary") };
        assert!(!format!("{credentials:?} {credentials:#?}").contains("canary"));
    }

    #[test]
    fn secrets_are_equal_only_when_every_byte_is() {
        assert_eq!(Secret::new("abc"), Secret::new("abc"));
        assert_ne!(Secret::new("abc"), Secret::new("abd"));
        assert_ne!(Secret::new("abc"), Secret::new("abcd"));
    }
}
