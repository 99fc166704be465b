//! The shop's chance: every draw has its own generator, named by what it is for, so that adding a
//! draw in one place moves nothing in another and a restart goes on where the last run ended.

use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use sha2::{Digest, Sha256};

/// The generator for the `n`th draw of a kind.
pub(crate) fn draw(seed: u64, kind: &str, n: u64) -> StdRng {
    let mut hash = Sha256::new();
    hash.update(seed.to_le_bytes());
    hash.update(n.to_le_bytes());
    hash.update(kind.as_bytes());
    StdRng::from_seed(hash.finalize().into())
}

/// One of a list that is never empty; the list's kind of default if it is after all.
pub(crate) fn one_of<T: Copy + Default>(rng: &mut StdRng, list: &[T]) -> T {
    list.choose(rng).copied().unwrap_or_default()
}

/// One of a list in which each entry carries its weight.
pub(crate) fn weighted<'a, T>(rng: &mut StdRng, list: &'a [T], weight: impl Fn(&T) -> u32) -> Option<&'a T> {
    list.choose_weighted(rng, weight).ok()
}

/// Text of so many decimal digits after the given beginning, as the real service's ids look.
pub(crate) fn digits(rng: &mut StdRng, beginning: &str, length: usize) -> String {
    let mut text = beginning.to_owned();
    while text.len() < length {
        text.push(char::from(b'0' + rng.random_range(0..10u8)));
    }
    text
}
