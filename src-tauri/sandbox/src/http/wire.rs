//! Connections that can be made to break: before an answer's first byte, or in the middle of its body.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll},
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
};

const WHOLE: u8 = 0;
const HALF_THE_BODY: u8 = 1;
const BROKEN: u8 = 2;

/// Listens for connections that can be made to break.
pub(crate) struct Wires(pub(crate) TcpListener);

/// One such connection.
pub(crate) struct Wire {
    stream: TcpStream,
    state: Arc<AtomicU8>,
}

/// Breaks the connection a call came in by.
#[derive(Clone)]
pub(crate) struct Cutter(Arc<AtomicU8>);

impl Cutter {
    /// Not one more byte goes out.
    pub(crate) fn cut_now(&self) {
        self.0.store(BROKEN, Ordering::SeqCst);
    }

    /// The next answer goes out with its head, which promises all, and half its body.
    pub(crate) fn cut_in_body(&self) {
        self.0.store(HALF_THE_BODY, Ordering::SeqCst);
    }
}

impl Listener for Wires {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Wire, SocketAddr) {
        let (stream, from) = Listener::accept(&mut self.0).await;
        (Wire { stream, state: Arc::new(AtomicU8::new(WHOLE)) }, from)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, Wires>> for Cutter {
    fn connect_info(stream: IncomingStream<'_, Wires>) -> Self {
        Self(Arc::clone(&stream.io().state))
    }
}

impl AsyncRead for Wire {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let allowed = match self.state.load(Ordering::SeqCst) {
            WHOLE => buf,
            HALF_THE_BODY => up_to_half_the_body(buf),
            _ => &[],
        };
        if allowed.is_empty() && !buf.is_empty() {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        let written = Pin::new(&mut self.stream).poll_write(cx, allowed);
        if allowed.len() < buf.len() && written.is_ready() {
            self.state.store(BROKEN, Ordering::SeqCst);
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// The part of an answer that ends in the middle of its body. Answers are small enough to be
/// written in one piece; of a piece without a head half goes out all the same.
fn up_to_half_the_body(answer: &[u8]) -> &[u8] {
    let head = answer.windows(4).position(|four| four == b"\r\n\r\n").map_or(0, |end| end + 4);
    &answer[..head + (answer.len() - head) / 2]
}
