//! What must never be in a file is in none.

use std::fs;
use std::path::{Path, PathBuf};

use crate::steps::{choose_first_to_ship, open_connected, order_becomes, ship};
use crate::world::{APP_KEY, APP_SECRET, World, files_of, holds};

#[tokio::test]
async fn keys_and_tokens_are_in_the_keychain_and_in_no_file() {
    let world = World::new();
    let window = open_connected(&world).await;
    let order = choose_first_to_ship(&window).await;
    ship(&window, "9400136208303371234567").await;
    order_becomes(&window, &order, "Sent").await;
    let mut secrets = world.shop.tokens();
    secrets.extend([APP_KEY.to_owned(), APP_SECRET.to_owned()]);
    window.kill();

    let files = files_of(&world.home());
    assert!(files.iter().any(|file| file.ends_with("tiktokflow.db")), "{files:?}");
    for file in files {
        let content = fs::read(&file).unwrap_or_default();
        for secret in &secrets {
            assert!(!holds(&content, secret), "{} holds {}…", file.display(), &secret[..6]);
        }
    }
}

#[tokio::test]
async fn a_buyers_name_is_in_no_log_and_in_no_file_of_the_cache() {
    let world = World::new();
    let window = open_connected(&world).await;
    let order = choose_first_to_ship(&window).await;
    let buyer = window.rows().await.into_iter().find(|row| row[0] == order).unwrap()[1].clone();
    ship(&window, "9400136208303371234567").await;
    order_becomes(&window, &order, "Sent").await;
    window.kill();

    let logs: Vec<PathBuf> = files_of(&world.home()).into_iter().filter(|file| is_log(file)).collect();
    assert!(logs.iter().any(|log| log.extension().is_some_and(|kind| kind == "jsonl")), "{logs:?}");
    for log in logs {
        let content = fs::read(&log).unwrap();
        assert!(!holds(&content, &buyer), "{} names a buyer", log.display());
    }
    let cache = files_of(&world.data());
    assert!(cache.iter().any(|file| file.ends_with("tiktokflow.db")), "{cache:?}");
    for file in cache {
        let content = fs::read(&file).unwrap();
        assert!(!holds(&content, &buyer), "{} names a buyer", file.display());
    }
}

fn is_log(file: &Path) -> bool {
    file.extension().is_some_and(|kind| kind == "log" || kind == "jsonl")
}
