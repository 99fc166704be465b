//! The whole app at a glance.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{OfferedShop, PendingConnect, SealedCache, ShopHealth, UnbiddenSignIn};

/// What the shell shows.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AppState {
    /// Which of its faces.
    pub phase: Phase,
    /// Why nothing works, where nothing does.
    pub blocked: Option<Notice>,
    /// What keeps the cache shut, where the person has to open it.
    pub sealed: Option<SealedCache>,
    /// The shop in view.
    pub shop: Option<ShopView>,
    /// Every connected shop, by name.
    pub shops: Vec<ShopHealth>,
    /// What the engine of the shop in view does.
    pub sync: SyncView,
    /// Wishes that aren't over.
    pub outbox: OutboxCounts,
    /// What the person should know.
    pub notices: Vec<Notice>,
    /// Where keys are kept.
    pub keychain: KeychainKind,
    /// Light, dark, or the system's.
    pub theme: Theme,
    /// A sign-in that waits for the browser.
    pub connecting: Option<PendingConnect>,
    /// Shops of a sign-in that the person may choose from.
    pub offered: Option<Vec<OfferedShop>>,
    /// Whether a sign-in that is here may open further shops.
    pub may_offer_shops: bool,
    /// A sign-in that was not begun here, and that waits for the person's word.
    pub unbidden: Option<UnbiddenSignIn>,
    /// The app's version.
    pub version: String,
}

/// Which face the window shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "AppPhase")]
pub enum Phase {
    /// The cache is being opened, which takes a while.
    Opening,
    /// No shop yet.
    Connect,
    /// A shop, and its cache.
    Ready,
    /// The database can't be opened.
    Blocked,
    /// It is encrypted, and the person has to open it.
    Sealed,
}

/// Something the person should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    /// What it is about; the same matter twice is one notice.
    pub id: String,
    /// How grave.
    pub tone: NoticeTone,
    /// A few words.
    pub title: String,
    /// What happened, what was kept, what to do.
    pub body: String,
    /// The one button, if any.
    pub action: Option<NoticeAction>,
}

/// How grave a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NoticeTone {
    /// Good to know.
    Info,
    /// Look at it.
    Warn,
    /// Something doesn't work.
    Bad,
}

/// What a notice's button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NoticeAction {
    /// Opens the connect screen.
    Connect,
    /// Takes the notice away.
    Dismiss,
    /// Opens the data folder.
    OpenFolder,
    /// Opens the stock of the shop whose number the id ends with.
    Stock,
    /// Begins the consent again for the shop whose number the id ends with.
    Approve,
}

/// The connected shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ShopView {
    /// This computer's number for it: goes with every command that is about one shop.
    pub id: u32,
    /// The seller's name for it.
    pub name: String,
    /// Region, in the shop's words.
    pub region: String,
    /// Whether it is the practice shop.
    pub practice: bool,
    /// What amounts are shown in that don't tell it themselves: as the seller chose, or else as the shop tells.
    pub currency: Option<String>,
    /// What sums over its orders are shown in: as these tell, where they do.
    pub sums_currency: Option<String>,
}

/// What the engine does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SyncView {
    /// In a word.
    pub state: SyncState,
    /// What the first pull is reading.
    pub step: Option<SyncStep>,
    /// Records of that step so far.
    pub done: u32,
    /// Records of that step in all, where the shop says.
    pub total: Option<u32>,
    /// Whether everything is being read for the first time.
    pub first_pull: bool,
    /// When a round last ended well, ISO 8601.
    pub last_ok_at: Option<String>,
    /// When the next round is planned, ISO 8601.
    pub next_at: Option<String>,
    /// What went wrong: a sentence.
    pub problem: Option<String>,
    /// Seconds between two looks for new orders, as things are now.
    pub every_seconds: u32,
    /// Why so often and no oftener.
    pub rhythm: SyncRhythm,
    /// Requests left in this rolling day.
    pub requests_left_today: u32,
    /// Requests a rolling day allows.
    pub requests_per_day: u32,
    /// Records that could not be read.
    pub set_aside: u32,
}

/// What the engine does, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SyncState {
    /// Up to date.
    Idle,
    /// Reading.
    Pulling,
    /// Trouble at the shop; tried again.
    Waiting,
    /// No way to the shop; tried again.
    Offline,
    /// A limit is used up; goes on by itself.
    Limited,
    /// The sign-in is over.
    NeedsConnect,
    /// The shop refuses something until a person helps.
    Refused,
    /// The cache can't be written.
    Paused,
}

/// Why the engine looks as often as it does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SyncRhythm {
    /// The window is in view.
    #[default]
    InView,
    /// Orders flow, and nobody looks.
    Busy,
    /// Nobody looks and nothing comes.
    Quiet,
    /// The day's requests have to last.
    Saving,
    /// The shop asked for fewer requests.
    Slowed,
}

/// What the first pull reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SyncStep {
    /// Orders.
    Orders,
    /// Products with their stock.
    Products,
}

/// Wishes that aren't over, by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OutboxCounts {
    /// Saved here.
    pub queued: u32,
    /// On their way.
    pub sending: u32,
    /// Their answers were lost.
    pub checking: u32,
    /// The shop said no.
    pub refused: u32,
    /// The person decides.
    pub conflict: u32,
    /// Held back by a question.
    pub held: u32,
}

/// Where keys are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeychainKind {
    /// In the system's keychain.
    System,
    /// In memory, until the app is closed.
    Session,
}

/// Light, dark, or the system's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Which tables changed: the screen reads again what it shows of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Changed {
    /// Without repetition.
    pub tables: Vec<ChangedTable>,
}

/// What can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChangedTable {
    /// Orders.
    Orders,
    /// Products, SKUs, levels.
    Stock,
    /// Wishes.
    Outbox,
    /// The shop, its connection, the theme.
    Shop,
    /// Notices.
    Notices,
}
