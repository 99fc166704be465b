//! Every gesture of a spreadsheet, in the real grid and with the real clipboard.

use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::steps::{find_stock, open_connected, run_by_name, type_level};
use crate::world::{Call, Window, World, until};

/// The grid as it is first shown: its SKUs from the top, and the two columns of levels.
struct Grid {
    window: Window,
    skus: Vec<String>,
    warehouses: Vec<String>,
}

impl Grid {
    async fn open(world: &World) -> Self {
        let window = open_connected(world).await;
        window.go_to("Stock").await;
        window.choose("All").await;
        let columns = window.columns().await;
        let first = columns.iter().position(|heading| heading == "Los Angeles").unwrap();
        let skus = window.rows().await.into_iter().map(|mut row| row.remove(1)).collect();
        Self { window, skus, warehouses: columns[first..first + 2].to_vec() }
    }

    async fn pick(&self, row: usize, column: usize) {
        self.window.pick_cell(&self.skus[row], &self.warehouses[column]).await;
    }

    /// Selects from one cell on, by keys.
    async fn select(&self, row: usize, column: usize, down: usize, right: usize) {
        self.pick(row, column).await;
        for (key, steps) in [(Key::Down, down), (Key::Right, right)] {
            for _ in 0..steps {
                self.window.press_together(Key::Shift, key).await;
            }
        }
    }

    /// Types levels that no SKU has, from a cell down, without saving them.
    async fn write(&self, row: usize, column: usize, levels: &[&str]) {
        self.pick(row, column).await;
        for level in levels {
            self.window.type_keys(level).await;
            self.window.press_key(Key::Enter).await;
        }
    }

    async fn command(&self, key: char) {
        self.window.press_together(Key::Control, key).await;
    }

    async fn says(&self, row: usize, column: usize, level: &str) {
        self.window.cell_says(&self.skus[row], &self.warehouses[column], level).await;
    }

    async fn column_says(&self, top: usize, column: usize, levels: &[&str]) {
        for (at, level) in levels.iter().enumerate() {
            self.says(top + at, column, level).await;
        }
    }
}

#[tokio::test]
async fn what_is_selected_is_counted_and_summed_in_the_status_bar() {
    let world = World::new();
    let grid = Grid::open(&world).await;
    grid.write(0, 0, &["4000", "5000"]).await;
    grid.select(0, 0, 1, 0).await;
    grid.window.sees("2 cells · sum 9,000 · average 4,500 · smallest 4,000 · largest 5,000").await;
}

#[tokio::test]
async fn everything_that_is_shown_is_selected_at_once_and_its_number_is_told() {
    let world = World::new();
    let grid = Grid::open(&world).await;
    grid.pick(1, 1).await;
    grid.command('a').await;
    grid.window.sees("cells selected").await;
    grid.window.sees("in 2 warehouses.").await;
    grid.window.press_key(Key::Escape).await;
    grid.window.sees("Type 50 to set").await;
}

#[tokio::test]
async fn arrows_with_keys_held_go_to_the_edges_and_select_up_to_them() {
    let world = World::new();
    let grid = Grid::open(&world).await;
    grid.pick(1, 1).await;
    grid.window.press_holding(&[Key::Control, Key::Shift], Key::Left).await;
    grid.window.sees("2 cells").await;
    grid.window.press_holding(&[Key::Control, Key::Shift], Key::Home).await;
    grid.window.sees("4 cells").await;
    // The field goes with it to a row that was not read before, and hears what is typed there.
    grid.window.press_together(Key::Control, Key::End).await;
    grid.window.type_keys("4321").await;
    grid.window.press_key(Key::Enter).await;
    grid.window.sees("1 change in 1 SKU").await;
}

#[tokio::test]
async fn enter_after_a_run_of_tabs_goes_back_to_the_column_where_it_began() {
    let world = World::new();
    let grid = Grid::open(&world).await;
    grid.pick(0, 0).await;
    grid.window.type_keys("4001").await;
    grid.window.press_key(Key::Tab).await;
    grid.window.type_keys("4002").await;
    grid.window.press_key(Key::Enter).await;
    grid.window.type_keys("4003").await;
    grid.window.press_key(Key::Enter).await;
    grid.column_says(0, 0, &["4,001", "4,003"]).await;
    grid.says(0, 1, "4,002").await;
}

#[tokio::test]
async fn escape_gives_back_what_stood_there() {
    let world = World::new();
    let grid = Grid::open(&world).await;
    grid.write(0, 0, &["4001"]).await;
    grid.pick(0, 0).await;
    grid.window.press_key(Key::F2).await;
    grid.window.type_keys("9").await;
    grid.window.press_key(Key::Escape).await;
    grid.says(0, 0, "4,001").await;
}

