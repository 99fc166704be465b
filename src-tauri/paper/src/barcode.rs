//! A barcode at its place on a page.

use crate::code128;

/// Longer texts would need bars finer than a label printer draws them.
const LONGEST: usize = 40;
/// White on either side, in modules: scanners need it to find the ends.
pub(crate) const QUIET: f32 = 10.0;

/// Bars and spaces, ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Barcode {
    /// What a scanner reads.
    pub text: String,
    /// Widths of bars and spaces in modules, a bar first and last.
    pub widths: Vec<u8>,
    /// Width of a module in points.
    pub module: f32,
}

impl Barcode {
    /// The barcode of `text`, at most `room` points wide with the white around it, and with modules
    /// of at most `module` points. `None` where there is none: see [`crate::Order::id`].
    pub(crate) fn fitting(text: &str, room: f32, module: f32) -> Option<Self> {
        let widths = if text.len() <= LONGEST { code128::widths(text)? } else { return None };
        let modules = widths.iter().map(|width| f32::from(*width)).sum::<f32>() + 2.0 * QUIET;
        Some(Self { text: text.to_owned(), widths, module: module.min(room / modules) })
    }

    /// Width of the bars alone, in points.
    pub fn width(&self) -> f32 {
        self.widths.iter().map(|width| f32::from(*width)).sum::<f32>() * self.module
    }

    /// Left edge and width of each bar, in points from the first one's left edge.
    pub fn bars(&self) -> impl Iterator<Item = (f32, f32)> + '_ {
        let mut at = 0.0;
        self.widths.iter().enumerate().filter_map(move |(place, width)| {
            let (left, width) = (at, f32::from(*width) * self.module);
            at += width;
            place.is_multiple_of(2).then_some((left, width))
        })
    }
}
