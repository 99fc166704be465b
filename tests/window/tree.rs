//! What a screen reader reads: the accessibility tree of the real window, over the bus of the session.

use fantoccini::key::Key;

use crate::steps::{find_stock, open_connected};
use crate::world::{Node, Reader, Window, World};

async fn open(world: &World) -> (Window, Reader) {
    let window = open_connected(world).await;
    (window, world.reader().await)
}

/// How many rows a grid has in all, and how many columns.
fn size(grid: &Node) -> Option<(usize, usize)> {
    grid.number("rowcount").zip(grid.number("colcount"))
}

/// The headings of a grid, each with how its column is sorted.
fn headings(grid: &Node) -> Vec<(String, String)> {
    let called = |heading: &&Node| {
        let own = if heading.name.is_empty() { &heading.text } else { &heading.name };
        let inside = heading.children().iter().map(|part| &part.name).find(|name| !name.is_empty());
        if own.is_empty() { inside.cloned().unwrap_or_default() } else { own.clone() }
    };
    grid.of_role("columnheader").iter().map(|head| (called(head), head.attribute("sort").to_owned())).collect()
}

/// Where the rows and cells that are painted say that they lie: each in a row and a column of its own, within the
/// numbers that the grid has in all.
fn places_are_right(grid: &Node) -> bool {
    let Some((rows, columns)) = size(grid) else { return false };
    let is_placed = |cell: &&Node, row: &Node| {
        let column = cell.number("colindex").is_some_and(|column| (1..=columns).contains(&column));
        column && cell.attribute("rowindex") == row.attribute("rowindex")
    };
    grid.of_role("row").iter().all(|row| {
        let cells: Vec<&Node> = [row.of_role("gridcell"), row.of_role("rowheader")].concat();
        row.number("rowindex").is_some_and(|at| (1..=rows).contains(&at))
            && cells.iter().all(|cell| is_placed(cell, row))
    })
}

/// What the focus is on.
struct Focus {
    role: String,
    name: String,
    text: String,
    /// Row and column of the cell around it.
    cell: Option<(usize, usize)>,
}

fn focused(page: &Node) -> Option<Focus> {
    let way = page.focus();
    let here = way.first()?;
    let cell = way.iter().find_map(|node| node.number("rowindex").zip(node.number("colindex")));
    Some(Focus { role: here.role.clone(), name: here.name.clone(), text: here.text.clone(), cell })
}

async fn focus_comes_to(reader: &Reader, what: &str, is_it: impl Fn(&str, &str) -> bool) {
    reader.until(what, |page| focused(page).filter(|focus| is_it(&focus.role, &focus.name))).await;
}

/// A dialog with this name is there, and what it says can be read.
async fn dialog_is_called(window: &Window, reader: &Reader, name: &str) {
    reader.until(&format!("the dialog “{name}”"), |page| page.find("dialog", name).map(|_| ())).await;
    window.press_key(Key::Escape).await;
    reader.until("no dialog", |page| page.of_role("dialog").is_empty().then_some(())).await;
}

#[tokio::test]
async fn the_stock_grid_tells_all_its_rows_and_columns_and_how_it_is_sorted() {
    let world = World::with_screen_reader();
    let (window, reader) = open(&world).await;
    find_stock(&window).await;
    let (skus, painted) = reader
        .until("a grid whose painted rows are where they say", |page| {
            let grid = page.find("grid", "Stock levels").filter(|grid| places_are_right(grid))?;
            let all = page.of_role("tab").iter().find_map(|tab| tab.name.strip_prefix("All "))?.parse().ok()?;
            let rows = grid.of_role("rowheader").len();
            (size(grid) == Some((all + 1, 7)) && rows > 0).then_some((all, rows))
        })
        .await;
    assert!(painted < skus, "the shop is too small to show that rows are counted which are not painted");
    let sorted = |by: &'static str, as_: &'static str| {
        move |page: &Node| {
            let names = ["Product", "SKU", "Los Angeles", "New York", "Total", "Lasts", "Last 12 days"];
            let headings = headings(page.find("grid", "Stock levels")?);
            let right = |(name, sort): &(String, String)| (sort == as_) == (name == by);
            let called = headings.iter().map(|(name, _)| name.as_str()).eq(names);
            (called && headings.iter().all(right)).then_some(())
        }
    };
    reader.until("the headings, sorted by product", sorted("Product", "ascending")).await;
    window.press("Total").await;
    reader.until("the headings, sorted by total", sorted("Total", "ascending")).await;
    reader.until("word of the new order", |page| page.is_told("Sorted by Total, ascending.").then_some(())).await;
}

