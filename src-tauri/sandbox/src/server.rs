//! Opening and closing the shop.

use std::{collections::BTreeMap, io, net::Ipv4Addr, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use jiff::Timestamp;
use reqwest::Url;
use tokio::{
    net::TcpListener,
    sync::{mpsc, watch},
    task::JoinHandle,
};

use crate::{
    faults::Fault,
    grants::Grants,
    http::{self, Control, Cutter, Hold, Sale, Wires},
    journal::Entry,
    limits::Limits,
    settings::Settings,
    shop::{self, Campaign, LifeClock, Movement, NewOrder},
    shopfront::{Counts, Kept, Shopfront},
    state_file, webhooks,
};

/// How often the shop looks whether something is due to happen.
const HEARTBEAT: Duration = Duration::from_secs(1);
/// How long closing waits for callers that don't let go of their connections.
const FAREWELL: Duration = Duration::from_secs(2);

/// Why the shop can't open. Each is a sentence for the person who wanted it open.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another program listens there.
    #[error("Port {0} is taken by another program. Choose another port, or 0 for any free one.")]
    PortTaken(u16),
    /// The system refuses to listen.
    #[error("The practice shop can't listen on port {port}: {reason}.")]
    Listen {
        /// The port asked for.
        port: u16,
        /// What the system says.
        reason: io::Error,
    },
    /// The file of an earlier run can't be read or understood.
    #[error("The practice shop's file {} can't be read: {reason}. It was left as it is; move it away to begin a new shop.", path.display())]
    StateFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: io::Error,
    },
    /// The webhook address is none.
    #[error("{0} is not an http or https address that webhooks can be sent to.")]
    WebhookUrl(String),
    /// The client that posts webhooks can't be made.
    #[error("Webhooks can't be sent from this computer: {0}.")]
    WebhookClient(reqwest::Error),
}

/// Why a control call did nothing: the sentence says it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NotDone(pub String);

/// An open shop. Dropping it closes it without waiting; [`stop`](Self::stop) closes it properly.
pub struct Sandbox {
    pub(crate) front: Arc<Shopfront>,
    address: SocketAddr,
    closing: watch::Sender<bool>,
    serving: JoinHandle<()>,
}

/// Opens a shop on 127.0.0.1.
///
/// # Errors
/// When the port can't be had, the state file can't be read or the webhook address is none.
pub async fn start(settings: Settings) -> Result<Sandbox, StartError> {
    let kept = kept(&settings)?;
    let webhook = webhook_target(&settings)?;
    let listener = listen(settings.port).await?;
    let port = settings.port;
    let address = listener.local_addr().map_err(|reason| StartError::Listen { port, reason })?;

    let (closing, closed) = watch::channel(false);
    let (sender, events) = mpsc::unbounded_channel();
    let front = Arc::new(Shopfront::new(settings, kept, webhook.is_some().then_some(sender), closed));
    if let Some((url, client)) = webhook {
        tokio::spawn(webhooks::deliver(Arc::clone(&front), url, client, events));
    }
    if !front.settings.life.is_still() {
        tokio::spawn(live(Arc::clone(&front)));
    }
    front.keep().await;
    let serving = tokio::spawn(serve(listener, Arc::clone(&front)));
    Ok(Sandbox { front, address, closing, serving })
}

fn kept(settings: &Settings) -> Result<Kept, StartError> {
    if let Some(path) = &settings.state_file {
        let loaded = state_file::load(path);
        let loaded = loaded.map_err(|reason| StartError::StateFile { path: path.clone(), reason })?;
        if let Some(kept) = loaded {
            return Ok(kept);
        }
    }
    Ok(Kept {
        shop: shop::open(settings, (settings.now)()),
        grants: Grants::default(),
        limits: Limits::default(),
        life: LifeClock::default(),
    })
}

fn webhook_target(settings: &Settings) -> Result<Option<(Url, reqwest::Client)>, StartError> {
    let Some(text) = &settings.webhook_url else { return Ok(None) };
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let url = url.ok_or_else(|| StartError::WebhookUrl(text.clone()))?;
    Ok(Some((url, webhooks::client().map_err(StartError::WebhookClient)?)))
}

async fn listen(port: u16) -> Result<TcpListener, StartError> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|reason| match reason.kind() {
        io::ErrorKind::AddrInUse => StartError::PortTaken(port),
        _ => StartError::Listen { port, reason },
    })
}

async fn serve(listener: TcpListener, front: Arc<Shopfront>) {
    let doors = http::doors(Arc::clone(&front)).into_make_service_with_connect_info::<Cutter>();
    let until_closing = async move { front.closing().await };
    let served = axum::serve(Wires(listener), doors).with_graceful_shutdown(until_closing).await;
    if let Err(error) = served {
        tracing::warn!(%error, "the practice shop stopped listening");
    }
}

async fn live(front: Arc<Shopfront>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(HEARTBEAT) => {}
            () = front.closing() => return,
        }
        if front.live() > 0 {
            front.keep().await;
        }
    }
}

