//! Putting what a table says into the grid: as unsaved changes, all of them in one transaction, and once.

use std::{
    collections::HashSet,
    sync::{Arc, PoisonError},
};

use domain::StockChange;
use store::StockDraft;

use crate::{
    App,
    boundary::{self, AppError, LevelVerdict},
    judge_levels::Line,
    keep_drafts::draft,
    level_import::LevelImport,
    wording::count,
};

/// Drafts that cross to the window at once.
const LARGEST_WINDOW: usize = 5_000;

const TAKEN: &str = "This table is in the grid already. Nothing was changed.";
const NONE: &str = "Nothing of this table can be taken. Nothing was changed.";

impl App {
    /// Keeps the lines that are ready, and these guesses or all of them, as what was typed into the grid and not saved, in place of
    /// what was typed there before. They are on the disk when this returns. How many there are.
    ///
    /// # Errors
    /// [`boundary::ErrorCode::NotFound`] for a table that is no longer kept, [`boundary::ErrorCode::InvalidInput`] where
    /// it was taken already or has nothing to take; [`AppError`] where the cache can't be written. Then nothing has changed.
    pub async fn take_levels(&self, import: u32, guesses: Option<Vec<u32>>) -> Result<u32, AppError> {
        let import = self.level_import(import)?;
        let lines = import.takes(guesses.as_deref());
        if lines.is_empty() {
            return Err(AppError::input("file", NONE));
        }
        {
            let mut taken = import.taken.lock().unwrap_or_else(PoisonError::into_inner);
            if taken.is_some() {
                return Err(AppError::input("file", TAKEN));
            }
            *taken = Some(Arc::new(lines.clone()));
        }
        let drafts: Vec<StockDraft> = lines.iter().filter_map(|line| import.draft(*line)).collect();
        let kept = self.store.keep_stock_drafts(import.opened.shop, &drafts, &[]).await;
        if kept.is_err() {
            *import.taken.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
        kept?;
        Ok(count(drafts.len() as i64))
    }

    /// Some of the drafts that were taken, by position.
    ///
    /// # Errors
    /// [`boundary::ErrorCode::NotFound`] for a table that is no longer kept.
    pub fn taken_levels(&self, import: u32, from: u32, count: u32) -> Result<Vec<boundary::StockDraft>, AppError> {
        let import = self.level_import(import)?;
        let taken = import.taken.lock().unwrap_or_else(PoisonError::into_inner).clone().unwrap_or_default();
        let some = taken.iter().skip(from as usize).take(LARGEST_WINDOW.min(count as usize));
        Ok(some.filter_map(|line| import.draft(*line)).map(draft).collect())
    }
}

impl LevelImport {
    /// The lines that are taken: those that are ready, and of the guesses those that were accepted, or all. In their order.
    pub(crate) fn takes(&self, guesses: Option<&[u32]>) -> Vec<u32> {
        let accepted: Option<HashSet<u32>> = guesses.map(|lines| lines.iter().copied().collect());
        let is_taken = |(line, place): &(&Line, u32)| match line.verdict {
            LevelVerdict::Ready => true,
            LevelVerdict::Guess => accepted.as_ref().is_none_or(|accepted| accepted.contains(place)),
            _ => false,
        };
        self.lines.iter().zip(0..).filter(is_taken).map(|(_, place)| place).collect()
    }

    /// As it would have been typed. Its base is the level that the person has seen in the preview.
    fn draft(&self, place: u32) -> Option<StockDraft> {
        let line = self.lines.get(place as usize)?;
        let change = line.change();
        Some(StockDraft {
            target: self.opened.target(line)?,
            typed: typed(change),
            base: line.level,
            meaning: Ok(change),
        })
    }
}

fn typed(change: StockChange) -> String {
    match change {
        StockChange::Set { level } | StockChange::Restore { level } => level.to_string(),
        StockChange::Add { amount } if amount < 0 => format!("−{}", amount.unsigned_abs()),
        StockChange::Add { amount } => format!("+{amount}"),
    }
}
