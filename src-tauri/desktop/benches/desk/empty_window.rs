//! A window with a sentence in it: what any app of this kind costs, before it does anything.
//! It paints as fast as the app does, and is spared nothing else that the app knows to spare.

use tauri::{WebviewUrl, WebviewWindowBuilder};

/// Opens it as the app opens its own, until it is closed.
pub(crate) fn be_one() {
    paint_as_the_app();
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

#[cfg(target_os = "linux")]
#[allow(unsafe_code, reason = "the environment is changed before any other thread exists")]
fn paint_as_the_app() {
    // SAFETY: nothing was started yet.
    unsafe { std::env::set_var("WEBKIT_DISABLE_DMABUF_RENDERER", "1") };
}

#[cfg(not(target_os = "linux"))]
fn paint_as_the_app() {}
