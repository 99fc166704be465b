//! Printing orders: pick lists, packing slips, address labels and the platform's labels, opened in the system's viewer.

use std::{collections::BTreeSet, path::PathBuf};

use domain::{OrderId, Stage};
use paper::{Fonts, Job, Kind, PaperError, Printed};
use store::{OrderDetail, Shop};

use crate::{
    App,
    boundary::{AppError, ErrorCode, LeftOut, Paper, PrintedBefore, PrintsMade},
    paper_files, paper_job,
    print_labels::{Labels, with_labels},
    private_files::PAPERS,
    wording::{count, grouped, iso},
};

/// More orders make a document that viewers and printers choke on.
const MOST: usize = 2_000;
/// Orders read at once.
const AT_ONCE: usize = 250;

impl App {
    /// Makes a paper of these orders of a shop and opens it. An order that is cancelled or gone is
    /// left out and named. Where such a paper was made of any of the others before, nothing happens
    /// unless it is to be made `again`: the answer says of which, and when.
    ///
    /// # Errors
    /// [`AppError`] where the shop isn't connected, where there are more than 2,000 orders, or where
    /// the paper can't be made, kept or opened; the message says whether it exists.
    pub async fn print_orders(
        &self,
        shop: u32,
        order_ids: Vec<String>,
        paper: Paper,
        again: bool,
    ) -> Result<PrintsMade, AppError> {
        // Two presses in a row are one paper and a question.
        let _gate = self.printing.lock().await;
        let shop = self.known(shop).await?;
        let (mut orders, mut left_out) = self.printable(&shop, asked(order_ids)?).await?;
        if paper == Paper::ShippingLabels {
            let (with, without) = with_labels(orders);
            orders = with;
            left_out.extend(without);
        }
        let ids: Vec<OrderId> = orders.iter().map(|order| order.row.id.clone()).collect();
        let before = if again { Vec::new() } else { self.printed_before(&shop, paper, &ids).await? };
        if ids.is_empty() || !before.is_empty() {
            return Ok(PrintsMade { before, left_out, ..PrintsMade::default() });
        }
        let Some(kind) = kind(paper) else { return self.print_labels(&shop, &orders, left_out).await };
        let from = self.sender_on_paper(&shop).await?;
        let job = paper_job::job(&shop, from, orders, self.ports.clock.now(), &self.ports.zone);
        let (printed, file) = self.make(&shop, paper, kind, job).await?;
        // Remembered before it is seen: asking once too often is better than a second label unasked.
        self.store.remember_prints(shop.id, stored(paper), &ids, self.ports.clock.now()).await?;
        self.ports.viewer.open(&file).await.map_err(|why| unopened(&file, &why))?;
        let boxed: Vec<String> = printed.boxed.iter().map(ToString::to_string).collect();
        tracing::info!(orders = ids.len(), pages = printed.pages, boxed = boxed.len(), "a paper was made");
        Ok(PrintsMade { orders: ids.len() as u32, pages: count(printed.pages as i64), before, left_out, boxed })
    }

    /// The same of the platform's own labels, which it makes itself.
    async fn print_labels(
        &self,
        shop: &Shop,
        orders: &[OrderDetail],
        mut left_out: Vec<LeftOut>,
    ) -> Result<PrintsMade, AppError> {
        let (labels, without) = self.labels(shop, orders).await?;
        left_out.extend(without);
        let Some(Labels { orders, pages, file }) = labels else {
            return Ok(PrintsMade { left_out, ..PrintsMade::default() });
        };
        self.store.remember_prints(shop.id, store::Paper::ShippingLabels, &orders, self.ports.clock.now()).await?;
        self.ports.viewer.open(&file).await.map_err(|why| unopened(&file, &why))?;
        tracing::info!(orders = orders.len(), pages, "labels were put together");
        Ok(PrintsMade { orders: orders.len() as u32, pages: count(pages as i64), left_out, ..PrintsMade::default() })
    }

