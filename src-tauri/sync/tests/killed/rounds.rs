//! Start, watch, kill, and again.

use std::{
    env,
    fmt::Debug,
    path::Path,
    process::Stdio,
    str::FromStr,
    time::{Duration, Instant},
};

use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use sandbox::Entry;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

use crate::{
    account::Account,
    errand::{Deed, Errand},
    spoken::{shipment_in, writes_stock_of},
    town::Town,
    verdict,
};

const LOOK: Duration = Duration::from_millis(1);
/// A process that does not come to its moment is killed all the same.
const LONGEST: Duration = Duration::from_secs(3);
/// For a broken engine only: the proof fails instead of waiting forever.
const PATIENCE: Duration = Duration::from_secs(120);

/// When a process is killed.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// So long after its start, which may be before it has opened the cache.
    After(Duration),
    /// As soon as it has said so many lines.
    Lines(usize),
    /// As soon as the shop has been asked so many things.
    Calls(usize),
    /// As soon as so many writes have reached the shop, which is slow to answer them.
    Writes(usize),
}

impl Moment {
    fn draw(dice: &mut StdRng) -> Self {
        match dice.random_range(0..8) {
            0 => Self::After(Duration::from_millis(dice.random_range(0..400))),
            1 | 2 => Self::Lines(dice.random_range(1..40)),
            3 | 4 => Self::Calls(dice.random_range(1..60)),
            _ => Self::Writes(dice.random_range(1..12)),
        }
    }

    fn has_come(self, began: Instant, lines: usize, town: &Town) -> bool {
        let journal = || town.sandbox.journal();
        let is_write = |entry: &&Entry| shipment_in(entry).is_some() || writes_stock_of(entry).is_some();
        match self {
            Self::After(delay) => began.elapsed() >= delay,
            Self::Lines(count) => lines >= count,
            Self::Calls(count) => journal().len() >= count,
            Self::Writes(count) => journal().iter().filter(is_write).count() >= count,
        }
    }
}

/// The proof, with so many kills in a quick run.
pub(crate) async fn prove(kills: u32) {
    let (rounds, seed): (u32, u64) = (number("TIKTOKFLOW_KILL_ROUNDS", kills), number("TIKTOKFLOW_KILL_SEED", 1));
    println!("killing the engine {rounds} times, seed {seed}");
    let folder = tempfile::tempdir().unwrap();
    let mut dice = StdRng::seed_from_u64(seed);
    let mut town = Town::open(seed, rounds).await;
    let mut account = Account::default();
    for round in 1..=rounds {
        let told = account.committed.len();
        kill_one(&mut town, &mut account, folder.path(), round, &mut dice).await;
        town.comes_to_rest().await;
        let parcels: Vec<String> = account.committed[told..].iter().flat_map(|it| orders_of(&it.deed)).collect();
        town.lives(&mut dice, &parcels).await;
    }
    let errand = errand(&town, folder.path(), rounds + 1, 0, true);
    let (mut child, mut lines) = start(&errand);
    let rest = async {
        while let Some(line) = lines.next_line().await.unwrap() {
            account.note(serde_json::from_str(&line).unwrap());
        }
        child.wait().await.unwrap()
    };
    let ended = tokio::time::timeout(PATIENCE, rest).await.expect("it never comes to rest");
    assert!(ended.success() && account.rested, "the last process failed");
    town.comes_to_rest().await;
    verdict::reach(&town, &account, folder.path(), rounds).await;
}

fn number<N: FromStr<Err: Debug>>(variable: &str, otherwise: N) -> N {
    env::var(variable).map_or(otherwise, |text| text.parse().unwrap())
}

fn orders_of(deed: &Deed) -> Vec<String> {
    match deed {
        Deed::Ship(parcels) => parcels.iter().map(|(order, _)| order.clone()).collect(),
        _ => Vec::new(),
    }
}

fn errand(town: &Town, folder: &Path, round: u32, seed: u64, rest: bool) -> Errand {
    let (shop, link, cells) = (town.sandbox.base_url(), town.link(), town.cells.clone());
    Errand { folder: folder.to_owned(), shop, link, cells, seed, round, rest }
}

fn start(errand: &Errand) -> (Child, Lines<BufReader<ChildStdout>>) {
    let (name, value) = errand.as_variable();
    let mut command = Command::new(env::current_exe().unwrap());
    let mut child =
        command.env(name, value).stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    (child, lines)
}

async fn kill_one(town: &mut Town, account: &mut Account, folder: &Path, round: u32, dice: &mut StdRng) {
    let moment = Moment::draw(dice);
    if let Moment::Writes(_) = moment {
        town.slow_writes(dice);
    }
    let (mut child, mut lines) = start(&errand(town, folder, round, dice.random(), false));
    let (began, mut said) = (Instant::now(), 0);
    while !moment.has_come(began, said, town) && began.elapsed() < LONGEST {
        tokio::select! {
            line = lines.next_line() => {
                let Some(line) = line.unwrap() else { panic!("round {round}: the process ended by itself") };
                account.note(serde_json::from_str(&line).unwrap());
                said += 1;
            }
            () = tokio::time::sleep(LOOK) => {}
        }
    }
    // SIGKILL, where there are signals: no last word, no flush.
    child.start_kill().unwrap();
    child.wait().await.unwrap();
    while let Some(line) = lines.next_line().await.unwrap() {
        // The last line may be half a line.
        if let Ok(line) = serde_json::from_str(&line) {
            account.note(line);
        }
    }
}
