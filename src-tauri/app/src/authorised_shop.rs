//! Which shop a fresh sign-in is about, where a seller's sign-in opens several.

use std::sync::Arc;

use async_trait::async_trait;
use tiktok_shop::{AuthorizedShop, Lane, TokenStore, Tokens, mark};

use crate::{
    App,
    boundary::{AppError, ErrorCode, NoticeAction, NoticeTone},
    connect::not_signed_in,
    connection::Connection,
    notices::notice,
};

/// Tokens of a few seconds: they are kept when their shop is.
struct NotKeptYet;

#[async_trait]
impl TokenStore for NotKeptYet {
    async fn save(&self, _: &Tokens) -> Result<(), String> {
        Ok(())
    }
}

impl App {
    /// The same tokens with the shop that they are to be used for; unchanged where the contract has one shop to a
    /// sign-in.
    ///
    /// # Errors
    /// [`AppError`]: nothing was connected.
    pub(crate) async fn tokens_for_a_shop(&self, connection: &Connection, tokens: Tokens) -> Result<Tokens, AppError> {
        let client = self.client(connection, tokens.clone(), Arc::new(NotKeptYet)).await?;
        let Some(shops) = client.authorized_shops(Lane::Person).await.map_err(not_signed_in)? else {
            return Ok(tokens);
        };
        let Some(chosen) = self.choose(&shops).await? else {
            return Err(AppError::new(
                ErrorCode::Refused,
                "This sign-in opens no shop. Nothing was changed: approve with the account that owns the shop, then connect again.",
            ));
        };
        self.tell_of_others(&shops, &chosen);
        let AuthorizedShop { name, region, access } = chosen;
        Ok(Tokens { seller_name: Some(name), region: Some(region), shop: Some(access), ..tokens })
    }

    /// The shop in view, if it is among them: it is being connected again. Otherwise one that is not here yet.
    async fn choose(&self, shops: &[AuthorizedShop]) -> Result<Option<AuthorizedShop>, AppError> {
        let in_view = self.shop_in_view().await?.map(|shop| shop.seller);
        let here: Vec<String> = self.store.shops().await?.into_iter().map(|shop| shop.seller).collect();
        let again = shops.iter().find(|shop| in_view.as_ref() == Some(&mark(&shop.access.id)));
        let is_new = |shop: &&AuthorizedShop| !here.contains(&mark(&shop.access.id));
        Ok(again.or_else(|| shops.iter().find(is_new)).or(shops.first()).cloned())
    }

    fn tell_of_others(&self, shops: &[AuthorizedShop], chosen: &AuthorizedShop) {
        if shops.len() < 2 {
            return;
        }
        let of = |shop: &AuthorizedShop| format!("{} ({})", shop.name, shop.region);
        let others: Vec<String> = shops.iter().filter(|shop| *shop != chosen).map(of).collect();
        let body = format!(
            "This sign-in opens {} as well. Each shop is connected by itself: choose Connect another shop for the next one.",
            others.join(", ")
        );
        let title = format!("“{}” was connected", of(chosen));
        self.tell(notice("shops of the sign-in", NoticeTone::Info, &title, body, Some(NoticeAction::Dismiss)));
    }
}
