//! The address of the consent page.

use url::Url;

use crate::{Endpoints, Secret};

/// Where the consent page sends the browser back to: this app.
pub const REDIRECT_URI: &str = "tiktokflow://oauth/callback";

/// The consent page's address with the contract's four parameters: `client_id` (the app `key`),
/// `redirect_uri`, `state` and `response_type=code`. It holds the state, so it goes to the
/// browser and nowhere else.
pub fn authorize_url(endpoints: &Endpoints, key: &str, redirect_uri: &str, state: &Secret) -> Url {
    let mut url = endpoints.authorize.clone();
    url.query_pairs_mut()
        .append_pair("client_id", key)
        .append_pair("redirect_uri", redirect_uri)
        .append_pair("state", state.reveal())
        .append_pair("response_type", "code");
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_consent_page_gets_client_id_redirect_uri_state_and_response_type() {
        let url = authorize_url(&Endpoints::default(), "key&1", REDIRECT_URI, &Secret::new("abc"));
        assert_eq!(
            url.as_str(),
            "https://auth.tiktok-shops.com/oauth/authorize?client_id=key%261\
             &redirect_uri=tiktokflow%3A%2F%2Foauth%2Fcallback&state=abc&response_type=code"
        );
    }
}
