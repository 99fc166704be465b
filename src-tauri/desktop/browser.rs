//! The person's browser.

use app::Browser;
use tauri::AppHandle;
use tauri_plugin_opener::OpenerExt as _;
use url::Url;

pub(crate) struct SystemBrowser(pub(crate) AppHandle);

#[async_trait::async_trait]
impl Browser for SystemBrowser {
    async fn open(&self, address: &Url) -> Result<(), String> {
        self.0.opener().open_url(address.as_str(), None::<&str>).map_err(|error| error.to_string())
    }
}
