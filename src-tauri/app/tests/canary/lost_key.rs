//! The day after: the keychain was emptied, and the recovery code opens the cache.

use app::{App, NotOpened, boundary::Theme};

use crate::{
    seller::Desk,
    traces::{Place, Trace},
};

/// Starts without the key, types the code with a typo and then as it is, and notes all that is shown and printed.
pub(crate) async fn is_opened_with(desk: &Desk, code: &str, traces: &mut Vec<Trace>) {
    let mut note = |what: &str, bytes: Vec<u8>| {
        traces.push(Trace { place: Place::Screen, name: what.to_owned(), bytes });
    };
    desk.keychain.lose_cache_key();
    let Err(blocked) = App::open(&desk.data(), desk.ports()).await else { panic!("it was opened") };
    let state = app::blocked_state(&blocked, Theme::System, "1.0.0");
    note("a locked database", serde_json::to_vec(&state).unwrap());
    note("what a locked database prints", format!("{blocked:?} {blocked}").into_bytes());
    let typo = format!("{}{}", &code[..code.len() - 1], if code.ends_with('7') { '8' } else { '7' });
    let typo = App::open_with_code(&desk.data(), desk.ports(), &typo).await;
    let Err(NotOpened::Code(error)) = &typo else { panic!("it was taken") };
    note("a code with a typo", serde_json::to_vec(error).unwrap());
    note("what a code with a typo prints", format!("{error:?} {error:#?}").into_bytes());
    let app = App::open_with_code(&desk.data(), desk.ports(), code).await.unwrap();
    note("what a recovery code prints", format!("{:?}", app.recovery_code()).into_bytes());
    app.close().await;
    drop(app);
}
