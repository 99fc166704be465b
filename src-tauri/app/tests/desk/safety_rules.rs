use app::boundary::{ErrorCode, OwnRule, RuleAbout, RuleField, StockLevel, StockRow, StockTab};

use crate::desk::{Desk, SHOP};

async fn set(desk: &Desk, about: RuleAbout, field: RuleField, value: Option<i64>) {
    desk.app.set_safety_rule(SHOP, about, field, value).await.unwrap();
}

async fn low_is_what_is_marked(desk: &Desk) -> u32 {
    let (all, rows) = desk.grid(StockTab::All).await;
    let is_marked = |row: &&StockRow| row.levels.iter().any(|level| level.low);
    let marked: Vec<&String> = rows.iter().filter(is_marked).map(|row| &row.sku_id).collect();
    let (low, listed) = desk.grid(StockTab::Low).await;
    assert_eq!(marked, listed.iter().map(|row| &row.sku_id).collect::<Vec<_>>());
    assert_eq!((all.counts.low, low.total), (marked.len() as u32, marked.len() as u32));
    assert_eq!(desk.app.stock_watch(SHOP).await.unwrap().low, low.total);
    low.total
}

#[tokio::test]
async fn tab_count_and_marks_are_one_answer_whatever_the_rules() {
    let desk = Desk::connected().await;
    let usual = low_is_what_is_marked(&desk).await;
    set(&desk, RuleAbout::Shop, RuleField::LowAt, Some(200)).await;
    let many = low_is_what_is_marked(&desk).await;
    assert!(many > usual);
    let warehouse = desk.grid(StockTab::All).await.0.warehouses[0].id.clone();
    set(&desk, RuleAbout::Warehouse { id: warehouse.clone() }, RuleField::LowAt, Some(0)).await;
    let fewer = low_is_what_is_marked(&desk).await;
    assert!(fewer < many);
    let view = desk.grid(StockTab::All).await.0.view;
    let numbers = desk.app.stock_numbers(view, 0, u32::MAX).await.unwrap();
    set(&desk, RuleAbout::Skus { numbers: numbers.clone() }, RuleField::LowAt, Some(0)).await;
    assert_eq!(low_is_what_is_marked(&desk).await, 0);
    set(&desk, RuleAbout::Skus { numbers }, RuleField::LowAt, None).await;
    assert_eq!(low_is_what_is_marked(&desk).await, fewer);
}

#[tokio::test]
async fn what_is_kept_back_is_in_the_cells_and_changes_no_level() {
    let desk = Desk::connected().await;
    let (list, before) = desk.grid(StockTab::All).await;
    let warehouse = list.warehouses[0].id.clone();
    set(&desk, RuleAbout::Warehouse { id: warehouse.clone() }, RuleField::KeptBack, Some(5)).await;
    let numbers = desk.app.stock_numbers(list.view, 1, 1).await.unwrap();
    set(&desk, RuleAbout::Skus { numbers: numbers.clone() }, RuleField::KeptBack, Some(2)).await;
    let after = desk.grid(StockTab::All).await.1;
    let kept = |row: &StockRow| row.levels.iter().map(|level| level.kept_back).collect::<Vec<_>>();
    assert_eq!((kept(&after[0])[0], kept(&after[1])[0]), (5, 2));
    assert!(kept(&after[1]).into_iter().all(|kept| kept == 2), "a SKU's counts in each warehouse");
    let levels = |rows: &[StockRow]| -> Vec<Vec<Option<i64>>> {
        rows.iter().map(|row| row.levels.iter().map(|level: &StockLevel| level.level).collect()).collect()
    };
    assert_eq!(levels(&before), levels(&after));
    let rules = desk.app.safety_rules(SHOP, &numbers).await.unwrap();
    assert_eq!(rules.warehouses[0].kept_back, Some(5));
    assert_eq!(rules.skus.unwrap().kept_back, OwnRule::Same { value: Some(2) });
}

#[tokio::test]
async fn a_number_that_no_level_can_have_is_refused_and_what_was_there_still_counts() {
    let desk = Desk::connected().await;
    set(&desk, RuleAbout::Shop, RuleField::LowAt, Some(9)).await;
    for wrong in [-1, 100_000, i64::MAX] {
        let refused = desk.app.set_safety_rule(SHOP, RuleAbout::Shop, RuleField::LowAt, Some(wrong)).await;
        assert_eq!(refused.unwrap_err().code, ErrorCode::InvalidInput);
    }
    assert_eq!(desk.app.safety_rules(SHOP, &[]).await.unwrap().low_at, Some(9));
}
