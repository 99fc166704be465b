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

#[tauri::command]
pub(crate) async fn approve_again(shell: State<'_, Shell>, shop: u32) -> Result<PendingConnect, AppError> {
    app(&shell)?.approve_again(shop).await
}

#[tauri::command]
pub(crate) async fn offer_shops(shell: State<'_, Shell>) -> Result<(), AppError> {
    app(&shell)?.offer_shops().await
}

#[tauri::command]
pub(crate) async fn add_shops(shell: State<'_, Shell>, picked: Vec<u32>) -> Result<(), AppError> {
    app(&shell)?.add_shops(picked).await
}

#[tauri::command]
pub(crate) async fn leave_shops(shell: State<'_, Shell>) -> Result<(), AppError> {
    app(&shell)?.leave_shops().await;
    Ok(())
}

#[tauri::command]
pub(crate) async fn accept_sign_in(shell: State<'_, Shell>, shop: u32) -> Result<(), AppError> {
    app(&shell)?.accept_sign_in(shop).await
}

#[tauri::command]
pub(crate) async fn accept_sign_in_with(shell: State<'_, Shell>, form: ConnectForm) -> Result<(), AppError> {
    app(&shell)?.accept_sign_in_with(form).await
}

#[tauri::command]
pub(crate) async fn decline_sign_in(shell: State<'_, Shell>) -> Result<(), AppError> {
    app(&shell)?.decline_sign_in();
    Ok(())
}
