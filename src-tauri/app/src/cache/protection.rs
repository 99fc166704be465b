//! How the cache that is open lies on the disk, in words.

use store::{CacheKey, OpenError};

use super::recovery_code::code_of;
use crate::{
    App,
    boundary::{AppError, CacheForm, CacheProtection, ErrorCode, KeychainKind, RecoveryCode},
    ports::KeychainError,
};

/// How it is protected.
pub(crate) enum Protection {
    /// With this key.
    Encrypted {
        key: CacheKey,
        /// Why the keychain didn't take it.
        not_kept: Option<KeychainError>,
    },
    /// Not at all.
    Plain(WhyPlain),
}

/// Why it is not encrypted.
pub(crate) enum WhyPlain {
    /// There is no place for the key.
    Keychain(KeychainError),
    /// The copy could not be made.
    NotConverted(OpenError),
    /// It was damaged, and this one was made just now.
    BegunAnew,
}

impl App {
    /// How the cache lies on the disk.
    pub(crate) fn cache_protection(&self) -> CacheProtection {
        let keychain_works = self.vault.kind() == KeychainKind::System;
        match &*self.protection {
            Protection::Encrypted { not_kept, .. } => CacheProtection {
                form: CacheForm::Encrypted,
                note: not_kept.as_ref().map(|why| {
                    format!("The keychain did not take its key ({why}). The next start asks for the recovery code.")
                }),
                at_next_start: false,
            },
            Protection::Plain(why) => {
                CacheProtection { form: CacheForm::Plain, note: Some(why.sentence()), at_next_start: keychain_works }
            }
        }
    }

    /// The code that opens the cache where the keychain's key is lost: for the person's eyes, and for nothing else.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] where the cache is not encrypted.
    pub fn recovery_code(&self) -> Result<RecoveryCode, AppError> {
        match &*self.protection {
            Protection::Encrypted { key, .. } => Ok(RecoveryCode { code: code_of(key).reveal().to_owned() }),
            Protection::Plain(_) => {
                let none = "The database is not encrypted, so there is no code to it.";
                Err(AppError::new(ErrorCode::NotFound, none))
            }
        }
    }
}

impl WhyPlain {
    fn sentence(&self) -> String {
        match self {
            Self::Keychain(why) => {
                format!(
                    "Not encrypted, because the system’s keychain, which would hold its key, can’t be used ({why})."
                )
            }
            Self::NotConverted(why) => {
                format!("Not encrypted, because it could not be brought into the other form. {why}")
            }
            Self::BegunAnew => {
                "Not encrypted, because it was damaged when TikTokFlow started and this one was made in its place."
                    .to_owned()
            }
        }
    }
}
