use app::boundary::{AppError, ErrorCode};
use domain::{StockError, TrackingError};
use serde_json::json;
use store::StoreError;
use tiktok_shop::{ShopError, oauth::CallbackError};

#[test]
fn every_failure_reaches_the_screen_with_its_code_its_sentence_and_its_field() {
    let resume = "2026-03-10T12:34:00Z".parse().unwrap();
    let why = || "because".to_owned();
    let refused = ShopError::Refused { code: 1006, message: "no".into(), field: None };
    let table: [(AppError, &str, Option<&str>, &str); 17] = [
        (TrackingError::Empty.into(), "invalid_input", Some("tracking_number"), "is empty"),
        (StockError::Negative(-1).into(), "invalid_input", Some("level"), "below 0"),
        (CallbackError::ForeignState.into(), "invalid_input", Some("address"), "another sign-in"),
        (AppError::input("app_key", "Missing."), "invalid_input", Some("app_key"), "Missing."),
        (ShopError::Offline { why: why() }.into(), "offline", None, "is back (because)."),
        (ShopError::ServerTrouble { why: why() }.into(), "offline", None, "trouble answering"),
        (ShopError::UnknownOutcome { why: why() }.into(), "offline", None, "may or may not"),
        (ShopError::RateLimited { resume }.into(), "offline", None, "12:34 UTC"),
        (ShopError::DayIsSpent { resume }.into(), "offline", None, "12:34 UTC"),
        (ShopError::NeedsConnect { why: why() }.into(), "needs_connect", None, "Connect the shop again"),
        (refused.into(), "refused", None, "Give this app the permission"),
        (ShopError::NotCounted.into(), "storage", None, "nothing was sent"),
        (StoreError::NotFound.into(), "not_found", None, "no longer there"),
        (StoreError::BeingShipped("TK1".into()).into(), "busy", None, "with TK1"),
        (AppError::new(ErrorCode::Keychain, "Locked."), "keychain", None, "Locked."),
        (AppError::new(ErrorCode::Storage, "Full."), "storage", None, "Full."),
        (AppError::new(ErrorCode::Internal, "Odd."), "internal", None, "Odd."),
    ];
    for (error, code, field, sentence) in table {
        let json = serde_json::to_value(&error).unwrap();
        assert!(error.message.contains(sentence), "{}", error.message);
        assert_eq!(json, json!({ "code": code, "message": error.message, "field": field }));
    }
}
