//! The practice shop: everything can be used without an account.

use std::sync::Arc;

use tiktok_shop::{
    Contract, Endpoints, Secret,
    oauth::{PendingLogin, REDIRECT_URI, parse_callback},
};

use crate::{
    App, PracticeDoor,
    boundary::{AppError, ErrorCode},
    connection::Connection,
};

/// One of the practice shop's carriers.
const CARRIER: &str = "USPS";

impl App {
    /// Connects the practice shop, beside real ones if there are any: it starts inside the app, its
    /// consent is given, and from there on everything is as with a real one, over real HTTP.
    ///
    /// # Errors
    /// [`ErrorCode::Busy`] while another sign-in is being completed; otherwise where it can't start.
    pub async fn practice_start(self: &Arc<Self>) -> Result<(), AppError> {
        let _gate = self.connecting.try_lock().map_err(|_| {
            AppError::new(
                ErrorCode::Busy,
                "Another sign-in is just being completed. Nothing was changed: try again in a moment.",
            )
        })?;
        let closed = |why: String| AppError::new(ErrorCode::Offline, why);
        let door = self.ports.practice.open().await.map_err(closed)?;
        let endpoints = practice_endpoints(&door, None)?;
        let connection = Connection {
            key: door.app_key,
            secret: Secret::new(door.app_secret),
            endpoints,
            practice: true,
            currency: Some("USD".to_owned()),
            shop: None,
            seller: String::new(),
        };
        let login = PendingLogin::begin_now(self.ports.clock.now()).map_err(closed)?;
        let state = login.state().reveal();
        let address = self.ports.practice.approve(REDIRECT_URI, &connection.key, state).await.map_err(closed)?;
        let code = login.accept(&parse_callback(&address)?, self.ports.clock.now())?;
        let tokens = self.exchange(&connection, &code).await?;
        let tokens = self.tokens_for_a_shop(&connection, tokens).await?;
        self.forget_pending().await;
        self.adopt(connection, tokens).await?;
        self.name_practice_carrier().await
    }

    /// Who practises types numbers that are nobody's, and isn't asked whose they are.
    async fn name_practice_carrier(&self) -> Result<(), AppError> {
        let Some(shop) = self.shop_in_view().await?.filter(|shop| shop.practice) else { return Ok(()) };
        if self.store.usual_carrier(shop.id).await?.is_none() {
            self.store.set_usual_carrier(shop.id, Some(CARRIER)).await?;
        }
        Ok(())
    }
}

/// The way into the practice shop: as `spoken` before, or else as the door has it.
///
/// # Errors
/// [`ErrorCode::Internal`] where the door's address is none.
pub(crate) fn practice_endpoints(door: &PracticeDoor, spoken: Option<Contract>) -> Result<Endpoints, AppError> {
    let service = door.service_id.as_deref().filter(|_| spoken != Some(Contract::Documented));
    let endpoints = match service {
        Some(service) => Endpoints::partner_below(&door.base_url, service),
        None => Endpoints::below(&door.base_url),
    };
    endpoints.map_err(|error| AppError::new(ErrorCode::Internal, error.to_string()))
}
