//! Connecting a shop: out through the browser, back through a deep link or a pasted address.

use std::sync::Arc;

use tiktok_shop::{
    EndpointError, Endpoints, Lane, PartnerCenter, Secret, ShopError, http_client,
    oauth::{
        Callback, CallbackError, PendingLogin, REDIRECT_URI, authorize_url, exchange_code, parse_callback, parse_pasted,
    },
};
use url::Url;

use crate::{
    App,
    boundary::{
        AppError, ChangedTable, ConnectForm, Contract, ErrorCode, Market, NoticeAction, NoticeTone, PendingConnect,
    },
    connection::{Connection, Pending},
    notices::notice,
    offered_shops::Answered,
    vault::PENDING,
    wording::iso,
};

impl App {
    /// Begins a sign-in: remembers it for ten minutes, also over a restart, and opens the
    /// browser at the shop's consent page. A form without a secret takes the keys of the shop
    /// in view.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidInput`] with the field that can't be used.
    pub async fn connect_start(self: &Arc<Self>, form: ConnectForm) -> Result<PendingConnect, AppError> {
        let connection = match self.connection_in_view(&form).await {
            Some(kept) => kept.to_any_shop(),
            None => connection_of(form)?,
        };
        self.begin(connection, false).await
    }

    /// The same with a way that is known; `again` where it is to approve what is here.
    pub(crate) async fn begin(
        self: &Arc<Self>,
        connection: Connection,
        again: bool,
    ) -> Result<PendingConnect, AppError> {
        let login = PendingLogin::begin_now(self.ports.clock.now()).map_err(|why| {
            AppError::new(ErrorCode::Internal, format!("No sign-in could be begun ({why}). Try again."))
        })?;
        let mut pending = Pending { login, connection, opened: false, again };
        let address = consent_page(&pending);
        self.vault.write(PENDING, pending.to_bytes()).await;
        self.set_pending(Some(pending.clone()));
        self.untell("link");
        if pending.connection.endpoints.contract == tiktok_shop::Contract::Partner {
            self.open_landing().await;
        }
        pending.opened = self.ports.browser.open(&address).await.is_ok();
        let view = pending_view(&pending);
        self.set_pending(Some(pending));
        self.changed(ChangedTable::Shop);
        Ok(view)
    }

    /// Ends a sign-in that waits for the browser; an answer that comes later is refused.
    pub async fn connect_cancel(&self) {
        self.forget_pending().await;
    }

    /// Takes the address that a person copied out of the browser.
    ///
    /// # Errors
    /// [`AppError`]: the sentence says what was wrong, and nothing is changed.
    pub async fn connect_paste(self: &Arc<Self>, address: &str) -> Result<(), AppError> {
        self.landed(address).await.map(drop)
    }

    /// The same, and what it came to.
    pub(crate) async fn landed(self: &Arc<Self>, address: &str) -> Result<Answered, AppError> {
        self.answer(parse_pasted(address)?).await
    }

    /// Takes a deep link, from wherever it came. What is wrong with it is told as a notice.
    pub async fn link(self: &Arc<Self>, address: &str) {
        let answered = match parse_callback(address) {
            Ok(callback) => self.answer(callback).await.map(drop),
            Err(error) => Err(error.into()),
        };
        if let Err(error) = answered {
            let title = "The sign-in was not completed";
            self.tell(notice("link", NoticeTone::Warn, title, error.message, Some(NoticeAction::Dismiss)));
        }
    }

    async fn answer(self: &Arc<Self>, callback: Callback) -> Result<Answered, AppError> {
        if let Callback::Unbidden { code, app_key } = callback {
            return self.ask_about(code, app_key.as_deref()).await;
        }
        // From here on one answer at a time: of two with the same code one finds nothing pending.
        let _gate = self.connecting.lock().await;
        let pending = self.recall_pending().await.ok_or(CallbackError::NothingPending)?;
        let code = match pending.login.accept(&callback, self.ports.clock.now()) {
            Ok(code) => code,
            Err(error @ CallbackError::ForeignState) => return Err(error.into()),
            Err(error) => {
                self.forget_pending().await;
                return Err(error.into());
            }
        };
        // Single use: forgotten before anything can fail.
        self.forget_pending().await;
        self.signed_in(&pending.connection, &code, pending.again).await
    }

    pub(crate) async fn exchange(
        &self,
        connection: &Connection,
        code: &Secret,
    ) -> Result<tiktok_shop::Tokens, AppError> {
        let budget = self.budgets.of(&connection.key).await?;
        budget.acquire(Lane::Person).await.map_err(|error| not_signed_in(error.into()))?;
        let http = http_client(&connection.endpoints).map_err(|why| {
            AppError::new(ErrorCode::Internal, format!("No secure connection can be set up ({why})."))
        })?;
        let credentials = connection.credentials();
        exchange_code(&http, &connection.endpoints, &credentials, code, self.ports.clock.now())
            .await
            .map_err(not_signed_in)
    }

    /// The keys of the shop in view, where the form leaves them out: who only has to approve again
    /// need not look for them again. The key that is kept may still stand in its field.
    async fn connection_in_view(&self, form: &ConnectForm) -> Option<Connection> {
        let (key, secret) = (form.app_key.trim(), form.app_secret.trim());
        let shop = self.shop_in_view().await.ok().flatten().filter(|shop| !shop.practice && secret.is_empty())?;
        self.kept_connection(shop.id).await.filter(|kept| key.is_empty() || key == kept.key)
    }

