//! What the tests of errands share.

use sandbox::{Fault, FaultKind, When};
use store::{ErrandEntry, State};

use crate::{seller::Seller, spoken::TROUBLE};

pub(crate) async fn errand(seller: &Seller, id: i64) -> ErrandEntry {
    seller.computer.store.errand(id).await.unwrap()
}

/// Waits, while time passes, until an errand has come to `state`.
pub(crate) async fn comes_to(seller: &Seller, id: i64, state: State) -> ErrandEntry {
    seller.in_time(async || errand(seller, id).await.state == state).await;
    errand(seller, id).await
}

pub(crate) async fn comes_to_at_once(seller: &Seller, id: i64, state: State) -> ErrandEntry {
    seller.at_once(async || errand(seller, id).await.state == state).await;
    errand(seller, id).await
}

/// Faults after which the shop has done what was asked, and nobody heard so.
pub(crate) fn ways_to_lose(path: &str) -> [Fault; 4] {
    [
        Fault::once(path, FaultKind::LoseAnswer),
        Fault::once(path, FaultKind::Cut),
        Fault { when: Some(When::After), ..Fault::once(path, FaultKind::Http { status: 500 }) },
        Fault { when: Some(When::After), ..Fault::once(path, FaultKind::Code { code: TROUBLE, message: None }) },
    ]
}
