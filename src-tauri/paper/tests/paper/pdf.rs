//! The document itself.

use std::io::Read as _;

use flate2::read::ZlibDecoder;
use paper::{Fonts, Kind, PaperError, print};

use crate::shelf::{installed, job, line, lines, order};

/// Everything in a document that is compressed, and the rest, as one text.
fn inside(pdf: &[u8]) -> String {
    let mut all = String::from_utf8_lossy(pdf).into_owned();
    for (at, _) in pdf.windows(7).enumerate().filter(|(_, bytes)| bytes == b"stream\n") {
        let mut stream = Vec::new();
        // What isn't compressed is in the text already.
        if ZlibDecoder::new(&pdf[at + 7..]).read_to_end(&mut stream).is_ok() {
            all.push_str(&String::from_utf8_lossy(&stream));
        }
    }
    all
}

fn count(text: &str, part: &str) -> usize {
    text.matches(part).count()
}

#[test]
fn a_document_has_its_pages_in_their_size() {
    let orders = vec![order("1", "Jane Doe", lines(1)), order("2", "John Roe", lines(2))];
    let printed = print(Kind::AddressLabels, &job(orders), &mut Fonts::system()).unwrap();
    let text = inside(&printed.pdf);
    assert!(printed.pdf.starts_with(b"%PDF-"));
    assert_eq!((printed.pages, count(&text, "/MediaBox[0 0 288 432]"), count(&text, "/Count 2")), (2, 2, 1), "{text}");
}

#[test]
fn text_can_be_searched_for_because_each_glyph_says_what_it_stands_for() {
    if !installed(&["Noto Sans", "Noto Sans Thai", "Noto Sans CJK SC"]) {
        return;
    }
    let goods = vec![line("a", "Nguyễn", 1), line("b", "ใจดี", 1), line("c", "王", 1)];
    let printed = print(Kind::PackingSlips, &job(vec![order("1", "Jane", goods)]), &mut Fonts::system()).unwrap();
    let text = inside(&printed.pdf);
    for c in ['ễ', 'ใ', '王'] {
        assert!(text.contains(&format!("{:04X}>", u32::from(c))), "{c}");
    }
    assert!(count(&text, "/ToUnicode") >= 3 && count(&text, "/FontFile") >= 3);
}

#[test]
fn only_the_glyphs_that_are_needed_are_in_the_file() {
    if !installed(&["Noto Sans CJK SC"]) {
        return;
    }
    let printed = print(Kind::PackingSlips, &job(vec![order("1", "王小明", lines(2))]), &mut Fonts::system()).unwrap();
    assert!(printed.pdf.len() < 200_000, "{}", printed.pdf.len());
}

#[test]
fn the_same_orders_give_the_same_bytes_and_no_time_is_in_them() {
    let job = job(vec![order("1", "Nguyễn สมชาย 王小明 محمد", lines(30)), order("2", "John Roe", lines(2))]);
    for kind in [Kind::PickList, Kind::PackingSlips, Kind::AddressLabels] {
        let made = [(); 2].map(|()| print(kind, &job, &mut Fonts::system()).unwrap().pdf);
        assert!(made[0] == made[1], "{kind:?}");
        let text = inside(&made[0]);
        assert!(!text.contains("CreationDate") && !text.contains("ModDate") && !text.contains("CreateDate"));
    }
}

#[test]
fn fonts_that_were_used_before_give_the_same_bytes_too() {
    let job = job(vec![order("1", "Nguyễn สมชาย 王小明", lines(3))]);
    let mut fonts = Fonts::system();
    print(Kind::PickList, &job, &mut fonts).unwrap();
    let again = print(Kind::AddressLabels, &job, &mut fonts).unwrap();
    assert!(again.pdf == print(Kind::AddressLabels, &job, &mut Fonts::system()).unwrap().pdf);
}

#[test]
fn no_orders_are_no_paper() {
    let refused = print(Kind::PickList, &job(vec![]), &mut Fonts::system()).err();
    assert_eq!(refused, Some(PaperError::Nothing));
}
