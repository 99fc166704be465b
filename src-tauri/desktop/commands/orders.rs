use app::boundary::{
    AppError, CancelAnswer, DivisionTerms, FirstOrders, HandoverWays, LabelPrices, OpenedOrders, OrderDetail,
    OrderFilter, OrderRow, OutboxItem, Paper, ParcelSize, ParcelToShare, ParcelsShared, PrintsMade, ShareableParcel,
    Shipment, ShipmentsSaved, Today,
};
use tauri::State;

use super::app;
use crate::shell::Shell;

#[tauri::command]
pub(crate) async fn open_orders(
    shell: State<'_, Shell>,
    shop: u32,
    filter: OrderFilter,
    first: u32,
) -> Result<OpenedOrders, AppError> {
    app(&shell)?.open_orders_with_rows(shop, filter, first).await
}

#[tauri::command]
pub(crate) async fn first_orders(
    shell: State<'_, Shell>,
    filter: OrderFilter,
    first: u32,
) -> Result<Option<FirstOrders>, AppError> {
    app(&shell)?.first_orders(filter, first).await
}

#[tauri::command]
pub(crate) async fn order_rows(
    shell: State<'_, Shell>,
    view: u32,
    from: u32,
    count: u32,
) -> Result<Vec<OrderRow>, AppError> {
    app(&shell)?.order_rows(view, from, count).await
}

#[tauri::command]
pub(crate) async fn order_place(shell: State<'_, Shell>, view: u32, order_id: String) -> Result<Option<u32>, AppError> {
    app(&shell)?.order_place(view, &order_id).await
}

#[tauri::command]
pub(crate) async fn order_detail(
    shell: State<'_, Shell>,
    shop: u32,
    order_id: String,
) -> Result<OrderDetail, AppError> {
    app(&shell)?.order_detail(shop, &order_id).await
}

#[tauri::command]
pub(crate) async fn ship_order(
    shell: State<'_, Shell>,
    shop: u32,
    order_id: String,
    tracking_number: String,
) -> Result<OutboxItem, AppError> {
    app(&shell)?.ship_order(shop, &order_id, &tracking_number).await
}

#[tauri::command]
pub(crate) async fn answer_cancel(
    shell: State<'_, Shell>,
    shop: u32,
    order_id: String,
    answer: CancelAnswer,
) -> Result<OutboxItem, AppError> {
    app(&shell)?.answer_cancel(shop, &order_id, answer).await
}

#[tauri::command]
pub(crate) async fn correct_tracking(
    shell: State<'_, Shell>,
    shop: u32,
    order_id: String,
    tracking_number: String,
    carrier: Option<String>,
    parcel: Option<String>,
) -> Result<OutboxItem, AppError> {
    app(&shell)?.correct_tracking(shop, &order_id, &tracking_number, carrier, parcel).await
}

#[tauri::command]
pub(crate) async fn shareable_parcels(shell: State<'_, Shell>, shop: u32) -> Result<Vec<ShareableParcel>, AppError> {
    app(&shell)?.shareable_parcels(shop).await
}

#[tauri::command]
pub(crate) async fn share_parcels(
    shell: State<'_, Shell>,
    shop: u32,
    parcels: Vec<ParcelToShare>,
) -> Result<ParcelsShared, AppError> {
    app(&shell)?.share_parcels(shop, parcels).await
}

#[tauri::command]
pub(crate) async fn split_terms(
    shell: State<'_, Shell>,
    shop: u32,
    order_id: String,
) -> Result<DivisionTerms, AppError> {
    app(&shell)?.split_terms(shop, &order_id).await
}

#[tauri::command]
pub(crate) async fn split_order(
    shell: State<'_, Shell>,
    shop: u32,
    order_id: String,
    parcels: Vec<Vec<String>>,
) -> Result<OutboxItem, AppError> {
    app(&shell)?.split_order(shop, &order_id, parcels).await
}

#[tauri::command]
pub(crate) async fn ship_part(
    shell: State<'_, Shell>,
    shop: u32,
    order_id: String,
    pieces: Vec<String>,
    tracking_number: String,
) -> Result<OutboxItem, AppError> {
    app(&shell)?.ship_part(shop, &order_id, pieces, &tracking_number).await
}

#[tauri::command]
pub(crate) async fn ship_orders(
    shell: State<'_, Shell>,
    shop: u32,
    shipments: Vec<Shipment>,
) -> Result<ShipmentsSaved, AppError> {
    app(&shell)?.ship_orders(shop, shipments).await
}

#[tauri::command]
pub(crate) async fn handover_ways(
    shell: State<'_, Shell>,
    shop: u32,
    order_id: String,
) -> Result<HandoverWays, AppError> {
    app(&shell)?.handover_ways(shop, &order_id).await
}

#[tauri::command]
pub(crate) async fn label_prices(
    shell: State<'_, Shell>,
    shop: u32,
    order_id: String,
    parcel: ParcelSize,
) -> Result<LabelPrices, AppError> {
    app(&shell)?.label_prices(shop, &order_id, parcel).await
}

#[tauri::command]
pub(crate) async fn order_record(shell: State<'_, Shell>, shop: u32, order_id: String) -> Result<String, AppError> {
    app(&shell)?.order_record(shop, &order_id).await
}

#[tauri::command]
pub(crate) async fn forget_buyer(shell: State<'_, Shell>, shop: u32, order_id: String) -> Result<(), AppError> {
    app(&shell)?.forget_buyer(shop, &order_id).await
}

#[tauri::command]
pub(crate) async fn today(shell: State<'_, Shell>, shop: u32) -> Result<Today, AppError> {
    app(&shell)?.today(shop).await
}

#[tauri::command]
pub(crate) async fn print_orders(
    shell: State<'_, Shell>,
    shop: u32,
    order_ids: Vec<String>,
    paper: Paper,
    again: bool,
) -> Result<PrintsMade, AppError> {
    app(&shell)?.print_orders(shop, order_ids, paper, again).await
}
