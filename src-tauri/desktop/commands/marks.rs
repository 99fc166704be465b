use app::boundary::{AppError, OrderChoices, SavedView};
use tauri::State;

use super::app;
use crate::shell::Shell;

#[tauri::command]
pub(crate) async fn set_order_note(
    shell: State<'_, Shell>,
    shop: u32,
    order_id: String,
    note: String,
) -> Result<(), AppError> {
    app(&shell)?.set_order_note(shop, &order_id, &note).await
}

#[tauri::command]
pub(crate) async fn tag_orders(
    shell: State<'_, Shell>,
    shop: u32,
    order_ids: Vec<String>,
    tag: String,
    on: bool,
) -> Result<(), AppError> {
    app(&shell)?.tag_orders(shop, &order_ids, &tag, on).await
}

#[tauri::command]
pub(crate) async fn order_choices(shell: State<'_, Shell>, shop: u32) -> Result<OrderChoices, AppError> {
    app(&shell)?.order_choices(shop).await
}

#[tauri::command]
pub(crate) async fn saved_views(shell: State<'_, Shell>, shop: u32) -> Result<Vec<SavedView>, AppError> {
    app(&shell)?.saved_views(shop).await
}

#[tauri::command]
pub(crate) async fn save_view(shell: State<'_, Shell>, shop: u32, view: SavedView) -> Result<(), AppError> {
    app(&shell)?.save_view(shop, view).await
}

#[tauri::command]
pub(crate) async fn remove_view(shell: State<'_, Shell>, shop: u32, name: String) -> Result<(), AppError> {
    app(&shell)?.remove_view(shop, &name).await
}
