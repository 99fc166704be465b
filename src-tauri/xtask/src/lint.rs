//! `cargo xtask lint`.

use crate::failure::Failure;
use crate::packages::Need;
use crate::{install, process, ui};

/// Asks clippy, and takes no warning for an answer. The window's crate reads the built UI, so that comes first.
///
/// # Errors
/// Clippy has something to say.
pub(crate) fn run() -> Result<(), Failure> {
    install::run(Need::Window)?;
    ui::fetch()?;
    ui::build()?;
    process::run(process::cargo().args(["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]))
}
