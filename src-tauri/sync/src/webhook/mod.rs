//! The door for the shop's own news: the contract's four webhook events, taken on this computer.
//!
//! It listens on 127.0.0.1 alone, so events reach it through a forwarder that the person has set
//! up. What comes is used as a *hint*: which order or product to read again, by its id. Nothing
//! else of an event goes any further, so one that is forged, stale or out of order can make the
//! engine ask a question and can't change an answer. Everything that an event tells, the pull finds
//! out by itself; a hint only makes it sooner. So it is no harm that an event is turned away here.
//!
//! # Who may knock
//! Header `Authorization`, as the real service signs: hex HMAC-SHA256, keyed with the app's secret,
//! over app key and raw body. Whose key fits says whose shop is meant; the contract's payload
//! doesn't. With [`DoorRules::signed_only`] an event that no key fits is answered 401; without, it is
//! a hint for every shop.
//!
//! The `Host` header may be anything: forwarders put their own there, and the attack that checking
//! it stops (DNS rebinding, a web page that reads a local server's answers) has nothing to gain, as
//! every answer is empty. A web page can still post here without reading the answer; browsers then
//! send `Origin`, which no webhook has, and that is answered 403.
//!
//! # Bounds
//! 64 KiB a body, which has five seconds to come; 64 connections of one request each, that are cut
//! after ten seconds; 100 events a second, and up to 200 in a heap: then 429. An event is known by
//! type, time and subject, and by its very body, among the last 4,096. One that tells of a second
//! change in the second of the first is thus taken for its repetition; the pull finds that change.

mod desk;
mod documented;
mod door;
mod event;
mod gate;
mod places;
mod signature;
mod status;

pub use desk::DoorRules;
pub use door::{Deliver, Door, DoorError, Keys};
pub use signature::DoorKey;
pub use status::{DoorStatus, Seen, Verdict};
