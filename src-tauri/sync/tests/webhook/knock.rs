//! A door with a listener behind it, and whoever knocks.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use domain::{OrderId, ProductId, ShopId};
use hmac::{Hmac, Mac as _};
use sync::{
    Hint,
    webhook::{Door, DoorKey, DoorRules, DoorStatus, Seen, Verdict},
};
use tiktok_shop::{Clock, Secret};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::mpsc,
};

use crate::clock::TestClock;

/// For a broken door only: its test fails instead of waiting forever.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) const ANY: DoorRules = DoorRules { signed_only: false };
pub(crate) const SIGNED: DoorRules = DoorRules { signed_only: true };

/// An open door, and what it hands on.
pub(crate) struct House {
    pub(crate) door: Door,
    pub(crate) clock: Arc<TestClock>,
    keys: Arc<Mutex<Vec<DoorKey>>>,
    told: mpsc::UnboundedReceiver<(ShopId, Hint)>,
}

impl House {
    /// With these shops: number, app key and secret.
    pub(crate) async fn with(rules: DoorRules, shops: &[(i64, &str, &str)]) -> Self {
        let key = |(shop, app_key, secret): &(i64, &str, &str)| DoorKey {
            shop: ShopId(*shop),
            app_key: (*app_key).to_owned(),
            secret: Secret::new(*secret),
        };
        let keys = Arc::new(Mutex::new(shops.iter().map(key).collect::<Vec<_>>()));
        let (tell, told) = mpsc::unbounded_channel();
        let (clock, known) = (TestClock::at_noon(), Arc::clone(&keys));
        let door = Door::open(
            0,
            rules,
            Arc::new(move || known.lock().unwrap().clone()),
            Arc::new(move |shop, hint| tell.send((shop, hint)).unwrap()),
            Arc::clone(&clock) as Arc<dyn Clock>,
        );
        Self { door: door.unwrap(), clock, keys, told }
    }

    /// With the shop that the practice shop's webhooks are signed for.
    pub(crate) async fn of_one_shop(rules: DoorRules) -> Self {
        Self::with(rules, &[(1, "practice-key", "practice-secret")]).await
    }

    pub(crate) fn disconnect_all(&self) {
        self.keys.lock().unwrap().clear();
    }

    pub(crate) fn at(&self) -> SocketAddr {
        let address = self.door.address();
        address.strip_prefix("http://").unwrap().strip_suffix("/webhook").unwrap().parse().unwrap()
    }

    pub(crate) fn status(&self) -> DoorStatus {
        self.door.status().borrow().clone()
    }

    pub(crate) fn last(&self) -> Seen {
        self.status().last.unwrap()
    }

    pub(crate) fn verdict(&self) -> Verdict {
        self.last().verdict
    }

    /// What has been handed on since the last look. An answer comes after what it led to, so
    /// after one nothing is still to come.
    pub(crate) fn hints(&mut self) -> Vec<(ShopId, Hint)> {
        std::iter::from_fn(|| self.told.try_recv().ok()).collect()
    }

    /// The next hint, whenever it comes.
    pub(crate) async fn hint(&mut self) -> (ShopId, Hint) {
        tokio::time::timeout(PATIENCE, self.told.recv()).await.expect("no hint came").unwrap()
    }

    /// Waits until so many events have been turned away.
    pub(crate) async fn has_turned_away(&self, count: u32) {
        let mut status = self.door.status();
        let wait = status.wait_for(|status| status.turned_away >= count);
        tokio::time::timeout(PATIENCE, wait).await.expect("not so many were turned away").unwrap();
    }

    /// Posts a body without a signature; the answer's status.
    pub(crate) async fn post(&self, body: &str) -> u16 {
        self.post_with("", body).await
    }

    /// Posts a body signed with a key.
    pub(crate) async fn post_signed(&self, app_key: &str, secret: &str, body: &str) -> u16 {
        self.post_with(&format!("Authorization: {}\r\n", sign(app_key, secret, body)), body).await
    }

    /// Posts a body with header lines, each with its line end.
    pub(crate) async fn post_with(&self, headers: &str, body: &str) -> u16 {
        let length = body.len();
        let request = format!(
            "POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        );
        status_of(&self.say(request.as_bytes()).await)
    }

    /// Sends bytes and reads whatever is answered until the door closes the connection.
    pub(crate) async fn say(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.at()).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        answer_on(stream).await
    }
}

/// What comes on a connection until its end; a break is an end, too.
pub(crate) async fn answer_on(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    let read = stream.read_to_end(&mut answer);
    let _ = tokio::time::timeout(PATIENCE, read).await.expect("the door keeps the connection open");
    String::from_utf8(answer).unwrap()
}

/// The status in an answer; 0 where none came.
pub(crate) fn status_of(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
}

pub(crate) fn sign(app_key: &str, secret: &str, body: &str) -> String {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(app_key.as_bytes());
    mac.update(body.as_bytes());
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The contract's payload about an order.
pub(crate) fn order_event(event: &str, when: &str, id: &str) -> String {
    format!(r#"{{"event_type":"{event}","timestamp":"{when}","data":{{"order_id":"{id}"}}}}"#)
}

/// One about order `id`, at noon.
pub(crate) fn created(id: &str) -> String {
    order_event("order.created", "2026-03-10T12:00:00Z", id)
}

pub(crate) fn order(id: &str) -> Hint {
    Hint::Order(OrderId::new(id))
}

pub(crate) fn product(id: &str) -> Hint {
    Hint::Product(ProductId::new(id))
}
