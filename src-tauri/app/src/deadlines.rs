//! Deadlines: by the shop's word, or by the seller's rule where it says nothing.

use domain::{ShipByRule, ShopId};
use jiff::{Timestamp, ToSpan as _, civil::Date};
use store::{Deadlines, Due, OrderRow};

use crate::{
    App,
    boundary::{AppError, DueChip, HandlingRule},
    shops::id_of,
};

impl App {
    /// By what a shop's deadlines are told now.
    pub(crate) async fn deadlines(&self, shop: ShopId) -> Result<Deadlines, AppError> {
        let rule = self.store.ship_by_rule(shop).await?;
        Ok(Deadlines { now: self.ports.clock.now(), rule, zone: self.ports.zone.clone() })
    }

    /// Sets until when orders should leave of which the shop tells no deadline.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::InvalidInput`] for a rule that is none; the old one stays.
    pub async fn set_handling(&self, shop: u32, rule: HandlingRule) -> Result<(), AppError> {
        let why = "A rule needs 0 to 30 working days and a week with a working day in it. The old one is kept.";
        let rule = u8::try_from(rule.days).ok().and_then(|days| ShipByRule::new(days, rule.working));
        let rule = rule.ok_or_else(|| AppError::input("handling", why))?;
        Ok(self.store.set_ship_by_rule(id_of(shop), rule).await?)
    }
}

/// In which time an order must be due for the chip.
pub(crate) fn due(chip: DueChip, clock: &Deadlines) -> Due {
    let now = clock.now;
    let within = |hours: i64| Due { from: None, until: now.checked_add(hours.hours()).unwrap_or(now) };
    match chip {
        DueChip::Late => within(0),
        DueChip::Today => Due { from: Some(now), until: day_ends(0, clock) },
        DueChip::Tomorrow => Due { from: Some(day_ends(0, clock)), until: day_ends(1, clock) },
        DueChip::Day => within(24),
        DueChip::ThreeDays => within(72),
        DueChip::Week => within(168),
    }
}

/// When the seller's day ends, or the one `later` days after it.
fn day_ends(later: i64, clock: &Deadlines) -> Timestamp {
    day_begins(today(clock), later + 1, clock).unwrap_or(clock.now)
}

/// The seller's day.
pub(crate) fn today(clock: &Deadlines) -> Date {
    clock.now.to_zoned(clock.zone.clone()).date()
}

/// When a day begins for the seller, or the one `later` days after it.
pub(crate) fn day_begins(day: Date, later: i64, clock: &Deadlines) -> Option<Timestamp> {
    let day = day.checked_add(later.days()).ok()?;
    day.to_zoned(clock.zone.clone()).ok().map(|zoned| zoned.timestamp())
}

/// So many days of the seller's, today the last, each with its beginning and its end.
pub(crate) fn last_days(count: i64, clock: &Deadlines) -> Vec<(Date, (Timestamp, Timestamp))> {
    let today = today(clock);
    let days = (0..count).rev().filter_map(|ago| today.checked_sub(ago.days()).ok());
    let begins = |day: Date, later| day_begins(day, later, clock).unwrap_or(clock.now);
    days.map(|day| (day, (begins(day, 0), begins(day, 1)))).collect()
}

/// Until when an order that waits should leave, and whether that is an estimate.
pub(crate) fn ship_by(row: &OrderRow, clock: &Deadlines) -> Option<(Timestamp, bool)> {
    (row.stage() == domain::Stage::ToShip).then(|| clock.of(row.created, row.ship_by))
}
