//! The shop: the sandbox, in a process of its own, and what a test may tell it and ask it.

use std::path::{Path, PathBuf};
use std::sync::Once;

use reqwest::{Client, Method};
use serde::Deserialize;
use serde_json::{Value, json};

use super::process::{Process, command};
use super::{APP, Call};

/// The key that the shop knows the app by. Unlike any other word, so that a search for it finds only a leak.
pub(crate) const APP_KEY: &str = "canary-key-29a39d4c7e";
/// The secret to that key.
pub(crate) const APP_SECRET: &str = "canary-secret-5f0c81b7d2e94a63";

/// How much there is in a shop.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    /// Orders of the last thirty days.
    pub(crate) orders: u32,
    /// Products on sale.
    pub(crate) products: u32,
    /// Warehouses that keep them.
    pub(crate) warehouses: u8,
}

impl Size {
    /// Enough of everything to point at, and pulled in a moment.
    pub(crate) fn small() -> Self {
        Self { orders: 120, products: 12, warehouses: 2 }
    }
}

/// Who keeps a shop.
#[derive(Clone, Copy)]
pub(crate) struct Seller {
    /// The name at the door.
    pub(crate) name: &'static str,
    /// What tells this seller from another of the same name.
    id: &'static str,
    /// What the signed contract tells this shop from another by.
    shop_id: &'static str,
    /// Another number makes other orders and products.
    seed: &'static str,
    /// The seller's other shops, as the sandbox's switch has them.
    sisters: &'static [&'static str],
}

impl Seller {
    /// Whose shop a world has.
    pub(crate) const FIRST: Self = Self {
        name: "Linh Kay Studio",
        id: "seller-of-the-first",
        shop_id: "7495000000000000017",
        seed: "7",
        sisters: &[],
    };
    /// Whose shop stands beside it.
    pub(crate) const SECOND: Self = Self {
        name: "Mekong Crafts",
        id: "seller-of-the-second",
        shop_id: "7495000000000000025",
        seed: "8",
        sisters: &[],
    };
    /// The first, with a shop in another country.
    pub(crate) const OF_TWO_SHOPS: Self =
        Self { sisters: &["Linh Kay Hanoi,VN,7495000000000000018,ROW_hanoi"], ..Self::FIRST };
}

/// A request the shop was asked, from its journal.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    /// The path alone.
    pub(crate) path: String,
    /// What was sent along: JSON, or nothing.
    pub(crate) body: String,
    /// Whether it changed something in the shop.
    pub(crate) applied: bool,
}

