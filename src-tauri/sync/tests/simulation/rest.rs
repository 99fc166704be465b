//! Coming to rest: nothing goes wrong any more, and everything has to be right.

use std::time::Duration;

use store::State;

use crate::{
    desk::SHOP,
    model::is_open,
    person::{here, wishes},
    play::Play,
};

/// Far more than any wish may need.
const MOST_TURNS: u32 = 400;

impl Play {
    /// The troubles end, the person lets go what is held, and time passes until nothing moves; then
    /// all must be right, and still be so after a restart.
    pub(crate) async fn comes_to_rest(&mut self) {
        self.settles(2).await;
        self.is_right().await;
        self.is_kept().await;
    }

    /// Nothing goes wrong any more; in the end everything is read so many times.
    pub(crate) async fn settles(&mut self, rounds: u32) {
        self.desk.gate.clear_traps();
        self.desk.store().writes_before_failure(None);
        if self.desk.gate.holds_a_call() {
            self.release().await;
        }
        self.desk.clock.pass(Duration::from_secs(20_000));
        for _ in 0..MOST_TURNS {
            self.let_go().await;
            if !self.wishes().await.iter().any(is_open) {
                break;
            }
            self.pushes().await;
            self.desk.clock.pass(Duration::from_secs(10));
        }
        for _ in 0..rounds {
            self.desk.clock.pass(Duration::from_secs(700));
            assert!(self.pulls_all().await, "nothing stands in the way of a pull any more");
        }
    }

    async fn let_go(&mut self) {
        use tiktok_shop::Clock as _;
        for batch in self.desk.store().batches(SHOP).await.unwrap().iter().filter(|batch| batch.held.is_some()) {
            self.desk.store().send_held(batch.id, self.desk.clock.now()).await.unwrap();
        }
    }

    /// Cache, shop and model agree, and every wish has an end that the person was told.
    pub(crate) async fn is_right(&mut self) {
        let there = self.desk.foreign.look().await;
        self.not_ours();
        assert_eq!(there, self.model.shop, "the shop is not as it must be");
        assert_eq!(here(self.desk.store()).await, there, "the cache says something else than the shop");
        let all = wishes(&self.desk).await;
        self.model.stand(all.clone());
        for wish in &all {
            assert!(!is_open(wish), "{wish:?} never came to an end");
            let told = wish.reason.as_deref().is_some_and(|reason| !reason.is_empty());
            assert!(told || !matches!(wish.state, State::Refused | State::Conflict), "without a reason: {wish:?}");
        }
    }

    /// The file is sound, and opening it again finds every wish.
    async fn is_kept(&mut self) {
        let before = wishes(&self.desk).await;
        assert_eq!(self.desk.store().integrity().await.unwrap(), "ok");
        self.desk.start_again().await;
        assert_eq!(wishes(&self.desk).await, before);
    }
}
