//! Sign-ins that were not begun here: a seller began in TikTok's own app store, or somebody wants a person to work in a
//! shop that isn't theirs. Nothing tells the two apart but the person, so nothing is taken before they were asked.

use std::{
    sync::{Arc, PoisonError},
    time::Duration,
};

use jiff::Timestamp;
use tiktok_shop::{Secret, later};

use crate::{
    App,
    boundary::{AppError, ChangedTable, ConnectForm, ErrorCode, KeptApp, UnbiddenSignIn},
    connect::connection_of,
    connection::Connection,
    offered_shops::Answered,
    shops::id_of,
    wording::{count, iso},
};

/// How long the service takes a code.
const CODE_LIFETIME: Duration = Duration::from_secs(1_800);

/// A code that waits for the person's word. It is in memory and nowhere else.
#[derive(Clone)]
pub(crate) struct Unbidden {
    code: Secret,
    until: Timestamp,
    /// Apps of which the keys are here and for which it may be.
    apps: Vec<KeptApp>,
}

impl App {
    /// Asks the person about a code. Who is asked already isn't asked about another: it could take the place of the one
    /// that they are just about to say yes to.
    pub(crate) async fn ask_about(&self, code: Secret, app_key: Option<&str>) -> Result<Answered, AppError> {
        match self.unbidden() {
            Some(asked) if asked.code == code => return Ok(Answered::Asked),
            Some(_) => {
                return Err(AppError::new(
                    ErrorCode::Busy,
                    "TikTokFlow asks you about another sign-in already. Nothing was changed: answer that one first.",
                ));
            }
            None => {}
        }
        let apps = self.kept_apps(app_key).await?;
        let until = later(self.ports.clock.now(), CODE_LIFETIME);
        self.set_unbidden(Some(Unbidden { code, until, apps }));
        Ok(Answered::Asked)
    }

    /// Connects what the sign-in opens, with the keys of a shop that is here.
    ///
    /// # Errors
    /// [`AppError`]: nothing was connected, and the question stands.
    pub async fn accept_sign_in(self: &Arc<Self>, shop: u32) -> Result<(), AppError> {
        let kept = self.kept_connection(id_of(shop)).await.filter(|way| !way.practice);
        let way = kept.ok_or_else(|| {
            AppError::new(ErrorCode::Keychain, "The keys of this app are no longer here. Nothing was changed.")
        })?;
        self.accept_by(way.to_any_shop()).await
    }

    /// The same with keys that the person types.
    ///
    /// # Errors
    /// As [`App::accept_sign_in`]; [`ErrorCode::InvalidInput`] with the field that can't be used.
    pub async fn accept_sign_in_with(self: &Arc<Self>, form: ConnectForm) -> Result<(), AppError> {
        self.accept_by(connection_of(form)?).await
    }

    /// Forgets the sign-in that came unbidden.
    pub fn decline_sign_in(&self) {
        self.set_unbidden(None);
    }

    async fn accept_by(self: &Arc<Self>, way: Connection) -> Result<(), AppError> {
        let _gate = self.connecting.lock().await;
        let Unbidden { code, .. } = self.unbidden().ok_or_else(|| {
            AppError::new(ErrorCode::NotFound, "This sign-in is over. Nothing was changed: begin Connect in this app.")
        })?;
        let opened = self.opened_by(&way, &code, false).await?;
        self.set_unbidden(None);
        self.take_opened(opened).await.map(drop)
    }

    /// The apps whose keys are here, each once; only the named one where it is among them, and none where it isn't.
    async fn kept_apps(&self, named: Option<&str>) -> Result<Vec<KeptApp>, AppError> {
        let mut apps: Vec<(String, KeptApp)> = Vec::new();
        for shop in self.store.shops().await?.into_iter().filter(|shop| !shop.practice) {
            let Some(way) = self.kept_connection(shop.id).await else { continue };
            match apps.iter_mut().find(|(key, _)| *key == way.key) {
                Some((_, app)) => app.shops.push(shop.name),
                None => {
                    let app = KeptApp { shop: count(shop.id.0), hint: way.key_hint(), shops: vec![shop.name] };
                    apps.push((way.key, app));
                }
            }
        }
        apps.retain(|(key, _)| named.is_none_or(|named| named == key));
        Ok(apps.into_iter().map(|(_, app)| app).collect())
    }

    pub(crate) fn unbidden_view(&self) -> Option<UnbiddenSignIn> {
        self.unbidden().map(|Unbidden { until, apps, .. }| UnbiddenSignIn { expires_at: iso(until), apps })
    }

    fn unbidden(&self) -> Option<Unbidden> {
        let held = self.unbidden.lock().unwrap_or_else(PoisonError::into_inner).clone();
        held.filter(|held| held.until > self.ports.clock.now())
    }

    pub(crate) fn set_unbidden(&self, unbidden: Option<Unbidden>) {
        *self.unbidden.lock().unwrap_or_else(PoisonError::into_inner) = unbidden;
        self.changed(ChangedTable::Shop);
    }
}
