//! One endpoint of the Partner API: how it is reached, what it asks for, and what it does.

use axum::http::Method;

use super::visit::Visit;
use crate::answer::{Done, Refusal};

#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) verb: Verb,
    /// `/family/version/…`, with names in braces where ids stand.
    pub(crate) pattern: &'static str,
    pub(super) scope: &'static str,
    /// Whether a call names the shop it is for.
    pub(super) wants_cipher: bool,
    pub(super) work: fn(&mut Visit<'_>) -> Result<Done, Refusal>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Get,
    Post,
}

impl Verb {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }

    pub(super) fn is(self, method: &Method) -> bool {
        self.name() == method.as_str()
    }
}

impl Route {
    pub(super) fn is_at(&self, path: &str) -> bool {
        self.fits(path, false)
    }

    pub(super) fn is_at_another_version(&self, path: &str) -> bool {
        self.fits(path, true)
    }

    fn fits(&self, path: &str, any_version: bool) -> bool {
        let (mut wanted, mut given) = (self.pattern.split('/'), path.split('/'));
        let mut place = 0;
        loop {
            let fits = match (wanted.next(), given.next()) {
                (None, None) => return true,
                (Some(_), Some(_)) if any_version && place == 2 => true,
                (Some(wanted), Some(given)) => wanted == given || wanted.starts_with('{') && !given.is_empty(),
                _ => false,
            };
            if !fits {
                return false;
            }
            place += 1;
        }
    }
}
