//! The mess itself.

use encoding_rs::{Encoding, WINDOWS_874, WINDOWS_1252};
use tables::{Format, Layout, Lines, Purpose, read_file, read_pasted, shipments};

type Found = Vec<(u32, String, String)>;

fn found(table: &tables::Table) -> Found {
    let Lines { lines, .. } = shipments(&table.sheet, &Layout::of(&table.sheet));
    lines.into_iter().map(|line| (line.row, line.order, line.number)).collect()
}

fn read(bytes: &[u8]) -> Found {
    found(&read_file(bytes, None, Purpose::Shipments).unwrap())
}

fn one(row: u32) -> Found {
    vec![(row, "576618402217359921".into(), "JT0123456789".into())]
}

#[test]
fn titles_blank_rows_notes_and_totals_stand_around_the_shipments() {
    let file = "Shop,Linh Kay Studio,,\r\nPrinted on,2026-03-10,,\r\n\r\n,,,\r\n\
        No.,Order ID,Buyer,Tracking Number\r\n1,576618402217359921,\"Hoa\r\nNguyễn\",JT0123456789\r\n,,,\r\nTotal,1 order,,\r\n";
    assert_eq!(read(file.as_bytes())[..1], one(6)[..]);
}

#[test]
fn the_shops_own_export_explains_its_headings_and_keeps_ids_text_with_tabs() {
    let file = "\u{feff}Order ID,Order Status,Order Substatus,Seller SKU,Tracking ID,Buyer Message\n\
        Platform unique order ID.,Current status.,Current substatus.,Your SKU.,Number of the parcel.,\n\
        \"576618402217359921\t\",To ship,Awaiting shipment,GS-1,\"JT0123456789\t\",\n";
    assert_eq!(read(file.as_bytes()), one(3));
}

#[test]
fn files_of_every_market_are_read_in_their_own_encoding() {
    let in_encoding = |encoding: &'static Encoding, text: &str| {
        let (bytes, _, unmappable) = encoding.encode(text);
        assert!(!unmappable, "{text}");
        bytes.into_owned()
    };
    let spanish = "Número de pedido;Destinatario;Número de seguimiento\r\n576618402217359921;Peña;JT0123456789\r\n";
    let thai = "หมายเลขคำสั่งซื้อ,ผู้รับ,หมายเลขพัสดุ\r\n576618402217359921,สมชาย,JT0123456789\r\n";
    let vietnamese = "Mã đơn hàng\tNgười nhận\tMã vận đơn\r\n576618402217359921\tHoa\tJT0123456789\r\n";
    let chinese = "订单号,收件人,运单号\r\n576618402217359921,陈美玲,JT0123456789\r\n";
    for bytes in [
        in_encoding(WINDOWS_1252, spanish),
        in_encoding(WINDOWS_874, thai),
        in_encoding(encoding_rs::GBK, chinese),
        vietnamese.as_bytes().to_vec(),
        [b"\xff\xfe".to_vec(), vietnamese.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat(),
    ] {
        assert_eq!(read(&bytes), one(2));
    }
}

#[test]
fn what_was_pasted_is_read_in_each_form() {
    for text in [
        "576618402217359921\tJT0123456789",
        "576618402217359921 JT0123456789\n",
        "JT0123456789   576618402217359921",
        "576618402217359921, JT0123456789",
        "576618402217359921: JT0123456789",
        "=\"576618402217359921\"\t'JT0123456789",
    ] {
        let read = found(&read_pasted(text, Purpose::Shipments).unwrap());
        let bare =
            |text: &str| text.trim_start_matches("=\"").trim_start_matches('\'').trim_end_matches('"').to_owned();
        assert_eq!(
            (bare(&read[0].1), bare(&read[0].2)),
            ("576618402217359921".into(), "JT0123456789".into()),
            "{text}"
        );
    }
}

#[test]
fn a_column_of_tracking_numbers_alone_names_no_orders() {
    let table = read_pasted("JT0123456789\nJT0123456790\n", Purpose::Shipments).unwrap();
    let layout = Layout::of(&table.sheet);
    assert_eq!((layout.order, layout.number), (None, Some(0)));
    assert_eq!(found(&table).len(), 2);
}

#[test]
fn a_file_says_what_it_was_read_as() {
    let format = |bytes: &[u8]| read_file(bytes, None, Purpose::Shipments).unwrap().format;
    assert_eq!(format(b"a;b\n1;2\n"), Format::Text { encoding: "UTF-8", delimiter: Some(';') });
    assert_eq!(
        format(b"N\xfamero de pedido;A\xf1o;Direcci\xf3n\n1;2;Espa\xf1a\n"),
        Format::Text { encoding: "windows-1252", delimiter: Some(';') }
    );
}
