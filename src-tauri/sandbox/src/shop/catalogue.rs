//! What the shop sells. All of it is invented.

use jiff::Timestamp;
use rand::{Rng, rngs::StdRng};

use super::{
    Level, Price, Product,
    draw::{digits, draw, one_of},
    product::Sku,
};
use crate::moment::shifted;

const DAY: i64 = 24 * 60 * 60;
const WAREHOUSES: [&str; 8] =
    ["wh_new_york", "wh_los_angeles", "wh_dallas", "wh_chicago", "wh_seattle", "wh_atlanta", "wh_miami", "wh_denver"];
/// Levels as sellers have them: many low, some sold out, a few huge.
const LEVELS: [u32; 18] = [0, 0, 3, 5, 5, 12, 18, 18, 25, 40, 40, 45, 80, 80, 120, 120, 240, 1_500];

/// A product: name, beginning of its seller SKUs, price in hundredths, and its variants (none when
/// it is sold in one kind only).
struct Ware(&'static str, &'static str, u32, &'static [&'static str]);

const WARES: &[Ware] = &[
    Ware("Glow Serum 30 ml", "GS-030", 2_350, &["ROSE", "CITRUS", "UNSCENTED"]),
    Ware("Linen Tote", "LT", 1_800, &["SAND", "INK", "OLIVE", "CLAY"]),
    Ware("Wireless Earbuds · Black", "WE-001", 2_999, &[]),
    Ware("Ceramic Pour-over Kit", "CP-10", 4_150, &[]),
    Ware("LED Desk Lamp", "DL-7", 3_650, &["WHITE", "BLACK"]),
    Ware("Phone Grip · Mint", "PG-MINT", 1_599, &[]),
    Ware("Matcha Whisk Set", "MW-3", 3_099, &[]),
    Ware("Silk Scrunchie Set ×5", "SC-5", 1_450, &["PASTEL", "JEWEL", "NUDE"]),
    Ware("Bánh tráng trộn Tây Ninh", "BT-200", 699, &["CAY", "TÔM", "BƠ"]),
    Ware("抹茶ラテパウダー 宇治", "ML-100", 1_280, &[]),
    Ware("桂花乌龙茶", "GH-250", 2_160, &["50G", "125G", "250G"]),
    Ware("ชาไทยใบผสม", "TT-400", 899, &[]),
    Ware("한방 샴푸 바", "HS-90", 1_390, &["쑥", "인삼"]),
    Ware("عطر العود الملكي", "OUD-50", 8_900, &["50ML", "100ML"]),
    Ware("Sticker Pack 🦊🍓🌙", "ST-60", 550, &[]),
    Ware("Crème de nuit à l’avoine", "CN-50", 2_790, &[]),
    Ware("Trail Running Belt", "RB-1", 2_200, &["S", "M", "L", "XL"]),
    Ware("Enamel Mug “Slow Morning”", "EM-350", 1_675, &["CREAM", "FOREST", "SKY"]),
    Ware("Hand-poured Soy Candle", "SY-180", 2_425, &["FIG", "CEDAR", "SEA SALT", "TOMATO LEAF"]),
    Ware("Compostable Dish Brush", "DB-2", 975, &[]),
    Ware("Weighted Jump Rope", "JR-5", 2_650, &["LIGHT", "HEAVY"]),
    Ware("Baby Swaddle <Stars & Moons>", "BS-47", 2_100, &[]),
    Ware("Mechanical Keycap Set 日本語 + Latin", "KC-138", 5_999, &["CHERRY", "XDA"]),
    Ware(
        "Ultra-soft Oversized Double-sided Recycled Fleece Throw Blanket with Hand-stitched Edges, \
         Machine Washable, for Sofa, Bed, Balcony, Camping and Long Train Journeys, 150 × 200 cm",
        "FB-1520",
        4_899,
        &["OAT", "RUST", "NIGHT"],
    ),
];

/// The ids of so many warehouses; a single one is called `default`, as in the contract.
pub(crate) fn warehouses(count: u8) -> Vec<String> {
    match count {
        0 | 1 => vec!["default".into()],
        more => WAREHOUSES.iter().take(usize::from(more)).map(ToString::to_string).collect(),
    }
}

/// So many products, newest first as they are listed. When the wares run out they come again as
/// later editions.
pub(crate) fn products(seed: u64, count: u32, warehouses: &[String], now: Timestamp) -> Vec<Product> {
    let mut products: Vec<Product> =
        (0..count as usize).map(|n| product(&mut draw(seed, "product", n as u64), n, warehouses, now)).collect();
    products.sort_by(|a, b| b.create_time.cmp(&a.create_time).then_with(|| a.id.cmp(&b.id)));
    products
}

fn product(rng: &mut StdRng, n: usize, warehouses: &[String], now: Timestamp) -> Product {
    let Ware(name, code, hundredths, variants) = &WARES[n % WARES.len()];
    let edition = n / WARES.len() + 1;
    let again = edition > 1;
    let code = if again { format!("{code}-E{edition}") } else { (*code).to_owned() };
    let name = if again { format!("{name} · Edition {edition}") } else { (*name).to_owned() };
    let age = rng.random_range(40 * DAY..400 * DAY);
    Product {
        // The serial at the end keeps ids apart whatever is drawn.
        id: format!("{}{n:05}", digits(rng, "1729", 14)),
        description: format!("{name}. Packed by hand and sent within two working days."),
        skus: skus(rng, n, &code, *hundredths, variants, warehouses),
        name,
        create_time: shifted(now, -age),
        update_time: shifted(now, -rng.random_range(DAY..30 * DAY)),
    }
}

fn skus(
    rng: &mut StdRng,
    product: usize,
    code: &str,
    hundredths: u32,
    variants: &[&str],
    warehouses: &[String],
) -> Vec<Sku> {
    let codes: Vec<String> = match variants {
        [] => vec![code.to_owned()],
        several => several.iter().map(|variant| format!("{code}-{variant}")).collect(),
    };
    let priced = codes.into_iter().enumerate();
    priced
        .map(|(n, seller_sku)| Sku {
            id: format!("{}{product:05}{n:02}", digits(rng, "1730", 12)),
            seller_sku,
            // Every variant a little dearer than the one before.
            price: Price::of_hundredths(hundredths + 150 * n as u32),
            stock_infos: warehouses.iter().map(|id| level(rng, id)).collect(),
            campaigns: Vec::new(),
            creators: 0,
        })
        .collect()
}

fn level(rng: &mut StdRng, warehouse_id: &str) -> Level {
    Level { warehouse_id: warehouse_id.to_owned(), available_stock: one_of(rng, &LEVELS) }
}
