//! What a shop hides of a buyer never takes the place of what it showed before.
//!
//! A shop shows a recipient while the parcel is to be packed, and hides parts of it earlier and later: by asterisks,
//! or by leaving fields empty. Hiding says nothing about the address, so it is no news of it.

use crate::{Order, OrderStatus, Private, Recipient, Shipper};

/// What shops write in place of what they hide.
const MASKS: [char; 3] = ['*', '＊', '•'];

impl Order {
    /// Whether a shop may hide the recipient of such an order, so that an empty field need not be empty.
    pub fn may_hide_recipient(&self) -> bool {
        may_hide(&self.status, self.handling.shipper)
    }
}

fn may_hide(status: &OrderStatus, shipper: Shipper) -> bool {
    let hiding = [OrderStatus::Unpaid, OrderStatus::OnHold, OrderStatus::Cancelled, OrderStatus::Completed];
    hiding.contains(status) || shipper != Shipper::Seller
}

impl Recipient {
    /// Whether something of it is hidden. `may_hide`: [`Order::may_hide_recipient`].
    pub fn is_veiled(&self, may_hide: bool) -> bool {
        // Whoever is sent a parcel has these; a second street and a state are missing from many whole addresses.
        let hardly_empty = [&self.name, &self.phone, &self.street1, &self.city, &self.zipcode];
        self.fields().into_iter().any(|field| is_masked(field.reveal()))
            || (may_hide && hardly_empty.iter().any(|field| is_empty(field.reveal())))
    }

    /// This one, as the shop tells it now, with what it hides as it was known `before`.
    #[must_use]
    pub fn unveiled(self, before: &Self, may_hide: bool) -> Self {
        let veiled = self.is_veiled(may_hide);
        let hides_empty = veiled && may_hide;
        // Where the address was shown an empty field of it is known, too: a mask in its place tells nothing. Phone
        // numbers are masked in many an address that is shown.
        let shown = [&before.name, &before.street1].iter().all(|field| worth(field.reveal()) == 2);
        let known = |told: Private<String>, before: &Private<String>| {
            let is_hidden = is_masked(told.reveal()) || (hides_empty && is_empty(told.reveal()));
            let tells_more = shown || worth(before.reveal()) > worth(told.reveal());
            if is_hidden && tells_more { before.clone() } else { told }
        };
        Self {
            name: known(self.name, &before.name),
            phone: known(self.phone, &before.phone),
            street1: known(self.street1, &before.street1),
            street2: known(self.street2, &before.street2),
            city: known(self.city, &before.city),
            state: known(self.state, &before.state),
            zipcode: known(self.zipcode, &before.zipcode),
            country: known(self.country, &before.country),
        }
    }

    fn fields(&self) -> [&Private<String>; 8] {
        let Self { name, phone, street1, street2, city, state, zipcode, country } = self;
        [name, phone, street1, street2, city, state, zipcode, country]
    }
}

/// How much a field tells: all of it, a part, nothing.
fn worth(field: &str) -> u8 {
    match field {
        empty if is_empty(empty) => 0,
        masked if is_masked(masked) => 1,
        _ => 2,
    }
}

fn is_masked(field: &str) -> bool {
    field.contains(MASKS)
}

