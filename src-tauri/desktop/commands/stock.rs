use app::boundary::{AppError, SaveResult, StockEdit, StockFilter, StockList, StockRow};
use tauri::State;

use super::app;
use crate::shell::Shell;

#[tauri::command]
pub(crate) async fn open_stock(shell: State<'_, Shell>, filter: StockFilter) -> Result<StockList, AppError> {
    app(&shell)?.open_stock(filter).await
}

#[tauri::command]
pub(crate) async fn stock_rows(
    shell: State<'_, Shell>,
    view: u32,
    from: u32,
    count: u32,
) -> Result<Vec<StockRow>, AppError> {
    app(&shell)?.stock_rows(view, from, count).await
}

#[tauri::command]
pub(crate) async fn save_stock(shell: State<'_, Shell>, edits: Vec<StockEdit>) -> Result<SaveResult, AppError> {
    app(&shell)?.save_stock(edits).await
}
