//! How the markets head the two columns.

/// What stands above order ids, as [`plain`] writes it.
const ORDER: &[&str] = &[
    "orderid",
    "orderno",
    "ordernumber",
    "ordernum",
    "ordercode",
    "order",
    "orders",
    "orderref",
    "orderreference",
    "tiktokorderid",
    "tiktokordernumber",
    "platformorderid",
    "platformorderno",
    "salesordernumber",
    "externalorderid",
    // Vietnamese, Thai, Indonesian, Malay
    "mãđơnhàng",
    "idđơnhàng",
    "sốđơnhàng",
    "mãđơn",
    "หมายเลขคำสั่งซื้อ",
    "เลขที่คำสั่งซื้อ",
    "รหัสคำสั่งซื้อ",
    "หมายเลขออเดอร์",
    "nomorpesanan",
    "nopesanan",
    "idpesanan",
    "kodepesanan",
    "nomborpesanan",
    // Spanish, Portuguese, German, French, Italian
    "númerodepedido",
    "numerodepedido",
    "nºdepedido",
    "nºpedido",
    "iddelpedido",
    "iddepedido",
    "idpedido",
    "pedido",
    "númerodopedido",
    "numerodopedido",
    "nºdopedido",
    "iddopedido",
    "bestellnummer",
    "bestellid",
    "bestellnr",
    "auftragsnummer",
    "numérodecommande",
    "numerodecommande",
    "n°decommande",
    "ndecommande",
    "iddecommande",
    "idcommande",
    "commande",
    "numeroordine",
    "numerodordine",
    "numerodellordine",
    "idordine",
    "iddellordine",
    "ordine",
    // Chinese, Japanese, Korean
    "订单号",
    "订单编号",
    "订单id",
    "訂單號",
    "訂單號碼",
    "訂單編號",
    "平台订单号",
    "注文番号",
    "注文id",
    "オーダー番号",
    "주문번호",
    "주문id",
];

/// What stands above tracking numbers.
const NUMBER: &[&str] = &[
    "tracking",
    "trackingnumber",
    "trackingno",
    "trackingnum",
    "trackingid",
    "trackingcode",
    "trackingnumbers",
    "shipmenttrackingnumber",
    "trackingref",
    "waybill",
    "waybillno",
    "waybillnumber",
    "awb",
    "awbno",
    "awbnumber",
    "airwaybill",
    "airwaybillnumber",
    "consignmentnumber",
    "consignmentno",
    "parcelnumber",
    "shippingcode",
    // Vietnamese, Thai, Indonesian, Malay
    "mãvậnđơn",
    "sốvậnđơn",
    "mãtheodõi",
    "mãvậnchuyển",
    "หมายเลขพัสดุ",
    "เลขพัสดุ",
    "หมายเลขติดตามพัสดุ",
    "หมายเลขติดตาม",
    "เลขติดตามพัสดุ",
    "nomorresi",
    "noresi",
    "resi",
    "nomorpelacakan",
    "nomborpenjejakan",
    "nopenjejakan",
    "nombortracking",
    // Spanish, Portuguese, German, French, Italian
    "númerodeseguimiento",
    "numerodeseguimiento",
    "códigodeseguimiento",
    "númeroderastreo",
    "numeroderastreo",
    "númerodeguía",
    "numerodeguia",
    "guía",
    "códigoderastreio",
    "codigoderastreio",
    "códigoderastreamento",
    "númeroderastreio",
    "sendungsnummer",
    "sendungsverfolgungsnummer",
    "trackingnummer",
    "sendungsverfolgung",
    "paketnummer",
    "numérodesuivi",
    "numerodesuivi",
    "n°desuivi",
    "suivi",
    "numeroditracciamento",
    "numeroditracking",
    "codiceditracciamento",
    "numerodispedizione",
    // Chinese, Japanese, Korean
    "运单号",
    "快递单号",
    "物流单号",
    "追踪号",
    "跟踪号",
    "物流编号",
    "運單號",
    "運單號碼",
    "追蹤號碼",
    "追蹤編號",
    "物流單號",
    "追跡番号",
    "伝票番号",
    "送り状番号",
    "お問い合わせ番号",
    "운송장번호",
    "송장번호",
    "추적번호",
];

/// Which of the two columns a heading is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Order,
    Number,
}

impl Role {
    /// How surely a heading is this column's: 2 by its words, 1 with more words around them.
    pub(crate) fn surety(self, heading: &str) -> usize {
        let words = match self {
            Self::Order => ORDER,
            Self::Number => NUMBER,
        };
        let heading = plain(heading);
        let within = |word: &&str| word.chars().count() >= LONG && heading.contains(*word);
        match heading.len() {
            0 | MOST.. => 0,
            _ if words.contains(&heading.as_str()) => 2,
            _ => usize::from(words.iter().any(within)),
        }
    }
}

/// Headings aren't longer, in bytes; sentences are.
const MOST: usize = 120;
/// Characters of a word that is no accident within another.
const LONG: usize = 7;

/// Lower case, without blanks and the signs between words.
pub(crate) fn plain(heading: &str) -> String {
    let kept = |sign: &char| {
        !sign.is_whitespace()
            && !matches!(
                sign,
                '_' | '-' | '.' | ':' | '#' | '/' | '\'' | '’' | '"' | '*' | '(' | ')' | '\u{feff}' | '\u{200b}'
            )
    };
    heading.chars().filter(kept).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_however_they_are_written() {
        for heading in [
            "Order ID",
            "order_id",
            "ORDER NO.",
            "Order #",
            "Mã đơn hàng",
            "หมายเลขคำสั่งซื้อ",
            "No. Pesanan",
            "Nº de pedido",
            "订单编号",
            "주문 번호",
        ] {
            assert_eq!(Role::Order.surety(heading), 2, "{heading}");
            assert_eq!(Role::Number.surety(heading), 0, "{heading}");
        }
        for heading in [
            "Tracking ID",
            "tracking-number",
            "Mã vận đơn",
            "เลขพัสดุ",
            "No. Resi",
            "Código de rastreio",
            "Numéro de suivi",
            "运单号",
            "追跡番号",
        ] {
            assert_eq!(Role::Number.surety(heading), 2, "{heading}");
            assert_eq!(Role::Order.surety(heading), 0, "{heading}");
        }
    }

    #[test]
    fn other_headings_about_orders_are_not_taken_for_the_id() {
        for heading in ["Order Status", "Order Amount", "Order Substatus", "Created Time", "Buyer Message", ""] {
            assert_eq!((Role::Order.surety(heading), Role::Number.surety(heading)), (0, 0), "{heading}");
        }
        assert_eq!(Role::Order.surety("Order ID (required)"), 1);
    }
}
