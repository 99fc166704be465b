//! One request budget for each app: the limits count by app key, however many shops share it.

use std::{collections::HashMap, sync::Arc};

use store::{Store, StoreError};
use sync::RequestLog;
use tiktok_shop::{Budget, Clock, Limits, mark};
use tokio::sync::Mutex;

pub(crate) struct Budgets {
    pub(crate) limits: Limits,
    store: Store,
    clock: Arc<dyn Clock>,
    by_app: Mutex<HashMap<String, Arc<Budget>>>,
}

impl Budgets {
    pub(crate) fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        Self { limits: Limits::default(), store, clock, by_app: Mutex::default() }
    }

    /// The budget of an app key, with all that was spent of it before.
    pub(crate) async fn of(&self, app_key: &str) -> Result<Arc<Budget>, StoreError> {
        let app = mark(app_key);
        let mut by_app = self.by_app.lock().await;
        if let Some(budget) = by_app.get(&app) {
            return Ok(Arc::clone(budget));
        }
        let spent = self.store.requests(&app).await?;
        let log = Arc::new(RequestLog { store: self.store.clone(), app: app.clone() });
        let budget = Arc::new(Budget::new(self.limits, spent, log, Arc::clone(&self.clock)));
        by_app.insert(app, Arc::clone(&budget));
        Ok(budget)
    }
}
