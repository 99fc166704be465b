//! Looking for a text in bytes, in every form in which it may have got there.

use std::collections::{BTreeSet, HashMap};

use url::form_urlencoded;

/// Shorter bytes than these could be there by chance.
const SHORTEST: usize = 6;
/// As much of a secret is a leak already.
const PIECE: usize = 12;
/// How many bytes of a needle are looked up at once.
const HEAD: usize = 4;

/// Texts that are looked for.
#[derive(Default)]
pub(crate) struct Net {
    needles: Vec<(String, Vec<u8>)>,
    by_head: HashMap<[u8; HEAD], Vec<usize>>,
    /// Whether some needle begins like this ([`beginning`]): asked first, because it costs little.
    begun: Vec<bool>,
}

/// A number below 2¹⁸ that few beginnings share.
fn beginning(head: &[u8]) -> usize {
    usize::from(head[0]) << 10 ^ usize::from(head[1]) << 5 ^ usize::from(head[2])
}

impl Net {
    /// Looks for `text`, whole, in all forms.
    pub(crate) fn add(&mut self, what: &str, text: &str) {
        for (form, bytes) in forms(text) {
            self.put(format!("{what} ({form})"), bytes);
        }
    }

    /// Looks for `secret` in all forms, and for pieces of it.
    pub(crate) fn add_secret(&mut self, what: &str, secret: &str) {
        self.add(what, secret);
        // What stands before the last `_` is the same for every token.
        let own = secret.rsplit('_').next().unwrap_or(secret).as_bytes();
        let last = own.len().saturating_sub(PIECE);
        for piece in [0, last / 2, last].map(|from| own[from..].to_vec()) {
            self.put(format!("{what} (a piece)"), piece.into_iter().take(PIECE).collect());
        }
    }

    /// Looks for a key: its own bytes, and the text that it is written as.
    pub(crate) fn add_key(&mut self, what: &str, hex: &str) {
        self.add_secret(what, hex);
        let half = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
        self.put(format!("{what} (its bytes)"), (0..hex.len()).step_by(2).map(half).collect());
    }

    fn put(&mut self, what: String, bytes: Vec<u8>) {
        if bytes.len() >= SHORTEST {
            let head = bytes.first_chunk::<HEAD>().copied().unwrap();
            self.by_head.entry(head).or_default().push(self.needles.len());
            self.begun.resize(1 << 18, false);
            self.begun[beginning(&head)] = true;
            self.needles.push((what, bytes));
        }
    }

    /// What of it is in `bytes`.
    pub(crate) fn caught_in(&self, bytes: &[u8]) -> BTreeSet<&str> {
        let mut caught = BTreeSet::new();
        if self.needles.is_empty() {
            return caught;
        }
        for (from, head) in bytes.windows(HEAD).enumerate().filter(|(_, head)| self.begun[beginning(head)]) {
            for needle in self.by_head.get(head).into_iter().flatten() {
                let (what, needle) = &self.needles[*needle];
                if bytes[from..].starts_with(needle) {
                    caught.insert(what.as_str());
                }
            }
        }
        caught
    }
}

