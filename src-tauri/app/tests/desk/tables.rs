//! Tables of tracking numbers: what would become of each line, before anything is sent.

use app::boundary::{
    ColumnChoice, ErrorCode, ExportFile, ExportFormat, ExportRows, OrderFilter, OrderTab, Shipment, ShipmentRow,
    ShipmentVerdict, ShipmentsRead, TableFrom,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use sandbox::{Fault, FaultKind, Settings};

use crate::{
    desk::{Desk, Drawer, SHOP, UPDATE, bytes_in, holds, settings},
    neighbour::{NEIGHBOUR, both, of_its_own_app},
};

fn file(bytes: &[u8]) -> TableFrom {
    TableFrom::File { name: "march.csv".into(), size: bytes.len() as u64, base64: STANDARD.encode(bytes) }
}

/// A desk with a good many orders.
async fn busy(orders: u32) -> Desk {
    let drawer = Drawer::empty();
    let settings = Settings { orders, ..settings(&drawer.clock) };
    let desk = Desk::with_shop(drawer, settings).await;
    desk.connect().await;
    desk.synced().await;
    desk.shop.clear_journal();
    desk
}

async fn read(desk: &Desk, text: &str) -> ShipmentsRead {
    desk.app.read_shipments(SHOP, file(text.as_bytes()), None).await.unwrap()
}

fn verdicts(read: &ShipmentsRead) -> Vec<ShipmentVerdict> {
    read.rows.iter().map(|row| row.verdict).collect()
}

/// What the screen sends: what is ready, and what the person has accepted.
fn shipments<'a>(rows: impl IntoIterator<Item = &'a ShipmentRow>) -> Vec<Shipment> {
    let shipment = |row: &ShipmentRow| Shipment {
        order_id: row.order_id.clone().unwrap(),
        tracking_number: row.number.clone(),
        handover: None,
        purchase: None,
    };
    rows.into_iter().map(shipment).collect()
}

