//! How long an approval holds, and what is told of its end.

use std::time::Duration;

use app::boundary::{NoticeAction, NoticeTone, OrderTab, SyncState};

use crate::{
    desk::{Desk, SHOP},
    signed::{approve, connected_to},
};

const DAY: Duration = Duration::from_secs(86_400);

async fn approved_for(days: u32) -> Desk {
    let desk = connected_to(|shop| shop.refresh_token_life = days * DAY).await;
    desk.synced().await;
    desk
}

async fn days_left(desk: &Desk) -> u32 {
    desk.state().await.shops[0].approved.as_ref().unwrap().days
}

/// Lets a round go by, after which what is due is told.
async fn looked_again(desk: &Desk) {
    let ended = async || desk.state().await.sync.last_ok_at;
    let before = ended().await;
    desk.app.sync_now();
    desk.at_once(async || ended().await != before).await;
}

#[tokio::test]
async fn the_days_that_an_approval_holds_are_counted_down_and_told_of_only_from_thirty_on() {
    let desk = approved_for(96).await;
    assert_eq!((days_left(&desk).await, desk.notice("approval 1").await), (96, None));
    desk.drawer.clock.pass(65 * DAY);
    looked_again(&desk).await;
    assert_eq!((days_left(&desk).await, desk.notice("approval 1").await), (31, None));
    desk.drawer.clock.pass(DAY);
    looked_again(&desk).await;
    let notice = desk.notice("approval 1").await.unwrap();
    assert_eq!((notice.tone, notice.action), (NoticeTone::Info, Some(NoticeAction::Approve)));
    assert!(notice.title.contains("approved for 30 more days"), "{notice:?}");
}

#[tokio::test]
async fn it_is_told_once_a_day_also_over_a_restart_and_all_the_time_in_the_last_days() {
    let desk = approved_for(20).await;
    desk.at_once(async || desk.notice("approval 1").await.is_some()).await;
    desk.app.dismiss_notice("approval 1");
    looked_again(&desk).await;
    assert_eq!(desk.notice("approval 1").await, None);
    let desk = desk.reopened().await;
    desk.app.resume().await;
    desk.synced().await;
    looked_again(&desk).await;
    assert_eq!(desk.notice("approval 1").await, None);
    desk.drawer.clock.pass(DAY);
    looked_again(&desk).await;
    assert!(desk.notice("approval 1").await.is_some());

    desk.drawer.clock.pass(16 * DAY);
    for _ in 0..2 {
        looked_again(&desk).await;
        let notice = desk.notice("approval 1").await.unwrap();
        assert_eq!(notice.tone, NoticeTone::Bad);
        assert!(notice.title.contains("ends in 3 days"), "{notice:?}");
        desk.app.dismiss_notice("approval 1");
    }
}

#[tokio::test]
async fn approving_again_begins_with_the_kept_keys_and_reads_everything_anew() {
    let desk = approved_for(40).await;
    desk.drawer.clock.pass(38 * DAY);
    looked_again(&desk).await;
    assert!(desk.notice("approval 1").await.is_some());
    let pending = desk.app.approve_again(SHOP).await.unwrap();
    desk.drawer.clock.pass(Duration::from_secs(60));
    desk.shop.clear_journal();
    approve(&desk, &pending).await;
    assert_eq!(desk.notice("approval 1").await, None);
    assert_eq!(desk.orders(OrderTab::All, "").await.len(), 60, "the cache is there at once");
    desk.at_once(async || desk.state().await.sync.last_ok_at.is_some()).await;
    desk.at_once(async || desk.state().await.sync.state == SyncState::Idle).await;
    let journal = desk.shop.journal();
    let read = |words: &str| journal.iter().any(|call| call.path.contains(words) || call.body.contains(words));
    for what in ["/products/search", "update_time_ge", "AWAITING_SHIPMENT"] {
        assert!(read(what), "{what} is read again");
    }
}

#[tokio::test]
async fn the_practice_shop_needs_no_approval() {
    let desk = Desk::new().await;
    desk.app.practice_start().await.unwrap();
    desk.synced().await;
    assert_eq!(desk.state().await.shops[0].approved, None);
    assert!(desk.app.approve_again(SHOP).await.is_err());
}
