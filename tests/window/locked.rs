//! The keychain has lost the database's key: nothing happens unasked, and the recovery code brings everything back.

use fantoccini::key::Key;

use crate::access::nothing_is_wrong_with;
use crate::steps::{find_stock, open_connected, save_level};
use crate::world::{Call, Window, World, files_of, holds, until};

/// What the keychain calls the key.
const CACHE_KEY: &str = "cache key";

/// The recovery code, as Settings shows it.
async fn recovery_code(window: &Window) -> String {
    window.go_to("Settings").await;
    window.sees("Encrypted (AES-256), key in your keychain").await;
    window.press("Show the recovery code").await;
    window.sees("Copy the recovery code").await;
    nothing_is_wrong_with(window, "Settings with the recovery code").await;
    let text = window.text().await;
    let is_code = |word: &&str| word.len() == 77 && word.matches('-').count() == 12;
    text.split_whitespace().find(is_code).expect("a code").to_owned()
}

#[tokio::test]
async fn the_recovery_code_brings_everything_back_with_the_edit_that_waits() {
    let mut world = World::new();
    let window = open_connected(&world).await;
    let code = recovery_code(&window).await;
    world.shop.close();
    let cell = find_stock(&window).await;
    save_level(&window, &cell, "4321").await;
    window.cell_says(&cell.sku, cell.warehouse, "4,321").await;
    window.sees("Offline").await;
    window.kill();
    world.lose_secret(CACHE_KEY);

    let window = world.open().await;
    window.sees("The database is locked").await;
    window.sees("doesn’t hold its key").await;
    window.sees("can be read with the recovery code alone").await;
    nothing_is_wrong_with(&window, "a locked database").await;
    window.press("Try again").await;
    window.sees("It is still locked.").await;
    let typo = if code.starts_with('7') { '8' } else { '7' };
    window.fill("Recovery code", &format!("{typo}{}", &code[1..])).await;
    window.press_key(Key::Enter).await;
    window.sees("There is a typo in group 1").await;
    nothing_is_wrong_with(&window, "a code with a typo").await;
    window.fill("Recovery code", &code.to_lowercase().replace('-', " ")).await;
    window.press("Open with this code").await;
    window.go_to("Stock").await;
    window.cell_says(&cell.sku, cell.warehouse, "4,321").await;
    window.kill();

    // The key is in the keychain again.
    let window = world.open().await;
    window.go_to("Stock").await;
    window.cell_says(&cell.sku, cell.warehouse, "4,321").await;
    world.shop.open_again();
    window.go_to("Orders").await;
    window.press("Sync now").await;
    until("the level to be set", async || (world.shop.applied(Call::Stock).await.len() == 1).then_some(())).await;
    window.kill();
    let secrets = [code.clone(), code.replace('-', "")];
    for file in files_of(&world.home()) {
        let content = std::fs::read(&file).unwrap_or_default();
        assert!(!secrets.iter().any(|secret| holds(&content, secret)), "{}", file.display());
    }
}

#[tokio::test]
async fn a_locked_database_is_set_aside_after_a_question_and_stays_a_file() {
    let world = World::new();
    open_connected(&world).await.kill();
    world.lose_secret(CACHE_KEY);
    let window = world.open().await;
    window.sees("The database is locked").await;
    window.press("Set it aside and begin anew…").await;
    window.sees("Set the database aside?").await;
    nothing_is_wrong_with(&window, "the question before a database is set aside").await;
    window.press_key(Key::Escape).await;
    window.sees_no_longer("Set the database aside?").await;
    window.press("Set it aside and begin anew…").await;
    window.press("Set aside and begin anew").await;
    window.sees("The locked database was set aside").await;
    window.sees("Up to date").await;
    window.choose("All").await;
    window.sees("All 120").await;
    let is_aside = |file: &std::path::PathBuf| {
        let name = file.file_name().unwrap().to_string_lossy();
        name.starts_with("tiktokflow.damaged-") && name.ends_with(".db")
    };
    assert_eq!(files_of(&world.data()).iter().filter(|file| is_aside(file)).count(), 1);
}
