//! The sandbox in a process of its own, so that the memory and the time of one side are not the
//! other's: this program again, told to be a shop.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, Command, Stdio},
};

use sandbox::Settings;

const BE_A_SHOP: &str = "--be-a-shop";

/// A shop next door. It closes when this is dropped.
pub(crate) struct NextDoor {
    process: Child,
    pub(crate) base_url: String,
}

impl NextDoor {
    /// Opens a shop of so many orders, with its limits lifted.
    pub(crate) fn open(orders: u32) -> Self {
        let program = std::env::current_exe().expect("a program knows its path");
        let mut command = Command::new(program);
        command.args([BE_A_SHOP, &orders.to_string()]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("the sandbox starts");
        let output = process.stdout.take().expect("its output is piped");
        let mut base_url = String::new();
        BufReader::new(output).read_line(&mut base_url).expect("the sandbox says where it is");
        Self { process, base_url: base_url.trim().to_owned() }
    }
}

impl Drop for NextDoor {
    fn drop(&mut self) {
        // It ends by itself when its input does; waiting for that would only hold up a failed run.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// How many orders the shop has that this process is told to be, if it is told to be one.
pub(crate) fn orders_asked_for() -> Option<u32> {
    let mut args = std::env::args().skip_while(|arg| arg != BE_A_SHOP).skip(1);
    args.next()?.parse().ok()
}

/// Is a shop until the parent lets go of this process's input. The contract names no largest page,
/// and the engine asks for 500 where it may: here it may.
pub(crate) async fn be_a_shop(orders: u32) {
    let (per_minute, per_day, max_page_size) = (u32::MAX, u32::MAX, 500);
    let settings = Settings { orders, per_minute, per_day, max_page_size, ..Settings::default() };
    let shop = sandbox::start(settings).await.expect("the sandbox opens");
    let mut out = std::io::stdout();
    writeln!(out, "{}", shop.base_url()).and_then(|()| out.flush()).expect("the parent listens");
    let ended = tokio::task::spawn_blocking(|| std::io::stdin().lines().map_while(Result::ok).for_each(drop));
    let _ = ended.await;
    shop.stop().await;
}
