//! Writing pages as a PDF. Nothing in it tells a time or a computer.

use krilla::{
    Document, SerializeSettings,
    color::luma,
    geom::{Path, PathBuilder, Point, Rect},
    metadata::Metadata,
    num::NormalizedF32,
    page::PageSettings,
    paint::{Fill, Stroke},
    surface::Surface,
    text::{GlyphId, KrillaGlyph},
};

use crate::{
    barcode::Barcode,
    fonts::Fonts,
    page::{Mark, Page},
    press::PaperError,
    typeset::{Glyph, GlyphRun, TextLine},
};

/// Of the lines around boxes, in points.
const HAIRLINE: f32 = 0.75;

/// The document.
///
/// # Errors
/// [`PaperError::Unwritable`]
pub(crate) fn write(pages: &[Page], title: &str, fonts: &Fonts) -> Result<Vec<u8>, PaperError> {
    let settings = SerializeSettings { enable_tagging: false, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    document.set_metadata(Metadata::new().title(title.to_owned()).creator("TikTokFlow".to_owned()));
    for page in pages {
        let (width, height) = page.size;
        let settings = PageSettings::from_wh(width, height).ok_or(PaperError::Unwritable)?;
        let mut sheet = document.start_page_with(settings);
        let mut surface = sheet.surface();
        for mark in &page.marks {
            draw(&mut surface, mark, fonts);
        }
        surface.finish();
        sheet.finish();
    }
    document.finish().map_err(|_| PaperError::Unwritable)
}

fn draw(surface: &mut Surface<'_>, mark: &Mark, fonts: &Fonts) {
    match mark {
        Mark::Text { x, y, line } => text(surface, line, (*x, y + line.baseline), fonts),
        Mark::Block { at, shade } => fill(surface, rectangles([*at].into_iter()), *shade),
        Mark::Frame { at } => frame(surface, *at),
        Mark::Bars { x, y, height, barcode } => fill(surface, bars(barcode, *x, *y, *height), 0),
    }
}

fn bars(barcode: &Barcode, x: f32, y: f32, height: f32) -> Option<Path> {
    rectangles(barcode.bars().map(|(left, width)| [x + left, y, width, height]))
}

fn rectangles(all: impl Iterator<Item = [f32; 4]>) -> Option<Path> {
    let mut path = PathBuilder::new();
    for rectangle in all.filter_map(|[x, y, width, height]| Rect::from_xywh(x, y, width, height)) {
        path.push_rect(rectangle);
    }
    path.finish()
}

fn fill(surface: &mut Surface<'_>, path: Option<Path>, shade: u8) {
    let Some(path) = path else { return };
    surface.set_stroke(None);
    surface.set_fill(Some(paint(shade)));
    surface.draw_path(&path);
}

fn frame(surface: &mut Surface<'_>, at: [f32; 4]) {
    let Some(path) = rectangles([at].into_iter()) else { return };
    surface.set_fill(None);
    surface.set_stroke(Some(stroke(HAIRLINE, 96)));
    surface.draw_path(&path);
}

fn paint(shade: u8) -> Fill {
    Fill { paint: luma::Color::new(shade).into(), opacity: NormalizedF32::ONE, ..Fill::default() }
}

fn stroke(width: f32, shade: u8) -> Stroke {
    Stroke { paint: luma::Color::new(shade).into(), width, ..Stroke::default() }
}

fn text(surface: &mut Surface<'_>, line: &TextLine, (x, baseline): (f32, f32), fonts: &Fonts) {
    for run in &line.runs {
        let mut pen = x + run.x;
        // What no font has stands between the others as a box.
        for part in run.glyphs.chunk_by(|a, b| a.missing == b.missing) {
            if part.first().is_some_and(|glyph| glyph.missing) {
                boxes(surface, run, part, pen, baseline);
            } else {
                glyphs(surface, line, run, part, (pen, baseline), fonts);
            }
            pen += part.iter().map(|glyph| glyph.advance).sum::<f32>();
        }
    }
}

fn glyphs(
    surface: &mut Surface<'_>,
    line: &TextLine,
    run: &GlyphRun,
    part: &[Glyph],
    (x, y): (f32, f32),
    fonts: &Fonts,
) {
    let Some(font) = run.face.and_then(|face| fonts.of_face(face)) else { return };
    let set: Vec<KrillaGlyph> = part.iter().map(|glyph| for_krilla(glyph, run.size)).collect();
    surface.set_fill(Some(paint(line.shade)));
    surface.set_stroke(run.embolden.then(|| stroke(run.size / 32.0, line.shade)));
    surface.draw_glyphs(Point::from_xy(x, y), &set, font.clone(), &line.text, run.size, false);
}

/// In parts of the size, and `y` upwards.
fn for_krilla(glyph: &Glyph, size: f32) -> KrillaGlyph {
    let (x, y, advance) = (glyph.x / size, -glyph.y / size, glyph.advance / size);
    KrillaGlyph::new(GlyphId::new(glyph.id), advance, x, y, 0.0, glyph.range.clone(), None)
}

fn boxes(surface: &mut Surface<'_>, run: &GlyphRun, part: &[Glyph], mut x: f32, baseline: f32) {
    for glyph in part {
        let (height, side) = (run.size * 0.7, run.size * 0.06);
        frame(surface, [x + side, baseline - height, (glyph.advance - 2.0 * side).max(side), height]);
        x += glyph.advance;
    }
}