    /// What the cache knows of the orders, and those that get no paper.
    async fn printable(&self, shop: &Shop, ids: Vec<OrderId>) -> Result<(Vec<OrderDetail>, Vec<LeftOut>), AppError> {
        let (mut orders, mut left_out) = (Vec::new(), Vec::new());
        for ids in ids.chunks(AT_ONCE) {
            let mut known = self.store.orders_whole(shop.id, ids).await?.into_iter().peekable();
            for id in ids {
                let reason = match known.next_if(|order| order.row.id == *id) {
                    Some(order) if order.row.stage() != Stage::Cancelled => {
                        orders.push(order);
                        continue;
                    }
                    Some(_) => "This order is cancelled, so it was not printed. Don’t send it.",
                    None => "This order is not in the list any more, so it was not printed.",
                };
                left_out.push(LeftOut { order_id: id.to_string(), reason: reason.to_owned() });
            }
        }
        Ok((orders, left_out))
    }

    async fn printed_before(&self, shop: &Shop, paper: Paper, ids: &[OrderId]) -> Result<Vec<PrintedBefore>, AppError> {
        let before = self.store.prints(shop.id, stored(paper), ids).await?;
        Ok(before.into_iter().map(|(order, at)| PrintedBefore { order_id: order.to_string(), at: iso(at) }).collect())
    }

    /// Makes the paper and keeps it, on a thread that nobody waits on.
    async fn make(&self, shop: &Shop, paper: Paper, kind: Kind, job: Job) -> Result<(Printed, PathBuf), AppError> {
        let (folder, now) = (PAPERS.folder_of(&self.folder, shop.id), self.ports.clock.now());
        let made = tokio::task::spawn_blocking(move || {
            let printed = paper::print(kind, &job, &mut Fonts::system()).map_err(unmade)?;
            let file = paper_files::keep(&folder, name(paper), now, &printed.pdf).map_err(|why| unkept(&why))?;
            Ok((printed, file))
        });
        made.await.unwrap_or_else(|_| Err(AppError::new(ErrorCode::Internal, BROKEN)))
    }
}

pub(crate) const BROKEN: &str =
    "The paper could not be made of these orders. Nothing was printed. Try them one by one to find the one it is.";

/// The orders, each once.
fn asked(ids: Vec<String>) -> Result<Vec<OrderId>, AppError> {
    let mut seen = BTreeSet::new();
    let ids: Vec<OrderId> = ids.into_iter().map(OrderId::new).filter(|id| seen.insert(id.clone())).collect();
    if ids.len() > MOST {
        let (most, chosen) = (grouped(MOST as i64), grouped(ids.len() as i64));
        let message =
            format!("{chosen} orders are too many for one paper. Nothing was printed: choose {most} or fewer.");
        return Err(AppError::new(ErrorCode::InvalidInput, message));
    }
    Ok(ids)
}

/// What is made here; `None` for what the platform makes.
fn kind(paper: Paper) -> Option<Kind> {
    match paper {
        Paper::PickList => Some(Kind::PickList),
        Paper::PackingSlips => Some(Kind::PackingSlips),
        Paper::AddressLabels => Some(Kind::AddressLabels),
        Paper::ShippingLabels => None,
    }
}

fn stored(paper: Paper) -> store::Paper {
    match paper {
        Paper::PickList => store::Paper::PickList,
        Paper::PackingSlips => store::Paper::PackingSlips,
        Paper::AddressLabels => store::Paper::AddressLabels,
        Paper::ShippingLabels => store::Paper::ShippingLabels,
    }
}

/// How its files are called.
fn name(paper: Paper) -> &'static str {
    match paper {
        Paper::PickList => "pick-list",
        Paper::PackingSlips => "packing-slips",
        Paper::AddressLabels => "address-labels",
        Paper::ShippingLabels => "shipping-labels",
    }
}

pub(crate) fn unmade(error: PaperError) -> AppError {
    AppError::new(ErrorCode::Internal, error.to_string())
}

pub(crate) fn unkept(why: &std::io::Error) -> AppError {
    let message = format!(
        "The paper could not be written ({why}). Nothing was printed. Check that the disk has room, then try again."
    );
    AppError::new(ErrorCode::Storage, message)
}

fn unopened(file: &std::path::Path, why: &str) -> AppError {
    let file = file.display();
    let message = format!(
        "The paper was made, but no program could be started to show it ({why}). Open it yourself: {file}. It stays there until TikTokFlow is started again."
    );
    AppError::new(ErrorCode::Internal, message)
}
