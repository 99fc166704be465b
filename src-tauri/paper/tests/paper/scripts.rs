//! Every script that TikTok sells in.

use paper::Kind;

use crate::shelf::{address, all, installed, job, laid_out, line, order, texts};

/// Thai as it is written: without spaces.
const THAI: &str = "เสื้อยืดผ้าฝ้ายสำหรับผู้หญิงแขนสั้นลายดอกไม้สีชมพูสวยน่ารักใส่สบายระบายอากาศดีเหมาะสำหรับหน้าร้อน";

/// Orders whose papers have boxes on them.
fn boxed(name: &str) -> Vec<String> {
    let mut job = job(vec![order("1", "Jane Doe", vec![line("a", "Mug", 1)]), order("2", name, vec![])]);
    job.orders[1].to = address(name, &[name], "TH");
    laid_out(Kind::AddressLabels, &job).1
}

#[test]
fn names_in_every_script_of_a_noto_computer_have_all_their_letters() {
    let noto = ["Noto Sans", "Noto Sans Thai", "Noto Sans CJK SC", "Noto Sans Arabic", "Noto Sans Hebrew"];
    if !installed(&noto) {
        return;
    }
    for name in [
        "Nguyễn Thị Hoàng Oanh",
        "Nguye\u{302}\u{303}n Thi\u{323}",
        "สมชาย ใจดี ที่ปั้น น้ำ",
        "王小明 臺北 龍",
        "田中 太郎 さくら ﾀﾅｶ",
        "김민수 서울특별시",
        "محمد عبد الله",
        "שרה לוי",
        "Łukasz Žižka Иван Ωμέγα ½ № €",
    ] {
        assert_eq!(boxed(name), [""; 0], "{name}");
    }
}

#[test]
fn thai_breaks_between_words_though_there_are_no_spaces() {
    if !installed(&["Noto Sans", "Noto Sans Thai"]) {
        return;
    }
    let mut job = job(vec![order("1", "x", vec![])]);
    job.orders[0].to = address("x", &[THAI], "TH");
    let (pages, _) = laid_out(Kind::AddressLabels, &job);
    let lines: Vec<String> = texts(&pages[0]).into_iter().filter(|line| THAI.contains(line.as_str())).collect();
    assert!(lines.len() >= 3 && lines.concat() == THAI, "{lines:?}");
    // Vowels and marks that stand above, below or behind a letter never begin a line.
    let dependent = |c: char| matches!(c, '\u{e30}'..='\u{e3a}' | '\u{e45}' | '\u{e47}'..='\u{e4e}');
    assert!(lines.iter().all(|line| !line.starts_with(dependent)), "{lines:?}");
    // Words that are not made of others stay whole.
    for word in ["สำหรับ", "ผู้หญิง", "ชมพู", "สบาย", "ระบาย", "อากาศ", "เหมาะ"]
    {
        assert!(lines.iter().any(|line| line.contains(word)), "{word} in {lines:?}");
    }
}

#[test]
fn a_character_that_no_font_has_is_a_box_and_its_order_is_named() {
    // For private use: no font of a system has it.
    assert_eq!(boxed("Jane \u{10fffd} Doe"), ["2"]);
    assert_eq!(boxed("Jane Doe"), [""; 0]);
}

#[test]
fn a_box_in_a_products_name_names_every_order_that_wants_it() {
    let strange = line("a", "Mug \u{10fffd}", 1);
    let orders = vec![
        order("1", "Jane", vec![strange.clone()]),
        order("2", "John", vec![line("b", "Tee", 1)]),
        order("3", "Joan", vec![strange]),
    ];
    assert_eq!(laid_out(Kind::PickList, &job(orders)).1, ["1", "3"]);
}

#[test]
fn an_arabic_name_keeps_its_order_and_stands_at_the_right() {
    if !installed(&["Noto Sans Arabic"]) {
        return;
    }
    let mut job = job(vec![order("1", "محمد عبد الله", vec![])]);
    job.orders[0].to = address("محمد عبد الله", &["1 Main St"], "SA");
    let (pages, _) = laid_out(Kind::AddressLabels, &job);
    assert!(all(&pages[0]).contains("محمد عبد الله"), "it is found when it is searched for");
    let ink = pages[0].marks.iter().find_map(|mark| match mark {
        paper::Mark::Text { line, .. } if line.text().starts_with('م') => Some(line.ink),
        _ => None,
    });
    assert!(ink.unwrap().0 > 20.0 && (ink.unwrap().1 - 252.0).abs() < 2.0, "{ink:?}");
}