impl Sandbox {
    /// Where the shop answers, like `http://127.0.0.1:43117`.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Consent given without the page: the address a browser would be sent to, with a fresh code.
    /// For another `client_id` than the app's it carries `error=unauthorized_client` instead. A code
    /// that has not been exchanged yet does not outlive a crash.
    pub fn approve(&self, redirect_uri: &str, client_id: &str, state: &str) -> String {
        http::approved(&self.front, redirect_uri, client_id, state)
    }

    /// Sets a fault.
    pub fn fault(&self, fault: Fault) {
        self.front.with(|world, _| world.faults.set(fault));
    }

    /// Clears all faults.
    pub fn clear_faults(&self) {
        self.front.with(|world, _| world.faults.clear());
    }

    /// The calls since the journal was last cleared, oldest first.
    pub fn journal(&self) -> Vec<Entry> {
        self.front.with(|world, _| world.journal.entries())
    }

    /// Forgets the calls so far.
    pub fn clear_journal(&self) {
        self.front.with(|world, _| world.journal.clear());
    }

    /// The changes of levels from the `n`th on, as the shop's own books have them.
    pub fn movements(&self, n: u64) -> Vec<Movement> {
        self.front.with(|world, _| world.kept.shop.books.since(n))
    }

    /// The level of every SKU in every warehouse: product, SKU and warehouse by their ids.
    pub fn levels(&self) -> BTreeMap<(String, String, String), u32> {
        self.front.with(|world, _| world.kept.shop.levels())
    }

    /// Makes an order arrive; answers it in JSON, as the API shows it.
    ///
    /// # Errors
    /// When what it wants is not in stock.
    pub async fn order(&self, new: NewOrder) -> Result<String, NotDone> {
        Control(&self.front).order(new).await.map_err(|denied| NotDone(denied.0))
    }

    /// The buyer cancels an order.
    ///
    /// # Errors
    /// When there is no such order, or it has been shipped or cancelled already.
    pub async fn cancel(&self, order_id: &str) -> Result<(), NotDone> {
        Control(&self.front).cancel(order_id).await.map_err(|denied| NotDone(denied.0))
    }

    /// The shop no longer holds an order for its buyer's hour, and tells `moved` as the time of that change, unless
    /// the order's last one was later: so that one can be made which no list of changes tells.
    ///
    /// # Errors
    /// When there is no such order.
    pub async fn end_hold(&self, order_id: &str, moved: Timestamp) -> Result<(), NotDone> {
        Control(&self.front).end_hold(order_id, moved).await.map_err(|denied| NotDone(denied.0))
    }

    /// The carrier delivers an order.
    ///
    /// # Errors
    /// When there is no such order, or it is not on its way.
    pub async fn deliver(&self, order_id: &str) -> Result<(), NotDone> {
        Control(&self.front).deliver(order_id).await.map_err(|denied| NotDone(denied.0))
    }

    /// Goods are sold without an order; answers how many are left in that warehouse.
    ///
    /// # Errors
    /// When there is no such SKU there, or not so many of it.
    pub async fn sale(
        &self,
        product_id: &str,
        sku_id: &str,
        warehouse_id: &str,
        quantity: u32,
    ) -> Result<u32, NotDone> {
        let [product_id, sku_id, warehouse_id] = [product_id, sku_id, warehouse_id].map(ToOwned::to_owned);
        let sale = Sale { product_id, sku_id, warehouse_id, quantity };
        Control(&self.front).sale(sale).await.map_err(|denied| NotDone(denied.0))
    }

    /// A campaign holds so much of a SKU in a warehouse, and no level below is taken; nothing: it is over. `told`: reads
    /// say so, in `stock_infos[].campaign_inventory[].quantity`.
    ///
    /// # Errors
    /// When there is no such SKU there.
    pub async fn campaign(
        &self,
        product_id: &str,
        sku_id: &str,
        warehouse_id: &str,
        quantity: u32,
        told: bool,
    ) -> Result<(), NotDone> {
        let campaign = Campaign { warehouse_id: warehouse_id.to_owned(), quantity, told };
        let hold = Hold { product_id: product_id.to_owned(), sku_id: sku_id.to_owned(), campaign };
        Control(&self.front).campaign(hold).await.map_err(|denied| NotDone(denied.0))
    }

    /// Ends the life of all access tokens now; they answer 1004 until refreshed.
    pub async fn expire_tokens(&self) {
        Control(&self.front).expire_tokens().await;
    }

    /// The seller takes consent back; all tokens answer 1003.
    pub async fn revoke_tokens(&self) {
        Control(&self.front).revoke_tokens().await;
    }

    /// Leaves the app only these scopes; what needs another answers 1006.
    pub async fn set_scopes(&self, granted: &[String]) {
        Control(&self.front).set_scopes(granted).await;
    }

    /// Catches up on what happens by itself, without waiting for the next heartbeat; answers how
    /// many things happened.
    pub fn live(&self) -> u32 {
        self.front.live()
    }

    /// How many orders, products and SKUs there are.
    pub fn counts(&self) -> Counts {
        self.front.counts()
    }

    /// Closes the shop: calls under way end, delays end at once, and the state is kept.
    pub async fn stop(mut self) {
        // Nobody listening any more means that the shop has closed by itself.
        let _ = self.closing.send(true);
        if tokio::time::timeout(FAREWELL, &mut self.serving).await.is_err() {
            self.serving.abort();
        }
        self.front.keep().await;
    }
}
