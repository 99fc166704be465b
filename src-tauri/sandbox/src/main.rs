//! The practice shop as a program of its own: `sandbox --help` tells its switches.

use std::{error::Error, io::Write, path::PathBuf, process::ExitCode, time::Duration};

use clap::{Parser, ValueEnum};
use sandbox::{Life, ListOrder, Settings, ShippingType, SisterShop};

const DAY: u64 = 24 * 60 * 60;

/// A TikTok Shop on your own machine, with invented orders, for trying things out and for tests.
///
/// It listens on 127.0.0.1 only. Once it is up it prints its address; Ctrl-C closes it. Everything
/// that can go wrong between an app and a shop can be switched on at /control/fault, and what the
/// shop was asked is read at /control/journal.
#[derive(Debug, Parser)]
#[command(name = "sandbox", version)]
struct Flags {
    /// Port to listen on; 0 takes any free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// The same seed gives the same shop
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Orders of the last 30 days
    #[arg(long, default_value_t = 500)]
    orders: u32,
    /// Products on sale
    #[arg(long, default_value_t = 60)]
    products: u32,
    /// Warehouses; a single one is called "default"
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=8))]
    warehouses: u8,
    /// The seller's name
    #[arg(long, value_name = "NAME", default_value = "Linh Kay Studio")]
    seller: String,
    /// The seller's id; another seller's shop needs another one
    #[arg(long, value_name = "ID", default_value = "practice-open-id")]
    open_id: String,
    /// The app's key
    #[arg(long, default_value = "practice-key")]
    app_key: String,
    /// The app's secret
    #[arg(long, default_value = "practice-secret")]
    app_secret: String,
    /// The app's id at the Partner API's consent page
    #[arg(long, value_name = "ID", default_value = "practice-service")]
    service_id: String,
    /// Where the Partner API's consent page returns to
    #[arg(long, value_name = "URL", default_value = "tiktokflow://oauth/callback")]
    redirect_url: String,
    /// The market the shop belongs to
    #[arg(long, value_name = "COUNTRY", default_value = "US")]
    region: String,
    /// The shop's id in the Partner API
    #[arg(long, value_name = "ID", default_value = "7495000000000000017")]
    shop_id: String,
    /// What names the shop in a call of the Partner API
    #[arg(long, value_name = "CIPHER", default_value = "TTP_practiceCipher+7/Qw==")]
    shop_cipher: String,
    /// Another shop of the seller in the Partner API, with the same goods; may be given several times
    #[arg(long, value_name = "NAME,COUNTRY,ID,CIPHER", value_parser = sister)]
    sister_shop: Vec<SisterShop>,
    /// End all other tokens of the seller with each consent and each renewal
    #[arg(long)]
    one_sign_in: bool,
    /// The service ships orders of the Partner API, not the seller
    #[arg(long)]
    tiktok_shipping: bool,
    /// Refuse a level of nothing in the Partner API
    #[arg(long)]
    refuse_zero_stock: bool,
    /// Refuse a tracking number that another buyer's order has in the Partner API
    #[arg(long)]
    refuse_duplicate_tracking: bool,
    /// Pieces that a package of the Partner API holds; orders of more have to be split
    #[arg(long, value_name = "PIECES")]
    most_in_package: Option<usize>,
    /// Calls allowed in a minute
    #[arg(long, default_value_t = 1_000)]
    per_minute: u32,
    /// Calls allowed in a day
    #[arg(long, default_value_t = 10_000)]
    per_day: u32,
    /// Seconds an access token is good for
    #[arg(long, value_name = "SECONDS", default_value_t = 7 * DAY)]
    access_token_life: u64,
    /// Seconds a refresh token is good for
    #[arg(long, value_name = "SECONDS", default_value_t = 365 * DAY)]
    refresh_token_life: u64,
    /// Seconds an authorisation code can be exchanged
    #[arg(long, value_name = "SECONDS", default_value_t = 30 * 60)]
    code_life: u64,
    /// Largest page_size allowed
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    max_page_size: u32,
    /// What orders are listed by; it comes first
    #[arg(long, value_enum, default_value_t = Listed::Newest)]
    list_order: Listed,
    /// Show stock per product only, as the bare contract does, not per SKU
    #[arg(long)]
    bare_stock: bool,
    /// Tell until when each order must be handed over and scanned, and its warehouse
    #[arg(long)]
    deadlines: bool,
    /// Orders arriving per hour
    #[arg(long, value_name = "RATE", default_value_t = 0.0, value_parser = rate)]
    orders_per_hour: f64,
    /// Orders cancelled per hour
    #[arg(long, value_name = "RATE", default_value_t = 0.0, value_parser = rate)]
    cancellations_per_hour: f64,
    /// Orders delivered per hour
    #[arg(long, value_name = "RATE", default_value_t = 0.0, value_parser = rate)]
    deliveries_per_hour: f64,
    /// Sales per hour that draw stock down without an order
    #[arg(long, value_name = "RATE", default_value_t = 0.0, value_parser = rate)]
    sales_per_hour: f64,
    /// Keep the shop in this file and continue it at the next start
    #[arg(long, value_name = "FILE")]
    state_file: Option<PathBuf>,
    /// Post the four webhook events to this address
    #[arg(long, value_name = "URL")]
    webhook_url: Option<String>,
    /// Post webhooks as the Partner API has them
    #[arg(long)]
    partner_webhooks: bool,
    /// Sign webhooks with this instead of the app's secret
    #[arg(long, value_name = "SECRET")]
    webhook_secret: Option<String>,
}

