//! Which SKU a line of a table is about. A whole id or code wins; what a spreadsheet has left of one is a guess at most.

use std::collections::HashMap;

use store::SkuName;
use tables::{IdRange, WrittenId, bare_code, loose_code};

/// What a line says about its SKU: cells as they are written, empty where there is none.
#[derive(Clone, Copy)]
pub(crate) struct Named<'a> {
    pub(crate) product: &'a str,
    pub(crate) sku: &'a str,
    pub(crate) code: &'a str,
}

/// Why a SKU is only guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Guessed {
    /// The id, or a code that is a number, was rounded.
    Rounded,
    /// The code was changed: its case, its zeros, an E in it.
    Changed,
    /// The id is one SKU's and the code another's.
    OtherCode,
    /// Nobody has the id.
    CodeAlone,
    /// The SKU is of another product than the line says.
    OtherProduct,
}

/// What was found for a line: SKUs by their place in the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SkuMatch {
    One(u32),
    Guess(u32, Guessed),
    Several,
    None,
}

/// All SKUs of a shop, to be looked up by any of their names.
pub(crate) struct SkuBook {
    skus: Vec<SkuName>,
    /// Places by id, the shorter first: ids of a range lie together.
    by_id: Vec<u32>,
    /// The same by the seller's code.
    by_code: Vec<u32>,
    by_loose_code: HashMap<String, Vec<u32>>,
}

impl SkuBook {
    pub(crate) fn of(skus: Vec<SkuName>) -> Self {
        let places = || (0..).take(skus.len());
        let name = |place: &u32| skus.get(*place as usize);
        let (mut by_id, mut by_code): (Vec<u32>, Vec<u32>) = (places().collect(), places().collect());
        by_id.sort_by_key(|place| name(place).map(|it| (it.sku.as_str().len(), it.sku.as_str())));
        by_code.retain(|place| name(place).is_some_and(|it| !it.seller_sku.trim().is_empty()));
        by_code.sort_by_key(|place| name(place).map(|it| (it.seller_sku.trim().len(), it.seller_sku.trim())));
        let mut by_loose_code: HashMap<String, Vec<u32>> = HashMap::new();
        for (place, sku) in places().zip(&skus) {
            by_loose_code.entry(loose_code(&sku.seller_sku)).or_default().push(place);
        }
        by_loose_code.remove("");
        Self { skus, by_id, by_code, by_loose_code }
    }

    pub(crate) fn get(&self, place: u32) -> Option<&SkuName> {
        self.skus.get(place as usize)
    }

    /// Whether a cell is a product's or SKU's id, or a code.
    pub(crate) fn knows_id(&self, cell: &str) -> bool {
        !self.with_id(cell).is_empty()
    }

    pub(crate) fn knows_code(&self, cell: &str) -> bool {
        !self.with_code(cell).is_empty()
    }

    pub(crate) fn matched(&self, named: Named<'_>) -> SkuMatch {
        let found = match (named.sku.is_empty(), named.code.is_empty()) {
            (false, _) => self.by_id_and_code(named),
            (true, false) => self.by_code_alone(named),
            (true, true) => SkuMatch::None,
        };
        match found {
            SkuMatch::One(place) if !self.is_of(place, named.product) => SkuMatch::Guess(place, Guessed::OtherProduct),
            found => found,
        }
    }

    fn by_id_and_code(&self, named: Named<'_>) -> SkuMatch {
        let (ids, coded) = (self.of_product(self.with_id(named.sku), named.product), self.with_code(named.code));
        let within = |ids: &[u32]| ids.iter().copied().filter(|place| coded.contains(place)).collect::<Vec<_>>();
        match ids.as_slice() {
            [only] if coded.is_empty() || coded.contains(only) => return SkuMatch::One(*only),
            [only] => return SkuMatch::Guess(*only, Guessed::OtherCode),
            [] => {}
            several => return one_of(&within(several), SkuMatch::One),
        }
        let near = self.of_product(self.near(named.sku), named.product);
        match (near.as_slice(), coded.as_slice()) {
            // What is left of the id and the whole code say the same.
            (near, [_, ..]) if !near.is_empty() => one_of(&within(near), SkuMatch::One),
            ([], [only]) => SkuMatch::Guess(*only, Guessed::CodeAlone),
            (near, _) => one_of(near, |place| SkuMatch::Guess(place, Guessed::Rounded)),
        }
    }

