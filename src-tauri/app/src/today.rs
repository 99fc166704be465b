//! The day at a glance: what is late, what is due, what is stuck, and what the last days brought.

use domain::{Money, ShopId, Stage};
use jiff::civil::Date;
use store::{Deadlines, OrderFilter, Pile};

use crate::{
    App,
    boundary::{AppError, DayFigures, DueChip, Today},
    deadlines::{due, last_days},
    shops::id_of,
    wording::{count, iso, zone_name},
};

/// Days on the chart.
const DAYS: i64 = 30;

impl App {
    /// What a shop's day asks for, by its deadlines and the seller's time zone.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be read.
    pub async fn today(&self, shop: u32) -> Result<Today, AppError> {
        let shop = id_of(shop);
        let clock = self.deadlines(shop).await?;
        let wishes = self.store.shipments_stuck(shop).await?;
        let waiting = self.store.orders_waiting(shop, &clock).await?;
        let next = self.store.next_deadline(shop, &clock).await?;
        Ok(Today {
            late: self.due_count(shop, DueChip::Late, &clock).await?,
            due_today: self.due_count(shop, DueChip::Today, &clock).await?,
            due_tomorrow: self.due_count(shop, DueChip::Tomorrow, &clock).await?,
            to_ship: count(waiting.to_ship),
            refused: count(wishes.refused),
            checking: count(wishes.checking),
            next_due: next.map(|(due, _)| iso(due)),
            estimated: !self.store.tells_deadlines(shop).await?,
            days: self.last_days(shop, &clock).await?,
            time_zone: zone_name(&clock.zone).to_owned(),
        })
    }

    /// How many orders the list of the chip shows.
    async fn due_count(&self, shop: ShopId, chip: DueChip, clock: &Deadlines) -> Result<u32, AppError> {
        let mut filter = OrderFilter { clock: clock.clone(), ..OrderFilter::of(Pile::Of(Stage::ToShip)) };
        filter.narrow.due = Some(due(chip, clock));
        Ok(count(self.store.order_count(shop, &filter).await?))
    }

    async fn last_days(&self, shop: ShopId, clock: &Deadlines) -> Result<Vec<DayFigures>, AppError> {
        let (dates, spans): (Vec<Date>, Vec<_>) = last_days(DAYS, clock).into_iter().unzip();
        let brought = self.store.orders_per_day(shop, &spans).await?;
        let figures = dates.iter().zip(brought).map(|(date, brought)| DayFigures {
            day: date.to_string(),
            orders: count(brought.orders),
            revenue: Money::of_ten_thousandths(brought.value).to_string(),
        });
        Ok(figures.collect())
    }
}
