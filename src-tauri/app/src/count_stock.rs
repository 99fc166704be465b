//! Counting the stock of one warehouse, and applying what was counted.

use domain::{MAX_LEVEL, ProductId, SkuId, StockError, WarehouseId};
use store::{StockRow, StockRules};

use crate::{
    App,
    activity::number,
    boundary::{
        AppError, CountApplied, CountCounts, CountFilter, CountList, CountRow, CountSums, CountTab, CountUndone,
        Counted, ErrorCode, Scanned, SkuName, StockCost, StockCount, StockLevel,
    },
    browse_stock::level,
    warehouse_names::WarehouseNames,
    wording::{count, iso},
};

/// SKUs of one code that are told: more than a person chooses from.
const MOST_ALIKE: usize = 20;
/// Characters of a reason in the seller's own words.
const LONGEST_REASON: usize = 200;
/// Behind why the shop takes no levels.
const COUNT_STAYS: &str = "The count stays open, with all that was counted.";

impl App {
    /// The counts of a shop that are open, by warehouse.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be read.
    pub async fn open_counts(&self, shop: u32) -> Result<Vec<StockCount>, AppError> {
        let shop = self.known(shop).await?.id;
        let names = self.warehouse_names(shop).await?;
        Ok(self.store.open_counts(shop).await?.into_iter().map(|of| stock_count(of, &names)).collect())
    }

    /// Begins to count a warehouse, or goes on with the count of it that is open.
    ///
    /// # Errors
    /// [`AppError`] where the shop isn't connected or the cache can't be written.
    pub async fn begin_count(&self, shop: u32, warehouse_id: &str) -> Result<StockCount, AppError> {
        let shop = self.known(shop).await?.id;
        let begun = self.store.begin_count(shop, &WarehouseId::new(warehouse_id), self.ports.clock.now()).await?;
        Ok(stock_count(begun, &self.warehouse_names(shop).await?))
    }

    /// Opens a list of a count.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] where the count isn't open (any more); the same for every other command about it.
    pub async fn open_count(&self, id: &str, filter: CountFilter) -> Result<CountList, AppError> {
        let CountFilter { search, tab } = filter;
        let filter = store::CountFilter { tab: store_tab(tab), search };
        let id = number(id)?;
        let store::CountListing { count: of, numbers, counts, sums } = self.store.count_list(id, &filter).await?;
        let (total, names) = (count(numbers.len() as i64), self.warehouse_names(of.shop).await?);
        let closed = names.takes_levels(&of.warehouse).is_err();
        Ok(CountList {
            view: self.count_views.keep(numbers, id),
            total,
            count: stock_count(of, &names),
            counts: count_counts(counts),
            sums: count_sums(sums, closed),
        })
    }

    /// A window of a list of a count, by position.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] where the list is no longer kept, or the count isn't open.
    pub async fn count_rows(&self, view: u32, from: u32, count: u32) -> Result<Vec<CountRow>, AppError> {
        let (numbers, id) = self.count_views.window(view, from, count)?;
        let rows = self.store.count_rows(id, &numbers).await?;
        let skus: Vec<_> = rows.iter().map(|row| (row.stock.product.clone(), row.stock.sku.clone())).collect();
        let of = self.store.open_count(id).await?;
        let rules = self.store.stock_rules(of.shop, &skus).await?;
        let closed = self.closed(&of).await?.is_some();
        Ok(rows.into_iter().map(|row| count_row(row, &of.warehouse, &rules, closed)).collect())
    }

    /// What was scanned or typed: one piece more of the SKU that has this code. A number of up to five digits behind a
    /// scan (`last`) is how many pieces there are of that one, unless a SKU has it for its code: then nobody knows.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be written; then nothing is counted.
    pub async fn count_scan(&self, id: &str, code: &str, last: Option<SkuName>) -> Result<Scanned, AppError> {
        let of = self.store.open_count(number(id)?).await?;
        let mut found = self.store.skus_by_code(&of, code).await?;
        let named = async |sku: &SkuName| self.count_row(&of, sku).await;
        let last = match (pieces(code), last) {
            (Some(pieces), Some(last)) => Some((last, pieces)),
            _ => None,
        };
        match (found.len(), last) {
            (0, None) => Ok(Scanned::Unknown),
            (0, Some((last, pieces))) => {
                self.set(of.id, &last, pieces).await?;
                Ok(Scanned::Counted { row: Box::new(named(&last).await?), typed: true })
            }
            (1, Some((last, _))) => {
                let row = Box::new(named(&name(&found.remove(0))).await?);
                Ok(Scanned::NumberOrCode { last: Box::new(named(&last).await?), row })
            }
            (1, None) => {
                let sku = found.remove(0);
                self.store.count_one_more(of.id, &sku.product, &sku.sku, self.ports.clock.now()).await?;
                Ok(Scanned::Counted { row: Box::new(named(&name(&sku)).await?), typed: false })
            }
            _ => {
                let mut rows = Vec::new();
                for sku in found.iter().take(MOST_ALIKE) {
                    rows.push(named(&name(sku)).await?);
                }
                Ok(Scanned::Several { rows })
            }
        }
    }

