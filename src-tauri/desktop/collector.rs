//! How much the page's garbage may grow before WebKitGTK collects it. Chosen before GTK starts.

/// Bytes. The collector takes a quarter of them for what a page may hold before it is looked at first, and from half
/// of them on lets it grow by a quarter only. Left alone it reckons with all of the computer's memory: a page that
/// holds 7 MB then keeps another 40 of rows that were scrolled past.
#[cfg(target_os = "linux")]
const RECKONED_WITH: &str = "16777216";

/// Whoever sets the variable decides.
#[cfg(target_os = "linux")]
pub(crate) fn choose() {
    crate::rendering::set_unless_set("JSC_forceRAMSize", RECKONED_WITH);
}

/// Elsewhere the system's web view decides by itself.
#[cfg(not(target_os = "linux"))]
pub(crate) fn choose() {}
