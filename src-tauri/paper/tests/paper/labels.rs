use paper::Kind;

use crate::shelf::{address, all, job, laid_out, line, order, texts};

const LABEL: (f32, f32) = (288.0, 432.0);

#[test]
fn each_order_has_a_label_of_four_by_six_inches_that_a_scanner_reads() {
    let ids = ["576618402217359921", "A1B2C3D4E5F6G7H8J9K0L1M2N3P4Q5"];
    let (pages, boxed) = laid_out(Kind::AddressLabels, &job(ids.map(|id| order(id, "Jane Doe", vec![])).to_vec()));
    assert_eq!((pages.len(), boxed.len()), (2, 0));
    for (page, id) in pages.iter().zip(ids) {
        assert_eq!(page.size, LABEL);
        let scanned: Vec<_> = page.barcodes().map(|barcode| barcode.text.as_str()).collect();
        assert_eq!(scanned, [id]);
        assert!(texts(page).contains(&id.to_owned()), "and a person reads it too");
    }
}

#[test]
fn bars_are_wide_enough_for_a_label_printer_and_have_white_around_them() {
    let longest = "9".repeat(15) + &"Z".repeat(15);
    let (pages, _) = laid_out(Kind::AddressLabels, &job(vec![order(&longest, "Jane Doe", vec![])]));
    let barcode = pages[0].barcodes().next().unwrap();
    // A dot of a printer with 203 dpi is 0.35 points.
    assert!(barcode.module >= 0.35 * 1.9, "{}", barcode.module);
    let white = (LABEL.0 - barcode.width()) / 2.0;
    assert!(white >= 10.0 * barcode.module, "{white}");
}

#[test]
fn a_label_names_both_ends_and_leaves_no_gap_for_what_is_not_known() {
    let mut job = job(vec![order("1", "Jane Doe", vec![])]);
    job.orders[0].to = address("Jane Doe", &["1 Main St", "", "Austin, TX 73301, US"], "US");
    let (pages, _) = laid_out(Kind::AddressLabels, &job);
    let told = [
        "FROM",
        "Linh Kay Studio",
        "500 Warehouse Road",
        "SHIP TO",
        "Jane Doe",
        "1 Main St",
        "Austin, TX 73301, US",
        "(+1)555****123",
        "1",
    ];
    assert_eq!(texts(&pages[0]), told);
    job.from = None;
    let (pages, _) = laid_out(Kind::AddressLabels, &job);
    assert!(!all(&pages[0]).contains("FROM"));
}

#[test]
fn no_part_of_a_long_address_is_left_out() {
    let lines: Vec<String> = (1..=9).map(|part| format!("{part} {}", "Long Road ".repeat(30))).collect();
    let mut job = job(vec![order("1", "x", vec![])]);
    job.orders[0].to = address(&"Jane ".repeat(60), &lines.iter().map(String::as_str).collect::<Vec<_>>(), "US");
    let told = texts(&laid_out(Kind::AddressLabels, &job).0[0]);
    for part in 1..=9 {
        assert!(told.iter().any(|text| text.starts_with(&format!("{part} Long"))), "{part}: {told:?}");
    }
    assert!(told.contains(&"(+1)555****123".to_owned()), "{told:?}");
}

#[test]
fn a_page_that_is_printed_to_a_log_names_no_buyer() {
    let (pages, _) = laid_out(Kind::AddressLabels, &job(vec![order("1", "Jane Featherstonehaugh", vec![])]));
    assert!(all(&pages[0]).contains("Featherstonehaugh"));
    assert!(!format!("{pages:?}").contains("Feather"));
}

#[test]
fn an_id_that_no_scanner_could_read_back_has_no_barcode_and_is_still_printed() {
    for id in ["订单 7", &"7".repeat(41)] {
        let (pages, _) = laid_out(Kind::AddressLabels, &job(vec![order(id, "Jane Doe", vec![line("a", "Mug", 1)])]));
        assert_eq!(pages[0].barcodes().count(), 0, "{id}");
        assert!(texts(&pages[0]).last().unwrap().starts_with(id.chars().next().unwrap()), "{id}");
    }
}
