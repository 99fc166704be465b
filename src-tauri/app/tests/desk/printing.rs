//! Paper for orders: made once, and again only when asked for.

use std::{path::PathBuf, sync::atomic::Ordering, time::Duration};

use app::boundary::{ErrorCode, OrderTab, Paper, PrintsMade};
use sandbox::NewOrder;
use tiktok_shop::Clock as _;

use crate::desk::{Desk, SHOP, bytes_in, holds};

/// Orders that can be printed; those that wait for the seller first.
async fn some(desk: &Desk, many: usize) -> Vec<String> {
    let mut orders = desk.orders(OrderTab::ToShip, "").await;
    orders.extend(desk.orders(OrderTab::Sent, "").await);
    orders.truncate(many);
    assert_eq!(orders.len(), many);
    orders.into_iter().map(|order| order.id).collect()
}

async fn print(desk: &Desk, orders: &[String], paper: Paper, again: bool) -> PrintsMade {
    desk.app.print_orders(SHOP, orders.to_vec(), paper, again).await.unwrap()
}

/// All papers that lie in the data folder.
fn kept(desk: &Desk) -> Vec<PathBuf> {
    let folders = std::fs::read_dir(desk.drawer.folder.path().join("papers")).into_iter().flatten().flatten();
    folders.flat_map(|folder| std::fs::read_dir(folder.path()).unwrap()).map(|file| file.unwrap().path()).collect()
}

#[tokio::test]
async fn each_paper_is_made_and_opened_and_none_asks_for_another() {
    let desk = Desk::connected().await;
    let orders = some(&desk, 3).await;
    for (paper, name) in [
        (Paper::PickList, "pick-list"),
        (Paper::PackingSlips, "packing-slips"),
        (Paper::AddressLabels, "address-labels"),
    ] {
        let made = print(&desk, &orders, paper, false).await;
        assert_eq!((made.orders, &made.before, &made.left_out), (3, &vec![], &vec![]));
        assert!(made.pages >= 2, "{made:?}");
        let file = desk.drawer.viewer.opened().pop().unwrap();
        assert!(file.starts_with(desk.drawer.folder.path()), "{file:?}");
        assert!(file.file_name().unwrap().to_string_lossy().starts_with(name), "{file:?}");
        assert!(std::fs::read(&file).unwrap().starts_with(b"%PDF-"));
    }
    assert_eq!(desk.drawer.viewer.opened().len(), 3);
    let history = desk.app.order_detail(SHOP, &orders[0]).await.unwrap().history;
    let told: Vec<_> =
        history.iter().map(|entry| entry.text.as_str()).filter(|text| text.contains("printed")).collect();
    assert_eq!(told, ["On a pick list that was printed here", "Packing slip printed here", "Label printed here"]);
}

#[tokio::test]
async fn a_second_label_is_only_made_when_it_is_asked_for_again() {
    let desk = Desk::connected().await;
    let orders = some(&desk, 3).await;
    let before_it = desk.drawer.clock.now();
    print(&desk, &orders[..1], Paper::AddressLabels, false).await;
    let after_it = desk.drawer.clock.now();
    desk.drawer.clock.pass(Duration::from_secs(60));

    let asks = print(&desk, &orders, Paper::AddressLabels, false).await;
    assert_eq!((asks.orders, asks.before.len(), asks.before[0].order_id.as_str()), (0, 1, orders[0].as_str()));
    let at: jiff::Timestamp = asks.before[0].at.parse().unwrap();
    assert!(before_it <= at.saturating_add(jiff::SignedDuration::from_millis(1)).unwrap() && at <= after_it, "{at}");
    assert_eq!((desk.drawer.viewer.opened().len(), kept(&desk).len()), (1, 1), "nothing was made and nothing opened");

    let made = print(&desk, &orders, Paper::AddressLabels, true).await;
    assert_eq!((made.orders, made.before), (3, vec![]));
    assert_eq!(print(&desk, &orders, Paper::AddressLabels, false).await.before.len(), 3);
}

#[tokio::test]
async fn two_presses_at_once_are_one_paper_and_a_question() {
    let desk = Desk::connected().await;
    let orders = some(&desk, 2).await;
    let press = || print(&desk, &orders, Paper::PackingSlips, false);
    let (first, second) = tokio::join!(press(), press());
    let mut made = [first.orders, second.orders];
    made.sort_unstable();
    assert_eq!((made, desk.drawer.viewer.opened().len()), ([0, 2], 1));
}

#[tokio::test]
async fn a_cancelled_order_gets_no_paper_and_is_named_with_its_reason() {
    let desk = Desk::connected().await;
    let orders = some(&desk, 2).await;
    desk.shop.cancel(&orders[0]).await.unwrap();
    desk.app.sync_now();
    desk.in_time(async || desk.orders(OrderTab::Cancelled, &orders[0]).await.len() == 1).await;
    let asked = [orders[0].clone(), "12345".into(), orders[1].clone(), orders[1].clone()];
    let made = print(&desk, &asked, Paper::AddressLabels, false).await;
    assert_eq!((made.orders, made.pages), (1, 1), "an order named twice has one label");
    let left: Vec<_> = made.left_out.iter().map(|it| (it.order_id.as_str(), it.reason.as_str())).collect();
    assert!(matches!(left[..], [(a, why), ("12345", gone)]
        if a == orders[0] && why.contains("is cancelled") && gone.contains("not in the list any more")));
    let none = print(&desk, &asked[..2], Paper::AddressLabels, true).await;
    assert_eq!((none.orders, desk.drawer.viewer.opened().len()), (0, 1), "an empty paper is not opened");
}

