//! What was bought. The shop tells one line for each piece: pieces of one SKU at one price are a line here.

use domain::{Line, PackageId, ProductId, SkuId};
use serde_json::{Map, Value};

use crate::reading::{Record, WireError};

/// What pieces tell that belongs to the order, where it is the same for all that tell it; empty otherwise.
#[derive(Default)]
pub(super) struct OfLines {
    pub(super) tracking_number: String,
    pub(super) provider: String,
    /// The parcels that they lie in.
    pub(super) packages: Vec<PackageId>,
    /// Parcels that wait for nothing of the seller's any more.
    pub(super) arranged: Vec<PackageId>,
}

struct Piece {
    line: Line,
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
    let pieces = record.each("line_items", piece)?.keep_extra("line_items", unknown);
    let kept = |piece: &&Piece| !piece.is_cancelled;
    let counting: Vec<&Piece> = match pieces.iter().filter(kept).count() {
        0 => pieces.iter().collect(),
        _ => pieces.iter().filter(kept).collect(),
    };
    let of_lines = OfLines {
        tracking_number: common(&counting, |piece| &piece.tracking_number),
        provider: common(&counting, |piece| &piece.provider),
        packages: packages(pieces.iter()),
        arranged: packages(pieces.iter().filter(|piece| piece.is_arranged)),
    };
    Ok((grouped(&counting), of_lines))
}

fn grouped(pieces: &[&Piece]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for Piece { line, .. } in pieces {
        let same =
            |known: &&mut Line| known.sku == line.sku && known.product == line.product && known.price == line.price;
        match lines.iter_mut().find(same) {
            Some(known) => known.quantity = known.quantity.saturating_add(1),
            None => lines.push(line.clone()),
        }
    }
    lines
}

/// Each parcel once: all pieces of one tell the same.
fn packages<'a>(pieces: impl Iterator<Item = &'a Piece>) -> Vec<PackageId> {
    let mut packages: Vec<PackageId> = Vec::new();
    for package in pieces.filter_map(|piece| piece.package.as_ref()) {
        if !packages.contains(package) {
            packages.push(package.clone());
        }
    }
    packages
}

fn common<'a>(pieces: &[&'a Piece], told: impl Fn(&'a Piece) -> &'a String) -> String {
    let mut said = pieces.iter().map(|piece| told(piece)).filter(|text| !text.is_empty());
    let first = said.next();
    first.filter(|first| said.all(|other| other == *first)).cloned().unwrap_or_default()
}

fn piece(record: &mut Record<'_>) -> Result<Piece, WireError> {
    let waits = |status: &str| status == "TO_FULFILL";
    Ok(Piece {
        package: record.glimpse("package_id").map(PackageId::new),
        is_arranged: record.glimpse("package_status").is_some_and(|status| !waits(&status)),
        is_cancelled: record.text("display_status")?.starts_with("CANCEL"),
        tracking_number: record.text("tracking_number")?,
        provider: record.text("shipping_provider_name")?,
        line: Line {
            product: ProductId::new(record.id("product_id")?),
            sku: SkuId::new(record.id("sku_id")?),
            name: record.text("product_name")?,
            quantity: 1,
            price: record.money("sale_price")?,
        },
    })
}
