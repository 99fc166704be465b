use app::{
    Blocked,
    boundary::{NoticeAction, OrderTab, Phase, Theme},
};

use crate::desk::{Desk, Drawer};

fn told(blocked: &Blocked) -> String {
    let state = app::blocked_state(blocked, Theme::Dark, "1.0.0");
    let notice = state.blocked.unwrap();
    assert_eq!((state.phase, notice.action), (Phase::Blocked, Some(NoticeAction::OpenFolder)));
    notice.body
}

#[tokio::test]
async fn a_database_of_a_newer_version_blocks_the_app_and_is_left_untouched() {
    // Where it is plain, anybody can write a version into it.
    let drawer = Drawer { has_keychain: false, ..Drawer::empty() };
    let (drawer, _shop) = Desk::connected_with(drawer).await.closed().await;
    let file = drawer.folder.path().join("tiktokflow.db");
    let mut bytes = std::fs::read(&file).unwrap();
    // SQLite keeps `user_version` as four bytes, the highest first, from byte 60.
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    std::fs::write(&file, &bytes).unwrap();
    let Err(blocked) = drawer.open_in(drawer.folder.path()).await else { panic!("it was opened") };
    let sentence = told(&blocked);
    assert!(sentence.contains("newer TikTokFlow (version 99") && sentence.contains("left untouched"), "{sentence}");
    assert_eq!(std::fs::read(&file).unwrap(), bytes);
}

#[tokio::test]
async fn a_data_folder_that_is_a_file_blocks_the_app_and_is_named() {
    let drawer = Drawer::empty();
    let file = drawer.folder.path().join("data");
    std::fs::write(&file, b"mine").unwrap();
    let Err(blocked) = drawer.open_in(&file).await else { panic!("it was opened") };
    let sentence = told(&blocked);
    assert!(sentence.contains(&file.display().to_string()) && sentence.contains("start again"), "{sentence}");
    assert_eq!(std::fs::read(&file).unwrap(), b"mine");
}

#[tokio::test]
async fn a_second_app_on_the_same_folder_is_sent_to_the_first() {
    let desk = Desk::new().await;
    let Err(blocked) = desk.drawer.open_in(desk.drawer.folder.path()).await else { panic!("it was opened") };
    assert!(told(&blocked).contains("already open"));
}

#[tokio::test]
async fn a_damaged_database_that_was_never_encrypted_is_set_aside_told_and_everything_fetched_anew() {
    let drawer = Drawer { has_keychain: false, ..Drawer::empty() };
    let (drawer, shop) = Desk::connected_with(drawer).await.closed().await;
    let file = drawer.folder.path().join("tiktokflow.db");
    std::fs::write(&file, b"this was a database once").unwrap();
    let desk = drawer.opened(shop).await;
    let notice = desk.notice("damaged").await.unwrap();
    assert!(notice.body.contains("tiktokflow.damaged-20260310") && notice.body.contains("fetched anew"));
    desk.connect().await;
    desk.synced().await;
    assert_eq!(desk.orders(OrderTab::All, "").await.len(), 60);
    assert_eq!(desk.state().await.shop.unwrap().name, "Linh Kay Studio");
}
