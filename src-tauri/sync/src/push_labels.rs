//! Many shipments with the platform's labels: planned one by one, sent several to a request.

use std::borrow::Cow;

use domain::Departure;
use store::{Entry, Kind, StoreError};
use tiktok_shop::{Arrangement, until};

use crate::{
    push::{Pusher, Turn},
    push_bulk::Progress,
    push_readings::{Readings, is_readable_with_others, order_of},
    push_ship::{Leaving, Planned},
};

impl Pusher {
    /// Sends what of a chunk leaves with labels. Whatever isn't sent stays as it is.
    pub(crate) async fn arrange_many(&self, entries: Vec<Entry>, readings: &Readings, progress: &Progress) {
        let (mut group, mut parcels) = (Vec::new(), 0);
        for entry in entries {
            if progress.is_over() {
                return;
            }
            let leaving = match self.leaving(entry, readings, progress).await {
                Ok(Ok(leaving)) => leaving,
                Ok(Err(turn)) => {
                    progress.note(Ok(turn));
                    continue;
                }
                Err(error) => return progress.note(Err(error)),
            };
            let own = leaving.order.handling.waiting().count();
            if parcels + own > Arrangement::MOST_PARCELS {
                self.send_group(std::mem::take(&mut group), progress).await;
                parcels = 0;
            }
            parcels += own;
            group.push(leaving);
        }
        if !progress.is_over() {
            self.send_group(group, progress).await;
        }
    }

    /// A shipment that may be sent, by the chunk's reading or by one of its own.
    async fn leaving<'a>(
        &self,
        entry: Entry,
        readings: &'a Readings,
        progress: &Progress,
    ) -> Result<Result<Leaving<'a>, Turn>, StoreError> {
        let Kind::Ship { departure, .. } = &entry.kind else { return Ok(Err(Turn::Moved)) };
        let Departure::Label(handover) = *departure else { return Ok(Err(Turn::Moved)) };
        let listed = order_of(&entry).and_then(|order| readings.get(order)).filter(|_| is_readable_with_others(&entry));
        let order = match listed {
            Some((seen, asked)) if until(*asked, self.clock.now()) <= self.pace.fresh => Cow::Borrowed(seen),
            // Where even the first of a chunk comes late, the next chunk would as well.
            Some(_) if progress.has_begun() => {
                progress.leave_the_rest();
                return Ok(Err(Turn::Moved));
            }
            _ => match self.read_order_of(&entry).await? {
                Ok(seen) => Cow::Owned(seen),
                Err(turn) => return Ok(Err(turn)),
            },
        };
        match self.plan(&entry, departure, &order).await? {
            Planned::Over(turn) => Ok(Err(turn)),
            Planned::Send => Ok(Ok(Leaving { entry, order, handover })),
        }
    }

    async fn send_group(&self, group: Vec<Leaving<'_>>, progress: &Progress) {
        if group.is_empty() {
            return;
        }
        match self.send_labels(group).await {
            Ok(turns) => turns.into_iter().for_each(|turn| progress.note(Ok(turn))),
            Err(error) => progress.note(Err(error)),
        }
    }
}
