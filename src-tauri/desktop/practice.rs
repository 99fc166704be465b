//! The practice shop: the sandbox, inside the app.

use std::path::PathBuf;

use app::{PracticeDoor, PracticeShop};
use sandbox::{Life, Sandbox, Settings};
use tokio::sync::Mutex;

/// Orders in a fresh practice shop: enough to be slow, were the app slow.
const ORDERS: u32 = 5_000;

pub(crate) struct Practice {
    memory: PathBuf,
    running: Mutex<Option<Sandbox>>,
}

impl Practice {
    /// A practice shop that remembers in `memory`.
    pub(crate) fn new(memory: PathBuf) -> Self {
        Self { memory, running: Mutex::default() }
    }

    /// Ends it and saves what happened in it.
    pub(crate) async fn stop(&self) {
        if let Some(sandbox) = self.running.lock().await.take() {
            sandbox.stop().await;
        }
    }

    fn settings(&self) -> Settings {
        Settings {
            orders: ORDERS,
            products: 160,
            warehouses: 3,
            sku_stock: true,
            deadlines: true,
            life: Life {
                orders_per_hour: 40.0,
                cancellations_per_hour: 2.0,
                deliveries_per_hour: 10.0,
                sales_per_hour: 60.0,
            },
            state_file: Some(self.memory.clone()),
            ..Settings::default()
        }
    }
}

#[async_trait::async_trait]
impl PracticeShop for Practice {
    async fn open(&self) -> Result<PracticeDoor, String> {
        let mut running = self.running.lock().await;
        let settings = self.settings();
        let Settings { app_key, app_secret, service_id, .. } = settings.clone();
        let sandbox = match running.take() {
            Some(sandbox) => sandbox,
            None => sandbox::start(settings).await.map_err(|error| error.to_string())?,
        };
        let base_url = sandbox.base_url();
        *running = Some(sandbox);
        Ok(PracticeDoor { base_url, app_key, app_secret, service_id: Some(service_id) })
    }

    async fn approve(&self, _: &str, _: &str, state: &str) -> Result<String, String> {
        let running = self.running.lock().await;
        let sandbox = running.as_ref().ok_or("The practice shop is closed. Start it again.")?;
        sandbox.approve_service(Some(state)).map_err(|error| error.to_string())
    }

    async fn forget(&self) {
        self.stop().await;
        if let Err(error) = std::fs::remove_file(&self.memory)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "the practice shop’s memory could not be removed");
        }
    }
}
