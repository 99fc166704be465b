//! An order that leaves in several parcels: asking the shop, dividing it, and shipping part of it.

use domain::{Errand, NoSplit, OrderId, Part, PieceId, ShopId, Split, SplitTerms, TrackingNumber};
use tiktok_shop::Lane;

use crate::{
    App,
    boundary::{AppError, DivisionTerms, ErrorCode, OutboxItem},
};

const NOT_CONNECTED: &str = "The shop isn’t connected, so it can’t be asked whether it lets this order be split.";
const NO_CALL: &str = "This shop’s API has no call for it, so nothing was split.";
const CHANGED: &str = "What is in this order has changed meanwhile, so nothing was sent: look at it and choose again.";
const NOTHING: &str = "Nothing is chosen, so nothing was sent: choose what is in the parcel.";
const ALL: &str = "This is all that waits of the order, so nothing was sent: ship it as a whole.";

impl App {
    /// Asks the shop what it lets be divided of an order. It waits for the network, and no screen waits for it.
    ///
    /// # Errors
    /// [`ErrorCode::Refused`] where the contract has no call for it, [`ErrorCode::NotFound`] for an unknown shop, and
    /// whatever keeps the shop from answering.
    pub async fn split_terms(&self, shop: u32, order_id: &str) -> Result<DivisionTerms, AppError> {
        let shop = self.known(shop).await?.id;
        let session = self.session(shop).ok_or_else(|| AppError::new(ErrorCode::Internal, NOT_CONNECTED))?;
        let terms = session.client.split_terms(&OrderId::new(order_id), Lane::Person).await?;
        Ok(told(&terms.ok_or_else(|| AppError::new(ErrorCode::Refused, NO_CALL))?))
    }

    /// Saves that an order's pieces leave in these parcels; from then on it survives everything. Asking twice is asking
    /// once.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidInput`] where that are no two parcels, [`ErrorCode::Refused`] where they don't hold what waits
    /// of the order, [`ErrorCode::Busy`] where something else about it is under way, [`ErrorCode::NotFound`] for an
    /// unknown order or shop.
    pub async fn split_order(
        &self,
        shop: u32,
        order_id: &str,
        parcels: Vec<Vec<String>>,
    ) -> Result<OutboxItem, AppError> {
        let (shop, order) = (self.known(shop).await?.id, OrderId::new(order_id));
        let parcels: Vec<Vec<PieceId>> = parcels.into_iter().map(pieces).collect();
        if parcels.len() < 2 || parcels.iter().any(Vec::is_empty) {
            return Err(AppError::input("parcels", NoSplit::OneParcel.to_string()));
        }
        let mut asked: Vec<PieceId> = parcels.concat();
        asked.sort_unstable();
        if asked != self.waiting(shop, &order).await? {
            return Err(AppError::new(ErrorCode::Refused, CHANGED));
        }
        self.queue_errand(shop, &order, &Errand::Split(Split { parcels })).await
    }

    /// Saves that some of an order leaves under this number; from then on it survives everything. Asking twice is asking
    /// once.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidInput`] for a number that can't be one and where nothing or everything is chosen; besides as
    /// for [`App::split_order`].
    pub async fn ship_part(
        &self,
        shop: u32,
        order_id: &str,
        chosen: Vec<String>,
        tracking_number: &str,
    ) -> Result<OutboxItem, AppError> {
        let number = TrackingNumber::parse(tracking_number)?.as_str().to_owned();
        let (shop, order) = (self.known(shop).await?.id, OrderId::new(order_id));
        let mut pieces = pieces(chosen);
        pieces.sort_unstable();
        pieces.dedup();
        let waiting = self.waiting(shop, &order).await?;
        match pieces.len() {
            0 => Err(AppError::input("pieces", NOTHING)),
            _ if pieces.iter().any(|piece| !waiting.contains(piece)) => Err(AppError::new(ErrorCode::Refused, CHANGED)),
            all if all == waiting.len() => Err(AppError::input("pieces", ALL)),
            _ => self.queue_errand(shop, &order, &Errand::ShipPart(Part { pieces, number })).await,
        }
    }

    /// The pieces of an order that wait, sorted.
    async fn waiting(&self, shop: ShopId, order: &OrderId) -> Result<Vec<PieceId>, AppError> {
        let order = self.store.order(shop, order).await?;
        let pieces = order.lines.into_iter().flat_map(|(line, _)| line.pieces);
        let mut waiting: Vec<PieceId> = pieces.filter(|piece| piece.waits).map(|piece| piece.id).collect();
        waiting.sort_unstable();
        Ok(waiting)
    }
}

fn pieces(ids: Vec<String>) -> Vec<PieceId> {
    ids.into_iter().map(PieceId::new).collect()
}

fn told(terms: &SplitTerms) -> DivisionTerms {
    let why_not = (!terms.can_split).then(|| match terms.why_not.trim() {
        "" => "The shop doesn’t let this order be split, and doesn’t say why.".to_owned(),
        why => format!("The shop doesn’t let this order be split: {}", why.trim_end_matches('.')) + ".",
    });
    let wants = terms.must_split.then(|| match terms.most_pieces {
        Some(most) => format!("The shop wants this order split: at most {most} pieces in a parcel."),
        None => "The shop wants this order split.".to_owned(),
    });
    DivisionTerms { why_not, wants }
}
