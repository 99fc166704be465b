//! Tables of stock levels, out and in again: what would become of each number, before anything is in the grid.

use std::fs;

use app::boundary::{
    ErrorCode, ExportFile, LevelLine, LevelRole, LevelVerdict, LevelsRead, StockChange, StockEdit, StockFilter,
    StockRow, StockSort, StockTab, TableFrom,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::desk::{Desk, SHOP, bytes_in, holds};

pub(crate) fn file(name: &str, bytes: &[u8]) -> TableFrom {
    TableFrom::File { name: name.into(), size: bytes.len() as u64, base64: STANDARD.encode(bytes) }
}

async fn read(desk: &Desk, text: &str) -> LevelsRead {
    desk.app.read_levels(SHOP, file("stock.csv", text.as_bytes()), None).await.unwrap()
}

pub(crate) fn groups(read: &LevelsRead) -> Vec<(LevelVerdict, u32)> {
    read.groups.iter().map(|group| (group.verdict, group.lines)).collect()
}

async fn lines(desk: &Desk, read: &LevelsRead, verdict: LevelVerdict) -> Vec<LevelLine> {
    desk.app.level_lines(read.import, verdict, 0, 500).await.unwrap()
}

/// SKUs of which every level is known, with the ids of the shop's warehouses.
async fn stocked(desk: &Desk) -> (Vec<StockRow>, Vec<String>) {
    let (list, rows) = desk.grid(StockTab::All).await;
    let told = |row: &StockRow| row.levels.iter().all(|it| it.level.is_some_and(|level| (1..1_000).contains(&level)));
    (rows.into_iter().filter(told).collect(), list.warehouses.into_iter().map(|warehouse| warehouse.id).collect())
}

fn level(row: &StockRow, place: usize) -> i64 {
    row.levels[place].level.unwrap()
}

async fn whole_list(desk: &Desk) -> (u32, u32) {
    let filter = StockFilter { search: String::new(), tab: StockTab::All, sort: StockSort::default(), folds: None };
    let list = desk.app.open_stock(SHOP, filter, &[]).await.unwrap();
    (list.view, list.total)
}

#[tokio::test]
async fn a_list_goes_out_in_its_order_and_comes_back_without_a_change() {
    let desk = Desk::connected().await;
    let (view, total) = whole_list(&desk).await;
    for form in [ExportFile::Csv, ExportFile::Xlsx] {
        let written = desk.app.export_levels(view, 0, total, form).await.unwrap();
        assert_eq!((written.rows, written.missing), (total, 0));
        let bytes = fs::read(&written.path).unwrap();
        let read = desk.app.read_levels(SHOP, file("export", &bytes), None).await.unwrap();
        assert_eq!(read.rows, total);
        assert!(groups(&read).iter().all(|(verdict, _)| *verdict == LevelVerdict::Same), "{:?}", read.groups);
        let told: usize =
            desk.grid(StockTab::All).await.1.iter().flat_map(|row| &row.levels).filter(|it| it.level.is_some()).count();
        assert_eq!(read.groups[0].lines as usize, told, "a level that isn’t told is empty, and empty is not zero");
        let none = desk.app.take_levels(read.import, None).await.unwrap_err();
        assert!(none.message.contains("Nothing of this table can be taken"), "{none:?}");
    }
    let rows = desk.grid(StockTab::All).await.1;
    let csv = desk.app.export_levels(view, 2, 3, ExportFile::Csv).await.unwrap();
    let text = fs::read_to_string(csv.path).unwrap();
    assert!(text.lines().next().unwrap().ends_with(",Total"), "nobody tells whom they are kept for: {text}");
    let ids: Vec<&str> = text.lines().skip(1).map(|line| line.split("\t,").nth(1).unwrap()).collect();
    assert_eq!(ids, rows[2..5].iter().map(|row| row.sku_id.as_str()).collect::<Vec<_>>());
}

#[tokio::test]
async fn each_number_is_told_as_it_would_end() {
    let desk = Desk::connected().await;
    let (rows, warehouses) = stocked(&desk).await;
    let (first, other) = (&rows[0], &rows[1]);
    let text = format!(
        "sku id;warehouse;qty;qty +/-\n{0};{2};77;\n{0};{3};;-1\n{1};{2};{4};\n{1};{3};;0\n999;{2};5;\n{1};nowhere;5;\n{1};{2};many;\n;{2};5;\n\n;;;\n",
        first.sku_id,
        other.sku_id,
        warehouses[0],
        warehouses[1],
        level(other, 0)
    );
    let found = read(&desk, &text).await;
    use LevelVerdict::*;
    assert_eq!(groups(&found), [(Unknown, 2), (UnknownWarehouse, 1), (BadNumber, 1), (Same, 2), (Ready, 2)]);
    let ready = lines(&desk, &found, Ready).await;
    let told = |line: &LevelLine| (line.row, line.was, line.becomes, line.adjusts, line.message.clone());
    let (was, beside) = (Some(level(first, 0)), Some(level(first, 1)));
    assert_eq!(told(&ready[0]), (2, was, Some(77), false, None));
    assert_eq!(told(&ready[1]), (3, beside, beside.map(|level| level - 1), true, None));
    assert_eq!(
        (ready[0].product.as_str(), ready[0].sku.as_deref()),
        (first.product.as_str(), Some(first.seller_sku.as_str()))
    );
    let unknown = lines(&desk, &found, Unknown).await;
    assert!(unknown[0].message.as_ref().is_some_and(|it| it.contains("No such SKU is here")), "{unknown:?}");
    assert!(unknown[1].message.as_ref().is_some_and(|it| it.contains("names no SKU")), "{unknown:?}");
    assert_eq!(desk.app.stock_drafts(SHOP).await.unwrap(), [], "looking changes nothing");
}

#[tokio::test]
async fn what_the_shop_would_not_take_is_not_taken() {
    let desk = Desk::connected().await;
    let (rows, warehouses) = stocked(&desk).await;
    let head = format!("Seller SKU,{},{} adjustment\n", warehouses[0], warehouses[1]);
    let line = |place: usize, set: &str, add: &str| format!("{},{set},{add}\n", rows[place].seller_sku);
    let text = head
        + &line(0, "-1", "-5000")
        + &line(1, "100000", "99999")
        + &line(2, "\"1,200\"", "12.5")
        + &line(3, "12.000", "");
    let found = read(&desk, &text).await;
    use LevelVerdict::*;
    assert_eq!(groups(&found), [(BadNumber, 2), (Negative, 2), (TooHigh, 2), (Ready, 1)]);
    assert_eq!(lines(&desk, &found, Ready).await[0].becomes, Some(1_200));
    let high = lines(&desk, &found, TooHigh).await;
    assert!(
        high[0].message.as_ref().is_some_and(|it| it.starts_with("100,000 is more than the shop takes")),
        "{high:?}"
    );
}

#[tokio::test]
async fn lines_about_the_same_level_are_taken_once_or_not_at_all() {
    let desk = Desk::connected().await;
    let (rows, warehouses) = stocked(&desk).await;
    let [one, two, three] = [&rows[0].sku_id, &rows[1].sku_id, &rows[2].sku_id];
    let text = format!("SKU ID,{}\n{one},7\n{one},7\n{two},8\n{two},9\n", warehouses[0]);
    let found = read(&desk, &text).await;
    assert_eq!(
        groups(&found),
        [(LevelVerdict::Contradicted, 2), (LevelVerdict::Repeated, 1), (LevelVerdict::Ready, 1)]
    );
    let repeated = lines(&desk, &found, LevelVerdict::Repeated).await;
    assert_eq!(repeated[0].message.as_deref(), Some("Row 2 says the same."));
    // Nobody knows whether the second was meant.
    let twice = read(&desk, &format!("SKU ID,{} adjustment\n{three},2\n{three},2\n", warehouses[0])).await;
    assert_eq!(groups(&twice), [(LevelVerdict::Contradicted, 2)]);
    // A line that changes nothing contradicts one that does.
    let same = read(&desk, &format!("SKU ID,{}\n{one},{}\n{one},7\n", warehouses[0], level(&rows[0], 0))).await;
    assert_eq!(groups(&same), [(LevelVerdict::Contradicted, 2)]);
}

#[tokio::test]
async fn what_is_taken_is_unsaved_until_it_is_saved_and_is_taken_once() {
    let desk = Desk::connected().await;
    let (rows, warehouses) = stocked(&desk).await;
    let was = level(&rows[0], 0);
    let text = format!("SKU ID,{},{} +/-\n{},77,-1\n", warehouses[0], warehouses[1], rows[0].sku_id);
    let found = read(&desk, &text).await;
    assert_eq!(desk.app.take_levels(found.import, Some(vec![])).await.unwrap(), 2);
    let again = desk.app.take_levels(found.import, Some(vec![])).await.unwrap_err();
    assert_eq!(again.code, ErrorCode::InvalidInput);
    let drafts = desk.app.stock_drafts(SHOP).await.unwrap();
    assert_eq!(drafts, desk.app.taken_levels(found.import, 0, 10).unwrap());
    assert_eq!(drafts.iter().map(|draft| draft.typed.as_str()).collect::<Vec<_>>(), ["77", "−1"]);
    assert_eq!((drafts[0].base, drafts[0].change), (Some(was), Some(StockChange::Set { level: 77 })));
    assert_eq!(drafts[1].change, Some(StockChange::Add { amount: -1 }));
    assert_eq!(desk.calls(crate::desk::STOCKS).len(), 0, "nothing is sent before it is saved");
    let edits = drafts.into_iter().map(|draft| StockEdit {
        product_id: draft.cell.product_id,
        sku_id: draft.cell.sku_id,
        warehouse_id: draft.cell.warehouse_id,
        change: draft.change.unwrap(),
        base: draft.base,
    });
    let saved = desk.app.save_stock(SHOP, edits.collect()).await.unwrap();
    assert_eq!((saved.queued, saved.refused), (2, vec![]));
    assert_eq!(desk.app.stock_drafts(SHOP).await.unwrap(), [], "what was saved is a draft no more");
    // It is on its way: the same table again would change nothing.
    let again = read(&desk, &format!("SKU ID,{}\n{},77\n", warehouses[0], rows[0].sku_id)).await;
    assert_eq!(groups(&again), [(LevelVerdict::Same, 1)]);
}

#[tokio::test]
async fn a_guess_waits_until_it_is_accepted_and_what_it_replaces_is_told() {
    let desk = Desk::connected().await;
    let (rows, warehouses) = stocked(&desk).await;
    let code = rows[0].seller_sku.to_lowercase();
    assert_ne!(code, rows[0].seller_sku, "the sandbox’s codes have capitals");
    let text = format!("Seller SKU,{}\n{code},7\n{},8\n", warehouses[0], rows[1].seller_sku);
    let found = read(&desk, &text).await;
    assert_eq!(groups(&found), [(LevelVerdict::Guess, 1), (LevelVerdict::Ready, 1)]);
    assert_eq!(desk.app.take_levels(found.import, Some(vec![])).await.unwrap(), 1);
    let found = read(&desk, &text).await;
    assert_eq!(found.replaced, 1, "what was taken before is unsaved there");
    let guess = lines(&desk, &found, LevelVerdict::Guess).await.remove(0);
    let ready = lines(&desk, &found, LevelVerdict::Ready).await.remove(0);
    assert_eq!((guess.replaces.as_deref(), ready.replaces.as_deref()), (None, Some("8")));
    assert!(guess.message.as_ref().is_some_and(|it| it.contains(&rows[0].seller_sku)), "{guess:?}");
    assert_eq!(desk.app.take_levels(found.import, Some(vec![guess.line])).await.unwrap(), 2);
    assert_eq!(desk.app.stock_drafts(SHOP).await.unwrap().len(), 2);
}

#[tokio::test]
async fn what_was_not_taken_is_a_file_that_adds_nothing_twice() {
    let desk = Desk::connected().await;
    let (rows, warehouses) = stocked(&desk).await;
    let [one, two] = [&rows[0], &rows[1]];
    let text = format!(
        "Note,SKU ID,{0} adjustment,{1} adjustment\nmine,{2},2,-5000\nnone,999,3,4\n=1+1,{3},1,1\n",
        warehouses[0], warehouses[1], one.sku_id, two.sku_id
    );
    let found = read(&desk, &text).await;
    let left = desk.app.export_left_levels(found.import, Some(vec![])).await.unwrap();
    assert_eq!(left.rows, 2);
    let bytes = fs::read(&left.path).unwrap();
    let written = String::from_utf8(bytes.clone()).unwrap();
    let told: Vec<&str> = written.trim_start_matches('\u{feff}').lines().collect();
    assert!(told[0].ends_with("Not taken because"), "{written}");
    assert!(told[1].starts_with(&format!("mine,{}\t,,-5000,", one.sku_id)), "{written}");
    assert!(told[2].contains("999\t,3,4,") && told[2].contains("No such SKU is here"), "{written}");
    let again = desk.app.read_levels(SHOP, file("left.csv", &bytes), None).await.unwrap();
    assert_eq!(groups(&again), [(LevelVerdict::Unknown, 1), (LevelVerdict::Negative, 1)]);
    assert_eq!(again.roles.len(), 5);
}

#[tokio::test]
async fn columns_are_what_the_person_says_and_an_older_table_is_gone() {
    let desk = Desk::connected().await;
    let (rows, warehouses) = stocked(&desk).await;
    let found = read(&desk, &format!("SKU ID,count\n{},3\n", rows[0].sku_id)).await;
    assert_eq!(found.groups, []);
    let level = |adjusts| LevelRole::Level { warehouse_id: Some(warehouses[1].clone()), adjusts };
    let set = desk.app.choose_level_columns(found.import, vec![LevelRole::Sku, level(false)]).await.unwrap();
    let added = desk.app.choose_level_columns(set.import, vec![LevelRole::Sku, level(true)]).await.unwrap();
    let becomes = lines(&desk, &added, LevelVerdict::Ready).await[0].becomes;
    assert_eq!(becomes, rows[0].levels[1].level.map(|level| level + 3));
    let gone = desk.app.level_lines(set.import, LevelVerdict::Ready, 0, 10).await.unwrap_err();
    assert_eq!(gone.code, ErrorCode::NotFound);
    desk.app.close_levels(added.import);
    assert!(desk.app.take_levels(added.import, None).await.is_err());
}

#[tokio::test]
async fn a_file_that_is_no_table_says_so_and_the_next_one_is_read() {
    let desk = Desk::connected().await;
    let (rows, warehouses) = stocked(&desk).await;
    let huge = TableFrom::File { name: "year.csv".into(), size: 200 << 20, base64: String::new() };
    let picture = file("stock.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    for (source, words) in [(huge, "This file has 200 MB; a table may have 48 MB."), (picture, "This is a picture")] {
        let refused = desk.app.read_levels(SHOP, source, None).await.unwrap_err();
        assert!(refused.message.contains(words) && refused.message.contains("Nothing was changed."), "{refused:?}");
    }
    let found = read(&desk, &format!("SKU ID,{}\n{},3\n", warehouses[0], rows[0].sku_id)).await;
    assert_eq!(groups(&found), [(LevelVerdict::Ready, 1)]);
}

#[tokio::test]
async fn a_shop_that_goes_takes_its_files_and_its_table_along() {
    let desk = Desk::connected().await;
    let (rows, warehouses) = stocked(&desk).await;
    let (view, total) = whole_list(&desk).await;
    desk.app.export_levels(view, 0, total, ExportFile::Csv).await.unwrap();
    let found = read(&desk, &format!("SKU ID,{}\n{},3\n", warehouses[0], rows[0].sku_id)).await;
    desk.app.take_levels(found.import, None).await.unwrap();
    assert!(holds(&bytes_in(&desk.app.exports_folder(SHOP)), &rows[0].sku_id));
    desk.app.disconnect(SHOP).await.unwrap();
    assert!(!desk.app.exports_folder(SHOP).exists());
    assert!(desk.app.level_lines(found.import, LevelVerdict::Ready, 0, 10).await.is_err());
    assert_eq!(desk.app.stock_drafts(SHOP).await.unwrap(), []);
}