impl Asked {
    /// What was sent along, read.
    pub(crate) fn sent(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// A shop that runs, or did.
pub(crate) struct Shop {
    process: Option<Process>,
    root: PathBuf,
    /// Whose it is.
    pub(crate) seller: Seller,
    size: Size,
    base: String,
    webhooks: Option<String>,
    labels: Option<&'static str>,
    client: Client,
}

impl Shop {
    /// Opens a shop whose state is kept under `root`, so that it can be closed and opened again.
    pub(crate) fn open(root: &Path, seller: Seller, size: Size) -> Self {
        let mut shop = Self { seller, size, ..Self::closed(root) };
        shop.start(0);
        shop
    }

    /// A shop that was never opened.
    pub(crate) fn closed(root: &Path) -> Self {
        Self {
            process: None,
            root: root.to_owned(),
            seller: Seller::FIRST,
            size: Size::small(),
            base: String::new(),
            webhooks: None,
            labels: None,
            client: plain_client(),
        }
    }

    /// Where it is: `http://127.0.0.1:PORT`.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// Closes it: nobody answers at its address any more, and it keeps what it knew.
    pub(crate) fn close(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.stop();
        }
    }

    /// Opens the same shop again at the same address.
    pub(crate) fn open_again(&mut self) {
        let port = self.base.rsplit(':').next().and_then(|port| port.parse().ok()).unwrap();
        let base = self.base.clone();
        self.start(port);
        assert_eq!(base, self.base);
    }

    /// Closes it and opens it at the same address again, from now on telling its news to `address`.
    pub(crate) fn post_news_to(&mut self, address: String) {
        self.webhooks = Some(address);
        self.close();
        self.open_again();
    }

    /// Closes it and opens it at the same address again, as a shop of that market whose orders leave with the platform's
    /// labels.
    pub(crate) fn give_labels(&mut self, market: &'static str) {
        self.labels = Some(market);
        self.close();
        self.open_again();
    }

    /// Starts the shop's program, which cargo builds into the same folder as the app.
    fn start(&mut self, port: u16) {
        let program = Path::new(APP).with_file_name("sandbox");
        assert!(program.exists(), "the sandbox is not built: cargo build --package sandbox");
        let Size { orders, products, warehouses } = self.size;
        let mut command = command(program.to_str().unwrap(), &[]);
        command
            .args(["--seller", self.seller.name, "--open-id", self.seller.id, "--seed", self.seller.seed])
            .args(["--shop-id", self.seller.shop_id, "--app-key", APP_KEY, "--app-secret", APP_SECRET])
            .args(["--port", &port.to_string(), "--orders", &orders.to_string()])
            .args(["--products", &products.to_string(), "--warehouses", &warehouses.to_string()])
            .arg("--state-file")
            .arg(self.root.join("shop.json"));
        for sister in self.seller.sisters {
            command.args(["--sister-shop", sister]);
        }
        if let Some(address) = &self.webhooks {
            command.args(["--webhook-url", address]);
        }
        if let Some(market) = self.labels {
            command.args(["--region", market, "--tiktok-shipping"]);
        }
        let (process, line) = Process::start_and_hear(&mut command, &self.root.join("shop.log"));
        self.base = line.rsplit(' ').next().unwrap().trim_end_matches('/').to_owned();
        assert!(self.base.starts_with("http://127.0.0.1:"), "the sandbox said: {line}");
        self.process = Some(process);
    }

    /// The person consents at the page `authorize_url`; the address the browser is then sent to.
    pub(crate) async fn approve(&self, authorize_url: &str) -> String {
        let page = url::Url::parse(authorize_url).unwrap();
        let part = |name: &str| page.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        let asked = match part("service_id") {
            Some(service) => json!({ "service_id": service, "state": part("state") }),
            None => json!({
                "client_id": part("client_id"), "redirect_uri": part("redirect_uri"), "state": part("state"),
            }),
        };
        let answer = self.control(Method::POST, "approve", asked).await;
        answer["redirect"].as_str().unwrap().to_owned()
    }

    /// Turns on a fault, as the sandbox's documentation describes it.
    pub(crate) async fn fault(&self, fault: Value) {
        self.control(Method::POST, "fault", fault).await;
    }

    /// Turns every fault off.
    pub(crate) async fn heal(&self) {
        self.control(Method::DELETE, "fault", Value::Null).await;
    }

    /// The access and refresh tokens it has given out, read from what it keeps of itself.
    pub(crate) fn tokens(&self) -> Vec<String> {
        let kept = std::fs::read_to_string(self.root.join("shop.json")).unwrap();
        let mut tokens = Vec::new();
        collect_tokens(&serde_json::from_str(&kept).unwrap(), &mut tokens);
        assert!(tokens.len() >= 2, "the shop keeps an access and a refresh token");
        tokens
    }

    /// Everything it was asked so far.
    pub(crate) async fn journal(&self) -> Vec<Asked> {
        serde_json::from_value(self.control(Method::GET, "journal", Value::Null).await).unwrap()
    }

    /// The calls of this kind that it was asked for, whether they changed something or not.
    pub(crate) async fn asked(&self, call: Call) -> Vec<Asked> {
        self.journal().await.into_iter().filter(|asked| call.is(asked)).collect()
    }

    /// The calls of this kind that changed something.
    pub(crate) async fn applied(&self, call: Call) -> Vec<Asked> {
        self.asked(call).await.into_iter().filter(|asked| asked.applied).collect()
    }

    /// Makes something happen in the shop.
    pub(crate) async fn happen(&self, what: &str, how: Value) -> Value {
        self.control(Method::POST, what, how).await
    }

    async fn control(&self, method: Method, what: &str, body: Value) -> Value {
        let request = self.client.request(method, format!("{}/control/{what}", self.base));
        let request = if body.is_null() { request } else { request.json(&body) };
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert!(status.is_success(), "the shop answered {status} to /control/{what}: {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }
}

fn collect_tokens(kept: &Value, into: &mut Vec<String>) {
    match kept {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(token) if name.ends_with("_token") => into.push(token.clone()),
                    other => collect_tokens(other, into),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_tokens(item, into)),
        _ => {}
    }
}

/// A client for plain HTTP on this machine; a proxy of the developer's must not come between.
fn plain_client() -> Client {
    static TLS: Once = Once::new();
    TLS.call_once(|| {
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    // The shop may be closed and opened again: a connection that was kept would be to the one before.
    Client::builder().no_proxy().pool_max_idle_per_host(0).build().unwrap()
}
