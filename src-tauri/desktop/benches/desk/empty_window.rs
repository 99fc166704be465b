//! A window with a sentence in it: what any app of this kind costs, before it does anything.

use tauri::{WebviewUrl, WebviewWindowBuilder};

/// The argument that makes this program one that paints as the app does.
pub(crate) const EMPTY: &str = "empty-window";
/// The argument that makes this program one as Tauri makes it.
pub(crate) const PLAIN_EMPTY: &str = "plain-empty-window";

/// Opens it as the app opens its own, until it is closed.
pub(crate) fn be_one(painted_as_the_app: bool) {
    if painted_as_the_app {
        crate::rendering::choose();
    }
    tauri::Builder::default()
        .setup(|app| {
            WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
                .title("Empty")
                .inner_size(1_280.0, 800.0)
                .min_inner_size(900.0, 560.0)
                .disable_drag_drop_handler()
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!("src-tauri/desktop/benches/desk/empty/tauri.conf.json"))
        .expect("an empty window");
}
