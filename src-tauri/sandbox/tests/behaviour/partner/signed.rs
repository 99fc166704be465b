//! An app of the Partner API: it signs its calls, with code of its own.

use hmac::{Hmac, Mac};
use reqwest::{Method, RequestBuilder, Response};
use sandbox::Settings;
use serde_json::Value;

use crate::practice::{Hands, Practice, client, code_in};

pub(crate) const CIPHER: (&str, &str) = ("shop_cipher", "TTP_practiceCipher+7/Qw==");

/// A call before it is sent: what a test may bend.
pub(crate) struct Draft {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body: String,
    pub(crate) secret: &'static str,
    pub(crate) token: Option<String>,
}

/// A shop to which an app is connected by the Partner API.
pub(crate) async fn partner() -> Practice {
    partner_of(|_| ()).await
}

pub(crate) async fn partner_of(change: impl FnOnce(&mut Settings)) -> Practice {
    let hands = Hands::at_noon();
    let mut settings = hands.settings();
    change(&mut settings);
    let shop = sandbox::start(settings).await.unwrap();
    let mut practice = Practice { shop, hands, client: client(), token: String::new(), refresh_token: String::new() };
    let code = code_in(&practice.shop.approve_service(Some("s")).unwrap());
    let granted = practice.exchange(&code).await;
    practice.adopt(&granted);
    practice.shop.clear_journal();
    practice
}

impl Draft {
    /// A call as it should be.
    pub(crate) fn of(practice: &Practice, method: Method, path: &str, query: &[(&str, &str)], body: &str) -> Self {
        let timestamp = practice.hands.now().as_second().to_string();
        let own = [("app_key", "practice-key"), ("timestamp", &timestamp)];
        let query = own.iter().chain(query).map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let (path, body, token) = (path.into(), body.into(), Some(practice.token.clone()));
        Self { method, path, query, body, secret: "practice-secret", token }
    }

    pub(crate) fn set(mut self, name: &str, value: &str) -> Self {
        self.query.retain(|pair| pair.0 != name);
        self.query.push((name.into(), value.into()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.query.retain(|pair| pair.0 != name);
        self
    }

    pub(crate) fn sign(&self) -> String {
        let mut sorted = self.query.clone();
        sorted.sort();
        let query: String = sorted.iter().map(|(name, value)| format!("{name}{value}")).collect();
        let text = format!("{0}{1}{query}{2}{0}", self.secret, self.path, self.body);
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(self.secret.as_bytes()).unwrap();
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    pub(crate) fn request(&self, practice: &Practice) -> RequestBuilder {
        let sign = [("sign".to_owned(), self.sign())];
        self.unsigned(practice).query(&sign)
    }

    pub(crate) fn unsigned(&self, practice: &Practice) -> RequestBuilder {
        let request = practice.client.request(self.method.clone(), practice.shop.base_url() + &self.path);
        let request = request.query(&self.query).header("content-type", "application/json").body(self.body.clone());
        match &self.token {
            Some(token) => request.header("x-tts-access-token", token),
            None => request,
        }
    }

    pub(crate) async fn sent(&self, practice: &Practice) -> Response {
        self.request(practice).send().await.unwrap()
    }

    pub(crate) async fn answer(&self, practice: &Practice) -> Value {
        self.sent(practice).await.json().await.unwrap()
    }
}

impl Practice {
    /// A signed GET that names the shop.
    pub(crate) async fn look(&self, path: &str, query: &[(&str, &str)]) -> Value {
        Draft::of(self, Method::GET, path, &[&[CIPHER], query].concat(), "").answer(self).await
    }

    /// A signed POST that names the shop.
    pub(crate) async fn tell(&self, path: &str, query: &[(&str, &str)], body: &Value) -> Value {
        let query = [&[CIPHER], query].concat();
        Draft::of(self, Method::POST, path, &query, &body.to_string()).answer(self).await
    }
}
