//! Errands: what the person wants of an order beside having it shipped, done once.

use domain::{AnswerPlan, CancelAnswer, CancelId, CancelRequest, CancelState, Errand, plan_answer};
use store::{ErrandEntry, State, StoreError};
use tiktok_shop::{Lane, ShopError, later};

use crate::{
    Hint,
    push::{Pusher, Turn, is_about_these},
    standstill::Work,
};

impl Pusher {
    /// Reads what the errand is about, asks the planner, and sends where that says so: always this one path.
    pub(crate) async fn run_errand(&self, entry: ErrandEntry) -> Result<Turn, StoreError> {
        match &entry.errand {
            Errand::AnswerCancel { request, answer } => self.answer_cancel(&entry, request, answer).await,
            Errand::CorrectTracking(wanted) => self.correct_tracking(&entry, wanted).await,
            Errand::ShareParcel(wanted) => self.share_parcel(&entry, wanted).await,
            Errand::Split(wanted) => self.split(&entry, wanted).await,
            Errand::ShipPart(wanted) => self.ship_part(&entry, wanted).await,
        }
    }

    async fn answer_cancel(
        &self,
        entry: &ErrandEntry,
        request: &CancelId,
        answer: &CancelAnswer,
    ) -> Result<Turn, StoreError> {
        let order = match self.read_order(&entry.order).await? {
            Ok(order) => order,
            Err(error) => return self.put_off(entry, &error).await,
        };
        let asked = self.clock.now();
        let request = match self.client.cancel_request(request, Lane::Person).await {
            Ok(request) => request,
            Err(error) => return self.put_off(entry, &error).await,
        };
        self.store.put_cancel_requests(self.shop, std::slice::from_ref(&request), asked).await?;
        match plan_answer(&request.state, &order.status, answer) {
            AnswerPlan::Done => self.settle_errand(entry, State::Done, None).await,
            AnswerPlan::Refuse(why) => self.settle_errand(entry, State::Refused, Some(&why.to_string())).await,
            AnswerPlan::Send if self.await_errand(entry).await? => Ok(Turn::Moved),
            AnswerPlan::Send => self.send_answer(entry, request, answer).await,
        }
    }

    async fn send_answer(
        &self,
        entry: &ErrandEntry,
        request: CancelRequest,
        answer: &CancelAnswer,
    ) -> Result<Turn, StoreError> {
        if !self.store.start_errand(entry.id, self.clock.now()).await? {
            return Ok(Turn::Moved);
        }
        match self.client.answer_cancel(&request.id, answer, Lane::Person).await {
            Ok(()) => {
                self.signals.standstills.done(Work::Errands);
                let state = match answer {
                    CancelAnswer::Approve => CancelState::Agreed,
                    CancelAnswer::Reject { .. } => CancelState::Closed,
                };
                let answered = CancelRequest { state, ..request };
                self.store.finish_answer(self.shop, entry.id, &answered, self.clock.now()).await?;
                // The yes names no status: the order is read again.
                self.signals.hints.add(Hint::Order(entry.order.clone()));
                Ok(Turn::Moved)
            }
            Err(error) => self.unanswered(entry, &error).await,
        }
    }

    /// Whether an earlier request for it may still be under way at the shop: then it waits.
    pub(crate) async fn await_errand(&self, entry: &ErrandEntry) -> Result<bool, StoreError> {
        let Some(settled) = self.unsettled(entry.state, entry.departed) else { return Ok(false) };
        let (now, reason) = (self.clock.now(), entry.reason.as_deref());
        self.store.settle_errand(entry.id, State::Checking, reason, settled, now).await?;
        Ok(true)
    }

    pub(crate) async fn settle_errand(
        &self,
        entry: &ErrandEntry,
        state: State,
        reason: Option<&str>,
    ) -> Result<Turn, StoreError> {
        let now = self.clock.now();
        self.store.settle_errand(entry.id, state, reason, now, now).await?;
        Ok(Turn::Moved)
    }

    /// The shop refused what may have been done before, by whomever, and then for that very reason. It counts as it is
    /// read: `is_done`, where it could be.
    pub(crate) async fn refused_again(
        &self,
        entry: &ErrandEntry,
        said: &ShopError,
        is_done: Result<bool, ShopError>,
    ) -> Result<Turn, StoreError> {
        match is_done {
            Ok(true) => self.settle_errand(entry, State::Done, None).await,
            Ok(false) => self.settle_errand(entry, State::Refused, Some(&said.to_string())).await,
            Err(error) => {
                let lost = ShopError::UnknownOutcome { why: error.to_string() };
                self.unanswered(entry, &lost).await
            }
        }
    }

    /// What it is about could not be read, so nothing was sent; see [`Pusher::postpone`].
    pub(crate) async fn put_off(&self, entry: &ErrandEntry, error: &ShopError) -> Result<Turn, StoreError> {
        let (now, reason) = (self.clock.now(), error.to_string());
        let told_no = is_about_these(error);
        match entry.state {
            State::Checking if told_no => {
                let due = later(now, self.pace.longest_backoff);
                self.store.settle_errand(entry.id, State::Checking, Some(&reason), due, now).await?;
                Ok(Turn::Moved)
            }
            _ if told_no => self.settle_errand(entry, State::Refused, Some(&reason)).await,
            state => {
                let due = self.resume_after(error);
                self.store.settle_errand(entry.id, state, Some(&reason), due, now).await?;
                Ok(self.held(Work::Errands, error, due))
            }
        }
    }

    /// A write brought no confirmation; see [`Pusher::unconfirmed`].
    pub(crate) async fn unanswered(&self, entry: &ErrandEntry, error: &ShopError) -> Result<Turn, StoreError> {
        let (now, reason) = (self.clock.now(), error.to_string());
        match error {
            error if is_about_these(error) => self.settle_errand(entry, State::Refused, Some(&reason)).await,
            ShopError::UnknownOutcome { .. } => {
                let due = later(now, self.pace.first_backoff);
                self.store.settle_errand(entry.id, State::Checking, Some(&reason), due, now).await?;
                Ok(Turn::Unclear)
            }
            _ => {
                let due = self.resume_after(error);
                self.store.settle_errand(entry.id, State::Queued, Some(&reason), due, now).await?;
                Ok(self.held(Work::Errands, error, due))
            }
        }
    }
}
