//! What a call must show before its endpoint does anything: app, clock, sign, token, shop and scope, in this order.

use jiff::Timestamp;

use super::{
    code,
    route::Route,
    signature::sign,
    visit::{Visit, invalid},
};
use crate::{
    answer::{self, Done, Refusal},
    faults::Plan,
    grants::{Grants, NotGood},
    http::Call,
    settings::Settings,
    shopfront::World,
};

/// Seconds that a call's clock may be behind the shop's and ahead of it.
const BEHIND: i64 = 5 * 60;
const AHEAD: i64 = 30;

/// What an endpoint answers, once everything the call must show is in order.
pub(crate) fn answer(
    route: &'static Route,
    settings: &Settings,
    world: &mut World,
    call: &Call,
    plan: &Plan,
    now: Timestamp,
) -> Result<Done, Refusal> {
    if world.retired.iter().any(|retired| retired == route.pattern) {
        return Err(Refusal::new(code::BAD_VERSION, "this version of the endpoint has been retired"));
    }
    check_sender(settings, call, now)?;
    let grants = &mut world.kept.grants;
    check_token(grants, call, plan, now)?;
    check_shop(settings, route, call)?;
    if !grants.has_scope(route.scope) {
        let message =
            format!("the scope {} has not been granted; the seller must authorise the app again", route.scope);
        return Err(Refusal::new(code::SCOPE_MISSING, message));
    }
    let done = (route.work)(&mut Visit { route, settings, world, call, now });
    done.map_err(|refusal| Refusal { code: in_this_language(refusal.code), ..refusal })
}

/// Whether the call comes from the app, and now.
fn check_sender(settings: &Settings, call: &Call, now: Timestamp) -> Result<(), Refusal> {
    if given(call, "app_key")? != settings.app_key {
        return Err(invalid("app_key", "there is no such app"));
    }
    let said = given(call, "timestamp")?;
    let said: i64 = said.parse().map_err(|_| invalid("timestamp", "must be whole seconds since 1970"))?;
    let ahead = said.saturating_sub(now.as_second());
    if !(-BEHIND..=AHEAD).contains(&ahead) {
        return Err(invalid("timestamp", "must be at most 5 minutes behind the service's clock and 30 seconds ahead"));
    }
    let expected = sign(&settings.app_secret, &call.path, call.params.pairs(), signed_body(call));
    if given(call, "sign")? != expected {
        return Err(Refusal::new(code::BAD_SIGN, "the sign is not that of this call"));
    }
    Ok(())
}

fn given<'a>(call: &'a Call, name: &str) -> Result<&'a str, Refusal> {
    call.params.text(name).ok_or_else(|| invalid(name, "is missing"))
}

/// Uploaded files are not signed.
fn signed_body(call: &Call) -> &[u8] {
    let media_type = call.content_type.as_deref().and_then(|text| text.split(';').next()).unwrap_or_default();
    if media_type.trim().eq_ignore_ascii_case("multipart/form-data") { &[] } else { &call.body }
}

fn check_token(grants: &mut Grants, call: &Call, plan: &Plan, now: Timestamp) -> Result<(), Refusal> {
    let token = call.access_token.as_deref().ok_or_else(|| invalid("x-tts-access-token", "the header is missing"))?;
    if plan.expire_token {
        grants.expire(token, now);
    }
    grants.check(token, now).map_err(|not_good| match not_good {
        NotGood::Expired => Refusal::new(code::TOKEN_EXPIRED, "x-tts-access-token: the access token has expired"),
        _ => invalid("x-tts-access-token", "the access token is invalid"),
    })
}

fn check_shop(settings: &Settings, route: &Route, call: &Call) -> Result<(), Refusal> {
    match (call.params.text("shop_cipher"), route.wants_cipher) {
        (None, false) => Ok(()),
        (Some(_), false) => Err(invalid("shop_cipher", "unexpected identifier")),
        (None, true) => Err(Refusal::new(code::CIPHER_MISSING, "shop_cipher: is missing")),
        (Some(cipher), true) if opens(settings, cipher) => Ok(()),
        (Some(_), true) => Err(Refusal::new(code::NO_SUCH_SHOP, "shop_cipher: names no shop that the token is for")),
    }
}

fn opens(settings: &Settings, cipher: &str) -> bool {
    cipher == settings.shop_cipher || settings.sister_shops.iter().any(|sister| cipher == sister.cipher)
}

/// What the shop and the readers of bodies refuse in the documented contract's codes, said in the Partner API's.
fn in_this_language(code: i64) -> i64 {
    match code {
        answer::code::INVALID_PARAMETER | answer::code::MISSING_PARAMETER => code::INVALID,
        answer::code::GENERAL => code::INTERNAL,
        other => other,
    }
}
