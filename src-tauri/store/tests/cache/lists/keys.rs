//! What a seller types into the search.

use proptest::{prelude::*, sample::select};

/// A key while something is typed into the search.
#[derive(Clone, Copy, Debug)]
pub(super) enum Key {
    /// The next letter of this, or the first where something else stands there.
    Next(&'static str),
    Back,
    /// One letter in the middle is taken away.
    Delete(usize),
    /// One in the middle is another.
    Other(usize, char),
}

impl Key {
    pub(super) fn pressed(self, search: &str) -> String {
        let mut letters: Vec<char> = search.chars().collect();
        match self {
            Self::Next(text) => {
                let next = text.strip_prefix(search).and_then(|rest| rest.chars().next());
                return next.map_or_else(|| text.chars().take(1).collect(), |next| format!("{search}{next}"));
            }
            Self::Back => _ = letters.pop(),
            Self::Delete(at) if at < letters.len() => _ = letters.remove(at),
            Self::Other(at, other) if at < letters.len() => letters[at] = other,
            Self::Delete(_) | Self::Other(..) => {}
        }
        letters.into_iter().collect()
    }
}

pub(super) fn key() -> impl Strategy<Value = Key> {
    let texts = vec!["NGUYỄN hoa", "emily serum", "5766180 tk2", "glow emil", "1729 陈"];
    prop_oneof![
        6 => select(texts).prop_map(Key::Next),
        2 => Just(Key::Back),
        1 => (0_usize..8).prop_map(Key::Delete),
        1 => (0_usize..8, select(vec!['e', '1', ' '])).prop_map(|(at, other)| Key::Other(at, other)),
    ]
}
