use app::boundary::{ActivityFilter, AppError, Keep, OutboxItem};
use tauri::State;

use super::app;
use crate::shell::Shell;

#[tauri::command]
pub(crate) async fn activity(
    shell: State<'_, Shell>,
    shop: u32,
    filter: ActivityFilter,
) -> Result<Vec<OutboxItem>, AppError> {
    app(&shell)?.activity(shop, filter).await
}

#[tauri::command]
pub(crate) async fn retry(shell: State<'_, Shell>, id: String) -> Result<(), AppError> {
    app(&shell)?.retry(&id).await
}

#[tauri::command]
pub(crate) async fn discard(shell: State<'_, Shell>, id: String) -> Result<(), AppError> {
    app(&shell)?.discard(&id).await
}

#[tauri::command]
pub(crate) async fn resolve_conflict(shell: State<'_, Shell>, id: String, keep: Keep) -> Result<(), AppError> {
    app(&shell)?.resolve_conflict(&id, keep).await
}