/// `text` as it may stand in a file, an address, a log or a message.
pub(crate) fn forms(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let bytes = text.as_bytes();
    let each = |form: fn(u8) -> String| bytes.iter().map(|byte| form(*byte)).collect::<String>().into_bytes();
    let units = |form: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(form).collect::<Vec<u8>>();
    let as_json: String = text.encode_utf16().map(json_unit).collect();
    let debugged = format!("{text:?}");
    let mut forms = vec![
        ("as it is", bytes.to_vec()),
        ("in lower case", text.to_lowercase().into_bytes()),
        ("as a form sends it", form_urlencoded::byte_serialize(bytes).collect::<String>().into_bytes()),
        (
            "as an address holds it",
            each(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).into() } else { format!("%{byte:02X}") }),
        ),
        ("every byte as an address escapes it", each(|byte| format!("%{byte:02X}"))),
        ("in hexadecimal digits", each(|byte| format!("{byte:02x}"))),
        ("in capital hexadecimal digits", each(|byte| format!("{byte:02X}"))),
        ("as a list of numbers", each(|byte| format!("{byte},"))),
        ("as a spaced list of numbers", each(|byte| format!("{byte}, "))),
        ("in UTF-16", units(u16::to_le_bytes)),
        ("in UTF-16, the higher byte first", units(u16::to_be_bytes)),
        ("as JSON escapes it", as_json.into_bytes()),
        ("as Rust prints it", debugged.as_bytes()[1..debugged.len() - 1].to_vec()),
    ];
    for offset in 0..3 {
        forms.push(("in Base64", base64(bytes, offset, b"+/")));
        forms.push(("in Base64 for addresses", base64(bytes, offset, b"-_")));
    }
    forms
}

fn json_unit(unit: u16) -> String {
    match char::from_u32(unit.into()).filter(char::is_ascii) {
        Some(plain) => plain.into(),
        None => format!("\\u{unit:04x}"),
    }
}

/// The digits that `bytes` alone decide, where `offset` bytes stand before them.
fn base64(bytes: &[u8], offset: usize, last: &[u8; 2]) -> Vec<u8> {
    let digits: Vec<u8> = (b'A'..=b'Z').chain(b'a'..=b'z').chain(b'0'..=b'9').chain(*last).collect();
    let bit = |at: usize| at.checked_sub(offset * 8).map_or(0, |at| bytes[at / 8] >> (7 - at % 8) & 1);
    let bits = (offset + bytes.len()) * 8;
    let first = (offset * 8).div_ceil(6);
    let digit = |n: usize| digits[(n * 6..n * 6 + 6).fold(0, |value, at| value << 1 | usize::from(bit(at)))];
    (first..bits / 6).map(digit).collect()
}

#[test]
fn a_secret_is_found_in_every_form_wherever_it_stands() {
    let secret = "TTP_access_s3cret/with+all sorts=ü";
    for (form, bytes) in forms(secret) {
        let mut net = Net::default();
        net.add("it", secret);
        let leaked = [b"before ".as_slice(), &bytes, b" after"].concat();
        assert!(!net.caught_in(&leaked).is_empty(), "{form}");
        assert!(net.caught_in(&leaked[8..]).is_empty(), "{form}, without its beginning");
    }
}

#[test]
fn base64_is_found_whatever_stands_before_it() {
    // As coreutils' base64 writes `x=canary-secret`, `xy=canary-secret` and `xyz=canary-secret`.
    let mut net = Net::default();
    net.add("it", "canary-secret");
    for leaked in ["eD1jYW5hcnktc2VjcmV0", "eHk9Y2FuYXJ5LXNlY3JldA==", "eHl6PWNhbmFyeS1zZWNyZXQ="] {
        assert!(!net.caught_in(leaked.as_bytes()).is_empty(), "{leaked}");
    }
}

#[test]
fn a_piece_of_a_secret_is_found() {
    let mut net = Net::default();
    net.add_secret("it", "TTP_access_0123456789abcdef0123456789abcdef");
    assert!(net.caught_in(b"TTP_access_ and nothing more").is_empty());
    for piece in ["TTP_access_0123456789ab", "456789abcdef"] {
        assert_eq!(net.caught_in(piece.as_bytes()).into_iter().collect::<Vec<_>>(), ["it (a piece)"]);
    }
}

#[test]
fn a_key_is_found_as_text_and_as_bytes() {
    let mut net = Net::default();
    net.add_key("the key", "00112233445566778899aabbccddeeff");
    let bytes: Vec<u8> = (0..16).map(|n| n * 0x11).collect();
    assert_eq!(net.caught_in(&bytes).into_iter().collect::<Vec<_>>(), ["the key (its bytes)"]);
    assert!(!net.caught_in(b"<8899aabbccddeeff>").is_empty());
}
