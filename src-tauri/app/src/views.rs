//! Lists of row numbers that screens read by position: computed once, windows of it cost the
//! same wherever they lie.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use crate::boundary::{AppError, ErrorCode};

/// Lists kept at once: a few screens with their last ones.
const KEPT: usize = 8;
/// The largest window: a screen shows some 30 rows and reads ahead.
const LARGEST_WINDOW: u32 = 500;

#[derive(Default)]
pub(crate) struct Views(Mutex<Lists>);

#[derive(Default)]
struct Lists {
    last: u32,
    lists: VecDeque<(u32, Vec<i64>)>,
}

impl Views {
    /// Keeps a list and names it.
    pub(crate) fn keep(&self, numbers: Vec<i64>) -> u32 {
        let mut lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lists.last = lists.last.wrapping_add(1);
        let name = lists.last;
        lists.lists.push_back((name, numbers));
        if lists.lists.len() > KEPT {
            lists.lists.pop_front();
        }
        name
    }

    /// `count` row numbers from position `from`; fewer at the end of the list.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] for a list that is no longer kept: the screen opens it anew.
    pub(crate) fn window(&self, view: u32, from: u32, count: u32) -> Result<Vec<i64>, AppError> {
        let lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((_, numbers)) = lists.lists.iter().find(|(name, _)| *name == view) else {
            return Err(AppError::new(ErrorCode::NotFound, "This list has been replaced by a newer one."));
        };
        let (from, count) = (from as usize, count.min(LARGEST_WINDOW) as usize);
        Ok(numbers.iter().skip(from).take(count).copied().collect())
    }
}
