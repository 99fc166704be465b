//! A sign-in that opens several shops: which of them are wanted, the person says.

use std::sync::{Arc, PoisonError};

use tiktok_shop::{AuthorizedShop, Secret, mark};

use crate::{
    App,
    boundary::{AppError, ChangedTable, ErrorCode, OfferedShop},
    connect::not_signed_in,
    connection::Connection,
    sign_in::{SignIn, has_several_shops},
};

/// Shops to choose from, and the sign-in that opens them.
#[derive(Clone)]
pub(crate) struct Offer {
    sign_in: Arc<SignIn>,
    way: Connection,
    shops: Vec<AuthorizedShop>,
}

/// What a code opened: the shops that are taken in at once, and those that the person is asked about.
pub(crate) struct Opened {
    sign_in: Arc<SignIn>,
    wanted: Vec<Connection>,
    offer: Option<Offer>,
}

/// What an answer of the browser came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answered {
    /// A shop is connected.
    Connected,
    /// The person is to choose among several.
    Offered,
    /// The person is asked whether this is a sign-in of theirs.
    Asked,
}

impl App {
    /// Exchanges a code and takes in what it opens: the one shop, or those of several that are here. Which others are
    /// wanted the person is asked, unless it is to approve `again` what is here.
    ///
    /// # Errors
    /// [`AppError`]: nothing was connected.
    pub(crate) async fn signed_in(
        self: &Arc<Self>,
        way: &Connection,
        code: &Secret,
        again: bool,
    ) -> Result<Answered, AppError> {
        let opened = self.opened_by(way, code, again).await?;
        self.take_opened(opened).await
    }

    /// Exchanges a code and looks what it opens. Nothing is kept of it yet.
    pub(crate) async fn opened_by(&self, way: &Connection, code: &Secret, again: bool) -> Result<Opened, AppError> {
        let tokens = self.exchange(way, code).await?;
        let sign_in = self.fresh_sign_in(way, tokens).await?;
        let Some(shops) = sign_in.shops().await.map_err(not_signed_in)? else {
            let only = way.to_the_shop_of(&sign_in.tokens());
            return Ok(Opened { sign_in, wanted: vec![only], offer: None });
        };
        let here = self.here(&shops).await?;
        let wanted: Vec<Connection> = match &shops[..] {
            [] => return Err(opens_none()),
            [only] => vec![way.to(only)],
            _ => shops.iter().zip(&here).filter(|(_, here)| **here).map(|(shop, _)| way.to(shop)).collect(),
        };
        let is_over = !wanted.is_empty() && (again || wanted.len() == shops.len());
        let offer = Offer { sign_in: Arc::clone(&sign_in), way: way.to_any_shop(), shops };
        Ok(Opened { sign_in, wanted, offer: Some(offer).filter(|_| !is_over) })
    }

    /// The question stands before the shops come, so that no screen takes their coming for the end of it.
    pub(crate) async fn take_opened(self: &Arc<Self>, opened: Opened) -> Result<Answered, AppError> {
        let Opened { sign_in, wanted, offer } = opened;
        let answered = if offer.is_some() { Answered::Offered } else { Answered::Connected };
        self.set_offer(offer);
        self.take_in(&sign_in, wanted).await.map(|()| answered)
    }

    /// Asks the sign-ins that are here for shops that are not, and offers those of the first that opens any.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] where there are none; otherwise where the shop can't be asked.
    pub async fn offer_shops(self: &Arc<Self>) -> Result<(), AppError> {
        let _gate = self.connecting.lock().await;
        let in_use: Vec<Arc<SignIn>> = self.sign_ins().values().cloned().collect();
        for sign_in in in_use {
            let Some(way) = self.way_of(&sign_in) else { continue };
            let Some(shops) = sign_in.shops().await? else { continue };
            if self.here(&shops).await?.contains(&false) {
                self.set_offer(Some(Offer { sign_in, way, shops }));
                return Ok(());
            }
        }
        Err(AppError::new(
            ErrorCode::NotFound,
            "Every shop that was approved is here already. For another one, approve it in your browser.",
        ))
    }

    /// Takes in the offered shops at these places.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidInput`] for none at all; [`ErrorCode::NotFound`] where nothing is offered any more.
    pub async fn add_shops(self: &Arc<Self>, picked: Vec<u32>) -> Result<(), AppError> {
        let _gate = self.connecting.lock().await;
        let Offer { sign_in, way, shops } = self.offer().ok_or_else(|| {
            AppError::new(ErrorCode::NotFound, "These shops are no longer offered. Nothing was changed: connect again.")
        })?;
        let here = self.here(&shops).await?;
        let is_picked = |place: usize| u32::try_from(place).is_ok_and(|place| picked.contains(&place));
        let new = shops.iter().zip(here).enumerate().filter(|(place, (_, here))| is_picked(*place) && !here);
        let ways: Vec<Connection> = new.map(|(_, (shop, _))| way.to(shop)).collect();
        if ways.is_empty() {
            return Err(AppError::input("shops", "Choose a shop, or leave them for later."));
        }
        // Over before the shops come: a screen goes on to them once nothing is asked any more.
        self.set_offer(None);
        self.take_in(&sign_in, ways).await
    }

    /// Leaves the offered shops for later. A sign-in by which no shop goes is forgotten.
    pub async fn leave_shops(&self) {
        let Some(offer) = self.offer() else { return };
        let is_used = self.sign_ins().values().any(|used| Arc::ptr_eq(used, &offer.sign_in));
        if !is_used {
            offer.sign_in.close().await;
        }
        self.set_offer(None);
    }

    /// The shops that are offered; `None` where none are.
    pub(crate) async fn offered(&self) -> Result<Option<Vec<OfferedShop>>, AppError> {
        let Some(Offer { shops, .. }) = self.offer() else { return Ok(None) };
        let here = self.here(&shops).await?;
        let shown = |(shop, here): (AuthorizedShop, bool)| OfferedShop { name: shop.name, region: shop.region, here };
        Ok(Some(shops.into_iter().zip(here).map(shown).collect()))
    }

    /// Whether a sign-in that is here may open further shops.
    pub(crate) fn may_offer_shops(&self) -> bool {
        self.all_sessions().iter().any(|session| has_several_shops(&session.connection))
    }

    /// The way that any shop of a sign-in is reached.
    fn way_of(&self, sign_in: &Arc<SignIn>) -> Option<Connection> {
        let sessions = self.all_sessions();
        let one = sessions.iter().find(|session| Arc::ptr_eq(&session.sign_in, sign_in))?;
        Some(one.connection.to_any_shop()).filter(has_several_shops)
    }

    /// Which of the shops are connected here.
    async fn here(&self, shops: &[AuthorizedShop]) -> Result<Vec<bool>, AppError> {
        let known: Vec<String> = self.store.shops().await?.into_iter().map(|shop| shop.seller).collect();
        Ok(shops.iter().map(|shop| known.contains(&mark(&shop.access.id))).collect())
    }

    fn offer(&self) -> Option<Offer> {
        self.offer.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_offer(&self, offer: Option<Offer>) {
        *self.offer.lock().unwrap_or_else(PoisonError::into_inner) = offer;
        self.changed(ChangedTable::Shop);
    }
}

fn opens_none() -> AppError {
    AppError::new(
        ErrorCode::Refused,
        "This sign-in opens no shop. Nothing was changed: approve with the account that owns the shop, then connect again.",
    )
}
