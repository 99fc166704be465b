//! The two token calls, as the real service has them: GET, everything in the query, ends of life as
//! absolute Unix seconds.

use jiff::Timestamp;
use serde::Serialize;

use super::{course::Call, params::Params};
use crate::{
    answer::{Done, Refusal, code},
    grants::{NotGood, Page, Tokens},
    partner,
    settings::Settings,
    shopfront::World,
};

#[derive(Serialize)]
struct Granted<'a> {
    access_token: &'a str,
    access_token_expire_in: i64,
    refresh_token: &'a str,
    refresh_token_expire_in: i64,
    open_id: &'a str,
    seller_name: &'a str,
    seller_base_region: &'a str,
    user_type: u8,
    granted_scopes: Vec<&'static str>,
}

/// `GET /api/v2/token/get`: exchanges a code, once.
pub(crate) fn get(settings: &Settings, world: &mut World, call: &Call, now: Timestamp) -> Result<Done, Refusal> {
    check_app(settings, &call.params, "authorized_code")?;
    let code = call.params.required("auth_code")?;
    let grants = &mut world.kept.grants;
    let scopes = grants.scopes();
    let page = grants.page_of_code(code);
    let refused = |reason: &str| match page {
        Page::Contract => Refusal::invalid("auth_code", reason),
        Page::Partner => Refusal::new(partner::code::BAD_AUTH_CODE, format!("auth_code: {reason}")),
    };
    let tokens = grants.exchange(code, now, settings).map_err(|not_good| match not_good {
        NotGood::Unknown => refused("unknown"),
        NotGood::Used => refused("was used before; it is good once"),
        NotGood::Expired => refused("expired; ask for consent again"),
        NotGood::NoRandomness => no_randomness(),
    })?;
    granted(settings, tokens, scopes)
}

/// `GET /api/v2/token/refresh`: replaces both tokens. The old two are dead from here on.
pub(crate) fn refresh(settings: &Settings, world: &mut World, call: &Call, now: Timestamp) -> Result<Done, Refusal> {
    check_app(settings, &call.params, "refresh_token")?;
    let refresh_token = call.params.required("refresh_token")?;
    let grants = &mut world.kept.grants;
    let scopes = grants.scopes();
    let (unknown, expired) = match grants.page_of_refresh_token(refresh_token) {
        Page::Contract => (code::INVALID_TOKEN, code::INVALID_TOKEN),
        Page::Partner => (partner::code::NO_AUTH_RECORD, partner::code::REFRESH_TOKEN_EXPIRED),
    };
    let refused = |code, reason| Refusal::new(code, format!("refresh_token: {reason}"));
    let tokens = grants.refresh(refresh_token, now, settings).map_err(|not_good| match not_good {
        NotGood::Unknown | NotGood::Used => refused(unknown, "unknown, replaced or revoked; ask for consent again"),
        NotGood::Expired => refused(expired, "expired; ask for consent again"),
        NotGood::NoRandomness => no_randomness(),
    })?;
    granted(settings, tokens, scopes)
}

fn check_app(settings: &Settings, params: &Params, grant_type: &str) -> Result<(), Refusal> {
    if params.required("app_key")? != settings.app_key {
        return Err(Refusal::invalid("app_key", "there is no such app"));
    }
    if params.required("app_secret")? != settings.app_secret {
        return Err(Refusal::invalid("app_secret", "does not belong to the app_key"));
    }
    if params.required("grant_type")? != grant_type {
        return Err(Refusal::invalid("grant_type", format!("must be {grant_type}")));
    }
    Ok(())
}

fn granted(settings: &Settings, tokens: &Tokens, granted_scopes: Vec<&'static str>) -> Result<Done, Refusal> {
    Done::shown(&Granted {
        access_token: &tokens.access_token,
        access_token_expire_in: tokens.access_until.as_second(),
        refresh_token: &tokens.refresh_token,
        refresh_token_expire_in: tokens.refresh_until.as_second(),
        open_id: &settings.open_id,
        seller_name: &settings.seller,
        seller_base_region: &settings.region,
        user_type: 0,
        granted_scopes,
    })
}

fn no_randomness() -> Refusal {
    Refusal::new(code::GENERAL, "the computer gives no randomness to make a token from")
}
