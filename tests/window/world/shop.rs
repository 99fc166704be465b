//! The shop: the sandbox, in a process of its own, and what a test may tell it and ask it.

use std::path::{Path, PathBuf};
use std::sync::Once;

use reqwest::{Client, Method};
use serde::Deserialize;
use serde_json::{Value, json};

use super::APP;
use super::process::{Process, command};

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
    size: Size,
    base: String,
    client: Client,
}

impl Shop {
    /// Opens a shop whose state is kept under `root`, so that it can be closed and opened again.
    pub(crate) fn open(root: &Path, size: Size) -> Self {
        let (process, base) = start(root, size, 0);
        Self { process: Some(process), root: root.to_owned(), size, base, client: plain_client() }
    }

    /// A shop that was never opened.
    pub(crate) fn closed(root: &Path) -> Self {
        let (size, base) = (Size::small(), String::new());
        Self { process: None, root: root.to_owned(), size, base, client: plain_client() }
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
        let (process, base) = start(&self.root, self.size, port);
        assert_eq!(base, self.base);
        self.process = Some(process);
    }

    /// The person consents at the page `authorize_url`; the address the browser is then sent to.
    pub(crate) async fn approve(&self, authorize_url: &str) -> String {
        let page = url::Url::parse(authorize_url).unwrap();
        let part = |name: &str| page.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        let asked = json!({
            "client_id": part("client_id"), "redirect_uri": part("redirect_uri"), "state": part("state"),
        });
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

    /// The writes to `path` it was asked for, whether they changed something or not.
    pub(crate) async fn asked(&self, path: &str) -> Vec<Asked> {
        self.journal().await.into_iter().filter(|asked| asked.path == path).collect()
    }

    /// The writes to `path` that changed something.
    pub(crate) async fn applied(&self, path: &str) -> Vec<Asked> {
        self.asked(path).await.into_iter().filter(|asked| asked.applied).collect()
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

/// Starts the shop's program, which cargo builds into the same folder as the app.
fn start(root: &Path, size: Size, port: u16) -> (Process, String) {
    let program = Path::new(APP).with_file_name("sandbox");
    assert!(program.exists(), "the sandbox is not built: cargo build --package sandbox");
    let (process, line) = Process::start_and_hear(
        command(program.to_str().unwrap(), &[])
            .args(["--seed", "7", "--app-key", APP_KEY, "--app-secret", APP_SECRET])
            .args(["--port", &port.to_string(), "--orders", &size.orders.to_string()])
            .args(["--products", &size.products.to_string(), "--warehouses", &size.warehouses.to_string()])
            .arg("--state-file")
            .arg(root.join("shop.json")),
        &root.join("shop.log"),
    );
    let base = line.rsplit(' ').next().unwrap().trim_end_matches('/').to_owned();
    assert!(base.starts_with("http://127.0.0.1:"), "the sandbox said: {line}");
    (process, base)
}

/// A client for plain HTTP on this machine; a proxy of the developer's must not come between.
fn plain_client() -> Client {
    static TLS: Once = Once::new();
    TLS.call_once(|| {
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    Client::builder().no_proxy().build().unwrap()
}
