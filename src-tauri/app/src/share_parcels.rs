//! Orders of one buyer in one parcel: asking the shop which could share one, and letting them.

use domain::{Errand, OrderId, PackageId, SharedParcel, ShopId, Stage};
use store::{OrderDetail, StoreError};
use tiktok_shop::{Lane, Onward};

use crate::{
    App,
    boundary::{AppError, ErrorCode, LeftOut, ParcelToShare, ParcelsShared, ShareableParcel, SharingOrder},
    wording::count,
};

const NOT_CONNECTED: &str = "The shop isn’t connected, so it can’t be asked which orders can share a parcel.";
const NO_CALL: &str = "This shop’s API has no call for it: give the orders of one buyer the same tracking number.";
const BUSY: &str =
    "Something else is under way for one of these orders, so they were not combined: try again when it is done.";
/// Pages that are read; a shop with more parcels to share than they hold is asked again when those are done.
const PAGES: u32 = 10;

impl App {
    /// Asks the shop which orders could leave in one parcel. Only orders that wait here are named: what the shop has
    /// told of them meanwhile counts.
    ///
    /// # Errors
    /// [`ErrorCode::Refused`] where the contract has no call for it, [`ErrorCode::NotFound`] for an unknown shop, and
    /// whatever keeps the shop from answering.
    pub async fn shareable_parcels(&self, shop: u32) -> Result<Vec<ShareableParcel>, AppError> {
        let shop = self.known(shop).await?.id;
        let session = self.session(shop).ok_or_else(|| AppError::new(ErrorCode::Internal, NOT_CONNECTED))?;
        let (mut parcels, mut token) = (Vec::new(), None);
        for _ in 0..PAGES {
            let page = session.client.shareable_parcels(token.as_ref(), Lane::Person).await?;
            let page = page.ok_or_else(|| AppError::new(ErrorCode::Refused, NO_CALL))?;
            for parcel in page.items {
                parcels.extend(self.shown(shop, parcel).await?);
            }
            match page.onward {
                Onward::Token(next) => token = Some(next),
                Onward::Unsaid | Onward::End => break,
            }
        }
        Ok(parcels)
    }

    /// Saves that orders share parcels; from then on it survives everything. Asking twice is asking once.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] for an unknown shop; an order that is unknown or busy leaves its parcel out.
    pub async fn share_parcels(&self, shop: u32, parcels: Vec<ParcelToShare>) -> Result<ParcelsShared, AppError> {
        let shop = self.known(shop).await?.id;
        let (now, due) = self.now_and_after_grace();
        let mut shared = ParcelsShared::default();
        for ParcelToShare { parcel, orders } in parcels {
            let orders: Vec<OrderId> = orders.into_iter().map(OrderId::new).collect();
            let Some(first) = orders.first().cloned().filter(|_| orders.len() > 1) else { continue };
            let errand = Errand::ShareParcel(SharedParcel { parcel: PackageId::new(parcel), orders });
            match self.store.queue_errand(shop, &first, &errand, now, due).await {
                Ok(_) => shared.queued += 1,
                Err(StoreError::ErrandUnderWay) => {
                    shared.left_out.push(LeftOut { order_id: first.to_string(), reason: BUSY.to_owned() });
                }
                Err(error) => return Err(error.into()),
            }
        }
        self.wake_push();
        Ok(shared)
    }

    /// Which orders an order shares its parcel with.
    pub(crate) async fn shares_with(&self, shop: ShopId, order: &OrderId) -> Result<Vec<String>, StoreError> {
        Ok(self.store.sharers(shop, order).await?.iter().map(ToString::to_string).collect())
    }

    async fn shown(&self, shop: ShopId, parcel: SharedParcel) -> Result<Option<ShareableParcel>, StoreError> {
        let mut orders = Vec::with_capacity(parcel.orders.len());
        for id in &parcel.orders {
            match self.store.order(shop, id).await {
                Ok(order) if order.row.stage() == Stage::ToShip && !order.row.cancel_asked => orders.push(order),
                Ok(_) | Err(StoreError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        if orders.len() < 2 {
            return Ok(None);
        }
        let buyer = orders.first().map(|order| order.row.buyer.reveal().clone()).unwrap_or_default();
        let orders = orders.into_iter().map(sharing_order).collect();
        Ok(Some(ShareableParcel { parcel: parcel.parcel.to_string(), buyer, orders }))
    }
}

fn sharing_order(order: OrderDetail) -> SharingOrder {
    let row = order.row;
    SharingOrder { id: row.id.to_string(), items: row.items, quantity: count(row.quantity) }
}
