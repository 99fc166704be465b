//! The door for the shop's own news: off until the person opens it.

use std::{
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};

use sync::webhook::{Deliver, Door, DoorKey, DoorRules, DoorStatus, Keys};
use tokio::sync::watch;

use crate::{
    App,
    boundary::{AppError, ChangedTable, WebhookChoice, WebhookSeen, WebhookView},
    wording::iso,
};

/// The choice that holds the [`WebhookChoice`], as JSON.
const CHOICE: &str = "webhooks";
const OFF: WebhookChoice = WebhookChoice { on: false, port: 7878, signed_only: true };
/// Below are the system's own ports.
const LOWEST_PORT: u16 = 1_024;
/// Between two tellings that events came.
const TELLING: Duration = Duration::from_secs(1);

#[derive(Default)]
pub(crate) struct Webhooks {
    /// Held while opening and closing, so that two choices can't cross.
    door: tokio::sync::Mutex<Option<Door>>,
    shown: Mutex<Shown>,
}

/// What Settings shows of the door.
#[derive(Clone, Default)]
struct Shown {
    address: Option<String>,
    problem: Option<String>,
    status: Option<watch::Receiver<DoorStatus>>,
}

impl App {
    /// Opens or closes the door for webhooks, and remembers the choice. A port that can't be had
    /// is told in Settings; the choice is kept all the same.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::InvalidInput`] for a port of the system's; otherwise where
    /// the choice can't be kept.
    pub async fn set_webhooks(self: &Arc<Self>, choice: WebhookChoice) -> Result<(), AppError> {
        if choice.port < LOWEST_PORT {
            return Err(AppError::input(
                "port",
                "Ports below 1,024 belong to the system. The old one is kept: choose 1,024 to 65,535.",
            ));
        }
        let mut door = self.webhooks.door.lock().await;
        let text = serde_json::to_string(&choice).unwrap_or_default();
        self.store.set_choice(CHOICE, &text).await?;
        self.renew_door(&mut door, &choice).await;
        Ok(())
    }

    /// Opens the door, where the person has chosen so.
    pub(crate) async fn open_door(self: &Arc<Self>) {
        let mut door = self.webhooks.door.lock().await;
        match self.webhook_choice().await {
            Ok(choice) if choice.on => self.renew_door(&mut door, &choice).await,
            _ => {}
        }
    }

    pub(crate) async fn close_door(&self) {
        if let Some(door) = self.webhooks.door.lock().await.take() {
            door.close().await;
        }
        self.show_door(Shown::default());
    }

    /// Closes the door for good, as on the first day.
    pub(crate) async fn forget_webhooks(&self) -> Result<(), AppError> {
        self.close_door().await;
        let text = serde_json::to_string(&OFF).unwrap_or_default();
        Ok(self.store.set_choice(CHOICE, &text).await?)
    }

    pub(crate) async fn webhook_view(&self) -> Result<WebhookView, AppError> {
        let WebhookChoice { on, port, signed_only } = self.webhook_choice().await?;
        let Shown { address, problem, status } = self.shown_door();
        let DoorStatus { taken, turned_away, last } = status.map(|it| it.borrow().clone()).unwrap_or_default();
        let last = last.map(|seen| WebhookSeen {
            at: iso(seen.at),
            event: seen.event,
            subject: seen.subject,
            verdict: seen.verdict.to_string(),
        });
        Ok(WebhookView { on, port, address, problem, signed_only, taken, turned_away, last })
    }

    async fn webhook_choice(&self) -> Result<WebhookChoice, AppError> {
        let kept = self.store.choice(CHOICE).await?;
        Ok(kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or(OFF))
    }

    async fn renew_door(self: &Arc<Self>, door: &mut Option<Door>, choice: &WebhookChoice) {
        // Its port may be the very one that is wanted again.
        if let Some(old) = door.take() {
            old.close().await;
        }
        let mut shown = Shown::default();
        if choice.on {
            let rules = DoorRules { signed_only: choice.signed_only };
            let clock = Arc::clone(&self.ports.clock);
            match Door::open(choice.port, rules, self.keys(), self.deliver(), clock) {
                Ok(open) => {
                    shown.address = Some(open.address());
                    shown.status = Some(open.status());
                    self.tell_of_events(open.status());
                    *door = Some(open);
                }
                Err(error) => shown.problem = Some(error.to_string()),
            }
        }
        self.show_door(shown);
    }

    /// The keys that events may be signed with: those of the shops that run.
    fn keys(self: &Arc<Self>) -> Keys {
        let app = Arc::downgrade(self);
        let keys = |app: &App| {
            let sessions = app.sessions();
            let key = |(shop, session): (&domain::ShopId, &Arc<crate::session::Session>)| DoorKey {
                shop: *shop,
                app_key: session.connection.key.clone(),
                secret: session.connection.secret.clone(),
            };
            sessions.iter().map(key).collect()
        };
        Arc::new(move || app.upgrade().map(|app| keys(&app)).unwrap_or_default())
    }

    fn deliver(self: &Arc<Self>) -> Deliver {
        let app = Arc::downgrade(self);
        Arc::new(move |shop, hint| {
            if let Some(session) = app.upgrade().and_then(|app| app.session(shop)) {
                session.engine.hint(hint);
            }
        })
    }

    /// Settings shows the last event; a burst of them is told as one.
    fn tell_of_events(self: &Arc<Self>, mut status: watch::Receiver<DoorStatus>) {
        let (app, clock): (Weak<Self>, _) = (Arc::downgrade(self), Arc::clone(&self.ports.clock));
        tokio::spawn(async move {
            while status.changed().await.is_ok() {
                let Some(app) = app.upgrade() else { return };
                app.changed(ChangedTable::Shop);
                drop(app);
                clock.sleep(TELLING).await;
            }
        });
    }

    fn shown_door(&self) -> Shown {
        self.webhooks.shown.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn show_door(&self, shown: Shown) {
        *self.webhooks.shown.lock().unwrap_or_else(PoisonError::into_inner) = shown;
        self.changed(ChangedTable::Shop);
    }
}
