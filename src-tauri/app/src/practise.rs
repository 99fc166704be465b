//! The practice shop: everything can be used without an account.

use std::sync::Arc;

use tiktok_shop::{
    Endpoints, Secret,
    oauth::{PendingLogin, REDIRECT_URI, parse_callback},
};

use crate::{
    App,
    boundary::{AppError, ErrorCode},
    connection::Connection,
};

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
        let endpoints = Endpoints::below(&door.base_url).map_err(|error| closed(error.to_string()))?;
        let connection = Connection {
            key: door.app_key,
            secret: Secret::new(door.app_secret),
            endpoints,
            practice: true,
            currency: Some("USD".to_owned()),
            shop: None,
            seller: String::new(),
            access: None,
            sign_in: None,
        };
        let login = PendingLogin::begin_now(self.ports.clock.now()).map_err(closed)?;
        let state = login.state().reveal();
        let address = self.ports.practice.approve(REDIRECT_URI, &connection.key, state).await.map_err(closed)?;
        let code = login.accept(&parse_callback(&address)?, self.ports.clock.now())?;
        self.signed_in(&connection, &code, false).await?;
        self.forget_pending().await;
        Ok(())
    }
}
