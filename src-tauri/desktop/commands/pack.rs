use app::boundary::{AppError, OrderCheck};
use tauri::State;

use super::app;
use crate::shell::Shell;

#[tauri::command]
pub(crate) async fn find_order(shell: State<'_, Shell>, shop: u32, code: String) -> Result<Option<String>, AppError> {
    app(&shell)?.find_order(shop, &code).await
}

#[tauri::command]
pub(crate) async fn check_order(shell: State<'_, Shell>, shop: u32, order_id: String) -> Result<OrderCheck, AppError> {
    app(&shell)?.check_order(shop, &order_id).await
}

#[tauri::command]
pub(crate) async fn mark_packed(shell: State<'_, Shell>, shop: u32, order_id: String) -> Result<(), AppError> {
    app(&shell)?.mark_packed(shop, &order_id).await
}
