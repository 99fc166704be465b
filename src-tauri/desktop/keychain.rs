//! The system's keychain: Secret Service, Keychain or Credential Manager.

use std::sync::Arc;

use app::{Keychain, KeychainError};
use keyring_core::{CredentialStore, Error};

const SERVICE: &str = "app.tiktokflow.desktop";

/// The keychain of this system, opened at its first use: one that is locked or starts late gets
/// its chance each time.
pub(crate) fn of_this_system() -> Option<Arc<dyn Keychain>> {
    Some(Arc::new(SystemKeychain))
}

struct SystemKeychain;

impl Keychain for SystemKeychain {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, KeychainError> {
        match entry(name)?.get_secret() {
            Ok(secret) => Ok(Some(secret)),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(sorted(error)),
        }
    }

    fn write(&self, name: &str, secret: &[u8]) -> Result<(), KeychainError> {
        entry(name)?.set_secret(secret).map_err(sorted)
    }

    fn remove(&self, name: &str) -> Result<(), KeychainError> {
        match entry(name)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(sorted(error)),
        }
    }
}

fn entry(name: &str) -> Result<keyring_core::Entry, KeychainError> {
    if keyring_core::get_default_store().is_none() {
        keyring_core::set_default_store(system_store().map_err(sorted)?);
    }
    keyring_core::Entry::new(SERVICE, name).map_err(sorted)
}

#[cfg(target_os = "linux")]
fn system_store() -> Result<Arc<CredentialStore>, Error> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(target_os = "macos")]
fn system_store() -> Result<Arc<CredentialStore>, Error> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(windows)]
fn system_store() -> Result<Arc<CredentialStore>, Error> {
    Ok(windows_native_keyring_store::Store::new()?)
}

/// An error's own text may quote what it was about, so only its kind is told.
fn sorted(error: Error) -> KeychainError {
    match error {
        Error::TooLong(..) => KeychainError::TooLarge,
        Error::NoStorageAccess(_) => KeychainError::Unavailable("it is locked or does not answer".into()),
        _ => KeychainError::Unavailable("it does not answer".into()),
    }
}
