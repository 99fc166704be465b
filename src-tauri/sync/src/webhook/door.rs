//! Opening and closing the door.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use axum::{Router, extract::DefaultBodyLimit};
use domain::ShopId;
use thiserror::Error;
use tiktok_shop::Clock;
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::{
    DoorKey, DoorRules, DoorStatus,
    desk::{Desk, LARGEST, PATH, answer},
    places::Places,
};
use crate::Hint;

/// The keys of the shops that are connected at the moment; asked at every event.
pub type Keys = Arc<dyn Fn() -> Vec<DoorKey> + Send + Sync>;

/// Where hints go. It must not wait for anything: the answer to the event follows it.
pub type Deliver = Arc<dyn Fn(ShopId, Hint) + Send + Sync>;

/// Why the door can't be opened: a sentence for the person.
#[derive(Debug, Error)]
pub enum DoorError {
    /// Another program listens there.
    #[error("Another program on this computer uses port {0}. Choose another port for webhooks.")]
    PortTaken(u16),
    /// The system refuses.
    #[error("Webhooks can’t be taken at port {port}: {reason}.")]
    Listen {
        /// The port asked for.
        port: u16,
        /// What the system says.
        reason: io::Error,
    },
}

/// An open door. Dropping it closes it without waiting; [`Door::close`] closes it properly.
pub struct Door {
    address: SocketAddr,
    status: watch::Receiver<DoorStatus>,
    closing: DropGuard,
    serving: JoinHandle<()>,
}

impl Door {
    /// Listens at `port` of 127.0.0.1 (0: any free one), on the current runtime.
    ///
    /// # Errors
    /// Where the port can't be had.
    pub fn open(
        port: u16,
        rules: DoorRules,
        keys: Keys,
        deliver: Deliver,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, DoorError> {
        let (listener, address) = listen(port)?;
        let closing = CancellationToken::new();
        let desk = Arc::new(Desk::new(rules, keys, deliver, Arc::clone(&clock)));
        let status = desk.status();
        let places = Places::new(listener, clock, closing.clone());
        let serving = tokio::spawn(serve(places, desk, closing.clone()));
        Ok(Self { address, status, closing: closing.drop_guard(), serving })
    }

    /// Where events are to be forwarded, like `http://127.0.0.1:43118/webhook`.
    pub fn address(&self) -> String {
        format!("http://{}{PATH}", self.address)
    }

    /// What came, now and whenever something does.
    pub fn status(&self) -> watch::Receiver<DoorStatus> {
        self.status.clone()
    }

    /// Stops listening and cuts the connections that are open; then the port is free again.
    pub async fn close(self) {
        drop(self.closing);
        // It panicked: then it has ended as well.
        let _ = self.serving.await;
    }
}

fn listen(port: u16) -> Result<(TcpListener, SocketAddr), DoorError> {
    let refused = |reason: io::Error| match reason.kind() {
        io::ErrorKind::AddrInUse => DoorError::PortTaken(port),
        _ => DoorError::Listen { port, reason },
    };
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(refused)?;
    listener.set_nonblocking(true).map_err(refused)?;
    let listener = TcpListener::from_std(listener).map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    Ok((listener, address))
}

async fn serve(places: Places, desk: Arc<Desk>, closing: CancellationToken) {
    let room = Router::new().fallback(answer).layer(DefaultBodyLimit::max(LARGEST)).with_state(desk);
    let served = axum::serve(places, room).with_graceful_shutdown(closing.cancelled_owned()).await;
    if let Err(error) = served {
        tracing::warn!(%error, "webhooks are no longer taken");
    }
}
