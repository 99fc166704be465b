//! From a job to a document.

use std::collections::BTreeSet;

use domain::OrderId;
use thiserror::Error;

use crate::{
    Job, address_labels,
    fonts::Fonts,
    packing_slips,
    page::{Mark, Page},
    pdf, pick_list,
    typeset::{Look, Text, Typesetter},
};

/// What is printed for orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What to take from the shelves: by product, then by order.
    PickList,
    /// What goes into each parcel: each order begins on a page of its own.
    PackingSlips,
    /// Whom each parcel goes to: 4 x 6 inches, one page each.
    AddressLabels,
}

/// A finished document.
#[derive(Clone)]
pub struct Printed {
    /// A PDF, with buyers' data in it.
    pub pdf: Vec<u8>,
    /// Its pages.
    pub pages: usize,
    /// Orders with characters that no font of this computer has: there they are drawn as boxes.
    pub boxed: Vec<OrderId>,
}

/// Why there is no paper. Each is a sentence for the person.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum PaperError {
    /// The system names no font.
    #[error(
        "This computer has no fonts that TikTokFlow can find, so nothing was printed. Install a font and try again."
    )]
    NoFonts,
    /// A job without orders.
    #[error("There is no order to print.")]
    Nothing,
    /// A font of this computer can't be put into a document.
    #[error("The PDF could not be made: a font of this computer can’t be put into it. Nothing was printed.")]
    Unwritable,
}

/// Makes a paper.
///
/// # Errors
/// [`PaperError`]
pub fn print(kind: Kind, job: &Job, fonts: &mut Fonts) -> Result<Printed, PaperError> {
    let (pages, boxed) = lay_out(kind, job, fonts)?;
    let pdf = pdf::write(&pages, kind.title(), fonts)?;
    Ok(Printed { pdf, pages: pages.len(), boxed })
}

/// The pages of a paper before they are written, and the orders of [`Printed::boxed`].
///
/// # Errors
/// [`PaperError`]
pub fn lay_out(kind: Kind, job: &Job, fonts: &mut Fonts) -> Result<(Vec<Page>, Vec<OrderId>), PaperError> {
    if job.orders.is_empty() {
        return Err(PaperError::Nothing);
    }
    if fonts.none() {
        return Err(PaperError::NoFonts);
    }
    let mut press = Press::new(job, fonts);
    match kind {
        Kind::PickList => pick_list::lay_out(&mut press),
        Kind::PackingSlips => packing_slips::lay_out(&mut press),
        Kind::AddressLabels => address_labels::lay_out(&mut press),
    }
    let boxed = press.boxed.iter().filter_map(|order| job.orders.get(*order)).map(|order| order.id.clone()).collect();
    Ok((press.pages, boxed))
}

impl Kind {
    /// As it is called on the paper.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::PickList => "Pick list",
            Self::PackingSlips => "Packing slips",
            Self::AddressLabels => "Address labels",
        }
    }
}

/// Pages while they are filled.
pub(crate) struct Press<'a> {
    pub(crate) job: &'a Job,
    pub(crate) typesetter: Typesetter<'a>,
    pub(crate) pages: Vec<Page>,
    /// Orders, by their places, whose text has a character that is missing.
    boxed: BTreeSet<usize>,
    /// The orders that are being written about.
    about: Vec<usize>,
}

impl<'a> Press<'a> {
    fn new(job: &'a Job, fonts: &'a mut Fonts) -> Self {
        let typesetter = Typesetter::new(fonts);
        Self { job, typesetter, pages: Vec::new(), boxed: BTreeSet::new(), about: Vec::new() }
    }

    /// Which orders what follows is about, by their places.
    pub(crate) fn write_about(&mut self, orders: &[usize]) {
        orders.clone_into(&mut self.about);
    }

    pub(crate) fn begin_page(&mut self, size: (f32, f32)) {
        self.pages.push(Page::new(size));
    }

    /// Sets a text: see [`Typesetter::set`].
    pub(crate) fn set(&mut self, text: &str, look: Look, width: f32, most: usize) -> Text {
        let text = self.typesetter.set(text, look, width, most);
        if text.missing() {
            self.boxed.extend(self.about.iter().copied());
        }
        text
    }

    /// Sets a number at the right of a column, smaller where it is long: half a number is a wrong one.
    pub(crate) fn set_number(&mut self, number: u64, width: f32) -> Text {
        let look = Look { bold: number > 1, ..Look::new(13.0) }.to_the_right();
        let sizes = [look.size, 10.0, 7.0, 4.0].map(|size| Look { size, ..look });
        let mut set = sizes.into_iter().map(|look| self.set(&number.to_string(), look, width, 2));
        let mut last = Text::default();
        set.any(|text| {
            last = text;
            last.lines.len() == 1
        });
        last
    }

    pub(crate) fn put(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.marks.push(mark);
        }
    }

    /// Puts lines below one another; gives the lower edge.
    pub(crate) fn put_text(&mut self, text: Text, x: f32, mut y: f32) -> f32 {
        for line in text.lines {
            let height = line.height;
            self.put(Mark::Text { x, y, line });
            y += height;
        }
        y
    }

    /// Sets a text and puts it; gives the lower edge.
    pub(crate) fn write(&mut self, text: &str, look: Look, (x, y, width): (f32, f32, f32), most: usize) -> f32 {
        let text = self.set(text, look, width, most);
        self.put_text(text, x, y)
    }

    /// A thin line across.
    pub(crate) fn rule(&mut self, x: f32, y: f32, width: f32) {
        self.put(Mark::Block { at: [x, y, width, 0.5], shade: 200 });
    }

    /// Writes at the foot of the pages from `first` on: what they are, and which of how many.
    pub(crate) fn number_pages(&mut self, first: usize, left: &str, margin: f32) {
        let total = self.pages.len() - first;
        for place in first..self.pages.len() {
            let (width, height) = self.pages[place].size;
            let at = (margin, height - margin, width - 2.0 * margin);
            let page = format!("Page {} of {total}", place - first + 1);
            let beside = at.2 - NUMBERED;
            for (text, look, width) in [(left, FOOT, beside), (page.as_str(), FOOT.to_the_right(), at.2)] {
                let text = self.set(text, look, width, 1);
                let marks = text.lines.into_iter().map(|line| Mark::Text { x: at.0, y: at.1, line });
                self.pages[place].marks.extend(marks);
            }
        }
    }
}

const FOOT: Look = Look::new(8.0).quiet();
/// Room for the number of a page.
const NUMBERED: f32 = 96.0;
