//! Starting other programs: what they are called here, and how their output is read while it is shown.

use std::env;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use crate::failure::Failure;
use crate::workspace;

/// The cargo that runs this chore, so that a pinned toolchain stays the one in use.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(workspace::root());
    cargo
}

/// npm in the UI's folder. On Windows npm is a batch file, which is only found by its whole name.
pub(crate) fn npm() -> Command {
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(workspace::root().join("ui"));
    npm
}

/// Runs a program in the open and waits for it.
///
/// # Errors
/// It can't be started, or it ends with anything but success.
pub(crate) fn run(command: &mut Command) -> Result<(), Failure> {
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    expect_success(command, status)
}

/// Runs a program in the open, and shows each line of its output to `see` as it comes.
///
/// # Errors
/// As [`run`].
pub(crate) fn watch(command: &mut Command, mut see: impl FnMut(&str)) -> Result<(), Failure> {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| cannot_start(command, &error))?;
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            see(line.trim_end_matches('\r'));
        }
    }
    let status = child.wait().map_err(|error| cannot_start(command, &error))?;
    expect_success(command, status)
}

/// Whether a program runs here and says yes.
pub(crate) fn agrees(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).stdin(Stdio::null()).status().is_ok_and(|s| s.success())
}

/// Whether a program of this name stands in one of the folders of `PATH`.
pub(crate) fn is_installed(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

fn expect_success(command: &Command, status: ExitStatus) -> Result<(), Failure> {
    if status.success() { Ok(()) } else { Err(Failure::new(format!("`{}` failed ({status}).", spoken(command)))) }
}

fn cannot_start(command: &Command, error: &std::io::Error) -> Failure {
    Failure::new(format!("`{}` could not be started: {error}.", spoken(command)))
}

/// The command as a person would type it.
fn spoken(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_stem().unwrap_or(command.get_program());
    std::iter::once(program).chain(command.get_args()).map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
