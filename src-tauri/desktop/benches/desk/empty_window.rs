//! A window with a sentence in it: what any app of this kind costs, before it does anything.

use tauri::{WebviewUrl, WebviewWindowBuilder};

/// Opens it as the app opens its own, until it is closed.
pub(crate) fn be_one() {
    crate::rendering::choose();
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