    /// One piece more of a SKU, by name: it was chosen among several with the same code.
    ///
    /// # Errors
    /// [`AppError`]; then nothing is counted.
    pub async fn count_one_more(&self, id: &str, sku: SkuName) -> Result<CountRow, AppError> {
        let of = self.store.open_count(number(id)?).await?;
        let (product, variant) = key(&sku);
        self.store.count_one_more(of.id, &product, &variant, self.ports.clock.now()).await?;
        self.count_row(&of, &sku).await
    }

    /// So many pieces of a SKU lie there; with `None` it counts as not counted.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidInput`] beyond [`MAX_LEVEL`]; then what was counted stays.
    pub async fn set_counted(&self, id: &str, sku: SkuName, pieces: Option<u32>) -> Result<CountRow, AppError> {
        let of = self.store.open_count(number(id)?).await?;
        match pieces {
            Some(pieces) => self.set(of.id, &sku, i64::from(pieces)).await?,
            None => {
                let (product, variant) = key(&sku);
                self.store.clear_counted(of.id, &product, &variant).await?;
            }
        }
        self.count_row(&of, &sku).await
    }

    /// Takes the last step of a count back.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be written.
    pub async fn undo_counted(&self, id: &str) -> Result<CountUndone, AppError> {
        let undone = self.store.undo_counted(number(id)?).await?;
        Ok(undone.map_or(CountUndone { lines: 0, sku: None, pieces: None }, |undone| CountUndone {
            lines: count(undone.lines),
            sku: undone.sku.map(|(product, sku)| SkuName { product_id: product.to_string(), sku_id: sku.to_string() }),
            pieces: undone.pieces,
        }))
    }

    /// Counts 0 pieces of every SKU that is kept in the warehouse and was not counted; of how many.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be written.
    pub async fn count_rest_as_zero(&self, id: &str) -> Result<u32, AppError> {
        Ok(count(self.store.count_rest_as_zero(number(id)?, self.ports.clock.now()).await?))
    }

    /// Says whether sold pieces that are not packed lie apart from what is counted.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be written.
    pub async fn set_sold_apart(&self, id: &str, apart: bool) -> Result<(), AppError> {
        Ok(self.store.set_sold_apart(number(id)?, apart).await?)
    }

    /// What applying a count would ask of the shop.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be read.
    pub async fn count_cost(&self, id: &str) -> Result<StockCost, AppError> {
        let of = self.store.open_count(number(id)?).await?;
        let wishes = match self.closed(&of).await? {
            Some(_) => Vec::new(),
            None => self.store.count_wishes(of.id).await?,
        };
        let targets: Vec<_> = wishes.iter().map(|wish| wish.target.clone()).collect();
        let known = self.store.known_levels(of.shop, &targets).await?;
        self.cost_of(of.shop, wishes.into_iter().zip(known).zip(0..)).await
    }

