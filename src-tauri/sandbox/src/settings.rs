//! What kind of shop to open: its size, its keys, its limits, and how lively it is.

use std::{fmt, future::Future, path::PathBuf, pin::Pin, sync::Arc, time::Duration};

use jiff::Timestamp;

/// Tells the time. Everything dated or expiring in the shop asks this, so a test can move it.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Lets a given time pass: the delay of a slow answer, the pause before a webhook is tried again.
/// A test may hand in one that returns at once or waits for the test's word.
pub type Wait = Arc<dyn Fn(Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Everything that can be chosen about a practice shop before it opens.
///
/// When [`state_file`](Self::state_file) names an existing file, the shop in it continues and
/// `seed`, `orders`, `products` and `warehouses` are not looked at.
#[derive(Clone)]
pub struct Settings {
    /// Port on 127.0.0.1; 0 takes any free one. The shop never listens anywhere else.
    pub port: u16,
    /// The same seed and the same first `now` give the same shop, byte for byte.
    pub seed: u64,
    /// How many orders the last 30 days brought.
    pub orders: u32,
    /// How many products are on sale.
    pub products: u32,
    /// How many warehouses keep them, 1 to 8. A single one is called `default`.
    pub warehouses: u8,
    /// The seller's name, as the token call tells it.
    pub seller: String,
    /// The seller's id, as the token call tells it.
    pub open_id: String,
    /// The app's key: `client_id` at the consent page, `app_key` in token calls.
    pub app_key: String,
    /// The app's secret, asked for in token calls.
    pub app_secret: String,
    /// The app's id at the Partner API's consent page, where it has no key.
    pub service_id: String,
    /// Where the Partner API's consent page returns to: registered with the app, not asked for.
    pub redirect_url: String,
    /// The market the shop belongs to, like `US`.
    pub region: String,
    /// The shop's id in the Partner API; a seller may have several shops.
    pub shop_id: String,
    /// What names the shop in a call of the Partner API.
    pub shop_cipher: String,
    /// The seller's other shops: the same tokens open them in the Partner API. Behind each door is the one living
    /// shop, so that they tell the same orders and products.
    pub sister_shops: Vec<SisterShop>,
    /// Whether tokens of one consent end at once when the seller's next one is given or another is renewed. Otherwise
    /// each consent's live on; which of the two the real service does is not known.
    pub one_sign_in: bool,
    /// Who buys the labels of the Partner API's orders.
    pub shipping_type: ShippingType,
    /// Whether the Partner API holds paid orders for the hour in which buyers may change their mind. Where it doesn't,
    /// it tells so of each order, and takes no shipment in that hour all the same.
    pub holds_orders: bool,
    /// How many products a search of the Partner API shows; it refuses to go on beyond them.
    pub product_search_cap: usize,
    /// Whether the Partner API refuses a level of nothing, as its documentation reads now. Older ones allow it.
    pub refuse_zero_stock: bool,
    /// Whether the Partner API refuses a tracking number that another buyer's order has.
    pub refuse_duplicate_tracking: bool,
    /// How many pieces a package of the Partner API holds, if any number is too many: an order of more has to be split
    /// before it is shipped, where packages can be split between any pieces.
    pub most_in_package: Option<usize>,
    /// Calls allowed in a minute, over all endpoints of both contracts.
    pub per_minute: u32,
    /// Calls allowed in a day, over all endpoints of both contracts.
    pub per_day: u32,
    /// How long an access token is good for.
    pub access_token_life: Duration,
    /// How long a refresh token is good for.
    pub refresh_token_life: Duration,
    /// How long an authorisation code waits to be exchanged.
    pub code_life: Duration,
    /// Largest `page_size` that is not refused, with 1001 or 36009004.
    pub max_page_size: u32,
    /// The order in which lists of orders come; the contract sets none.
    pub list_order: ListOrder,
    /// True: products answer `skus[].stock_infos` besides the product's own. False: the bare
    /// contract, in which a product tells only the sum over its SKUs per warehouse.
    pub sku_stock: bool,
    /// Whether orders tell their deadlines and their warehouse, which the bare contract doesn't have.
    pub deadlines: bool,
    /// How much happens by itself.
    pub life: Life,
    /// Where the shop is kept, so that the same one opens again after a restart.
    pub state_file: Option<PathBuf>,
    /// Where webhooks are posted; an `http` or `https` address.
    pub webhook_url: Option<String>,
    /// Whether webhooks tell what happened as the Partner API does.
    pub partner_webhooks: bool,
    /// Key of the webhooks' signature; without one it is the app's secret.
    pub webhook_secret: Option<String>,
    /// Tells the time.
    pub now: Clock,
    /// Lets time pass.
    pub wait: Wait,
}

/// Another shop of the same seller, by another country's door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SisterShop {
    /// Its name.
    pub name: String,
    /// Its market, like `VN`.
    pub region: String,
    /// Its own id.
    pub id: String,
    /// What names it in a call.
    pub cipher: String,
}

