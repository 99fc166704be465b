//! How WebKitGTK paints. Chosen before GTK starts.

/// Turns the DMA-BUF renderer off where there is no GPU to use it or the driver is NVIDIA's, which shows blank windows
/// with it. Without a GPU this halves the time of a frame. Whoever sets the variable decides. (GTK's own search for
/// OpenGL, 17 ms of a start, stays on: without it a picture of the window that was asked for never came.)
#[cfg(target_os = "linux")]
pub(crate) fn choose() {
    let render_node = std::fs::read_dir("/dev/dri")
        .is_ok_and(|nodes| nodes.flatten().any(|node| node.file_name().to_string_lossy().starts_with("renderD")));
    let nvidia = std::path::Path::new("/proc/driver/nvidia").exists();
    if !render_node || nvidia {
        set_unless_set("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
    }
}

/// Tells whether it did.
#[cfg(target_os = "linux")]
#[allow(unsafe_code, reason = "the environment is changed before any other thread exists")]
pub(crate) fn set_unless_set(variable: &str, value: &str) -> bool {
    let is_unset = std::env::var_os(variable).is_none();
    if is_unset {
        // SAFETY: called first in `main`; no other thread reads the environment yet.
        unsafe { std::env::set_var(variable, value) };
    }
    is_unset
}

/// Elsewhere the system's web view decides by itself.
#[cfg(not(target_os = "linux"))]
pub(crate) fn choose() {}
