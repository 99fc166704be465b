use paper::{Kind, Sheet};

use crate::shelf::{all, job, laid_out, line, lines, order, texts};

#[test]
fn each_order_begins_on_a_page_of_its_own_and_counts_its_own_pages() {
    let orders = vec![order("111", "Jane Doe", lines(60)), order("222", "John Roe", vec![line("a", "Mug", 1)])];
    let (pages, _) = laid_out(Kind::PackingSlips, &job(orders));
    let feet: Vec<String> = pages.iter().map(|page| texts(page).pop().unwrap()).collect();
    let long = pages.len() - 1;
    assert!(long >= 3, "{long}");
    let expected = (1..=long).map(|page| format!("Page {page} of {long}")).chain(["Page 1 of 1".to_owned()]);
    assert_eq!(feet, expected.collect::<Vec<_>>());
    assert!(all(&pages[long]).contains("John Roe") && !all(&pages[long]).contains("111"));
}

#[test]
fn every_line_of_a_long_order_is_there_once_with_its_pieces_and_a_box_to_tick() {
    let (pages, _) = laid_out(Kind::PackingSlips, &job(vec![order("111", "Jane Doe", lines(60))]));
    let all: Vec<String> = pages.iter().flat_map(texts).collect();
    for number in 0..60 {
        let name = format!("Thing number {number}");
        assert_eq!(all.iter().filter(|text| **text == name).count(), 1, "{name}");
    }
    assert_eq!(all.iter().filter(|text| *text == "2").count(), 60);
    assert!(all.contains(&"120".to_owned()), "all pieces together");
    let ticks = pages.iter().flat_map(|page| &page.marks).filter(|mark| matches!(mark, paper::Mark::Frame { .. }));
    assert_eq!(ticks.count(), 60);
}

#[test]
fn the_pack_station_scans_the_order_on_its_first_page() {
    let (pages, _) = laid_out(Kind::PackingSlips, &job(vec![order("576618402217359921", "Jane Doe", lines(60))]));
    let scanned: Vec<_> = pages[0].barcodes().map(|barcode| barcode.text.as_str()).collect();
    assert_eq!(scanned, ["576618402217359921"]);
    assert!(all(&pages[1]).contains("576618402217359921"), "a page that was lost can be put back");
}

#[test]
fn slips_are_as_large_as_the_sellers_paper() {
    let mut job = job(vec![order("1", "Jane Doe", lines(1))]);
    assert_eq!(laid_out(Kind::PackingSlips, &job).0[0].size, (595.28, 841.89));
    job.sheet = Sheet::Letter;
    assert_eq!(laid_out(Kind::PackingSlips, &job).0[0].size, (612.0, 792.0));
}

#[test]
fn an_order_without_lines_still_has_its_slip() {
    let (pages, _) = laid_out(Kind::PackingSlips, &job(vec![order("1", "Jane Doe", vec![])]));
    assert_eq!(pages.len(), 1);
    assert!(all(&pages[0]).contains("Jane Doe"));
}
