use app::boundary::{
    ErrorCode, Keep, OutboxItem, OutboxState, StockCell, StockChange, StockDraft, StockEdit, StockTab,
};

use crate::desk::{Desk, SHOP, STOCKS};

/// An edit of a level of which the shop has at least ten.
async fn edit(desk: &Desk, change: StockChange) -> StockEdit {
    let (list, rows) = desk.grid(StockTab::All).await;
    let found = rows.iter().find_map(|row| {
        let place = row.levels.iter().position(|it| it.level.is_some_and(|level| (10..1_000).contains(&level)))?;
        Some((row, place))
    });
    let (row, place) = found.unwrap();
    StockEdit {
        product_id: row.product_id.clone(),
        sku_id: row.sku_id.clone(),
        warehouse_id: list.warehouses[place].id.clone(),
        change,
        base: row.levels[place].level,
    }
}

async fn save(desk: &Desk, edit: &StockEdit) -> OutboxItem {
    let saved = desk.app.save_stock(SHOP, vec![edit.clone()]).await.unwrap();
    assert_eq!((saved.queued, saved.refused), (1, vec![]));
    desk.app.activity(SHOP, app::boundary::ActivityFilter::All).await.unwrap().remove(0)
}

async fn sale(desk: &Desk, edit: &StockEdit, quantity: u32) {
    desk.shop.sale(&edit.product_id, &edit.sku_id, &edit.warehouse_id, quantity).await.unwrap();
}

fn sent(desk: &Desk) -> Vec<i64> {
    let level = |call: &sandbox::Entry| {
        let body: serde_json::Value = serde_json::from_str(&call.body).unwrap();
        body["skus"][0]["stock_infos"][0]["available_stock"].as_i64().unwrap()
    };
    desk.calls(STOCKS).iter().map(level).collect()
}

#[tokio::test]
async fn a_saved_level_reaches_the_shop_as_an_absolute_number() {
    let desk = Desk::connected().await;
    let edit = edit(&desk, StockChange::Add { amount: 5 }).await;
    let wish = save(&desk, &edit).await;
    desk.comes_to(&wish.id, OutboxState::Done).await;
    assert_eq!(sent(&desk), [edit.base.unwrap() + 5]);
}

#[tokio::test]
async fn an_edit_is_told_by_the_names_that_the_seller_knows() {
    let desk = Desk::connected().await;
    let edit = edit(&desk, StockChange::Set { level: 7 }).await;
    let row = desk.grid(StockTab::All).await.1.into_iter().find(|row| row.sku_id == edit.sku_id).unwrap();
    let told = save(&desk, &edit).await.detail;
    assert!(told.starts_with(&format!("{} · {} · ", row.seller_sku, row.product)), "{told}");
}

#[tokio::test]
async fn levels_that_cannot_be_are_named_by_place_and_the_others_are_saved() {
    let desk = Desk::connected().await;
    let good = edit(&desk, StockChange::Set { level: 99_999 }).await;
    let level = good.base.unwrap();
    let with = |change| StockEdit { change, ..good.clone() };
    let unknown = StockEdit { base: None, ..with(StockChange::Add { amount: 5 }) };
    let edits = vec![
        with(StockChange::Set { level: -1 }),
        with(StockChange::Set { level: 100_000 }),
        good.clone(),
        unknown,
        with(StockChange::Add { amount: -level - 1 }),
        with(StockChange::Add { amount: 99_999 }),
        with(StockChange::Add { amount: i64::MIN }),
        with(StockChange::Add { amount: i64::MAX }),
    ];
    let saved = desk.app.save_stock(SHOP, edits).await.unwrap();
    assert_eq!(saved.queued, 1);
    let refused: Vec<(u32, &str)> = saved.refused.iter().map(|it| (it.index, it.message.as_str())).collect();
    let sentences = [
        (0, "can’t go below 0: -1"),
        (1, "100000 is more"),
        (3, "doesn’t tell this SKU’s own level"),
        (4, "can’t go below 0: -1"),
        (5, "is more than the shop takes"),
        (6, "can’t go below 0"),
        (7, "is more than the shop takes"),
    ];
    assert_eq!(refused.len(), sentences.len());
    for ((index, message), (place, sentence)) in refused.into_iter().zip(sentences) {
        assert!(index == place && message.contains(sentence), "{index}: {message}");
    }
    desk.in_time(async || !desk.calls(STOCKS).is_empty()).await;
    assert_eq!(sent(&desk), [99_999]);
}

/// An edit that a sale has overtaken.
async fn in_conflict(desk: &Desk) -> (StockEdit, OutboxItem) {
    let edit = edit(desk, StockChange::Set { level: 50 }).await;
    sale(desk, &edit, 2).await;
    let wish = save(desk, &edit).await;
    let wish = desk.comes_to(&wish.id, OutboxState::Conflict).await;
    let level = edit.base.unwrap();
    assert_eq!((wish.base, wish.mine, wish.shop), (Some(level), Some(50), Some(level - 2)));
    assert_eq!(desk.grid(StockTab::Conflicts).await.0.total, 1);
    (edit, wish)
}

