//! The system's viewer for documents.

use std::path::Path;

use app::Viewer;

pub(crate) struct SystemViewer;

#[async_trait::async_trait]
impl Viewer for SystemViewer {
    async fn open(&self, file: &Path) -> Result<(), String> {
        tauri_plugin_opener::open_path(file, None::<&str>).map_err(|error| error.to_string())
    }
}
