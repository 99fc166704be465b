//! Orders to print, and what is asked of the pages.

use domain::{OrderId, Private};
use paper::{Address, Fonts, Job, Kind, Line, Order, Page, Sheet, lay_out};

pub(crate) fn address(name: &str, lines: &[&str], country: &str) -> Address {
    let lines = lines.iter().map(|line| Private::new((*line).to_owned())).collect();
    let (name, phone) = (Private::new(name.to_owned()), Private::new("(+1)555****123".to_owned()));
    Address { name, lines, phone, country: country.to_owned() }
}

pub(crate) fn line(sku: &str, name: &str, pieces: u32) -> Line {
    Line { item: ("product".into(), sku.into()), name: name.into(), code: sku.into(), pieces, location: None }
}

pub(crate) fn order(id: &str, name: &str, lines: Vec<Line>) -> Order {
    let to = address(name, &["1 Main St", "Austin, TX 73301, US"], "US");
    Order { id: OrderId::new(id), placed: "24 Nov 2026".into(), carrier: "USPS".into(), to, lines }
}

/// Many lines of one order.
pub(crate) fn lines(many: usize) -> Vec<Line> {
    (0..many).map(|number| line(&format!("SKU-{number}"), &format!("Thing number {number}"), 2)).collect()
}

pub(crate) fn job(orders: Vec<Order>) -> Job {
    Job {
        orders,
        shop: "Linh Kay Studio".into(),
        region: "US".into(),
        today: "25 Nov 2026".into(),
        from: Some(address("Linh Kay Studio", &["500 Warehouse Road"], "US")),
        sheet: Sheet::A4,
    }
}

/// The pages, and the ids of the orders that have boxes on them.
pub(crate) fn laid_out(kind: Kind, job: &Job) -> (Vec<Page>, Vec<String>) {
    let (pages, boxed) = lay_out(kind, job, &mut Fonts::system()).unwrap();
    (pages, boxed.into_iter().map(|id| id.to_string()).collect())
}

pub(crate) fn texts(page: &Page) -> Vec<String> {
    page.texts().map(str::to_owned).collect()
}

/// The text of a page in one.
pub(crate) fn all(page: &Page) -> String {
    texts(page).join("\n")
}

/// Whether the fonts are here that a test is about.
pub(crate) fn installed(families: &[&str]) -> bool {
    let mut fonts = Fonts::system();
    families.iter().all(|family| fonts.has(family))
}