    /// Ends a count and saves its differences as one batch, with the reason for it. One that would change an
    /// implausible share of the stock is held back by a question.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidInput`] without a reason, or with one that is too long, and where the shop takes no levels
    /// for the warehouse; the count stays open.
    pub async fn apply_count(&self, id: &str, reason: &str) -> Result<CountApplied, AppError> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(AppError::input(
                "reason",
                "The reason is empty, so nothing was changed. Say why in a few words.",
            ));
        }
        if reason.chars().count() > LONGEST_REASON {
            let sentence = "The reason is longer than 200 characters, so nothing was changed. Say it in fewer words.";
            return Err(AppError::input("reason", sentence));
        }
        let of = self.store.open_count(number(id)?).await?;
        if let Some(why) = self.closed(&of).await? {
            return Err(AppError::input("warehouse", format!("{why} {COUNT_STAYS}")));
        }
        let applied = self.store.apply_count(of.id, reason, self.ports.clock.now()).await?;
        self.wake_push();
        Ok(CountApplied {
            batch: applied.batch.map(|batch| batch.to_string()),
            held: applied.held,
            queued: count(applied.queued),
        })
    }

    /// Ends a count without changing a level.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be written.
    pub async fn give_up_count(&self, id: &str) -> Result<(), AppError> {
        Ok(self.store.give_up_count(number(id)?, self.ports.clock.now()).await?)
    }

    /// Why the shop takes no levels where something is counted, where it is known not to.
    async fn closed(&self, of: &store::StockCount) -> Result<Option<StockError>, AppError> {
        Ok(self.warehouse_names(of.shop).await?.takes_levels(&of.warehouse).err())
    }

    async fn set(&self, id: i64, sku: &SkuName, pieces: i64) -> Result<(), AppError> {
        if pieces > MAX_LEVEL {
            let sentence = "At most 99,999 pieces of a SKU can be counted. What was counted before stays.";
            return Err(AppError::input("pieces", sentence));
        }
        let (product, variant) = key(sku);
        Ok(self.store.set_counted(id, &product, &variant, pieces, self.ports.clock.now()).await?)
    }

    async fn count_row(&self, of: &store::StockCount, sku: &SkuName) -> Result<CountRow, AppError> {
        let (product, variant) = key(sku);
        let row = self.store.count_row(of, &product, &variant).await?;
        let gone = || AppError::new(ErrorCode::NotFound, "This SKU is no longer in the shop.");
        let rules = self.store.stock_rules(of.shop, &[(product, variant)]).await?;
        let closed = self.closed(of).await?.is_some();
        Ok(count_row(row.ok_or_else(gone)?, &of.warehouse, &rules, closed))
    }
}

/// A number of pieces as a person types it.
fn pieces(typed: &str) -> Option<i64> {
    let digits = typed.trim();
    let is_one = (1..=5).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_one.then(|| digits.parse().ok()).flatten()
}

fn key(sku: &SkuName) -> (ProductId, SkuId) {
    (ProductId::new(sku.product_id.clone()), SkuId::new(sku.sku_id.clone()))
}

fn name(row: &StockRow) -> SkuName {
    SkuName { product_id: row.product.to_string(), sku_id: row.sku.to_string() }
}

fn store_tab(tab: CountTab) -> store::CountTab {
    match tab {
        CountTab::All => store::CountTab::All,
        CountTab::Counted => store::CountTab::Counted,
        CountTab::Differences => store::CountTab::Differences,
        CountTab::NotCounted => store::CountTab::NotCounted,
    }
}

fn stock_count(of: store::StockCount, names: &WarehouseNames) -> StockCount {
    StockCount {
        id: of.id.to_string(),
        warehouse: names.shown(&of.warehouse),
        sold_apart: of.sold_apart,
        begun_at: iso(of.begun),
        lines: count(of.lines),
    }
}

fn count_counts(counts: store::CountCounts) -> CountCounts {
    CountCounts {
        all: count(counts.all),
        counted: count(counts.counted),
        differences: count(counts.differences),
        not_counted: count(counts.not_counted),
    }
}

/// Where the shop takes no levels nothing is changed by what was counted.
fn count_sums(sums: store::CountSums, closed: bool) -> CountSums {
    let (differences, more, fewer) = if closed { (0, 0, 0) } else { (sums.differences, sums.more, sums.fewer) };
    CountSums {
        lines: count(sums.lines),
        differences: count(differences),
        more,
        fewer,
        untold: count(sums.untold),
        edited: count(sums.edited),
        gone: count(sums.gone),
        not_counted: count(sums.not_counted),
        unplaced: sums.unplaced,
    }
}

fn count_row(row: store::CountRow, warehouse: &WarehouseId, rules: &StockRules, closed: bool) -> CountRow {
    let store::CountRow { stock, line } = row;
    let here = stock.levels.into_iter().find(|level| level.warehouse == *warehouse);
    let rule = rules.of(&stock.product, &stock.sku, warehouse);
    CountRow {
        product_id: stock.product.to_string(),
        sku_id: stock.sku.to_string(),
        product: stock.name,
        seller_sku: stock.seller_sku,
        level: here.map_or_else(StockLevel::default, |here| {
            level(here.level, here.product_level, here.campaign, here.edit, rule)
        }),
        counted: line.map(|line| counted(line, closed)),
    }
}

fn counted(line: store::CountLine, closed: bool) -> Counted {
    Counted {
        pieces: line.pieces,
        sold: line.sold,
        was: line.level,
        difference: line.difference,
        edited: line.edited,
        leads_to: line.leads_to.filter(|_| !closed),
        counted_at: iso(line.touched),
    }
}
