//! How SQLite goes about statements that ask for some of many rows: in a cache of a million orders the wrong way takes
//! half a second, and every test of what they answer passes all the same.

use jiff::Timestamp;

use crate::{
    Store, conflicts, forgetting, level_past, order_buyer, order_index::codes, orders_held, orders_standing,
    orders_whole, sales::reading, selling, shares, stock_cells, stock_drafts, stock_rules,
};

#[tokio::test]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
async fn what_is_asked_for_is_looked_up_and_nothing_is_looked_through() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), Timestamp::UNIX_EPOCH).await.unwrap().store;
    let orders = [orders_whole::REST, orders_whole::CODES, codes::CODES, orders_standing::STANDING, orders_held::HELD];
    let stock = [stock_cells::LEVELS, stock_cells::CELLS, stock_cells::WISHES, conflicts::ASKED, conflicts::REOPEN];
    let sales = [reading::PLACED, reading::WRITTEN, selling::LATELY, selling::BETWEEN];
    let rules = [stock_rules::RULES, stock_rules::OWN];
    let drafts = [stock_drafts::REMOVE, stock_drafts::REMOVE_SAVED];
    let buyers = [order_buyer::RECIPIENTS, forgetting::FORGOTTEN];
    let kept_for = [shares::LONGEST_UNASKED, shares::OF_PRODUCT, shares::OF_ROWS, shares::HELD];
    let past = [level_past::PIECE, level_past::STEPS];
    let of_orders = orders.into_iter().chain(sales).chain(buyers);
    let of_stock = stock.into_iter().chain(rules).chain(drafts).chain(past).chain(kept_for);
    for statement in of_orders.chain(of_stock) {
        let explained = format!("EXPLAIN QUERY PLAN {statement}");
        let steps: Vec<(i64, i64, i64, String)> =
            sqlx::query_as(sqlx::AssertSqlSafe(explained)).bind(1).bind("[]").fetch_all(&store.readers).await.unwrap();
        let looks_through = |step: &str| {
            let begins_with_asked =
                ["SCAN a ", "SCAN asked ", "SCAN json_each ", "SCAN line "].iter().any(|it| step.starts_with(it));
            step.ends_with("(shop=?)") || (step.starts_with("SCAN ") && !begins_with_asked && step != "SCAN a")
        };
        for (.., step) in steps {
            assert!(!looks_through(&step), "{step} in {statement}");
        }
    }
}
