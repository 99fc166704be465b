//! One request, one answer: the HTTP client's settings, and what can happen to a request below
//! the level of the contract.

use std::{error::Error, time::Duration};

use jiff::Timestamp;
use reqwest::{Client, RequestBuilder, Response, redirect::Policy};

use crate::{
    Endpoints, ShopError,
    retry::{date, retry_after},
};

/// The longest answer that is read, in bytes: far above a page of 100 orders.
pub const MAX_ANSWER_BYTES: usize = 8 * 1024 * 1024;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const WHOLE_TIMEOUT: Duration = Duration::from_secs(30);
/// Below the idle time after which servers hang up: a write on a dead connection is an unknown
/// outcome, and takes another read to settle.
const IDLE_TIMEOUT: Duration = Duration::from_secs(20);

/// The HTTP client that every call uses: TLS by rustls with ring, no redirects, no cookies, no
/// retries of its own, 10 seconds to connect and 30 in all. The system's proxy is respected,
/// except where everything is on this computer.
///
/// # Errors
/// The text says what the system lacks, for example its list of trusted certificates.
pub fn http_client(endpoints: &Endpoints) -> Result<Client, String> {
    patient_client(endpoints, WHOLE_TIMEOUT)
}

fn patient_client(endpoints: &Endpoints, whole: Duration) -> Result<Client, String> {
    // An error means that a provider is installed already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = Client::builder()
        .user_agent(concat!("TikTokFlow/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(whole)
        .pool_idle_timeout(IDLE_TIMEOUT)
        .redirect(Policy::none())
        .referer(false)
        .retry(reqwest::retry::never());
    let builder = if endpoints.all_on_loopback() { builder.no_proxy() } else { builder };
    builder.build().map_err(|error| root_cause(&error.without_url()))
}

/// What came back, whatever it says.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The moment that `Retry-After` names.
    pub(crate) retry_after: Option<Timestamp>,
    /// What the server's clock said.
    pub(crate) date: Option<Timestamp>,
    pub(crate) body: Vec<u8>,
}

/// No whole answer. The texts name a cause, never an address.
pub(crate) enum Fault {
    /// The request can't have reached the server: there was no connection.
    NotSent(String),
    /// The request may have reached the server.
    Lost(String),
}

impl Fault {
    /// What it comes to where sending again is harmless.
    pub(crate) fn on_a_read(&self) -> ShopError {
        match self {
            Self::NotSent(why) => ShopError::Offline { why: why.clone() },
            Self::Lost(why) => ShopError::ServerTrouble { why: why.clone() },
        }
    }
}

/// Sends once and reads the whole answer.
pub(crate) async fn send(request: RequestBuilder, now: impl Fn() -> Timestamp) -> Result<Answer, Fault> {
    let response = request.send().await.map_err(fault)?;
    let status = response.status().as_u16();
    let retry_after = retry_after(response.headers(), now());
    let date = date(response.headers());
    let body = whole_body(response).await?;
    Ok(Answer { status, retry_after, date, body })
}

async fn whole_body(mut response: Response) -> Result<Vec<u8>, Fault> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(fault)? {
        if body.len() + chunk.len() > MAX_ANSWER_BYTES {
            return Err(Fault::Lost("the answer is larger than 8 MiB".into()));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// `reqwest::Error` prints the address with its query, which holds the app secret in the token
/// calls: only its kind and the cause underneath leave this function.
fn fault(error: reqwest::Error) -> Fault {
    let error = error.without_url();
    if error.is_connect() || error.is_builder() {
        Fault::NotSent(format!("no connection: {}", root_cause(&error)))
    } else if error.is_timeout() {
        Fault::Lost("no whole answer within 30 seconds".into())
    } else {
        Fault::Lost("the connection broke before the answer was whole".into())
    }
}

fn root_cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_answer_that_never_comes_is_lost_not_refused() {
        let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoints = Endpoints::below(&format!("http://{}", silent.local_addr().unwrap())).unwrap();
        let client = patient_client(&endpoints, Duration::from_millis(1)).unwrap();
        // Connected by the system's backlog, and never read.
        let Err(Fault::Lost(why)) = send(client.get(endpoints.api), Timestamp::now).await else {
            unreachable!("nobody answers")
        };
        assert_eq!(why, "no whole answer within 30 seconds");
    }
}
