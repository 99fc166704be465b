//! Everything around the app that a person's computer would have, made new for one test and gone after it.

mod browser;
mod desktop;
mod driver;
mod files;
mod patience;
mod process;
mod reader;
mod shop;
mod spoken;
mod window;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use self::browser::Browser;
use self::desktop::Desktop;
pub(crate) use self::files::{files_of, holds};
pub(crate) use self::patience::until;
pub(crate) use self::reader::{Node, Reader};
pub(crate) use self::shop::{APP_KEY, APP_SECRET, Asked, Seller, Shop, Size};
pub(crate) use self::spoken::{Call, Spoken, spoken};
pub(crate) use self::window::Window;

/// The app under test, as cargo built it.
pub(crate) const APP: &str = env!("CARGO_BIN_EXE_tiktokflow");

/// One computer with one person's account on it, and one shop somewhere else.
pub(crate) struct World {
    /// The shop, in a process of its own.
    pub(crate) shop: Shop,
    // Dropped in this order: first what uses the home, then the home.
    desktop: Desktop,
    browser: Browser,
    home: TempDir,
}

impl World {
    /// A computer as it should be, and a small shop.
    pub(crate) fn new() -> Self {
        Self::with(Size::small())
    }

    /// A computer as it should be, and a shop of this size.
    pub(crate) fn with(size: Size) -> Self {
        Self::build(Seller::FIRST, size, Desktop::start)
    }

    /// A computer as it should be, and the small shops of this seller.
    pub(crate) fn of(seller: Seller) -> Self {
        Self::build(seller, Size::small(), Desktop::start)
    }

    /// A computer on which a screen reader listens.
    pub(crate) fn with_screen_reader() -> Self {
        Self::build(Seller::FIRST, Size { products: 30, ..Size::small() }, Desktop::start_with_screen_reader)
    }

    /// What the screen reader hears.
    pub(crate) async fn reader(&self) -> Reader {
        let session = self.desktop.variables().iter().find(|(name, _)| name == "DBUS_SESSION_BUS_ADDRESS");
        Reader::on(&session.unwrap().1).await
    }

    /// A computer on which no program keeps secrets.
    pub(crate) fn without_keychain() -> Self {
        Self::build(Seller::FIRST, Size::small(), Desktop::start_without_keyring)
    }

    /// A computer as it should be, and no shop but the one inside the app.
    pub(crate) fn without_shop() -> Self {
        let home = home();
        let (shop, desktop) = (Shop::closed(home.path()), Desktop::start(home.path()));
        Self { shop, desktop, browser: Browser::new(home.path()), home }
    }

    fn build(seller: Seller, size: Size, desktop: fn(&Path) -> Desktop) -> Self {
        let home = home();
        let (shop, desktop) = (Shop::open(home.path(), seller, size), desktop(home.path()));
        Self { shop, desktop, browser: Browser::new(home.path()), home }
    }

    /// Another seller's shop, that knows the same app.
    pub(crate) fn second_shop(&self) -> Shop {
        let root = self.home.path().join("second");
        std::fs::create_dir_all(&root).unwrap();
        Shop::open(&root, Seller::SECOND, Size { orders: 40, products: 5, warehouses: 2 })
    }

    /// Starts the app from its icon.
    pub(crate) async fn open(&self) -> Window {
        self.launch(&[]).await
    }

    /// Starts the app by following a `tiktokflow://` link while it is not running.
    pub(crate) async fn open_by_link(&self, link: &str) -> Window {
        self.launch(&[link]).await
    }

    async fn launch(&self, args: &[&str]) -> Window {
        Window::open(self.command("WebKitWebDriver"), APP, args, &self.home()).await
    }

    /// Follows a `tiktokflow://` link while the app runs: the system starts a second one, which hands the link on. What
    /// the link does is seen in the window; how the second start ended is told beside a test that fails.
    #[allow(clippy::print_stdout, reason = "a test that fails shows what was printed beside it")]
    pub(crate) fn follow_link(&self, link: &str) {
        let second = self.start_again(link);
        if !second.status.success() {
            println!("the second start ended with {}: {}", second.status, String::from_utf8_lossy(&second.stderr));
        }
    }

    /// Starts the app a second time with a link, and waits until that one has ended.
    pub(crate) fn start_again(&self, link: &str) -> Output {
        self.command(APP).arg(link).output().unwrap()
    }

    /// The address the app had the browser open last, once it did.
    pub(crate) async fn browser_address(&self) -> String {
        self.browser.address().await
    }

    /// The file the app had the system's viewer open last, once it did: viewer and browser are asked for the same way.
    pub(crate) async fn viewed_file(&self) -> PathBuf {
        self.browser.address().await.into()
    }

    /// Where everything the app may write is.
    pub(crate) fn home(&self) -> PathBuf {
        self.home.path().join("home")
    }

    /// The folder of the app's database.
    pub(crate) fn data(&self) -> PathBuf {
        self.home().join(".local/share/app.tiktokflow.desktop")
    }

    /// Waits until a text that the web view keeps is in a file: until then a kill takes it along.
    pub(crate) async fn is_on_the_disk(&self, text: &str) {
        let is_written = |file: &PathBuf| holds(&std::fs::read(file).unwrap_or_default(), text);
        until(&format!("{text} to be on the disk"), async || {
            files_of(&self.home()).iter().any(is_written).then_some(())
        })
        .await;
    }

    /// A program in this world: nothing of the developer's own environment reaches it.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = process::command(program, self.desktop.variables());
        command.env("PATH", self.browser.first_in_path());
        command
    }
}

fn home() -> TempDir {
    tempfile::Builder::new().prefix("tiktokflow-").tempdir().unwrap()
}
