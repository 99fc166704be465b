//! How the columns of a table of levels are headed.

use crate::headers::plain;

/// What stands above product ids, as [`plain`] writes it.
const PRODUCT: &[&str] = &[
    "productid",
    "productno",
    "productnumber",
    "itemid",
    "listingid",
    "spuid",
    "idsảnphẩm",
    "mãsảnphẩm",
    "รหัสสินค้า",
    "idproduk",
    "idproducto",
    "iddelproducto",
    "idproduto",
    "iddoproduto",
    "produktid",
    "idproduit",
    "idprodotto",
    "商品id",
    "产品id",
    "產品id",
    "商品番号",
    "상품id",
];

/// What stands above SKU ids.
const SKU: &[&str] = &[
    "skuid",
    "skuidentifier",
    "variationid",
    "variantid",
    "idsku",
    "idvariasi",
    "idvariante",
    "idphânloại",
    "规格id",
    "規格id",
    "sku编号",
];

/// What stands above the seller's own codes.
const CODE: &[&str] = &[
    "sellersku",
    "sellerskucode",
    "merchantsku",
    "skucode",
    "skunumber",
    "skuno",
    "itemsku",
    "productsku",
    "variantsku",
    "itemcode",
    "articlenumber",
    "partnumber",
    "skungườibán",
    "mãsku",
    "mãskungườibán",
    "skupenjual",
    "kodesku",
    "skuผู้ขาย",
    "รหัสsku",
    "skudelvendedor",
    "skuvendedor",
    "skudovendedor",
    "artikelnummer",
    "skuvendeur",
    "skuduvendeur",
    "skuvenditore",
    "skudelvenditore",
    "商家sku",
    "卖家sku",
    "賣家sku",
    "商家编码",
    "出品者sku",
    "판매자sku",
];

/// What stands above either of both.
const EITHER: &[&str] = &["sku", "skus"];

/// What stands above names or ids of warehouses.
const WAREHOUSE: &[&str] = &[
    "warehouse",
    "warehouseid",
    "warehousename",
    "warehousecode",
    "location",
    "locationid",
    "locationname",
    "kho",
    "khohàng",
    "mãkho",
    "gudang",
    "idgudang",
    "คลังสินค้า",
    "คลัง",
    "almacén",
    "almacen",
    "armazém",
    "depósito",
    "lager",
    "lagerort",
    "entrepôt",
    "magazzino",
    "仓库",
    "仓库id",
    "仓库名称",
    "倉庫",
    "창고",
];

/// What stands above levels.
const LEVEL: &[&str] = &[
    "level",
    "levels",
    "stock",
    "stocks",
    "stocklevel",
    "newstock",
    "newlevel",
    "newquantity",
    "quantity",
    "qty",
    "available",
    "availablestock",
    "availablequantity",
    "onhand",
    "inventory",
    "pieces",
    "setto",
    "sốlượng",
    "tồnkho",
    "จำนวน",
    "สต็อก",
    "stok",
    "jumlah",
    "kuantitas",
    "cantidad",
    "existencias",
    "inventario",
    "quantidade",
    "estoque",
    "menge",
    "bestand",
    "lagerbestand",
    "quantité",
    "quantità",
    "giacenza",
    "库存",
    "庫存",
    "数量",
    "數量",
    "在庫",
    "在庫数",
    "재고",
    "수량",
];

/// What stands above numbers that are to be added.
const ADJUSTMENT: &[&str] = &[
    "adjustment",
    "adjustments",
    "adjust",
    "adjustby",
    "adj",
    "delta",
    "change",
    "changeby",
    "difference",
    "diff",
    "correction",
    "điềuchỉnh",
    "penyesuaian",
    "ปรับ",
    "ปรับปรุง",
    "ajuste",
    "anpassung",
    "korrektur",
    "ajustement",
    "rettifica",
    "调整",
    "調整",
    "조정",
];

