//! The stock grid: opening it, narrowing and sorting it, typing, scrolling and pasting, and what it holds of memory.

use std::time::Duration;

use serde::Deserialize;

use crate::computer::{Computer, Measured};
use crate::figures::{median, p95};
use crate::lists::{List, tell};
use crate::memory;
use crate::shelf::SEARCHES;
use crate::table::{Goal, Table};

const PAGE: &str = include_str!("grid.js");
const ROUNDS: usize = 20;
const KEYS: usize = 100;
const FRAMES: usize = 200;
/// By then what is read behind the first picture is here.
const READ: Duration = Duration::from_secs(3);
const TABS: [&str; 3] = ["Low", "Sold out", "All"];
const COLUMNS: [&str; 3] = ["SKU", "Total", "Product"];

/// Milliseconds between frames, the frames in which a row in sight was not there, and those with all rows there, but
/// of the place before.
#[derive(Deserialize)]
struct Scrolling {
    took: Vec<f64>,
    bad: u32,
    late: u32,
}

/// Milliseconds.
#[derive(Deserialize)]
struct Paste {
    painted: f64,
    whole: f64,
    stored: f64,
}

pub(crate) async fn measure(computer: &Computer, table: &mut Table) {
    let app = computer.open_app().await;
    app.run(PAGE).await;
    tokio::time::sleep(READ).await;
    let without = memory::held(&app).await;
    opening(&app, table).await;
    lists(&app, table).await;
    keys(&app, table).await;
    floor(&app, table).await;
    for (what, pixels) in [("a notch of the wheel", 120), ("a page", 700), ("two pages", 1_700)] {
        scrolling(&app, table, what, pixels).await;
    }
    paste(&app, table).await;
    let with = memory::held(&app).await;
    app.end();
    for (process, megabytes) in &with {
        let before = without.get(process).copied().unwrap_or_default();
        table.add(format!("window: the stock grid adds to {process}"), megabytes - before, "MB", Goal::None);
    }
    let added = memory::sum(&with) - memory::sum(&without);
    table.add("window: the stock grid adds to the memory of all processes", added, "MB", Goal::AtMost(80.0));
}

async fn other_rows(app: &Measured, act: &str) -> List {
    app.ask(&format!("await grid.otherRows(() => {act})")).await
}

async fn opening(app: &Measured, table: &mut Table) {
    let mut opened = Vec::new();
    for _ in 0..ROUNDS {
        opened.push(other_rows(app, "grid.link('Stock').click()").await);
        app.run("grid.link('Orders').click(); await bench.frame()").await;
    }
    other_rows(app, "grid.link('Stock').click()").await;
    tell(table, "opening the stock grid, first rows", &opened, 150.0);
}

async fn lists(app: &Measured, table: &mut Table) {
    for tab in TABS {
        let mut opened = Vec::new();
        for _ in 0..ROUNDS {
            opened.push(other_rows(app, &format!("bench.tab('{tab}').click()")).await);
            other_rows(app, "bench.tab('All').click()").await;
        }
        tell(table, &format!("stock, the tab {tab}, first rows"), &opened, 100.0);
    }
    for column in COLUMNS {
        let mut sorted = Vec::new();
        for _ in 0..ROUNDS {
            sorted.push(other_rows(app, &format!("grid.heading('{column}').click()")).await);
        }
        tell(table, &format!("stock sorted by {column}, first rows"), &sorted, 100.0);
    }
    for (name, words) in SEARCHES {
        let letters: Vec<char> = words.chars().collect();
        let mut found = Vec::new();
        for typed in 3..=letters.len() {
            let typed: String = letters[..typed].iter().collect();
            found.push(other_rows(app, &format!("bench.search('{typed}')")).await);
        }
        other_rows(app, "bench.search('')").await;
        tell(table, &format!("stock, searching {name}, from key to rows"), &found, 100.0);
    }
}

async fn keys(app: &Measured, table: &mut Table) {
    app.run("grid.field().focus()").await;
    let (mut idle, mut moved, mut typed, mut entered) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let ask = async |act: &str| -> List { app.ask(&format!("await grid.cell(() => {act})")).await };
    for n in 0..KEYS {
        idle.push(ask("{}").await);
        typed.push(ask(&format!("grid.type('{}')", 1_000 + n)).await);
        entered.push(ask("grid.key('Enter')").await);
        moved.push(ask("grid.key('ArrowDown')").await);
    }
    tell(table, "stock, from nothing to the next frame", &idle, 33.0);
    tell(table, "stock, from an arrow to the painted cell", &moved, 33.0);
    tell(table, "stock, from a digit to the painted cell", &typed, 33.0);
    tell(table, "stock, from Enter to the painted cell", &entered, 33.0);
    app.run("bench.button('Discard').click()").await;
}

async fn floor(app: &Measured, table: &mut Table) {
    let took: Vec<f64> = app.ask(&format!("await grid.floor({FRAMES})")).await;
    let name = "window: stock, painting the rows anew and nothing else, frames";
    table.add(format!("{name} (p95)"), p95(took.clone()), "ms", Goal::None);
    table.add(format!("{name} (median)"), median(took), "ms", Goal::None);
}

async fn scrolling(app: &Measured, table: &mut Table, what: &str, pixels: u32) {
    let Scrolling { took, bad, late } = app.ask(&format!("await grid.scrolling({FRAMES}, {pixels})")).await;
    let name = format!("window: stock, scrolling {what} in each frame");
    table.add(format!("{name}, frames (p95)"), p95(took.clone()), "ms", Goal::AtMost(25.0));
    table.add(format!("{name}, frames (median)"), median(took), "ms", Goal::AtMost(17.0));
    table.add(format!("{name}, frames with a row that was not there"), f64::from(bad), "frames", Goal::AtMost(0.0));
    table.add(format!("{name}, frames behind the scroll bar"), f64::from(late), "frames", Goal::None);
}

async fn paste(app: &Measured, table: &mut Table) {
    app.run("bench.scroller().scrollTop = 0; grid.field().focus(); grid.key('Home', { ctrlKey: true }); await bench.frame()").await;
    let pasted: Paste = app.ask("await grid.paste(2_000, 5)").await;
    table.add("window: stock, 10,000 cells pasted, those in sight painted", pasted.painted, "ms", Goal::AtMost(100.0));
    table.add("window: stock, 10,000 cells pasted, all of them counted", pasted.whole, "ms", Goal::None);
    table.add("window: stock, 10,000 cells pasted, on the disk", pasted.stored, "ms", Goal::AtMost(500.0));
    app.run("grid.key('z', { ctrlKey: true }); await bench.seen(() => !bench.button('Discard'))").await;
}
