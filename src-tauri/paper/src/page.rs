//! A page before it is written: marks at their places. Points, from the upper left corner.

use crate::{barcode::Barcode, typeset::TextLine};

/// One page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Width and height.
    pub size: (f32, f32),
    /// What stands on it.
    pub marks: Vec<Mark>,
}

/// Something on a page.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Mark {
    /// A line of text.
    Text {
        /// Left edge of the line's box.
        x: f32,
        /// Upper edge of the line's box.
        y: f32,
        /// The line.
        line: TextLine,
    },
    /// A filled rectangle.
    Block {
        /// Left, top, width, height.
        at: [f32; 4],
        /// From black, 0, to white, 255.
        shade: u8,
    },
    /// The outline of a rectangle: a box to tick.
    Frame {
        /// Left, top, width, height.
        at: [f32; 4],
    },
    /// A barcode.
    Bars {
        /// Left edge of the first bar.
        x: f32,
        /// Upper edge.
        y: f32,
        /// Height of the bars.
        height: f32,
        /// The bars.
        barcode: Barcode,
    },
}

impl Page {
    pub(crate) fn new(size: (f32, f32)) -> Self {
        Self { size, marks: Vec::new() }
    }

    /// The text on the page, line by line as it was put there.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.marks.iter().filter_map(|mark| match mark {
            Mark::Text { line, .. } => Some(line.text()),
            _ => None,
        })
    }

    /// What a scanner reads on the page.
    pub fn barcodes(&self) -> impl Iterator<Item = &Barcode> {
        self.marks.iter().filter_map(|mark| match mark {
            Mark::Bars { barcode, .. } => Some(barcode),
            _ => None,
        })
    }
}
