//! The seller's own account: what was typed over which number, what the screen promised, and what came of it.

use std::collections::BTreeMap;

use store::{Decided, Entry, Keep, Kind, State};

use super::{
    books::{Books, Written},
    want::Want,
};
use crate::{
    foreign::Cell,
    model::{cell_of, is_open},
    spoken::SAYS_OTHERS_AGAIN,
};

/// A write that has to wait so long is read for again; a commit and two requests take no time here.
const LONGEST_WINDOW_MS: i128 = 4_000;

/// What the screen says of an edit.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Standing {
    /// It will be sent, or is on its way.
    Open,
    /// A conflict, which the seller has to decide: nothing may be sent for it.
    Asks,
    /// It came to an end.
    Over,
}

#[derive(Clone, Debug)]
struct Promise {
    cell: Cell,
    want: Want,
    /// The number that the seller saw, or what an earlier edit was to leave there.
    seen: Option<i64>,
    standing: Standing,
    /// What was read and sent for it last.
    attempt: Option<(i64, i64)>,
    /// The shop has done it.
    is_written: bool,
    /// What the conflict may have shown as the shop's number.
    shown: Vec<i64>,
}

impl Promise {
    /// By how much the level is another since the shop has done it; by nothing where it has not.
    fn delta(&self) -> i64 {
        match self.want {
            _ if !self.is_written => 0,
            Want::Add(amount) => amount,
            Want::Set(level) | Want::Back(level) => level - self.seen.unwrap(),
        }
    }
}

/// What happened, to be sure that everything did.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub(super) rounds: u32,
    pub(super) sales: u32,
    pub(super) restocks: u32,
    pub(super) lost_answers: u32,
    pub(super) restarts: u32,
    written: u32,
    in_the_window: u32,
    longest_window_ms: i128,
    conflicts: u32,
    mine: u32,
    the_shops: u32,
    differences: u32,
    pub(super) taken_back: u32,
    undone: u32,
    undo_left_alone: u32,
    refused: u32,
    as_wanted_already: u32,
    /// A lost decrease that never came, and a sale of just as many: nobody could tell.
    coincidences: u32,
}

impl Tally {
    pub(super) fn add(&mut self, other: &Self) {
        self.rounds += other.rounds;
        self.sales += other.sales;
        self.restocks += other.restocks;
        self.lost_answers += other.lost_answers;
        self.restarts += other.restarts;
        self.written += other.written;
        self.in_the_window += other.in_the_window;
        self.longest_window_ms = self.longest_window_ms.max(other.longest_window_ms);
        self.conflicts += other.conflicts;
        self.mine += other.mine;
        self.the_shops += other.the_shops;
        self.differences += other.differences;
        self.taken_back += other.taken_back;
        self.undone += other.undone;
        self.undo_left_alone += other.undo_left_alone;
        self.refused += other.refused;
        self.as_wanted_already += other.as_wanted_already;
        self.coincidences += other.coincidences;
    }

    /// A proof in which something never came up proves nothing about it.
    pub(super) fn has_met_everything(&self) {
        let met = [
            self.sales,
            self.restocks,
            self.lost_answers,
            self.restarts,
            self.written,
            self.in_the_window,
            self.conflicts,
            self.mine,
            self.the_shops,
            self.differences,
            self.taken_back,
            self.undone,
            self.undo_left_alone,
            self.refused,
            self.as_wanted_already,
        ];
        assert!(met.iter().all(|times| *times > 0), "something never happened: {self:?}");
    }
}

/// Everything that was promised to the seller, by the number of the wish.
#[derive(Default)]
pub(super) struct Account {
    promises: BTreeMap<i64, Promise>,
    /// What was done for edits that were tried again since, by level.
    done_before: BTreeMap<Cell, i64>,
    pub(super) tally: Tally,
}

impl Account {
    /// The levels of which the seller was promised something that is not over, the oldest first.
    pub(super) fn open_cells(&self) -> Vec<Cell> {
        let open = self.promises.values().filter(|promise| promise.standing == Standing::Open);
        open.map(|promise| promise.cell.clone()).collect()
    }

