//! Whose event it is, and what becomes of those that nobody has signed.

use domain::ShopId;
use sync::webhook::Verdict;

use crate::knock::{ANY, House, SIGNED, created, order};

/// Two shops of one app, and one of another.
const SHOPS: [(i64, &str, &str); 3] = [(1, "app-a", "secret-a"), (2, "app-a", "secret-a"), (3, "app-b", "secret-b")];

#[tokio::test]
async fn a_signed_event_is_for_the_shops_of_its_app_and_for_no_other() {
    for rules in [ANY, SIGNED] {
        let mut house = House::with(rules, &SHOPS).await;
        assert_eq!(house.post_signed("app-a", "secret-a", &created("1")).await, 200);
        assert_eq!(house.hints(), [(ShopId(1), order("1")), (ShopId(2), order("1"))]);
        assert_eq!(house.post_signed("app-b", "secret-b", &created("1")).await, 200);
        assert_eq!(house.hints(), [(ShopId(3), order("1"))], "the other app's shop has an order of that number, too");
        assert_eq!(house.verdict(), Verdict::Asked);
    }
}

#[tokio::test]
async fn where_only_signed_events_are_taken_all_others_are_turned_away_and_counted() {
    let mut house = House::with(SIGNED, &SHOPS).await;
    let body = created("1");
    assert_eq!(house.post(&body).await, 401);
    assert_eq!(house.post_signed("app-a", "secret-b", &body).await, 401);
    assert_eq!(house.post_signed("app-c", "secret-a", &body).await, 401);
    assert_eq!(house.post_signed("app-a", "", &body).await, 401);
    assert_eq!(house.post_with("Authorization: Bearer secret-a\r\n", &body).await, 401);
    let of_another_body = format!("Authorization: {}\r\n", crate::knock::sign("app-a", "secret-a", &created("2")));
    assert_eq!(house.post_with(&of_another_body, &body).await, 401);
    let last = house.last();
    assert_eq!((last.event.as_str(), last.subject.as_str(), last.verdict), ("", "", Verdict::Unsigned));
    assert_eq!((house.status().taken, house.status().turned_away, house.hints()), (0, 6, Vec::new()));
}

#[tokio::test]
async fn where_unsigned_events_are_taken_they_are_a_hint_for_every_shop() {
    let mut house = House::with(ANY, &SHOPS).await;
    assert_eq!(house.post_with("Authorization: somebody\r\n", &created("1")).await, 200);
    assert_eq!(house.hints(), [1, 2, 3].map(|shop| (ShopId(shop), order("1"))));
    assert_eq!(house.verdict(), Verdict::AskedUnsigned);
}

#[tokio::test]
async fn a_forged_event_is_never_why_the_true_one_is_dropped() {
    let mut house = House::with(ANY, &SHOPS).await;
    assert_eq!(house.post(&created("1")).await, 200);
    assert_eq!(house.hints().len(), 3);
    assert_eq!(house.post_signed("app-b", "secret-b", &created("1")).await, 200);
    assert_eq!(house.hints(), [(ShopId(3), order("1"))]);
    let mut house = House::of_one_shop(ANY).await;
    assert_eq!(house.post(&created("1")).await, 200);
    assert_eq!(house.post_signed("practice-key", "practice-secret", &created("1")).await, 200);
    assert_eq!(house.hints().len(), 2, "nor where both are for the same shop");
}

#[tokio::test]
async fn a_shop_that_is_disconnected_signs_nothing_any_more() {
    let house = House::with(SIGNED, &SHOPS).await;
    assert_eq!(house.post_signed("app-b", "secret-b", &created("1")).await, 200);
    house.disconnect_all();
    assert_eq!(house.post_signed("app-b", "secret-b", &created("2")).await, 401);
}
