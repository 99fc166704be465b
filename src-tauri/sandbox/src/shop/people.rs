//! Who buys, where they live and who brings it to them. All of them are invented.

use jiff::Timestamp;
use rand::{Rng, rngs::StdRng};

use super::{
    Status,
    draw::{digits, one_of, weighted},
    order::{Address, Line, Order, Recipient},
};

/// A country's buyers.
struct Market {
    country: &'static str,
    /// How many of a hundred orders go there.
    weight: u32,
    carrier: &'static str,
    calling: &'static str,
    names: &'static [&'static str],
    streets: &'static [&'static str],
    second_lines: &'static [&'static str],
    /// City, state or province, postal code.
    towns: &'static [(&'static str, &'static str, &'static str)],
}

const GIVEN: &[&str] = &[
    "Emily", "Jamal", "Grace", "Liam", "Isabella", "Chloe", "Noah", "Ava", "Mateo", "Zoë", "Owen", "Priya", "Hannah",
    "Diego", "Amara", "Lucas", "Fatima", "Henry", "Mei", "Sofia", "Elijah", "Naomi", "Björn", "Camille",
];
const FAMILY: &[&str] = &[
    "Carter",
    "Washington",
    "Okafor",
    "O’Brien",
    "Rossi",
    "Martin",
    "Nguyen",
    "Patel",
    "Kim",
    "García",
    "Johnson",
    "Lee",
    "Haddad",
    "Novak",
    "Silva",
    "Brown",
    "Andersson",
    "Cohen",
    "Müller",
    "Taylor",
    "Reyes",
    "Scott",
];
/// Buyers in the United States whose names are not drawn from the lists above.
const WORLD: &[&str] = &[
    "Nguyễn Thị Hoa",
    "陈美玲",
    "Somchai Prasert",
    "María Fernández",
    "佐藤 健",
    "Ana Souza",
    "Siti Rahmawati",
    "Oliver Schmidt",
    "Phạm Minh",
    "李伟",
    "Ploy Suwan",
    "김민준",
    "محمد العلي",
    "ณัฐพงศ์ แก้วใส",
    "Łukasz Żółć",
    "Ольга Иванова",
    "דניאל כהן",
    "Αλέξανδρος Παπαδόπουλος",
    "अनन्या शर्मा",
    "Jo 🌸",
    "Maximiliana Alexandra von Hohenfels-Wittelsbach-Ottenstein Fernández de la Vega y Montenegro",
];

