//! Workbooks (XLSX): the worksheet that holds what is looked for, read within limits.

use quick_xml::events::Event;

use crate::{
    Purpose, Sheet, TableError,
    workbook_cells::{self, Shared},
    workbook_parts::{Parts, attribute, next},
    workbook_strings::Strings,
    workbook_styles::Styles,
};

/// Worksheets that are looked at for it.
const LOOKED_AT: usize = 20;
/// What other programs put into a zip.
const OTHERS: [(&str, &str); 4] = [
    ("Index/Document.iwa", "a Numbers file"),
    ("Index.zip", "a Numbers file"),
    ("xl/workbook.bin", "a binary workbook (.xlsb)"),
    ("content.xml", "an OpenDocument file (.ods)"),
];

/// A worksheet's name and part.
struct Page {
    name: String,
    part: String,
    hidden: bool,
}

/// One worksheet of a workbook.
pub(crate) struct Read {
    /// The names of all that are shown.
    pub(crate) names: Vec<String>,
    /// The place of the one that was read.
    pub(crate) shown: usize,
    pub(crate) sheet: Sheet,
}

/// Reads the worksheet with this place, or else the first that holds what is looked for.
///
/// # Errors
/// [`TableError`]
pub(crate) fn read(bytes: &[u8], wanted: Option<usize>, purpose: Purpose, limit: u64) -> Result<Read, TableError> {
    let mut parts = Parts::open(bytes, limit)?;
    let workbook = workbook_part(&mut parts)?;
    let relations = parts.relations(&workbook)?;
    let pages = pages(&mut parts, &workbook, &relations)?;
    let part_of = |kind: &str| relations.values().find(|(of, _)| of == kind).map(|(_, part)| part.clone());
    let strings =
        part_of("sharedStrings").map(|part| Strings::read(&mut parts, &part)).transpose()?.unwrap_or_default();
    let styles = part_of("styles").map(|part| Styles::read(&mut parts, &part)).transpose()?.unwrap_or_default();
    let (shown, sheet) = best(&mut parts, &pages, wanted, purpose, &Shared { strings, styles })?;
    Ok(Read { names: pages.into_iter().map(|page| page.name).collect(), shown, sheet })
}

/// The first page that holds all of it, or the first of those that hold most.
fn best(
    parts: &mut Parts<'_>,
    pages: &[Page],
    wanted: Option<usize>,
    purpose: Purpose,
    shared: &Shared,
) -> Result<(usize, Sheet), TableError> {
    let wanted = wanted.filter(|place| *place < pages.len());
    let mut best: (usize, usize, Sheet) = (0, 0, Sheet::of(purpose.rows()));
    for (place, page) in pages.iter().enumerate().take(LOOKED_AT) {
        if wanted.is_some_and(|wanted| wanted != place) {
            continue;
        }
        let sheet = workbook_cells::read(parts, &page.part, purpose.rows(), shared)?;
        let (worth, enough) = purpose.worth(&sheet);
        if worth > best.0 {
            best = (worth, place, sheet);
        }
        if best.0 >= enough {
            break;
        }
    }
    Ok((wanted.unwrap_or(best.1), best.2))
}

fn workbook_part(parts: &mut Parts<'_>) -> Result<String, TableError> {
    if let Some((_, form)) = OTHERS.iter().find(|(part, _)| parts.has(part)) {
        return Err(TableError::OtherForm(form));
    }
    if !parts.has("_rels/.rels") {
        return Err(TableError::NoWorkbook);
    }
    let document = parts.relations("")?.into_values().find(|(kind, _)| kind == "officeDocument");
    document.map(|(_, part)| part).filter(|part| part.contains("workbook")).ok_or(TableError::NoWorkbook)
}

/// The worksheets that are shown, or all where none is.
fn pages(
    parts: &mut Parts<'_>,
    workbook: &str,
    relations: &std::collections::HashMap<String, (String, String)>,
) -> Result<Vec<Page>, TableError> {
    let (mut xml, mut buffer, mut pages) = (parts.xml(workbook)?, Vec::new(), Vec::new());
    while let Some(event) = next(&mut xml, &mut buffer)? {
        let Event::Start(start) = &event else { continue };
        // Charts have pages too, and no cells.
        let relation = attribute(start, "id").and_then(|id| relations.get(&id)).filter(|(kind, _)| kind == "worksheet");
        if let Some((_, part)) = relation.filter(|_| start.local_name().into_inner() == "sheet") {
            let name = attribute(start, "name").unwrap_or_default();
            let hidden = attribute(start, "state").is_some_and(|state| state != "visible");
            pages.push(Page { name, part: part.clone(), hidden });
        }
    }
    if pages.iter().any(|page| !page.hidden) {
        pages.retain(|page| !page.hidden);
    }
    if pages.is_empty() { Err(TableError::Damaged) } else { Ok(pages) }
}