    /// Edits were saved: what was typed, over which number.
    pub(super) fn saved(&mut self, edits: &[(Cell, Want, i64)], wishes: &[Entry]) {
        for (cell, want, seen) in edits {
            let queued = |wish: &&Entry| wish.state == State::Queued && cell_of(wish).as_ref() == Some(cell);
            let wish = wishes.iter().filter(queued).max_by_key(|wish| wish.id);
            let wish = wish.unwrap_or_else(|| panic!("told as saved, and is not: {want:?} of {cell:?}"));
            match self.promises.get_mut(&wish.id) {
                Some(earlier) => earlier.want = earlier.want.and(*want),
                None => self.promise(wish, *want, *seen),
            }
            assert_eq!(want_of(wish).0, self.promises[&wish.id].want, "saved as something else: {wish:?}");
        }
        self.tally.rounds += edits.len() as u32;
        self.acted(wishes);
    }

    /// A new edit. One behind another that is on its way starts from what that one sends.
    fn promise(&mut self, wish: &Entry, want: Want, seen: i64) {
        let (cell, base) = (cell_of(wish).unwrap(), want_of(wish).1);
        let sends = |promise: &Promise| promise.attempt.filter(|_| promise.standing == Standing::Open);
        let behind = self.promises.values().filter(|promise| promise.cell == cell).filter_map(sends);
        let bases: Vec<i64> = std::iter::once(seen).chain(behind.map(|(_, level)| level)).collect();
        assert!(base.is_some_and(|base| bases.contains(&base)), "over {bases:?} was typed, and kept is {wish:?}");
        self.insert(wish.id, cell, want, base);
    }

    fn insert(&mut self, id: i64, cell: Cell, want: Want, seen: Option<i64>) {
        let standing = Standing::Open;
        let promise = Promise { cell, want, seen, standing, attempt: None, is_written: false, shown: Vec::new() };
        self.promises.insert(id, promise);
    }

    /// Conflicts were decided together.
    pub(super) fn decided(&mut self, keep: Keep, decided: &Decided, wishes: &[Entry]) {
        for id in &decided.over {
            let conflict = self.promises[id].clone();
            assert_eq!(conflict.standing, Standing::Asks, "{id} was no conflict");
            let of_cell = |wish: &&Entry| is_open(wish) && cell_of(wish).as_ref() == Some(&conflict.cell);
            let queued: Vec<&Entry> = wishes.iter().filter(of_cell).collect();
            let wanted = match (keep, conflict.want, conflict.attempt) {
                (Keep::Shop, _, _) => {
                    assert!(queued.is_empty(), "the shop's number was kept: {queued:?}");
                    self.tally.the_shops += 1;
                    continue;
                }
                (Keep::Mine, _, Some((_, sent))) => Want::Set(sent),
                (Keep::Mine, want, None) => want,
                (Keep::Difference, Want::Set(level), None) => Want::Add(level - conflict.seen.unwrap()),
                (Keep::Difference, want, attempt) => panic!("no difference is known of {want:?}, {attempt:?}"),
            };
            let [wish] = queued[..] else { panic!("decided for {wanted:?}: {queued:?}") };
            let (kept, base) = want_of(wish);
            assert_eq!(kept, wanted, "{keep:?} of {conflict:?} became {wish:?}");
            assert!(base.is_some_and(|base| conflict.shown.contains(&base)), "{conflict:?} was shown, not {wish:?}");
            self.insert(wish.id, conflict.cell, wanted, base);
            *(if keep == Keep::Mine { &mut self.tally.mine } else { &mut self.tally.differences }) += 1;
        }
        self.tally.rounds += decided.over.len() as u32;
        self.acted(wishes);
    }

    /// The seller did something: it shows in how the wishes stand, and may take back what was written.
    pub(super) fn acted(&mut self, wishes: &[Entry]) {
        for wish in wishes {
            if !self.promises.contains_key(&wish.id) {
                self.goes_back(wish);
            }
            let promise = self.promises.get_mut(&wish.id).unwrap();
            let now = standing(wish);
            if now == Standing::Open && promise.standing == Standing::Over {
                // What was told as unclear and is tried again may be done once more.
                *self.done_before.entry(promise.cell.clone()).or_default() += promise.delta();
                promise.is_written = false;
            }
            assert!(now != Standing::Over || wish.state != State::Done || promise.standing == Standing::Over);
            promise.standing = now;
        }
    }

