//! The address of the consent page.

use url::Url;

use crate::{Contract, Endpoints, Secret};

/// Where the consent page sends the browser back to: this app.
pub const REDIRECT_URI: &str = "tiktokflow://oauth/callback";

/// The consent page's address with the documented contract's four parameters: `client_id` (the app
/// `key`), `redirect_uri`, `state` and `response_type=code`. The Partner API takes the state alone beside
/// the service that its address holds: key and redirect belong to the app, in Partner Center. It holds the
/// state, so it goes to the browser and nowhere else.
pub fn authorize_url(endpoints: &Endpoints, key: &str, redirect_uri: &str, state: &Secret) -> Url {
    let mut url = endpoints.authorize.clone();
    let mut parameters = url.query_pairs_mut();
    if endpoints.contract == Contract::Documented {
        parameters.append_pair("client_id", key).append_pair("redirect_uri", redirect_uri);
    }
    parameters.append_pair("state", state.reveal());
    if endpoints.contract == Contract::Documented {
        parameters.append_pair("response_type", "code");
    }
    drop(parameters);
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_partner_apis_consent_page_gets_its_service_and_the_state_alone() {
        let endpoints = Endpoints::partner(crate::PartnerCenter::RestOfWorld, "71");
        let url = authorize_url(&endpoints, "key&1", REDIRECT_URI, &Secret::new("abc"));
        assert_eq!(url.as_str(), "https://services.tiktokshop.com/open/authorize?service_id=71&state=abc");
    }

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
