//! Lists whose pages are asked for by a token.

use crate::ShopError;

pub(super) fn parameters(size: u32, token: Option<&String>) -> Vec<(&'static str, String)> {
    let mut given = vec![("page_size", size.to_string())];
    given.extend(token.map(|token| ("page_token", token.clone())));
    given
}

/// How long a token lives is not documented: one that is refused says that the list has to be begun again.
pub(super) fn gone(error: ShopError, token: Option<&String>) -> ShopError {
    match error {
        ShopError::Refused { field: Some(field), .. } if field == "page_token" && token.is_some() => {
            ShopError::PageGone
        }
        other => other,
    }
}
