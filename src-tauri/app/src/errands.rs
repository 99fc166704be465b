//! What the person wants of an order beside having it shipped, in words; and answers to buyers who ask to cancel.

use domain::{Correction, Errand, OrderId, Part, SharedParcel, ShopId, Split};
use store::{ErrandEntry, State, StoreError};

use crate::{
    App,
    activity::outbox_state,
    boundary::{AppError, CancelAnswer, Cancellation, ErrorCode, OutboxItem, OutboxKind, OutboxState, RejectReason},
    wording::{count, iso},
};

const OVER: &str = "This buyer asks no more, or the shop has not told the request yet. Nothing was sent.";
/// What tells an errand's number from a wish's.
const MARK: char = 'e';

impl App {
    /// Saves the answer to a buyer who asks to cancel; from then on it survives everything. Asking twice is asking once.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] for an unknown order or shop and where no request is open, [`ErrorCode::InvalidInput`] for
    /// a reason that is none of the shop's, [`ErrorCode::Busy`] where something else about the order is under way.
    pub async fn answer_cancel(&self, shop: u32, order_id: &str, answer: CancelAnswer) -> Result<OutboxItem, AppError> {
        let (shop, order) = (self.known(shop).await?.id, OrderId::new(order_id));
        let known = self.store.cancel_request_of(shop, &order).await?;
        let known = known.ok_or_else(|| AppError::new(ErrorCode::NotFound, OVER))?;
        let answer = match answer {
            CancelAnswer::Approve => domain::CancelAnswer::Approve,
            CancelAnswer::Reject { reason: name } => {
                let reason = known.reasons.unwrap_or_default().into_iter().find(|reason| reason.name == name);
                let none = || AppError::input("reason", "Choose one of the shop’s reasons. Nothing was sent.");
                domain::CancelAnswer::Reject { reason: reason.ok_or_else(none)? }
            }
        };
        let errand = Errand::AnswerCancel { request: known.request.id, answer };
        self.queue_errand(shop, &order, &errand).await
    }

    /// Saves an errand, which leaves after the time in which it can be taken back.
    pub(crate) async fn queue_errand(
        &self,
        shop: ShopId,
        order: &OrderId,
        errand: &Errand,
    ) -> Result<OutboxItem, AppError> {
        let (now, due) = self.now_and_after_grace();
        let entry = self.store.queue_errand(shop, order, errand, now, due).await?;
        self.wake_push();
        Ok(errand_item(entry))
    }

    /// What the buyer of an order asks, where the shop has told it.
    pub(crate) async fn cancellation(&self, shop: ShopId, order: &OrderId) -> Result<Option<Cancellation>, StoreError> {
        let known = self.store.cancel_request_of(shop, order).await?;
        let reason = |reason: domain::RejectReason| RejectReason { name: reason.name, text: reason.text };
        Ok(known.map(|known| Cancellation {
            reason: known.request.reason,
            asked_at: known.request.asked.map(iso),
            answer_by: known.request.answer_by.map(iso),
            reasons: known.reasons.map(|reasons| reasons.into_iter().map(reason).collect()),
        }))
    }

    /// The latest errand of an order, in words.
    pub(crate) async fn errand_of(&self, shop: ShopId, order: &OrderId) -> Result<Option<OutboxItem>, StoreError> {
        Ok(self.store.errand_of(shop, order).await?.map(errand_item))
    }
}

/// The number of an errand, by the id that the screen has for it; none for a wish of the outbox.
pub(crate) fn errand_number(id: &str) -> Option<i64> {
    id.strip_prefix(MARK)?.parse().ok()
}

/// Whether what became of it isn't known yet.
pub(crate) fn is_under_way(errand: &OutboxItem) -> bool {
    matches!(errand.state, OutboxState::Queued | OutboxState::Sending | OutboxState::Checking)
}

/// An errand in words.
pub(crate) fn errand_item(entry: ErrandEntry) -> OutboxItem {
    let (title, detail) = told(&entry);
    OutboxItem {
        id: format!("{MARK}{}", entry.id),
        batch: None,
        kind: OutboxKind::Errand,
        title,
        detail,
        target: entry.order.to_string(),
        state: outbox_state(entry.state),
        reason: entry.reason,
        attempts: count(entry.attempts),
        created_at: iso(entry.created),
        changed_at: iso(entry.changed),
        base: None,
        mine: None,
        shop: None,
        leaves_at: (entry.state == State::Queued && entry.attempts == 0).then(|| iso(entry.due)),
        can_retry: matches!(entry.state, State::Queued | State::Refused),
        can_discard: matches!(entry.state, State::Queued | State::Refused),
    }
}

/// What an errand is about: a title, and a little more.
fn told(entry: &ErrandEntry) -> (String, String) {
    let order = &entry.order;
    match &entry.errand {
        Errand::AnswerCancel { answer: domain::CancelAnswer::Approve, .. } => {
            (format!("Cancel order {order}"), "The buyer asked for it".to_owned())
        }
        Errand::AnswerCancel { answer: domain::CancelAnswer::Reject { reason }, .. } => {
            (format!("Don’t cancel order {order}"), reason.text.clone())
        }
        Errand::CorrectTracking(Correction { number, from, parcel, .. }) => {
            let of = if parcel.is_some() { "of a parcel of order" } else { "of order" };
            (format!("Correct the tracking number {of} {order}"), format!("{number} instead of {from}"))
        }
        Errand::ShareParcel(SharedParcel { orders, .. }) => {
            let others: Vec<&str> = orders.iter().skip(1).map(OrderId::as_str).collect();
            (format!("Put order {order} into one parcel"), format!("Together with {}", others.join(", ")))
        }
        Errand::Split(Split { parcels }) => {
            let sizes: Vec<String> = parcels.iter().map(|pieces| pieces.len().to_string()).collect();
            (format!("Split order {order} into {} parcels", parcels.len()), format!("Pieces: {}", sizes.join(" and ")))
        }
        Errand::ShipPart(Part { pieces, number }) => {
            let count = pieces.len();
            (format!("Ship part of order {order}"), format!("{count} {} with {number}", of_pieces(count)))
        }
    }
}

fn of_pieces(count: usize) -> &'static str {
    if count == 1 { "piece" } else { "pieces" }
}
