//! Taking a save back, and a save that asks first.

use app::boundary::{
    Batch, ChartRange, ErrorCode, HistoryOf, LedgerEvent, MovedBy, OutboxState, SaveResult, StockChange, StockEdit,
    StockTab,
};

use crate::desk::{Desk, SHOP, STOCKS};

/// Levels that can be edited, at most `most` of them, each of another SKU.
async fn cells(desk: &Desk, most: usize) -> Vec<StockEdit> {
    let (list, rows) = desk.grid(StockTab::All).await;
    let cells = rows.iter().filter_map(|row| {
        let place = row.levels.iter().position(|it| it.level.is_some_and(|level| (10..1_000).contains(&level)))?;
        Some(StockEdit {
            product_id: row.product_id.clone(),
            sku_id: row.sku_id.clone(),
            warehouse_id: list.warehouses[place].id.clone(),
            change: StockChange::Add { amount: 5 },
            base: row.levels[place].level,
        })
    });
    cells.take(most).collect()
}

async fn level(desk: &Desk, cell: &StockEdit) -> Option<i64> {
    let (list, rows) = desk.grid(StockTab::All).await;
    let place = list.warehouses.iter().position(|it| it.id == cell.warehouse_id)?;
    rows.iter().find(|row| row.sku_id == cell.sku_id)?.levels[place].level
}

async fn save(desk: &Desk, edits: &[StockEdit]) -> SaveResult {
    desk.app.save_stock(SHOP, edits.to_vec()).await.unwrap()
}

async fn batch(desk: &Desk, id: &str) -> Batch {
    let all = desk.app.batches(SHOP).await.unwrap();
    all.into_iter().find(|batch| batch.id == id).unwrap()
}

/// Saves edits and waits until the shop has them.
async fn saved(desk: &Desk, edits: &[StockEdit]) -> String {
    let id = save(desk, edits).await.batch.unwrap();
    desk.in_time(async || batch(desk, &id).await.done as usize == edits.len()).await;
    id
}

#[tokio::test]
async fn a_save_is_taken_back_after_a_restart_and_what_the_shop_changed_since_is_left_alone() {
    let desk = Desk::connected().await;
    let cells = cells(&desk, 3).await;
    let id = saved(&desk, &cells).await;
    assert_eq!(batch(&desk, &id).await.title, "Changed 3 levels");
    desk.shop.sale(&cells[0].product_id, &cells[0].sku_id, &cells[0].warehouse_id, 2).await.unwrap();
    let desk = desk.reopened().await;
    desk.app.resume().await;
    desk.in_time(async || level(&desk, &cells[0]).await == cells[0].base.map(|base| base + 3)).await;

    let preview = desk.app.undo_preview(&id).await.unwrap();
    assert_eq!((preview.batch, preview.restored, preview.left_alone), (None, 2, 1));
    let left = &preview.lines[0];
    assert!(left.left_alone.as_ref().is_some_and(|why| why.contains("since")), "those left alone come first: {left:?}");
    assert_eq!((left.now, left.back_to), (cells[0].base.map(|base| base + 3), cells[0].base));
    assert_eq!((preview.title.as_str(), left.wrote), ("Changed 3 levels", cells[0].base.map(|base| base + 5)));
    assert!(!left.name.starts_with("SKU ") && !left.warehouse.is_empty(), "by the seller's own names: {left:?}");

    desk.shop.clear_journal();
    let undone = desk.app.undo_batch(&id).await.unwrap();
    assert_eq!((undone.restored, undone.left_alone), (2, 1));
    let undoing = undone.batch.unwrap();
    desk.in_time(async || batch(&desk, &undoing).await.done == 2).await;
    assert_eq!(batch(&desk, &undoing).await.title, "Undid 2 levels");
    assert!(batch(&desk, &id).await.undone_at.is_some());
    for cell in &cells[1..] {
        assert_eq!(level(&desk, cell).await, cell.base);
    }
    assert_eq!(level(&desk, &cells[0]).await, cells[0].base.map(|base| base + 3));
}

#[tokio::test]
async fn an_undo_can_be_undone() {
    let desk = Desk::connected().await;
    let cells = cells(&desk, 2).await;
    let id = saved(&desk, &cells).await;
    let undoing = desk.app.undo_batch(&id).await.unwrap().batch.unwrap();
    desk.in_time(async || batch(&desk, &undoing).await.done == 2).await;
    let redoing = desk.app.undo_batch(&undoing).await.unwrap().batch.unwrap();
    desk.in_time(async || batch(&desk, &redoing).await.done == 2).await;
    for cell in &cells {
        assert_eq!(level(&desk, cell).await, cell.base.map(|base| base + 5));
    }
}

fn past(cell: &StockEdit, warehouse: Option<&str>) -> HistoryOf {
    HistoryOf {
        product_id: cell.product_id.clone(),
        sku_id: cell.sku_id.clone(),
        warehouse_id: warehouse.map(str::to_owned),
    }
}

