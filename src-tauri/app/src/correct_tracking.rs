//! Putting a shipped order's tracking number right.

use domain::{Correction, Errand, Line, OrderId, PackageId, Sent, Shipper, ShopId, Stage, TrackingNumber};
use store::{OrderDetail, StoreError};

use crate::{
    App,
    boundary::{AppError, ErrorCode, OutboxItem, TrackingCorrection},
    errands::is_under_way,
    order_parcels::lines_of,
    wording::iso,
};

const NO_CALL: &str =
    "This shop’s API has no call for it, so the number is left as it is: correct it in Seller Center.";
const CORRECTED: &str =
    "Its number was corrected from here, and the shop takes one correction: a further one only its support can make.";
const SAME: &str = "This is the number that the shop has already. Type the right one.";

impl App {
    /// Saves the right number of a shipped order; from then on it survives everything. Asking twice is asking once.
    /// Without a carrier the number's form says whose it is, or else it stays with the carrier that has it. `parcel` is
    /// whose number it is, of an order that left in several.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidInput`] for a number that can't be one or is the shop's already, [`ErrorCode::Refused`] where
    /// the shop would not take it, [`ErrorCode::Busy`] where something else about the order is under way,
    /// [`ErrorCode::NotFound`] for an unknown order or shop.
    pub async fn correct_tracking(
        &self,
        shop: u32,
        order_id: &str,
        tracking_number: &str,
        carrier: Option<String>,
        parcel: Option<String>,
    ) -> Result<OutboxItem, AppError> {
        let number = TrackingNumber::parse(tracking_number)?;
        let (shop, id) = (self.known(shop).await?.id, OrderId::new(order_id));
        let order = self.store.order(shop, &id).await?;
        let refuse = |why: String| Err(AppError::new(ErrorCode::Refused, why));
        if !self.corrects_tracking(shop) {
            return refuse(NO_CALL.to_owned());
        }
        let parcel = parcel.map(PackageId::new);
        let lines = lines_of(&order);
        let from = sent(&order, &lines).number(parcel.as_ref()).to_owned();
        if number.as_str().eq_ignore_ascii_case(&from) {
            return Err(AppError::input("tracking_number", SAME));
        }
        if let Some(why) = self.why_no_correction(shop, &order, parcel.as_ref()).await? {
            return refuse(why);
        }
        let wanted = Correction { number: number.as_str().to_owned(), from, carrier, parcel };
        self.queue_errand(shop, &id, &Errand::CorrectTracking(wanted)).await
    }

    /// Whether the number of an order, or of this parcel of it, can be corrected; nothing where a word about it would only
    /// be in the way.
    pub(crate) async fn correction(
        &self,
        shop: ShopId,
        order: &OrderDetail,
        parcel: Option<&PackageId>,
        errand: Option<&OutboxItem>,
    ) -> Result<Option<TrackingCorrection>, StoreError> {
        let is_the_sellers = order.handling.shipper == Shipper::Seller;
        let is_busy = errand.is_some_and(is_under_way);
        let has_left = order.row.stage() == Stage::Sent || parcel.is_some();
        if !has_left || !is_the_sellers || is_busy || !self.corrects_tracking(shop) {
            return Ok(None);
        }
        let usual =
            self.store.usual_carrier(shop).await?.filter(|usual| !usual.eq_ignore_ascii_case(&order.shipping_provider));
        let own = Some(order.shipping_provider.clone()).filter(|own| !own.is_empty());
        Ok(Some(TrackingCorrection {
            until: sent(order, &[]).correctable_until().map(iso),
            why_not: self.why_no_correction(shop, order, parcel).await?,
            carriers: own.into_iter().chain(usual).collect(),
        }))
    }

    async fn why_no_correction(
        &self,
        shop: ShopId,
        order: &OrderDetail,
        parcel: Option<&PackageId>,
    ) -> Result<Option<String>, StoreError> {
        if let Err(why) = sent(order, &lines_of(order)).correctable(parcel, self.ports.clock.now()) {
            return Ok(Some(why.to_string()));
        }
        Ok(self.store.was_corrected(shop, &order.row.id, parcel).await?.then(|| CORRECTED.to_owned()))
    }

    fn corrects_tracking(&self, shop: ShopId) -> bool {
        self.session(shop).is_some_and(|session| session.connection.endpoints.contract.corrects_tracking())
    }
}

/// As far as the cache knows it.
fn sent<'a>(order: &'a OrderDetail, lines: &'a [Line]) -> Sent<'a> {
    Sent { status: &order.row.status, tracking: &order.tracking, handling: &order.handling, lines }
}
