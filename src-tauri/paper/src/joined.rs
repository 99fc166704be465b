//! Papers that others made, put into one document page by page, in the order in which they come.

use std::sync::Arc;

use krilla::{
    Document, SerializeSettings,
    configure::{ConfigurationBuilder, PdfVersion},
    metadata::Metadata,
    pdf::{Pdf, PdfDocument},
};

use crate::press::PaperError;

/// Papers put together.
#[derive(Debug)]
pub struct Joined {
    /// The document.
    pub pdf: Vec<u8>,
    /// Its pages.
    pub pages: usize,
}

/// A paper that was made elsewhere.
pub struct Foreign(Arc<Pdf>);

impl Foreign {
    /// Reads one; `None` where it is no PDF that has a page.
    pub fn read(pdf: Vec<u8>) -> Option<Self> {
        let pdf = Pdf::new(pdf).ok()?;
        (!pdf.pages().is_empty()).then(|| Self(Arc::new(pdf)))
    }
}

/// Joins papers.
///
/// # Errors
/// [`PaperError::Unwritable`] where one of them can't be written again.
pub fn join(papers: &[Foreign], title: &str) -> Result<Joined, PaperError> {
    // The newest: an older one would not take pages that are newer than itself.
    let configuration =
        ConfigurationBuilder::new().with_version(PdfVersion::Pdf20).finish().map_err(|_| PaperError::Unwritable)?;
    let settings = SerializeSettings { enable_tagging: false, configuration, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    document.set_metadata(Metadata::new().title(title.to_owned()).creator("TikTokFlow".to_owned()));
    let mut pages = 0;
    for Foreign(pdf) in papers {
        let all: Vec<usize> = (0..pdf.pages().len()).collect();
        document.embed_pdf_pages(&PdfDocument::new(Arc::clone(pdf)), &all);
        pages += all.len();
    }
    let pdf = document.finish().map_err(|_| PaperError::Unwritable)?;
    Ok(Joined { pdf, pages })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    /// A paper of so many pages, each as wide as is told.
    fn paper(widths: &[u32]) -> Foreign {
        let kids: Vec<String> = (0..widths.len()).map(|page| format!("{} 0 R", page + 3)).collect();
        let mut pdf = format!(
            "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[{}]/Count {}>>endobj\n",
            kids.join(" "),
            widths.len()
        );
        for (page, width) in widths.iter().enumerate() {
            pdf += &format!("{} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} 420]>>endobj\n", page + 3);
        }
        pdf += "trailer<</Root 1 0 R>>\n%%EOF\n";
        Foreign::read(pdf.into_bytes()).unwrap()
    }

    #[test]
    fn papers_are_joined_page_by_page_in_their_order() {
        let joined = join(&[paper(&[101, 102]), paper(&[103]), paper(&[101, 102])], "Labels").unwrap();
        let again = Pdf::new(joined.pdf).unwrap();
        let widths: Vec<f32> = again.pages().iter().map(|page| page.render_dimensions().0).collect();
        assert_eq!((joined.pages, widths), (5, vec![101.0, 102.0, 103.0, 101.0, 102.0]));
    }

    #[test]
    fn what_is_no_paper_is_not_taken() {
        for text in ["", "<html>", "%PDF-1.7\n", "%PDF-1.4\ntrailer<</Root 9 0 R>>\n%%EOF"] {
            assert!(Foreign::read(text.as_bytes().to_vec()).is_none(), "{text}");
        }
    }
}
