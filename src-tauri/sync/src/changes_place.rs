//! How far changes have been read, and how far a look reaches.
//!
//! A long list that is broken off again and again must not be begun anew for ever, growing meanwhile: after every try
//! that came to no end the next one reaches half as far, and what it read is behind it.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tiktok_shop::{later, until};

use crate::changes_pass::Pass;

/// A look begins so much before what was read: changes may become visible late.
const OVERLAP: Duration = Duration::from_secs(5 * 60);
/// The list ends so much behind its last moment, as the shop's clock is known to a few seconds: what has just come
/// belongs to it.
const AHEAD: Duration = Duration::from_secs(10);
/// Where nothing is known of an earlier look: what changed before that is met by reading again.
const AT_FIRST: Duration = Duration::from_secs(24 * 60 * 60);
/// No look reaches less far.
const SHORTEST: Duration = Duration::from_secs(10 * 60);
/// A shop that always counts more orders than it shows holds the place back no longer than this.
const LONGEST_DOUBT: Duration = Duration::from_secs(24 * 60 * 60);

/// How far changes have been read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Place {
    /// Every change up to this moment of the shop's clock has been read.
    pub(crate) read_until: Option<Timestamp>,
    /// Created last of all orders that were met.
    pub(crate) newest: Option<Timestamp>,
    /// How often a list was begun since that was too long for one page, less the ends that were reached.
    #[serde(default)]
    tries: u32,
    /// Since when the shop counts more than it shows.
    #[serde(default)]
    in_doubt_since: Option<Timestamp>,
}

/// A stretch of the shop's time, read in one go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Reach {
    from: Timestamp,
    /// Changes up to this moment are read behind it.
    pub(crate) to: Timestamp,
}

impl Reach {
    /// What the list is asked for: the reach, and some more on either side.
    pub(crate) fn asked(self) -> (Timestamp, Timestamp) {
        (earlier(self.from, OVERLAP), later(self.to, AHEAD))
    }
}

impl Place {
    /// Everything up to `now` is known, or is read otherwise.
    pub(crate) fn beginning(now: Timestamp) -> Self {
        Self { read_until: Some(now), ..Self::default() }
    }

    /// How far to read now. A place that lies ahead is one of a clock that was wrong then.
    pub(crate) fn reach(&self, now: Timestamp) -> Reach {
        let from = self.read_until.unwrap_or_else(|| earlier(now, AT_FIRST)).min(now);
        let whole = until(from, now);
        let share = whole / 2_u32.saturating_pow(self.tries);
        Reach { from, to: later(from, share.max(SHORTEST)).min(now) }
    }

    /// While a list is read that has a second page.
    pub(crate) fn trying(&self) -> Self {
        Self { tries: self.tries.saturating_add(1), ..self.clone() }
    }

    /// Behind a pass over `reach`, at `now`.
    pub(crate) fn behind(&self, pass: &Pass, reach: Reach, now: Timestamp) -> Self {
        let newest = self.newest.max(pass.newest);
        let read_until = Some(reach.to);
        if pass.is_complete() {
            return Self { read_until, newest, tries: self.tries.saturating_sub(1), in_doubt_since: None };
        }
        let since = self.in_doubt_since.unwrap_or(now).min(now);
        if later(since, LONGEST_DOUBT) < now {
            return Self { read_until, newest, in_doubt_since: Some(since), ..self.trying() };
        }
        Self { newest, in_doubt_since: Some(since), ..self.trying() }
    }
}

fn earlier(moment: Timestamp, by: Duration) -> Timestamp {
    moment.checked_sub(by).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap_or_default()
    }

    fn read(second: i64) -> Place {
        Place::beginning(at(second))
    }

    fn behind(place: &Place, pass: &Pass, now: i64) -> Place {
        place.behind(pass, place.reach(at(now)), at(now))
    }

    #[test]
    fn what_was_read_moves_on_behind_a_complete_pass_alone() {
        let read_behind = |pass: Pass| behind(&read(DAY), &pass, DAY + 60).read_until;
        assert_eq!(read_behind(Pass::over(5, 5)), Some(at(DAY + 60)));
        assert_eq!(read_behind(Pass::over(4, 5)), Some(at(DAY)));
        let mut cut = Pass::over(5, 5);
        cut.ended = false;
        assert_eq!(read_behind(cut), Some(at(DAY)), "a page was gone");
    }

    #[test]
    fn a_count_that_never_comes_out_holds_the_place_back_for_a_day_and_no_longer() {
        let first = behind(&read(DAY), &Pass::over(4, 5), DAY + 60);
        let in_a_day = behind(&first, &Pass::over(4, 5), 2 * DAY + 60);
        assert_eq!(in_a_day.read_until, Some(at(DAY)));
        let after = behind(&in_a_day, &Pass::over(4, 5), 2 * DAY + 61);
        assert!(after.read_until > Some(at(DAY)), "{after:?}");
        assert_eq!(behind(&after, &Pass::over(5, 5), 2 * DAY + 62).in_doubt_since, None);
    }

    #[test]
    fn a_week_away_is_no_reason_to_let_an_incomplete_list_pass() {
        assert_eq!(behind(&read(DAY), &Pass::over(4, 5), 8 * DAY).read_until, Some(at(DAY)));
    }

    #[test]
    fn a_look_begins_five_minutes_before_what_was_read_and_never_ahead_of_the_shop() {
        let asked = |place: Place| place.reach(at(2_000)).asked();
        assert_eq!(asked(read(1_000)), (at(700), at(2_010)));
        assert_eq!(asked(read(9_000)), (at(1_700), at(2_010)), "it was read by a clock that was ahead");
    }

    #[test]
    fn every_try_that_came_to_no_end_halves_the_next_down_to_ten_minutes() {
        let mut place = read(0);
        let mut reaches = Vec::new();
        for _ in 0..12 {
            reaches.push(place.reach(at(DAY)).to.as_second());
            place = place.trying();
        }
        assert_eq!(reaches[..4], [DAY, DAY / 2, DAY / 4, DAY / 8]);
        assert_eq!(reaches[9..], [600, 600, 600]);
        assert_eq!(place.reach(at(60)).to, at(60), "and never beyond now");
    }

    #[test]
    fn behind_an_end_that_was_reached_the_next_look_dares_twice_as_much() {
        let tried = read(0).trying().trying();
        let next = behind(&tried, &Pass::over(5, 5), DAY);
        assert_eq!(next.read_until, Some(at(DAY / 4)));
        assert_eq!(next.reach(at(DAY)).to, at(DAY / 4 + DAY * 3 / 8));
    }

    #[test]
    fn a_place_of_an_earlier_version_is_read() {
        let place: Place =
            serde_json::from_str(r#"{"read_until":"1970-01-02T00:00:00Z","newest":null}"#).unwrap_or_default();
        assert_eq!(place, read(DAY));
    }
}
