//! Starting other programs: what they are called here, and how their output is read while it is shown.

use std::env;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

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

/// Runs a program in the open, and shows each line of its output to `see` as it comes. One that says nothing for as
/// long as `patience` is ended: what hangs is then known by the last line, and not by somebody else's time limit.
///
/// # Errors
/// As [`run`], or it said nothing for too long.
pub(crate) fn watch(command: &mut Command, patience: Duration, mut see: impl FnMut(&str)) -> Result<(), Failure> {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| cannot_start(command, &error))?;
    let Some(output) = child.stdout.take() else { return Err(Failure::new("A program has no output.")) };
    let (lines, mut last) = (lines_of(output), String::new());
    loop {
        match lines.recv_timeout(patience) {
            Ok(line) => {
                println!("{line}");
                see(line.trim_end_matches('\r'));
                last = line;
            }
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                let ended = child.kill().and_then(|()| child.wait());
                return Err(fell_silent(command, patience, &last, ended.is_ok()));
            }
        }
    }
    let status = child.wait().map_err(|error| cannot_start(command, &error))?;
    expect_success(command, status)
}

/// Lines as they come; a thread of its own reads them, since reading can't be given up.
fn lines_of(output: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        let read = BufReader::new(output).split(b'\n').map_while(Result::ok);
        // Nobody takes them any more once the program was ended.
        read.map(|line| String::from_utf8_lossy(&line).into_owned()).all(|line| sender.send(line).is_ok())
    });
    lines
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

fn fell_silent(command: &Command, patience: Duration, last: &str, ended: bool) -> Failure {
    let (program, minutes) = (spoken(command), patience.as_secs().div_ceil(60));
    let became = if ended { "was ended" } else { "could not be ended" };
    Failure::new(format!("`{program}` said nothing for {minutes} min and {became}. Its last line was: {last}"))
}

fn cannot_start(command: &Command, error: &std::io::Error) -> Failure {
    Failure::new(format!("`{}` could not be started: {error}.", spoken(command)))
}

/// The command as a person would type it.
fn spoken(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_stem().unwrap_or(command.get_program());
    std::iter::once(program).chain(command.get_args()).map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_falls_silent_is_ended_and_one_that_speaks_is_heard_to_its_end() {
        let shell = |script: &str| {
            let mut shell = Command::new("sh");
            shell.args(["-c", script]);
            shell
        };
        let mut heard = Vec::new();
        let spoke =
            watch(&mut shell("echo one; echo two"), Duration::from_secs(600), |line| heard.push(line.to_owned()));
        assert!(spoke.is_ok() && heard == ["one", "two"]);
        let silent = watch(&mut shell("exec sleep 600"), Duration::from_millis(50), |_| ());
        let why = silent.map_or_else(|failure| failure.to_string(), |()| "it was waited for".to_owned());
        assert!(why.contains("said nothing") && why.contains("was ended"), "{why}");
    }
}
