use app::boundary::{
    AppError, CountApplied, CountFilter, CountList, CountRow, CountUndone, Scanned, SkuName, StockCost, StockCount,
};
use tauri::State;

use super::app;
use crate::shell::Shell;

#[tauri::command]
pub(crate) async fn open_counts(shell: State<'_, Shell>, shop: u32) -> Result<Vec<StockCount>, AppError> {
    app(&shell)?.open_counts(shop).await
}

#[tauri::command]
pub(crate) async fn begin_count(
    shell: State<'_, Shell>,
    shop: u32,
    warehouse_id: String,
) -> Result<StockCount, AppError> {
    app(&shell)?.begin_count(shop, &warehouse_id).await
}

#[tauri::command]
pub(crate) async fn open_count(
    shell: State<'_, Shell>,
    id: String,
    filter: CountFilter,
) -> Result<CountList, AppError> {
    app(&shell)?.open_count(&id, filter).await
}

#[tauri::command]
pub(crate) async fn count_rows(
    shell: State<'_, Shell>,
    view: u32,
    from: u32,
    count: u32,
) -> Result<Vec<CountRow>, AppError> {
    app(&shell)?.count_rows(view, from, count).await
}

#[tauri::command]
pub(crate) async fn count_scan(
    shell: State<'_, Shell>,
    id: String,
    code: String,
    last: Option<SkuName>,
) -> Result<Scanned, AppError> {
    app(&shell)?.count_scan(&id, &code, last).await
}

#[tauri::command]
pub(crate) async fn count_one_more(shell: State<'_, Shell>, id: String, sku: SkuName) -> Result<CountRow, AppError> {
    app(&shell)?.count_one_more(&id, sku).await
}

#[tauri::command]
pub(crate) async fn set_counted(
    shell: State<'_, Shell>,
    id: String,
    sku: SkuName,
    pieces: Option<u32>,
) -> Result<CountRow, AppError> {
    app(&shell)?.set_counted(&id, sku, pieces).await
}

#[tauri::command]
pub(crate) async fn undo_counted(shell: State<'_, Shell>, id: String) -> Result<CountUndone, AppError> {
    app(&shell)?.undo_counted(&id).await
}

#[tauri::command]
pub(crate) async fn count_rest_as_zero(shell: State<'_, Shell>, id: String) -> Result<u32, AppError> {
    app(&shell)?.count_rest_as_zero(&id).await
}

#[tauri::command]
pub(crate) async fn set_sold_apart(shell: State<'_, Shell>, id: String, apart: bool) -> Result<(), AppError> {
    app(&shell)?.set_sold_apart(&id, apart).await
}

#[tauri::command]
pub(crate) async fn count_cost(shell: State<'_, Shell>, id: String) -> Result<StockCost, AppError> {
    app(&shell)?.count_cost(&id).await
}

#[tauri::command]
pub(crate) async fn apply_count(shell: State<'_, Shell>, id: String, reason: String) -> Result<CountApplied, AppError> {
    app(&shell)?.apply_count(&id, &reason).await
}

#[tauri::command]
pub(crate) async fn give_up_count(shell: State<'_, Shell>, id: String) -> Result<(), AppError> {
    app(&shell)?.give_up_count(&id).await
}