/// [`ListOrder`] as the command line names it.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Listed {
    Newest,
    Oldest,
    LatestUpdate,
}

impl From<Listed> for ListOrder {
    fn from(listed: Listed) -> Self {
        match listed {
            Listed::Newest => Self::NewestFirst,
            Listed::Oldest => Self::OldestFirst,
            Listed::LatestUpdate => Self::LatestUpdateFirst,
        }
    }
}

/// A number of happenings per hour: finite and not negative.
fn rate(text: &str) -> Result<f64, String> {
    let rate = text.parse::<f64>().ok().filter(|rate| rate.is_finite() && *rate >= 0.0);
    rate.ok_or_else(|| "a rate is a number from 0".into())
}

fn sister(text: &str) -> Result<SisterShop, String> {
    let parts: Vec<&str> = text.split(',').collect();
    let [name, region, id, cipher] = parts[..] else { return Err("a shop is NAME,COUNTRY,ID,CIPHER".into()) };
    let [name, region, id, cipher] = [name, region, id, cipher].map(ToOwned::to_owned);
    Ok(SisterShop { name, region, id, cipher })
}

impl From<Flags> for Settings {
    fn from(flags: Flags) -> Self {
        Self {
            port: flags.port,
            seed: flags.seed,
            orders: flags.orders,
            products: flags.products,
            warehouses: flags.warehouses,
            seller: flags.seller,
            open_id: flags.open_id,
            app_key: flags.app_key,
            app_secret: flags.app_secret,
            service_id: flags.service_id,
            redirect_url: flags.redirect_url,
            region: flags.region,
            shop_id: flags.shop_id,
            shop_cipher: flags.shop_cipher,
            sister_shops: flags.sister_shop,
            one_sign_in: flags.one_sign_in,
            shipping_type: if flags.tiktok_shipping { ShippingType::TikTok } else { ShippingType::Seller },
            refuse_zero_stock: flags.refuse_zero_stock,
            refuse_duplicate_tracking: flags.refuse_duplicate_tracking,
            most_in_package: flags.most_in_package,
            per_minute: flags.per_minute,
            per_day: flags.per_day,
            access_token_life: Duration::from_secs(flags.access_token_life),
            refresh_token_life: Duration::from_secs(flags.refresh_token_life),
            code_life: Duration::from_secs(flags.code_life),
            max_page_size: flags.max_page_size,
            list_order: flags.list_order.into(),
            sku_stock: !flags.bare_stock,
            deadlines: flags.deadlines,
            life: Life {
                orders_per_hour: flags.orders_per_hour,
                cancellations_per_hour: flags.cancellations_per_hour,
                deliveries_per_hour: flags.deliveries_per_hour,
                sales_per_hour: flags.sales_per_hour,
            },
            state_file: flags.state_file,
            webhook_url: flags.webhook_url,
            partner_webhooks: flags.partner_webhooks,
            webhook_secret: flags.webhook_secret,
            ..Self::default()
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(tracing::Level::WARN).init();
    match run(Flags::parse().into()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // With standard error closed there is nobody to tell.
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(settings: Settings) -> Result<(), Box<dyn Error>> {
    // Before the shop says that it is up: whoever reads that may close it at once.
    let asked_to_close = asked_to_close()?;
    let sandbox = sandbox::start(settings).await?;
    announce(&sandbox.base_url())?;
    asked_to_close.await;
    sandbox.stop().await;
    Ok(())
}

/// The one line on standard output, flushed so that a program waiting for it gets it at once.
fn announce(base_url: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "sandbox ready at {base_url}")?;
    out.flush()
}

/// Listens for Ctrl-C and SIGTERM from the moment it is called; the returned future ends at either.
#[cfg(unix)]
fn asked_to_close() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupted, mut terminated) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

/// Listens for Ctrl-C from the moment it is called; the returned future ends at it.
#[cfg(windows)]
fn asked_to_close() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupted = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        let _ = interrupted.recv().await;
    })
}
