//! Settings: what they show, and the ways out.

use std::path::{Path, PathBuf};

use domain::{Currency, ShopId};
use store::{Shop, Store};
use tiktok_shop::Contract;

use crate::{
    App,
    approval::notice_of_end,
    boundary::{AppError, ChangedTable, Endpoints, ErrorCode, HandlingRule, LabelSheet, SettingsView, Theme},
    private_files::{self, EXPORTS, Kind, PAPERS},
    runaway::runs_of,
    session::notice_of,
    shops::id_of,
    standstills::notice_of_standstill,
    wording::zone_name,
};

/// Characters of a carrier's name.
const LONGEST_CARRIER: usize = 60;

impl App {
    /// What the settings screen shows: of the shop in view, and of the app.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be read.
    pub async fn settings(&self, theme: Theme, version: &str) -> Result<SettingsView, AppError> {
        let shop = self.shop_in_view().await?;
        let connection = shop.as_ref().and_then(|shop| self.session(shop.id)).map(|session| session.connection.clone());
        let ships_by_contract =
            connection.as_ref().is_some_and(|connection| connection.endpoints.contract == Contract::Partner);
        let limits = self.budgets.limits;
        let rule = self.store.ship_by_rule(shop.as_ref().map_or(ShopId(0), |shop| shop.id)).await?;
        Ok(SettingsView {
            app_key_hint: connection.as_ref().map(|connection| connection.key_hint()),
            endpoints: connection.map(|connection| shown(&connection.endpoints)),
            keychain: self.vault.kind(),
            keychain_note: self.vault.note(),
            cache: self.cache_protection(),
            data_folder: self.folder.display().to_string(),
            theme,
            currency: shop.as_ref().and_then(|shop| shop.currency.clone()),
            told_currency: shop.as_ref().and_then(|shop| self.told_currency(shop)).map(String::from),
            handling: HandlingRule { days: rule.days().into(), working: rule.working() },
            usual_carrier: match &shop {
                Some(shop) if ships_by_contract => Some(self.store.usual_carrier(shop.id).await?.unwrap_or_default()),
                _ => None,
            },
            label_sheet: match &shop {
                Some(shop) if ships_by_contract => Some(self.store.label_sheet(shop.id).await?.into()),
                _ => None,
            },
            buyers_kept: match &shop {
                Some(shop) => self.store.buyers_kept(shop.id).await?.days().map(u32::from),
                None => None,
            },
            sender: match &shop {
                Some(shop) => self.store.sender(shop.id).await?,
                None => String::new(),
            },
            time_zone: zone_name(&self.ports.zone).to_owned(),
            requests_left_today: self.requests_left(shop.as_ref()),
            requests_per_day: limits.per_day,
            requests_kept: limits.per_day - tiktok_shop::Lane::Hint.share(limits.per_day),
            webhooks: self.webhook_view().await?,
            log_folder: self.ports.log_folder.display().to_string(),
            set_aside: self.set_aside(shop.as_ref()).await?,
            version: version.to_owned(),
            shop: shop.map(|shop| self.shop_view(shop)),
        })
    }

    /// Sets the currency that a shop's prices are shown in: an ISO 4217 code, or nothing.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidInput`] for anything but three letters.
    pub async fn set_currency(&self, shop: u32, currency: Option<&str>) -> Result<(), AppError> {
        let read = |code: &str| {
            Currency::parse(code).map(String::from).ok_or_else(|| {
                AppError::input(
                    "currency",
                    "A currency has three letters, like USD. The old one is kept: type three letters or leave it empty.",
                )
            })
        };
        let code = currency.filter(|code| !code.trim().is_empty()).map(read).transpose()?;
        Ok(self.store.set_currency(id_of(shop), code.as_deref()).await?)
    }

    /// Sets whose the numbers are whose form doesn't say it: a carrier as the shop's list calls it, or nothing.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidInput`] for a name that is longer than any carrier's.
    pub async fn set_usual_carrier(&self, shop: u32, name: Option<&str>) -> Result<(), AppError> {
        let name = name.map(str::trim).filter(|name| !name.is_empty());
        if name.is_some_and(|name| name.chars().count() > LONGEST_CARRIER) {
            return Err(AppError::input(
                "usual_carrier",
                "No carrier has so long a name. The old one is kept: type it as TikTok Shop writes it, like USPS.",
            ));
        }
        Ok(self.store.set_usual_carrier(id_of(shop), name).await?)
    }

