//! Which shops a sign-in opens.

use serde_json::value::RawValue;

use super::paths;
use crate::{
    Client, Lane, Secret, ShopError,
    client::Call,
    oauth::ShopAccess,
    reading::{Record, WireError, unreadable},
};

/// A shop that the seller has authorised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorizedShop {
    /// Its name.
    pub name: String,
    /// Its market, in two letters.
    pub region: String,
    /// How it is named in requests.
    pub access: ShopAccess,
}

/// `GET /authorization/202309/shops`: the shops of this sign-in, one or several.
pub(super) async fn authorized(client: &Client, lane: Lane) -> Result<Vec<AuthorizedShop>, ShopError> {
    let data = client.call(&Call::get(paths::SHOPS, Vec::new()), lane).await?;
    read(&data).map_err(|error| unreadable(&error))
}

fn read(data: &RawValue) -> Result<Vec<AuthorizedShop>, WireError> {
    let shop = |record: &mut Record<'_>| {
        Ok(AuthorizedShop {
            name: record.text("name")?,
            region: record.text("region")?,
            access: ShopAccess { id: record.id("id")?, cipher: Secret::new(record.id("cipher")?) },
        })
    };
    Record::of(data)?.each("shops", shop).map(|listed| listed.items)
}
