use app::boundary::{
    AppError, LedgerLine, SaveResult, StockCell, StockDraft, StockEdit, StockFilter, StockList, StockRow,
};
use tauri::State;

use super::app;
use crate::shell::Shell;

#[tauri::command]
pub(crate) async fn open_stock(shell: State<'_, Shell>, shop: u32, filter: StockFilter) -> Result<StockList, AppError> {
    app(&shell)?.open_stock(shop, filter).await
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
pub(crate) async fn save_stock(
    shell: State<'_, Shell>,
    shop: u32,
    edits: Vec<StockEdit>,
) -> Result<SaveResult, AppError> {
    app(&shell)?.save_stock(shop, edits).await
}

#[tauri::command]
pub(crate) async fn stock_drafts(shell: State<'_, Shell>, shop: u32) -> Result<Vec<StockDraft>, AppError> {
    app(&shell)?.stock_drafts(shop).await
}

#[tauri::command]
pub(crate) async fn keep_stock_drafts(
    shell: State<'_, Shell>,
    shop: u32,
    put: Vec<StockDraft>,
    gone: Vec<StockCell>,
) -> Result<(), AppError> {
    app(&shell)?.keep_stock_drafts(shop, put, gone).await
}

#[tauri::command]
pub(crate) async fn level_history(
    shell: State<'_, Shell>,
    shop: u32,
    product_id: String,
    sku_id: String,
    warehouse_id: String,
) -> Result<Vec<LedgerLine>, AppError> {
    app(&shell)?.level_history(shop, &product_id, &sku_id, &warehouse_id).await
}
