//! One pass over a part of the list of orders: pages are asked for, made ready and stored at the
//! same time, each in its turn.

use domain::Order;
use jiff::Timestamp;
use store::{Cursor, OrderPage, StoreError};
use tiktok_shop::{Lane, OrderQuery, Page, ShopError};
use tokio::{sync::mpsc, task::JoinError};
use tokio_util::task::AbortOnDropHandle;

use crate::{
    Step, SyncError,
    pull::{Puller, aside_rows},
    window::Window,
};

/// Pages that may wait to be stored, and are then stored together. They lie in memory meanwhile.
const AHEAD: usize = 2;

/// A page of the list, and the same ready to be stored.
struct Answer {
    page: Page<Order>,
    rows: OrderPage,
    /// When it was asked for.
    asked: Timestamp,
}

/// A page on its way into the cache.
struct Arrived {
    rows: OrderPage,
    /// How far the list has been read with it.
    cursor: Option<Cursor>,
    /// Records that the pass was sent, with it.
    sent: u64,
    total: Option<u64>,
}

impl Puller {
    /// One pass over a window, from where it stands to the list's end: while pages are being stored,
    /// further ones are on their way, a few and no more. Returns how many pages it read, and whether
    /// one page held the whole window.
    pub(crate) async fn pass(
        &self,
        window: &mut Window,
        lane: Lane,
        first_pull: bool,
        cursor: impl Fn(&Window, bool) -> Result<Option<Cursor>, StoreError>,
    ) -> Result<(u32, bool), SyncError> {
        let (to_store, arriving) = mpsc::channel(AHEAD);
        let (read, stored) =
            tokio::join!(self.read_pages(window, lane, cursor, to_store), self.store_pages(arriving, first_pull));
        stored?;
        read
    }

    async fn read_pages(
        &self,
        window: &mut Window,
        lane: Lane,
        cursor: impl Fn(&Window, bool) -> Result<Option<Cursor>, StoreError>,
        to_store: mpsc::Sender<Arrived>,
    ) -> Result<(u32, bool), SyncError> {
        let (mut pages, mut is_whole) = (0, false);
        let mut coming = None;
        while !window.ended {
            let answer = coming.take().unwrap_or_else(|| self.fetch(window.query(), lane)).await;
            pages += 1;
            let Answer { page, rows, asked } = match answer.unwrap_or_else(|broken| Err(broke_off(broken))) {
                Ok(answer) => answer,
                // Tokens end; a first page has none, so this ends as well.
                Err(SyncError::Shop(ShopError::PageGone)) => {
                    window.begin_again(window.size);
                    continue;
                }
                Err(SyncError::Shop(error)) => {
                    window.begin_again(self.smaller(error, window.size).await?);
                    continue;
                }
                Err(error) => return Err(error),
            };
            is_whole = window.turn(&page, asked);
            coming = (!window.ended).then(|| self.fetch(window.query(), lane));
            drop(page);
            let cursor = cursor(window, is_whole)?;
            if to_store.send(Arrived { rows, cursor, sent: window.sent, total: window.total }).await.is_err() {
                // Storing failed, and tells why itself.
                break;
            }
        }
        Ok((pages, is_whole))
    }

    /// Stores what arrives, in its order, until nothing more comes. What came while a page was being
    /// stored goes in together, since that is cheaper.
    async fn store_pages(&self, mut arriving: mpsc::Receiver<Arrived>, first_pull: bool) -> Result<(), SyncError> {
        let mut arrived = Vec::new();
        while arriving.recv_many(&mut arrived, AHEAD).await > 0 {
            let (mut place, mut pages) = (None, Vec::new());
            for Arrived { rows, cursor, sent, total } in arrived.drain(..) {
                pages.push(rows);
                place = Some((cursor, sent, total));
            }
            let Some((cursor, sent, total)) = place else { break };
            self.store.put_order_pages(self.shop, pages, cursor.as_ref()).await?;
            if first_pull {
                self.progress(Step::Orders, sent, total);
            }
        }
        Ok(())
    }

    /// Asks in a task of its own, so that an answer is read and made ready while another is being
    /// stored.
    fn fetch(&self, query: OrderQuery, lane: Lane) -> AbortOnDropHandle<Result<Answer, SyncError>> {
        let (client, asked) = (self.client.clone(), self.clock.now());
        let answer = async move {
            let page = client.search_orders(&query, lane).await?;
            let rows = OrderPage::new(&page.items, aside_rows("order", page.set_aside.clone(), asked), asked)?;
            Ok(Answer { page, rows, asked })
        };
        AbortOnDropHandle::new(tokio::spawn(answer))
    }
}

/// A bug that a record wakes is this loop's own, wherever it shows. Otherwise the app is ending.
fn broke_off(task: JoinError) -> SyncError {
    match task.try_into_panic() {
        Ok(bug) => std::panic::resume_unwind(bug),
        Err(_) => ShopError::ServerTrouble { why: "the app is ending".to_owned() }.into(),
    }
}
