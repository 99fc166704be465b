//! Setting text: shaped, with fallback, broken into lines, and cut where there is no more room.

use std::{fmt, ops::Range, sync::Arc};

use parley::{
    Alignment, AlignmentOptions, FontFamily, FontWeight, Layout, LayoutContext, LineHeight, OverflowWrap, Run,
    StyleProperty,
};

use crate::{
    clean::clean,
    fonts::{Face, Fonts, Script},
};

const ELLIPSIS: char = '…';

/// How a text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Look {
    /// Points.
    pub(crate) size: f32,
    pub(crate) bold: bool,
    /// From black, 0, to white, 255.
    pub(crate) shade: u8,
    pub(crate) to_the_right: bool,
}

/// A text in lines.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text {
    pub(crate) lines: Vec<TextLine>,
}

/// A line of text, shaped. Its `Debug` doesn't tell what it says: it may be a buyer's.
#[derive(Clone)]
pub struct TextLine {
    pub(crate) text: Arc<str>,
    pub(crate) range: Range<usize>,
    pub(crate) runs: Vec<GlyphRun>,
    /// From the line's upper edge.
    pub(crate) baseline: f32,
    /// Of its box, in points.
    pub height: f32,
    /// Left and right edge of its ink, from the left of the box.
    pub ink: (f32, f32),
    pub(crate) shade: u8,
    /// Characters that no font of this computer has: each is drawn as a box.
    pub missing: usize,
}

/// Glyphs of one font.
#[derive(Clone, Debug)]
pub(crate) struct GlyphRun {
    pub(crate) face: Option<Face>,
    pub(crate) size: f32,
    pub(crate) embolden: bool,
    pub(crate) x: f32,
    pub(crate) glyphs: Vec<Glyph>,
}

/// One glyph; in points, `y` downwards.
#[derive(Clone, Debug)]
pub(crate) struct Glyph {
    pub(crate) id: u32,
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) advance: f32,
    /// The bytes of the text that it stands for.
    pub(crate) range: Range<usize>,
    /// No font has it.
    pub(crate) missing: bool,
}

/// Sets text in the fonts of this computer.
pub(crate) struct Typesetter<'a> {
    pub(crate) fonts: &'a mut Fonts,
    context: LayoutContext<()>,
    country: String,
}

impl Look {
    pub(crate) const fn new(size: f32) -> Self {
        Self { size, bold: false, shade: 0, to_the_right: false }
    }

    pub(crate) const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    /// For what is looked for second.
    pub(crate) const fn quiet(self) -> Self {
        Self { shade: 96, ..self }
    }

    pub(crate) const fn to_the_right(self) -> Self {
        Self { to_the_right: true, ..self }
    }
}

impl Text {
    pub(crate) fn height(&self) -> f32 {
        self.lines.iter().map(|line| line.height).sum()
    }

    pub(crate) fn width(&self) -> f32 {
        self.lines.iter().map(|line| line.ink.1).fold(0.0, f32::max)
    }

    pub(crate) fn missing(&self) -> bool {
        self.lines.iter().any(|line| line.missing > 0)
    }
}

impl fmt::Debug for TextLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { height, ink, missing, .. } = self;
        f.debug_struct("TextLine")
            .field("height", height)
            .field("ink", ink)
            .field("missing", missing)
            .finish_non_exhaustive()
    }
}

impl TextLine {
    /// What stands on the line.
    pub fn text(&self) -> &str {
        self.text.get(self.range.clone()).unwrap_or_default().trim()
    }

    /// Where the characters begin, with the marks on them.
    fn clusters(&self) -> impl Iterator<Item = usize> {
        self.runs.iter().flat_map(|run| &run.glyphs).map(|glyph| glyph.range.start)
    }
}

impl<'a> Typesetter<'a> {
    pub(crate) fn new(fonts: &'a mut Fonts) -> Self {
        Self { fonts, context: LayoutContext::new(), country: String::new() }
    }

    /// Whose Chinese characters follow.
    pub(crate) fn write_for(&mut self, country: &str) {
        country.clone_into(&mut self.country);
    }

    /// Sets `text` in at most `most` lines that are `width` points wide. What doesn't fit is cut, and
    /// an ellipsis tells so. An empty text has no lines.
    pub(crate) fn set(&mut self, text: &str, look: Look, width: f32, most: usize) -> Text {
        let text = clean(text);
        if text.is_empty() || most == 0 {
            return Text::default();
        }
        let whole = self.lines(&text, look, width);
        if whole.len() <= most { Text { lines: whole } } else { self.cut(&text, &whole, look, width, most) }
    }

