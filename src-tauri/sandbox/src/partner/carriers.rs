//! The carriers the service knows, and the one way of delivery the shop offers.

/// Its id and name.
pub(super) const DELIVERY_OPTION: (&str, &str) = ("7091000000000000321", "Standard shipping");

/// A carrier: id and name, and whether a seller may choose it.
pub(super) struct Carrier {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) offered: bool,
}

const fn carrier(id: &'static str, name: &'static str, offered: bool) -> Carrier {
    Carrier { id, name, offered }
}

/// Those at the end bring the shop's orders abroad without being asked for.
pub(super) const CARRIERS: &[Carrier] = &[
    carrier("7117858858072016001", "USPS", true),
    carrier("7117859084333745002", "UPS", true),
    carrier("7129720299146184003", "FedEx", true),
    carrier("7132708441138415004", "DHL eCommerce", true),
    carrier("7212608507307099005", "OnTrac", true),
    carrier("7132721393761781006", "VNPost", false),
    carrier("7132722393761781007", "Thailand Post", false),
    carrier("7132723393761781008", "Japan Post", false),
    carrier("7132724393761781009", "Korea Post", false),
    carrier("7132725393761781010", "SF Express", false),
    carrier("7132726393761781011", "Aramex", false),
    carrier("7132727393761781012", "Royal Mail", false),
];

pub(super) fn id_of(name: &str) -> &'static str {
    CARRIERS.iter().find(|carrier| carrier.name == name).map_or("", |carrier| carrier.id)
}
