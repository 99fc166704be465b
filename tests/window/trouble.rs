//! Bad input and bad luck: each gets a sentence, and nothing typed is lost.

use std::fs;

use fantoccini::key::Key;

use crate::steps::{choose_first_to_ship, find_stock, open_connected, type_level};
use crate::world::{Call, World};

#[tokio::test]
async fn a_tracking_number_that_can_not_be_one_is_told_why_and_stays_typed() {
    let world = World::new();
    let window = open_connected(&world).await;
    choose_first_to_ship(&window).await;

    window.press("Ship order").await;
    window.sees("The tracking number is empty.").await;

    let long = "9".repeat(65);
    window.fill("Tracking number", &long).await;
    window.press("Ship order").await;
    window.sees("This is 65 characters long; a tracking number has at most 64.").await;
    assert_eq!(window.value_of("Tracking number").await, long);

    // As when a number is copied that runs over two lines.
    window.fill("Tracking number", "9400").await;
    window.press_together(Key::Shift, Key::Enter).await;
    window.type_keys("1362").await;
    window.press("Ship order").await;
    window.sees("There is a line break or tab inside the tracking number.").await;
    assert_eq!(window.value_of("Tracking number").await, "9400\n1362");
    assert_eq!(world.shop.asked(Call::Ship).await.len(), 0);
}

#[tokio::test]
async fn a_stock_level_that_can_not_be_one_is_told_why_and_stays_typed() {
    let world = World::new();
    let window = open_connected(&world).await;
    let cell = find_stock(&window).await;
    let bad = [
        ("=-5", "Stock can’t go below 0"),
        ("1.5", "Stock is counted in whole pieces"),
        ("100000", "is more than the shop takes (99,999)"),
        ("many", "This is not a number"),
    ];
    for (typed, sentence) in bad {
        type_level(&window, &cell, typed).await;
        window.cell_says(&cell.sku, cell.warehouse, typed).await;
        window.pick_cell(&cell.sku, cell.warehouse).await;
        window.sees(sentence).await;
        assert!(!window.can_press("Save").await, "{typed} can't be saved");
    }
    assert_eq!(world.shop.asked(Call::Stock).await.len(), 0);
}

#[tokio::test]
async fn a_damaged_database_is_set_aside_and_everything_comes_anew() {
    let world = World::new();
    open_connected(&world).await.kill();
    let file = world.data().join("tiktokflow.db");
    let torn = fs::read(&file).unwrap();
    fs::write(&file, vec![0x5a; torn.len().max(8_192)]).unwrap();
    // Its write-ahead log holds every page, and would heal it.
    fs::remove_file(world.data().join("tiktokflow.db-wal")).unwrap();

    let window = world.open().await;
    window.sees("The database was damaged").await;
    window.sees("It was set aside as").await;
    window.sees("Up to date").await;
    window.choose("All").await;
    window.sees("All 120").await;
    let kept = fs::read_dir(world.data())
        .unwrap()
        .flatten()
        .filter(|entry| fs::read(entry.path()).is_ok_and(|content| content.starts_with(&[0x5a; 64])));
    assert_eq!(kept.count(), 1, "the damaged file is kept");
}

#[tokio::test]
async fn a_data_folder_that_can_not_be_used_is_told_and_nothing_else_is_shown() {
    let world = World::new();
    // As root may write anywhere, a folder stands where the file should be.
    fs::create_dir_all(world.data().join("tiktokflow.db")).unwrap();
    let window = world.open().await;
    window.sees("The data folder can’t be used").await;
    window.sees("Open the data folder").await;
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_left_alone() {
    let world = World::new();
    open_connected(&world).await.kill();
    let file = world.data().join("tiktokflow.db");
    let mut newer = fs::read(&file).unwrap();
    // SQLite keeps the program's own version at byte 60. Without its write-ahead log the file speaks for itself.
    newer[60..64].copy_from_slice(&9_000_u32.to_be_bytes());
    fs::write(&file, &newer).unwrap();
    let _ = fs::remove_file(world.data().join("tiktokflow.db-wal"));
    let _ = fs::remove_file(world.data().join("tiktokflow.db-shm"));

    let window = world.open().await;
    window.sees("Made by a newer TikTokFlow").await;
    window.sees("It was left untouched").await;
    window.kill();
    assert_eq!(fs::read(&file).unwrap(), newer);
}