fn is_empty(field: &str) -> bool {
    field.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A field as shops tell it: shown, masked in whole or in part, or left out.
    fn field() -> impl Strategy<Value = Private<String>> {
        let told = prop_oneof![
            4 => "[A-Za-zÀ-ỹ0-9 ]{0,6}[A-Za-zÀ-ỹ0-9]",
            1 => "[A-Z0-9]{0,2}\\*{1,4}[0-9]{0,2}",
            1 => Just("•••".to_owned()),
            2 => " ?",
        ];
        told.prop_map(Private::new)
    }

    fn recipient() -> impl Strategy<Value = Recipient> {
        proptest::array::uniform8(field()).prop_map(|[name, phone, street1, street2, city, state, zipcode, country]| {
            Recipient { name, phone, street1, street2, city, state, zipcode, country }
        })
    }

    /// One that hides nothing, wherever the order stands.
    fn shown() -> impl Strategy<Value = Recipient> {
        let whole = || "[A-Za-zÀ-ỹ0-9 ]{0,6}[A-Za-zÀ-ỹ0-9]".prop_map(Private::new);
        let perhaps = || prop_oneof![whole(), Just(Private::default())];
        (proptest::array::uniform5(whole()), proptest::array::uniform3(perhaps())).prop_map(
            |([name, phone, street1, city, zipcode], [street2, state, country])| Recipient {
                name,
                phone,
                street1,
                street2,
                city,
                state,
                zipcode,
                country,
            },
        )
    }

    proptest! {
        #[test]
        fn what_was_known_is_never_lost_to_what_is_hidden(
            before in recipient(), told in recipient(), may_hide in any::<bool>(),
        ) {
            let kept = told.clone().unveiled(&before, may_hide);
            for ((kept, told), before) in kept.fields().into_iter().zip(told.fields()).zip(before.fields()) {
                let [of_kept, of_told, of_before] = [kept, told, before].map(|field| worth(field.reveal()));
                prop_assert!(kept == told || kept == before, "a field of nobody's");
                prop_assert!(of_told < 2 || kept == told, "what the shop shows counts");
                if of_told == 1 {
                    prop_assert!(of_kept >= of_before, "a mask took something away");
                }
            }
        }

        #[test]
        fn where_a_shop_may_hide_nothing_known_becomes_empty_beside_something_hidden(
            before in shown(), told in recipient(),
        ) {
            prop_assume!(told.is_veiled(true));
            for (kept, before) in told.unveiled(&before, true).fields().into_iter().zip(before.fields()) {
                prop_assert!(worth(kept.reveal()) >= worth(before.reveal()));
            }
        }

        #[test]
        fn an_address_that_hides_nothing_takes_the_place_of_any_other(
            before in recipient(), told in shown(), may_hide in any::<bool>(),
        ) {
            prop_assert_eq!(told.clone().unveiled(&before, may_hide), told);
        }
    }

    fn whole() -> Recipient {
        let of = |text: &str| Private::new(text.to_owned());
        Recipient {
            name: of("Nguyễn Thị Hoa"),
            phone: of("+1 213 555 0117"),
            street1: of("12 Alameda St"),
            street2: of("Apt 5"),
            city: of("Los Angeles"),
            state: of("California"),
            zipcode: of("90013"),
            country: of("US"),
        }
    }

    #[test]
    fn who_moved_into_a_house_without_a_second_street_is_not_left_with_the_old_one() {
        let moved = Recipient { street1: Private::new("9 Sunset Blvd".into()), street2: Private::default(), ..whole() };
        assert_eq!(moved.clone().unveiled(&whole(), true), moved);
    }

    #[test]
    fn an_order_that_the_buyer_called_off_keeps_its_address() {
        let hidden = |text: &str| Private::new(text.to_owned());
        let told = Recipient {
            name: hidden("N*** H**"),
            phone: hidden(""),
            street1: hidden("***"),
            street2: hidden(""),
            zipcode: hidden("9****"),
            ..whole()
        };
        assert_eq!(told.unveiled(&whole(), true), whole());
    }

    #[test]
    fn a_mask_in_place_of_a_second_street_that_there_never_was_is_no_second_street() {
        let phone = Private::new("(+1)213-***-**17".to_owned());
        let before = Recipient { phone, street2: Private::default(), ..whole() };
        let stars = || Private::new("***".to_owned());
        let told = Recipient { name: stars(), phone: stars(), street1: stars(), street2: stars(), ..whole() };
        assert_eq!(told.unveiled(&before, true), before);
    }

    #[test]
    fn a_shop_hides_before_an_order_is_certain_and_after_it_is_over_and_where_it_sends_itself() {
        let by_seller = |status: OrderStatus| may_hide(&status, Shipper::Seller);
        assert!(by_seller(OrderStatus::OnHold) && by_seller(OrderStatus::Completed));
        assert!(!by_seller(OrderStatus::AwaitingShipment) && !by_seller(OrderStatus::Delivered));
        assert!(may_hide(&OrderStatus::AwaitingShipment, Shipper::Platform));
    }
}
