//! Where a shop's parcels come from, as it stands on its papers: the contract doesn't tell.

use domain::Private;
use paper::Address;
use store::Shop;

use crate::{App, boundary::AppError, shops::id_of};

/// A name and four lines below it are what a label has room for above the buyer's.
const MOST_LINES: usize = 5;
/// Longer ones would be cut on a label.
const LONGEST_LINE: usize = 80;

impl App {
    /// Sets what stands on a shop's papers as the sender: a name, and an address below it, line by line.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::InvalidInput`] for what has no room; the old one stays.
    pub async fn set_sender(&self, shop: u32, sender: &str) -> Result<(), AppError> {
        let lines: Vec<&str> = sender.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        if lines.len() > MOST_LINES || lines.iter().any(|line| line.chars().count() > LONGEST_LINE) {
            let why = "A label has room for 5 lines of 80 characters. The old sender is kept; shorten this one.";
            return Err(AppError::input("sender", why));
        }
        Ok(self.store.set_sender(id_of(shop), &lines.join("\n")).await?)
    }

    /// The sender as papers name it.
    pub(crate) async fn sender_on_paper(&self, shop: &Shop) -> Result<Option<Address>, AppError> {
        let sender = self.store.sender(shop.id).await?;
        let mut lines = sender.lines().map(|line| Private::new(line.to_owned()));
        let name = lines.next();
        let (phone, country) = (Private::default(), shop.region.clone());
        Ok(name.map(|name| Address { name, lines: lines.collect(), phone, country }))
    }
}
