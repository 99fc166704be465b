//! Why the cache can't be opened, or brought into another form.

use std::path::PathBuf;

use thiserror::Error;

use crate::{StoreError, checking::SCHEMA};

/// Why the cache can't be opened. Each is a sentence for the person.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The folder can't be made or written.
    #[error("TikTokFlow can’t write to its data folder {}: {why}. Nothing was changed. Check the disk and the folder’s permissions, then start again.", folder.display())]
    Folder {
        /// The data folder.
        folder: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
    /// Another TikTokFlow holds the folder.
    #[error("TikTokFlow is already open with the data folder {}. Use that window; nothing was changed.", .0.display())]
    InUse(PathBuf),
    /// Written by a later version.
    #[error(
        "The database was written by a newer TikTokFlow (version {found}, this one knows {SCHEMA}). It was left untouched: install the newer TikTokFlow again."
    )]
    Newer {
        /// The schema version in the file.
        found: i64,
    },
    /// It is encrypted, and no key was given.
    #[error(
        "The database is encrypted, and its key is not at hand. It was left untouched, with every edit that still waits in it. Unlock the system’s keychain, then start again."
    )]
    NeedsKey,
    /// It is encrypted with another key.
    #[error(
        "The database doesn’t open with the key in the system’s keychain. It was left untouched, with every edit that still waits in it. Bring back the keychain of the time when it was encrypted, then start again."
    )]
    WrongKey,
    /// A key was given, and the file is plain.
    #[error(
        "The database was to be encrypted and is not. It was left untouched, with everything in it. Start again to have it encrypted, or switch the encryption off."
    )]
    NotEncrypted,
    /// It is encrypted and damaged. It is never set aside unasked: see [`crate::HeldFolder::set_aside`].
    #[error(
        "The encrypted database is damaged. It was left where it is, because edits that still wait may be in it. Bring it back from a backup of this computer, or set it aside and have everything fetched anew from the shop."
    )]
    DamagedEncrypted,
    /// What was copied into another form is not what was there.
    #[error(
        "The database could not be copied whole, so it was left as it was, with everything in it. Check the disk, then try again."
    )]
    CopyDiffers,
    /// The disk is full, read-only, or SQLite can't open the file for another reason.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// A migration failed; it was rolled back.
    #[error(
        "The database could not be brought up to date, and was left as it was. Free some disk space and start again."
    )]
    Migration(#[from] sqlx::migrate::MigrateError),
}
