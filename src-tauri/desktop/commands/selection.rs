use app::boundary::{AppError, OrderSelection};
use tauri::State;

use super::app;
use crate::shell::Shell;

#[tauri::command]
pub(crate) async fn select_orders(
    shell: State<'_, Shell>,
    view: u32,
    from: u32,
    to: u32,
    on: bool,
) -> Result<OrderSelection, AppError> {
    app(&shell)?.select_orders(view, from, to, on)
}

#[tauri::command]
pub(crate) async fn clear_selection(shell: State<'_, Shell>, shop: u32) -> Result<OrderSelection, AppError> {
    Ok(app(&shell)?.clear_selection(shop))
}

#[tauri::command]
pub(crate) async fn selected_orders(shell: State<'_, Shell>, shop: u32) -> Result<Vec<String>, AppError> {
    app(&shell)?.selected_orders(shop).await
}
