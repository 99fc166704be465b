//! Lists of row numbers that screens read by position: computed once, windows of it cost the
//! same wherever they lie.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use store::RowNumbers;

use crate::boundary::{AppError, ErrorCode};

/// Lists kept at once: a few screens with their last ones.
const KEPT: usize = 8;
/// Row numbers of all lists together, beyond which the oldest goes: a million of them take 4 MB. The one that is shown
/// and the one that takes its place are kept, however long they are; mostly they are the same rows, kept once.
const MOST_NUMBERS: usize = 1_000_000;
const ALWAYS_KEPT: usize = 2;
/// The largest window: a screen shows some 30 rows and reads ahead.
const LARGEST_WINDOW: u32 = 500;

/// `T` is what each list was opened with and its windows need.
pub(crate) struct Views<T>(Mutex<Lists<T>>);

struct Lists<T> {
    last: u32,
    lists: VecDeque<(u32, RowNumbers, T)>,
}

impl<T> Default for Views<T> {
    fn default() -> Self {
        Self(Mutex::new(Lists { last: 0, lists: VecDeque::new() }))
    }
}

impl<T> Lists<T> {
    fn are_too_many(&self) -> bool {
        let numbers: usize = self.lists.iter().map(|(_, numbers, _)| numbers.len()).sum();
        self.lists.len() > KEPT || (self.lists.len() > ALWAYS_KEPT && numbers > MOST_NUMBERS)
    }
}

impl<T: Clone> Views<T> {
    /// Keeps a list and names it.
    pub(crate) fn keep(&self, numbers: RowNumbers, with: T) -> u32 {
        let mut lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lists.last = lists.last.wrapping_add(1);
        let name = lists.last;
        lists.lists.push_back((name, numbers, with));
        while lists.are_too_many() {
            lists.lists.pop_front();
        }
        name
    }

    /// `count` row numbers from position `from`, fewer at the end of the list, and what the list
    /// was opened with.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] for a list that is no longer kept: the screen opens it anew.
    pub(crate) fn window(&self, view: u32, from: u32, count: u32) -> Result<(Vec<i64>, T), AppError> {
        let (from, count) = (from as usize, count.min(LARGEST_WINDOW) as usize);
        self.read(view, |numbers, with| (numbers.window(from, count), with.clone()))
    }
}

impl<T> Views<T> {
    /// Looks at a whole list and what it was opened with.
    ///
    /// # Errors
    /// As [`Views::window`].
    pub(crate) fn read<R>(&self, view: u32, look: impl FnOnce(&RowNumbers, &T) -> R) -> Result<R, AppError> {
        let lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = lists.lists.iter().find(|(name, ..)| *name == view);
        found.map(|(_, numbers, with)| look(numbers, with)).ok_or_else(replaced)
    }
}

fn replaced() -> AppError {
    AppError::new(ErrorCode::NotFound, "This list has been replaced by a newer one.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(length: u32) -> RowNumbers {
        (0..length).collect()
    }

    #[test]
    fn a_list_is_read_by_position_and_no_further_than_its_end() {
        let views = Views::default();
        let view = views.keep(list(1_000), "opened with");
        assert_eq!(views.window(view, 998, 30), Ok((vec![998, 999], "opened with")));
        assert_eq!(views.window(view, 1_000, 30), Ok((vec![], "opened with")));
        assert_eq!(views.window(view, 0, u32::MAX).map(|(window, _)| window.len()), Ok(500));
    }

    #[test]
    fn a_list_keeps_its_own_columns_when_a_later_one_has_others() {
        let views = Views::default();
        let (first, second) = (views.keep(list(1), vec!["b"]), views.keep(list(1), vec!["a", "b"]));
        assert_eq!(views.window(first, 0, 1), Ok((vec![0], vec!["b"])));
        assert_eq!(views.window(second, 0, 1), Ok((vec![0], vec!["a", "b"])));
    }

    #[test]
    fn the_list_of_eight_lists_ago_is_gone_and_says_so() {
        let views = Views::default();
        let names: Vec<u32> = (1..10).map(|length| views.keep(list(length), ())).collect();
        assert_eq!(views.window(names[0], 0, 1).map_err(|error| error.code), Err(ErrorCode::NotFound));
        assert_eq!(views.window(names[1], 1, 1), Ok((vec![1], ())));
    }

    #[test]
    fn of_lists_that_are_long_the_last_two_are_kept() {
        let views = Views::default();
        let names: Vec<u32> = (0..3).map(|_| views.keep(list(MOST_NUMBERS as u32), ())).collect();
        assert_eq!(views.window(names[0], 0, 1).map_err(|error| error.code), Err(ErrorCode::NotFound));
        assert_eq!(views.window(names[1], 0, 1), Ok((vec![0], ())));
        assert_eq!(views.window(names[2], 0, 1), Ok((vec![0], ())));
    }
}
