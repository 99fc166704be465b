//! `cargo xtask run`: the app, on this machine's screen.

use crate::failure::Failure;
use crate::packages::Need;
use crate::{install, process, tour, ui};

/// Builds everything and opens the window. The development profile, to be on the screen sooner than an
/// optimised build would.
///
/// # Errors
/// Something is missing, does not build, or the app ends with an error.
pub(crate) fn run() -> Result<(), Failure> {
    if !install::has_display() {
        println!(
            "There is no display here, so the app can't be shown. Taking the tour on a display of its own instead."
        );
        return tour::run();
    }
    install::run(Need::Window)?;
    ui::fetch()?;
    ui::build()?;
    process::run(process::cargo().args(["run", "--package", "tiktokflow", "--bin", "tiktokflow"]))
}
