//! What a test in the same process steers the Partner API with.

use super::consent::approved;
use crate::{
    NotDone, Sandbox,
    http::{Control, CreatorsHold},
};

impl Sandbox {
    /// Consent of the Partner API's kind given without the page: the address a browser would be sent to.
    ///
    /// # Errors
    /// When there is no randomness to make a code from.
    pub fn approve_service(&self, state: Option<&str>) -> Result<String, NotDone> {
        approved(&self.front, &self.front.settings.service_id, state).map_err(|denied| NotDone(denied.0))
    }

    /// The buyer of an order that awaits shipment asks its seller to cancel it.
    ///
    /// # Errors
    /// When there is no such order, or it does not await shipment.
    pub async fn ask_to_cancel(&self, order_id: &str) -> Result<(), NotDone> {
        Control(&self.front).ask_to_cancel(order_id).await.map_err(|denied| NotDone(denied.0))
    }

    /// Creators hold so much of a SKU, in one warehouse or another.
    ///
    /// # Errors
    /// When there is no such SKU.
    pub async fn creators(&self, product_id: &str, sku_id: &str, quantity: u32) -> Result<(), NotDone> {
        let hold = CreatorsHold { product_id: product_id.to_owned(), sku_id: sku_id.to_owned(), quantity };
        Control(&self.front).creators(hold).await.map_err(|denied| NotDone(denied.0))
    }

    /// From here on these warehouses are switched off, and no others.
    pub fn switch_off(&self, warehouse_ids: &[&str]) {
        self.front.with(|world, _| world.switched_off = warehouse_ids.iter().map(ToString::to_string).collect());
    }

    /// From here on each label costs so many hundredths more, and so many again when it is bought.
    pub fn raise_label_prices(&self, dearer: u64, dearer_when_bought: u64) {
        self.front.with(|world, _| {
            let sale = &mut world.label_sale;
            (sale.dearer, sale.dearer_when_bought) = (dearer, dearer_when_bought);
        });
    }

    /// From here on the service allots one way of sending to each order, or the seller chooses again.
    pub fn allot_labels(&self, forced: bool) {
        self.front.with(|world, _| world.label_sale.forced = forced);
    }

    /// From here on a second purchase for an order makes a second package, instead of being refused.
    pub fn sell_labels_twice(&self) {
        self.front.with(|world, _| world.label_sale.twice = true);
    }

    /// From here on these endpoints, named like `/order/202309/orders/search`, answer that their version has been
    /// retired; those retired before and not named are back.
    pub fn retire(&self, patterns: &[&str]) {
        self.front.with(|world, _| world.retired = patterns.iter().map(ToString::to_string).collect());
    }
}
