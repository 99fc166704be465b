//! The seller's own codes of what was bought. An order names the shop's SKU alone; the code stands with
//! the product, and the seller may change it.

use domain::ShopId;
use serde_json::json;

use super::{Moment, OrderIndex};
use crate::{
    StoreError,
    changed_orders::{ChangedOrders, Commit},
    folded::fold,
};

/// Goods that are asked about at once.
const AT_ONCE: usize = 5_000;

/// Looked up one by one in the SKUs' own index.
pub(crate) const CODES: &str = "
    SELECT asked.value->>0, s.seller_sku FROM json_each(?2) asked
    CROSS JOIN skus s ON s.shop = ?1 AND s.product = asked.value->>2 AND s.id = asked.value->>1
    WHERE s.seller_sku <> ''";

/// The codes of each text of goods, folded, each on a line of its own.
#[derive(Default)]
pub(super) struct Codes {
    by_goods: Vec<Box<str>>,
    /// Which commit of SKUs they are of.
    of: Commit,
}

impl Codes {
    pub(super) fn of(&self, goods: usize) -> &str {
        self.by_goods.get(goods).map_or("", |codes| codes)
    }
}

impl OrderIndex {
    /// Reads the codes of goods that are new, and of all where SKUs were written since.
    pub(super) async fn read_codes(
        &mut self,
        moment: &mut Moment,
        shop: ShopId,
        changed: &ChangedOrders,
    ) -> Result<(), StoreError> {
        let now = changed.skus(self.place);
        if self.codes.of != now {
            self.codes = Codes { by_goods: Vec::new(), of: now };
            self.searched = None;
        }
        while self.codes.by_goods.len() < self.goods_texts.len() {
            let from = self.codes.by_goods.len();
            let to = self.goods_texts.len().min(from + AT_ONCE);
            let asked: Vec<_> = (from..to).flat_map(|goods| skus(goods, &self.goods_texts[goods])).collect();
            let found: Vec<(i64, String)> =
                sqlx::query_as(CODES).bind(shop.0).bind(json!(asked).to_string()).fetch_all(&mut **moment).await?;
            let mut codes = vec![String::new(); to - from];
            for (goods, code) in found {
                codes[goods as usize - from] += &(fold(&code) + "\n");
            }
            self.codes.by_goods.extend(codes.into_iter().map(String::into_boxed_str));
        }
        Ok(())
    }
}

/// The SKUs in a text of goods, which has a name, a SKU and a product for each line of the order. The
/// shop's ids are figures, so that it is no matter that they were folded.
fn skus(goods: usize, text: &str) -> impl Iterator<Item = (usize, &str, &str)> {
    let lines: Vec<&str> = text.split('\n').collect();
    let of_lines: Vec<_> = lines.chunks_exact(3).map(|line| (goods, line[1], line[2])).collect();
    of_lines.into_iter()
}
