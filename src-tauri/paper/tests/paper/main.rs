//! Papers as they are laid out and written, with the fonts of this computer. What needs a script's
//! font is looked at where that font is installed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod labels;
mod pdf;
mod pick_lists;
mod places;
mod scripts;
mod shelf;
mod slips;
