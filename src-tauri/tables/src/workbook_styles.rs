//! The one thing about a cell's look that changes what a person reads in it: a format of zeros
//! shows zeros before a number that aren't stored.

use std::collections::HashMap;

use quick_xml::events::Event;

use crate::{
    TableError,
    workbook_parts::{Parts, attribute, next},
};

/// The most styles that are looked at.
const MOST: usize = 70_000;

/// How many digits each style shows at least.
#[derive(Default)]
pub(crate) struct Styles(Vec<usize>);

impl Styles {
    /// # Errors
    /// [`TableError`] where the part is damaged or too large.
    pub(crate) fn read(parts: &mut Parts<'_>, name: &str) -> Result<Self, TableError> {
        let (mut xml, mut buffer) = (parts.xml(name)?, Vec::new());
        let (mut formats, mut styles, mut in_cells) = (HashMap::new(), Vec::new(), false);
        while let Some(event) = next(&mut xml, &mut buffer)? {
            match &event {
                Event::Start(start) if start.local_name().into_inner() == "numFmt" => {
                    let code = attribute(start, "formatCode").unwrap_or_default();
                    formats.extend(attribute(start, "numFmtId").zip(digits_shown(&code)));
                }
                Event::Start(start) if start.local_name().into_inner() == "cellXfs" => in_cells = true,
                Event::End(end) if end.local_name().into_inner() == "cellXfs" => in_cells = false,
                Event::Start(start) if in_cells && start.local_name().into_inner() == "xf" && styles.len() < MOST => {
                    let format = attribute(start, "numFmtId").unwrap_or_default();
                    styles.push(formats.get(&format).copied().unwrap_or(0));
                }
                _ => {}
            }
        }
        Ok(Self(styles))
    }

    /// How many digits a style shows at least; 0 where it adds none.
    pub(crate) fn digits(&self, style: &str) -> usize {
        style.parse::<usize>().ok().and_then(|style| self.0.get(style)).copied().unwrap_or(0)
    }
}

/// `0000000000` shows ten.
fn digits_shown(code: &str) -> Option<usize> {
    (code.len() > 1 && code.len() <= 40 && code.bytes().all(|sign| sign == b'0')).then_some(code.len())
}
