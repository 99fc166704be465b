//! Sign-ins that nobody began here.

use std::time::Duration;

use app::boundary::{ErrorCode, Phase};

use crate::{
    desk::{Desk, KEY, REDIRECT_URI, TOKEN},
    neighbour::{of_its_own_app, opened},
    signed::{connected, signed_form},
};

fn from_the_app_store(desk: &Desk) -> String {
    desk.shop.approve_service(None).unwrap()
}

#[tokio::test]
async fn a_code_that_nobody_asked_for_is_taken_by_nobody_before_the_person_said_so() {
    let desk = connected().await;
    desk.synced().await;
    desk.shop.revoke_tokens().await;
    let before = desk.calls(TOKEN).len();
    desk.app.link(&from_the_app_store(&desk)).await;
    assert_eq!((desk.calls(TOKEN).len(), desk.state().await.notices), (before, vec![]));
    let asked = desk.state().await.unbidden.unwrap();
    let app = &asked.apps[0];
    assert_eq!((asked.apps.len(), app.shop, app.shops.len()), (1, 1, 1));
    assert!(app.hint.starts_with("can") && !app.hint.contains(KEY));

    desk.app.accept_sign_in(app.shop).await.unwrap();
    assert_eq!((desk.state().await.unbidden, desk.state().await.shops.len()), (None, 1));
    desk.synced().await;
}

#[tokio::test]
async fn a_no_forgets_it_and_so_do_thirty_minutes() {
    let desk = connected().await;
    let link = from_the_app_store(&desk);
    let calls = desk.calls(TOKEN).len();
    desk.app.link(&link).await;
    desk.app.decline_sign_in();
    assert_eq!(desk.state().await.unbidden, None);
    assert_eq!(desk.app.accept_sign_in(1).await.unwrap_err().code, ErrorCode::NotFound);

    desk.app.link(&link).await;
    desk.drawer.clock.pass(Duration::from_secs(1_799));
    assert!(desk.state().await.unbidden.is_some());
    desk.drawer.clock.pass(Duration::from_secs(1));
    assert_eq!(desk.state().await.unbidden, None);
    assert_eq!(desk.app.accept_sign_in(1).await.unwrap_err().code, ErrorCode::NotFound);
    assert_eq!(desk.calls(TOKEN).len(), calls);
}

#[tokio::test]
async fn another_code_does_not_take_the_place_of_the_one_that_is_asked_about() {
    let desk = connected().await;
    let (own, foreign) = (from_the_app_store(&desk), format!("{REDIRECT_URI}?code=of-somebody-else&app_key={KEY}"));
    desk.app.link(&own).await;
    desk.app.link(&foreign).await;
    assert!(desk.notice("link").await.unwrap().body.contains("about another sign-in already"));
    desk.app.link(&own).await;
    desk.app.accept_sign_in(1).await.unwrap();
    let codes: Vec<_> = desk.calls(TOKEN).into_iter().filter(|call| call.answer_code == Some(0)).collect();
    assert_eq!(codes.len(), 2, "the first sign-in's, and this one's");
}

#[tokio::test]
async fn without_keys_the_person_types_them_and_a_mistake_costs_no_code() {
    let desk = Desk::new().await;
    desk.app.connect_paste(&from_the_app_store(&desk)).await.unwrap();
    assert_eq!(desk.state().await.unbidden.unwrap().apps, []);
    let mut form = signed_form(&desk);
    form.app_secret = String::new();
    let error = desk.app.accept_sign_in_with(form.clone()).await.unwrap_err();
    assert_eq!(error.field.as_deref(), Some("app_secret"));
    form.app_secret = "another".into();
    assert_eq!(desk.app.accept_sign_in_with(form).await.unwrap_err().code, ErrorCode::Refused);
    assert!(desk.state().await.unbidden.is_some());
    assert!(desk.drawer.keychain.names().is_empty());
    desk.app.accept_sign_in_with(signed_form(&desk)).await.unwrap();
    assert_eq!((desk.state().await.phase, desk.state().await.unbidden), (Phase::Ready, None));
}

#[tokio::test]
async fn which_of_several_apps_it_is_for_is_asked_unless_the_address_says_it() {
    let desk = connected().await;
    let _neighbour = opened(&desk, of_its_own_app(&desk)).await;
    let apps = async |link: &str| {
        desk.app.link(link).await;
        let asked = desk.state().await.unbidden.unwrap();
        desk.app.decline_sign_in();
        asked.apps.into_iter().map(|app| app.shop).collect::<Vec<_>>()
    };
    assert_eq!(apps(&format!("{REDIRECT_URI}?code=c")).await.len(), 2);
    assert_eq!(apps(&format!("{REDIRECT_URI}?code=c&app_key={KEY}")).await, [1]);
    assert_eq!(apps(&format!("{REDIRECT_URI}?code=c&app_key=of-an-app-elsewhere")).await, [0_u32; 0]);
}

#[tokio::test]
async fn a_refusal_without_a_state_has_its_sentence() {
    let desk = connected().await;
    for name in ["auth_denied", "access_denied"] {
        desk.app.link(&format!("{REDIRECT_URI}?code=null&error={name}")).await;
        let notice = desk.notice("link").await.unwrap();
        assert!(notice.body.contains("refused on TikTok’s page"), "{notice:?}");
        desk.app.dismiss_notice("link");
    }
    assert_eq!(desk.state().await.unbidden, None);
}
