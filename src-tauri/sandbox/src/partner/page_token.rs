//! Where a list goes on: opaque to whoever carries it, and good for that list alone.
//!
//! A token names the last row that was shown, so a row that comes or goes elsewhere moves no other across its edge.

use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::visit::invalid;
use crate::answer::Refusal;

/// Bytes of the seal in front of the row.
const SEAL: usize = 12;

/// The token after a row of a list; the list is named by everything that was asked for.
pub(super) fn after(secret: &str, list: &str, row: &str) -> String {
    let mut bytes = seal(secret, list, row.as_bytes());
    bytes.extend_from_slice(row.as_bytes());
    BASE64_STANDARD.encode(bytes)
}

/// The row that a token names, if the shop gave it out for that list.
pub(super) fn row(secret: &str, list: &str, token: &str) -> Result<String, Refusal> {
    let refused = || invalid("page_token", "is none that this list gave out");
    let bytes = BASE64_STANDARD.decode(token).map_err(|_| refused())?;
    let (sealed, row) = bytes.split_at_checked(SEAL).ok_or_else(refused)?;
    if sealed != seal(secret, list, row) {
        return Err(refused());
    }
    String::from_utf8(row.to_vec()).map_err(|_| refused())
}

fn seal(secret: &str, list: &str, row: &[u8]) -> Vec<u8> {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return Vec::new() };
    mac.update(list.as_bytes());
    mac.update(&[0]);
    mac.update(row);
    mac.finalize().into_bytes()[..SEAL].to_vec()
}
