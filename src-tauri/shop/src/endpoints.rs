//! Where TikTok Shop is. Every base address is a setting: the service has moved hosts before,
//! markets differ, and the practice shop runs on loopback.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use url::{Host, Url};

use crate::Contract;

const AUTHORIZE: &str = "https://auth.tiktok-shops.com/oauth/authorize";
const TOKEN: &str = "https://open-api.tiktokglobalshop.com/api/v2/token/get";
const REFRESH: &str = "https://open-api.tiktokglobalshop.com/api/v2/token/refresh";
const API: &str = "https://open-api.tiktokglobalshop.com/";
const PARTNER_AUTHORIZE_US: &str = "https://services.us.tiktokshop.com/open/authorize";
const PARTNER_AUTHORIZE_WORLD: &str = "https://services.tiktokshop.com/open/authorize";
const PARTNER_TOKEN: &str = "https://auth.tiktok-shops.com/api/v2/token/get";
const PARTNER_REFRESH: &str = "https://auth.tiktok-shops.com/api/v2/token/refresh";

/// Where an app of the Partner API was made: the two have accounts, keys and services of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartnerCenter {
    /// partner.us.tiktokshop.com
    UnitedStates,
    /// partner.tiktokshop.com
    RestOfWorld,
}

/// The four addresses that the app talks to. Serialized as texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoints {
    /// The consent page, opened in the person's browser. The Partner API's holds the service's id.
    pub authorize: Url,
    /// Exchanges an authorization code for tokens.
    pub token: Url,
    /// Exchanges a refresh token for new tokens.
    pub refresh: Url,
    /// The base that the contract's paths are appended to.
    pub api: Url,
    /// What is spoken there. Addresses that were kept before there was a choice speak the documented one.
    #[serde(default)]
    pub contract: Contract,
}

