//! Which statuses, warehouses and regions there are among the orders.

use std::io::Result;

use super::{Class, OrderIndex, column::BLOCK};

impl OrderIndex {
    /// Of each class that an order is of now.
    fn classes_here(&self) -> Result<Vec<&Class>> {
        let here = self.here();
        let mut occurs = vec![false; self.classes.len()];
        for at in 0..self.class.blocks() {
            for (within, class) in self.class.block(at)?.into_iter().enumerate() {
                occurs[class as usize] |= here.contains(at * BLOCK + within);
            }
        }
        Ok(self.classes.iter().zip(occurs).filter_map(|(class, occurs)| occurs.then_some(class)).collect())
    }

    /// The values that occur, each once and in the order of the alphabet: statuses, warehouses, regions.
    ///
    /// # Errors
    /// Where a column can't be read.
    pub(crate) fn occurring(&self) -> Result<[Vec<String>; 3]> {
        let classes = self.classes_here()?;
        let values = |of: fn(&Class) -> &String| {
            let mut values: Vec<String> =
                classes.iter().map(|class| of(class)).filter(|it| !it.is_empty()).cloned().collect();
            values.sort_unstable();
            values.dedup();
            values
        };
        Ok([values(|class| &class.status), values(|class| &class.warehouse), values(|class| &class.region)])
    }
}
