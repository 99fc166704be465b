//! What was bought. The shop tells one line for each piece: pieces of one SKU at one price are a line here.

use domain::{Line, PackageId, Piece, PieceId, ProductId, SkuId};
use serde_json::{Map, Value};

use crate::reading::{Record, WireError};

/// What pieces tell that belongs to the order, where it is the same for all that tell it; empty otherwise.
#[derive(Default)]
pub(super) struct OfLines {
    pub(super) tracking_number: String,
    pub(super) provider: String,
    /// Whether some of them have left, and some wait.
    pub(super) is_partly_gone: bool,
    /// The parcels that they lie in.
    pub(super) packages: Vec<PackageId>,
    /// Parcels that wait for nothing of the seller's any more.
    pub(super) arranged: Vec<PackageId>,
}

struct Told {
    line: Line,
    piece: Option<Piece>,
    is_cancelled: bool,
    tracking_number: String,
    provider: String,
    package: Option<PackageId>,
    /// Whether that waits for nothing of the seller's any more.
    is_arranged: bool,
}

/// Reads `line_items`. A cancelled piece is neither packed nor sent, and counts only where nothing else is left.
pub(super) fn lines(
    record: &mut Record<'_>,
    unknown: &mut Map<String, Value>,
) -> Result<(Vec<Line>, OfLines), WireError> {
    let pieces = record.each("line_items", told)?.keep_extra("line_items", unknown);
    let kept = |piece: &&Told| !piece.is_cancelled;
    let counting: Vec<&Told> = match pieces.iter().filter(kept).count() {
        0 => pieces.iter().collect(),
        _ => pieces.iter().filter(kept).collect(),
    };
    let waits = |told: &&Told| told.piece.as_ref().is_some_and(|piece| piece.waits);
    let waiting = counting.iter().filter(|told| waits(told)).count();
    let of_lines = OfLines {
        is_partly_gone: waiting > 0 && waiting < counting.len(),
        tracking_number: common(&counting, |piece| &piece.tracking_number),
        provider: common(&counting, |piece| &piece.provider),
        packages: packages(pieces.iter()),
        arranged: packages(pieces.iter().filter(|piece| piece.is_arranged)),
    };
    Ok((grouped(&counting), of_lines))
}

fn grouped(pieces: &[&Told]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for Told { line, piece, .. } in pieces {
        let same = |known: &Line| known.sku == line.sku && known.product == line.product && known.price == line.price;
        let place = lines.iter().position(same).unwrap_or_else(|| {
            lines.push(Line { quantity: 0, ..line.clone() });
            lines.len() - 1
        });
        if let Some(known) = lines.get_mut(place) {
            known.quantity = known.quantity.saturating_add(1);
            known.pieces.extend(piece.clone());
        }
    }
    lines
}

/// Each parcel once: all pieces of one tell the same.
fn packages<'a>(pieces: impl Iterator<Item = &'a Told>) -> Vec<PackageId> {
    let mut packages: Vec<PackageId> = Vec::new();
    for package in pieces.filter_map(|piece| piece.package.as_ref()) {
        if !packages.contains(package) {
            packages.push(package.clone());
        }
    }
    packages
}

fn common<'a>(pieces: &[&'a Told], told: impl Fn(&'a Told) -> &'a String) -> String {
    let mut said = pieces.iter().map(|piece| told(piece)).filter(|text| !text.is_empty());
    let first = said.next();
    first.filter(|first| said.all(|other| other == *first)).cloned().unwrap_or_default()
}

fn told(record: &mut Record<'_>) -> Result<Told, WireError> {
    let id = record.glimpse("id").map(PieceId::new);
    let package = record.glimpse("package_id").map(PackageId::new);
    let is_arranged = record.glimpse("package_status").is_some_and(|status| status != "TO_FULFILL");
    let status = record.text("display_status")?;
    let tracking_number = record.text("tracking_number")?;
    // Some markets show a parcel's number before it leaves.
    let waits = !is_arranged && matches!(status.as_str(), "" | "AWAITING_SHIPMENT" | "ON_HOLD" | "UNPAID");
    let piece = |id| Piece { id, package: package.clone(), tracking: tracking_number.clone(), waits };
    Ok(Told {
        piece: id.map(piece),
        package: package.clone(),
        is_arranged,
        is_cancelled: status.starts_with("CANCEL"),
        tracking_number,
        provider: record.text("shipping_provider_name")?,
        line: Line {
            product: ProductId::new(record.id("product_id")?),
            sku: SkuId::new(record.id("sku_id")?),
            name: record.text("product_name")?,
            quantity: 1,
            price: record.money("sale_price")?,
            pieces: Vec::new(),
        },
    })
}
