//! Sign-ins from the time when each shop had its own: those of one seller and one app become one.
//!
//! Nothing is copied and nothing is removed before what replaces it is kept, so that it can break off anywhere and is
//! simply done again at the next start.

use domain::ShopId;
use tiktok_shop::{Contract, Tokens, oauth::ShopAccess};

use crate::{
    App,
    connection::Connection,
    sign_in::has_several_shops,
    vault::{connection_of, tokens_of},
};

/// A shop as the vault has it.
struct Kept {
    shop: ShopId,
    way: Connection,
    number: ShopId,
    tokens: Tokens,
}

impl App {
    /// Makes one sign-in of several of the same seller and app: that of the latest approval or renewal.
    pub(crate) async fn join_sign_ins(&self) {
        let mut all = Vec::new();
        for shop in self.vault.shops().await {
            all.extend(self.kept_with_its_shop(shop).await);
        }
        for kept in &all {
            let same = all.iter().filter(|other| is_one_sign_in(kept, other));
            let latest = same.max_by_key(|other| (other.tokens.access_expires, other.number));
            let number = latest.map_or(kept.number, |latest| latest.number);
            if number != kept.number {
                let way = Connection { sign_in: Some(number), ..kept.way.clone() };
                self.vault.write(&connection_of(kept.shop), way.to_bytes()).await;
            }
            if number != kept.shop {
                self.remove_own_tokens(kept.shop).await;
            }
        }
    }

    /// Removes what a shop had of its own before it went by another's sign-in, unless others go by it. What is only in
    /// memory is no reason to remove what is kept.
    async fn remove_own_tokens(&self, shop: ShopId) {
        let is_unused = self.shops_of_sign_in(shop).await.is_empty();
        if is_unused && self.vault.note().is_none() {
            self.vault.remove(&tokens_of(shop)).await;
        }
    }

    /// A shop that has several beside it. How requests name it stood among its tokens once; now it stands with the
    /// way to it.
    async fn kept_with_its_shop(&self, shop: ShopId) -> Option<Kept> {
        let mut way = self.kept_connection(shop).await.filter(|way| way.endpoints.contract == Contract::Partner)?;
        let number = way.sign_in_of(shop);
        let bytes = self.vault.read(&tokens_of(number)).await?;
        if way.access.is_none() {
            way.access = Some(ShopAccess::among_tokens(&bytes)?);
            self.vault.write(&connection_of(shop), way.to_bytes()).await;
        }
        Some(Kept { shop, way, number, tokens: Tokens::from_bytes(&bytes).ok()? })
    }
}

fn is_one_sign_in(one: &Kept, other: &Kept) -> bool {
    let same_app = one.way.key == other.way.key && one.way.endpoints.token == other.way.endpoints.token;
    let both_real = has_several_shops(&one.way) && has_several_shops(&other.way);
    both_real && same_app && one.tokens.open_id.is_some() && one.tokens.open_id == other.tokens.open_id
}
