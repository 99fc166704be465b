//! Nothing of a key goes to a log or an error. It listens to every thread, as statements are logged where they are
//! made, so it has a process of its own.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

#[path = "../cache/encrypted/filled.rs"]
#[allow(dead_code, reason = "the other tests need more of it")]
mod filled;
#[path = "../cache/shelf.rs"]
#[allow(dead_code, reason = "the other tests need more of it")]
mod shelf;

use std::{
    io::Write,
    sync::{Arc, Mutex},
};

use store::HeldFolder;
use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

use filled::{closed, holds_everything, key, open, other_key, refused};

/// All that is said.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<u8>>>);

impl Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Heard {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn the_key_is_in_no_line_of_the_log_and_in_no_error() {
    let heard = Heard::default();
    let all = tracing_subscriber::fmt().with_writer(heard.clone()).with_env_filter(EnvFilter::new("trace"));
    tracing::subscriber::set_global_default(all.finish()).unwrap();
    let plain = closed(None).await;
    HeldFolder::hold(plain.path()).unwrap().convert(None, Some(&key())).await.unwrap();
    holds_everything(&open(plain.path(), Some(&key())).await).await;
    for wrong in [None, Some(other_key())] {
        let error = refused(plain.path(), wrong.as_ref()).await;
        tracing::info!("{error} {error:?}");
    }
    let said = String::from_utf8(heard.0.lock().unwrap().clone()).unwrap().to_lowercase();
    assert!(said.contains("attach database"), "statements are logged, and among them the one that takes the key");
    for key in [key(), other_key()] {
        assert!(!said.contains(&key.reveal()[..16]));
    }
}