    async fn recall_pending(&self) -> Option<Pending> {
        let held = self.pending();
        match held {
            Some(pending) => Some(pending),
            None => self.vault.read(PENDING).await.as_deref().and_then(Pending::from_bytes),
        }
    }

    /// Goes on with a sign-in that was begun before the app was closed: where the browser can land on this computer
    /// only, nobody would be there.
    pub(crate) async fn wait_for_the_browser_again(self: &Arc<Self>) {
        if self.pending().is_some() {
            return;
        }
        let Some(pending) = self.recall_pending().await else { return };
        let lands_here = pending.connection.endpoints.contract == tiktok_shop::Contract::Partner;
        self.set_pending(Some(pending));
        if self.pending().is_none() {
            return self.forget_pending().await;
        }
        if lands_here {
            self.open_landing().await;
        }
        self.changed(ChangedTable::Shop);
    }

    pub(crate) async fn forget_pending(&self) {
        self.set_pending(None);
        self.landing.close();
        self.vault.remove(PENDING).await;
        self.changed(ChangedTable::Shop);
    }
}

/// Why a code became no session, in terms of what the person can do. The code is used up: unlike
/// any other call, this one doesn't go on by itself.
pub(crate) fn not_signed_in(error: ShopError) -> AppError {
    let why = match &error {
        ShopError::Refused { message, .. } => {
            return AppError::new(
                ErrorCode::Refused,
                format!(
                    "TikTok Shop did not accept the sign-in: “{message}”. Nothing was changed. Check app key and app secret, then connect again."
                ),
            );
        }
        ShopError::NeedsConnect { why } => format!("TikTok Shop did not accept it ({why})"),
        ShopError::Offline { why } => format!("TikTok Shop can’t be reached ({why})"),
        ShopError::ServerTrouble { why } | ShopError::UnknownOutcome { why } => {
            format!("TikTok Shop has trouble answering ({why})")
        }
        ShopError::RateLimited { resume } | ShopError::DayIsSpent { resume } => {
            format!("TikTok Shop takes no more requests until {}", resume.strftime("%H:%M UTC"))
        }
        ShopError::TooLate => "it had to wait too long".to_owned(),
        ShopError::Unsendable { why } => why.clone(),
        ShopError::PageGone | ShopError::ListTooLong => "a list moved while it was read".to_owned(),
        ShopError::NotCounted => "the count of today’s requests could not be saved".to_owned(),
    };
    let message = format!("The sign-in was not completed: {why}. Nothing was changed: begin Connect again.");
    AppError { message, ..error.into() }
}

fn consent_page(pending: &Pending) -> Url {
    let Connection { endpoints, key, .. } = &pending.connection;
    authorize_url(endpoints, key, REDIRECT_URI, pending.login.state())
}

pub(crate) fn pending_view(pending: &Pending) -> PendingConnect {
    PendingConnect {
        authorize_url: consent_page(pending).into(),
        opened: pending.opened,
        expires_at: iso(pending.login.expires()),
    }
}

pub(crate) fn connection_of(form: ConnectForm) -> Result<Connection, AppError> {
    let key = form.app_key.trim().to_owned();
    let secret = form.app_secret.trim().to_owned();
    if key.is_empty() {
        return Err(AppError::input(
            "app_key",
            "The app key is missing. Copy it from your app’s page in Partner Center.",
        ));
    }
    if secret.is_empty() {
        return Err(AppError::input(
            "app_secret",
            "The app secret is missing. Copy it from your app’s page in Partner Center.",
        ));
    }
    let service = form.service_id.trim();
    let endpoints = match (form.market, form.endpoints) {
        (Market::Custom, Some(own)) => own_endpoints(&own, form.contract)?,
        (Market::Custom, None) => return Err(AppError::input("authorize_url", "The shop’s addresses are missing.")),
        _ if service.is_empty() => {
            return Err(AppError::input(
                "service_id",
                "The service ID is missing. It stands in your app’s authorisation link in Partner Center, behind service_id=.",
            ));
        }
        (Market::Us, _) => Endpoints::partner(PartnerCenter::UnitedStates, service),
        (Market::Rest, _) => Endpoints::partner(PartnerCenter::RestOfWorld, service),
    };
    let currency = (form.market == Market::Us).then(|| "USD".to_owned());
    Ok(Connection {
        key,
        secret: Secret::new(secret),
        endpoints,
        practice: false,
        currency,
        shop: None,
        seller: String::new(),
        access: None,
        sign_in: None,
    })
}

fn own_endpoints(own: &crate::boundary::Endpoints, contract: Contract) -> Result<Endpoints, AppError> {
    let read = |field: &str, name: &'static str, text: &str| {
        Url::parse(text.trim()).map_err(|_| AppError::input(field, EndpointError::NotAnAddress(name).to_string()))
    };
    let endpoints = Endpoints {
        authorize: read("authorize_url", "authorize", &own.authorize_url)?,
        token: read("token_url", "token", &own.token_url)?,
        refresh: read("refresh_url", "refresh", &own.refresh_url)?,
        api: read("api_url", "API", &own.api_url)?,
        contract: match contract {
            Contract::Partner => tiktok_shop::Contract::Partner,
            Contract::Documented => tiktok_shop::Contract::Documented,
        },
    };
    endpoints.check().map_err(|error| {
        let field = match &error {
            EndpointError::NotAnAddress(name) | EndpointError::NotHttps(name) | EndpointError::Extras(name) => *name,
        };
        AppError::input(&format!("{}_url", field.to_lowercase()), error.to_string())
    })?;
    Ok(endpoints)
}
