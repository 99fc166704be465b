//! The platform's labels: fetched by the app, never by the window, and put together in the orders' own order.

use std::{
    collections::{HashMap, HashSet},
    path::PathBuf,
};

use domain::{OrderId, PackageId, Shipper, Stage};
use futures_util::{StreamExt as _, stream};
use paper::{Foreign, PaperError, join};
use store::{OrderDetail, Shop};
use tiktok_shop::{Lane, ShopError};

use crate::{
    App,
    boundary::{AppError, ErrorCode, LeftOut},
    kept_labels::KeptLabels,
    paper_files,
    print_orders::{BROKEN, unkept, unmade},
    private_files::PAPERS,
    session::Session,
};

const NOT_CONNECTED: &str = "The shop isn’t connected, so its labels can’t be fetched. Nothing was printed.";
const OWN_LABEL: &str = "This order leaves with a carrier of yours, so TikTok has no label for it.";
const NO_LABEL: &str = "TikTok sends this order out of its own warehouse, so it needs no label.";
const FIRST: &str = "Arrange its shipment first: then there is a label.";
const NO_PARCEL: &str = "The shop names no parcel of this order yet.";
const UNREADABLE: &str = "Its label can’t be read, so it was not printed. Print it in Seller Center.";
/// Labels that are fetched at the same time.
const AT_ONCE: usize = 4;

/// Labels that were put together.
pub(crate) struct Labels {
    pub(crate) orders: Vec<OrderId>,
    pub(crate) pages: usize,
    pub(crate) file: PathBuf,
}

/// A parcel's label, or why it has none.
type Fetched = Result<Foreign, String>;

/// Those of the orders that may have a label, and why the others have none.
pub(crate) fn with_labels(orders: Vec<OrderDetail>) -> (Vec<OrderDetail>, Vec<LeftOut>) {
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for order in orders {
        match why_none(&order) {
            None => with.push(order),
            Some(why) => without.push(left_out(&order.row.id, why)),
        }
    }
    (with, without)
}

fn why_none(order: &OrderDetail) -> Option<&'static str> {
    let waits = matches!(order.row.stage(), Stage::ToShip | Stage::OnHold) && !order.handling.is_arranged();
    match order.handling.shipper {
        Shipper::Seller => Some(OWN_LABEL),
        Shipper::Warehouse => Some(NO_LABEL),
        Shipper::Platform if waits => Some(FIRST),
        Shipper::Platform if order.handling.packages.is_empty() => Some(NO_PARCEL),
        Shipper::Platform => None,
    }
}

fn left_out(order: &OrderId, why: &str) -> LeftOut {
    LeftOut { order_id: order.to_string(), reason: why.to_owned() }
}

/// The orders' parcels, each once with the first of its orders: several may share one.
fn parcels(orders: &[OrderDetail]) -> Vec<(&PackageId, &OrderDetail)> {
    let mut seen = HashSet::new();
    let all = orders.iter().flat_map(|order| order.handling.packages.iter().map(move |package| (package, order)));
    all.filter(|(package, _)| seen.insert(*package)).collect()
}

/// An order's labels as far as they are not among another's; why it has none where one is missing.
fn taken(
    labels: &mut HashMap<&PackageId, Result<Option<Foreign>, String>>,
    packages: &[PackageId],
) -> Result<Vec<Foreign>, String> {
    let missing = packages.iter().find_map(|package| labels.get(package)?.as_ref().err().cloned());
    match missing {
        Some(why) => Err(why),
        None => Ok(packages.iter().filter_map(|package| labels.get_mut(package)?.as_mut().ok()?.take()).collect()),
    }
}

impl App {
    /// Fetches the labels of these orders and puts them together; `None` where there is none at all. An order whose
    /// label can't be had is left out and named; where the shop can't be reached nothing is made, and what has been
    /// fetched is kept for the next time.
    pub(crate) async fn labels(
        &self,
        shop: &Shop,
        orders: &[OrderDetail],
    ) -> Result<(Option<Labels>, Vec<LeftOut>), AppError> {
        let session = self.session(shop.id).ok_or_else(|| AppError::new(ErrorCode::Internal, NOT_CONNECTED))?;
        let (folder, now) = (PAPERS.folder_of(&self.folder, shop.id), self.ports.clock.now());
        let sheet = self.store.label_sheet(shop.id).await?;
        let kept = KeptLabels::in_folder(&folder, sheet, now);
        let parcels = parcels(orders);
        let mut fetches = Vec::with_capacity(parcels.len());
        for (package, order) in &parcels {
            fetches.push(self.label_of(&session, &kept, order, package));
        }
        let fetched: Vec<Result<Fetched, AppError>> = stream::iter(fetches).buffered(AT_ONCE).collect().await;
        let mut labels = HashMap::with_capacity(parcels.len());
        for ((package, _), fetched) in parcels.into_iter().zip(fetched) {
            labels.insert(package, fetched?.map(Some));
        }
        let (mut papers, mut printed, mut without) = (Vec::new(), Vec::new(), Vec::new());
        for order in orders {
            match taken(&mut labels, &order.handling.packages) {
                Ok(taken) => {
                    papers.extend(taken);
                    printed.push(order.row.id.clone());
                }
                Err(why) => without.push(left_out(&order.row.id, &why)),
            }
        }
        if printed.is_empty() {
            return Ok((None, without));
        }
        let made = tokio::task::spawn_blocking(move || {
            let joined = join(&papers, "Shipping labels").map_err(|error: PaperError| unmade(error))?;
            let file = paper_files::keep(&folder, "shipping-labels", now, &joined.pdf).map_err(|why| unkept(&why))?;
            Ok(Labels { orders: printed, pages: joined.pages, file })
        });
        let labels = made.await.unwrap_or_else(|_| Err(AppError::new(ErrorCode::Internal, BROKEN)))?;
        Ok((Some(labels), without))
    }

    async fn label_of(
        &self,
        session: &Session,
        kept: &KeptLabels,
        order: &OrderDetail,
        package: &PackageId,
    ) -> Result<Fetched, AppError> {
        let pdf = match kept.get(package) {
            Some(pdf) => pdf,
            None => match self.fetched(session, kept, order, package).await? {
                Ok(pdf) => pdf,
                Err(why) => return Ok(Err(why)),
            },
        };
        Ok(Foreign::read(pdf).ok_or_else(|| UNREADABLE.to_owned()))
    }

    async fn fetched(
        &self,
        session: &Session,
        kept: &KeptLabels,
        order: &OrderDetail,
        package: &PackageId,
    ) -> Result<Result<Vec<u8>, String>, AppError> {
        match session.client.shipping_label(package, kept.sheet(), Lane::Person).await {
            Ok(label) => {
                kept.put(package, label.pdf.reveal());
                let number = label.tracking_number.trim();
                if !number.is_empty() {
                    self.store.learn_tracking(session.shop, &order.row.id, number).await?;
                }
                Ok(Ok(label.pdf.reveal().clone()))
            }
            Err(
                error @ (ShopError::Refused { .. } | ShopError::Unsendable { .. } | ShopError::ServerTrouble { .. }),
            ) => Ok(Err(error.to_string())),
            Err(closed) => Err(closed.into()),
        }
    }
}
