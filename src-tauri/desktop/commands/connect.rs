use app::boundary::{AppError, ConnectForm, PendingConnect};
use tauri::State;

use super::app;
use crate::shell::Shell;

#[tauri::command]
pub(crate) async fn connect_start(shell: State<'_, Shell>, form: ConnectForm) -> Result<PendingConnect, AppError> {
    app(&shell)?.connect_start(form).await
}

#[tauri::command]
pub(crate) async fn connect_paste(shell: State<'_, Shell>, address: String) -> Result<(), AppError> {
    app(&shell)?.connect_paste(&address).await
}

#[tauri::command]
pub(crate) async fn connect_cancel(shell: State<'_, Shell>) -> Result<(), AppError> {
    app(&shell)?.connect_cancel().await;
    Ok(())
}

#[tauri::command]
pub(crate) async fn practice_start(shell: State<'_, Shell>) -> Result<(), AppError> {
    app(&shell)?.practice_start().await
}
