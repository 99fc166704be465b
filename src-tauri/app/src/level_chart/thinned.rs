//! As much of a line of steps as a chart can show. Of the steps in one column of pixels the first, the last, the lowest
//! and the highest draw the same as all of them: whoever came in at another level leaves at the last, and the column is
//! inked from the lowest to the highest.

use std::collections::BTreeMap;

use domain::Level;

use crate::boundary::{ChartMark, ChartStep, MovedBy};

/// A level, from when on, and who moved it there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub at: i64,
    pub level: Level,
    pub by: MovedBy,
}

/// The time that a chart shows, and in how many columns of pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub from: i64,
    pub to: i64,
    pub columns: u32,
}

impl Span {
    /// In which column a moment lies; the last one holds the chart's end.
    fn column(self, at: i64) -> i64 {
        let wide = i128::from(self.to - self.from).max(1);
        let column = i128::from(at - self.from) * i128::from(self.columns) / wide;
        column.min(i128::from(self.columns) - 1) as i64
    }
}

/// What of a line is seen.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub steps: Vec<ChartStep>,
    pub marks: Vec<ChartMark>,
    /// How many steps there are in this time, seen or not.
    pub moves: usize,
}

/// What is seen of these steps, which are in order of time. A line that began before the chart does begins with it.
pub(super) fn seen(steps: &[Step], span: Span) -> Seen {
    let inside = steps.partition_point(|step| step.at < span.from);
    let before = inside.checked_sub(1).and_then(|at| steps.get(at));
    let inside = steps.get(inside..).unwrap_or_default();
    let mut seen = Seen { moves: inside.len(), ..Seen::default() };
    seen.steps.extend(before.map(|step| ChartStep { at: span.from, level: step.level }));
    for column in inside.chunk_by(|a, b| span.column(a.at) == span.column(b.at)) {
        seen.steps.extend(drawn(column));
        seen.marks.extend(marks(column));
    }
    seen
}

/// The steps of one column that draw the same as all of them, in their order.
fn drawn(column: &[Step]) -> impl Iterator<Item = ChartStep> {
    let places = 0..column.len();
    let lowest = places.clone().min_by_key(|at| column.get(*at).map(|step| step.level));
    let highest = places.clone().max_by_key(|at| column.get(*at).map(|step| step.level));
    let mut kept = [Some(0), lowest, highest, places.last()];
    kept.sort_unstable();
    let mut last = None;
    let is_new = move |at: &usize| last.replace(*at) != Some(*at);
    let step = |step: &Step| ChartStep { at: step.at, level: step.level };
    kept.into_iter().flatten().filter(is_new).filter_map(|at| column.get(at)).map(step)
}

/// The last move of a column by each.
fn marks(column: &[Step]) -> Vec<ChartMark> {
    let last: BTreeMap<MovedBy, &Step> = column.iter().map(|step| (step.by, step)).collect();
    let mut marks: Vec<_> =
        last.into_values().map(|step| ChartMark { at: step.at, level: step.level, by: step.by }).collect();
    marks.sort_by_key(|mark| mark.at);
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_steps() -> impl Strategy<Value = Vec<Step>> {
        let by = prop_oneof![Just(MovedBy::Shop), Just(MovedBy::You), Just(MovedBy::Undo)];
        proptest::collection::vec((0..50i64, 0..100_000i64, by), 0..600).prop_map(|moves| {
            let mut at = 0;
            let step = |(later, level, by)| {
                at += later;
                Step { at, level, by }
            };
            moves.into_iter().map(step).collect()
        })
    }

    /// The lowest, the highest and the last level that a line has in each column, whoever came in at what.
    fn inked(steps: &[(i64, Level)], span: Span) -> Vec<Option<(Level, Level, Level)>> {
        let inside: Vec<_> = steps.iter().filter(|(at, _)| *at >= span.from).collect();
        let mut level = steps.iter().rev().find(|(at, _)| *at < span.from).map(|(_, level)| *level);
        let mut columns = Vec::new();
        for column in 0..i64::from(span.columns) {
            let here = inside.iter().filter(|(at, _)| span.column(*at) == column).map(|(_, level)| *level);
            let all: Vec<_> = level.into_iter().chain(here).collect();
            level = all.last().copied().or(level);
            let (least, most) = (all.iter().min(), all.iter().max());
            columns.push(least.zip(most).zip(level).map(|((least, most), last)| (*least, *most, last)));
        }
        columns
    }

    proptest! {
        #[test]
        fn what_is_left_draws_the_same_and_hides_no_extreme(
            steps in any_steps(), from in 0..8_000i64, wide in 1..20_000i64, columns in 1..120u32,
        ) {
            let to = (from + wide).max(steps.last().map_or(0, |step| step.at));
            let span = Span { from, to, columns };
            let seen = seen(&steps, span);
            let all: Vec<_> = steps.iter().map(|step| (step.at, step.level)).collect();
            let left: Vec<_> = seen.steps.iter().map(|step| (step.at, step.level)).collect();
            prop_assert_eq!(inked(&left, span), inked(&all, span));
            prop_assert!(left.len() <= 4 * columns as usize + 1);
            prop_assert!(left.is_sorted_by_key(|(at, _)| *at));
            let ends = all.iter().rev().find(|(at, _)| *at <= to).map(|(_, level)| *level);
            prop_assert_eq!(left.last().map(|(_, level)| *level), ends);
        }

        #[test]
        fn whoever_moved_a_level_in_a_column_is_marked_there(steps in any_steps(), columns in 1..120u32) {
            let span = Span { from: 0, to: steps.last().map_or(1, |step| step.at.max(1)), columns };
            let marked: std::collections::BTreeSet<_> =
                seen(&steps, span).marks.iter().map(|mark| (span.column(mark.at), mark.by)).collect();
            let moved: std::collections::BTreeSet<_> =
                steps.iter().map(|step| (span.column(step.at), step.by)).collect();
            prop_assert_eq!(marked, moved);
        }
    }
}
