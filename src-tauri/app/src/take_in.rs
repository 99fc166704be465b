//! Taking in the shops of a sign-in: new ones, and those that are here.

use std::{collections::BTreeSet, sync::Arc};

use domain::ShopId;

use crate::{
    App, approval::notice_of_end, boundary::AppError, connection::Connection, session::notice_of, sign_in::SignIn,
    standstills::notice_of_standstill, vault::connection_of,
};

impl App {
    /// Takes shops in: their places in the cache first, then the sign-in and the ways to them into the vault, then
    /// their engines. What goes by the same sign-in goes by the new one from now on. One of them comes into view.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::Storage`] where the cache can't be written.
    pub(crate) async fn take_in(
        self: &Arc<Self>,
        sign_in: &Arc<SignIn>,
        ways: Vec<Connection>,
    ) -> Result<(), AppError> {
        self.recall_shops().await?;
        let mut shops = Vec::new();
        for way in ways {
            shops.push((self.place_of(&way).await?, way));
        }
        let Some(&(first, _)) = shops.first() else { return Ok(()) };
        let (number, before) = self.number_of(sign_in, first, &shops).await;
        let in_view = self.shop_in_view().await?.map(|shop| shop.id).filter(|id| shops.iter().any(|one| one.0 == *id));
        let is_new = !self.sign_ins().get(&number).is_some_and(|old| Arc::ptr_eq(old, sign_in));
        if is_new {
            shops.extend(self.others_of(number, &shops).await);
        }
        self.stop_engines(&shops).await;
        if is_new {
            self.put_in_use(sign_in, number).await;
        }
        for (shop, way) in &mut shops {
            way.sign_in = Some(number).filter(|number| number != shop);
            self.vault.write(&connection_of(*shop), way.to_bytes()).await;
            self.vault.add_shop(*shop).await;
        }
        for number in before {
            self.end_unused_sign_in(number).await;
        }
        for (shop, way) in shops {
            self.store.hurry_outbox(shop, self.ports.clock.now()).await?;
            self.start_engine(shop, way, Arc::clone(sign_in)).await?;
            self.untell(&notice_of(shop));
            self.untell(&notice_of_end(shop));
            self.untell(&notice_of_standstill(shop));
        }
        self.untell("link");
        self.tell_about_keychain();
        self.put_into_view(in_view.unwrap_or(first)).await
    }

    /// The number that a sign-in is kept under: its own, that of the one that it replaces, or else the first shop's.
    /// With it, the numbers of other sign-ins that its shops went by so far.
    async fn number_of(
        &self,
        sign_in: &Arc<SignIn>,
        first: ShopId,
        shops: &[(ShopId, Connection)],
    ) -> (ShopId, BTreeSet<ShopId>) {
        let own = self.sign_ins().iter().find(|(_, known)| Arc::ptr_eq(known, sign_in)).map(|(number, _)| *number);
        let mut before = BTreeSet::new();
        for (shop, _) in shops {
            if let Some(way) = self.kept_connection(*shop).await {
                before.insert(way.sign_in_of(*shop));
            }
        }
        let number = own.or(before.first().copied()).unwrap_or(first);
        before.remove(&number);
        (number, before)
    }

    /// Shops that go by the sign-in of this number, beside those that are known of it.
    async fn others_of(&self, number: ShopId, shops: &[(ShopId, Connection)]) -> Vec<(ShopId, Connection)> {
        let mut all = self.shops_of_sign_in(number).await;
        all.retain(|(shop, _)| shops.iter().all(|(known, _)| known != shop));
        all
    }

    async fn stop_engines(&self, shops: &[(ShopId, Connection)]) {
        for (shop, _) in shops {
            if let Some(old) = self.take_session(*shop) {
                old.end().await;
            }
        }
    }

    /// In place of the one before, which says no more from here on.
    async fn put_in_use(&self, sign_in: &Arc<SignIn>, number: ShopId) {
        let old = self.sign_ins().insert(number, Arc::clone(sign_in));
        if let Some(old) = old {
            old.close().await;
        }
        sign_in.keep_under(number).await;
    }
}
