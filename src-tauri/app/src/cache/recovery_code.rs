//! The cache's key in a form that a person can write down and type again.
//!
//! The key's 256 bits and four that are zero are 52 digits of five bits each, in thirteen groups of four. Each group
//! ends with a digit of check, in which the group's own number counts: a wrong digit, two that changed places and two
//! groups that did are always found, and the group is named. The letters I, L, O and U are none of the digits, and the
//! first three are read as the figures that they are taken for.

use store::CacheKey;
use thiserror::Error;
use tiktok_shop::Secret;

const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Digits of a group, its check among them.
const GROUP: usize = 5;
const GROUPS: usize = 13;

/// Why a text is no code. None of these says anything of what was typed but how long it is.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub(crate) enum CodeError {
    #[error("No recovery code has the character that stands at place {0}: it has letters and figures alone, and no U.")]
    Character(usize),
    #[error("A recovery code has {all} letters and figures, in {GROUPS} groups of {GROUP}; here are {0}.", all = GROUPS * GROUP)]
    Length(usize),
    #[error("There is a typo in group {0}: compare it with what you wrote down.")]
    Group(usize),
}

/// The code of a key.
pub(crate) fn code_of(key: &CacheKey) -> Secret {
    let hex = key.reveal().bytes().map(|digit| char::from(digit).to_digit(16).unwrap_or_default() as u8);
    let bits: Vec<u8> = hex.flat_map(|half| (0..4).rev().map(move |bit| half >> bit & 1)).collect();
    let digits: Vec<u8> =
        bits.chunks(5).map(|five| (0..5).fold(0, |digit, n| digit << 1 | five.get(n).copied().unwrap_or(0))).collect();
    let groups = digits.chunks(GROUP - 1).enumerate().map(|(number, group)| {
        let all = group.iter().copied().chain([check(number, group)]);
        all.map(|digit| char::from(DIGITS[usize::from(digit)])).collect::<String>()
    });
    groups.collect::<Vec<_>>().join("-").into()
}

/// The key of a code, however it is spaced and whether its letters are small or large.
///
/// # Errors
/// [`CodeError`]
pub(crate) fn key_of(typed: &str) -> Result<CacheKey, CodeError> {
    let written = typed.chars().filter(|character| !is_between(*character));
    let digits: Vec<u8> = written
        .enumerate()
        .map(|(place, character)| digit(character).ok_or(CodeError::Character(place + 1)))
        .collect::<Result<_, _>>()?;
    if digits.len() != GROUPS * GROUP {
        return Err(CodeError::Length(digits.len()));
    }
    let mut bits = Vec::with_capacity(GROUPS * (GROUP - 1) * 5);
    for (number, group) in digits.chunks(GROUP).enumerate() {
        let (group, last) = (&group[..GROUP - 1], group[GROUP - 1]);
        if check(number, group) != last {
            return Err(CodeError::Group(number + 1));
        }
        bits.extend(group.iter().flat_map(|digit| (0..5).rev().map(move |bit| digit >> bit & 1)));
    }
    let (key, rest) = bits.split_at(256);
    if rest.contains(&1) {
        return Err(CodeError::Group(GROUPS));
    }
    let mut bytes = [0; 32];
    for (byte, eight) in bytes.iter_mut().zip(key.chunks(8)) {
        *byte = eight.iter().fold(0, |byte, bit| byte << 1 | bit);
    }
    Ok(CacheKey::new(bytes))
}

/// What people put between groups.
fn is_between(character: char) -> bool {
    character.is_whitespace() || matches!(character, '-' | '–' | '—' | '.' | ',' | '_')
}

fn digit(character: char) -> Option<u8> {
    let character = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    DIGITS.iter().position(|digit| char::from(*digit) == character).map(|place| place as u8)
}

/// Each digit counts by another power of 2 in the field of 32 elements, so no one digit and no two that change places
/// leave it as it is; nor does another number of the group.
fn check(number: usize, group: &[u8]) -> u8 {
    let sum = group.iter().fold(0, |sum, digit| twice(sum ^ digit));
    sum ^ number as u8
}

