//! What the window may ask: each command hands over to one use case. The list of names is
//! `names.rs`; a test holds it against this handler, the capability and TypeScript.

mod activity;
mod connect;
mod orders;
mod settings;
mod state;
mod stock;

use std::sync::Arc;

use app::{
    App,
    boundary::{AppError, ErrorCode},
};
use tauri::{State, Wry, ipc::Invoke};

use crate::shell::Shell;

/// Takes every call of the window.
pub(crate) fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        state::app_state,
        connect::connect_start,
        connect::connect_paste,
        connect::connect_cancel,
        connect::practice_start,
        orders::open_orders,
        orders::order_rows,
        orders::order_detail,
        orders::ship_order,
        stock::open_stock,
        stock::stock_rows,
        stock::save_stock,
        activity::activity,
        activity::retry,
        activity::discard,
        activity::resolve_conflict,
        state::sync_now,
        settings::settings,
        settings::set_theme,
        settings::set_currency,
        settings::disconnect,
        settings::reset_everything,
        state::dismiss_notice,
        settings::open_data_folder,
    ]
}

/// The app, or the reason why there is none.
fn app(shell: &State<'_, Shell>) -> Result<Arc<App>, AppError> {
    shell.app.as_ref().map(Arc::clone).map_err(|blocked| AppError::new(ErrorCode::Storage, blocked.0.body.clone()))
}
