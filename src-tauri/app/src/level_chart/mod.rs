//! A SKU's levels over time, as steps for a chart.

mod thinned;

use std::cmp::Reverse;

use domain::WarehouseId;
use jiff::{SignedDuration, Timestamp};
use store::KnownStep;

use crate::{
    App,
    boundary::{AppError, ChartLine, ChartRange, HistoryOf, LevelChart},
    level_history::{moved_by, past},
    shops::id_of,
    warehouse_names::WarehouseNames,
    wording::count,
};
use thinned::{Span, Step};

/// Lines that can be told apart by their dashes and still have room for their names.
const MOST_LINES: usize = 6;
/// Columns of pixels that a chart may have.
const COLUMNS: std::ops::RangeInclusive<u32> = 16..=2_000;

impl App {
    /// The levels of one SKU of a shop over time, in a chart that is `columns` pixels wide: of all that is known as much
    /// as can be seen there.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be read.
    pub async fn level_chart(
        &self,
        shop: u32,
        of: HistoryOf,
        range: ChartRange,
        columns: u32,
    ) -> Result<LevelChart, AppError> {
        let known = self.store.known_steps(id_of(shop), &past(of)).await?;
        let (names, now) = (self.warehouse_names(id_of(shop)).await?, self.ports.clock.now());
        Ok(chart(known, &names, range, columns.clamp(*COLUMNS.start(), *COLUMNS.end()), now))
    }
}

fn chart(
    known: Vec<(WarehouseId, Vec<KnownStep>)>,
    names: &WarehouseNames,
    range: ChartRange,
    columns: u32,
    now: Timestamp,
) -> LevelChart {
    let to = now.as_millisecond();
    let known: Vec<(WarehouseId, Vec<Step>)> =
        known.into_iter().map(|(place, steps)| (place, in_order(&steps, to))).collect();
    let first = known.iter().filter_map(|(_, steps)| steps.first()).map(|step| step.at).min();
    let span = Span { from: begin(range, now, first.unwrap_or(to)), to, columns };
    let mut lines: Vec<ChartLine> = known.iter().filter_map(|(place, steps)| line(place, names, steps, span)).collect();
    let hidden = lines.len().saturating_sub(MOST_LINES);
    lines.sort_by_key(|line| Reverse(line.moves));
    lines.truncate(MOST_LINES);
    lines.sort_by(|a, b| (&a.warehouse, &a.warehouse_id).cmp(&(&b.warehouse, &b.warehouse_id)));
    LevelChart { from: span.from, to, lines, hidden: count(hidden as i64) }
}

/// Where the chart begins. One that would be empty of width is a minute wide.
fn begin(range: ChartRange, now: Timestamp, first: i64) -> i64 {
    let back = |hours| now.as_millisecond().saturating_sub(SignedDuration::from_hours(hours).as_millis() as i64);
    match range {
        ChartRange::Week => back(7 * 24),
        ChartRange::Month => back(30 * 24),
        ChartRange::All => first.min(now.as_millisecond().saturating_sub(60_000)),
    }
}

/// The ledger's order is what happened; its times come from clocks that may have been set. No step is before the one
/// that it followed, and none is later than now.
fn in_order(steps: &[KnownStep], now: i64) -> Vec<Step> {
    let mut latest = i64::MIN;
    let in_place = |step: &KnownStep| {
        latest = latest.max(step.at.as_millisecond().min(now));
        Step { at: latest, level: step.level, by: moved_by(step.by) }
    };
    steps.iter().map(in_place).collect()
}

fn line(place: &WarehouseId, names: &WarehouseNames, steps: &[Step], span: Span) -> Option<ChartLine> {
    let seen = thinned::seen(steps, span);
    let levels = || seen.steps.iter().map(|step| step.level);
    Some(ChartLine {
        warehouse_id: place.as_str().to_owned(),
        warehouse: names.of(place.as_str()),
        least: levels().min()?,
        most: levels().max()?,
        moves: count(seen.moves as i64),
        steps: seen.steps,
        marks: seen.marks,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;
    use crate::boundary::{ChartMark, ChartStep, MovedBy};
    use store::Mover;

    const DAY: i64 = 86_400_000;

    fn at(milliseconds: i64) -> Timestamp {
        Timestamp::from_millisecond(milliseconds).unwrap()
    }

    fn step(days: i64, level: i64, by: Mover) -> KnownStep {
        KnownStep { at: at(days * DAY), level, by }
    }

    fn of(range: ChartRange, steps: Vec<KnownStep>) -> LevelChart {
        chart(vec![(WarehouseId::new("wh_new_york"), steps)], &WarehouseNames::default(), range, 200, at(100 * DAY))
    }

    #[test]
    fn a_week_begins_with_the_level_that_there_was_and_everything_with_the_first_that_is_known() {
        let steps = vec![step(40, 45, Mover::Shop), step(80, 50, Mover::Person), step(97, 45, Mover::Undo)];
        let week = of(ChartRange::Week, steps.clone());
        let levels: Vec<_> = week.lines[0].steps.iter().map(|step| (step.at, step.level)).collect();
        assert_eq!(levels, [(93 * DAY, 50), (97 * DAY, 45)]);
        assert_eq!(week.lines[0].marks, [ChartMark { at: 97 * DAY, level: 45, by: MovedBy::Undo }]);
        let all = of(ChartRange::All, steps);
        assert_eq!((all.from, all.to), (40 * DAY, 100 * DAY));
        assert_eq!((all.lines[0].moves, all.lines[0].least, all.lines[0].most), (3, 45, 50));
        assert_eq!(all.lines[0].warehouse, "New York");
    }

    #[test]
    fn a_clock_that_was_set_moves_no_step_before_another_or_past_now() {
        let steps = vec![step(98, 45, Mover::Shop), step(1, 44, Mover::Shop), step(400, 43, Mover::Shop)];
        let line = of(ChartRange::Week, steps).lines.remove(0);
        assert_eq!(line.steps.last(), Some(&ChartStep { at: 100 * DAY, level: 43 }));
        assert!(line.steps.is_sorted_by_key(|step| step.at));
    }

    #[test]
    fn of_many_warehouses_those_are_shown_that_moved_most_and_the_others_are_counted() {
        let moved = |place: i64| (0..=place).map(|day| step(60 + day, day, Mover::Shop)).collect();
        let known = (0..9).map(|place| (WarehouseId::new(format!("w{place}")), moved(place))).collect();
        let chart = chart(known, &WarehouseNames::default(), ChartRange::All, 200, at(100 * DAY));
        let places: Vec<_> = chart.lines.iter().map(|line| line.warehouse_id.as_str()).collect();
        assert_eq!((places, chart.hidden), (vec!["w3", "w4", "w5", "w6", "w7", "w8"], 3));
    }
}