/// A product with 2, modulo x⁵ + x² + 1.
fn twice(element: u8) -> u8 {
    let double = element << 1;
    if double & 0b10_0000 != 0 { double ^ 0b10_0101 } else { double }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(bytes: [u8; 32]) -> String {
        code_of(&CacheKey::new(bytes)).reveal().to_owned()
    }

    #[test]
    fn a_code_is_thirteen_groups_of_five() {
        let code = code([0xFF; 32]);
        // As another program worked it out, with tables of logarithms.
        assert_eq!(code, "ZZZZD-ZZZZC-ZZZZF-ZZZZE-ZZZZ9-ZZZZ8-ZZZZB-ZZZZA-ZZZZ5-ZZZZ4-ZZZZ7-ZZZZ6-ZZZGZ");
    }

    #[test]
    fn what_people_make_of_a_code_is_read_as_it_was_meant() {
        let key = CacheKey::new(std::array::from_fn(|n| n as u8 * 8));
        let code = code_of(&key).reveal().to_owned();
        assert!(code.contains('0') && code.contains('1'), "{code}");
        let small = code.to_lowercase().replace('-', " ");
        let mistaken = code.replace('0', "O").replacen('1', "I", 1).replace('1', "l").replace('-', "\n");
        let bare = code.replace('-', "");
        for typed in [code, small, mistaken, bare] {
            assert_eq!(key_of(&typed).unwrap().reveal(), key.reveal(), "{typed}");
        }
    }

    #[test]
    fn what_is_no_code_is_told_why() {
        let code = code([7; 32]);
        assert_eq!(key_of("").unwrap_err(), CodeError::Length(0));
        assert_eq!(key_of(&code[..code.len() - 1]).unwrap_err(), CodeError::Length(64));
        assert_eq!(key_of(&format!("{code}0")).unwrap_err(), CodeError::Length(66));
        assert_eq!(key_of(&format!("{}U{}", &code[..6], &code[7..])).unwrap_err(), CodeError::Character(6));
        assert_eq!(key_of("00ü").unwrap_err(), CodeError::Character(3));
        // Only the four bits that are none of the key's are wrong here.
        let beyond = format!("{}0001{}", "0".repeat(48), "");
        let groups: String = beyond
            .as_bytes()
            .chunks(4)
            .enumerate()
            .map(|(number, group)| {
                let group: Vec<u8> = group.iter().map(|digit| digit - b'0').collect();
                let all = group.iter().copied().chain([check(number, &group)]);
                all.map(|digit| char::from(DIGITS[usize::from(digit)])).collect::<String>()
            })
            .collect();
        assert_eq!(key_of(&groups).unwrap_err(), CodeError::Group(13));
    }

    proptest! {
        #[test]
        fn every_key_comes_back_out_of_its_code(bytes: [u8; 32]) {
            let key = CacheKey::new(bytes);
            let back = key_of(&code(bytes)).unwrap();
            prop_assert_eq!(back.reveal(), key.reveal());
        }

        #[test]
        fn any_one_wrong_digit_is_found_and_its_group_is_named(bytes: [u8; 32], at in 0_usize..65, by in 1_u8..32) {
            let mut digits: Vec<char> = code(bytes).replace('-', "").chars().collect();
            let wrong = digit(digits[at]).unwrap() ^ by;
            digits[at] = char::from(DIGITS[usize::from(wrong)]);
            let typed: String = digits.into_iter().collect();
            prop_assert_eq!(key_of(&typed).unwrap_err(), CodeError::Group(at / 5 + 1));
        }

        #[test]
        fn any_two_digits_of_a_group_that_changed_places_are_found(
            bytes: [u8; 32],
            group in 0_usize..13,
            one in 0_usize..5,
            other in 0_usize..5,
        ) {
            let right = code(bytes).replace('-', "");
            let mut digits: Vec<char> = right.chars().collect();
            digits.swap(group * 5 + one, group * 5 + other);
            let typed: String = digits.into_iter().collect();
            prop_assume!(typed != right);
            prop_assert_eq!(key_of(&typed).unwrap_err(), CodeError::Group(group + 1));
        }

        #[test]
        fn two_groups_that_changed_places_are_found(bytes: [u8; 32], one in 0_usize..13, other in 0_usize..13) {
            prop_assume!(one != other);
            let right = code(bytes);
            let mut groups: Vec<&str> = right.split('-').collect();
            groups.swap(one, other);
            prop_assert_eq!(key_of(&groups.join("-")).unwrap_err(), CodeError::Group(one.min(other) + 1));
        }
    }
}