    /// The longest beginning that fits together with an ellipsis.
    fn cut(&mut self, text: &str, whole: &[TextLine], look: Look, width: f32, most: usize) -> Text {
        let mut ends: Vec<usize> = whole[..most].iter().flat_map(TextLine::clusters).collect();
        ends.sort_unstable();
        ends.dedup();
        ends.push(whole[most - 1].range.end);
        let mut lines = Vec::new();
        for end in ends.into_iter().rev() {
            let kept = text[..end].trim_end();
            lines = self.lines(&format!("{kept}{ELLIPSIS}"), look, width);
            if lines.len() <= most {
                break;
            }
        }
        lines.truncate(most);
        Text { lines }
    }

    fn lines(&mut self, text: &str, look: Look, width: f32) -> Vec<TextLine> {
        let (text, script) = (Arc::<str>::from(text), Script::of(text, &self.country));
        let lines = self.shaped(&text, look, width, script, &[]);
        let absent: Vec<char> = lines.iter().flat_map(absent).collect();
        let mut besides: Vec<String> = absent.into_iter().filter_map(|c| self.fonts.with(c)).collect();
        besides.dedup();
        if besides.is_empty() { lines } else { self.shaped(&text, look, width, script, &besides) }
    }

    fn shaped(&mut self, text: &Arc<str>, look: Look, width: f32, script: Script, besides: &[String]) -> Vec<TextLine> {
        let mut layout = self.layout(text, look, script, besides);
        layout.break_all_lines(Some(width));
        let alignment = if look.to_the_right { Alignment::Right } else { Alignment::Start };
        layout.align(alignment, AlignmentOptions::default());
        let lines = layout.lines().map(|line| self.line(text, look, &line, layout.is_rtl()));
        lines.collect()
    }

    fn layout(&mut self, text: &str, look: Look, script: Script, besides: &[String]) -> Layout<()> {
        let stack = Fonts::stack(script, besides);
        let mut builder = self.context.ranged_builder(&mut self.fonts.context, text, 1.0, false);
        builder.push_default(StyleProperty::FontFamily(FontFamily::List(stack.into())));
        builder.push_default(StyleProperty::FontSize(look.size));
        builder.push_default(StyleProperty::LineHeight(LineHeight::FontSizeRelative(1.4)));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        if look.bold {
            builder.push_default(StyleProperty::FontWeight(FontWeight::BOLD));
        }
        builder.build(text)
    }

    fn line(&mut self, text: &Arc<str>, look: Look, line: &parley::Line<'_, ()>, rtl: bool) -> TextLine {
        let metrics = line.metrics();
        let mut x = metrics.offset + metrics.inline_min_coord;
        let left = x;
        let mut runs = Vec::new();
        for run in line.runs() {
            let run = self.run(text, &run, x);
            x += run.glyphs.iter().map(|glyph| glyph.advance).sum::<f32>();
            runs.push(run);
        }
        let (before, after) = if rtl { (metrics.hanging_advance, 0.0) } else { (0.0, metrics.hanging_advance) };
        TextLine {
            text: Arc::clone(text),
            range: line.text_range(),
            missing: runs.iter().flat_map(|run| &run.glyphs).filter(|glyph| glyph.missing).count(),
            runs,
            baseline: metrics.baseline - metrics.block_min_coord,
            height: metrics.line_height,
            ink: (left + before, x - after),
            shade: look.shade,
        }
    }

    fn run(&mut self, text: &str, run: &Run<'_, ()>, x: f32) -> GlyphRun {
        let face = self.fonts.face(run);
        let mut glyphs: Vec<Glyph> = Vec::new();
        for cluster in run.visual_clusters() {
            let range = cluster.text_range();
            if cluster.is_ligature_continuation() {
                // It has no glyph of its own: the one of the ligature stands for it too.
                if let Some(last) = glyphs.last_mut() {
                    last.range = last.range.start.min(range.start)..last.range.end.max(range.end);
                }
                continue;
            }
            let seen = text.get(range.clone()).is_some_and(is_seen);
            glyphs.extend(cluster.glyphs().map(|glyph| Glyph {
                id: glyph.id,
                x: glyph.x,
                y: glyph.y,
                advance: glyph.advance,
                range: range.clone(),
                missing: seen && (glyph.id == 0 || face.is_none()),
            }));
        }
        GlyphRun { face, size: run.font_size(), embolden: run.synthesis().embolden(), x, glyphs }
    }
}

/// The characters of a line that no font in the stack has.
fn absent(line: &TextLine) -> Vec<char> {
    let missing = line.runs.iter().flat_map(|run| &run.glyphs).filter(|glyph| glyph.missing);
    missing.flat_map(|glyph| line.text.get(glyph.range.clone()).unwrap_or_default().chars()).collect()
}

/// Whether a reader would miss it.
fn is_seen(text: &str) -> bool {
    text.chars().any(|c| {
        !c.is_whitespace()
            && !c.is_control()
            && !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
    })
}
