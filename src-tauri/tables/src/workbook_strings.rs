//! The texts that a workbook's cells name by number.

use quick_xml::events::Event;

use crate::{
    TableError,
    sheet::MAX_CELLS,
    workbook_parts::{Parts, add_text, next},
};

/// All of them, in one text.
#[derive(Default)]
pub(crate) struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    /// # Errors
    /// [`TableError`] where the part is damaged or too large.
    pub(crate) fn read(parts: &mut Parts<'_>, name: &str) -> Result<Self, TableError> {
        let (mut strings, mut xml, mut buffer) = (Self::default(), parts.xml(name)?, Vec::new());
        // How it is read aloud stands beside a text in Japanese, and isn't part of it.
        let (mut in_text, mut aloud) = (false, false);
        while let Some(event) = next(&mut xml, &mut buffer)? {
            match &event {
                Event::Start(start) if start.local_name().into_inner() == "t" => in_text = !aloud,
                Event::Start(start) if start.local_name().into_inner() == "rPh" => aloud = true,
                Event::End(end) if end.local_name().into_inner() == "t" => in_text = false,
                Event::End(end) if end.local_name().into_inner() == "rPh" => aloud = false,
                Event::End(end) if end.local_name().into_inner() == "si" => strings.end()?,
                event if in_text => add_text(&mut strings.text, event),
                _ => {}
            }
        }
        Ok(strings)
    }

    fn end(&mut self) -> Result<(), TableError> {
        if self.ends.len() == MAX_CELLS {
            return Err(TableError::TooManyCells);
        }
        self.ends.push(self.text.len());
        Ok(())
    }

    /// A text by its number; empty where there is none.
    pub(crate) fn get(&self, number: usize) -> &str {
        let from = number.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        from.zip(self.ends.get(number)).and_then(|(from, to)| self.text.get(from..*to)).unwrap_or_default()
    }
}
