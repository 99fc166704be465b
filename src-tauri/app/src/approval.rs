//! Until when a seller's approval holds, and giving it again.

use std::sync::Arc;

use domain::ShopId;
use jiff::{Timestamp, tz::TimeZone};

use crate::{
    App,
    boundary::{AppError, Approval, ErrorCode, NoticeAction, NoticeTone, PendingConnect},
    notices::notice,
    session::Session,
    wording::{iso, many},
};

/// Days before the end from which it is told once a day.
const CALM: u32 = 30;
/// Days before the end from which it is told all the time.
const CLEAR: u32 = 3;

impl App {
    /// Begins the consent again with the keys that are kept. Cache and outbox stay, and everything is read again once
    /// it was given.
    ///
    /// # Errors
    /// [`ErrorCode::NeedsConnect`] where the keys are no longer here.
    pub async fn approve_again(self: &Arc<Self>, shop: u32) -> Result<PendingConnect, AppError> {
        let shop = self.known(shop).await?;
        let way = self.kept_connection(shop.id).await.filter(|way| !way.practice).ok_or_else(|| {
            AppError::new(
                ErrorCode::NeedsConnect,
                "The app’s key and secret are no longer here. Nothing was changed: connect the shop again with them.",
            )
        })?;
        self.put_into_view(shop.id).await?;
        self.begin(way.to_any_shop(), true).await
    }

    /// Until when the seller has approved the app for a shop, as far as it is known.
    pub(crate) fn approval_of(&self, shop: ShopId) -> Option<Approval> {
        let session = self.session(shop).filter(|session| !session.connection.practice)?;
        let until = session.sign_in.tokens().refresh_expires?;
        Some(Approval { until: iso(until), days: days_left(self.ports.clock.now(), until, &self.ports.zone) })
    }

    /// Tells in time that an approval ends: calmly and once a day at first, and all the time in the last days. Shops of
    /// one sign-in are told of together.
    pub(crate) async fn tell_end_of_approval(&self, shop: ShopId) {
        let Some((first, names)) = self.approved_together(shop).await else { return };
        let id = notice_of_end(first);
        let Some((end, days)) = self.end_in_sight(first) else { return self.untell(&id) };
        if days > CLEAR && !self.is_first_today(&id).await {
            return;
        }
        let until = end.to_zoned(self.ports.zone.clone()).strftime("%-d %B %Y").to_string();
        let (tone, title) = match days {
            0..=CLEAR => (NoticeTone::Bad, format!("The approval of {names} ends in {}", many(days.into(), "day"))),
            _ => (NoticeTone::Info, format!("{names}: approved for {}", many(days.into(), "more day"))),
        };
        let body = format!(
            "TikTok Shop answers TikTokFlow until {until}. Approve again before, in your browser; everything here stays."
        );
        let told = notice(&id, tone, &title, body, Some(NoticeAction::Approve));
        if !self.notices.list().contains(&told) {
            self.tell(told);
        }
    }

    /// The shops that go by the sign-in of this one: the first of them, and their names.
    async fn approved_together(&self, shop: ShopId) -> Option<(ShopId, String)> {
        let session = self.session(shop)?;
        let is_beside = |other: &Arc<Session>| Arc::ptr_eq(&other.sign_in, &session.sign_in);
        let ids: Vec<ShopId> = self.sessions().iter().filter(|(_, one)| is_beside(one)).map(|(id, _)| *id).collect();
        let shops = self.store.shops().await.ok()?;
        let names = shops.into_iter().filter(|shop| ids.contains(&shop.id)).map(|shop| format!("“{}”", shop.name));
        Some((*ids.first()?, names.collect::<Vec<_>>().join(", ")))
    }

    fn end_in_sight(&self, shop: ShopId) -> Option<(Timestamp, u32)> {
        let session = self.session(shop).filter(|session| !session.connection.practice)?;
        let (end, now) = (session.sign_in.tokens().refresh_expires?, self.ports.clock.now());
        let days = days_left(now, end, &self.ports.zone);
        (now < end && days <= CALM).then_some((end, days))
    }

    /// Whether something has not been told yet on this day, which is noted. Without a note it is told once too often.
    async fn is_first_today(&self, id: &str) -> bool {
        let today = self.ports.clock.now().to_zoned(self.ports.zone.clone()).date().to_string();
        let choice = format!("told of {id}");
        if self.store.choice(&choice).await.ok().flatten().as_ref() == Some(&today) {
            return false;
        }
        if let Err(error) = self.store.set_choice(&choice, &today).await {
            tracing::warn!(%error, "the end of an approval may be told twice today");
        }
        true
    }
}

/// The notice about an approval's end: the screen finds the shop by its number.
pub(crate) fn notice_of_end(shop: ShopId) -> String {
    format!("approval {}", shop.0)
}

/// Days from today to the day on which it ends, as a calendar has them.
fn days_left(now: Timestamp, end: Timestamp, zone: &TimeZone) -> u32 {
    let [today, last] = [now, end].map(|moment| moment.to_zoned(zone.clone()).date());
    let days = today.until(last).map(|span| span.get_days()).unwrap_or_default();
    u32::try_from(days).unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_by_the_sellers_calendar() {
        let days = |now: &str, end: &str, zone: &str| {
            days_left(now.parse().unwrap(), end.parse().unwrap(), &TimeZone::get(zone).unwrap())
        };
        assert_eq!(days("2026-11-27T12:00:00Z", "2027-03-03T08:00:00Z", "UTC"), 96);
        assert_eq!(days("2026-11-27T23:30:00Z", "2026-11-28T00:30:00Z", "UTC"), 1);
        assert_eq!(days("2026-11-27T23:30:00Z", "2026-11-28T00:30:00Z", "America/New_York"), 0);
        assert_eq!(days("2026-11-28T00:00:00Z", "2026-11-20T00:00:00Z", "UTC"), 0);
    }
}
