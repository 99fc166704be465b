//! Whatever is written, nothing stands on anything else, and nothing beyond the paper.

use paper::{Job, Kind, Line, Mark, Order, Page};

use crate::shelf::{address, job, laid_out, line, order};

/// As strangers write them.
fn names() -> Vec<String> {
    vec![
        "W".repeat(300),
        "Maximiliane-Wolfeschlegelsteinhausenbergerdorff ".repeat(6),
        "<script>alert(1)</script> &amp; <b>".repeat(8),
        "a\u{0}\u{7}\r\n\tb\u{202e}c".repeat(30),
        format!("Z{}lgo", "\u{301}".repeat(80)),
        "👩‍👩‍👧🇩🇪".repeat(4),
        "محمد עברית ".repeat(25),
        "สวัสดีครับผมชื่อสมชาย".repeat(14),
        "東京都千代田区丸の内".repeat(30),
        "\u{e000}\u{10ffff}\u{fdd0}".repeat(4),
        String::new(),
    ]
}

fn wild() -> Job {
    let names = names();
    let order = |(place, name): (usize, &String)| -> Order {
        let goods: Vec<Line> = names.iter().map(|name| line(&format!("{name}{place}"), name, u32::MAX)).collect();
        let mut order = order(&format!("57661840221735992{place}"), name, goods);
        order.to = address(name, &[name, name, name, name], "TH");
        order.carrier.clone_from(name);
        order.placed.clone_from(name);
        order.lines[0].location = Some(name.clone());
        order
    };
    let orders = names.iter().enumerate().map(order).collect();
    Job {
        shop: names[1].clone(),
        today: names[2].clone(),
        from: Some(address(&names[0], &[&names[7]], "")),
        ..job(orders)
    }
}

/// Left, top, right and lower edge of all ink but rules.
fn inked(page: &Page) -> Vec<([f32; 4], String)> {
    let edges = |mark: &Mark| match mark {
        Mark::Text { x, y, line } if line.ink.1 > line.ink.0 => {
            Some(([x + line.ink.0, *y, x + line.ink.1, y + line.height], line.text().to_owned()))
        }
        Mark::Bars { x, y, height, barcode } => Some(([*x, *y, x + barcode.width(), y + height], "bars".to_owned())),
        Mark::Frame { at: [x, y, width, height] } => Some(([*x, *y, x + width, y + height], "box".to_owned())),
        _ => None,
    };
    page.marks.iter().filter_map(edges).collect()
}

/// Lines that follow one another touch; a hair's breadth of rounding is no overlap.
fn overlap(a: [f32; 4], b: [f32; 4]) -> bool {
    let hair = 0.6;
    a[0] + hair < b[2] && b[0] + hair < a[2] && a[1] + hair < b[3] && b[1] + hair < a[3]
}

#[test]
fn nothing_overlaps_and_nothing_leaves_the_paper_whatever_buyers_are_called() {
    for kind in [Kind::PickList, Kind::PackingSlips, Kind::AddressLabels] {
        let (pages, _) = laid_out(kind, &wild());
        for (number, page) in pages.iter().enumerate() {
            let inked = inked(page);
            for (place, (a, text)) in inked.iter().enumerate() {
                let on = a[0] >= 0.0 && a[1] >= 0.0 && a[2] <= page.size.0 && a[3] <= page.size.1;
                assert!(on, "{kind:?} page {number}: {text:?} at {a:?}");
                for (b, other) in &inked[place + 1..] {
                    assert!(!overlap(*a, *b), "{kind:?} page {number}: {text:?} {a:?} on {other:?} {b:?}");
                }
            }
        }
    }
}

#[test]
fn what_has_no_room_is_cut_with_an_ellipsis_and_tags_are_letters() {
    let (pages, _) = laid_out(Kind::PackingSlips, &wild());
    let told: Vec<&str> = pages.iter().flat_map(Page::texts).collect();
    assert!(told.iter().any(|text| text.starts_with('W') && text.ends_with('…')));
    assert!(told.iter().any(|text| text.contains("<script>alert(1)</script> &amp; <b>")));
    assert!(told.iter().all(|text| !text.contains(char::is_control)));
}
