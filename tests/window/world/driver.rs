//! One run of the app under WebKit's own driver.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use super::patience::until;
use super::process::Process;

/// A driver with the app it started. Dropping it ends both.
pub(crate) struct Driver {
    process: Process,
    client: Client,
}

impl Driver {
    /// Starts the program with these arguments and waits until its window can be driven.
    pub(crate) async fn start(mut command: Command, program: &str, args: &[&str], log: &Path) -> Self {
        let port = free_port();
        command.args(["--host=127.0.0.1", &format!("--port={port}")]).env("TAURI_WEBVIEW_AUTOMATION", "true");
        let mut process = Process::start(command.stdout(Stdio::null()).stdin(Stdio::null()), log);
        until("the window's driver", async || {
            assert!(!process.has_ended(), "WebKitWebDriver ended at once: {}", tail(log));
            TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok()
        })
        .await;
        let mut capabilities = serde_json::Map::new();
        capabilities.insert("webkitgtk:browserOptions".into(), json!({ "binary": program, "args": args }));
        let address = format!("http://127.0.0.1:{port}");
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let session = builder.capabilities(capabilities).connect(&address);
        let client = match tokio::time::timeout(Duration::from_secs(60), session).await {
            Ok(Ok(client)) => client,
            Ok(Err(error)) => panic!("the app's window could not be driven: {error}\n{}", tail(log)),
            Err(_) => panic!("the app never opened its window\n{}", tail(log)),
        };
        Self { process, client }
    }

    /// What drives the window.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Ends the app at once, without a word to it.
    pub(crate) fn kill(mut self) {
        self.process.kill();
    }
}

/// A port nobody listens on. Another program could take it in the moment until the driver does; none has.
fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

/// The end of a log, for a message.
fn tail(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(30)..].join("\n")
}
