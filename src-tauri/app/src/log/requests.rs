//! The requests to the shop, read back from the log.

use std::path::Path;

use super::{line::Line, tail::Backwards};
use crate::{boundary::RequestLine, wording::iso};

/// How many Activity shows.
const SHOWN: usize = 500;
/// What a request's line says: `tiktok_shop` writes it.
const MESSAGE: &str = "request";

/// The last 500 requests, newest first. Lines that are none, or that another version wrote
/// otherwise, are passed over.
pub fn requests(folder: &Path) -> Vec<RequestLine> {
    let asked = |line: String| line.contains(MESSAGE).then(|| request(&line)).flatten();
    Backwards::of(folder).filter_map(asked).take(SHOWN).collect()
}

fn request(line: &str) -> Option<RequestLine> {
    let Line { at, message, fields, .. } = serde_json::from_str(line).ok()?;
    if message != MESSAGE {
        return None;
    }
    let text = |name: &str| fields.get(name)?.as_str().map(ToOwned::to_owned);
    let number = |name: &str| fields.get(name)?.as_i64();
    let size = |name: &str| number(name).map(|size| u32::try_from(size.max(0)).unwrap_or(u32::MAX));
    Some(RequestLine {
        at: iso(at),
        method: text("method")?,
        path: text("path")?,
        lane: text("lane")?,
        ms: size("ms")?,
        status: size("status")?,
        code: number("code")?,
        retry: size("retry")?,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use std::{fs, sync::Arc};

    use super::*;
    use crate::log::{desk::Desk, files::tests::files_in, line::Layer};
    use tracing_subscriber::layer::SubscriberExt as _;

    #[test]
    fn a_request_is_read_back_as_it_was_logged() {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open(files_in(folder.path()));
        let layer = Layer::new(Arc::clone(&desk), || "2026-03-10T12:00:00.0129Z".parse().unwrap());
        tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
            let (path, ms, code) = ("/api/orders/search", 48_u128, 1005_i64);
            tracing::info!(method = "GET", path, lane = "poll", ms, status = 429_u16, code, retry = 2_u32, "request");
            tracing::info!("another matter");
            tracing::info!("request");
        });
        assert!(desk.drain(std::time::Duration::from_secs(60)));
        let expected = RequestLine {
            at: "2026-03-10T12:00:00.012Z".into(),
            method: "GET".into(),
            path: "/api/orders/search".into(),
            lane: "poll".into(),
            ms: 48,
            status: 429,
            code: 1005,
            retry: 2,
        };
        assert_eq!(requests(folder.path()), [expected]);
    }

    #[test]
    fn the_latest_five_hundred_are_shown_newest_first_whatever_stands_between_them() {
        let folder = tempfile::tempdir().unwrap();
        let line = |message: &str, ms: u32| {
            let fields =
                format!(r#"{{"method":"GET","path":"/p","lane":"poll","ms":{ms},"status":200,"code":0,"retry":0}}"#);
            format!(
                r#"{{"at":"2026-03-10T12:00:00Z","level":"INFO","target":"t","message":"{message}","fields":{fields}}}"#
            )
        };
        let noise = ["half a li", r#"{"message":"request"}"#, "", "\u{fffd}", &line("no request", 7)].join("\n");
        let text: String = (0..600).map(|n| format!("{}\n{noise}\n", line("request", n))).collect();
        fs::write(folder.path().join("tiktokflow-2026-03-10.1.jsonl"), text).unwrap();
        let requests = requests(folder.path());
        assert!(requests.iter().map(|request| request.ms).eq((100..600).rev()));
    }
}
