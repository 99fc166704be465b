//! The connected shops: which there are, which one is in view, and how each of them is.

use domain::{Currency, ShopId};
use store::{NewShop, Shop};
use tiktok_shop::Contract;

use crate::{
    App,
    boundary::{AppError, ChangedTable, ErrorCode, ShopHealth, ShopView},
    connection::Connection,
    state::sync_state,
    vault::connection_of,
    wording::{count, iso},
};

/// The choice that holds the number of the shop in view.
const IN_VIEW: &str = "shop in view";
/// A shop that never told its name.
const NAMELESS: &str = "TikTok Shop";

pub(crate) fn id_of(shop: u32) -> ShopId {
    ShopId(i64::from(shop))
}

impl App {
    /// Puts another shop into view, also over a restart.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] where it isn't connected any more.
    pub async fn choose_shop(&self, shop: u32) -> Result<(), AppError> {
        let shop = self.known(shop).await?;
        self.put_into_view(shop.id).await
    }

    pub(crate) async fn put_into_view(&self, shop: ShopId) -> Result<(), AppError> {
        self.store.set_choice(IN_VIEW, &shop.0.to_string()).await?;
        self.changed(ChangedTable::Shop);
        // What its engine does is told at once, though nothing of it has changed.
        self.statuses.send_modify(|_| ());
        Ok(())
    }

    /// The shop in view: the one that was chosen last, or else the oldest.
    pub(crate) async fn shop_in_view(&self) -> Result<Option<Shop>, AppError> {
        let chosen = self.store.choice(IN_VIEW).await?.and_then(|number| number.parse().ok()).map(ShopId);
        let mut shops = self.store.shops().await?;
        let place = shops.iter().position(|shop| Some(shop.id) == chosen);
        let oldest = (0..shops.len()).min_by_key(|place| shops[*place].id.0);
        Ok(place.or(oldest).map(|place| shops.swap_remove(place)))
    }

    /// A shop that a command is about.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] where it isn't connected any more.
    pub(crate) async fn known(&self, shop: u32) -> Result<Shop, AppError> {
        let gone = "This shop is no longer connected on this computer. Nothing was changed.";
        self.store.shop_of(id_of(shop)).await?.ok_or_else(|| AppError::new(ErrorCode::NotFound, gone))
    }

    /// How each shop is, by name.
    pub(crate) async fn healths(&self) -> Result<Vec<ShopHealth>, AppError> {
        let mut healths = Vec::new();
        for shop in self.store.shops().await? {
            healths.push(self.health(shop).await?);
        }
        healths.sort_by_key(|shop| (shop.name.to_lowercase(), shop.id));
        Ok(healths)
    }

    async fn health(&self, shop: Shop) -> Result<ShopHealth, AppError> {
        let status = self.status_of(shop.id);
        let wishes = self.store.outbox_counts(shop.id).await?;
        Ok(ShopHealth {
            id: count(shop.id.0),
            name: shop.name,
            region: shop.region,
            practice: shop.practice,
            approved: self.approval_of(shop.id),
            state: sync_state(status.phase),
            problem: status.problem,
            last_ok_at: status.last_ok.map(iso),
            to_ship: count(self.store.orders_to_ship(shop.id).await?),
            attention: count(wishes.refused + wishes.conflict + wishes.held),
        })
    }

    /// Where a shop that has just signed in belongs: to the rows of the same shop, or to new ones.
    pub(crate) async fn place_of(&self, connection: &Connection) -> Result<ShopId, AppError> {
        let new = new_shop(connection);
        let known = self.store.shops().await?.into_iter().find(|shop| shop.is_the_same_as(&new));
        let Some(shop) = known else { return Ok(self.store.add_shop(&new).await?) };
        // A shop that doesn't tell its name this time keeps the one that is known.
        let (name, region) = connection.shop.clone().unwrap_or((shop.name, shop.region));
        self.store.put_shop(&Shop { name, region, ..numbered(shop.id, new) }).await?;
        Ok(shop.id)
    }

    /// Makes the cache know every shop that the vault knows: the cache may have been lost, and a
    /// number that is in use there must not be given to another shop.
    pub(crate) async fn recall_shops(&self) -> Result<(), AppError> {
        let known: Vec<ShopId> = self.store.shops().await?.into_iter().map(|shop| shop.id).collect();
        for id in self.vault.shops().await.into_iter().filter(|id| !known.contains(id)) {
            if let Some(connection) = self.kept_connection(id).await {
                self.store.put_shop(&numbered(id, new_shop(&connection))).await?;
            }
        }
        Ok(())
    }

    pub(crate) fn shop_view(&self, shop: Shop) -> ShopView {
        let told = self.told_currency(&shop);
        ShopView {
            id: count(shop.id.0),
            name: shop.name,
            region: shop.region,
            practice: shop.practice,
            currency: shop.currency.clone().or_else(|| told.map(String::from)),
            sums_currency: shop.told_currency.map(String::from).or(shop.currency).or_else(|| told.map(String::from)),
        }
    }

    /// What a shop's amounts are in by its own word: as the first order told that did, or as its market pays, where
    /// the contract names the market.
    pub(crate) fn told_currency(&self, shop: &Shop) -> Option<Currency> {
        let speaks = self.session(shop.id).map(|session| session.connection.endpoints.contract);
        let by_market = || Currency::of_market(&shop.region).filter(|_| speaks == Some(Contract::Partner));
        shop.told_currency.or_else(by_market)
    }

    pub(crate) async fn kept_connection(&self, shop: ShopId) -> Option<Connection> {
        self.vault.read(&connection_of(shop)).await.as_deref().and_then(Connection::from_bytes)
    }
}

fn new_shop(connection: &Connection) -> NewShop {
    let (name, region) = connection.shop.clone().unwrap_or_else(|| (NAMELESS.to_owned(), String::new()));
    let Connection { practice, currency, seller, .. } = connection.clone();
    NewShop { name, region, practice, currency, seller }
}

fn numbered(id: ShopId, shop: NewShop) -> Shop {
    let NewShop { name, region, practice, currency, seller } = shop;
    Shop { id, name, region, practice, currency, told_currency: None, seller }
}
