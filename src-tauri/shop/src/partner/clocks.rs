//! What the shop tells of an order's clocks. A time that it doesn't tell is missing or 0, and one that can't be read is
//! no reason to lose the order.

use domain::{Clocks, Deadline};

use crate::reading::Record;

pub(super) fn clocks(record: &mut Record<'_>) -> Clocks {
    let due = Deadline::ALL.into_iter();
    Clocks {
        paid: record.time("paid_time"),
        shipped: record.time("rts_time"),
        held_by_shop: record.has("is_on_hold_order").then(|| record.flag("is_on_hold_order")),
        due: due.filter_map(|deadline| Some((deadline, record.time(field(deadline))?))).collect(),
    }
}

const fn field(deadline: Deadline) -> &'static str {
    match deadline {
        Deadline::RecommendedShipping => "recommended_shipping_time",
        Deadline::FastDispatchSla => "fast_dispatch_sla_time",
        Deadline::PickUpCutOff => "pick_up_cut_off_time",
        Deadline::RtsSla => "rts_sla_time",
        Deadline::TtsSla => "tts_sla_time",
        Deadline::ShippingDue => "shipping_due_time",
        Deadline::CollectionDue => "collection_due_time",
        Deadline::DeliverySla => "delivery_sla_time",
        Deadline::DeliveryDue => "delivery_due_time",
        Deadline::CancelOrderSla => "cancel_order_sla_time",
    }
}
