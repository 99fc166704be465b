//! What the documented contract alone knows: a shop that tells levels by product, and by SKU never.

use domain::StockChange;
use sandbox::{Fault, FaultKind};
use store::State;

use crate::{
    seller::{SHOP, Seller, target},
    spoken::STOCKS,
};

const PLUS_FIVE: StockChange = StockChange::Add { amount: 5 };

#[tokio::test]
async fn where_the_shop_tells_levels_by_product_only_a_single_sku_is_edited_as_ever() {
    let seller = Seller::at_work_with(|shop| shop.sku_stock = false).await;
    let row = seller.skus(|skus| skus == 1).await.remove(0);
    let cell = row.levels.iter().find(|cell| cell.level.is_some()).unwrap();
    let edit = seller.save(&[(target(&row, cell), PLUS_FIVE, cell.level)]).await[0];
    seller.comes_to_at_once(edit, State::Done).await;
    assert_eq!(seller.levels_sent(), [[cell.level.unwrap() + 5]]);
    assert_eq!(seller.cell(&target(&row, cell)).await.level, cell.level.map(|level| level + 5));
}

#[tokio::test]
async fn where_the_shop_tells_levels_by_product_only_one_of_several_skus_is_unknown_and_never_guessed() {
    let seller = Seller::at_work_with(|shop| shop.sku_stock = false).await;
    let row = seller.skus(|skus| skus >= 2).await.remove(0);
    let cell = &row.levels[0];
    assert_eq!(cell.level, None);
    assert!(cell.product_level.is_some());
    let place = target(&row, cell);
    let relative = seller.save(&[(place.clone(), PLUS_FIVE, None)]).await[0];
    let refused = seller.comes_to_at_once(relative, State::Refused).await;
    assert!(refused.reason.unwrap().contains("doesn’t tell this SKU’s own level"));
    assert_eq!(seller.calls(STOCKS), []);

    let whole = seller.save(&[(place, StockChange::Set { level: 50 }, None)]).await[0];
    seller.comes_to_at_once(whole, State::Done).await;
    assert_eq!(seller.levels_sent(), [[50]]);
    assert_eq!(seller.computer.store.outbox_counts(SHOP).await.unwrap(), store::Counts::default());
}

#[tokio::test]
async fn a_lost_answer_about_a_level_that_the_shop_never_tells_is_for_the_person_to_decide() {
    let seller = Seller::at_work_with(|shop| shop.sku_stock = false).await;
    let row = seller.skus(|skus| skus >= 2).await.remove(0);
    seller.shop.fault(Fault::once(STOCKS, FaultKind::LoseAnswer));
    let set = StockChange::Set { level: 50 };
    let edit = seller.save(&[(target(&row, &row.levels[0]), set, None)]).await[0];
    let conflict = seller.comes_to(edit, State::Conflict).await;
    assert!(conflict.reason.unwrap().contains("The answer to 50 was lost"));
    assert_eq!(seller.levels_sent(), [[50]]);
}
