//! Connections: so many at a time, each for a while only.

use std::{
    future::Future,
    io,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::serve::Listener;
use tiktok_shop::Clock;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_util::sync::CancellationToken;

/// Connections at a time. Whoever comes next waits outside until one of them ends.
const MOST: usize = 64;
/// How long one may last. It has one request to make.
const LIFE: Duration = Duration::from_secs(10);

/// A listener with a limited number of places.
pub(crate) struct Places {
    listener: TcpListener,
    free: Arc<Semaphore>,
    clock: Arc<dyn Clock>,
    closing: CancellationToken,
}

/// A connection that ends with its time, or when the door closes.
pub(crate) struct Visit {
    stream: TcpStream,
    end: Pin<Box<dyn Future<Output = ()> + Send>>,
    ended: bool,
    _place: Option<OwnedSemaphorePermit>,
}

impl Places {
    pub(crate) fn new(listener: TcpListener, clock: Arc<dyn Clock>, closing: CancellationToken) -> Self {
        Self { listener, free: Arc::new(Semaphore::new(MOST)), clock, closing }
    }
}

impl Listener for Places {
    type Io = Visit;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Visit, SocketAddr) {
        // The semaphore is never closed, so a place comes in the end.
        let place = Arc::clone(&self.free).acquire_owned().await.ok();
        let (stream, from) = Listener::accept(&mut self.listener).await;
        let (clock, closing) = (Arc::clone(&self.clock), self.closing.clone());
        let end = Box::pin(async move {
            closing.run_until_cancelled(clock.sleep(LIFE)).await;
        });
        (Visit { stream, end, ended: false, _place: place }, from)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

impl Visit {
    fn is_over(&mut self, cx: &mut Context<'_>) -> bool {
        self.ended = self.ended || self.end.as_mut().poll(cx).is_ready();
        self.ended
    }
}

impl AsyncRead for Visit {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.is_over(cx) {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Visit {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        // An answer that is ready goes out, even while the door closes; one that nobody takes does not wait.
        match Pin::new(&mut self.stream).poll_write(cx, buf) {
            Poll::Pending if self.is_over(cx) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            written => written,
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
