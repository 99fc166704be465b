//! The door for the shop's own news: webhook events of either contract, taken on this computer.
//!
//! It listens on 127.0.0.1 alone, so events reach it through a forwarder that the person has set
//! up. What comes is used as a *hint*: which order or product to read again, by its id. Nothing
//! else of an event goes any further, so one that is forged, stale or out of order can make the
//! engine ask a question and can't change an answer. What an event tells of an order or a product,
//! the pull finds out by itself; a hint only makes it sooner. So it is no harm that an event is
//! turned away here.
//!
//! # Two contracts
//! The documented one calls its four events by name (`event_type`), the signed partner one numbers
//! its topics (`type`); that tells them apart, and everything but the reading of a body is the same
//! for both. A partner event may name several orders, a hundred at most, which is one event and as
//! many hints; a number that nobody knows is answered 200 like a name that nobody knows.
//!
//! # Who may knock
//! Header `Authorization`, as the real service signs: hex HMAC-SHA256, keyed with the app's secret,
//! over app key and raw body. Whose key fits says whose shop is meant; the documented payload
//! doesn't, and the partner one says it by an id that nothing here knows. With
//! [`DoorRules::signed_only`] an event that no key fits is answered 401; without, it is a hint for
//! every shop.
//!
//! The `Host` header may be anything: forwarders put their own there, and the attack that checking
//! it stops (DNS rebinding, a web page that reads a local server's answers) has nothing to gain, as
//! every answer is empty. A web page can still post here without reading the answer; browsers then
//! send `Origin`, which no webhook has, and that is answered 403.
//!
//! # Bounds
//! 64 KiB a body, which has five seconds to come; 64 connections of one request each, that are cut
//! after ten seconds; 100 events a second, and up to 200 in a heap: then 429. An event is known by
//! type, time and subject – a partner one by the number of its notice –, and by its very body, among
//! the last 4,096. A documented one that tells of a second change in the second of the first is thus
//! taken for its repetition; the pull finds that change.

mod desk;
mod documented;
mod door;
mod event;
mod gate;
mod partner;
mod places;
mod signature;
mod status;
mod topic;

pub use desk::DoorRules;
pub use door::{Deliver, Door, DoorError, Keys};
pub use signature::DoorKey;
pub use status::{DoorStatus, Seen, Verdict};
