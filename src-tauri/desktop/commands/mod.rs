//! What the window may ask: each command hands over to one use case. The list of names is
//! `names.rs`; a test holds it against this handler, the capability and TypeScript.

mod activity;
mod batches;
mod cache;
mod connect;
mod counts;
mod diagnosis;
mod levels;
mod marks;
mod orders;
mod pack;
mod selection;
mod settings;
mod state;
mod stock;
mod tables;

use std::{path::PathBuf, sync::Arc};

use app::{
    App,
    boundary::{AppError, ErrorCode},
};
use tauri::{AppHandle, State, Wry, ipc::Invoke};
use tauri_plugin_opener::OpenerExt as _;

use crate::shell::Shell;

/// Takes every call of the window.
pub(crate) fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        state::app_state,
        cache::open_again,
        cache::open_with_code,
        cache::set_cache_aside,
        connect::connect_start,
        connect::connect_paste,
        connect::connect_cancel,
        connect::practice_start,
        connect::approve_again,
        connect::offer_shops,
        connect::add_shops,
        connect::leave_shops,
        connect::accept_sign_in,
        connect::accept_sign_in_with,
        connect::decline_sign_in,
        orders::open_orders,
        orders::first_orders,
        orders::order_rows,
        orders::order_place,
        orders::order_detail,
        orders::order_record,
        orders::forget_buyer,
        selection::select_orders,
        selection::clear_selection,
        selection::selected_orders,
        marks::set_order_note,
        marks::tag_orders,
        marks::order_choices,
        marks::saved_views,
        marks::save_view,
        marks::remove_view,
        orders::today,
        pack::find_order,
        pack::check_order,
        pack::mark_packed,
        orders::ship_order,
        orders::answer_cancel,
        orders::correct_tracking,
        orders::shareable_parcels,
        orders::share_parcels,
        orders::split_terms,
        orders::split_order,
        orders::ship_part,
        orders::ship_orders,
        orders::handover_ways,
        orders::label_prices,
        orders::print_orders,
        tables::read_shipments,
        tables::export_orders,
        levels::export_levels,
        levels::read_levels,
        levels::choose_level_columns,
        levels::level_lines,
        levels::take_levels,
        levels::taken_levels,
        levels::export_left_levels,
        levels::close_levels,
        stock::open_stock,
        stock::stock_rows,
        stock::stock_levels,
        stock::save_stock,
        stock::stock_drafts,
        stock::keep_stock_drafts,
        stock::stock_cost,
        stock::review_stock,
        stock::level_history,
        stock::stock_numbers,
        stock::safety_rules,
        stock::set_safety_rule,
        stock::stock_watch,
        stock::see_runaway,
        stock::set_runaway_hours,
        counts::open_counts,
        counts::begin_count,
        counts::open_count,
        counts::count_rows,
        counts::count_scan,
        counts::count_one_more,
        counts::set_counted,
        counts::undo_counted,
        counts::count_rest_as_zero,
        counts::set_sold_apart,
        counts::count_cost,
        counts::apply_count,
        counts::give_up_count,
        stock::level_chart,
        stock::level_shares,
        activity::activity,
        batches::batches,
        batches::batch_items,
        activity::retry,
        batches::retry_failed,
        activity::discard,
        activity::resolve_conflict,
        stock::decide_conflicts,
        stock::take_decision_back,
        batches::send_held,
        batches::drop_batch,
        batches::undo_preview,
        batches::undo_batch,
        diagnosis::requests,
        diagnosis::save_diagnostics,
        diagnosis::set_aside_record,
        state::choose_shop,
        state::sync_now,
        settings::settings,
        settings::set_theme,
        settings::set_currency,
        settings::set_usual_carrier,
        settings::set_label_sheet,
        settings::set_handling,
        settings::set_buyers_kept,
        settings::set_sender,
        settings::set_webhooks,
        settings::disconnect,
        settings::reset_everything,
        cache::recovery_code,
        state::dismiss_notice,
        settings::open_data_folder,
        tables::open_exports,
        diagnosis::open_log_folder,
    ]
}

/// The app, or the reason why there is none.
fn app(shell: &State<'_, Shell>) -> Result<Arc<App>, AppError> {
    shell.opened()
}

/// Shows one of the app's folders in the system's file manager.
fn open_folder(handle: &AppHandle, folder: tauri::Result<PathBuf>) -> Result<(), AppError> {
    let internal =
        |error: String| AppError::new(ErrorCode::Internal, format!("The folder could not be opened ({error})."));
    let folder = folder.map_err(|error| internal(error.to_string()))?;
    handle.opener().open_path(folder.display().to_string(), None::<&str>).map_err(|error| internal(error.to_string()))
}
