use app::boundary::{
    AppError, ExportFile, Exported, LevelLine, LevelRole, LevelVerdict, LevelsRead, StockDraft, TableFrom,
};
use tauri::State;

use super::app;
use crate::shell::Shell;

#[tauri::command]
pub(crate) async fn export_levels(
    shell: State<'_, Shell>,
    view: u32,
    from: u32,
    count: u32,
    file: ExportFile,
) -> Result<Exported, AppError> {
    app(&shell)?.export_levels(view, from, count, file).await
}

#[tauri::command]
pub(crate) async fn read_levels(
    shell: State<'_, Shell>,
    shop: u32,
    source: TableFrom,
    sheet: Option<u32>,
) -> Result<LevelsRead, AppError> {
    app(&shell)?.read_levels(shop, source, sheet).await
}

#[tauri::command]
pub(crate) async fn choose_level_columns(
    shell: State<'_, Shell>,
    import: u32,
    roles: Vec<LevelRole>,
) -> Result<LevelsRead, AppError> {
    app(&shell)?.choose_level_columns(import, roles).await
}

#[tauri::command]
pub(crate) async fn level_lines(
    shell: State<'_, Shell>,
    import: u32,
    verdict: LevelVerdict,
    from: u32,
    count: u32,
) -> Result<Vec<LevelLine>, AppError> {
    app(&shell)?.level_lines(import, verdict, from, count).await
}

#[tauri::command]
pub(crate) async fn take_levels(
    shell: State<'_, Shell>,
    import: u32,
    guesses: Option<Vec<u32>>,
) -> Result<u32, AppError> {
    app(&shell)?.take_levels(import, guesses).await
}

#[tauri::command]
pub(crate) async fn taken_levels(
    shell: State<'_, Shell>,
    import: u32,
    from: u32,
    count: u32,
) -> Result<Vec<StockDraft>, AppError> {
    app(&shell)?.taken_levels(import, from, count)
}

#[tauri::command]
pub(crate) async fn export_left_levels(
    shell: State<'_, Shell>,
    import: u32,
    guesses: Option<Vec<u32>>,
) -> Result<Exported, AppError> {
    app(&shell)?.export_left_levels(import, guesses).await
}

#[tauri::command]
pub(crate) async fn close_levels(shell: State<'_, Shell>, import: u32) -> Result<(), AppError> {
    app(&shell)?.close_levels(import);
    Ok(())
}
