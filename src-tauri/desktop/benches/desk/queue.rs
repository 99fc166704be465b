//! 5,000 orders queued to ship, through the sheet, and for how long the window stands still meanwhile.

use std::time::Duration;

use serde::Deserialize;

use crate::computer::{Computer, Measured};
use crate::table::{Goal, Table};

const SHIPPED: usize = 5_000;
/// By then a million orders have been read ahead: nobody ships thousands of them sooner.
const READ: Duration = Duration::from_secs(10);
/// Milliseconds in which the sheet and the list read again what was queued.
const AFTER: u32 = 4_000;

/// Milliseconds.
#[derive(Deserialize)]
struct Step {
    took: f64,
    /// The longest that nothing else could run in the page.
    task: f64,
    /// The longest that the window showed no new frame.
    frame: f64,
}

pub(crate) async fn measure(computer: &Computer, table: &mut Table) {
    let app = computer.open_app().await;
    tokio::time::sleep(READ).await;
    app.run("await bench.anotherList(() => bench.tab('Sent').click())").await;
    app.run("await bench.anotherList(() => bench.tab('To ship').click())").await;
    let said = |place: &str, words: &str| format!("document.querySelector('{place}')?.textContent.includes('{words}')");
    step(&app, table, "selecting 5,000 orders", &select(), &said("[role=toolbar] b", "5,000 selected"), 0).await;
    let fields = "document.querySelector('dialog input[data-order]')";
    step(&app, table, "opening the sheet for 5,000", "bench.button('Ship 5,000…').click()", fields, 0).await;
    let button = "[...document.querySelectorAll('dialog .foot button')].find((one) => one.innerText.trim().startsWith('Ship 5,000'))";
    step(&app, table, "pasting 5,000 numbers", &paste(), button, 0).await;
    step(
        &app,
        table,
        "queueing 5,000",
        &format!("{button}.click()"),
        &said("dialog .told p", "5,000 orders queued to ship"),
        AFTER,
    )
    .await;
    app.end();
}

/// The first order's box, and with Shift the last one's.
fn select() -> String {
    let row =
        |at: usize| format!("document.querySelector('[role=grid] [aria-rowindex=\"{}\"] [role=checkbox]')", at + 1);
    let (first, last) = (row(1), row(SHIPPED));
    format!(
        "{first}.click()
        const height = bench.rows()[0].offsetHeight
        bench.scroller().scrollTop = height * ({SHIPPED} - 10)
        await bench.seen(() => {last} && getComputedStyle({last}).visibility === 'visible')
        {last}.dispatchEvent(new MouseEvent('click', {{ bubbles: true, shiftKey: true }}))"
    )
}

/// A column of numbers as a spreadsheet hands it over.
fn paste() -> String {
    format!(
        "const numbers = Array.from({{ length: {SHIPPED} }}, (_, at) => `94001${{String(10 ** 16 + at)}}`).join('\\n')
        const clipboardData = new DataTransfer()
        clipboardData.setData('text/plain', numbers)
        const field = document.querySelector('dialog input[data-order]')
        field.dispatchEvent(new ClipboardEvent('paste', {{ clipboardData, bubbles: true, cancelable: true }}))"
    )
}

async fn step(app: &Measured, table: &mut Table, what: &str, act: &str, is_over: &str, rest: u32) {
    let step: Step = app.ask(&format!("await bench.step(async () => {{ {act} }}, () => {is_over}, {rest})")).await;
    table.add(format!("window: {what}, altogether"), step.took, "ms", Goal::None);
    table.add(format!("window: {what}, the longest standstill of the page"), step.task, "ms", Goal::AtMost(50.0));
    table.add(format!("window: {what}, the longest without a frame"), step.frame, "ms", Goal::AtMost(50.0));
}
