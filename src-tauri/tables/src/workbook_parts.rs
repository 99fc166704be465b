//! The parts in a workbook's zip: unpacked as they are read, and together never more than may be.

use std::{
    collections::HashMap,
    io::{self, BufReader, Cursor, Read},
};

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};
use zip::{ZipArchive, read::ZipFile, result::ZipError};

use crate::TableError;

/// Bytes that all parts together may unpack to. A list as large as a list may be stays far below.
pub(crate) const MAX_UNPACKED: u64 = 192 * 1024 * 1024;

/// The parts of a workbook.
pub(crate) struct Parts<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

/// One part, read event by event.
pub(crate) type Xml<'p, 'a> = Reader<BufReader<Counted<'p, 'a>>>;

/// Counts what comes out of the zip: what its directory says about sizes is not believed.
pub(crate) struct Counted<'p, 'a> {
    file: ZipFile<'p, Cursor<&'a [u8]>>,
    left: &'p mut u64,
}

impl Read for Counted<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        *self.left = self.left.checked_sub(read as u64).ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(read)
    }
}

impl<'a> Parts<'a> {
    pub(crate) fn open(bytes: &'a [u8], left: u64) -> Result<Self, TableError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| TableError::Damaged)?;
        Ok(Self { archive, left })
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// A part as XML; empty elements come as a start and an end.
    pub(crate) fn xml(&mut self, name: &str) -> Result<Xml<'_, 'a>, TableError> {
        let file = self.archive.by_name(name).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => TableError::Locked,
            _ => TableError::Damaged,
        })?;
        let mut reader = Reader::from_reader(BufReader::new(Counted { file, left: &mut self.left }));
        reader.config_mut().expand_empty_elements = true;
        Ok(reader)
    }

    /// What a part points to, by its number: the kind's last word, and the name of the part.
    pub(crate) fn relations(&mut self, of: &str) -> Result<HashMap<String, (String, String)>, TableError> {
        let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
        let name = [folder, "_rels", &format!("{file}.rels")].join("/");
        let mut relations = HashMap::new();
        let mut xml = self.xml(name.trim_start_matches('/'))?;
        let mut buffer = Vec::new();
        while let Some(event) = next(&mut xml, &mut buffer)? {
            let Event::Start(start) = event else { continue };
            if let (Some(id), Some(kind), Some(target)) =
                (attribute(&start, "Id"), attribute(&start, "Type"), attribute(&start, "Target"))
            {
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                relations.insert(id, (kind, within(folder, &target)));
            }
        }
        Ok(relations)
    }
}

/// The name of a part that another one points to.
fn within(folder: &str, target: &str) -> String {
    match target.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None if folder.is_empty() => target.to_owned(),
        None => format!("{folder}/{}", target.trim_start_matches("./")),
    }
}

/// The next event; `None` at the end.
pub(crate) fn next<'b>(xml: &mut Xml<'_, '_>, buffer: &'b mut Vec<u8>) -> Result<Option<Event<'b>>, TableError> {
    buffer.clear();
    match xml.read_event_into(buffer) {
        Ok(Event::Eof) => Ok(None),
        Ok(event) => Ok(Some(event)),
        Err(quick_xml::Error::Io(error)) if error.kind() == io::ErrorKind::FileTooLarge => {
            Err(TableError::UnpacksTooLarge)
        }
        Err(_) => Err(TableError::Damaged),
    }
}

/// An attribute's text, whatever namespace it bears.
pub(crate) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = start.attributes();
    let found =
        attributes.with_checks(false).flatten().find(|attribute| attribute.key.local_name().into_inner() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

/// Adds to a text what an event holds of it.
pub(crate) fn add_text(text: &mut String, event: &Event<'_>) {
    match event {
        Event::Text(part) => text.push_str(part),
        Event::CData(part) => text.push_str(part),
        Event::GeneralRef(named) => match (named.resolve_char_ref(), named.as_ref()) {
            (Ok(Some(sign)), _) => text.push(sign),
            (_, "lt") => text.push('<'),
            (_, "gt") => text.push('>'),
            (_, "amp") => text.push('&'),
            (_, "quot") => text.push('"'),
            (_, "apos") => text.push('\''),
            _ => {}
        },
        _ => {}
    }
}

/// Signs that XML can't hold stand in a workbook as `_x0009_`.
pub(crate) fn without_escapes(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains("_x") {
        return text.into();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("_x") {
        plain.push_str(before);
        let sign =
            after.get(..4).filter(|_| after.get(4..5) == Some("_")).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        match sign.and_then(char::from_u32) {
            Some(sign) => {
                plain.push(sign);
                rest = after.get(5..).unwrap_or_default();
            }
            None => {
                plain.push_str("_x");
                rest = after;
            }
        }
    }
    (plain + rest).into()
}