const MARKETS: &[Market] = &[
    Market {
        country: "US",
        weight: 72,
        carrier: "USPS",
        calling: "+1",
        names: WORLD,
        streets: &["Main St", "Oak Ave", "Maple Dr", "Cedar Ln", "Sunset Blvd", "2nd Ave", "Riverside Dr", "Elm St"],
        second_lines: &["", "", "", "Apt 4B", "Unit 12", "Floor 3", "Suite 900"],
        towns: &[
            ("New York", "NY", "10001"),
            ("Brooklyn", "NY", "11215"),
            ("Los Angeles", "CA", "90012"),
            ("San José", "CA", "95112"),
            ("Dallas", "TX", "75201"),
            ("Houston", "TX", "77002"),
            ("Chicago", "IL", "60614"),
            ("Seattle", "WA", "98101"),
            ("Miami", "FL", "33130"),
            ("Boston", "MA", "02116"),
            ("Denver", "CO", "80205"),
            ("Atlanta", "GA", "30308"),
            ("Portland", "OR", "97209"),
            ("Honolulu", "HI", "96815"),
            ("San Juan", "PR", "00901"),
        ],
    },
    Market {
        country: "VN",
        weight: 6,
        carrier: "VNPost",
        calling: "+84",
        names: &["Trần Văn Hùng", "Lê Thị Mỹ Duyên", "Đặng Quốc Bảo", "Huỳnh Ngọc Ánh"],
        streets: &["Đường Lê Lợi", "Đường Nguyễn Huệ", "Ngõ 42 Đội Cấn"],
        second_lines: &["", "Phường Bến Nghé, Quận 1", "Phường Tân Định"],
        towns: &[
            ("Thành phố Hồ Chí Minh", "Hồ Chí Minh", "700000"),
            ("Hà Nội", "Hà Nội", "100000"),
            ("Đà Nẵng", "Đà Nẵng", "550000"),
        ],
    },
    Market {
        country: "TH",
        weight: 5,
        carrier: "Thailand Post",
        calling: "+66",
        names: &["ศิริพร วงศ์สวัสดิ์", "อนุชา ศรีสุข", "กมลวรรณ จันทร์เพ็ญ"],
        streets: &["ถนนสุขุมวิท", "ถนนพระราม 9", "ซอยอารีย์ 4"],
        second_lines: &["", "แขวงคลองเตย", "ห้อง 1205 อาคาร B"],
        towns: &[("กรุงเทพมหานคร", "กรุงเทพมหานคร", "10110"), ("เชียงใหม่", "เชียงใหม่", "50000")],
    },
    Market {
        country: "JP",
        weight: 4,
        carrier: "Japan Post",
        calling: "+81",
        names: &["鈴木 さくら", "高橋 大輔", "渡辺 結衣"],
        streets: &["神南1丁目", "本町3丁目", "北三条西"],
        second_lines: &["", "メゾン青葉 302号室"],
        towns: &[
            ("渋谷区", "東京都", "150-0041"),
            ("大阪市中央区", "大阪府", "541-0053"),
            ("札幌市", "北海道", "060-0003"),
        ],
    },
    Market {
        country: "KR",
        weight: 3,
        carrier: "Korea Post",
        calling: "+82",
        names: &["이서연", "박지훈", "최유진"],
        streets: &["테헤란로", "해운대로"],
        second_lines: &["", "101동 1503호"],
        towns: &[("강남구", "서울특별시", "06134"), ("해운대구", "부산광역시", "48094")],
    },
    Market {
        country: "CN",
        weight: 3,
        carrier: "SF Express",
        calling: "+86",
        names: &["王芳", "张伟", "欧阳晓雨"],
        streets: &["中山路", "人民南路四段"],
        second_lines: &["", "3栋2单元1001室"],
        towns: &[("上海市", "上海", "200040"), ("成都市", "四川", "610041")],
    },
    Market {
        country: "AE",
        weight: 3,
        carrier: "Aramex",
        calling: "+971",
        names: &["فاطمة الزهراء بنت محمد", "خالد المنصوري"],
        streets: &["شارع الشيخ زايد", "شارع الكورنيش"],
        second_lines: &["", "شقة ٤٠٢، برج النخيل"],
        towns: &[("دبي", "دبي", "00000"), ("أبوظبي", "أبوظبي", "00000")],
    },
    Market {
        country: "GB",
        weight: 4,
        carrier: "Royal Mail",
        calling: "+44",
        names: &["Siân Llewellyn", "Alasdair MacGregor", "Olivia Bennett"],
        streets: &["High Street", "Station Road"],
        second_lines: &["", "Flat 2"],
        towns: &[
            ("London", "", "SW1A 1AA"),
            ("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", "Anglesey", "LL61 5UJ"),
        ],
    },
];

const PAYMENT: &[&str] = &["CREDIT_CARD", "CREDIT_CARD", "DEBIT_CARD", "PAYPAL", "APPLE_PAY", "TIKTOK_BALANCE"];

/// An order of these lines by somebody, awaiting shipment since the moment it was created.
pub(crate) fn order_for(rng: &mut StdRng, order_id: String, items: Vec<Line>, created: Timestamp) -> Order {
    let market = weighted(rng, MARKETS, |market| market.weight).unwrap_or(&MARKETS[0]);
    Order {
        order_id,
        order_status: Status::AwaitingShipment,
        payment_method: one_of(rng, PAYMENT).into(),
        shipping_provider: market.carrier.into(),
        tracking_number: String::new(),
        recipient: recipient(rng, market),
        items,
        create_time: created,
        update_time: created,
        ship_time: None,
        tracking_corrected: false,
        cancel_asked: None,
        past_requests: Vec::new(),
        parcel: None,
        parts: Vec::new(),
    }
}

/// A number as the carrier writes them: 22 digits for USPS, two letters around nine digits elsewhere.
pub(crate) fn tracking_number(rng: &mut StdRng, carrier: &str) -> String {
    if carrier == "USPS" {
        return digits(rng, "94001", 22);
    }
    let initial = carrier.chars().next().unwrap_or('R');
    format!("{}{initial}", digits(rng, &format!("E{initial}"), 11))
}

fn recipient(rng: &mut StdRng, market: &Market) -> Recipient {
    let (city, state, zipcode) = one_of(rng, market.towns);
    let number = rng.random_range(1..1_999);
    let street = one_of(rng, market.streets);
    Recipient {
        name: name(rng, market),
        phone: format!("{} {} ••• {}", market.calling, digits(rng, "", 3), digits(rng, "", 4)),
        address: Address {
            street1: if market.country == "US" { format!("{number} {street}") } else { format!("{street} {number}") },
            street2: one_of(rng, market.second_lines).into(),
            city: city.into(),
            state: state.into(),
            zipcode: zipcode.into(),
            country: market.country.into(),
        },
    }
}

fn name(rng: &mut StdRng, market: &Market) -> String {
    if market.country == "US" && rng.random_bool(0.65) {
        return format!("{} {}", one_of(rng, GIVEN), one_of(rng, FAMILY));
    }
    one_of(rng, market.names).into()
}