    fn by_code_alone(&self, Named { product, code, .. }: Named<'_>) -> SkuMatch {
        let exact = self.of_product(self.with_code(code), product);
        if !exact.is_empty() {
            return one_of(&exact, SkuMatch::One);
        }
        let loose = self.by_loose_code.get(&loose_code(code)).cloned().unwrap_or_default();
        if !loose.is_empty() {
            return one_of(&self.of_product(loose, product), |place| SkuMatch::Guess(place, Guessed::Changed));
        }
        let near = self.near_code(code);
        one_of(&self.of_product(near, product), |place| SkuMatch::Guess(place, Guessed::Rounded))
    }

    /// Those of a product among several; one alone stays, whatever it is of.
    fn of_product(&self, places: Vec<u32>, product: &str) -> Vec<u32> {
        if places.len() < 2 {
            return places;
        }
        let of: Vec<u32> = places.iter().copied().filter(|place| self.is_of(*place, product)).collect();
        if of.is_empty() { places } else { of }
    }

    /// Whether a SKU is of the product that a cell names, as far as the cell can be read.
    fn is_of(&self, place: u32, product: &str) -> bool {
        let (Some(sku), Some(written)) = (self.get(place), WrittenId::read(product)) else { return true };
        let id = domain::OrderId::new(sku.product.as_str());
        let is_exact = written.exact.is_some_and(|exact| exact == id);
        is_exact || product.trim() == sku.product.as_str() || written.near.is_some_and(|range| range.holds(&id))
    }

    fn with_id(&self, cell: &str) -> Vec<u32> {
        let ids = |text: &str| self.equal(&self.by_id, text, |sku| sku.sku.as_str());
        let exact = ids(cell.trim());
        let read = || WrittenId::read(cell).and_then(|written| written.exact).map(|id| ids(id.as_str()));
        if exact.is_empty() { read().unwrap_or_default() } else { exact }
    }

    fn with_code(&self, cell: &str) -> Vec<u32> {
        let codes = |text: &str| self.equal(&self.by_code, text, |sku| sku.seller_sku.trim());
        let exact = if cell.trim().is_empty() { Vec::new() } else { codes(cell.trim()) };
        // Written for a spreadsheet: an apostrophe keeps `=1+1` from being run.
        if exact.is_empty() {
            cell.trim().strip_prefix('\'').map_or_else(|| codes(&bare_code(cell)), codes)
        } else {
            exact
        }
    }

    fn near(&self, cell: &str) -> Vec<u32> {
        let range = WrittenId::read(cell).and_then(|written| written.near);
        range.map(|range| self.within(&self.by_id, &range, |sku| sku.sku.as_str())).unwrap_or_default()
    }

    fn near_code(&self, cell: &str) -> Vec<u32> {
        let range = WrittenId::read(cell).and_then(|written| written.near);
        range.map(|range| self.within(&self.by_code, &range, |sku| sku.seller_sku.trim())).unwrap_or_default()
    }

    fn equal<'a>(&'a self, sorted: &[u32], text: &str, name: impl Fn(&'a SkuName) -> &'a str) -> Vec<u32> {
        self.between(sorted, text, text, name)
    }

    fn within<'a>(&'a self, sorted: &[u32], range: &IdRange, name: impl Fn(&'a SkuName) -> &'a str) -> Vec<u32> {
        self.between(sorted, range.from.as_str(), range.to.as_str(), name)
    }

    /// Those from one name to another, which are equally long.
    fn between<'a>(&'a self, sorted: &[u32], from: &str, to: &str, name: impl Fn(&'a SkuName) -> &'a str) -> Vec<u32> {
        let key = |place: &u32| self.get(*place).map_or((0, ""), |sku| (name(sku).len(), name(sku)));
        let begin = sorted.partition_point(|place| key(place) < (from.len(), from));
        let behind = sorted.iter().skip(begin).take_while(|place| key(place) <= (to.len(), to));
        behind.take(MOST_CANDIDATES).copied().collect()
    }
}

/// More SKUs than this fit nothing in particular.
const MOST_CANDIDATES: usize = 64;

