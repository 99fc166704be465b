//! Products that are folded into a row of the grid each, and the order by what lasts.

use std::collections::HashMap;

use app::boundary::{
    FoldedSkus, StockFilter, StockFolds, StockList, StockPlace, StockRow, StockSort, StockSortBy, StockTab,
};

use crate::{
    desk::{Desk, SHOP},
    selling::selling,
};

async fn folded(desk: &Desk, folds: StockFolds, follow: &[StockPlace]) -> (StockList, Vec<StockRow>) {
    let filter =
        StockFilter { search: String::new(), tab: StockTab::All, sort: StockSort::default(), folds: Some(folds) };
    let list = desk.app.open_stock(SHOP, filter, follow).await.unwrap();
    let rows = desk.app.stock_rows(list.view, 0, 500).await.unwrap();
    (list, rows)
}

fn place(row: &StockRow) -> StockPlace {
    StockPlace { product_id: row.product_id.clone(), sku_id: row.sku_id.clone() }
}

/// Products of several SKUs, with what is known of these.
fn groups(rows: &[StockRow]) -> HashMap<String, Vec<StockRow>> {
    let mut groups: HashMap<String, Vec<StockRow>> = HashMap::new();
    rows.iter().for_each(|row| groups.entry(row.product_id.clone()).or_default().push(row.clone()));
    groups.retain(|_, skus| skus.len() > 1);
    groups
}

#[tokio::test]
async fn a_folded_product_is_the_sum_of_its_skus_and_sells_what_they_sell() {
    let desk = Desk::connected().await;
    let skus = selling(&desk).await;
    let groups = groups(&skus);
    let (list, rows) = folded(&desk, StockFolds { all: true, but: vec![] }, &[]).await;
    assert_eq!(rows.iter().filter(|row| row.folded.is_some()).count(), groups.len());
    assert_eq!((list.total as usize, list.counts.all as usize), (rows.len(), skus.len()));
    for row in rows.iter().filter(|row| row.folded.is_some()) {
        let all = &groups[&row.product_id];
        let at = |col: usize| all.iter().map(|sku| sku.levels[col].level).sum::<Option<i64>>();
        let is_empty = |sku: &&StockRow| sku.levels.iter().all(|it| it.level.is_some_and(|level| level <= 0));
        let sums = FoldedSkus {
            skus: all.len() as u32,
            levels: (0..list.warehouses.len()).map(at).collect(),
            sold_out: all.iter().filter(is_empty).count() as u32,
            changed: 0,
            conflicts: 0,
        };
        assert_eq!(row.folded.as_ref(), Some(&sums));
        assert_eq!(row.total, all.iter().map(|sku| sku.total).sum());
        assert_eq!((row.levels.len(), row.sku_id.as_str()), (0, ""));
        let day = |at: usize| all.iter().map(|sku| sku.sold[at]).sum::<u32>();
        assert_eq!(row.sold, (0..12).map(day).collect::<Vec<_>>());
    }
    let lasts = |row: &&StockRow| row.folded.is_some() && row.lasts_days.is_some_and(|days| days > 0.0);
    assert!(rows.iter().any(|row| lasts(&row)), "something of it lasts");
}

#[tokio::test]
async fn a_row_is_found_again_where_it_stands_in_another_list() {
    let desk = Desk::connected().await;
    let (_, skus) = desk.grid(StockTab::All).await;
    let groups = groups(&skus);
    let last = skus.iter().rev().find(|row| groups.contains_key(&row.product_id)).unwrap();
    let inside = place(groups[&last.product_id].last().unwrap());
    let nobody = StockPlace { product_id: "nobody's".into(), sku_id: String::new() };
    let (list, rows) = folded(&desk, StockFolds { all: true, but: vec![] }, &[inside.clone(), nobody]).await;
    let at = list.places[0].unwrap() as usize;
    assert_eq!(
        (rows[at].product_id.as_str(), rows[at].folded.is_some(), list.places[1]),
        (inside.product_id.as_str(), true, None)
    );
    let runs = list.folded.iter().flat_map(|(first, rows)| *first..first + rows);
    let are_folded = (0..).zip(&rows).filter(|(_, row)| row.folded.is_some()).map(|(at, _)| at);
    assert!(runs.eq(are_folded));

    let (list, rows) = folded(&desk, StockFolds::default(), &[place(&rows[at]), inside.clone()]).await;
    let first = &rows[list.places[0].unwrap() as usize];
    assert_eq!((&first.product_id, first.is_first), (&inside.product_id, true), "a folded product is its first SKU");
    assert_eq!(place(&rows[list.places[1].unwrap() as usize]), inside);
}

#[tokio::test]
async fn the_order_by_what_lasts_is_that_of_the_days_that_the_cells_show() {
    let desk = Desk::connected().await;
    selling(&desk).await;
    for descending in [false, true] {
        let (_, rows) = desk.sorted_grid(StockTab::All, StockSort { by: StockSortBy::Lasts, descending }).await;
        let days: Vec<Option<f64>> = rows.iter().map(|row| row.lasts_days).collect();
        let known: Vec<f64> = days.iter().copied().map_while(|days| days).collect();
        assert!(known.len() > 3, "{days:?}");
        assert!(days[known.len()..].iter().all(Option::is_none), "what isn't known is last: {days:?}");
        let in_order = |one: &f64, next: &f64| if descending { one >= next } else { one <= next };
        assert!(known.is_sorted_by(in_order), "{days:?}");
    }
}
