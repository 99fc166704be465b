use std::process::Stdio;

use crate::practice::{RETURN_TO, client, code_in};
use serde_json::{Value, json};
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

#[tokio::test]
async fn the_program_opens_the_shop_of_the_seller_it_is_told() {
    let flags = ["--orders", "0", "--seller", "Second Shop", "--open-id", "seller-2", "--list-order", "latest-update"];
    let (_program, line) = started(&flags).await;
    let address = line.strip_prefix("sandbox ready at ").unwrap().trim_end();
    let consent = json!({ "client_id": "practice-key", "redirect_uri": RETURN_TO, "state": "s" });
    let approved = client().post(format!("{address}/control/approve")).json(&consent).send().await.unwrap();
    let code = code_in(approved.json::<Value>().await.unwrap()["redirect"].as_str().unwrap());
    let app = [("app_key", "practice-key"), ("app_secret", "practice-secret")];
    let grant = [("grant_type", "authorized_code"), ("auth_code", code.as_str())];
    let call = client().get(format!("{address}/api/v2/token/get")).query(&app).query(&grant);
    let granted: Value = call.send().await.unwrap().json().await.unwrap();
    assert_eq!(granted["data"]["seller_name"], "Second Shop", "{granted}");
    assert_eq!(granted["data"]["open_id"], "seller-2");
}

#[tokio::test]
async fn the_program_opens_the_partner_s_shop_that_its_switches_describe() {
    let flags = ["--orders", "0", "--service-id", "s-1", "--redirect-url", "http://localhost/back", "--region", "GB"];
    let (_program, line) = started(&flags).await;
    let address = line.strip_prefix("sandbox ready at ").unwrap().trim_end();
    let consent = json!({ "service_id": "s-1" });
    let approved = client().post(format!("{address}/control/approve")).json(&consent).send().await.unwrap();
    let approved: Value = approved.json().await.unwrap();
    let back = approved["redirect"].as_str().unwrap();
    assert!(back.starts_with("http://localhost/back?app_key=practice-key&code="), "{back}");
    let app = [("app_key", "practice-key"), ("app_secret", "practice-secret")];
    let code = code_in(back);
    let grant = [("grant_type", "authorized_code"), ("auth_code", code.as_str())];
    let call = client().get(format!("{address}/api/v2/token/get")).query(&app).query(&grant);
    let granted: Value = call.send().await.unwrap().json().await.unwrap();
    assert_eq!(granted["data"]["seller_base_region"], "GB", "{granted}");
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