#[tokio::test]
async fn a_levels_history_tells_what_was_seen_sent_and_answered() {
    let desk = Desk::connected().await;
    let cell = cells(&desk, 1).await.remove(0);
    let id = saved(&desk, std::slice::from_ref(&cell)).await;
    let of = past(&cell, Some(&cell.warehouse_id));
    let history = desk.app.level_history(SHOP, of.clone(), None).await.unwrap();
    let events: Vec<_> = history.lines.iter().rev().map(|line| (line.event, line.by)).collect();
    assert_eq!(
        events,
        [(LedgerEvent::Seen, MovedBy::Shop), (LedgerEvent::Sent, MovedBy::You), (LedgerEvent::Answered, MovedBy::You)],
        "{history:#?}"
    );
    let sent = &history.lines[1];
    assert_eq!((sent.before, sent.level), (cell.base, cell.base.map(|base| base + 5)));
    assert_eq!(sent.batch.as_deref(), Some(id.as_str()));
    assert_eq!(history.older, None);
    let behind = desk.app.level_history(SHOP, of, Some(&sent.id)).await.unwrap();
    assert_eq!(behind.lines, history.lines[2..]);
}

#[tokio::test]
async fn a_skus_chart_has_a_line_for_each_warehouse_and_who_moved_it() {
    let desk = Desk::connected().await;
    let cell = cells(&desk, 1).await.remove(0);
    saved(&desk, std::slice::from_ref(&cell)).await;
    let (list, _) = desk.grid(StockTab::All).await;
    let chart = desk.app.level_chart(SHOP, past(&cell, None), ChartRange::All, 200).await.unwrap();
    assert_eq!((chart.lines.len(), chart.hidden), (list.warehouses.len(), 0));
    let line = chart.lines.iter().find(|line| line.warehouse_id == cell.warehouse_id).unwrap();
    let base = cell.base.unwrap();
    assert_eq!(line.steps.iter().map(|step| step.level).collect::<Vec<_>>(), [base, base + 5]);
    assert_eq!(line.marks.iter().map(|mark| (mark.level, mark.by)).next_back(), Some((base + 5, MovedBy::You)));
    let one = desk.app.level_chart(SHOP, past(&cell, Some(&cell.warehouse_id)), ChartRange::Week, 200).await.unwrap();
    assert_eq!(one.lines.len(), 1);
}

/// Empties half the shop.
async fn implausible(desk: &Desk) -> Vec<StockEdit> {
    let empty = |edit| StockEdit { change: StockChange::Set { level: 0 }, ..edit };
    cells(desk, usize::MAX).await.into_iter().map(empty).collect()
}

#[tokio::test]
async fn a_save_that_would_empty_the_shop_asks_first_and_leaves_only_after_a_yes() {
    let desk = Desk::connected().await;
    let edits = implausible(&desk).await;
    let asked = save(&desk, &edits).await;
    let (id, question) = (asked.batch.unwrap(), asked.held.unwrap());
    assert_eq!(batch(&desk, &id).await.held.as_ref(), Some(&question));
    assert_eq!(desk.state().await.outbox.held as usize, edits.len());
    assert_eq!(desk.state().await.shops[0].attention as usize, edits.len());
    desk.app.sync_now();
    desk.in_time(async || desk.state().await.sync.last_ok_at.is_some()).await;
    assert_eq!(desk.calls(STOCKS), []);

    desk.app.send_held(&id).await.unwrap();
    desk.in_time(async || batch(&desk, &id).await.done as usize == edits.len()).await;
    assert_eq!(desk.app.send_held(&id).await.unwrap_err().code, ErrorCode::NotFound);
}

#[tokio::test]
async fn a_save_that_asked_first_can_be_dropped_whole() {
    let desk = Desk::connected().await;
    let edits = implausible(&desk).await;
    let id = save(&desk, &edits).await.batch.unwrap();
    desk.app.drop_batch(&id).await.unwrap();
    let dropped = batch(&desk, &id).await;
    assert_eq!((dropped.held, dropped.dropped as usize), (None, edits.len()));
    let items = desk.app.batch_items(&id).await.unwrap();
    assert!(items.iter().all(|item| item.state == OutboxState::Discarded));
    assert_eq!((desk.state().await.outbox.held, desk.calls(STOCKS)), (0, vec![]));
}

#[tokio::test]
async fn a_batch_that_is_not_there_is_not_found() {
    let desk = Desk::connected().await;
    for id in ["999", "no number"] {
        for error in [
            desk.app.undo_preview(id).await.unwrap_err(),
            desk.app.undo_batch(id).await.unwrap_err(),
            desk.app.batch_items(id).await.unwrap_err(),
            desk.app.send_held(id).await.unwrap_err(),
            desk.app.drop_batch(id).await.unwrap_err(),
        ] {
            assert_eq!(error.code, ErrorCode::NotFound, "{id}");
        }
    }
}
