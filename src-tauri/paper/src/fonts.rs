//! The system's fonts: which are asked first, and which one has a character that none of those has.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
};

use krilla::text::Font;
use parley::{FontContext, FontFamilyName, GenericFamily, Run};

/// Asked first: quiet, and with the marks of Vietnamese and Thai. What isn't installed is passed over.
const PLAIN: [&str; 8] = [
    "Noto Sans",
    "Segoe UI",
    "Helvetica Neue",
    "Arial",
    "Liberation Sans",
    "DejaVu Sans",
    "Noto Sans Thai",
    "Leelawadee UI",
];

/// Where Chinese characters look different, so do the fonts: asked before the system's own order.
const HANS: [&str; 4] = ["Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "Source Han Sans SC"];
const HANT: [&str; 4] = ["Noto Sans CJK TC", "PingFang TC", "Microsoft JhengHei", "Source Han Sans TC"];
const JA: [&str; 4] = ["Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic", "Source Han Sans"];
const KO: [&str; 4] = ["Noto Sans CJK KR", "Apple SD Gothic Neo", "Malgun Gothic", "Source Han Sans K"];

/// Fonts of this computer. Looking for them takes a moment, so one is kept for many papers.
pub struct Fonts {
    pub(crate) context: FontContext,
    faces: Vec<Font>,
    known: HashMap<FaceKey, Option<Face>>,
    /// Which family has a character that was missing.
    found: BTreeMap<char, Option<String>>,
}

/// A font that text was set in: its place among [`Fonts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Face(usize);

/// A file's number, the place in it, and the settings of its axes.
type FaceKey = (u64, u32, Vec<([u8; 4], u32)>);

/// Whose Chinese characters a text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    Hans,
    Hant,
    Ja,
    Ko,
}

impl Fonts {
    /// The fonts that are installed: fontconfig's, macOS's or Windows's. There may be none.
    pub fn system() -> Self {
        Self::of(FontContext::new())
    }

    fn of(context: FontContext) -> Self {
        Self { context, faces: Vec::new(), known: HashMap::new(), found: BTreeMap::new() }
    }

    /// Whether a family is installed.
    pub fn has(&mut self, family: &str) -> bool {
        self.context.collection.family_id(family).is_some()
    }

    /// Whether there is none at all.
    pub(crate) fn none(&mut self) -> bool {
        self.context.collection.family_names().next().is_none()
    }

    /// The families to ask for a text, in order: the last ones have what was missing before.
    pub(crate) fn stack(script: Script, besides: &[String]) -> Vec<FontFamilyName<'static>> {
        let named = |name: &&'static str| FontFamilyName::Named(Cow::Borrowed(*name));
        let mut stack: Vec<_> = PLAIN.iter().chain(script.families()).map(named).collect();
        stack.push(FontFamilyName::Generic(GenericFamily::SansSerif));
        stack.extend(besides.iter().map(|name| FontFamilyName::Named(Cow::Owned(name.clone()))));
        stack
    }

    /// The font of a run; `None` where its file can't be put into a document.
    pub(crate) fn face<B: parley::Brush>(&mut self, run: &Run<'_, B>) -> Option<Face> {
        let (font, synthesis) = (run.font(), run.synthesis());
        let axes: Vec<([u8; 4], f32)> =
            synthesis.variation_settings().iter().map(|(tag, value)| (tag.into_bytes(), *value)).collect();
        let key = axes.iter().map(|(tag, value)| (*tag, value.to_bits())).collect();
        let key = (font.data.id(), font.index, key);
        if let Some(face) = self.known.get(&key) {
            return *face;
        }
        let axes: Vec<_> = axes.iter().map(|(tag, value)| (krilla::text::Tag::new(tag), *value)).collect();
        let (data, _) = font.data.clone().into_raw_parts();
        let face = Font::new_variable(data.into(), font.index, &axes).map(|font| {
            self.faces.push(font);
            Face(self.faces.len() - 1)
        });
        self.known.insert(key, face);
        face
    }

    /// What a document needs of a font.
    pub(crate) fn of_face(&self, face: Face) -> Option<&Font> {
        self.faces.get(face.0)
    }

    /// A family that has `c`, among all that are installed, the first by name.
    pub(crate) fn with(&mut self, c: char) -> Option<String> {
        if let Some(found) = self.found.get(&c) {
            return found.clone();
        }
        let mut names: Vec<String> = self.context.collection.family_names().map(str::to_owned).collect();
        names.sort();
        let found = names.into_iter().find(|name| self.family_has(name, c));
        self.found.insert(c, found.clone());
        found
    }

    fn family_has(&mut self, name: &str, c: char) -> bool {
        let Some(family) = self.context.collection.family_by_name(name) else { return false };
        family.fonts().iter().any(|font| {
            let Some(data) = font.load(Some(&mut self.context.source_cache)) else { return false };
            font.charmap_index().charmap(data.data()).and_then(|map| map.map(c)).is_some_and(|glyph| glyph != 0)
        })
    }
}

impl Script {
    /// By the letters that only one of them has, else by the country.
    pub(crate) fn of(text: &str, country: &str) -> Self {
        if text.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}')) {
            return Self::Ja;
        }
        if text.chars().any(|c| matches!(c, '\u{ac00}'..='\u{d7af}' | '\u{1100}'..='\u{11ff}')) {
            return Self::Ko;
        }
        match country.to_ascii_uppercase().as_str() {
            "JP" => Self::Ja,
            "KR" => Self::Ko,
            "TW" | "HK" | "MO" => Self::Hant,
            _ => Self::Hans,
        }
    }

    fn families(self) -> &'static [&'static str] {
        match self {
            Self::Hans => &HANS,
            Self::Hant => &HANT,
            Self::Ja => &JA,
            Self::Ko => &KO,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_is_looked_for_in_every_family_and_one_that_is_nowhere_is_nowhere() {
        let mut fonts = Fonts::system();
        assert_eq!(fonts.with('\u{10fffd}'), None);
        if fonts.has("Noto Sans Thai") {
            let family = fonts.with('ก');
            assert!(family.is_some_and(|name| fonts.family_has(&name, 'ก') && !fonts.family_has(&name, '\u{10fffd}')));
        }
    }

    #[test]
    fn chinese_characters_are_drawn_as_where_the_text_comes_from() {
        assert_eq!(Script::of("直", "CN"), Script::Hans);
        assert_eq!(Script::of("直", "tw"), Script::Hant);
        assert_eq!(Script::of("直", "JP"), Script::Ja);
        assert_eq!(Script::of("直しの", "US"), Script::Ja, "kana say more than the country");
        assert_eq!(Script::of("김", "US"), Script::Ko);
    }
}
