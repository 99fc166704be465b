//! What the app and all its helpers hold of the computer's memory, each page that several share counted in parts.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::computer::{Computer, Measured, Program};
use crate::figures::median;
use crate::table::{Goal, Table};

/// Looks at the memory, a second between them: what a start leaves behind is given back meanwhile.
const LOOKS: usize = 15;
const SCROLLS: u64 = 200;

/// Megabytes by the name of the process.
pub(crate) type Held = BTreeMap<String, f64>;

pub(crate) async fn measure(computer: &Computer, table: &mut Table) {
    let window = computer.open(Program::Empty).await;
    let empty = held(&window).await;
    window.end();
    tell(table, "an empty window", &empty);
    let app = computer.open_app().await;
    let at_rest = held(&app).await;
    tell(table, "the app at rest", &at_rest);
    app.run("await bench.anotherList(() => bench.tab('All').click())").await;
    scroll(&app, 0).await;
    let before = held(&app).await;
    scroll(&app, SCROLLS).await;
    let after = held(&app).await;
    app.end();
    tell(table, "the app scrolled", &after);
    let times = |held: &Held| sum(held) / sum(&empty);
    table.add("window: memory at rest, times the empty one's", times(&at_rest), "times", Goal::AtMost(1.6));
    table.add("window: memory scrolled, times the empty one's", times(&after), "times", Goal::AtMost(1.6));
    let grown = sum(&after) / sum(&before);
    table.add(format!("window: memory after {SCROLLS} scrolls, times before"), grown, "times", Goal::AtMost(1.05));
}

/// Twice the same number of places: a list that was never scrolled holds less than one that was, and that is no growth.
async fn scroll(app: &Measured, from: u64) {
    for n in from..from + SCROLLS {
        let part = crate::lists::anywhere(n);
        app.run(&format!("await bench.scrollTo({part})")).await;
    }
}

fn tell(table: &mut Table, what: &str, held: &Held) {
    for (process, megabytes) in held {
        table.add(format!("window: {what}, {process}"), *megabytes, "MB", Goal::None);
    }
    table.add(format!("window: {what}, altogether"), sum(held), "MB", Goal::None);
}

pub(crate) fn sum(held: &Held) -> f64 {
    held.values().sum()
}

/// Once it rests: the median of several looks, for each process.
pub(crate) async fn held(window: &Measured) -> Held {
    let mut looks: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for look in 0..LOOKS {
        tokio::time::sleep(Duration::from_secs(1)).await;
        // Of the first ones only their time is wanted.
        if look >= LOOKS / 2 {
            for (process, megabytes) in tree(window.program()) {
                looks.entry(process).or_default().push(megabytes);
            }
        }
    }
    looks.into_iter().map(|(process, all)| (process, median(all))).collect()
}

/// The program that the driver started, with everything that it started in turn.
fn tree(program: &Path) -> Held {
    let processes = processes();
    let driver = |id: &u32| processes.get(id).is_some_and(|process| process.name == "WebKitWebDriver");
    let is_it = |id: u32| fs::read_link(format!("/proc/{id}/exe")).is_ok_and(|exe| exe == program);
    let root =
        processes.iter().find(|(id, process)| driver(&process.parent) && is_it(**id)).expect("the program runs").0;
    let mut held = Held::new();
    for (id, process) in &processes {
        if descends(*id, *root, &processes) {
            let name = if id == root { "its own process" } else { &process.name };
            *held.entry(name.to_owned()).or_default() += proportional(*id);
        }
    }
    held
}

struct Process {
    name: String,
    parent: u32,
}

fn processes() -> BTreeMap<u32, Process> {
    let ids = fs::read_dir("/proc").expect("a list of processes").flatten();
    let ids = ids.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    ids.filter_map(|id| Some((id, process(id)?))).collect()
}

/// Its name stands in brackets, and two fields behind them its parent.
fn process(id: u32) -> Option<Process> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (before, after) = stat.rsplit_once(')')?;
    let name = before.split_once('(')?.1.to_owned();
    Some(Process { name, parent: after.split_whitespace().nth(1)?.parse().ok()? })
}

fn descends(id: u32, from: u32, processes: &BTreeMap<u32, Process>) -> bool {
    id == from || processes.get(&id).is_some_and(|process| descends(process.parent, from, processes))
}

/// Megabytes: its own pages, and its part of those that it shares.
fn proportional(id: u32) -> f64 {
    let text = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("Pss:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1_024.0
}
