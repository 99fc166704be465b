//! The open shop as its doors share it: the house's state behind one lock, and where it is kept.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, watch};

use crate::{
    faults::Faults,
    grants::Grants,
    journal::Journal,
    limits::Limits,
    partner::LabelSale,
    settings::Settings,
    shop::{Event, LifeClock, Shop, Status},
    state_file::StateFile,
};

/// What outlives a restart.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) shop: Shop,
    pub(crate) grants: Grants,
    pub(crate) limits: Limits,
    pub(crate) life: LifeClock,
}

/// Everything there is.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) kept: Kept,
    pub(crate) faults: Faults,
    pub(crate) journal: Journal,
    /// Endpoints of the Partner API that answer as if their version had been retired, by their patterns.
    pub(crate) retired: Vec<String>,
    /// Warehouses that the seller has switched off, by their ids.
    pub(crate) switched_off: Vec<String>,
    /// How the Partner API sells labels.
    pub(crate) label_sale: LabelSale,
    /// How many packages of an order were bought besides its first.
    pub(crate) more_packages: BTreeMap<String, u32>,
}

/// How many of what the shop has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Orders of every status.
    pub orders: usize,
    /// Orders per status; every status is there.
    pub by_status: BTreeMap<Status, usize>,
    /// Products on sale.
    pub products: usize,
    /// SKUs of all products.
    pub skus: usize,
}

pub(crate) struct Shopfront {
    pub(crate) settings: Settings,
    world: Mutex<World>,
    state_file: Option<StateFile>,
    /// Where events go; none when nobody listens.
    events: Option<mpsc::UnboundedSender<Event>>,
    closing: watch::Receiver<bool>,
}

impl Shopfront {
    pub(crate) fn new(
        settings: Settings,
        kept: Kept,
        events: Option<mpsc::UnboundedSender<Event>>,
        closing: watch::Receiver<bool>,
    ) -> Self {
        let world = World {
            kept,
            faults: Faults::default(),
            journal: Journal::default(),
            retired: Vec::new(),
            switched_off: Vec::new(),
            label_sale: LabelSale::default(),
            more_packages: BTreeMap::new(),
        };
        let state_file = settings.state_file.clone().map(StateFile::new);
        Self { settings, world: Mutex::new(world), state_file, events, closing }
    }

    /// Does something to the world, at one moment, with nobody else in it; then sends off what
    /// happened by it.
    pub(crate) fn with<R>(&self, act: impl FnOnce(&mut World, Timestamp) -> R) -> R {
        let now = (self.settings.now)();
        let mut world = self.world();
        let result = act(&mut world, now);
        let events = world.kept.shop.take_events();
        drop(world);
        if let Some(sender) = &self.events {
            // A closed channel means that the shop is closing.
            events.into_iter().for_each(|event| drop(sender.send(event)));
        }
        result
    }

    /// Lets time pass, though not beyond the shop's closing.
    pub(crate) async fn pause(&self, time: Duration) {
        if time.is_zero() {
            return;
        }
        tokio::select! {
            () = (self.settings.wait)(time) => {}
            () = self.closing() => {}
        }
    }

    /// Ends when the shop closes.
    pub(crate) async fn closing(&self) {
        // An error means that the shop was dropped, which is closing as well.
        let _ = self.closing.clone().wait_for(|closing| *closing).await;
    }

    /// Brings everything changed so far into the state file, if there is one. A file that can't be
    /// written is reported and the shop stays open: it is a practice shop.
    pub(crate) async fn keep(&self) {
        let Some(file) = &self.state_file else { return };
        if let Err(error) = file.save(|| self.world().kept.clone()).await {
            tracing::warn!(%error, "the practice shop's state could not be kept");
        }
    }

    pub(crate) fn counts(&self) -> Counts {
        self.with(|world, _| {
            let shop = &world.kept.shop;
            let of = |status| shop.orders.iter().filter(|order| order.order_status == status).count();
            Counts {
                orders: shop.orders.iter().count(),
                by_status: Status::ALL.into_iter().map(|status| (status, of(status))).collect(),
                products: shop.products.len(),
                skus: shop.products.iter().map(|product| product.skus.len()).sum(),
            }
        })
    }

    /// Catches up on what happens by itself; answers how many things happened.
    pub(crate) fn live(&self) -> u32 {
        let life = self.settings.life;
        self.with(|world, now| {
            let Kept { shop, life: clock, .. } = &mut world.kept;
            clock.live(shop, &life, now)
        })
    }

    fn world(&self) -> MutexGuard<'_, World> {
        // A thread that panicked changed one order at most; the shop can go on.
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
