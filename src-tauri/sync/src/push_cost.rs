//! What saving stock levels asks of the shop, told before anything is saved.

use crate::{push_read_back::MANY, push_stock::PRODUCTS_A_TURN};

/// Requests that a save takes. The two differ only where pages of the catalogue are read back, and nobody can know
/// on which of several pages a product will stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Requests {
    /// At least so many.
    pub least: u64,
    /// And no more than these, as long as every answer comes.
    pub most: u64,
}

/// What saving edits takes where the shop is as it is known: a reading for each product, a write where something
/// of it is to be sent, and reading back what was written.
///
/// `writes` says of each product, in the order in which its first edit was saved, whether anything of it is sent.
/// The shop has `catalogue` products, and tells `page_size` of them at once.
pub fn requests_of_save(writes: &[bool], catalogue: u64, page_size: u32) -> Requests {
    let pages = catalogue.div_ceil(u64::from(page_size.max(1))).max(1);
    writes.chunks(PRODUCTS_A_TURN).fold(Requests::default(), |sum, turn| {
        let written = turn.iter().filter(|writes| **writes).count();
        let (least, most) = read_back(written, pages);
        let sent = (turn.len() + written) as u64;
        Requests { least: sum.least + sent + least, most: sum.most + sent + most }
    })
}

/// Readings behind so many writes of one turn, in a catalogue of so many pages: see `read_back_by_page`.
fn read_back(written: usize, pages: u64) -> (u64, u64) {
    let each = written as u64;
    match written {
        ..MANY => (each, each),
        // The first page has none of them, and more pages are left than products.
        _ if pages > each => (1, each + 1),
        _ => (1, pages),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(writes: &[bool], catalogue: u64) -> (u64, u64) {
        let Requests { least, most } = requests_of_save(writes, catalogue, 500);
        (least, most)
    }

    #[test]
    fn a_product_takes_a_reading_a_write_and_a_reading_back() {
        assert_eq!(cost(&[true], 12), (3, 3));
        assert_eq!(cost(&[true; 4], 100_000), (12, 12));
        assert_eq!(cost(&[], 12), (0, 0));
    }

    #[test]
    fn a_product_that_is_as_wanted_already_takes_its_reading_alone() {
        assert_eq!(cost(&[true, false, true], 12), (7, 7));
    }

    #[test]
    fn many_products_are_read_back_by_a_page_once_a_turn() {
        assert_eq!(cost(&[true; 12], 12), (25, 25));
        assert_eq!(cost(&[true; 45], 400), (93, 93), "three turns: 20, 20 and 5");
        assert_eq!(cost(&[true; 43], 400), (91, 91), "the last turn has three, read one by one");
    }

    #[test]
    fn where_the_catalogue_has_several_pages_the_most_is_told_too() {
        assert_eq!(cost(&[true; 10], 1_200), (21, 23), "three pages at most");
        assert_eq!(cost(&[true; 10], 100_000), (21, 31), "a page for nothing, and each alone");
    }
}
