//! A computer on which the app has been used for years, and what is opened on it.

use std::path::PathBuf;

use serde::de::DeserializeOwned;
use store::Store;

use crate::empty_window::{EMPTY, PLAIN_EMPTY};
use crate::shelf;
use crate::shop;
use crate::window::world::{APP, Window, World};

/// Orders where they don't matter.
const FEW: u64 = 1_000;
const PAGE: &str = include_str!("page.js");

/// The folder of orders stays for the whole run: filling it takes longer than anything that is measured.
pub(crate) struct Computer {
    world: World,
}

/// A window that is measured, and where its process is found.
pub(crate) struct Measured {
    window: Window,
    program: PathBuf,
}

/// What opens a window.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Program {
    /// The built app.
    App,
    /// A window with a sentence in it, which paints as the app does.
    Empty,
    /// The same as Tauri makes it, which leaves it to WebKitGTK how it paints.
    PlainEmpty,
}

impl Program {
    /// The program and its arguments.
    pub(crate) fn command(self) -> Vec<String> {
        let this = || std::env::current_exe().expect("a path").display().to_string();
        match self {
            Self::App => vec![APP.to_owned()],
            Self::Empty => vec![this(), EMPTY.to_owned()],
            Self::PlainEmpty => vec![this(), PLAIN_EMPTY.to_owned()],
        }
    }
}

impl Computer {
    /// A cache of so many orders, of a shop that nobody answers for: the app is offline.
    pub(crate) async fn with_orders(orders: u64) -> Self {
        Self::filled(async |store| shop::fill(store, orders).await).await
    }

    /// A cache of so many SKUs, of a shop that nobody answers for.
    pub(crate) async fn with_skus(skus: u64) -> Self {
        // With orders, too: the app begins with them.
        Self::filled(async |store| {
            shop::fill(store, FEW).await;
            shelf::fill(store, skus).await;
        })
        .await
    }

    async fn filled(fill: impl AsyncFn(&Store)) -> Self {
        // What is measured is a plain cache; `cargo bench -p store --bench encrypted` tells what encryption costs.
        let world = World::without_shop_and_keychain();
        std::fs::create_dir_all(world.data()).expect("a folder for the app's data");
        let store = Store::open(&world.data(), shop::now()).await.expect("a cache").store;
        fill(&store).await;
        store.close().await;
        Self { world }
    }

    /// A file that a program may write.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.world.home().join(name)
    }

    /// Opens a window and waits until there is something in it.
    pub(crate) async fn open(&self, program: Program) -> Measured {
        self.open_by(program, &program.command()).await
    }

    /// As [`Self::open`], where another program starts it.
    pub(crate) async fn open_by(&self, program: Program, command: &[String]) -> Measured {
        let mut driver = self.world.command("WebKitWebDriver");
        // The tests' own: a log of everything, and a way of painting that the app would not choose here.
        driver.env_remove("RUST_LOG").env_remove("WEBKIT_DISABLE_DMABUF_RENDERER");
        let args: Vec<&str> = command[1..].iter().map(String::as_str).collect();
        let window = Window::open(driver, &command[0], &args, &self.world.home()).await;
        let there = "return new Promise((there) => {
            const look = () => (performance.getEntriesByName('first-rows').length ? there(true) : setTimeout(look, 20))
            look()
        })";
        window.ask(there).await;
        Measured { window, program: PathBuf::from(&program.command()[0]) }
    }

    /// Opens the app, ready to be measured from inside its page.
    pub(crate) async fn open_app(&self) -> Measured {
        let app = self.open(Program::App).await;
        app.run(PAGE).await;
        app
    }
}

impl Measured {
    /// Runs a script in the page.
    pub(crate) async fn run(&self, script: &str) {
        self.window.ask(&format!("return (async () => {{ {script} }})().then(() => null)")).await;
    }

    /// What a script in the page answers.
    pub(crate) async fn ask<T: DeserializeOwned>(&self, script: &str) -> T {
        let answer = self.window.ask(&format!("return (async () => {script})()")).await;
        serde_json::from_value(answer.clone()).unwrap_or_else(|error| panic!("{script} answered {answer}: {error}"))
    }

    /// The program whose window it is.
    pub(crate) fn program(&self) -> &PathBuf {
        &self.program
    }

    /// Ends it, so that the next one is no second start.
    pub(crate) fn end(self) {
        self.window.kill();
    }
}
