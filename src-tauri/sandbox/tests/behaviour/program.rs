use std::process::Stdio;

use crate::practice::client;
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// Starts the program and waits for its one line.
async fn started(flags: &[&str]) -> (Child, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sandbox"));
    let mut program = command.args(flags).stdout(Stdio::piped()).kill_on_drop(true).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(program.stdout.take().unwrap()).read_line(&mut line).await.unwrap();
    (program, line)
}

#[tokio::test]
async fn the_program_says_where_it_is_and_opens_the_shop_its_switches_describe() {
    let (_program, line) = started(&["--orders", "7", "--products", "3", "--warehouses", "1"]).await;
    let address = line.strip_prefix("sandbox ready at ").unwrap().trim_end();
    let state = client().get(format!("{address}/control/state")).send().await.unwrap();
    let state: Value = state.json().await.unwrap();
    assert_eq!((&state["orders"], &state["products"]), (&7.into(), &3.into()));
}

#[cfg(unix)]
#[tokio::test]
async fn the_program_closes_when_it_is_asked_to() {
    let (mut program, _) = started(&["--orders", "7"]).await;
    let id = program.id().unwrap().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().await.unwrap().success());
    assert!(program.wait().await.unwrap().success());
}

#[tokio::test]
async fn the_program_fails_with_a_sentence_when_its_port_is_taken() {
    let (_first, line) = started(&["--orders", "7"]).await;
    let port = line.trim_end().rsplit(':').next().unwrap();
    let second = Command::new(env!("CARGO_BIN_EXE_sandbox")).args(["--port", port]).output().await.unwrap();
    assert!(!second.status.success());
    assert!(String::from_utf8_lossy(&second.stderr).contains(&format!("Port {port} is taken")));
}
