//! What is needed to reach the shop, as it lies in the vault.

use domain::ShopId;
use serde::{Deserialize, Serialize};
use tiktok_shop::{
    AppCredentials, AuthorizedShop, Endpoints, Secret, Tokens, mark,
    oauth::{PendingLogin, ShopAccess},
};

/// The way to a shop. Its `Debug` prints no secret.
#[derive(Clone)]
pub(crate) struct Connection {
    pub(crate) key: String,
    pub(crate) secret: Secret,
    pub(crate) endpoints: Endpoints,
    pub(crate) practice: bool,
    pub(crate) currency: Option<String>,
    /// The shop's name and region, once it has told them: the cache may be lost.
    pub(crate) shop: Option<(String, String)>,
    /// The mark of the shop's own id, or else of its seller's; empty where neither was ever said.
    pub(crate) seller: String,
    /// How requests name the shop, where the contract has several to a sign-in.
    pub(crate) access: Option<ShopAccess>,
    /// The shop under whose number the sign-in is kept; this one itself where it is `None`. That number outlives its
    /// shop: it is never given to another one.
    pub(crate) sign_in: Option<ShopId>,
}

/// A sign-in that waits for the browser.
#[derive(Clone)]
pub(crate) struct Pending {
    pub(crate) login: PendingLogin,
    pub(crate) connection: Connection,
    pub(crate) opened: bool,
    /// Whether it is to approve again what is here, and to add nothing to it.
    pub(crate) again: bool,
}

#[derive(Serialize, Deserialize)]
struct ConnectionInVault {
    key: String,
    secret: String,
    endpoints: Endpoints,
    practice: bool,
    currency: Option<String>,
    shop: Option<(String, String)>,
    #[serde(default)]
    seller: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    access: Option<(String, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sign_in: Option<i64>,
}

#[derive(Serialize, Deserialize)]
struct PendingInVault {
    login: Vec<u8>,
    connection: ConnectionInVault,
    #[serde(default)]
    again: bool,
}

impl Connection {
    pub(crate) fn credentials(&self) -> AppCredentials {
        AppCredentials { key: self.key.clone(), secret: self.secret.clone() }
    }

    /// The form that goes to the vault and nowhere else.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(&self.in_vault()).unwrap_or_default()
    }

    /// `None` where another version wrote something else: then the person connects again.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok().map(Self::out_of_vault)
    }

    /// The first and last characters of the key: enough to recognise it.
    pub(crate) fn key_hint(&self) -> String {
        let characters: Vec<char> = self.key.chars().collect();
        match characters.as_slice() {
            [a, b, c, .., y, z] if characters.len() > 8 => format!("{a}{b}{c}…{y}{z}"),
            _ => "…".to_owned(),
        }
    }

    /// The same way, to whichever shop: before it is known which.
    pub(crate) fn to_any_shop(&self) -> Self {
        Self { shop: None, seller: String::new(), access: None, sign_in: None, ..self.clone() }
    }

    /// The way to one of the shops that a sign-in opens.
    pub(crate) fn to(&self, shop: &AuthorizedShop) -> Self {
        let AuthorizedShop { name, region, access } = shop.clone();
        // What the market's form said of prices holds in that market alone.
        let currency = self.currency.clone().filter(|_| region == "US");
        Self {
            currency,
            shop: Some((name, region)),
            seller: mark(&access.id),
            access: Some(access),
            ..self.to_any_shop()
        }
    }

    /// The way to the one shop that a sign-in is, as far as its tokens say who that is.
    pub(crate) fn to_the_shop_of(&self, tokens: &Tokens) -> Self {
        let region = || tokens.region.clone().unwrap_or_default();
        let shop = tokens.seller_name.clone().map(|name| (name, region()));
        let seller = tokens.open_id.as_deref().map(mark).unwrap_or_default();
        Self { shop, seller, ..self.to_any_shop() }
    }

    /// The number under which the sign-in of `shop`, to which this leads, is kept.
    pub(crate) fn sign_in_of(&self, shop: ShopId) -> ShopId {
        self.sign_in.unwrap_or(shop)
    }

    fn in_vault(&self) -> ConnectionInVault {
        let Self { key, secret, endpoints, practice, currency, shop, seller, access, sign_in } = self.clone();
        ConnectionInVault {
            key,
            secret: secret.reveal().to_owned(),
            endpoints,
            practice,
            currency,
            shop,
            seller,
            access: access.map(|access| (access.id, access.cipher.reveal().to_owned())),
            sign_in: sign_in.map(|number| number.0),
        }
    }

    fn out_of_vault(vault: ConnectionInVault) -> Self {
        let ConnectionInVault { key, secret, endpoints, practice, currency, shop, seller, access, sign_in } = vault;
        let access = access.map(|(id, cipher)| ShopAccess { id, cipher: Secret::new(cipher) });
        let (secret, sign_in) = (Secret::new(secret), sign_in.map(ShopId));
        Self { key, secret, endpoints, practice, currency, shop, seller, access, sign_in }
    }
}

impl Pending {
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let (login, connection) = (self.login.to_bytes(), self.connection.in_vault());
        let vault = PendingInVault { login, connection, again: self.again };
        serde_json::to_vec(&vault).unwrap_or_default()
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let vault: PendingInVault = serde_json::from_slice(bytes).ok()?;
        let login = PendingLogin::from_bytes(&vault.login)?;
        let connection = Connection::out_of_vault(vault.connection);
        Some(Self { login, connection, opened: true, again: vault.again })
    }
}