    /// An undo: back to what was read before the writing, from what that left.
    fn goes_back(&mut self, wish: &Entry) {
        let (cell, (want, base)) = (cell_of(wish).unwrap(), want_of(wish));
        let undoes = |promise: &Promise| {
            let attempt = promise.attempt.map(|(read, sent)| (Want::Back(read), Some(sent)));
            promise.cell == cell && attempt == Some((want, base))
        };
        assert!(self.promises.values().any(undoes), "nothing that was sent is taken back by {wish:?}");
        self.tally.rounds += 1;
        self.tally.undone += 1;
        self.insert(wish.id, cell, want, base);
    }

    /// The engine sent this level, having read that one: some edit must have asked for it that is not done yet.
    /// Answers which; none where the contract wants the level said again as it was read.
    pub(super) fn sent(&mut self, cell: &Cell, read: i64, level: i64) -> Option<i64> {
        let open =
            |promise: &&mut Promise| promise.cell == *cell && promise.standing == Standing::Open && !promise.is_written;
        let again = |promise: &Promise| promise.attempt == Some((read, level));
        let asked = |promise: &Promise| promise.want.over(promise.seen, read) == Some(level);
        let fits = |promise: &Promise| match (again(promise), promise.attempt, asked(promise)) {
            (true, _, _) => Some(0),
            (_, None, true) => Some(1),
            (_, Some(_), true) => Some(2),
            _ => None,
        };
        let candidates = self.promises.iter_mut().filter(|(_, promise)| open(promise));
        let best = candidates.filter_map(|(id, promise)| fits(promise).map(|rank| (rank, *id))).min();
        if best.is_none() && SAYS_OTHERS_AGAIN && level == read {
            return None;
        }
        let Some((_, id)) = best else {
            let of_cell: Vec<_> = self.promises.iter().filter(|(_, promise)| promise.cell == *cell).collect();
            panic!("{level} was sent over {read}, which nobody asked for, or which is done: {of_cell:#?}")
        };
        self.promises.get_mut(&id).unwrap().attempt = Some((read, level));
        Some(id)
    }

    /// The shop carried it out.
    pub(super) fn written(&mut self, write: &Written) {
        assert!(write.window_ms <= LONGEST_WINDOW_MS, "nothing may wait between reading and writing: {write:?}");
        let Some(id) = self.sent(&write.cell, write.read, write.level) else { return };
        self.promises.get_mut(&id).unwrap().is_written = true;
        self.tally.written += 1;
        self.tally.in_the_window += u32::from(write.there != write.read);
        self.tally.longest_window_ms = self.tally.longest_window_ms.max(write.window_ms);
    }

    /// How the wishes stand after a turn of the engine: every end has to be true, and was told.
    pub(super) fn look(&mut self, wishes: &[Entry], books: &Books) {
        for wish in wishes {
            let promise = self.promises.get(&wish.id).unwrap_or_else(|| panic!("nobody wished {wish:?}")).clone();
            if promise.standing != Standing::Open {
                assert_eq!(promise.standing, standing(wish), "decided without the seller: {wish:?}");
                continue;
            }
            let read = books.read_in_turn(&promise.cell);
            match wish.state {
                State::Queued | State::Sending | State::Checking => continue,
                State::Done => self.is_done(wish, &promise, &read),
                State::Refused => {
                    let is_unclear = wish.reason.as_deref().is_some_and(|reason| reason.contains("was lost"));
                    assert!(!promise.is_written || is_unclear, "done, and told as refused: {wish:?}");
                    assert!(wish.reason.as_deref().is_some_and(|reason| !reason.is_empty()), "no reason: {wish:?}");
                    let undo = matches!(promise.want, Want::Back(_));
                    *(if undo { &mut self.tally.undo_left_alone } else { &mut self.tally.refused }) += 1;
                }
                State::Conflict => self.asks(wish, &promise, read),
                State::Replaced => self.joins_a_later_one(wish, &promise, wishes),
                State::Discarded => panic!("dropped without the seller: {wish:?}"),
            }
            self.promises.get_mut(&wish.id).unwrap().standing = standing(wish);
        }
    }

