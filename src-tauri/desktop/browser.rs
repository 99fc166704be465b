//! The person's browser.

use app::Browser;
use url::Url;

pub(crate) struct SystemBrowser;

#[async_trait::async_trait]
impl Browser for SystemBrowser {
    async fn open(&self, address: &Url) -> Result<(), String> {
        tauri_plugin_opener::open_url(address.as_str(), None::<&str>).map_err(|error| error.to_string())
    }
}