    /// Sets what a shop's labels are printed on from now on.
    ///
    /// # Errors
    /// [`AppError`] where it can't be kept; the sheet before stays.
    pub async fn set_label_sheet(&self, shop: u32, sheet: LabelSheet) -> Result<(), AppError> {
        Ok(self.store.set_label_sheet(id_of(shop), sheet.into()).await?)
    }

    /// Takes a shop off this computer: its engine, its keys and its data; the others stay. What
    /// waits in its outbox is dropped with it; the screen asks first. Papers printed of its orders and
    /// files exported of them go too, and damaged databases that were set aside and are plain, as nobody
    /// can take one shop's buyers out of them; in one that is encrypted nobody reads any.
    ///
    /// # Errors
    /// [`ErrorCode::Busy`] while a sign-in is being completed, because that may take as long as
    /// the network likes; [`ErrorCode::NotFound`] where it isn't connected; otherwise where the
    /// cache can't be written; keys are gone then all the same.
    pub async fn disconnect(&self, shop: u32) -> Result<(), AppError> {
        let _gate = self.connecting.try_lock().map_err(|_| signing_in())?;
        let shop = self.known(shop).await?;
        self.forget_pending().await;
        self.leave_shops().await;
        let removed = self.remove(&shop).await;
        let files = self.remove_files(|kind| kind.folder_of(&self.folder, shop.id)).await;
        removed.and(files).and(self.remove_damaged(Store::remove_plain_set_aside))
    }

    /// Removes every shop, forgets the practice shop, and what was chosen; and every database that was set aside. The
    /// cache's key stays in the keychain, as the cache itself stays, with nothing in it.
    ///
    /// # Errors
    /// As [`App::disconnect`].
    pub async fn reset_everything(&self) -> Result<(), AppError> {
        let _gate = self.connecting.try_lock().map_err(|_| signing_in())?;
        self.forget_pending().await;
        self.leave_shops().await;
        self.decline_sign_in();
        let (mut removed, shops) = match self.store.shops().await {
            Ok(shops) => (Ok(()), shops),
            Err(error) => (Err(error.into()), Vec::new()),
        };
        for shop in shops {
            removed = removed.and(self.remove(&shop).await);
        }
        // The vault may know more shops than a cache that was lost.
        for shop in self.vault.shops().await {
            self.forget_keys(shop).await;
        }
        self.ports.practice.forget().await;
        let forgotten = self.forget_webhooks().await;
        let files = self.remove_files(|kind| kind.folder(&self.folder)).await;
        removed.and(forgotten).and(files).and(self.remove_damaged(Store::remove_set_aside))
    }

    async fn remove(&self, shop: &Shop) -> Result<(), AppError> {
        if let Some(running) = self.take_session(shop.id) {
            running.end().await;
        }
        if shop.practice {
            self.ports.practice.forget().await;
        }
        self.forget_keys(shop.id).await;
        let removed = self.store.remove_shop(shop.id).await;
        self.selections.forget(shop.id);
        self.level_imports.forget(shop.id);
        self.statuses.send_modify(|all| drop(all.remove(&shop.id)));
        self.untell(&notice_of(shop.id));
        self.untell(&notice_of_end(shop.id));
        self.untell(&notice_of_standstill(shop.id));
        self.untell(&runs_of(shop.id));
        self.untell("link");
        self.changed(ChangedTable::Shop);
        Ok(removed?)
    }

    /// Removes papers and exports. Waits for one that is just being made: it goes too.
    async fn remove_files(&self, folder: impl Fn(Kind) -> PathBuf) -> Result<(), AppError> {
        let _gates = (self.printing.lock().await, self.exporting.lock().await);
        let [papers, exports] = [PAPERS, EXPORTS].map(|kind| {
            let folder = folder(kind);
            private_files::remove(&folder).map_err(|error| kept_by_others(kind, &folder, &error))
        });
        papers.and(exports)
    }

    fn remove_damaged(&self, remove: impl Fn(&Path) -> std::io::Result<()>) -> Result<(), AppError> {
        self.untell("damaged");
        remove(&self.folder).map_err(|error| self.left_behind(&error))
    }

    fn left_behind(&self, error: &std::io::Error) -> AppError {
        let folder = self.folder.display();
        let message = format!(
            "The shop was removed, but a damaged database of it could not be ({error}). Delete the files that begin with “tiktokflow.damaged” in {folder}."
        );
        AppError::new(ErrorCode::Storage, message)
    }
}

fn kept_by_others(kind: Kind, folder: &Path, error: &std::io::Error) -> AppError {
    let (files, folder) = (kind.name, folder.display());
    let message = format!(
        "The shop was removed, but {files} could not be ({error}). Close the programs that show them, then delete {folder}."
    );
    AppError::new(ErrorCode::Storage, message)
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
