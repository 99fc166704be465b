//! Workbooks as other programs write them, part by part.

use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

const RELS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

pub(crate) struct Workbook {
    /// Name, state and XML of each worksheet's rows.
    pub(crate) pages: Vec<(&'static str, &'static str, String)>,
    pub(crate) strings: String,
    pub(crate) styles: String,
}

impl Workbook {
    pub(crate) fn of(rows: &str) -> Self {
        Self { pages: vec![("Sheet1", "visible", rows.to_owned())], strings: String::new(), styles: String::new() }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let (mut pages, mut relations) = (String::new(), String::new());
        for (n, (name, state, _)) in self.pages.iter().enumerate() {
            pages += &format!("<sheet name=\"{name}\" sheetId=\"{n}\" state=\"{state}\" r:id=\"rId{n}\"/>");
            relations +=
                &format!("<Relationship Id=\"rId{n}\" Type=\"{RELS}/worksheet\" Target=\"worksheets/p{n}.xml\"/>");
        }
        relations +=
            &format!("<Relationship Id=\"s\" Type=\"{RELS}/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>");
        relations += &format!("<Relationship Id=\"t\" Type=\"{RELS}/styles\" Target=\"styles.xml\"/>");
        let document = format!("<Relationship Id=\"d\" Type=\"{RELS}/officeDocument\" Target=\"xl/workbook.xml\"/>");
        let around = |body: &str| format!("<?xml version=\"1.0\"?><Relationships>{body}</Relationships>");
        let mut parts = vec![
            ("_rels/.rels".to_owned(), around(&document)),
            ("xl/workbook.xml".to_owned(), format!("<workbook xmlns:r=\"{RELS}\"><sheets>{pages}</sheets></workbook>")),
            ("xl/_rels/workbook.xml.rels".to_owned(), around(&relations)),
            ("xl/sharedStrings.xml".to_owned(), format!("<sst>{}</sst>", self.strings)),
            ("xl/styles.xml".to_owned(), format!("<styleSheet>{}</styleSheet>", self.styles)),
        ];
        for (n, (_, _, rows)) in self.pages.iter().enumerate() {
            let xml = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
            parts.push((format!("xl/worksheets/p{n}.xml"), xml));
        }
        zipped(&parts)
    }
}

pub(crate) fn zipped(parts: &[(String, String)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub(crate) fn text(cell: &str) -> String {
    format!("<c t=\"inlineStr\"><is><t>{cell}</t></is></c>")
}

pub(crate) fn number(cell: &str) -> String {
    format!("<c><v>{cell}</v></c>")
}
