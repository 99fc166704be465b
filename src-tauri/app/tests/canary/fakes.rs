//! The keychain, the browser and the practice shop's keeper.

use std::{collections::BTreeMap, path::Path, sync::Mutex};

use app::{Browser, Keychain, KeychainError, PracticeDoor, PracticeShop, Viewer};
use async_trait::async_trait;
use serde_json::Value;
use url::Url;

/// A keychain that remembers everything it was ever given: what was a secret once stays one.
#[derive(Default)]
pub(crate) struct Remembering {
    held: Mutex<BTreeMap<String, Vec<u8>>>,
    ever: Mutex<Vec<Vec<u8>>>,
}

impl Remembering {
    /// Every text that was ever kept under one of `names`, at any depth.
    pub(crate) fn texts(&self, names: &[&str]) -> Vec<String> {
        let mut texts = Vec::new();
        for secret in self.ever.lock().unwrap().iter() {
            if let Ok(value) = serde_json::from_slice(secret) {
                collect(&value, names, &mut texts);
            }
        }
        texts
    }

    /// The text now kept under one of `names`, of the secret that was given last.
    pub(crate) fn latest(&self, name: &str) -> String {
        self.texts(&[name]).pop().unwrap()
    }
}

/// What the keychain calls the cache's key.
const CACHE_KEY: &str = "cache key";

impl Remembering {
    /// The cache's key, as it is kept.
    pub(crate) fn cache_key(&self) -> String {
        String::from_utf8(self.held.lock().unwrap()[CACHE_KEY].clone()).unwrap()
    }

    /// As a keychain that was emptied.
    pub(crate) fn lose_cache_key(&self) {
        self.held.lock().unwrap().remove(CACHE_KEY).unwrap();
    }
}

fn collect(value: &Value, names: &[&str], texts: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value.as_str() {
                    Some(text) if names.contains(&name.as_str()) => texts.push(text.to_owned()),
                    _ => collect(value, names, texts),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, names, texts)),
        _ => {}
    }
}

impl Keychain for Remembering {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, KeychainError> {
        Ok(self.held.lock().unwrap().get(name).cloned())
    }

    fn write(&self, name: &str, secret: &[u8]) -> Result<(), KeychainError> {
        self.ever.lock().unwrap().push(secret.to_owned());
        self.held.lock().unwrap().insert(name.to_owned(), secret.to_owned());
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<(), KeychainError> {
        self.held.lock().unwrap().remove(name);
        Ok(())
    }
}

/// A browser and a practice shop that open nothing, and a viewer that shows nothing.
pub(crate) struct Closed;

#[async_trait]
impl Browser for Closed {
    async fn open(&self, _: &Url) -> Result<(), String> {
        Err("there is no browser".into())
    }
}

#[async_trait]
impl Viewer for Closed {
    async fn open(&self, _: &Path) -> Result<(), String> {
        Ok(())
    }
}

#[async_trait]
impl PracticeShop for Closed {
    async fn open(&self) -> Result<PracticeDoor, String> {
        Err("there is no practice shop".into())
    }

    async fn approve(&self, _: &str, _: &str, _: &str) -> Result<String, String> {
        Err("there is no practice shop".into())
    }

    async fn forget(&self) {}
}