#[tokio::test]
async fn the_cell_that_is_gone_to_is_told_with_its_place_its_names_and_its_level() {
    let world = World::with_screen_reader();
    let (window, reader) = open(&world).await;
    let cell = find_stock(&window).await;
    window.pick_cell(&cell.sku, "Los Angeles").await;
    let first = |page: &Node| focused(page).filter(|focus| focus.name.starts_with("Los Angeles, "))?.cell;
    let (row, column) = reader.until("the first cell", first).await;
    window.press_key(Key::Right).await;
    let says = |page: &Node, level: &str, place: (usize, usize)| {
        let Focus { role, name, text, cell: at } = focused(page)?;
        let called = name.starts_with(&format!("New York, {}, ", cell.sku));
        (role == "textbox" && called && text.replace(',', "") == level && at == Some(place)).then_some(())
    };
    reader.until("the cell beside it", |page| says(page, &cell.level.to_string(), (row, column + 1))).await;
    window.type_keys("4321").await;
    reader.until("what is typed", |page| says(page, "4321", (row, column + 1))).await;
    window.press_key(Key::Enter).await;
    reader
        .until("the row below, and the level as not saved", |page| {
            let at = focused(page)?.cell;
            let typed = |cell: &&Node| {
                cell.number("rowindex") == Some(row)
                    && cell.number("colindex") == Some(column + 1)
                    && cell.text.contains("4,321")
                    && cell.text.contains("not saved")
            };
            (at == Some((row + 1, column + 1)) && page.of_role("gridcell").iter().any(typed)).then_some(())
        })
        .await;
}

#[tokio::test]
async fn what_a_gesture_changed_and_what_was_refused_is_told() {
    let world = World::with_screen_reader();
    let (window, reader) = open(&world).await;
    let cell = find_stock(&window).await;
    window.pick_cell(&cell.sku, cell.warehouse).await;
    window.press_together(Key::Control, 'c').await;
    window.press_together(Key::Shift, Key::Down).await;
    window.press_together(Key::Control, 'v').await;
    reader.until("what was pasted", |page| page.is_told("2 cells pasted.").then_some(())).await;
    window.fill("Search stock", "many").await;
    for key in ['a', 'x'] {
        window.press_together(Key::Control, key).await;
    }
    window.pick_cell(&cell.sku, cell.warehouse).await;
    window.press_together(Key::Control, 'v').await;
    reader.until("what was refused", |page| page.is_told("0 cells pasted, 1 refused.").then_some(())).await;
}

#[tokio::test]
async fn the_grid_is_left_by_f6_or_escape_and_tab_goes_on_behind_it() {
    let world = World::with_screen_reader();
    let (window, reader) = open(&world).await;
    let cell = find_stock(&window).await;
    for way_out in [Key::F6, Key::Escape] {
        window.pick_cell(&cell.sku, cell.warehouse).await;
        focus_comes_to(&reader, "a cell", |role, _| role == "textbox").await;
        window.press_key(way_out).await;
        focus_comes_to(&reader, "the grid itself", |role, name| role == "grid" && name == "Stock levels").await;
        window.press_key(Key::Tab).await;
        let outside = |page: &Node| {
            let way = page.focus();
            (way.len() > 3 && way.iter().all(|node| node.role != "grid")).then_some(())
        };
        reader.until("something behind the grid", outside).await;
        // The way back: the grid is one stop, and its cells are where they were left.
        window.press_together(Key::Shift, Key::Tab).await;
        focus_comes_to(&reader, "the cell again", |role, name| role == "textbox" && name.contains(&cell.sku)).await;
    }
    // And the list of keys tells of it.
    window.press_key(Key::F6).await;
    window.type_keys("?").await;
    let tells = |page: &Node| {
        let keys = page.find("dialog", "Keyboard shortcuts")?;
        keys.all().iter().any(|part| part.text.contains("Leave the grid")).then_some(())
    };
    reader.until("the keys that lead out of the grid", tells).await;
}

#[tokio::test]
async fn every_dialog_of_the_stock_has_a_name() {
    let world = World::with_screen_reader();
    let (window, reader) = open(&world).await;
    let cell = find_stock(&window).await;
    window.pick_cell(&cell.sku, cell.warehouse).await;
    window.type_keys("4321").await;
    window.press_key(Key::Enter).await;
    window.press("Review").await;
    dialog_is_called(&window, &reader, "Review 1 change").await;
    window.type_keys("?").await;
    dialog_is_called(&window, &reader, "Keyboard shortcuts").await;
}

#[tokio::test]
async fn the_orders_tell_all_their_rows_their_headings_and_the_order_that_is_gone_to() {
    let world = World::with_screen_reader();
    let (window, reader) = open(&world).await;
    window.go_to("Orders").await;
    window.choose("All").await;
    reader
        .until("a grid of all orders", |page| {
            let grid = page.find("grid", "Orders").filter(|grid| places_are_right(grid))?;
            let names: Vec<String> = headings(grid).into_iter().map(|(name, _)| name).collect();
            let called = ["Select all orders of this list", "Order", "Buyer"]
                .iter()
                .all(|name| names.contains(&(*name).to_owned()));
            (size(grid)?.0 == 121 && called && grid.of_role("rowheader").len() > 5).then_some(())
        })
        .await;
    let first = window.rows().await[0][0].clone();
    window.press_key(Key::Down).await;
    reader
        .until("the first order", |page| {
            let way = page.focus();
            let row = way.first().filter(|row| row.role == "row" && row.attribute("rowindex") == "2")?;
            row.all().iter().any(|part| part.text == first).then_some(())
        })
        .await;
}
