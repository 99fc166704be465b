//! Consent and what comes of it: codes, access tokens, refresh tokens.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    moment::{end_of_life, shifted},
    settings::Settings,
};

/// The scopes consent grants: one for each kind of call. The names are the real service's.
pub(crate) const SCOPES: [&str; 8] = [
    "seller.order.info",
    "seller.fulfillment.basic",
    "seller.product.basic",
    "seller.product.write",
    "seller.authorization.info",
    "seller.logistics",
    "seller.fulfillment.package.write",
    "seller.return_refund.basic",
];

/// The page on which a seller consented. What a code or a refresh token that is no longer good is answered with
/// depends on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Page {
    /// `/oauth/authorize`, of the documented contract.
    #[default]
    Contract,
    /// `/open/authorize`, of the Partner API.
    Partner,
}

/// Seconds for which an expired code is remembered, so that it is still known where it came from.
const REMEMBERED: i64 = 24 * 60 * 60;

/// What a seller has granted the app.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Grants {
    codes: Vec<Code>,
    tokens: Vec<Tokens>,
    /// Where the seller consented last.
    #[serde(default)]
    latest: Page,
    /// Scopes withdrawn since; kept as what is missing so that a new shop misses none.
    #[serde(default)]
    withdrawn: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Code {
    code: String,
    until: Timestamp,
    used: bool,
    #[serde(default)]
    page: Page,
}

/// A pair of tokens, and when each ends.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Tokens {
    pub(crate) access_token: String,
    pub(crate) access_until: Timestamp,
    pub(crate) refresh_token: String,
    pub(crate) refresh_until: Timestamp,
    #[serde(default)]
    page: Page,
}

/// Why a code, an access token or a refresh token is not good.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NotGood {
    /// Never given out, replaced by a newer one, or revoked.
    Unknown,
    /// A code that was exchanged before.
    Used,
    /// Past its time.
    Expired,
    /// The computer gave no randomness to make a new one from.
    NoRandomness,
}

impl Grants {
    /// Consent: a fresh code, good once and for a while.
    pub(crate) fn consent(&mut self, page: Page, now: Timestamp, life: Duration) -> Result<String, NotGood> {
        self.codes.retain(|code| code.until > shifted(now, -REMEMBERED));
        let code = secret_text("TTP_code_")?;
        self.codes.push(Code { code: code.clone(), until: end_of_life(now, life), used: false, page });
        self.latest = page;
        Ok(code)
    }

    /// Where a code was given out; one that is not known counts as the last page's.
    pub(crate) fn page_of_code(&self, code: &str) -> Page {
        self.codes.iter().find(|known| known.code == code).map_or(self.latest, |known| known.page)
    }

    /// Where the consent behind a refresh token was given; one that is not known counts as the last page's.
    pub(crate) fn page_of_refresh_token(&self, refresh_token: &str) -> Page {
        let pair = self.tokens.iter().find(|pair| pair.refresh_token == refresh_token);
        pair.map_or(self.latest, |pair| pair.page)
    }

    /// Exchanges a code for tokens, once.
    pub(crate) fn exchange(&mut self, code: &str, now: Timestamp, settings: &Settings) -> Result<&Tokens, NotGood> {
        let code = self.codes.iter_mut().find(|known| known.code == code).ok_or(NotGood::Unknown)?;
        if code.used {
            return Err(NotGood::Used);
        }
        if code.until <= now {
            return Err(NotGood::Expired);
        }
        let tokens = Tokens::new(code.page, now, settings)?;
        code.used = true;
        if settings.one_sign_in {
            self.tokens.clear();
        }
        self.tokens.push(tokens);
        self.tokens.last().ok_or(NotGood::Unknown)
    }

    /// Replaces a pair of tokens by a new one; the old two are dead from here on.
    pub(crate) fn refresh(
        &mut self,
        refresh_token: &str,
        now: Timestamp,
        settings: &Settings,
    ) -> Result<&Tokens, NotGood> {
        let pair = self.tokens.iter().find(|pair| pair.refresh_token == refresh_token).ok_or(NotGood::Unknown)?;
        if pair.refresh_until <= now {
            return Err(NotGood::Expired);
        }
        let renewed = pair.renewed(now, settings)?;
        self.tokens.retain(|pair| !settings.one_sign_in && pair.refresh_token != refresh_token);
        self.tokens.push(renewed);
        self.tokens.last().ok_or(NotGood::Unknown)
    }

    /// Whether an access token opens the shop.
    pub(crate) fn check(&self, access_token: &str, now: Timestamp) -> Result<(), NotGood> {
        let pair = self.tokens.iter().find(|pair| pair.access_token == access_token).ok_or(NotGood::Unknown)?;
        if pair.access_until <= now { Err(NotGood::Expired) } else { Ok(()) }
    }

    pub(crate) fn has_scope(&self, scope: &str) -> bool {
        !self.withdrawn.iter().any(|withdrawn| withdrawn == scope)
    }

    pub(crate) fn scopes(&self) -> Vec<&'static str> {
        SCOPES.into_iter().filter(|scope| self.has_scope(scope)).collect()
    }

    /// Leaves the app only these scopes.
    pub(crate) fn set_scopes(&mut self, granted: &[String]) {
        let missing = SCOPES.into_iter().filter(|scope| !granted.iter().any(|granted| granted == scope));
        self.withdrawn = missing.map(ToOwned::to_owned).collect();
    }

    /// Ends the life of one access token now.
    pub(crate) fn expire(&mut self, access_token: &str, now: Timestamp) {
        let pairs = self.tokens.iter_mut().filter(|pair| pair.access_token == access_token);
        pairs.for_each(|pair| pair.access_until = pair.access_until.min(now));
    }

    /// Ends the life of every access token now; refresh tokens stay good.
    pub(crate) fn expire_all(&mut self, now: Timestamp) {
        self.tokens.iter_mut().for_each(|pair| pair.access_until = pair.access_until.min(now));
    }

    /// The seller takes consent back: no code and no token is known any more.
    pub(crate) fn revoke_all(&mut self) {
        self.codes.clear();
        self.tokens.clear();
    }
}

impl Tokens {
    fn new(page: Page, now: Timestamp, settings: &Settings) -> Result<Self, NotGood> {
        Ok(Self {
            access_token: secret_text("TTP_access_")?,
            access_until: end_of_life(now, settings.access_token_life),
            refresh_token: secret_text("TTP_refresh_")?,
            refresh_until: end_of_life(now, settings.refresh_token_life),
            page,
        })
    }

    /// New tokens of the same consent, which ends when the seller chose it to.
    fn renewed(&self, now: Timestamp, settings: &Settings) -> Result<Self, NotGood> {
        Ok(Self { refresh_until: self.refresh_until, ..Self::new(self.page, now, settings)? })
    }
}

/// 24 bytes nobody can guess, in hexadecimal digits.
fn secret_text(beginning: &str) -> Result<String, NotGood> {
    let mut bytes = [0u8; 24];
    getrandom::fill(&mut bytes).map_err(|_| NotGood::NoRandomness)?;
    Ok(format!("{beginning}{}", crate::hex(&bytes)))
}
