//! The cache as it lies on the disk: encrypted wherever the keychain can keep its key. Everything here happens while
//! the data folder is held, so that no second start finds another key than the first.

mod keys;
mod protection;
mod recovery_code;
mod seal;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::Timestamp;
use store::{CacheForm, CacheKey, HeldFolder, OpenError, Opened, Store};

pub(crate) use keys::CacheKeys;
pub(crate) use protection::{Protection, WhyPlain};
pub(crate) use recovery_code::{CodeError, key_of};
pub(crate) use seal::Seal;

/// An open cache, and how it is protected.
pub(crate) struct OpenCache {
    pub(crate) store: Store,
    /// Where a cache was put that could not be opened.
    pub(crate) set_aside: Option<PathBuf>,
    pub(crate) protection: Arc<Protection>,
}

/// Why there is no open cache.
pub(crate) enum Shut {
    /// The person has to find a way.
    Sealed(Seal),
    /// It can't be used at all.
    Unusable(OpenError),
}

impl From<OpenError> for Shut {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::WrongKey => Self::Sealed(Seal::OtherKey),
            OpenError::DamagedEncrypted => Self::Sealed(Seal::Damaged),
            other => Self::Unusable(other),
        }
    }
}

/// Opens the cache in `folder`, or makes it. One that is plain is encrypted first, once, where the keychain keeps the
/// key; where it doesn't, or that fails, it is opened as it is.
///
/// # Errors
/// [`Shut`]; what was there is there.
pub(crate) async fn open(folder: &Path, keys: &CacheKeys<'_>) -> Result<OpenCache, Shut> {
    open_held(&HeldFolder::hold(folder)?, keys).await
}

async fn open_held(held: &HeldFolder, keys: &CacheKeys<'_>) -> Result<OpenCache, Shut> {
    let now = keys.clock.now();
    match held.form().map_err(OpenError::from)? {
        CacheForm::Encrypted => match keys.find().await {
            Ok(Some(key)) => encrypted(held, key, now).await,
            Ok(None) => Err(Shut::Sealed(Seal::NoKey)),
            Err(why) => Err(Shut::Sealed(Seal::NoAnswer(why))),
        },
        // A key in the keychain says that it was an encrypted one, in which wishes may wait.
        CacheForm::Garbled => match keys.find().await {
            Ok(Some(key)) => encrypted(held, key, now).await,
            Ok(None) => plain(held, WhyPlain::BegunAnew, now).await,
            Err(why) => plain(held, WhyPlain::Keychain(why), now).await,
        },
        form @ (CacheForm::Absent | CacheForm::Plain) => match keys.find_or_make().await {
            Ok(key) => encrypted_from(held, form, key, now).await,
            Err(why) => plain(held, WhyPlain::Keychain(why), now).await,
        },
    }
}

/// The key is in the keychain already: cut off at any moment, the next start finds it there.
async fn encrypted_from(held: &HeldFolder, form: CacheForm, key: CacheKey, now: Timestamp) -> Result<OpenCache, Shut> {
    if form == CacheForm::Plain
        && let Err(why) = held.convert(None, Some(&key)).await
        && held.form().map_err(OpenError::from)? != CacheForm::Encrypted
    {
        tracing::warn!(%why, "the database was not encrypted");
        return plain(held, WhyPlain::NotConverted(why), now).await;
    }
    encrypted(held, key, now).await
}

async fn encrypted(held: &HeldFolder, key: CacheKey, now: Timestamp) -> Result<OpenCache, Shut> {
    let Opened { store, set_aside } = held.open(Some(&key), now).await?;
    Ok(OpenCache { store, set_aside, protection: Arc::new(Protection::Encrypted { key, not_kept: None }) })
}

async fn plain(held: &HeldFolder, why: WhyPlain, now: Timestamp) -> Result<OpenCache, Shut> {
    let Opened { store, set_aside } = held.open(None, now).await?;
    let why = if set_aside.is_some() && !matches!(why, WhyPlain::Keychain(_)) { WhyPlain::BegunAnew } else { why };
    Ok(OpenCache { store, set_aside, protection: Arc::new(Protection::Plain(why)) })
}

/// Opens an encrypted cache with the key that the person typed, and puts that into the keychain once it is known to
/// be the right one.
///
/// # Errors
/// [`Shut`]
pub(crate) async fn open_with(folder: &Path, key: CacheKey, keys: &CacheKeys<'_>) -> Result<OpenCache, Shut> {
    let held = HeldFolder::hold(folder)?;
    let Opened { store, set_aside } = held.open(Some(&key), keys.clock.now()).await?;
    let not_kept = keys.put(&key).await.err();
    Ok(OpenCache { store, set_aside, protection: Arc::new(Protection::Encrypted { key, not_kept }) })
}

/// Sets an encrypted cache aside that can't be opened, because the person asked for it, and begins anew.
///
/// # Errors
/// [`Shut`]
pub(crate) async fn begin_anew(folder: &Path, keys: &CacheKeys<'_>) -> Result<OpenCache, Shut> {
    let held = HeldFolder::hold(folder)?;
    let aside = held.set_aside(keys.clock.now())?;
    let anew = open_held(&held, keys).await?;
    Ok(OpenCache { set_aside: Some(aside), ..anew })
}
