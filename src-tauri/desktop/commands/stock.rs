use app::boundary::{
    AppError, ChartRange, ConflictsDecided, History, HistoryOf, Keep, LevelChart, LevelShares, OpenedStock, RuleAbout,
    RuleField, SafetyRules, SaveResult, StockCell, StockCost, StockDraft, StockEdit, StockFilter, StockLevels,
    StockPlace, StockReview, StockRow, StockWatch, TakenBack,
};
use tauri::State;

use super::app;
use crate::shell::Shell;

#[tauri::command]
pub(crate) async fn open_stock(
    shell: State<'_, Shell>,
    shop: u32,
    filter: StockFilter,
    follow: Option<Vec<StockPlace>>,
    first: u32,
) -> Result<OpenedStock, AppError> {
    app(&shell)?.open_stock_with_rows(shop, filter, &follow.unwrap_or_default(), first).await
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
pub(crate) async fn stock_levels(
    shell: State<'_, Shell>,
    view: u32,
    from: u32,
    count: u32,
) -> Result<StockLevels, AppError> {
    app(&shell)?.stock_levels(view, from, count).await
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
pub(crate) async fn stock_cost(
    shell: State<'_, Shell>,
    shop: u32,
    edits: Vec<StockEdit>,
) -> Result<StockCost, AppError> {
    app(&shell)?.stock_cost(shop, edits).await
}

#[tauri::command]
pub(crate) async fn review_stock(
    shell: State<'_, Shell>,
    shop: u32,
    cells: Vec<StockCell>,
    batches: Vec<String>,
) -> Result<StockReview, AppError> {
    app(&shell)?.review_stock(shop, cells, &batches).await
}

#[tauri::command]
pub(crate) async fn decide_conflicts(
    shell: State<'_, Shell>,
    shop: u32,
    ids: Vec<String>,
    keep: Keep,
) -> Result<ConflictsDecided, AppError> {
    app(&shell)?.decide_conflicts(shop, &ids, keep).await
}

#[tauri::command]
pub(crate) async fn take_decision_back(
    shell: State<'_, Shell>,
    shop: u32,
    over: Vec<String>,
    batch: Option<String>,
) -> Result<TakenBack, AppError> {
    app(&shell)?.take_decision_back(shop, &over, batch.as_deref()).await
}

#[tauri::command]
pub(crate) async fn level_history(
    shell: State<'_, Shell>,
    shop: u32,
    of: HistoryOf,
    older: Option<String>,
) -> Result<History, AppError> {
    app(&shell)?.level_history(shop, of, older.as_deref()).await
}

#[tauri::command]
pub(crate) async fn level_chart(
    shell: State<'_, Shell>,
    shop: u32,
    of: HistoryOf,
    range: ChartRange,
    columns: u32,
) -> Result<LevelChart, AppError> {
    app(&shell)?.level_chart(shop, of, range, columns).await
}

#[tauri::command]
pub(crate) async fn level_shares(
    shell: State<'_, Shell>,
    shop: u32,
    of: HistoryOf,
) -> Result<Option<LevelShares>, AppError> {
    app(&shell)?.level_shares(shop, of).await
}

#[tauri::command]
pub(crate) async fn stock_numbers(
    shell: State<'_, Shell>,
    view: u32,
    from: u32,
    count: u32,
) -> Result<Vec<i64>, AppError> {
    app(&shell)?.stock_numbers(view, from, count).await
}

#[tauri::command]
pub(crate) async fn safety_rules(shell: State<'_, Shell>, shop: u32, skus: Vec<i64>) -> Result<SafetyRules, AppError> {
    app(&shell)?.safety_rules(shop, &skus).await
}

#[tauri::command]
pub(crate) async fn set_safety_rule(
    shell: State<'_, Shell>,
    shop: u32,
    about: RuleAbout,
    field: RuleField,
    value: Option<i64>,
) -> Result<(), AppError> {
    app(&shell)?.set_safety_rule(shop, about, field, value).await
}

#[tauri::command]
pub(crate) async fn stock_watch(shell: State<'_, Shell>, shop: u32) -> Result<StockWatch, AppError> {
    app(&shell)?.stock_watch(shop).await
}

#[tauri::command]
pub(crate) async fn see_runaway(
    shell: State<'_, Shell>,
    shop: u32,
    product_id: String,
    sku_id: String,
) -> Result<(), AppError> {
    app(&shell)?.see_runaway(shop, &product_id, &sku_id).await
}

#[tauri::command]
pub(crate) async fn set_runaway_hours(shell: State<'_, Shell>, shop: u32, hours: u32) -> Result<(), AppError> {
    app(&shell)?.set_runaway_hours(shop, hours).await
}
