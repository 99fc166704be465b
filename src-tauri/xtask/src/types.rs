//! `cargo xtask types`.

use crate::failure::Failure;
use crate::process;

/// Writes the screens' TypeScript types anew from Rust's.
///
/// # Errors
/// The types could not be written, or do not compile.
pub(crate) fn run() -> Result<(), Failure> {
    process::run(process::cargo().args(["test", "-p", "app", "--test", "types"]).env("TIKTOKFLOW_WRITE_TYPES", "1"))
}
