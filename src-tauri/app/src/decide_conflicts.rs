//! Conflicts decided together, and a decision taken back.

use crate::{
    App,
    activity::number,
    boundary::{AppError, ConflictsDecided, Keep, TakenBack, Undecided},
    wording::count,
};

impl App {
    /// Ends these conflicts of a shop with the same decision, in one transaction. What is to be sent goes through the
    /// planner like any other save. Those that can't be decided so stay, each with its reason; those that are over
    /// already are neither.
    ///
    /// # Errors
    /// [`AppError`] where the shop isn't connected or the cache can't be written; then none is decided.
    pub async fn decide_conflicts(&self, shop: u32, ids: &[String], keep: Keep) -> Result<ConflictsDecided, AppError> {
        let shop = self.known(shop).await?.id;
        let keep = match keep {
            Keep::Mine => store::Keep::Mine,
            Keep::Shop => store::Keep::Shop,
            Keep::Difference => store::Keep::Difference,
        };
        let decided = self.store.decide_conflicts(shop, &numbers(ids)?, keep, self.ports.clock.now()).await?;
        self.wake_push();
        let left = |(id, message): (i64, String)| Undecided { id: id.to_string(), message };
        Ok(ConflictsDecided {
            batch: decided.batch.map(|batch| batch.to_string()),
            held: decided.held,
            over: decided.over.iter().map(ToString::to_string).collect(),
            left: decided.left.into_iter().map(left).collect(),
        })
    }

    /// Takes a decision back: what has not left waits for the person again, what has reached the shop goes back as
    /// any save does, and what is on its way stays.
    ///
    /// # Errors
    /// [`AppError`] where the shop isn't connected or the cache can't be written; then nothing is changed.
    pub async fn take_decision_back(
        &self,
        shop: u32,
        over: &[String],
        batch: Option<&str>,
    ) -> Result<TakenBack, AppError> {
        let shop = self.known(shop).await?.id;
        let batch = batch.map(number).transpose()?;
        let taken = self.store.take_decision_back(shop, &numbers(over)?, batch, self.ports.clock.now()).await?;
        self.wake_push();
        let told = |number: u64| count(i64::try_from(number).unwrap_or(i64::MAX));
        Ok(TakenBack {
            reopened: told(taken.reopened),
            going_back: told(taken.going_back),
            left_alone: told(taken.left_alone),
        })
    }
}

fn numbers(ids: &[String]) -> Result<Vec<i64>, AppError> {
    ids.iter().map(|id| number(id)).collect()
}
