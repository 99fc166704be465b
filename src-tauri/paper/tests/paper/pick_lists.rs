use paper::{Kind, Line, Page};

use crate::shelf::{all, job, laid_out, line, lines, order, texts};

fn at(line: Line, location: &str) -> Line {
    Line { location: Some(location.to_owned()), ..line }
}

fn with(pages: &[Page], text: &str) -> Vec<usize> {
    (0..pages.len()).filter(|page| all(&pages[*page]).contains(text)).collect()
}

#[test]
fn what_several_orders_want_stands_once_with_all_its_pieces_and_who_wants_it() {
    let orders = vec![
        order("111", "Jane Doe", vec![line("MUG", "Mug", 2), line("TEE", "Tee", 1)]),
        order("222", "John Roe", vec![line("MUG", "Mug", 5)]),
    ];
    let (pages, _) = laid_out(Kind::PickList, &job(orders));
    let by_product = texts(&pages[0]);
    let mug = by_product.iter().position(|text| text == "Mug").unwrap();
    assert_eq!(by_product[mug..mug + 4], ["Mug", "MUG", "7", "for 111\u{a0}×\u{a0}2, 222\u{a0}×\u{a0}5"]);
    assert!(by_product.contains(&"25 Nov 2026 · 2 orders · 8 pieces".to_owned()), "{by_product:?}");
}

#[test]
fn the_second_part_goes_order_by_order_and_begins_on_a_page_of_its_own() {
    let orders = vec![order("222", "John Roe", vec![line("MUG", "Mug", 5)]), order("111", "Jane Doe", lines(3))];
    let (pages, _) = laid_out(Kind::PickList, &job(orders));
    assert_eq!((with(&pages, "Pick list by product"), with(&pages, "Pick list by order")), (vec![0], vec![1]));
    let second = texts(&pages[1]);
    let place = |text: &str| second.iter().position(|line| line == text).unwrap();
    assert!(place("222") < place("Mug") && place("Mug") < place("111"), "{second:?}");
    assert!(second.contains(&"6 pieces".to_owned()));
}

#[test]
fn locations_have_a_column_only_where_one_is_known_and_lead_the_way() {
    let (pages, _) = laid_out(Kind::PickList, &job(vec![order("1", "Jane Doe", lines(2))]));
    assert!(!all(&pages[0]).contains("LOCATION"));
    let goods = vec![at(line("A", "Apron", 1), "B-10"), line("C", "Cap", 1), at(line("Z", "Zip", 1), "B-9")];
    let (pages, _) = laid_out(Kind::PickList, &job(vec![order("1", "Jane Doe", goods)]));
    let told = texts(&pages[0]);
    let place = |text: &str| told.iter().position(|line| line == text).unwrap();
    assert!(told.contains(&"LOCATION".to_owned()));
    assert!(place("B-9") < place("Zip") && place("Zip") < place("B-10") && place("Apron") < place("Cap"), "{told:?}");
}

#[test]
fn what_a_thousand_orders_want_flows_over_pages_and_none_is_left_out() {
    let orders: Vec<_> = (0..1_000)
        .map(|number| order(&format!("57661840221735{number:04}"), "Jane", vec![line("MUG", "Mug", 1)]))
        .collect();
    let (pages, _) = laid_out(Kind::PickList, &job(orders));
    let by_product: Vec<String> =
        with(&pages, "Pick list by product").into_iter().map(|page| all(&pages[page])).collect();
    assert!(by_product.len() >= 3, "{}", by_product.len());
    let found =
        (0..1_000).filter(|number| by_product.iter().any(|page| page.contains(&format!("57661840221735{number:04}"))));
    assert_eq!(found.count(), 1_000);
}

#[test]
fn a_pick_list_tells_no_buyer() {
    let (pages, _) = laid_out(Kind::PickList, &job(vec![order("1", "Jane Featherstonehaugh", lines(2))]));
    assert!(pages.iter().all(|page| !all(page).contains("Featherstonehaugh")));
}
