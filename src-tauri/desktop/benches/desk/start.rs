//! From the start of the process to a list that can be used, beside the start of empty windows: one that paints as the
//! app does, which is the quicker one without a GPU, and one as Tauri makes it.

use std::os::unix::process::CommandExt as _;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::computer::{Computer, Program};
use crate::figures::median;
use crate::table::{Goal, Table};

/// The argument that makes this program start another one by the clock.
pub(crate) const CLOCKED: &str = "clocked";
const ROUNDS: usize = 9;

/// Writes down the time and becomes the program: the driver starts what it drives by itself, and tells nobody when.
pub(crate) fn clocked(args: &[String]) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970").as_secs_f64() * 1_000.0;
    std::fs::write(&args[0], now.to_string()).expect("a file for the time");
    let error = Command::new(&args[1]).args(&args[2..]).exec();
    panic!("{} could not be started: {error}", args[1]);
}

/// One after the other, so that all meet the same computer. The first round warms the disk and counts for nothing.
pub(crate) async fn measure(computer: &Computer, table: &mut Table) {
    let programs = [Program::Empty, Program::PlainEmpty, Program::App];
    let mut starts = programs.map(|_| Vec::new());
    for round in 0..=ROUNDS {
        for (program, starts) in programs.into_iter().zip(&mut starts) {
            let took = start(computer, program).await;
            if round > 0 {
                starts.push(took);
            }
        }
    }
    let [empty, plain, app] = starts.map(median);
    table.add("window: start of an empty one (median)", empty, "ms", Goal::None);
    table.add("window: start of an empty one as Tauri makes it (median)", plain, "ms", Goal::None);
    table.add("window: start to a list that can be used (median)", app, "ms", Goal::None);
    table.add("window: start, times the empty one's", app / empty, "times", Goal::AtMost(1.5));
    table.add("window: start, times that of one as Tauri makes it", app / plain, "times", Goal::AtMost(1.5));
}

/// Milliseconds from the process to the frame with the first rows, or the sentence, in it.
async fn start(computer: &Computer, program: Program) -> f64 {
    let moment = computer.file("started");
    let this = std::env::current_exe().expect("a path").display().to_string();
    let mut command = vec![this, CLOCKED.to_owned(), moment.display().to_string()];
    command.extend(program.command());
    let window = computer.open_by(program, &command).await;
    let painted = "performance.timeOrigin + performance.getEntriesByName('first-rows')[0].startTime";
    let painted: f64 = window.ask(painted).await;
    window.end();
    let begun = std::fs::read_to_string(&moment).expect("the time was written down");
    painted - begun.parse::<f64>().expect("a time")
}
