use app::boundary::{AppError, ColumnChoice, ExportFormat, Exported, ShipmentsRead, TableFrom};
use tauri::{AppHandle, State};

use super::{app, open_folder};
use crate::shell::Shell;

#[tauri::command]
pub(crate) async fn read_shipments(
    shell: State<'_, Shell>,
    shop: u32,
    source: TableFrom,
    columns: Option<ColumnChoice>,
) -> Result<ShipmentsRead, AppError> {
    app(&shell)?.read_shipments(shop, source, columns).await
}

#[tauri::command]
pub(crate) async fn export_orders(
    shell: State<'_, Shell>,
    shop: u32,
    order_ids: Vec<String>,
    format: ExportFormat,
) -> Result<Exported, AppError> {
    app(&shell)?.export_orders(shop, order_ids, format).await
}

#[tauri::command]
pub(crate) async fn open_exports(handle: AppHandle, shell: State<'_, Shell>, shop: u32) -> Result<(), AppError> {
    open_folder(&handle, Ok(app(&shell)?.exports_folder(shop)))
}
