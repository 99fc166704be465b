//! What became of the events, for Settings and the log.

use std::fmt;

use axum::http::StatusCode;
use jiff::Timestamp;

/// The door's state as the screen shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DoorStatus {
    /// Events answered 200 since the door was opened, repeated and unknown ones included.
    pub taken: u32,
    /// Events answered otherwise.
    pub turned_away: u32,
    /// The last one.
    pub last: Option<Seen>,
}

/// An event that came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// When.
    pub at: Timestamp,
    /// `order.created`, `ORDER_STATUS_CHANGE` and the like; empty where it was not read or not fit to show.
    pub event: String,
    /// The order's or product's id, the first of several; empty likewise.
    pub subject: String,
    /// What was done about it.
    pub verdict: Verdict,
}

/// What was done about an event. Displayed it is a few words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Signed by a connected app: its shops are asked.
    Asked,
    /// Not signed, or by nobody known: every shop is asked.
    AskedUnsigned,
    /// It came before.
    Repeated,
    /// About the seller's consent: nothing of it is believed before the shop refuses a request.
    Noted,
    /// It names nothing that is of use here.
    Unknown,
    /// No shop is connected.
    NoShop,
    /// No connected app's signature, and only signed events are taken.
    Unsigned,
    /// No JSON object of either contract's shape, or an id that can't be one.
    Malformed,
    /// More than 64 KiB.
    TooLarge,
    /// Its body did not come in time.
    TooSlow,
    /// Over the rate.
    TooMany,
    /// Sent by a page in a browser.
    FromPage,
}

impl Verdict {
    /// The HTTP status that says so.
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::Asked | Self::AskedUnsigned | Self::Repeated | Self::Noted | Self::Unknown | Self::NoShop => {
                StatusCode::OK
            }
            Self::Unsigned => StatusCode::UNAUTHORIZED,
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::FromPage => StatusCode::FORBIDDEN,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Asked => "the shop is asked",
            Self::AskedUnsigned => "the shop is asked, though it was not signed",
            Self::Repeated => "came before",
            Self::Noted => "noted, nothing is to be read",
            Self::Unknown => "of no use here",
            Self::NoShop => "no shop to ask",
            Self::Unsigned => "turned away: not signed by your app",
            Self::Malformed => "turned away: not readable",
            Self::TooLarge => "turned away: too large",
            Self::TooSlow => "turned away: too slow",
            Self::TooMany => "turned away: too many at once",
            Self::FromPage => "turned away: sent by a web page",
        })
    }
}

impl DoorStatus {
    /// Counts one more event.
    pub(crate) fn add(&mut self, seen: Seen) {
        let count = if seen.verdict.status().is_success() { &mut self.taken } else { &mut self.turned_away };
        *count = count.saturating_add(1);
        self.last = Some(seen);
    }
}
