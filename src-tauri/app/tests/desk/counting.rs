//! Counting stock, while buyers buy at the living shop.

use app::boundary::{CountFilter, CountList, CountRow, CountTab, ErrorCode, HistoryOf, Scanned, SkuName, StockTab};
use sandbox::{NewOrder, Wanted};

use crate::desk::{Desk, SHOP, STOCKS};

/// A count that is begun where the shop has at least ten of a SKU, and that SKU.
struct Begun {
    desk: Desk,
    count: String,
    warehouse: String,
    sku: SkuName,
    code: String,
    level: i64,
}

impl Begun {
    async fn new() -> Self {
        let desk = Desk::connected().await;
        let (list, rows) = desk.grid(StockTab::All).await;
        let found = rows.iter().find_map(|row| {
            let place = row.levels.iter().position(|it| it.level.is_some_and(|level| (10..1_000).contains(&level)))?;
            Some((row, place))
        });
        let (row, place) = found.unwrap();
        let warehouse = list.warehouses[place].id.clone();
        let count = desk.app.begin_count(SHOP, &warehouse).await.unwrap().id;
        let sku = SkuName { product_id: row.product_id.clone(), sku_id: row.sku_id.clone() };
        let (code, level) = (row.seller_sku.clone(), row.levels[place].level.unwrap());
        Self { desk, count, warehouse, sku, code, level }
    }

    async fn scan(&self, code: &str, last: Option<&SkuName>) -> Scanned {
        self.desk.app.count_scan(&self.count, code, last.cloned()).await.unwrap()
    }

    async fn set(&self, pieces: i64) -> CountRow {
        let pieces = u32::try_from(pieces).unwrap();
        self.desk.app.set_counted(&self.count, self.sku.clone(), Some(pieces)).await.unwrap()
    }

    async fn list(&self, tab: CountTab) -> (CountList, Vec<CountRow>) {
        let list = self.desk.app.open_count(&self.count, CountFilter { search: String::new(), tab }).await.unwrap();
        let rows = self.desk.app.count_rows(list.view, 0, 500).await.unwrap();
        (list, rows)
    }

    /// Pieces of orders that wait, which lie on the shelf beside those that can be sold.
    async fn sold(&self) -> i64 {
        let row = self.set(self.level).await;
        self.desk.app.undo_counted(&self.count).await.unwrap();
        row.counted.unwrap().sold
    }

    /// The level of the SKU that the shop itself has.
    async fn at_the_shop(&self) -> i64 {
        let left = self.desk.shop.sale(&self.sku.product_id, &self.sku.sku_id, &self.warehouse, 1).await.unwrap();
        i64::from(left) + 1
    }
}

#[tokio::test]
async fn a_buyer_who_buys_between_counting_and_applying_loses_nothing() {
    let begun = Begun::new().await;
    let sold = begun.sold().await;
    begun.set(begun.level + sold - 3).await;
    let order = NewOrder {
        items: vec![Wanted { sku_id: begun.sku.sku_id.clone(), quantity: 1, warehouse_id: None }],
        ..NewOrder::default()
    };
    begun.desk.shop.sale(&begun.sku.product_id, &begun.sku.sku_id, &begun.warehouse, 2).await.unwrap();
    begun.desk.shop.order(order).await.unwrap();
    let cost = begun.desk.app.count_cost(&begun.count).await.unwrap();
    assert!((2..=3).contains(&cost.least), "a reading, a write and what reads it back: {cost:?}");
    let before = begun.at_the_shop().await;
    let applied = begun.desk.app.apply_count(&begun.count, " Damaged ").await.unwrap();
    let batch = applied.batch.unwrap();
    begun.desk.in_time(async || begun.desk.app.batches(SHOP).await.unwrap()[0].done == 1).await;
    // One piece was sold by looking.
    assert_eq!(begun.at_the_shop().await, before - 1 - 3, "three pieces were missing, and nothing else changes");
    assert_eq!(begun.desk.calls(STOCKS).len(), 1);
    let saves = begun.desk.app.batches(SHOP).await.unwrap();
    assert_eq!((saves[0].id.clone(), saves[0].title.as_str()), (batch, "Changed 1 level · Damaged"));
    let SkuName { product_id, sku_id } = begun.sku.clone();
    let of = HistoryOf { product_id, sku_id, warehouse_id: Some(begun.warehouse.clone()) };
    let history = begun.desk.app.level_history(SHOP, of, None).await.unwrap();
    assert!(history.lines.iter().any(|line| line.reason.as_deref() == Some("Damaged")), "{history:?}");
    let again = begun.desk.app.apply_count(&begun.count, "Damaged").await.unwrap_err();
    assert_eq!(again.code, ErrorCode::NotFound);
    assert_eq!(begun.desk.app.open_counts(SHOP).await.unwrap(), []);
}

#[tokio::test]
async fn a_code_counts_one_more_and_a_number_behind_it_says_how_many() {
    let begun = Begun::new().await;
    let pieces = |scanned: Scanned| match scanned {
        Scanned::Counted { row, .. } => row.counted.map(|counted| counted.pieces),
        _ => None,
    };
    assert_eq!(pieces(begun.scan(&begun.code, None).await), Some(1));
    assert_eq!(pieces(begun.scan(&begun.sku.sku_id, Some(&begun.sku)).await), Some(2));
    assert_eq!(pieces(begun.scan("12", Some(&begun.sku)).await), Some(12));
    assert_eq!(begun.scan("12", None).await, Scanned::Unknown);
    assert_eq!(begun.scan("123456", Some(&begun.sku)).await, Scanned::Unknown, "no level has six digits");
    let (list, rows) = begun.list(CountTab::Counted).await;
    assert_eq!((list.sums.lines, rows[0].counted.as_ref().map(|it| it.pieces)), (1, Some(12)));
}

#[tokio::test]
async fn the_rest_is_counted_as_zero_at_once_and_taken_back_at_once() {
    let begun = Begun::new().await;
    begun.set(begun.level).await;
    let (before, _) = begun.list(CountTab::NotCounted).await;
    let rest = begun.desk.app.count_rest_as_zero(&begun.count).await.unwrap();
    assert_eq!((rest, begun.list(CountTab::NotCounted).await.0.total), (before.total, 0));
    assert_eq!(begun.desk.app.undo_counted(&begun.count).await.unwrap().lines, rest);
    assert_eq!(begun.list(CountTab::NotCounted).await.0.total, before.total);
}

#[tokio::test]
async fn without_a_reason_nothing_is_applied_and_too_many_pieces_are_not_counted() {
    let begun = Begun::new().await;
    begun.set(0).await;
    let long = "x".repeat(201);
    for reason in ["", "  ", long.as_str()] {
        let refused = begun.desk.app.apply_count(&begun.count, reason).await.unwrap_err();
        assert_eq!(refused.field.as_deref(), Some("reason"));
    }
    let refused = begun.desk.app.set_counted(&begun.count, begun.sku.clone(), Some(100_000)).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::InvalidInput);
    assert_eq!(begun.list(CountTab::Counted).await.1[0].counted.as_ref().unwrap().pieces, 0);
}