#[tokio::test]
async fn a_conflict_shows_three_numbers_and_mine_can_win() {
    let desk = Desk::connected().await;
    let (_, wish) = in_conflict(&desk).await;
    desk.app.resolve_conflict(&wish.id, Keep::Mine).await.unwrap();
    desk.comes_to(&wish.id, OutboxState::Done).await;
    assert_eq!(sent(&desk), [50]);
    assert!(desk.app.resolve_conflict(&wish.id, Keep::Mine).await.is_err());
}

#[tokio::test]
async fn a_conflict_shows_three_numbers_and_the_shops_can_win() {
    let desk = Desk::connected().await;
    let (edit, wish) = in_conflict(&desk).await;
    desk.app.resolve_conflict(&wish.id, Keep::Shop).await.unwrap();
    assert_eq!(desk.wish(&wish.id).await.state, OutboxState::Discarded);
    assert_eq!((sent(&desk), desk.grid(StockTab::Conflicts).await.0.total), (vec![], 0));
    let (list, rows) = desk.grid(StockTab::All).await;
    let row = rows.iter().find(|row| row.sku_id == edit.sku_id).unwrap();
    let place = list.warehouses.iter().position(|it| it.id == edit.warehouse_id).unwrap();
    assert_eq!(row.levels[place].level, edit.base.map(|level| level - 2));
}

#[tokio::test]
async fn what_was_typed_is_kept_until_it_is_saved_and_not_a_moment_longer() {
    let desk = Desk::connected().await;
    let edit = edit(&desk, StockChange::Add { amount: 5 }).await;
    let cell = StockCell {
        product_id: edit.product_id.clone(),
        sku_id: edit.sku_id.clone(),
        warehouse_id: edit.warehouse_id.clone(),
    };
    let draft = StockDraft { cell, typed: "+5".into(), base: edit.base, change: Some(edit.change), problem: None };
    desk.app.keep_stock_drafts(SHOP, vec![draft.clone()], vec![]).await.unwrap();
    assert_eq!(desk.app.stock_drafts(SHOP).await.unwrap(), [draft]);
    desk.app.save_stock(SHOP, vec![edit]).await.unwrap();
    assert_eq!(desk.app.stock_drafts(SHOP).await.unwrap(), [], "offered again it would be sent twice");
}

#[tokio::test]
async fn a_level_below_what_a_campaign_holds_is_not_saved_and_costs_nothing() {
    let desk = Desk::connected().await;
    let below = edit(&desk, StockChange::Set { level: 8 }).await;
    desk.shop.campaign(&below.product_id, &below.sku_id, &below.warehouse_id, 9, true).await.unwrap();
    let held = async || {
        let (list, rows) = desk.grid(StockTab::All).await;
        let place = list.warehouses.iter().position(|it| it.id == below.warehouse_id).unwrap();
        rows.iter().find(|row| row.sku_id == below.sku_id).unwrap().levels[place].campaign
    };
    assert_eq!(held().await, None);
    desk.app.sync_now();
    desk.in_time(async || held().await == Some(9)).await;
    assert_eq!(desk.app.stock_cost(SHOP, vec![below.clone()]).await.unwrap().most, 0);
    let saved = desk.app.save_stock(SHOP, vec![below]).await.unwrap();
    assert_eq!((saved.queued, saved.batch), (0, None));
    assert!(saved.refused[0].message.starts_with("A campaign holds 9 here"), "{:?}", saved.refused);
}

#[tokio::test]
async fn levels_told_alone_are_those_of_the_rows_with_the_edits_on_them() {
    let desk = Desk::connected().await;
    in_conflict(&desk).await;
    let (list, rows) = desk.grid(StockTab::All).await;
    let whole = desk.app.stock_levels(list.view, 0, 500).await.unwrap();
    let names: Vec<_> = rows.iter().map(|row| (row.product_id.clone(), row.sku_id.clone())).collect();
    let cells: Vec<_> = rows.iter().flat_map(|row| &row.levels).collect();
    let levels: Vec<_> = cells.iter().map(|cell| cell.level).collect();
    let edits = (0..).zip(&cells).filter_map(|(at, cell)| Some((at, cell.edit.clone()?)));
    assert_eq!((whole.skus, whole.levels), (names, levels));
    assert_eq!(whole.edits, edits.collect::<Vec<_>>());
    assert_eq!((whole.edits.len(), whole.campaigns), (1, vec![]));
    let width = list.warehouses.len();
    let part = desk.app.stock_levels(list.view, 3, 2).await.unwrap();
    assert_eq!(part.levels, cells[3 * width..5 * width].iter().map(|cell| cell.level).collect::<Vec<_>>());
    assert_eq!(desk.app.stock_levels(list.view + 9, 0, 1).await.unwrap_err().code, ErrorCode::NotFound);
}