/// Why an address can't be used. Each is a sentence for the person.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum EndpointError {
    /// The text is no address at all.
    #[error("The {0} address is not a web address. Nothing was changed: write it like https://example.com.")]
    NotAnAddress(&'static str),
    /// Keys and tokens would cross the network readable by everybody on the way.
    #[error("The {0} address does not start with https://, so keys would travel unprotected. Nothing was changed.")]
    NotHttps(&'static str),
    /// A user name, password or fragment is in it.
    #[error("The {0} address holds a user name, a password or a # part. Nothing was changed: remove it.")]
    Extras(&'static str),
}

impl Default for Endpoints {
    /// The contract's addresses.
    fn default() -> Self {
        Self {
            authorize: fixed(AUTHORIZE),
            token: fixed(TOKEN),
            refresh: fixed(REFRESH),
            api: fixed(API),
            contract: Contract::Documented,
        }
    }
}

/// Parses one of the constants above, which a test parses too.
#[allow(clippy::expect_used, reason = "a constant, proven by a test")]
fn fixed(text: &str) -> Url {
    Url::parse(text).expect("the contract's addresses are addresses")
}

impl Endpoints {
    /// The Partner API's addresses, for a service of the app.
    pub fn partner(center: PartnerCenter, service: &str) -> Self {
        let authorize = match center {
            PartnerCenter::UnitedStates => PARTNER_AUTHORIZE_US,
            PartnerCenter::RestOfWorld => PARTNER_AUTHORIZE_WORLD,
        };
        Self {
            authorize: of_service(fixed(authorize), service),
            token: fixed(PARTNER_TOKEN),
            refresh: fixed(PARTNER_REFRESH),
            api: fixed(API),
            contract: Contract::Partner,
        }
    }

    /// The same below one base: the practice shop.
    ///
    /// # Errors
    /// As for [`Endpoints::below`].
    pub fn partner_below(base: &str, service: &str) -> Result<Self, EndpointError> {
        let documented = Self::below(base)?;
        let authorize = appended(&documented.api, fixed(PARTNER_AUTHORIZE_WORLD).path());
        Ok(Self { authorize: of_service(authorize, service), contract: Contract::Partner, ..documented })
    }

    /// All four below one base, laid out as the contract lays them out: the practice shop.
    ///
    /// # Errors
    /// [`EndpointError`] where `base` is no address or not safe to use.
    pub fn below(base: &str) -> Result<Self, EndpointError> {
        let base = Url::parse(base).map_err(|_| EndpointError::NotAnAddress("base"))?;
        let at = |contract: &str| appended(&base, fixed(contract).path());
        let all = Self {
            authorize: at(AUTHORIZE),
            token: at(TOKEN),
            refresh: at(REFRESH),
            api: base.clone(),
            contract: Contract::Documented,
        };
        all.check().map(|()| all)
    }

    /// Refuses every address that would send a key or token unprotected: https only, except http
    /// on this very computer (`localhost`, `127.0.0.0/8`, `::1`).
    ///
    /// # Errors
    /// [`EndpointError`] for the first address that is not safe to use.
    pub fn check(&self) -> Result<(), EndpointError> {
        for (name, url) in self.named() {
            match url.scheme() {
                "https" => {}
                "http" if is_loopback(url) => {}
                _ => return Err(EndpointError::NotHttps(name)),
            }
            if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
                return Err(EndpointError::Extras(name));
            }
        }
        Ok(())
    }

    /// An address that the shop names for a document, where it is safe to use: https, or this very computer where the
    /// shop is on it.
    pub(crate) fn document_at(&self, address: &str) -> Option<Url> {
        let url = Url::parse(address).ok()?;
        let is_safe = match url.scheme() {
            "https" => url.host().is_some(),
            "http" => self.all_on_loopback() && is_loopback(&url),
            _ => false,
        };
        (is_safe && url.username().is_empty() && url.password().is_none()).then_some(url)
    }

    /// The address of one of a contract's paths.
    pub(crate) fn api_at(&self, path: &str) -> Url {
        appended(&self.api, path)
    }

    /// Whether everything that is called without a browser is on this computer.
    pub(crate) fn all_on_loopback(&self) -> bool {
        [&self.token, &self.refresh, &self.api].into_iter().all(is_loopback)
    }

    fn named(&self) -> [(&'static str, &Url); 4] {
        [("authorize", &self.authorize), ("token", &self.token), ("refresh", &self.refresh), ("API", &self.api)]
    }
}

fn of_service(mut authorize: Url, service: &str) -> Url {
    authorize.query_pairs_mut().append_pair("service_id", service);
    authorize
}

fn appended(base: &Url, path: &str) -> Url {
    let mut url = base.clone();
    url.set_path(&format!("{}{path}", base.path().trim_end_matches('/')));
    url.set_query(None);
    url
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    #[test]
    fn without_a_setting_the_contracts_addresses_are_used() {
        let all = Endpoints::default();
        assert_eq!(all.check(), Ok(()));
        assert_eq!(all.named().map(|(_, url)| url.as_str().to_owned()), [AUTHORIZE, TOKEN, REFRESH, API]);
    }

    #[test]
    fn a_key_never_travels_over_plain_http_except_on_this_computer() {
        for base in ["http://localhost:4000", "http://127.0.0.1:4000/", "http://127.8.8.8", "http://[::1]:4000"] {
            assert!(Endpoints::below(base).is_ok(), "{base}");
        }
        for base in ["http://shop.example", "http://localhost.example", "http://192.168.0.4", "ftp://localhost"] {
            assert_eq!(Endpoints::below(base), Err(EndpointError::NotHttps("authorize")), "{base}");
        }
        assert_eq!(Endpoints::below("https://me:pw@shop.example"), Err(EndpointError::Extras("authorize")));
        assert_eq!(Endpoints::below("shop"), Err(EndpointError::NotAnAddress("base")));
    }

    #[test]
    fn a_base_with_a_path_of_its_own_keeps_it() {
        let all = Endpoints::below("http://127.0.0.1:4000/shop/").unwrap();
        assert_eq!(all.api_at("/api/orders/search").as_str(), "http://127.0.0.1:4000/shop/api/orders/search");
        assert_eq!(all.token.as_str(), "http://127.0.0.1:4000/shop/api/v2/token/get");
    }

    #[test]
    fn the_partner_apis_addresses_are_those_of_the_center_where_the_app_was_made() {
        let us = Endpoints::partner(PartnerCenter::UnitedStates, "7 1");
        assert_eq!(us.check(), Ok(()));
        assert_eq!(us.authorize.as_str(), "https://services.us.tiktokshop.com/open/authorize?service_id=7+1");
        let world = Endpoints::partner(PartnerCenter::RestOfWorld, "71");
        assert_eq!(world.authorize.host_str(), Some("services.tiktokshop.com"));
        assert_eq!((us.token, us.api), (world.token, world.api));
        let below = Endpoints::partner_below("http://127.0.0.1:4000", "71").unwrap();
        assert_eq!(below.authorize.as_str(), "http://127.0.0.1:4000/open/authorize?service_id=71");
        assert_eq!(below.token.as_str(), "http://127.0.0.1:4000/api/v2/token/get");
    }

    #[test]
    fn addresses_that_were_kept_before_there_was_a_choice_speak_the_documented_contract() {
        let mut kept = serde_json::to_value(Endpoints::default()).unwrap();
        kept.as_object_mut().unwrap().remove("contract");
        assert_eq!(serde_json::from_value::<Endpoints>(kept).unwrap(), Endpoints::default());
    }

    #[test]
    fn addresses_are_kept_as_texts() {
        let text = serde_json::to_string(&Endpoints::default()).unwrap();
        assert!(text.contains(AUTHORIZE));
        assert_eq!(serde_json::from_str::<Endpoints>(&text).unwrap(), Endpoints::default());
    }
}
