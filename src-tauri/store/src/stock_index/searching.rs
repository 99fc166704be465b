//! The search: in which SKUs each of some words occurs.

use fixedbitset::FixedBitSet;
use memchr::memmem::Finder;

use super::{Product, StockIndex};

impl StockIndex {
    /// The positions where each of these words occurs, in the SKU's code or id or in its product's name or id.
    pub(crate) fn with_words(&self, words: &[String]) -> FixedBitSet {
        if words.is_empty() {
            return self.here.clone();
        }
        let words: Vec<Finder<'_>> = words.iter().map(Finder::new).collect();
        let mut found = FixedBitSet::with_capacity(self.numbers.len());
        for product in self.products.values() {
            self.find_in(product, &words, &mut found);
        }
        found
    }

    /// A word of the product is a word of each of its SKUs, and the others are looked for there.
    fn find_in(&self, product: &Product, words: &[Finder<'_>], found: &mut FixedBitSet) {
        let occurs = |word: &Finder<'_>, text: &str| word.find(text.as_bytes()).is_some();
        let left: Vec<&Finder<'_>> = words.iter().filter(|word| !occurs(word, &product.text)).collect();
        for position in &product.skus {
            let position = *position as usize;
            found.set(position, left.iter().all(|word| occurs(word, &self.texts[position])));
        }
    }
}