/// Signs that say the same as the words of [`ADJUSTMENT`].
const PLUS_MINUS: [&str; 4] = ["+/-", "+/−", "±", "Δ"];

/// What a heading says without naming a warehouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    Product,
    Sku,
    Code,
    /// The id or the code.
    SkuOrCode,
    Warehouse,
    Level,
    Adjustment,
}

const WORDS: [(&[&str], Word); 7] = [
    (PRODUCT, Word::Product),
    (SKU, Word::Sku),
    (CODE, Word::Code),
    (EITHER, Word::SkuOrCode),
    (WAREHOUSE, Word::Warehouse),
    (LEVEL, Word::Level),
    (ADJUSTMENT, Word::Adjustment),
];

/// A heading taken apart: what is left of it as [`plain`] writes it, and whether a sign says that it is to be added.
pub(crate) struct Heading {
    pub(crate) plain: String,
    pub(crate) is_signed: bool,
}

impl Heading {
    /// `None` for a sentence.
    pub(crate) fn read(cell: &str) -> Option<Self> {
        const MOST: usize = 200;
        if cell.len() > MOST {
            return None;
        }
        let is_signed = PLUS_MINUS.iter().any(|sign| cell.contains(sign));
        let without = PLUS_MINUS.iter().fold(cell.to_owned(), |text, sign| text.replace(sign, " "));
        Some(Self { plain: plain(&without), is_signed })
    }

    /// What it says; what stands in brackets behind it explains it: `SKU ID (do not edit)`.
    pub(crate) fn word(&self, cell: &str) -> Option<Word> {
        let before_brackets = || word(&plain(cell.split(['(', '（', '[']).next()?));
        match word(&self.plain).or_else(before_brackets) {
            Some(Word::Level) | None if self.is_signed => Some(Word::Adjustment),
            found => found,
        }
    }
}

/// What a text says that [`plain`] has written.
pub(crate) fn word(plain: &str) -> Option<Word> {
    WORDS.into_iter().find(|(words, _)| words.contains(&plain)).map(|(_, word)| word)
}

/// Whether what stands beside a warehouse's name makes it a column of levels or of adjustments: `stock`, `qty in`,
/// `stock adjustment`.
pub(crate) fn beside(rest: &str) -> Option<Word> {
    let rest = ["in", "at", "@"].into_iter().find_map(|between| rest.strip_suffix(between)).unwrap_or(rest);
    let known = |text: &str| word(text).filter(|word| matches!(word, Word::Level | Word::Adjustment));
    known(rest).or_else(|| {
        let adjusts = ADJUSTMENT.iter().any(|word| rest.strip_suffix(word).is_some_and(|more| known(more).is_some()));
        adjusts.then_some(Word::Adjustment)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: &str) -> Option<Word> {
        Heading::read(cell)?.word(cell)
    }

    #[test]
    fn headings_are_known_however_they_are_written() {
        for (cell, word) in [
            ("Product ID", Word::Product),
            ("product_id", Word::Product),
            ("SKU ID (do not edit)", Word::Sku),
            ("Seller SKU", Word::Code),
            ("SKU", Word::SkuOrCode),
            ("Warehouse", Word::Warehouse),
            ("Qty.", Word::Level),
            ("Tồn kho", Word::Level),
            ("库存", Word::Level),
            ("Adjustment", Word::Adjustment),
            ("+/-", Word::Adjustment),
            ("Qty +/−", Word::Adjustment),
            ("Δ", Word::Adjustment),
        ] {
            assert_eq!(read(cell), Some(word), "{cell}");
        }
        for cell in ["Product", "Product name", "Total", "Price", ""] {
            assert_eq!(read(cell), None, "{cell}");
        }
    }

    #[test]
    fn words_beside_a_warehouse_say_what_its_column_is() {
        assert_eq!(
            ["stock", "qtyin", "adjustment", "stockadjustment", "price", ""].map(beside),
            [Some(Word::Level), Some(Word::Level), Some(Word::Adjustment), Some(Word::Adjustment), None, None]
        );
    }
}
