//! `cargo xtask sandbox`: a TikTok Shop on this machine, alone.

use crate::failure::Failure;
use crate::process;

/// Hands everything on to the sandbox's own program.
///
/// # Errors
/// It does not build, or ends with an error.
pub(crate) fn run(args: &[String]) -> Result<(), Failure> {
    process::run(process::cargo().args(["run", "--quiet", "--package", "sandbox", "--"]).args(args))
}
