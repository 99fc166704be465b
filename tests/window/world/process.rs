//! A program beside the test that is surely gone when the test is.

use std::fs::{File, read_to_string};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};

use super::patience::until_blocking;

/// A running program and everything it started. Dropping it kills them all.
pub(crate) struct Process {
    child: Child,
    group: Pid,
}

impl Process {
    /// Starts a program in a group of its own; what it says on its error stream goes to `log`.
    pub(crate) fn start(command: &mut Command, log: &Path) -> Self {
        let log = File::options().create(true).append(true).open(log).unwrap();
        let child = command.process_group(0).stderr(log).spawn().unwrap();
        let group = Pid::from_child(&child);
        Self { child, group }
    }

    /// Starts a program that tells in its first line where it can be reached.
    pub(crate) fn start_and_hear(command: &mut Command, log: &Path) -> (Self, String) {
        let mut process = Self::start(command.stdout(Stdio::piped()), log);
        let mut output = BufReader::new(process.child.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "`{}` ended at once: {}", spoken(command), read_to_string(log).unwrap_or_default());
        // Whatever it says later must not fill the pipe and stop it.
        std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
        (process, line.trim().to_owned())
    }

    /// Starts a program that is told something on its input, and nothing after.
    pub(crate) fn start_and_tell(command: &mut Command, words: &str, log: &Path) -> Self {
        let mut process = Self::start(command.stdin(Stdio::piped()), log);
        process.child.stdin.take().unwrap().write_all(words.as_bytes()).unwrap();
        process
    }

    /// Whether the program itself has ended.
    pub(crate) fn has_ended(&mut self) -> bool {
        self.child.try_wait().is_ok_and(|status| status.is_some())
    }

    /// Asks the program to end, and waits until it has.
    pub(crate) fn stop(&mut self) {
        let _ = kill_process_group(self.group, Signal::TERM);
        let _ = self.child.wait();
    }

    /// Ends the program and all it started as a power cut would: no signal that it could answer to.
    pub(crate) fn kill(&mut self) {
        let _ = kill_process_group(self.group, Signal::KILL);
        let _ = self.child.wait();
        until_blocking("the killed processes to be gone", || {
            test_kill_process_group(self.group).is_err().then_some(())
        });
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = kill_process_group(self.group, Signal::KILL);
        let _ = self.child.wait();
    }
}

/// A command for `program` with exactly these variables. The kernel ends it when the test itself is killed, so that
/// nothing is left behind even when nothing is dropped.
pub(crate) fn command<'v>(program: &str, variables: impl IntoIterator<Item = &'v (String, String)>) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL", "--", program]).env_clear();
    command.envs(variables.into_iter().map(|(name, value)| (name, value)));
    command
}

/// What a command would start, for a message.
fn spoken(command: &Command) -> String {
    command.get_args().skip(3).map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
