//! Which shops a sign-in opens.

use serde_json::value::RawValue;

use super::paths;
use crate::{
    Client, Lane, Secret, ShopError,
    client::Call,
    reading::{Record, WireError, unreadable},
};

/// A shop that the seller has authorised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorizedShop {
    /// The shop's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its market, in two letters.
    pub region: String,
    /// Names the shop in signed requests.
    pub cipher: Secret,
}

/// `GET /authorization/202309/shops`: the shops of this sign-in, one or several.
///
/// # Errors
/// Any [`ShopError`] but [`ShopError::UnknownOutcome`].
pub async fn authorized_shops(client: &Client, lane: Lane) -> Result<Vec<AuthorizedShop>, ShopError> {
    let data = client.call(&Call::get(paths::SHOPS, Vec::new()), lane).await?;
    read(&data).map_err(|error| unreadable(&error))
}

fn read(data: &RawValue) -> Result<Vec<AuthorizedShop>, WireError> {
    let shop = |record: &mut Record<'_>| {
        Ok(AuthorizedShop {
            id: record.id("id")?,
            name: record.text("name")?,
            region: record.text("region")?,
            cipher: Secret::new(record.id("cipher")?),
        })
    };
    Record::of(data)?.each("shops", shop).map(|listed| listed.items)
}
