//! The house keeps its walls: no room knows more than its row in `ARCHITECTURE.md` allows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

/// A room, the rooms it may know, and the ones that its tests alone may know besides.
struct Row {
    room: &'static str,
    may_know: &'static [&'static str],
    its_tests_also: &'static [&'static str],
}

const HOUSE: &[Row] = &[
    Row { room: "domain", may_know: &[], its_tests_also: &[] },
    Row { room: "paper", may_know: &["domain"], its_tests_also: &[] },
    Row { room: "tiktok-shop", may_know: &["domain"], its_tests_also: &[] },
    Row { room: "store", may_know: &["domain"], its_tests_also: &[] },
    Row { room: "sync", may_know: &["domain", "tiktok-shop", "store"], its_tests_also: &["sandbox"] },
    Row { room: "tables", may_know: &["domain"], its_tests_also: &[] },
    Row {
        room: "app",
        may_know: &["domain", "paper", "sync", "store", "tables", "tiktok-shop"],
        its_tests_also: &["sandbox"],
    },
    // Its bench fills the cache that the app then opens.
    Row { room: "tiktokflow", may_know: &["app", "sandbox"], its_tests_also: &["domain", "store"] },
    // Written from the contract alone: a type shared with the client would let a misreading cancel itself out.
    Row { room: "sandbox", may_know: &[], its_tests_also: &[] },
    Row { room: "xtask", may_know: &[], its_tests_also: &[] },
];

#[test]
fn no_room_knows_more_than_its_row_allows() {
    let rooms = rooms();
    let ours: BTreeSet<String> = rooms.iter().map(name).collect();
    for room in &rooms {
        let row = row(room);
        for dependency in dependencies(room) {
            let (known, kind) = (name(dependency), dependency["kind"].as_str());
            let allowed = row.may_know.contains(&known.as_str())
                || (kind == Some("dev") && row.its_tests_also.contains(&known.as_str()));
            assert!(!ours.contains(&known) || allowed, "`{}` must not know `{known}`", row.room);
        }
    }
}

#[test]
fn only_the_window_knows_tauri() {
    for room in rooms().iter().filter(|room| name(room) != "tiktokflow") {
        let window: Vec<String> = dependencies(room).map(name).filter(|known| is_of_the_window(known)).collect();
        assert!(window.is_empty(), "`{}` must not know {window:?}", name(room));
    }
}

#[test]
fn the_domain_has_no_clock_no_files_and_no_network() {
    let rooms = rooms();
    let domain = rooms.iter().find(|room| name(room) == "domain").unwrap();
    let io = ["tokio", "reqwest", "sqlx", "axum", "rustls", "tracing", "getrandom", "rand"];
    for dependency in dependencies(domain) {
        assert!(!io.contains(&name(dependency).as_str()), "`domain` is pure, and depends on `{}`", name(dependency));
    }
}

#[test]
fn the_house_has_the_rooms_of_the_table_and_no_others() {
    let built: BTreeSet<String> = rooms().iter().map(name).collect();
    let drawn: BTreeSet<String> = HOUSE.iter().map(|row| row.room.to_owned()).collect();
    assert_eq!(built, drawn);
}

fn rooms() -> Vec<Value> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let answer = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo starts");
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    let metadata: Value = serde_json::from_slice(&answer.stdout).expect("cargo answers JSON");
    metadata["packages"].as_array().expect("packages").clone()
}

fn row(room: &Value) -> &'static Row {
    let name = name(room);
    HOUSE.iter().find(|row| row.room == name).unwrap_or_else(|| panic!("`{name}` has no row in the table"))
}

fn dependencies(room: &Value) -> impl Iterator<Item = &Value> {
    room["dependencies"].as_array().expect("dependencies").iter()
}

fn name(package: &Value) -> String {
    package["name"].as_str().expect("a name").to_owned()
}

fn is_of_the_window(dependency: &str) -> bool {
    dependency.starts_with("tauri") || matches!(dependency, "wry" | "tao" | "gtk" | "webkit2gtk")
}
