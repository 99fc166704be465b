//! The system's viewer for documents.

use std::path::Path;

use app::Viewer;
use tauri::AppHandle;
use tauri_plugin_opener::OpenerExt as _;

pub(crate) struct SystemViewer(pub(crate) AppHandle);

#[async_trait::async_trait]
impl Viewer for SystemViewer {
    async fn open(&self, file: &Path) -> Result<(), String> {
        self.0.opener().open_path(file.display().to_string(), None::<&str>).map_err(|error| error.to_string())
    }
}
