//! The shop, its buyers, and a book of everything that happened to the levels there.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use domain::{Level, Order, Product};
use jiff::{SignedDuration, Timestamp};
use rand::{Rng as _, rngs::StdRng};
use sandbox::{Entry, Fault, FaultKind, NewOrder, Sandbox, Settings, When};
use tiktok_shop::{Client, Lane, Onward, OrderQuery, ProductQuery};

use crate::{
    cells::Cells,
    computer::{NoLog, client},
    spoken::{SAYS_OTHERS_AGAIN, SHIP, STOCK, approve, levels_in, shipment_in, writes_stock_of},
};

const PAGE: u32 = 100;
const LOOK: Duration = Duration::from_millis(1);

/// A level that reached the shop.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written {
    pub(crate) cell: usize,
    pub(crate) before: Level,
    pub(crate) level: Level,
}

/// A shipment that the shop carried out.
#[derive(Clone, Debug)]
pub(crate) struct Shipped {
    pub(crate) order: String,
    pub(crate) tracking: String,
}

/// The shop and its book.
pub(crate) struct Town {
    pub(crate) sandbox: Sandbox,
    client: Client,
    pub(crate) cells: Cells,
    levels: Vec<Level>,
    /// Seconds by which the shop's clock is ahead.
    ahead: Arc<AtomicI64>,
    pub(crate) written: Vec<Written>,
    /// What buyers did to levels while no process looked.
    pub(crate) bought: Vec<Written>,
    pub(crate) shipped: Vec<Shipped>,
    pub(crate) requests: usize,
}

impl Town {
    pub(crate) async fn open(seed: u64, rounds: u32) -> Self {
        let lifted = u32::MAX;
        let orders = 60 + rounds * 4;
        let ahead = Arc::new(AtomicI64::new(0));
        let now = Arc::clone(&ahead);
        let now = Arc::new(move || Timestamp::now() + SignedDuration::from_secs(now.load(Ordering::SeqCst)));
        let settings =
            Settings { seed, orders, products: 12, per_minute: lifted, per_day: lifted, now, ..Settings::default() };
        let sandbox = sandbox::start(settings).await.unwrap();
        let (client, _) = client(&sandbox.base_url(), &approve(&sandbox), Arc::new(NoLog)).await;
        let products = products(&client).await;
        let cells = Cells::of(&products);
        let levels = cells.levels(&products);
        sandbox.clear_journal();
        Self {
            sandbox,
            client,
            cells,
            levels,
            ahead,
            written: Vec::new(),
            bought: Vec::new(),
            shipped: Vec::new(),
            requests: 0,
        }
    }

    /// The link of a fresh consent.
    pub(crate) fn link(&self) -> String {
        approve(&self.sandbox)
    }

    pub(crate) async fn products(&self) -> Vec<Product> {
        products(&self.client).await
    }

    pub(crate) async fn orders(&self) -> HashMap<String, Order> {
        let mut all = HashMap::new();
        let mut query = OrderQuery { page_size: PAGE, ..OrderQuery::default() };
        loop {
            let page = self.client.search_orders(&query, Lane::Person).await.unwrap();
            all.extend(page.items.into_iter().map(|order| (order.id.as_str().to_owned(), order)));
            match page.onward {
                Onward::Token(token) => query.page_token = Some(token),
                Onward::Unsaid if page.sent == PAGE as usize => query.page_number += 1,
                Onward::Unsaid | Onward::End => break,
            }
        }
        all
    }

    /// Makes the writes of the next process slow, so that a kill hits while one is under way:
    /// before it is carried out, or between that and the answer.
    pub(crate) fn slow_writes(&self, dice: &mut StdRng) {
        for path in [SHIP, STOCK] {
            let when = if dice.random_bool(0.5) { When::Before } else { When::After };
            self.sandbox.fault(Fault { when: Some(when), ..Fault::always(path, FaultKind::Slow { ms: 40 }) });
        }
    }

    /// The process is dead: lets whatever it had sent take its course, and writes it into the book.
    pub(crate) async fn comes_to_rest(&mut self) {
        self.sandbox.clear_faults();
        // What lay in a socket is read before this call is answered, on this one thread.
        self.products().await;
        while self.sandbox.journal().iter().any(|entry| entry.answer_code.is_none()) {
            tokio::time::sleep(LOOK).await;
        }
        let journal = self.sandbox.journal();
        self.requests += journal.len() - 1;
        journal.iter().for_each(|entry| self.note(entry));
        let levels = self.cells.levels(&self.products().await);
        assert_eq!(levels, self.levels, "nothing but what the journal tells has moved a level");
    }

    fn note(&mut self, entry: &Entry) {
        if entry.answer_code != Some(0) {
            return;
        }
        if let Some((order, tracking)) = shipment_in(entry).filter(|_| entry.applied) {
            self.shipped.push(Shipped { order, tracking });
        }
        if writes_stock_of(entry).is_some() {
            self.note_levels(entry);
        }
    }

    fn note_levels(&mut self, entry: &Entry) {
        for ((product, sku, warehouse), level) in levels_in(entry) {
            let Some(cell) = self.cells.number(&product, &sku, &warehouse) else {
                if SAYS_OTHERS_AGAIN {
                    continue;
                }
                panic!("a level that nobody edits was written");
            };
            let before = std::mem::replace(&mut self.levels[cell], level);
            if before != level || !SAYS_OTHERS_AGAIN {
                self.written.push(Written { cell, before, level });
            }
        }
    }

    /// Buyers buy, cancel, and buy elsewhere, while no process looks. It is later by then: the shop tells
    /// whole seconds, and a sale in the second of a write leaves no trace but its level. And no sale takes
    /// as many pieces as an edit: where the edit never came, that level would be the one it was to bring.
    pub(crate) async fn lives(&mut self, dice: &mut StdRng, parcels: &[String]) {
        self.ahead.fetch_add(2, Ordering::SeqCst);
        for _ in 0..dice.random_range(0..3) {
            self.sandbox.order(NewOrder::default()).await.unwrap();
        }
        for _ in 0..dice.random_range(0..3) {
            let (product, sku, warehouse) = &self.cells.all()[dice.random_range(0..self.cells.all().len())];
            let pieces = dice.random_range(16..19);
            // Sold out is no sale.
            let _ = self.sandbox.sale(product.as_str(), sku.as_str(), warehouse.as_str(), pieces).await;
        }
        if let Some(order) = parcels.get(dice.random_range(0..parcels.len().max(1))).filter(|_| dice.random_bool(0.5)) {
            // Once it is shipped it can't be called off.
            let _ = self.sandbox.cancel(order).await;
        }
        let levels = self.cells.levels(&self.products().await);
        let before = std::mem::replace(&mut self.levels, levels);
        let moves = before.into_iter().zip(&self.levels).enumerate().filter(|(_, (before, level))| before != *level);
        self.bought.extend(moves.map(|(cell, (before, level))| Written { cell, before, level: *level }));
        self.sandbox.clear_journal();
    }
}

async fn products(client: &Client) -> Vec<Product> {
    let query = ProductQuery { page_size: PAGE, ..ProductQuery::default() };
    client.search_products(&query, Lane::Person).await.unwrap().items
}
