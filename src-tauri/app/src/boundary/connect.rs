//! Connecting a shop.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the person filled in.
#[derive(Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConnectForm {
    /// Where the shop sells.
    pub market: Market,
    /// The service's id, for every market but [`Market::Custom`]: there it stands in the address of the consent page.
    pub service_id: String,
    /// The app's key.
    pub app_key: String,
    /// The app's secret. Goes to the keychain and never comes back.
    pub app_secret: String,
    /// What is spoken at own addresses, for [`Market::Custom`].
    pub contract: Contract,
    /// Own addresses, for [`Market::Custom`].
    pub endpoints: Option<Endpoints>,
}

/// Where the shop sells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Market {
    /// United States: prices in dollars.
    Us,
    /// Anywhere else.
    Rest,
    /// With addresses of one's own.
    Custom,
}

/// What a shop answers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Contract {
    /// TikTok Shop's signed Partner API.
    Partner,
    /// The plain interface of the project's own document.
    Documented,
}

/// The shop's addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Endpoints {
    /// Where the browser goes.
    pub authorize_url: String,
    /// Where a code becomes a session.
    pub token_url: String,
    /// Where a session is renewed.
    pub refresh_url: String,
    /// Where the six endpoints are.
    pub api_url: String,
}

/// A sign-in that waits for the browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PendingConnect {
    /// To copy, should the browser not have opened. Holds the key's name and the state, no secret.
    pub authorize_url: String,
    /// Whether the browser opened.
    pub opened: bool,
    /// When it is over, ISO 8601.
    pub expires_at: String,
}

/// A shop that a sign-in opens. It is named by its place among them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OfferedShop {
    /// Its name.
    pub name: String,
    /// Its market, in two letters.
    pub region: String,
    /// Whether it is connected here already.
    pub here: bool,
}

/// A sign-in that somebody began elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnbiddenSignIn {
    /// When it is over, ISO 8601.
    pub expires_at: String,
    /// The apps that it may be for and whose keys are here. Without any, the person types them.
    pub apps: Vec<KeptApp>,
}

/// An app whose keys are here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KeptApp {
    /// A shop that is connected with it, by its number.
    pub shop: u32,
    /// Enough of its key to recognise it.
    pub hint: String,
    /// The names of all shops that are connected with it.
    pub shops: Vec<String>,
}
