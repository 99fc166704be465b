use app::boundary::{AppError, Batch, OutboxItem, Undo};
use tauri::State;

use super::app;
use crate::shell::Shell;

#[tauri::command]
pub(crate) async fn batches(shell: State<'_, Shell>, shop: u32) -> Result<Vec<Batch>, AppError> {
    app(&shell)?.batches(shop).await
}

#[tauri::command]
pub(crate) async fn batch_items(shell: State<'_, Shell>, batch: String) -> Result<Vec<OutboxItem>, AppError> {
    app(&shell)?.batch_items(&batch).await
}

#[tauri::command]
pub(crate) async fn retry_failed(shell: State<'_, Shell>, batch: String) -> Result<u32, AppError> {
    app(&shell)?.retry_failed(&batch).await
}

#[tauri::command]
pub(crate) async fn send_held(shell: State<'_, Shell>, batch: String) -> Result<(), AppError> {
    app(&shell)?.send_held(&batch).await
}

#[tauri::command]
pub(crate) async fn drop_batch(shell: State<'_, Shell>, batch: String) -> Result<(), AppError> {
    app(&shell)?.drop_batch(&batch).await
}

#[tauri::command]
pub(crate) async fn undo_preview(shell: State<'_, Shell>, batch: String) -> Result<Undo, AppError> {
    app(&shell)?.undo_preview(&batch).await
}

#[tauri::command]
pub(crate) async fn undo_batch(shell: State<'_, Shell>, batch: String) -> Result<Undo, AppError> {
    app(&shell)?.undo_batch(&batch).await
}
