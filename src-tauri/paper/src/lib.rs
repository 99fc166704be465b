//! Paper for orders, as PDF: pick lists, packing slips and address labels.
//!
//! Everything comes in by arguments and the same input gives the same bytes on one computer: the
//! only thing read from it is its fonts. Text is shaped, broken into lines and put into the
//! document as text, so that it can be searched and copied, whatever script it is written in.

mod address_labels;
mod barcode;
mod clean;
mod code128;
mod fonts;
mod job;
mod joined;
mod packing_slips;
mod page;
mod pdf;
mod pick;
mod pick_by_order;
mod pick_by_product;
mod pick_list;
mod press;
mod typeset;

pub use barcode::Barcode;
pub use fonts::Fonts;
pub use job::{Address, Job, Line, Order, Sheet};
pub use joined::{Foreign, Joined, join};
pub use page::{Mark, Page};
pub use press::{Kind, PaperError, Printed, lay_out, print};
pub use typeset::TextLine;