async fn ids(desk: &Desk, tab: OrderTab) -> Vec<String> {
    desk.orders(tab, "").await.into_iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn a_sellers_file_is_read_and_what_is_ready_ships_as_one_batch() {
    let desk = Desk::connected().await;
    let orders = ids(&desk, OrderTab::ToShip).await;
    let lines: String = orders.iter().zip(0..).map(|(id, n)| format!("{id};JT012345{n:04}\r\n")).collect();
    let read = read(&desk, &format!("Order ID;Tracking ID\r\n{lines}")).await;
    assert_eq!((read.counts.ready as usize, read.rows.len()), (orders.len(), orders.len()));
    assert_eq!((read.header_row, read.order, read.number), (Some(1), Some(0), Some(1)));
    assert_eq!(desk.app.batches(SHOP).await.unwrap(), [], "looking saves nothing");
    let saved = desk.app.ship_orders(SHOP, shipments(&read.rows)).await.unwrap();
    assert_eq!((saved.queued as usize, saved.refused), (orders.len(), vec![]));
    desk.in_time(async || desk.calls(UPDATE).iter().filter(|call| call.applied).count() == orders.len()).await;
}

#[tokio::test]
async fn every_order_is_told_as_it_stands() {
    let desk = busy(400).await;
    let to_ship = ids(&desk, OrderTab::ToShip).await;
    let [held, gone, sent] = [
        ids(&desk, OrderTab::OnHold).await.remove(0),
        ids(&desk, OrderTab::Cancelled).await.remove(0),
        ids(&desk, OrderTab::Sent).await.remove(0),
    ];
    let number = desk.app.order_detail(SHOP, &sent).await.unwrap().tracking_number;
    desk.shop.fault(Fault::once(UPDATE, FaultKind::Slow { ms: 60_000 }));
    desk.app.ship_order(SHOP, &to_ship[1], "JT01234567").await.unwrap();
    let read = read(
        &desk,
        &format!(
            "order id,tracking\n{},JT00000001\n{sent},{}\n{sent},JT00000002\n{},JT01234567\n{},JT00000003\n{gone},JT00000004\n{held},JT00000005\n999000000000000001,JT00000006\n{},\n{},pending\n{},{}\n",
            to_ship[0], number.to_lowercase(), to_ship[1], to_ship[1], to_ship[2], to_ship[2], to_ship[2], to_ship[2]
        ),
    )
    .await;
    use ShipmentVerdict::*;
    let expected = [
        Ready,
        Shipped,
        ShippedOtherwise,
        Queued,
        QueuedOtherwise,
        Cancelled,
        OnHold,
        Unknown,
        NoNumber,
        BadNumber,
        BadNumber,
    ];
    assert_eq!(verdicts(&read), expected);
    assert!(read.rows[8..].iter().all(|row| row.message.is_some()), "{:?}", read.rows);
    assert_eq!((read.counts.ready, read.counts.bad_number, read.counts.unknown), (1, 2, 1));
}

#[tokio::test]
async fn a_rounded_id_that_fits_one_order_is_a_guess_and_never_ready() {
    let desk = Desk::connected().await;
    let order = desk.order_to_ship().await;
    let (front, back) = order.split_at(15);
    let rounded = format!("{front}{}", "0".repeat(back.len()));
    assert_ne!(rounded, order, "the practice shop's ids end in more than zeros");
    let read = read(&desk, &format!("Order ID\tTracking\n{rounded}\tJT00000001\n'{order}\tJT00000001\n")).await;
    assert_eq!(verdicts(&read), [ShipmentVerdict::Repeated, ShipmentVerdict::Ready], "an exact id wins");
    let read = self::read(&desk, &format!("Order ID\tTracking\n{rounded}\tJT00000001\n")).await;
    let row = &read.rows[0];
    assert_eq!((row.verdict, row.order_id.as_deref()), (ShipmentVerdict::Guess, Some(order.as_str())));
    let message = row.message.as_deref().unwrap();
    assert!(message.contains(&order) && message.contains(&rounded), "{message}");
}

#[tokio::test]
async fn an_id_in_scientific_notation_that_fits_several_orders_names_them() {
    let desk = Desk::connected().await;
    let all = ids(&desk, OrderTab::All).await;
    let alike: Vec<&String> = all.iter().filter(|id| id[..2] == all[0][..2] && id.len() == all[0].len()).collect();
    assert!(alike.len() > 20, "{}", alike.len());
    let shown = format!("{},{}E+{}", &all[0][..1], &all[0][1..2], all[0].len() - 1);
    let read = read(&desk, &format!("Order ID;Tracking\n{shown};JT00000001\n")).await;
    let row = &read.rows[0];
    assert_eq!((row.verdict, row.candidates.len(), row.order_id.as_deref()), (ShipmentVerdict::Ambiguous, 20, None));
}

#[tokio::test]
async fn the_same_order_twice_is_sent_once_or_not_at_all() {
    let desk = Desk::connected().await;
    let orders = ids(&desk, OrderTab::ToShip).await;
    let (one, two) = (&orders[0], &orders[1]);
    let text = format!("{one} JT00000001\n{one} jt00000001\n{two} JT00000002\n{two} JT00000003\n");
    let pasted = TableFrom::Pasted { text };
    let read = desk.app.read_shipments(SHOP, pasted, None).await.unwrap();
    use ShipmentVerdict::*;
    assert_eq!(verdicts(&read), [Ready, Repeated, Contradicted, Contradicted]);
    assert_eq!(read.rows[1].message.as_deref(), Some("Row 1 says the same."));
}

#[tokio::test]
async fn one_number_for_several_orders_is_told_and_stops_nothing() {
    let desk = Desk::connected().await;
    let orders = ids(&desk, OrderTab::ToShip).await;
    let read = read(&desk, &format!("{} JT00000001\n{} JT00000001\n", orders[0], orders[1])).await;
    assert_eq!(verdicts(&read), [ShipmentVerdict::Ready; 2]);
    assert!(read.rows.iter().all(|row| row.hints[0].starts_with("2 orders have this number")));
}

#[tokio::test]
async fn the_seller_corrects_which_column_is_which() {
    let desk = Desk::connected().await;
    let order = desk.order_to_ship().await;
    let text = format!("Reference,Tracking,Second label\n{order},JT00000001,JT00000002\n");
    let guessed = read(&desk, &text).await;
    assert_eq!((guessed.order, guessed.number), (Some(0), Some(1)));
    assert_eq!(
        (guessed.columns[2].name.as_str(), guessed.columns[2].samples[0].as_str()),
        ("Second label", "JT00000002")
    );
    let choice = ColumnChoice { sheet: None, order: Some(0), number: Some(2) };
    let chosen = desk.app.read_shipments(SHOP, file(text.as_bytes()), Some(choice)).await.unwrap();
    assert_eq!((chosen.number, chosen.rows[0].number.as_str()), (Some(2), "JT00000002"));
    assert_eq!(verdicts(&chosen), [ShipmentVerdict::Ready]);
}

#[tokio::test]
async fn what_cannot_be_read_says_why_and_a_file_too_large_is_refused_by_its_size() {
    let desk = Desk::connected().await;
    let refused = async |source| desk.app.read_shipments(SHOP, source, None).await.unwrap_err();
    let large = TableFrom::File { name: "all.csv".into(), size: 200 * 1024 * 1024, base64: String::new() };
    for (source, sentence) in [
        (large, "This file has 200 MB"),
        (file(b"\x89PNG\r\n\x1a\n\0\0"), "This is a picture"),
        (file(b"  \n"), "There is nothing in it"),
        (TableFrom::File { name: "a.csv".into(), size: 3, base64: "?".into() }, "did not arrive whole"),
    ] {
        let error = refused(source).await;
        assert_eq!((error.code, error.field.as_deref()), (ErrorCode::InvalidInput, Some("file")));
        assert!(error.message.contains(sentence) && error.message.contains("Nothing was changed"), "{}", error.message);
    }
}

fn format(file: ExportFile, rows: ExportRows) -> ExportFormat {
    ExportFormat { file, rows }
}

#[tokio::test]
async fn what_was_exported_reads_back_with_the_same_ids_in_both_forms() {
    let desk = Desk::connected().await;
    let sent = ids(&desk, OrderTab::Sent).await;
    for (form, rows) in [(ExportFile::Csv, ExportRows::Orders), (ExportFile::Xlsx, ExportRows::Lines)] {
        let asked = sent.iter().cloned().chain(["404".to_owned()]).collect();
        let exported = desk.app.export_orders(SHOP, asked, format(form, rows)).await.unwrap();
        assert!(exported.rows as usize >= sent.len() && exported.missing == 1, "{exported:?}");
        let bytes = std::fs::read(&exported.path).unwrap();
        let read = desk.app.read_shipments(SHOP, file(&bytes), None).await.unwrap();
        let mut back: Vec<String> = read.rows.iter().map(|row| row.order_id.clone().unwrap()).collect();
        back.dedup();
        assert_eq!(back, sent, "{form:?}");
        assert_eq!(read.counts.shipped, exported.rows, "{form:?}: the numbers came back too");
    }
}

#[tokio::test]
async fn an_export_has_the_sellers_time_and_needs_orders() {
    let zone = jiff::tz::TimeZone::get("Asia/Bangkok").unwrap();
    let desk = Desk::connected_with(Drawer { zone, ..Drawer::empty() }).await;
    let order = desk.order_to_ship().await;
    let csv = format(ExportFile::Csv, ExportRows::Lines);
    let exported = desk.app.export_orders(SHOP, vec![order.clone()], csv).await.unwrap();
    let text = std::fs::read_to_string(&exported.path).unwrap();
    let placed: jiff::Timestamp = desk.app.order_detail(SHOP, &order).await.unwrap().row.created_at.parse().unwrap();
    // Bangkok is seven hours ahead, all year.
    let there = (placed + std::time::Duration::from_secs(7 * 3600)).strftime("%Y-%m-%d %H:%M:%S").to_string();
    assert!(text.contains(&there) && text.contains("Placed (Asia/Bangkok)"), "{text:.400}");
    let none = desk.app.export_orders(SHOP, vec![], csv).await.unwrap_err();
    assert_eq!(none.code, ErrorCode::InvalidInput);
}

/// Whether a file of this desk holds what every export begins with.
fn has_export(desk: &Desk) -> bool {
    holds(&bytes_in(desk.drawer.folder.path()), "Order ID,Status,Placed")
}

#[tokio::test]
async fn exports_outlive_a_restart_and_go_with_their_shop_and_with_a_reset() {
    let desk = Desk::connected().await;
    let (order, csv) = (desk.order_to_ship().await, format(ExportFile::Csv, ExportRows::Orders));
    let path = desk.app.export_orders(SHOP, vec![order], csv).await.unwrap().path;
    let desk = desk.reopened().await;
    assert!(has_export(&desk) && std::path::Path::new(&path).exists(), "the seller's own file stays");
    desk.app.disconnect(SHOP).await.unwrap();
    assert!(!has_export(&desk), "after disconnecting");

    desk.app.practice_start().await.unwrap();
    desk.synced().await;
    let (shop, order) = (desk.shop_in_view().await, desk.order_to_ship().await);
    desk.app.export_orders(shop, vec![order], csv).await.unwrap();
    assert!(has_export(&desk));
    desk.app.reset_everything().await.unwrap();
    assert!(!has_export(&desk), "after a reset");
}

#[tokio::test]
async fn a_neighbours_exports_stay_when_a_shop_goes() {
    let (desk, _neighbour) = both(of_its_own_app).await;
    let csv = format(ExportFile::Csv, ExportRows::Orders);
    let mut paths = Vec::new();
    for shop in [SHOP, NEIGHBOUR] {
        desk.app.choose_shop(shop).await.unwrap();
        let list = desk.app.open_orders(shop, OrderFilter::default()).await.unwrap();
        let order = desk.app.order_rows(list.view, 0, 1).await.unwrap().remove(0).id;
        paths.push(desk.app.export_orders(shop, vec![order], csv).await.unwrap().path);
    }
    desk.app.disconnect(NEIGHBOUR).await.unwrap();
    assert_eq!(paths.iter().map(|path| std::path::Path::new(path).exists()).collect::<Vec<_>>(), [true, false]);
}

#[tokio::test]
async fn five_thousand_lines_are_asked_of_the_cache_at_once() {
    let desk = busy(5_000).await;
    let filter = OrderFilter { tab: OrderTab::All, ..OrderFilter::default() };
    let (view, mut all) = (desk.app.open_orders(SHOP, filter).await.unwrap().view, Vec::new());
    for from in (0..5_000).step_by(500) {
        all.extend(desk.app.order_rows(view, from, 500).await.unwrap().into_iter().map(|row| row.id));
    }
    let text: String = all.iter().zip(0..).map(|(id, n)| format!("{id}\tJT99{n:06}\n")).collect();
    let read = read(&desk, &text).await;
    assert_eq!((read.rows.len(), read.counts.unknown), (5_000, 0));
    let exported = desk.app.export_orders(SHOP, all, format(ExportFile::Xlsx, ExportRows::Orders)).await.unwrap();
    assert_eq!((exported.rows, exported.missing), (5_000, 0));
}