#[tokio::test]
async fn a_level_typed_into_a_range_is_sent_for_every_cell_of_it() {
    let world = World::new();
    let grid = Grid::open(&world).await;
    grid.select(0, 0, 1, 1).await;
    grid.window.type_keys("4321").await;
    grid.window.press_together(Key::Control, Key::Enter).await;
    grid.window.sees("4 changes in 2 SKUs").await;
    grid.command('z').await;
    grid.window.sees_no_longer("4 changes in 2 SKUs").await;
    grid.command('y').await;
    grid.window.sees("4 changes in 2 SKUs").await;
    grid.window.press("Save").await;

    let sent = until("the levels to be set", async || {
        let asked = world.shop.applied(Call::Stock).await;
        let levels: Vec<Value> = asked.iter().flat_map(|one| one.levels()).map(|(_, _, level)| level).collect();
        (levels.len() == 4).then_some(levels)
    })
    .await;
    assert!(sent.iter().all(|level| *level == json!(4321)), "{sent:?}");
}

#[tokio::test]
async fn what_the_bar_has_to_say_moves_none_of_its_buttons() {
    let world = World::new();
    let grid = Grid::open(&world).await;
    grid.write(0, 0, &["4001"]).await;
    grid.window.sees("costs").await;
    let before = grid.window.place_of("Save").await;
    grid.write(1, 0, &["many"]).await;
    grid.window.sees("1 cell to put right").await;
    assert_eq!(grid.window.place_of("Save").await, before);
}

/// Every level that a write sets.
#[tokio::test]
async fn levels_are_filled_down_and_right() {
    let world = World::new();
    let grid = Grid::open(&world).await;
    grid.write(0, 0, &["4001"]).await;
    grid.select(0, 0, 2, 0).await;
    grid.command('d').await;
    grid.column_says(0, 0, &["4,001", "4,001", "4,001"]).await;
    grid.select(0, 0, 2, 1).await;
    grid.command('r').await;
    grid.column_says(0, 1, &["4,001", "4,001", "4,001"]).await;
    grid.window.sees("6 changes in 3 SKUs").await;
}

#[tokio::test]
async fn the_corner_of_a_range_is_drawn_to_copy_it_and_never_makes_a_series() {
    let world = World::new();
    let grid = Grid::open(&world).await;
    grid.write(0, 0, &["4001", "4002"]).await;
    grid.select(0, 0, 1, 0).await;
    grid.window.draw_corner_to(&grid.skus[4], &grid.warehouses[0]).await;
    grid.column_says(0, 0, &["4,001", "4,002", "4,001", "4,002", "4,001"]).await;

    grid.window.draw_corner_to(&grid.skus[4], &grid.warehouses[1]).await;
    grid.column_says(0, 1, &["4,001", "4,002", "4,001", "4,002", "4,001"]).await;
}

#[tokio::test]
async fn a_double_click_on_the_corner_fills_as_far_as_the_changes_beside_it() {
    let world = World::new();
    let grid = Grid::open(&world).await;
    grid.write(1, 0, &["4001", "4002"]).await;
    grid.write(0, 1, &["4003"]).await;
    grid.pick(0, 1).await;
    grid.window.double_click_corner().await;
    grid.column_says(0, 1, &["4,003", "4,003", "4,003"]).await;
    grid.window.sees("5 changes in 3 SKUs").await;
}

#[tokio::test]
async fn a_level_is_multiplied_divided_and_summed_with_the_result_beside_it() {
    let world = World::new();
    let window = open_connected(&world).await;
    let cell = find_stock(&window).await;
    window.pick_cell(&cell.sku, cell.warehouse).await;
    window.type_keys("*2").await;
    window.sees(&format!("{} → ", cell.level)).await;
    window.press_key(Key::Escape).await;
    type_level(&window, &cell, "=3000+1").await;
    window.cell_says(&cell.sku, cell.warehouse, "3,001").await;
    window.pick_cell(&cell.sku, cell.warehouse).await;
    window.type_keys("/2").await;
    window.sees("3,001 → 1,500").await;
    window.sees("rounded down").await;
    window.press_key(Key::Enter).await;
    window.cell_says(&cell.sku, cell.warehouse, "1,500").await;
}

#[tokio::test]
async fn levels_are_nudged_by_one_and_by_ten_one_step_back_each() {
    let world = World::new();
    let grid = Grid::open(&world).await;
    grid.write(0, 0, &["4000", "5000"]).await;
    grid.select(0, 0, 1, 0).await;
    grid.window.press_together(Key::Alt, Key::Up).await;
    grid.window.press_holding(&[Key::Alt, Key::Shift], Key::Up).await;
    grid.column_says(0, 0, &["4,011", "5,011"]).await;
    grid.window.press_together(Key::Alt, Key::Down).await;
    grid.column_says(0, 0, &["4,010", "5,010"]).await;
    grid.command('z').await;
    grid.column_says(0, 0, &["4,011", "5,011"]).await;
}

#[tokio::test]
async fn a_block_goes_over_the_clipboard_to_another_place() {
    let world = World::new();
    let grid = Grid::open(&world).await;
    grid.write(0, 0, &["4001", "4002"]).await;
    grid.select(0, 0, 1, 0).await;
    grid.command('c').await;
    grid.pick(2, 1).await;
    grid.command('v').await;
    grid.column_says(2, 1, &["4,001", "4,002"]).await;
    grid.window.sees("2 cells pasted.").await;
    grid.command('z').await;
    grid.window.sees("2 changes in 2 SKUs").await;
}

