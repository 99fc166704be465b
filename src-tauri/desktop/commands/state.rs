use app::{
    blocked_state,
    boundary::{AppError, AppState},
    opening_state,
};
use tauri::{AppHandle, State};

use super::app;
use crate::{
    preferences,
    shell::{Shell, Standing},
};

#[tauri::command]
pub(crate) async fn app_state(handle: AppHandle, shell: State<'_, Shell>) -> Result<AppState, AppError> {
    let (theme, version) = (preferences::theme(&handle), env!("CARGO_PKG_VERSION"));
    match shell.standing() {
        Standing::Open(app) => app.state(theme, version).await,
        Standing::Shut(blocked) => Ok(blocked_state(&blocked, theme, version)),
        Standing::Opening => Ok(opening_state(theme, version)),
    }
}

#[tauri::command]
pub(crate) async fn choose_shop(shell: State<'_, Shell>, shop: u32) -> Result<(), AppError> {
    app(&shell)?.choose_shop(shop).await
}

#[tauri::command]
pub(crate) async fn sync_now(shell: State<'_, Shell>) -> Result<(), AppError> {
    app(&shell)?.sync_now();
    Ok(())
}

#[tauri::command]
pub(crate) async fn dismiss_notice(shell: State<'_, Shell>, id: String) -> Result<(), AppError> {
    app(&shell)?.dismiss_notice(&id);
    Ok(())
}