/// Who sees to it that an order gets to its buyer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShippingType {
    /// The seller, who brings a tracking number.
    #[default]
    Seller,
    /// The service, which gives one.
    TikTok,
}

/// The order in which the shop lists orders. Within it, ids decide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListOrder {
    /// By creation, the newest first: what arrives moves every page.
    #[default]
    NewestFirst,
    /// By creation, the oldest first: what arrives comes last.
    OldestFirst,
    /// By change, the latest first: whatever happens to an order moves it to the top.
    LatestUpdateFirst,
}

/// How much happens in the shop by itself, on average per hour. Zero keeps that part still.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Life {
    /// New orders arriving.
    pub orders_per_hour: f64,
    /// Orders not yet shipped that their buyers cancel.
    pub cancellations_per_hour: f64,
    /// Shipped orders that reach their buyers.
    pub deliveries_per_hour: f64,
    /// Sales that draw stock down without an order, as another channel selling the same goods would.
    pub sales_per_hour: f64,
}

impl Life {
    /// A small shop on an ordinary day: enough to see numbers move while trying things out.
    pub const fn gentle() -> Self {
        Self { orders_per_hour: 12.0, cancellations_per_hour: 1.0, deliveries_per_hour: 10.0, sales_per_hour: 20.0 }
    }

    /// True when nothing happens by itself.
    pub fn is_still(&self) -> bool {
        [self.orders_per_hour, self.cancellations_per_hour, self.deliveries_per_hour, self.sales_per_hour]
            .iter()
            .all(|rate| *rate <= 0.0)
    }
}

impl Default for Settings {
    /// A still shop of 500 orders, 60 products and 3 warehouses with the contract's limits.
    fn default() -> Self {
        Self {
            port: 0,
            seed: 1,
            orders: 500,
            products: 60,
            warehouses: 3,
            seller: "Linh Kay Studio".into(),
            open_id: "practice-open-id".into(),
            app_key: "practice-key".into(),
            app_secret: "practice-secret".into(),
            service_id: "practice-service".into(),
            redirect_url: "tiktokflow://oauth/callback".into(),
            region: "US".into(),
            shop_id: "7495000000000000017".into(),
            shop_cipher: "TTP_practiceCipher+7/Qw==".into(),
            sister_shops: Vec::new(),
            one_sign_in: false,
            shipping_type: ShippingType::default(),
            holds_orders: true,
            product_search_cap: 10_000,
            refuse_zero_stock: false,
            refuse_duplicate_tracking: false,
            most_in_package: None,
            per_minute: 1_000,
            per_day: 10_000,
            access_token_life: 7 * DAY,
            refresh_token_life: 365 * DAY,
            code_life: Duration::from_secs(30 * 60),
            max_page_size: 100,
            list_order: ListOrder::default(),
            sku_stock: true,
            deadlines: false,
            life: Life::default(),
            state_file: None,
            webhook_url: None,
            partner_webhooks: false,
            webhook_secret: None,
            now: Arc::new(Timestamp::now),
            wait: Arc::new(|time| Box::pin(tokio::time::sleep(time))),
        }
    }
}

impl fmt::Debug for Settings {
    /// Prints no secret, so that settings can be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("port", &self.port)
            .field("seed", &self.seed)
            .field("orders", &self.orders)
            .field("products", &self.products)
            .field("warehouses", &self.warehouses)
            .field("life", &self.life)
            .field("state_file", &self.state_file)
            .finish_non_exhaustive()
    }
}
