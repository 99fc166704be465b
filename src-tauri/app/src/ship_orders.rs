//! Shipping many orders with one press.

use domain::{Departure, OrderId};

use crate::{
    App,
    boundary::{AppError, RefusedEdit, Shipment, ShipmentsSaved},
    handover::departure,
    ship_order::refusal,
    wording::{count, iso},
};

impl App {
    /// Saves the wishes to ship these orders of a shop, in one transaction and as one batch, and
    /// names those that can't be shipped by their places. Each order has an outcome of its own: a
    /// failure stops none of the others.
    ///
    /// # Errors
    /// [`AppError`] where the shop isn't connected or the cache can't be written; then none is
    /// saved.
    pub async fn ship_orders(&self, shop: u32, shipments: Vec<Shipment>) -> Result<ShipmentsSaved, AppError> {
        let shop = self.known(shop).await?;
        let unbought = self.not_together(&shop, &shipments).await?;
        let to_buy = count(unbought.values().filter(|why| why.is_to_buy()).count() as i64);
        let (mut places, mut wishes, mut refused) = (Vec::new(), Vec::new(), Vec::new());
        for (place, shipment) in (0..).zip(shipments) {
            let left_out = unbought.get(&(place as usize)).map(|why| why.sentence().to_owned());
            match left_out.map_or_else(|| departure(&shipment, &shop).map_err(|error| error.message), Err) {
                Ok(departure) => {
                    places.push(place);
                    wishes.push((OrderId::new(shipment.order_id), departure));
                }
                Err(message) => refused.push(RefusedEdit { index: place, message }),
            }
        }
        if wishes.is_empty() {
            return Ok(ShipmentsSaved { batch: None, leaves_at: None, queued: 0, to_buy, refused });
        }
        let (now, due) = self.now_and_after_grace();
        let saved = self.store.queue_shipments(shop.id, &wishes, now, due).await?;
        self.wake_push();
        if let (Some(_), [(_, Departure::Bought(bought))]) = (saved.batch, &wishes[..]) {
            self.store.remember_parcel(shop.id, &bought.parcel).await?;
        }
        let unsent = saved.refused.into_iter().filter_map(|(wish, error)| Some((*places.get(wish)?, error)));
        refused.extend(unsent.map(|(index, error)| RefusedEdit { index, message: refusal(error).message }));
        refused.sort_by_key(|refusal| refusal.index);
        let batch = saved.batch.map(|batch| batch.to_string());
        let leaves_at = batch.as_ref().map(|_| iso(due));
        Ok(ShipmentsSaved { batch, leaves_at, queued: count(saved.queued as i64), to_buy, refused })
    }
}
