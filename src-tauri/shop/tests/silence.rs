//! What the log says about a day of work, and what it never says. Alone in its file: it listens
//! to everything that this process logs, down to the finest level.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
    time::Duration,
};

use domain::OrderId;
use support::*;
use tiktok_shop::{Lane, OrderQuery, http_client, oauth::exchange_code};

#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<u8>>>);

impl Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_log_tells_every_request_and_no_secret_and_no_buyer() {
    let heard = Heard::default();
    let writer = heard.clone();
    let logger = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone());
    tracing::subscriber::set_global_default(logger.with_ansi(false).finish()).unwrap();

    let shop = FakeShop::answering(|asked| match (asked.path.as_str(), asked.token()) {
        ("/api/v2/token/get" | "/api/v2/token/refresh", _) => {
            session("canary-access-2", "canary-refresh-2", noon() + Duration::from_secs(86_400))
        }
        ("/api/orders/update", _) => failure(1001, "buyer John Doe, token canary-access-2"),
        (_, "canary-access-2") => success(&format!(r#"{{"orders":[{ORDER},{{"order_id":"5","note":"John Doe"}}]}}"#)),
        _ => failure(1004, "expired"),
    })
    .await;
    let http = http_client(&shop.endpoints).unwrap();
    exchange_code(&http, &shop.endpoints, &credentials(), &"canary-code".into(), noon()).await.unwrap();
    let bench = Bench::with(&shop.endpoints, tokens(), MemoryTokens::locked());
    let page = bench.client.search_orders(&OrderQuery::default(), Lane::Person).await.unwrap();
    assert_eq!(page.set_aside.len(), 1);
    ship(&bench.client, "1", "TRACK-ME", Lane::Poll).await.unwrap_err();
    Bench::at(&nobody().await).client.order(&OrderId::new("1"), Lane::Person).await.unwrap_err();

    let log = String::from_utf8(heard.0.lock().unwrap().clone()).unwrap();
    let about = |path: &str| log.lines().filter(|line| line.contains(&format!("path=\"{path}\""))).collect::<Vec<_>>();
    assert_eq!(about("/api/orders/search").len(), 2, "{log}");
    let shipping = about("/api/orders/update");
    for part in ["method=\"POST\"", "lane=\"poll\"", "ms=", "status=200", "code=1001", "retry=0"] {
        assert!(shipping[0].contains(part), "{part}: {shipping:?}");
    }
    assert_eq!((about("/api/v2/token/get").len(), about("/api/v2/token/refresh").len()), (1, 1), "{log}");
    for part in ["method=\"GET\"", "lane=\"person\"", "ms=", "status=200", "code=0", "retry=0"] {
        assert!(about("/api/v2/token/get")[0].contains(part), "{part}: {log}");
    }
    for never in ["canary", "John Doe", "TRACK-ME", "app_secret", "page_size", "123 Main St"] {
        assert!(!log.contains(never), "{never} is in the log:\n{log}");
    }
}
