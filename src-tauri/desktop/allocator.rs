//! How soon glibc gives memory that was freed back to the system. Chosen before GTK starts.

/// Bytes at the end of the heap that are kept. Left alone, glibc raises this to twice the largest block that was ever
/// freed, and what a start or a long list needed for a moment stays for good: 4 to 9 MB of the app and its helpers, by the bench.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const KEPT: i32 = 128 * 1024;

/// For this process, and for WebKitGTK's, which read the variable. Whoever sets it decides.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[allow(unsafe_code, reason = "the allocator's settings are a call into the C library")]
pub(crate) fn choose() {
    if crate::rendering::set_unless_set("MALLOC_TRIM_THRESHOLD_", &KEPT.to_string()) {
        // SAFETY: called first in `main`; no other thread allocates yet.
        unsafe { libc::mallopt(libc::M_TRIM_THRESHOLD, KEPT) };
    }
}

/// Elsewhere the allocator gives back by itself.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(crate) fn choose() {}
