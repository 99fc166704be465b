//! Who may go first, and how much of each limit is kept for those who may.

/// Who waits for a request. The further down, the more of each limit stays for those above.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// A person does, or a wish of theirs: both limits may be used to the last request.
    Person,
    /// The shop said that something changed.
    Hint,
    /// The regular look.
    Poll,
    /// What is old and can wait.
    Backfill,
}

impl Lane {
    /// Every lane, the most pressing first.
    pub const ALL: [Self; 4] = [Self::Person, Self::Hint, Self::Poll, Self::Backfill];

    /// How many requests of `limit` may be spent, by whomever, before this lane has to wait. The
    /// shares lie inside one another: where a lane has no room, none below it has. Of a day, what
    /// persons have used of the part that is kept for them comes on top.
    pub fn share(self, limit: u32) -> u32 {
        let kept_for_those_above = match self {
            Self::Person => 0,
            Self::Hint => 15,
            Self::Poll => 20,
            Self::Backfill => 40,
        };
        limit - limit / 100 * kept_for_those_above - limit % 100 * kept_for_those_above / 100
    }

    /// The lane's name in the log.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Hint => "hint",
            Self::Poll => "poll",
            Self::Backfill => "backfill",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn of_the_contracts_limits_each_lane_keeps_its_part_for_those_above() {
        assert_eq!(Lane::ALL.map(|lane| lane.share(10_000)), [10_000, 8_500, 8_000, 6_000]);
        assert_eq!(Lane::ALL.map(|lane| lane.share(1_000)), [1_000, 850, 800, 600]);
    }

    proptest! {
        #[test]
        fn the_shares_of_any_limit_lie_inside_one_another(limit: u32) {
            let shares = Lane::ALL.map(|lane| lane.share(limit));
            prop_assert!(shares.is_sorted_by(|above, below| above >= below), "{shares:?}");
            prop_assert_eq!(shares[0], limit);
            prop_assert_eq!(shares.contains(&0), limit == 0, "no lane is shut out for good");
        }
    }
}
