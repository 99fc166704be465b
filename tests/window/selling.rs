//! What sells stands beside the levels.

use crate::steps::open_connected;
use crate::world::{Window, World, until};

#[tokio::test]
async fn for_how_long_a_sku_lasts_comes_behind_its_levels_also_after_a_start() {
    let world = World::new();
    let window = open_connected(&world).await;
    window.go_to("Stock").await;
    window.choose("All").await;
    all_tell(&window).await;
    window.kill();

    let window = world.open().await;
    window.go_to("Stock").await;
    all_tell(&window).await;
}

/// Every row in sight has days, or the sign that nothing sells, and some have days.
async fn all_tell(window: &Window) {
    let lasts = window.columns().await.iter().position(|heading| heading == "Lasts").unwrap();
    let days = |cell: &String| cell.contains(" d") || cell.contains("sold out");
    until("what sells", async || {
        let cells: Vec<String> = window.rows().await.into_iter().map(|mut row| row.swap_remove(lasts)).collect();
        (cells.iter().all(|cell| !cell.is_empty()) && cells.iter().any(days)).then_some(())
    })
    .await;
}
