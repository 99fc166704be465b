//! How the cache lies on the disk, and what is asked where it can't be opened.

use std::fmt;

use serde::Serialize;
use ts_rs::TS;

/// How the cache is protected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CacheProtection {
    /// What it is.
    pub form: CacheForm,
    /// Why it is plain, or what is to be known of its key: a sentence.
    pub note: Option<String>,
    /// Whether the next start is going to encrypt it, as things are now.
    pub at_next_start: bool,
}

/// What the cache is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CacheForm {
    /// It takes a key.
    Encrypted,
    /// Whoever can read the file can read what is in it.
    Plain,
}

/// An encrypted cache that can't be opened as things are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SealedCache {
    /// What keeps it shut.
    pub reason: SealReason,
    /// What the keychain said, where it failed.
    pub keychain: Option<String>,
}

/// What keeps an encrypted cache shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SealReason {
    /// The keychain holds no key.
    NoKey,
    /// The keychain's key is another's.
    OtherKey,
    /// The keychain is locked, or doesn't answer.
    NoAnswer,
    /// The file is damaged.
    Damaged,
}

/// What opens the cache where the keychain's key is lost. Its `Debug` prints nothing of it.
#[derive(Clone, PartialEq, Eq, Serialize, TS)]
pub struct RecoveryCode {
    /// Thirteen groups of five, with dashes between.
    pub code: String,
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}
