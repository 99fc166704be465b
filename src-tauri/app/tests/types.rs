//! Rust is the source of the types that the screens are written against. `cargo xtask types`
//! writes them; this test fails when what is committed differs.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use app::boundary::{
    ActivityFilter, AppError, AppState, Batch, CancelAnswer, Changed, ChartRange, ColumnChoice, ConflictsDecided,
    ConnectForm, CountApplied, CountFilter, CountList, CountUndone, Diagnosis, DivisionTerms, ExportFormat, Exported,
    FirstOrders, HandoverWays, History, HistoryOf, Keep, LabelPrices, LevelChart, LevelLine, LevelShares, LevelsRead,
    OpenedOrders, OpenedStock, OrderCheck, OrderChoices, OrderDetail, OrderFilter, OrderRow, Paper, ParcelToShare,
    ParcelsShared, PendingConnect, PrintsMade, RecoveryCode, RequestLine, RuleAbout, RuleField, SafetyRules,
    SaveResult, SavedView, Scanned, SetAsideRecord, SettingsView, ShareableParcel, Shipment, ShipmentsRead,
    ShipmentsSaved, StockCell, StockCost, StockCount, StockDraft, StockEdit, StockFilter, StockLevels, StockPlace,
    StockReview, StockRow, StockWatch, TableFrom, TakenBack, Today, Undo, WebhookChoice,
};
use ts_rs::{Config, TS};

fn committed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/host/types")
}

fn write_to(folder: &Path) {
    let config = Config::new().with_out_dir(folder);
    AppState::export_all(&config).unwrap();
    AppError::export_all(&config).unwrap();
    Changed::export_all(&config).unwrap();
    ConnectForm::export_all(&config).unwrap();
    PendingConnect::export_all(&config).unwrap();
    OrderFilter::export_all(&config).unwrap();
    OpenedOrders::export_all(&config).unwrap();
    FirstOrders::export_all(&config).unwrap();
    OrderRow::export_all(&config).unwrap();
    CancelAnswer::export_all(&config).unwrap();
    ShareableParcel::export_all(&config).unwrap();
    ParcelToShare::export_all(&config).unwrap();
    ParcelsShared::export_all(&config).unwrap();
    DivisionTerms::export_all(&config).unwrap();
    OrderCheck::export_all(&config).unwrap();
    OrderChoices::export_all(&config).unwrap();
    SavedView::export_all(&config).unwrap();
    Today::export_all(&config).unwrap();
    OrderDetail::export_all(&config).unwrap();
    StockFilter::export_all(&config).unwrap();
    OpenedStock::export_all(&config).unwrap();
    StockRow::export_all(&config).unwrap();
    StockPlace::export_all(&config).unwrap();
    StockLevels::export_all(&config).unwrap();
    StockEdit::export_all(&config).unwrap();
    StockDraft::export_all(&config).unwrap();
    StockCell::export_all(&config).unwrap();
    SaveResult::export_all(&config).unwrap();
    StockCost::export_all(&config).unwrap();
    StockCount::export_all(&config).unwrap();
    CountFilter::export_all(&config).unwrap();
    CountList::export_all(&config).unwrap();
    Scanned::export_all(&config).unwrap();
    CountUndone::export_all(&config).unwrap();
    CountApplied::export_all(&config).unwrap();
    StockReview::export_all(&config).unwrap();
    ConflictsDecided::export_all(&config).unwrap();
    SafetyRules::export_all(&config).unwrap();
    StockWatch::export_all(&config).unwrap();
    RuleAbout::export_all(&config).unwrap();
    RuleField::export_all(&config).unwrap();
    TakenBack::export_all(&config).unwrap();
    ActivityFilter::export_all(&config).unwrap();
    Keep::export_all(&config).unwrap();
    SettingsView::export_all(&config).unwrap();
    Batch::export_all(&config).unwrap();
    Undo::export_all(&config).unwrap();
    HistoryOf::export_all(&config).unwrap();
    History::export_all(&config).unwrap();
    ChartRange::export_all(&config).unwrap();
    LevelChart::export_all(&config).unwrap();
    LevelShares::export_all(&config).unwrap();
    Shipment::export_all(&config).unwrap();
    HandoverWays::export_all(&config).unwrap();
    LabelPrices::export_all(&config).unwrap();
    ShipmentsSaved::export_all(&config).unwrap();
    TableFrom::export_all(&config).unwrap();
    ColumnChoice::export_all(&config).unwrap();
    ShipmentsRead::export_all(&config).unwrap();
    ExportFormat::export_all(&config).unwrap();
    Exported::export_all(&config).unwrap();
    LevelsRead::export_all(&config).unwrap();
    LevelLine::export_all(&config).unwrap();
    RequestLine::export_all(&config).unwrap();
    Diagnosis::export_all(&config).unwrap();
    SetAsideRecord::export_all(&config).unwrap();
    WebhookChoice::export_all(&config).unwrap();
    Paper::export_all(&config).unwrap();
    PrintsMade::export_all(&config).unwrap();
    RecoveryCode::export_all(&config).unwrap();
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    let named = |entry: fs::DirEntry| {
        let text = fs::read_to_string(entry.path()).unwrap().replace("\r\n", "\n");
        (entry.file_name().to_string_lossy().into_owned(), text)
    };
    fs::read_dir(folder).unwrap().map(|entry| named(entry.unwrap())).collect()
}

#[test]
fn the_screens_types_are_those_of_rust() {
    if std::env::var_os("TIKTOKFLOW_WRITE_TYPES").is_some() {
        fs::remove_dir_all(committed()).unwrap();
        write_to(&committed());
    }
    let fresh = tempfile::tempdir().unwrap();
    write_to(fresh.path());
    let (fresh, committed) = (files(fresh.path()), files(&committed()));
    let names: (Vec<_>, Vec<_>) = (fresh.keys().collect(), committed.keys().collect());
    assert_eq!(names.0, names.1, "run `cargo xtask types`");
    for (name, text) in fresh {
        assert!(committed.get(&name) == Some(&text), "{name} differs: run `cargo xtask types`");
    }
}

#[test]
fn no_number_crosses_that_javascript_would_round() {
    let fresh = tempfile::tempdir().unwrap();
    write_to(fresh.path());
    for (name, text) in files(fresh.path()) {
        assert!(!text.contains("bigint"), "{name} holds a 64-bit integer: send text, or say why 53 bits are enough");
    }
}
