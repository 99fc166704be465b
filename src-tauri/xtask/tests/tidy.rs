//! The house stays tidy: short files, no test left out, nothing that is true of one machine only.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Far above what a file should have; beyond it, a file is two files.
const LONGEST: usize = 600;

#[test]
fn no_rust_file_is_long() {
    let long: Vec<String> = committed(&["*.rs"])
        .into_iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(path, lines)| format!("{} has {lines} lines", path.display()))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn no_test_is_left_out() {
    // Put together here, so that this file does not find itself.
    let leaving_out =
        [concat!("#[ign", "ore"), concat!("it.sk", "ip("), concat!("test.sk", "ip("), concat!(".on", "ly(")];
    let found = findings(&["*.rs", "*.ts", "*.svelte"], &leaving_out);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn nothing_names_a_folder_of_one_machine() {
    let personal = [concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/Us", "ers/"), concat!("/wo", "rk/")];
    let found = findings(&["."], &personal);
    assert!(found.is_empty(), "{found:#?}");
}

/// Every line of these files that holds one of `needles`.
fn findings(globs: &[&str], needles: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in committed(globs) {
        for (number, line) in text.lines().enumerate() {
            if needles.iter().any(|needle| line.contains(needle)) {
                found.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
            }
        }
    }
    found
}

/// The committed text files that match, with what they hold.
fn committed(globs: &[&str]) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    let list = Command::new("git").args(["ls-files", "-z", "--"]).args(globs).current_dir(root).output().expect("git");
    assert!(list.status.success(), "{}", String::from_utf8_lossy(&list.stderr));
    let files: Vec<(PathBuf, String)> = String::from_utf8(list.stdout)
        .expect("paths in UTF-8")
        .split_terminator('\0')
        .filter_map(|path| Some((path.into(), fs::read_to_string(root.join(path)).ok()?)))
        .collect();
    assert!(!files.is_empty(), "git lists nothing for {globs:?}");
    files
}