#[tokio::test]
async fn one_value_from_the_clipboard_fills_a_range_and_a_block_is_repeated_in_one() {
    let world = World::new();
    let grid = Grid::open(&world).await;
    grid.write(0, 0, &["4001", "4002"]).await;
    grid.pick(0, 0).await;
    grid.command('c').await;
    grid.select(2, 0, 1, 1).await;
    grid.command('v').await;
    grid.window.sees("4 cells pasted.").await;
    grid.column_says(2, 1, &["4,001", "4,001"]).await;
    grid.select(0, 0, 1, 0).await;
    grid.command('c').await;
    grid.select(0, 1, 3, 0).await;
    grid.command('v').await;
    grid.column_says(0, 1, &["4,001", "4,002", "4,001", "4,002"]).await;
}

#[tokio::test]
async fn a_paste_of_more_than_is_selected_asks_first() {
    let world = World::new();
    let grid = Grid::open(&world).await;
    grid.write(0, 0, &["4001", "4002", "4003"]).await;
    grid.select(0, 0, 2, 0).await;
    grid.command('c').await;
    grid.select(0, 1, 1, 0).await;
    grid.command('v').await;
    grid.window.sees("Paste more than is selected?").await;
    grid.window.press_key(Key::Escape).await;
    grid.window.sees_no_longer("Paste more than is selected?").await;
    grid.window.sees("3 changes in 3 SKUs").await;

    grid.command('v').await;
    grid.window.sees("You copied 3 rows × 1 column.").await;
    grid.window.press_key(Key::Enter).await;
    grid.column_says(0, 1, &["4,001", "4,002", "4,003"]).await;
}

#[tokio::test]
async fn a_paste_past_the_last_column_says_what_is_left_out() {
    let world = World::new();
    let grid = Grid::open(&world).await;
    grid.write(0, 0, &["4001"]).await;
    grid.write(0, 1, &["4002"]).await;
    grid.select(0, 0, 0, 1).await;
    grid.command('c').await;
    grid.pick(3, 1).await;
    grid.command('v').await;
    grid.window.sees("1 cell would lie past the last row or column and is left out.").await;
    grid.window.press("Paste 1 cell").await;
    grid.says(3, 1, "4,001").await;
}

#[tokio::test]
async fn what_is_pasted_as_an_adjustment_is_added() {
    let world = World::new();
    let grid = Grid::open(&world).await;
    grid.write(0, 0, &["4000"]).await;
    grid.write(0, 1, &["5"]).await;
    grid.pick(0, 1).await;
    grid.command('c').await;
    grid.pick(0, 0).await;
    // By its name: whether its keys paste at once is the web view's choice.
    run_by_name(&grid.window, "Paste as adjustment").await;
    grid.window.sees("Now paste: what you paste is added to the levels.").await;
    grid.command('v').await;
    grid.says(0, 0, "4,005").await;
}

#[tokio::test]
async fn delete_takes_the_changes_of_a_range_back_and_makes_no_zero() {
    let world = World::new();
    let grid = Grid::open(&world).await;
    grid.write(0, 0, &["4001", "4002", "4003"]).await;
    grid.select(0, 0, 1, 1).await;
    grid.window.press_key(Key::Delete).await;
    grid.window.sees("1 change in 1 SKU").await;
    grid.says(2, 0, "4,003").await;
}

#[tokio::test]
async fn levels_are_found_by_their_number_and_replaced_at_once() {
    let world = World::new();
    let grid = Grid::open(&world).await;
    grid.write(0, 0, &["4001", "4002", "4003"]).await;
    grid.pick(0, 0).await;
    grid.command('h').await;
    grid.window.fill("Find", ">=4002").await;
    grid.window.sees("2 cells match").await;
    grid.window.fill("Replace by", "+1000").await;
    grid.window.press("Replace all").await;
    grid.column_says(0, 0, &["4,001", "5,002", "5,003"]).await;
    grid.window.click_into("Find").await;
    grid.window.press_key(Key::Escape).await;
    grid.window.sees_no_longer("Replace all").await;
    grid.command('z').await;
    grid.column_says(0, 0, &["4,001", "4,002", "4,003"]).await;
}

#[tokio::test]
async fn the_search_is_reached_from_the_grid_and_left_for_it() {
    let world = World::new();
    let grid = Grid::open(&world).await;
    grid.pick(0, 0).await;
    grid.command('f').await;
    grid.window.type_keys(&grid.skus[2]).await;
    grid.window.press_key(Key::Enter).await;
    grid.window.sees_no_longer(&grid.skus[0]).await;
    grid.window.type_keys("4321").await;
    grid.window.press_key(Key::Enter).await;
    grid.says(2, 0, "4,321").await;
}
