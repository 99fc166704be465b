//! Deep links: `tiktokflow://oauth/callback?…`, to the running app or by starting it. They are
//! read here in Rust; the web view never sees one.

use std::sync::Arc;

use app::{App, FIRST_PICTURE};
use tauri::{
    AppHandle,
    async_runtime::{spawn, spawn_blocking},
};
use tauri_plugin_deep_link::DeepLinkExt as _;
use url::Url;

use crate::window;

/// Takes links from now on, and the one that started the app: a cold start fires no event.
pub(crate) fn listen(handle: &AppHandle, app: &Arc<App>) {
    // It starts programs of the desktop's.
    let registering = handle.clone();
    spawn(async move {
        tokio::time::sleep(FIRST_PICTURE).await;
        let _ = spawn_blocking(move || register(&registering)).await;
    });
    let (window, running) = (handle.clone(), Arc::clone(app));
    handle.deep_link().on_open_url(move |event| take(&window, &running, event.urls()));
    if let Ok(Some(urls)) = handle.deep_link().get_current() {
        take(handle, app, urls);
    }
}

fn take(handle: &AppHandle, app: &Arc<App>, urls: Vec<Url>) {
    window::show(handle);
    let app = Arc::clone(app);
    spawn(async move {
        for url in urls {
            app.link(url.as_str()).await;
        }
    });
}

/// Tells the desktop who opens our links. macOS reads that from the bundle, and registering
/// there is an error.
fn register(handle: &AppHandle) {
    #[cfg(not(target_os = "macos"))]
    if let Err(error) = handle.deep_link().register_all() {
        // The address can still be pasted.
        tracing::warn!(%error, "links could not be registered with the desktop");
    }
    #[cfg(target_os = "macos")]
    let _ = handle;
}
