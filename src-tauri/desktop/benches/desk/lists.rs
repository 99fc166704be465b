//! Opening a tab, sorting, scrolling and searching.

use serde::Deserialize;

use crate::computer::{Computer, Measured};
use crate::figures::{median, p95};
use crate::shop::{id, scattered};
use crate::table::{Goal, Table};

const ROUNDS: usize = 20;
const SCROLLS: u64 = 200;
/// Five keys once are too few for what nineteen of twenty keys take.
const SEARCHES: usize = 4;
const TABS: [&str; 6] = ["To ship", "Sent", "Needs action", "Delivered", "All", "Cancelled"];
const SORTS: [&str; 3] = ["total", "buyer", "shipBy"];

/// Milliseconds: the rows are in the page, the frame that has them is made, the one after it begins.
#[derive(Deserialize)]
pub(crate) struct List {
    here: f64,
    drawn: f64,
    shown: f64,
}

#[derive(Deserialize)]
struct Scroll {
    command: f64,
    drawn: f64,
    shown: f64,
    whole: f64,
}

/// Rows that every window has room for.
const ORDERS_IN_SIGHT: usize = 12;

/// A part of the way down a list, another one for each number.
pub(crate) fn anywhere(n: u64) -> f64 {
    (scattered(n + 1) % 1_000_000) as f64 / 1_000_000.0
}

pub(crate) async fn measure(computer: &Computer, orders: u64, table: &mut Table) {
    let app = computer.open_app().await;
    tabs(&app, table).await;
    sorts(&app, table).await;
    scrolls(&app, table).await;
    searches(&app, orders, table).await;
    panels(&app, table).await;
    app.end();
}

async fn another_list(app: &Measured, act: &str) -> List {
    app.ask(&format!("await bench.anotherList(() => {act})")).await
}

async fn tabs(app: &Measured, table: &mut Table) {
    let mut lists: Vec<Vec<List>> = TABS.iter().map(|_| Vec::new()).collect();
    for _ in 0..ROUNDS {
        for (tab, lists) in TABS.iter().zip(&mut lists) {
            lists.push(another_list(app, &format!("bench.tab('{tab}').click()")).await);
        }
    }
    for (tab, lists) in TABS.iter().zip(lists) {
        tell(table, &format!("opening {tab}, first rows"), &lists, 100.0);
    }
}

async fn sorts(app: &Measured, table: &mut Table) {
    another_list(app, "bench.tab('All').click()").await;
    for column in SORTS {
        let mut lists = Vec::new();
        for _ in 0..ROUNDS / 2 {
            lists.push(another_list(app, &format!("bench.heading('{column}').click()")).await);
        }
        tell(table, &format!("All sorted by {column}, first rows"), &lists, 100.0);
    }
}

async fn scrolls(app: &Measured, table: &mut Table) {
    another_list(app, "bench.tab('Sent').click()").await;
    another_list(app, "bench.tab('All').click()").await;
    let mut scrolls = Vec::new();
    for n in 0..SCROLLS {
        let scrolled: Option<Scroll> = app.ask(&format!("await bench.scrollTo({})", anywhere(n))).await;
        scrolls.extend(scrolled);
    }
    let of = |part: fn(&Scroll) -> f64| p95(scrolls.iter().map(part).collect());
    table.add("window: scrolled anywhere, the command for rows (p95)", of(|scroll| scroll.command), "ms", Goal::None);
    let goal = Goal::AtMost(33.0);
    table.add("window: scrolled anywhere, from the command to rows drawn (p95)", of(|scroll| scroll.drawn), "ms", goal);
    let shown = "window: scrolled anywhere, from the command to the next frame (p95)";
    table.add(shown, of(|scroll| scroll.shown), "ms", Goal::None);
    table.add(
        "window: scrolled anywhere, with the wait for a frame to scroll in (p95)",
        of(|scroll| scroll.whole),
        "ms",
        Goal::None,
    );
}

async fn searches(app: &Measured, orders: u64, table: &mut Table) {
    let order = id(orders / 2).to_string();
    for (name, words) in [("an id", order.as_str()), ("a buyer", "nguyễn 41"), ("a product", "earbuds")] {
        let letters: Vec<char> = words.chars().collect();
        let mut lists = Vec::new();
        for _ in 0..SEARCHES {
            for typed in 3..=letters.len() {
                let typed: String = letters[..typed].iter().collect();
                lists.push(another_list(app, &format!("bench.search('{typed}')")).await);
            }
            another_list(app, "bench.search('')").await;
        }
        tell(table, &format!("searching {name}, from key to rows"), &lists, 50.0);
    }
}

/// One order after the other, all of them in sight.
async fn panels(app: &Measured, table: &mut Table) {
    let mut opened = Vec::new();
    for at in 0..ORDERS_IN_SIGHT {
        opened.push(app.ask(&format!("await bench.openOrder({at})")).await);
    }
    tell(table, "opening an order, its details", &opened, 100.0);
}

pub(crate) fn tell(table: &mut Table, what: &str, lists: &[List], goal: f64) {
    let of = |part: fn(&List) -> f64| lists.iter().map(part).collect::<Vec<_>>();
    table.add(format!("window: {what} in the page (median)"), median(of(|list| list.here)), "ms", Goal::None);
    table.add(format!("window: {what} drawn (p95)"), p95(of(|list| list.drawn)), "ms", Goal::AtMost(goal));
    table.add(format!("window: {what}, the next frame (p95)"), p95(of(|list| list.shown)), "ms", Goal::None);
}
