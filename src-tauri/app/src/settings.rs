//! Settings: what they show, and the ways out.

use crate::{
    App,
    boundary::{AppError, ChangedTable, Endpoints, ErrorCode, SetAside, SettingsView, Theme, WebhookView},
    session::SHOP,
    vault::{CONNECTION, TOKENS},
    wording::iso,
};

impl App {
    /// What the settings screen shows.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be read.
    pub async fn settings(&self, theme: Theme, version: &str) -> Result<SettingsView, AppError> {
        let shop = self.shop_view().await?;
        let connection = self.session().map(|session| session.connection.clone());
        let set_aside = self.store.set_aside(SHOP).await?.into_iter().map(|row| SetAside {
            kind: row.kind,
            id: row.id,
            reason: row.reason,
            seen_at: jiff::Timestamp::from_millisecond(row.seen).map(iso).unwrap_or_default(),
        });
        Ok(SettingsView {
            currency: shop.as_ref().and_then(|shop| shop.currency.clone()),
            shop,
            app_key_hint: connection.as_ref().map(|connection| connection.key_hint()),
            endpoints: connection.map(|connection| shown(&connection.endpoints)),
            keychain: self.vault.kind(),
            keychain_note: self.vault.note(),
            data_folder: self.folder.display().to_string(),
            theme,
            sync_every_seconds: u32::try_from(self.ports.pace.between_rounds.as_secs()).unwrap_or(u32::MAX),
            requests_left_today: self.budget.left_today(),
            requests_per_day: self.limits.per_day,
            requests_kept: self.limits.per_day - tiktok_shop::Lane::Hint.share(self.limits.per_day),
            webhooks: WebhookView {
                on: false,
                port: 7878,
                address: None,
                problem: None,
                signed_only: true,
                taken: 0,
                turned_away: 0,
                last: None,
            },
            log_folder: String::new(),
            set_aside: set_aside.collect(),
            version: version.to_owned(),
        })
    }

    /// Sets the currency that prices are shown in: an ISO 4217 code, or nothing.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::InvalidInput`] for anything but three letters.
    pub async fn set_currency(&self, currency: Option<&str>) -> Result<(), AppError> {
        let code = currency.map(|code| code.trim().to_uppercase()).filter(|code| !code.is_empty());
        if code.as_ref().is_some_and(|code| code.len() != 3 || !code.chars().all(|c| c.is_ascii_uppercase())) {
            return Err(AppError::input(
                "currency",
                "A currency has three letters, like USD. The old one is kept: type three letters or leave it empty.",
            ));
        }
        Ok(self.store.set_currency(SHOP, code.as_deref()).await?)
    }

    /// Takes the shop off this computer: its engine, its keys and its data. What waits in the
    /// outbox is dropped with it; the screen asks first.
    ///
    /// # Errors
    /// [`ErrorCode::Busy`] while a sign-in is being completed, because that may take as long as
    /// the network likes; otherwise where the cache can't be written; keys are gone then all the
    /// same.
    pub async fn disconnect(&self) -> Result<(), AppError> {
        let _gate = self.connecting.try_lock().map_err(|_| signing_in())?;
        self.leave().await
    }

    /// As [`App::disconnect`], and forgets the practice shop too.
    ///
    /// # Errors
    /// As [`App::disconnect`].
    pub async fn reset_everything(&self) -> Result<(), AppError> {
        let _gate = self.connecting.try_lock().map_err(|_| signing_in())?;
        self.ports.practice.forget().await;
        self.leave().await
    }

    async fn leave(&self) -> Result<(), AppError> {
        if let Some(running) = self.take_session() {
            running.end().await;
            if running.connection.practice {
                self.ports.practice.forget().await;
            }
        }
        for name in [TOKENS, CONNECTION] {
            self.vault.remove(name).await;
        }
        self.forget_pending().await;
        let removed = self.store.remove_shop(SHOP).await;
        let files = store::Store::remove_set_aside(&self.folder);
        self.sync.send_replace(sync::SyncStatus::default());
        for notice in ["connection", "link", "damaged"] {
            self.untell(notice);
        }
        self.changed(ChangedTable::Shop);
        removed?;
        files.map_err(|error| self.left_behind(&error))
    }

    fn left_behind(&self, error: &std::io::Error) -> AppError {
        let folder = self.folder.display();
        let message = format!(
            "The shop was removed, but a damaged database of it could not be ({error}). Delete the files that begin with “tiktokflow.damaged” in {folder}."
        );
        AppError::new(ErrorCode::Storage, message)
    }
}

fn signing_in() -> AppError {
    AppError::new(ErrorCode::Busy, "A sign-in is just being completed. Nothing was removed: try again in a moment.")
}

fn shown(endpoints: &tiktok_shop::Endpoints) -> Endpoints {
    Endpoints {
        authorize_url: endpoints.authorize.to_string(),
        token_url: endpoints.token.to_string(),
        refresh_url: endpoints.refresh.to_string(),
        api_url: endpoints.api.to_string(),
    }
}