fn one_of(places: &[u32], one: impl Fn(u32) -> SkuMatch) -> SkuMatch {
    match places {
        [] => SkuMatch::None,
        [only] => one(*only),
        _ => SkuMatch::Several,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use domain::{ProductId, SkuId};

    use super::*;
    use SkuMatch::{Guess, None, One, Several};

    fn book(skus: &[(&str, &str, &str)]) -> SkuBook {
        let name = |(number, (product, sku, code)): (i64, &(&str, &str, &str))| SkuName {
            number,
            product: ProductId::new(*product),
            sku: SkuId::new(*sku),
            seller_sku: (*code).to_owned(),
        };
        SkuBook::of((0..).zip(skus).map(name).collect())
    }

    fn find(book: &SkuBook, product: &str, sku: &str, code: &str) -> SkuMatch {
        book.matched(Named { product, sku, code })
    }

    #[test]
    fn a_whole_id_or_code_is_found_whatever_it_looks_like() {
        let codes = ["007", "7", "=1+1", "1E5", "100000", "-3", "'quoted", "ĐẸP-1", "a\"b", "576618402217359921"];
        let skus: Vec<(String, String)> =
            codes.iter().zip(0..).map(|(code, n)| (format!("172938475647382910{n}"), (*code).to_owned())).collect();
        let all = book(&skus.iter().map(|(id, code)| ("1", id.as_str(), code.as_str())).collect::<Vec<_>>());
        for ((id, code), place) in skus.iter().zip(0..) {
            assert_eq!(find(&all, "", id, ""), One(place), "{id}");
            assert_eq!(find(&all, "", "", code), One(place), "{code}");
            let defused = format!("'{code}");
            assert_eq!(find(&all, "", "", &defused), One(place), "{defused}");
        }
    }

    #[test]
    fn a_rounded_id_is_a_guess_where_one_sku_fits_and_the_whole_code_beside_it_makes_sure() {
        let all = book(&[
            ("1", "1729384756473829101", "A"),
            ("1", "1729384756473829102", "B"),
            ("1", "1730384756473829103", "C"),
        ]);
        assert_eq!(find(&all, "", "1730384756473830000", ""), Guess(2, Guessed::Rounded));
        assert_eq!(find(&all, "", "1.73038475647383E+18", ""), Guess(2, Guessed::Rounded));
        assert_eq!(find(&all, "", "1729384756473830000", ""), Several);
        assert_eq!(find(&all, "", "1.72938E+18", "B"), One(1));
        assert_eq!(find(&all, "", "1.72938E+18", "C"), None, "the code is of a SKU that doesn't fit");
        assert_eq!(find(&all, "", "1699384756473830000", ""), None);
    }

    #[test]
    fn id_and_code_that_contradict_each_other_are_for_the_person() {
        let all = book(&[("1", "11", "A"), ("1", "12", "B"), ("2", "13", "B")]);
        assert_eq!(find(&all, "", "11", "B"), Guess(0, Guessed::OtherCode));
        assert_eq!(find(&all, "", "11", "renamed"), One(0));
        assert_eq!(find(&all, "", "99", "A"), Guess(0, Guessed::CodeAlone));
        assert_eq!(find(&all, "2", "11", ""), Guess(0, Guessed::OtherProduct));
        assert_eq!(find(&all, "", "", "B"), Several);
        assert_eq!(find(&all, "2", "", "B"), One(2));
    }

    #[test]
    fn a_code_that_a_spreadsheet_has_changed_is_a_guess_where_one_sku_fits() {
        let all = book(&[
            ("1", "11", "007"),
            ("1", "12", "1E5"),
            ("1", "13", "lt-1"),
            ("1", "14", "0042"),
            ("1", "15", "042"),
        ]);
        assert_eq!(find(&all, "", "", "7"), Guess(0, Guessed::Changed));
        assert_eq!(find(&all, "", "", "1.00E+05"), Guess(1, Guessed::Changed));
        assert_eq!(find(&all, "", "", "LT-1"), Guess(2, Guessed::Changed));
        assert_eq!(find(&all, "", "", "42"), Several);
        assert_eq!([find(&all, "", "", ""), find(&all, "", "", "8")], [None, None]);
    }
}