    fn is_done(&mut self, wish: &Entry, promise: &Promise, read: &[i64]) {
        if promise.is_written {
            return;
        }
        let sent = promise.attempt.map(|(_, level)| level);
        let as_wanted = |read: &i64| promise.want.goal(*read) == *read;
        if read.iter().any(as_wanted) {
            self.tally.as_wanted_already += 1;
        } else {
            assert!(read.iter().any(|read| Some(*read) == sent), "told as done, and is not: {wish:?}, {promise:?}");
            self.tally.coincidences += 1;
        }
    }

    /// The seller is asked: only where the number moved or nobody can know, and both numbers are told.
    fn asks(&mut self, wish: &Entry, promise: &Promise, read: Vec<i64>) {
        let reason = wish.reason.as_deref().unwrap_or_default();
        let tells = |number: i64| reason.contains(&number.to_string());
        if promise.attempt.is_none() {
            let Want::Set(level) = promise.want else { panic!("asked about what could be added: {wish:?}") };
            let moved = |read: &&i64| promise.seen != Some(**read) && **read != level;
            let shown = read.iter().filter(moved).any(|read| tells(*read) && promise.seen.is_some_and(tells));
            assert!(shown, "read {read:?}, and asked {wish:?}");
        }
        assert!(read.iter().any(|read| tells(*read)), "the shop's number is not told: {read:?}, {wish:?}");
        self.promises.get_mut(&wish.id).unwrap().shown = read;
        self.tally.conflicts += 1;
    }

    /// Nothing of it left, and a later edit of the level waits: both are one now.
    fn joins_a_later_one(&mut self, wish: &Entry, promise: &Promise, wishes: &[Entry]) {
        let same = |later: &&Entry| later.id > wish.id && cell_of(later).as_ref() == Some(&promise.cell);
        let later = wishes.iter().find(|later| same(later) && is_open(later));
        let later = later.unwrap_or_else(|| panic!("replaced by nothing: {wish:?}"));
        let both = self.promises.get_mut(&later.id).unwrap();
        both.want = promise.want.and(both.want);
        both.seen = promise.attempt.map_or(promise.seen, |(read, _)| Some(read));
        assert!(!promise.is_written, "done, and joined with {later:?}: {wish:?}");
        assert_eq!(want_of(later), (both.want, both.seen), "joined as something else");
    }

    /// Everything has come to an end, and each level is the sum of what others did to it, except for what was
    /// overwritten between a reading and its writing, and of what the seller wanted and was told is done.
    pub(super) fn adds_up(&self, books: &Books, there: &BTreeMap<Cell, i64>) {
        let open: Vec<_> = self.promises.values().filter(|promise| promise.standing == Standing::Open).collect();
        assert!(open.is_empty(), "never came to an end: {open:#?}");
        for (cell, first) in books.first() {
            let of = |sums: &BTreeMap<Cell, i64>| sums.get(cell).copied().unwrap_or_default();
            let of_cell = self.promises.values().filter(|promise| promise.cell == *cell);
            let done = of(&self.done_before) + of_cell.map(Promise::delta).sum::<i64>();
            let sum = first + of(&books.by_others) - of(&books.overwritten) + done;
            assert_eq!(there[cell], sum, "{cell:?} began with {first}, and doesn't add up");
        }
    }
}

fn standing(wish: &Entry) -> Standing {
    match wish.state {
        State::Queued | State::Sending | State::Checking => Standing::Open,
        State::Conflict => Standing::Asks,
        State::Done | State::Refused | State::Replaced | State::Discarded => Standing::Over,
    }
}

/// What a wish is kept as: the change, and the number that it starts from.
fn want_of(wish: &Entry) -> (Want, Option<i64>) {
    let Kind::Stock { change, base, .. } = &wish.kind else { panic!("nobody ships here") };
    (Want::from(*change), *base)
}