#[tokio::test]
async fn without_a_viewer_the_paper_is_there_and_the_sentence_says_where() {
    let desk = Desk::connected().await;
    let orders = some(&desk, 1).await;
    desk.drawer.viewer.missing.store(true, Ordering::SeqCst);
    let refused = desk.app.print_orders(SHOP, orders.clone(), Paper::PickList, false).await.unwrap_err();
    let file = kept(&desk).remove(0);
    assert!(refused.message.contains(&file.display().to_string()), "{}", refused.message);
    assert_eq!(print(&desk, &orders, Paper::PickList, false).await.before.len(), 1, "it exists, so a second one asks");
}

#[tokio::test]
async fn too_many_orders_for_one_paper_are_refused_before_any_is_read() {
    let desk = Desk::connected().await;
    let many = (0..2_001).map(|number| number.to_string()).collect();
    let refused = desk.app.print_orders(SHOP, many, Paper::PickList, false).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::InvalidInput);
    assert!(refused.message.contains("2,001 orders") && refused.message.contains("2,000"), "{}", refused.message);
    let gone = desk.app.print_orders(9, vec!["1".into()], Paper::PickList, false).await.unwrap_err();
    assert_eq!(gone.code, ErrorCode::NotFound);
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_on_the_computer_can_read_a_paper_and_its_name_tells_no_buyer() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::connected().await;
    let buyer = "Featherstonehaugh";
    let new = NewOrder { recipient_name: Some(buyer.into()), ..NewOrder::default() };
    desk.shop.order(new).await.unwrap();
    desk.app.sync_now();
    desk.at_once(async || desk.orders(OrderTab::All, buyer).await.len() == 1).await;
    let order = desk.orders(OrderTab::All, buyer).await.remove(0).id;
    assert_eq!(print(&desk, std::slice::from_ref(&order), Paper::AddressLabels, false).await.orders, 1);
    let file = kept(&desk).remove(0);
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    assert!(!name.contains(&order) && !name.contains(buyer), "{name}");
}

#[tokio::test]
async fn papers_are_gone_at_the_next_start_and_what_was_printed_is_still_known() {
    let desk = Desk::connected().await;
    let orders = some(&desk, 1).await;
    print(&desk, &orders, Paper::AddressLabels, false).await;
    assert!(holds(&bytes_in(desk.drawer.folder.path()), "%PDF-"));
    let desk = desk.reopened().await;
    assert!(!holds(&bytes_in(desk.drawer.folder.path()), "%PDF-"));
    assert_eq!(print(&desk, &orders, Paper::AddressLabels, false).await.before.len(), 1);
}

#[tokio::test]
async fn papers_go_with_their_shop_and_with_a_reset() {
    let desk = Desk::connected().await;
    let orders = some(&desk, 1).await;
    print(&desk, &orders, Paper::AddressLabels, false).await;
    desk.app.disconnect(SHOP).await.unwrap();
    assert!(!holds(&bytes_in(desk.drawer.folder.path()), "%PDF-"), "after disconnecting");

    desk.app.practice_start().await.unwrap();
    desk.synced().await;
    let (shop, order) = (desk.shop_in_view().await, desk.order_to_ship().await);
    desk.app.print_orders(shop, vec![order], Paper::PackingSlips, false).await.unwrap();
    assert!(holds(&bytes_in(desk.drawer.folder.path()), "%PDF-"));
    desk.app.reset_everything().await.unwrap();
    assert!(!holds(&bytes_in(desk.drawer.folder.path()), "%PDF-"), "after a reset");
}

#[tokio::test]
async fn the_sender_stands_on_papers_once_it_is_set_and_what_has_no_room_is_refused() {
    let desk = Desk::connected().await;
    let orders = some(&desk, 1).await;
    let label = async || {
        print(&desk, &orders, Paper::AddressLabels, true).await;
        std::fs::read(desk.drawer.viewer.opened().pop().unwrap()).unwrap()
    };
    let without = label().await;
    desk.app.set_sender(SHOP, " Linh Kay Studio \n\n 12 Lê Lợi\nHuế ").await.unwrap();
    let sender = async || desk.app.settings(app::boundary::Theme::System, "1").await.unwrap().sender;
    assert_eq!(sender().await, "Linh Kay Studio\n12 Lê Lợi\nHuế");
    assert!(label().await.len() > without.len() + 100, "three lines more");

    for too_much in ["a\nb\nc\nd\ne\nf".to_owned(), "x".repeat(81)] {
        let refused = desk.app.set_sender(SHOP, &too_much).await.unwrap_err();
        assert_eq!((refused.code, refused.field.as_deref()), (ErrorCode::InvalidInput, Some("sender")));
    }
    assert_eq!(sender().await, "Linh Kay Studio\n12 Lê Lợi\nHuế", "the old one is kept");
    desk.app.set_sender(SHOP, "").await.unwrap();
    assert_eq!(label().await.len(), without.len());
}
