//! An order's pieces as they lie in parcels, and how they can be divided.

use domain::{
    Contents, Line, PackageId, Piece, Shipper, SkuId, Stage, Units, divisible, keeps_skus_together, ships_by_parcel,
};
use store::{OrderDetail, State};

use crate::boundary::{Division, DivisionRow, DivisionWay, OrderParcel};

/// How an order of a shop in `market` can be divided; none where it can't, or where something is under way for it.
pub(crate) fn division(order: &OrderDetail, market: &str, is_busy: bool) -> Option<Division> {
    let lines = lines_of(order);
    let now = Contents { status: &order.row.status, handling: &order.handling, lines: &lines };
    let is_shipped = matches!(order.row.shipping, Some((State::Queued | State::Sending | State::Checking, _)));
    let waits = order.row.stage() == Stage::ToShip && !order.row.cancel_asked && !is_busy && !is_shipped;
    if !waits || now.waiting().count() < 2 {
        return None;
    }
    let way = way(now, market)?;
    let rows = match (way, now.waiting_parcels().len()) {
        (DivisionWay::Part, parcels) if parcels > 1 && ships_by_parcel(market) => by_parcel(now),
        (DivisionWay::Split, _) if keeps_skus_together(market) => by_sku(&order.lines),
        _ => by_piece(&order.lines),
    };
    let units: usize = rows.iter().map(|row| row.units.len()).sum();
    (units > 1).then_some(Division { way, rows })
}

fn way(now: Contents<'_>, market: &str) -> Option<DivisionWay> {
    let parcels = now.waiting_parcels().len();
    let sells_labels = Units::where_labels_are_bought(market).is_some();
    match now.handling.shipper {
        Shipper::Warehouse => None,
        Shipper::Seller if !ships_by_parcel(market) => Some(DivisionWay::Part),
        Shipper::Seller if parcels > 1 => Some(DivisionWay::Part),
        // Where labels are bought, one makes the parcel, and a second one costs a second time.
        Shipper::Platform if sells_labels => None,
        Shipper::Seller | Shipper::Platform => (parcels == 1 && divisible(now).is_ok()).then_some(DivisionWay::Split),
    }
}

type Bought = (Line, Option<String>);

fn by_piece(lines: &[Bought]) -> Vec<DivisionRow> {
    lines.iter().map(row).filter(|row| !row.units.is_empty()).collect()
}

fn by_sku(lines: &[Bought]) -> Vec<DivisionRow> {
    let mut by_sku: Vec<(&SkuId, DivisionRow)> = Vec::new();
    for bought in lines {
        let (sku, row) = (&bought.0.sku, row(bought));
        // One SKU at two prices is two lines of the order, and one thing to the shop.
        match by_sku.iter_mut().find(|(known, _)| *known == sku) {
            Some((_, known)) => known.units.extend(row.units),
            None => by_sku.push((sku, row)),
        }
    }
    let together = |(_, row): (&SkuId, DivisionRow)| DivisionRow { units: vec![row.units.concat()], ..row };
    by_sku.into_iter().map(together).filter(|row| !row.units.concat().is_empty()).collect()
}

/// A line, and each of its pieces that waits.
fn row((line, code): &Bought) -> DivisionRow {
    let waiting = line.pieces.iter().filter(|piece| piece.waits);
    let code = code.clone().unwrap_or_else(|| line.sku.to_string());
    DivisionRow { name: line.name.clone(), code, units: waiting.map(|piece| vec![piece.id.to_string()]).collect() }
}

fn by_parcel(now: Contents<'_>) -> Vec<DivisionRow> {
    let row = |parcel: &PackageId| {
        let within = |piece: &Piece| piece.waits && piece.package.as_ref() == Some(parcel);
        let units = now.pieces().filter(|piece| within(piece)).map(|piece| piece.id.to_string()).collect();
        DivisionRow { name: contents(now.lines, within).join(", "), code: parcel.to_string(), units: vec![units] }
    };
    now.waiting_parcels().into_iter().map(row).collect()
}

/// How many pieces of each line of an order are still to be packed.
pub(crate) fn left(order: &OrderDetail) -> Vec<u32> {
    let lines = lines_of(order);
    Contents { status: &order.row.status, handling: &order.handling, lines: &lines }.left()
}

/// What was bought, without the seller's codes.
pub(crate) fn lines_of(order: &OrderDetail) -> Vec<Line> {
    order.lines.iter().map(|(line, _)| line.clone()).collect()
}

/// The parcels of an order that has several, or that left in part; nothing for one that leaves whole.
pub(crate) fn parcels(order: &OrderDetail) -> Vec<OrderParcel> {
    let lines = lines_of(order);
    let mut kinds: Vec<ParcelKey<'_>> = Vec::new();
    for piece in lines.iter().flat_map(|line| &line.pieces) {
        let key = ParcelKey::of(piece);
        if !kinds.contains(&key) {
            kinds.push(key);
        }
    }
    if kinds.len() < 2 {
        return Vec::new();
    }
    let parcel = |key: ParcelKey<'_>| OrderParcel {
        id: key.package.map(ToString::to_string),
        contents: contents(&lines, |piece| ParcelKey::of(piece) == key),
        tracking_number: key.number.to_owned(),
        waits: key.waits,
        correction: None,
    };
    kinds.into_iter().map(parcel).collect()
}

/// What tells one parcel from another, also where the shop gives a parcel no id before it leaves.
#[derive(Clone, Copy, PartialEq, Eq)]
struct ParcelKey<'a> {
    package: Option<&'a PackageId>,
    number: &'a str,
    waits: bool,
}

impl<'a> ParcelKey<'a> {
    fn of(piece: &'a Piece) -> Self {
        Self { package: piece.package.as_ref(), number: &piece.tracking, waits: piece.waits }
    }
}

fn contents(lines: &[Line], within: impl Fn(&Piece) -> bool) -> Vec<String> {
    let counted = |line: &Line| (line.pieces.iter().filter(|piece| within(piece)).count(), line.name.clone());
    lines.iter().map(counted).filter(|(count, _)| *count > 0).map(|(count, name)| format!("{count} × {name}")).collect()
}
