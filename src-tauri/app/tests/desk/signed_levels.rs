//! Levels of a shop that answers to the signed Partner API: where it takes none, and whom it keeps them for.

use std::time::Duration;

use app::boundary::{CountFilter, CountTab, ExportFile, HistoryOf, LevelVerdict, SkuName, StockRow, StockTab};

use crate::{
    levels::{file, groups},
    signed::{connected, connected_after, connected_to, one_warehouse},
};

#[tokio::test]
async fn lines_of_a_table_for_a_warehouse_that_is_switched_off_are_left_out_with_the_reason() {
    let desk = connected_after(|_| (), |shop| shop.switch_off(&["wh_dallas"])).await;
    desk.synced().await;
    let shop = desk.shop_in_view().await;
    let (list, rows) = desk.grid(StockTab::All).await;
    let place = |id: &str| list.warehouses.iter().position(|it| it.id == id).unwrap();
    let (off, on) = (place("wh_dallas"), place("wh_los_angeles"));
    let known = |row: &&StockRow| [off, on].iter().all(|at| row.levels[*at].level.is_some_and(|level| level > 0));
    let (one, other) = {
        let mut rows = rows.iter().filter(known);
        (rows.next().unwrap(), rows.next().unwrap())
    };
    let same = other.levels[off].level.unwrap();
    let text = format!("SKU ID,wh_dallas,wh_los_angeles\n{},77,78\n{},{same},79\n", one.sku_id, other.sku_id);
    let read = async || desk.app.read_levels(shop, file("stock.csv", text.as_bytes()), None).await.unwrap();
    desk.in_time(async || groups(&read().await).len() == 3).await;
    let found = read().await;
    use LevelVerdict::*;
    assert_eq!(groups(&found), [(ClosedWarehouse, 1), (Same, 1), (Ready, 2)]);
    let line = desk.app.level_lines(found.import, ClosedWarehouse, 0, 9).await.unwrap().remove(0);
    assert_eq!((line.written.as_str(), line.becomes), ("77", Some(77)), "what was counted is shown");
    assert!(line.message.unwrap().starts_with("This warehouse is switched off"));
    let left = desk.app.export_left_levels(found.import, None).await.unwrap();
    let written = std::fs::read_to_string(left.path).unwrap();
    assert!(written.contains("77,,") && written.contains("This warehouse is switched off"), "{written}");
    assert_eq!(desk.app.take_levels(found.import, None).await.unwrap(), 2);
    let drafts = desk.app.stock_drafts(shop).await.unwrap();
    assert!(drafts.iter().all(|draft| draft.cell.warehouse_id == "wh_los_angeles"), "{drafts:?}");
}

#[tokio::test]
async fn a_count_of_a_warehouse_that_is_switched_off_is_kept_and_changes_nothing() {
    let desk = connected_to(one_warehouse).await;
    desk.synced().await;
    let shop = desk.shop_in_view().await;
    let (list, rows) = desk.grid(StockTab::All).await;
    let row = rows.iter().find(|row| row.levels[0].level.is_some_and(|level| level > 9)).unwrap();
    let count = desk.app.begin_count(shop, &list.warehouses[0].id).await.unwrap();
    let sku = SkuName { product_id: row.product_id.clone(), sku_id: row.sku_id.clone() };
    let counted = desk.app.set_counted(&count.id, sku.clone(), Some(3)).await.unwrap().counted.unwrap();
    assert!(counted.leads_to.is_some() && desk.app.count_cost(&count.id).await.unwrap().least > 0);

    desk.shop.switch_off(&["default"]);
    desk.drawer.clock.pass(Duration::from_secs(24 * 3_600));
    desk.app.sync_now();
    let open = async || {
        let counted = CountFilter { search: String::new(), tab: CountTab::Counted };
        desk.app.open_count(&count.id, counted).await.unwrap()
    };
    desk.in_time(async || open().await.count.warehouse.closed.is_some()).await;
    let opened = open().await;
    let sums = opened.sums;
    assert_eq!((sums.lines, sums.differences, sums.more, sums.fewer), (1, 0, 0, 0));
    let row = desk.app.count_rows(opened.view, 0, 9).await.unwrap().remove(0).counted.unwrap();
    assert_eq!((row.pieces, row.difference, row.leads_to), (3, counted.difference, None));
    assert_eq!(desk.app.count_cost(&count.id).await.unwrap().least, 0);
    let refused = desk.app.apply_count(&count.id, "Counted").await.unwrap_err();
    assert!(refused.message.starts_with("This warehouse is switched off"), "{refused:?}");
    assert!(refused.message.ends_with("with all that was counted."), "{refused:?}");
    assert_eq!(desk.app.open_counts(shop).await.unwrap()[0].lines, 1);
    assert_eq!(desk.app.batches(shop).await.unwrap(), []);
}

#[tokio::test]
async fn a_table_of_levels_says_whom_they_are_kept_for_and_comes_back_without_a_change() {
    let desk = connected().await;
    desk.synced().await;
    let shop = desk.shop_in_view().await;
    let (list, rows) = desk.grid(StockTab::All).await;
    let row = rows.iter().find(|row| row.levels[0].level.is_some_and(|level| level > 9)).unwrap();
    let (product, sku) = (row.product_id.as_str(), row.sku_id.as_str());
    desk.shop.campaign(product, sku, &list.warehouses[0].id, 6, true).await.unwrap();
    desk.shop.creators(product, sku, 2).await.unwrap();
    desk.app.sync_now();
    let of = || HistoryOf { product_id: product.into(), sku_id: sku.into(), warehouse_id: None };
    let told = async || desk.app.level_shares(shop, of()).await.unwrap();
    desk.in_time(async || told().await.is_some_and(|told| told.campaign == Some(6))).await;
    let promised = told().await.unwrap().committed.unwrap();
    let total = row.total.unwrap();
    for form in [ExportFile::Csv, ExportFile::Xlsx] {
        let (list, rows) = desk.grid(StockTab::All).await;
        let file_of_all = desk.app.export_levels(list.view, 0, list.total, form).await.unwrap();
        let bytes = std::fs::read(file_of_all.path).unwrap();
        if form == ExportFile::Csv {
            let text = String::from_utf8(bytes.clone()).unwrap();
            let mut lines = text.lines();
            let end = ",Total,Promised to orders,Campaigns,Creators,Free for anybody";
            assert!(lines.next().unwrap().ends_with(end), "{text}");
            let line = lines.find(|line| line.contains(sku)).unwrap();
            assert!(line.ends_with(&format!(",{total},{promised},6,2,{}", total - 8)), "{line}");
        }
        let read = desk.app.read_levels(shop, file("stock", &bytes), None).await.unwrap();
        assert_eq!(read.rows as usize, rows.len());
        assert!(groups(&read).iter().all(|(verdict, _)| *verdict == LevelVerdict::Same), "{:?}", read.groups);
    }
}
