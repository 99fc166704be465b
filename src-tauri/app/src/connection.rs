//! What is needed to reach the shop, as it lies in the vault.

use serde::{Deserialize, Serialize};
use tiktok_shop::{AppCredentials, Endpoints, Secret, oauth::PendingLogin};

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
    /// The mark of the seller's id; empty where the shop never said it.
    pub(crate) seller: String,
}

/// A sign-in that waits for the browser.
#[derive(Clone)]
pub(crate) struct Pending {
    pub(crate) login: PendingLogin,
    pub(crate) connection: Connection,
    pub(crate) opened: bool,
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
}

#[derive(Serialize, Deserialize)]
struct PendingInVault {
    login: Vec<u8>,
    connection: ConnectionInVault,
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

    fn in_vault(&self) -> ConnectionInVault {
        let Self { key, secret, endpoints, practice, currency, shop, seller } = self.clone();
        ConnectionInVault { key, secret: secret.reveal().to_owned(), endpoints, practice, currency, shop, seller }
    }

    fn out_of_vault(vault: ConnectionInVault) -> Self {
        let ConnectionInVault { key, secret, endpoints, practice, currency, shop, seller } = vault;
        Self { key, secret: Secret::new(secret), endpoints, practice, currency, shop, seller }
    }
}

impl Pending {
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let vault = PendingInVault { login: self.login.to_bytes(), connection: self.connection.in_vault() };
        serde_json::to_vec(&vault).unwrap_or_default()
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let vault: PendingInVault = serde_json::from_slice(bytes).ok()?;
        let login = PendingLogin::from_bytes(&vault.login)?;
        Some(Self { login, connection: Connection::out_of_vault(vault.connection), opened: true })
    }
}
