//! A command is named in four places: Rust's list, the handler, the window's permissions and
//! TypeScript. All four name the same ones.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

use std::{collections::BTreeSet, fs, path::Path};

fn text(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    fs::read_to_string(root.join(path)).expect(path)
}

/// What stands between the first `begin` and the next `end`.
fn between<'a>(text: &'a str, begin: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(begin).expect(begin);
    rest.split_once(end).expect(end).0
}

fn quoted(text: &str, quote: char) -> BTreeSet<String> {
    text.split(quote).skip(1).step_by(2).map(str::to_owned).collect()
}

fn listed() -> BTreeSet<String> {
    quoted(&text("src-tauri/desktop/commands/names.rs"), '"')
}

#[test]
fn every_command_is_handled() {
    let source = text("src-tauri/desktop/commands/mod.rs");
    let handled = between(&source, "generate_handler![", "]");
    let handled: BTreeSet<String> =
        handled.split(',').filter_map(|path| path.trim().rsplit("::").next()).map(str::to_owned).collect();
    let handled: BTreeSet<String> = handled.into_iter().filter(|name| !name.is_empty()).collect();
    assert_eq!(handled, listed());
}

#[test]
fn the_window_may_call_every_command_and_beyond_them_only_listen() {
    let capability: serde_json::Value =
        serde_json::from_str(&text("src-tauri/desktop/capabilities/main.json")).unwrap();
    let granted: BTreeSet<String> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|permission| permission.as_str().unwrap().to_owned())
        .collect();
    let listen = ["core:event:allow-listen", "core:event:allow-unlisten"].map(str::to_owned);
    let commands = listed().into_iter().map(|name| format!("allow-{}", name.replace('_', "-")));
    assert_eq!(granted, commands.chain(listen).collect());
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
}

#[test]
fn typescript_names_every_command() {
    let source = text("ui/src/host/host.ts");
    assert_eq!(quoted(between(&source, "commandNames = [", "]"), '\''), listed());
}
