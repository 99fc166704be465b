//! The program: everything is in the library, where tests can reach it.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    tiktokflow_desktop::run()
}
