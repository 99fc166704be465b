//! The contract's three order endpoints.

use std::cmp::Reverse;

use jiff::Timestamp;
use serde::Serialize;

use super::{
    body::Body,
    course::Call,
    params::{Page, Params},
};
use crate::{
    answer::{Done, Refusal},
    settings::{ListOrder, Settings},
    shop::{Order, Shop, ShownOrder, Status},
    shopfront::World,
};

/// Longest tracking number taken, in characters.
const LONGEST_TRACKING_NUMBER: usize = 100;

#[derive(Serialize)]
struct Found<'a> {
    orders: Vec<ShownOrder<'a>>,
    total: usize,
}

#[derive(Serialize)]
struct Updated<'a> {
    order_id: &'a str,
    status: &'a str,
}

/// What a search asks for.
struct Filter {
    status: Option<Status>,
    /// Created at this moment or later.
    from: Option<Timestamp>,
    /// Created before this moment.
    to: Option<Timestamp>,
}

impl Filter {
    fn of(params: &Params) -> Result<Self, Refusal> {
        let status = params.text("order_status").map(|name| {
            Status::named(name).ok_or_else(|| Refusal::invalid("order_status", format!("there is no status {name}")))
        });
        Ok(Self {
            status: status.transpose()?,
            from: params.moment("create_time_from")?,
            to: params.moment("create_time_to")?,
        })
    }

    /// What passes, newest first.
    fn pass<'a>(&self, shop: &'a Shop) -> Vec<&'a Order> {
        let has_status = |order: &&Order| self.status.is_none_or(|status| status == order.order_status);
        shop.orders.created(self.from, self.to).filter(has_status).collect()
    }
}

/// `GET /api/orders/search`.
pub(crate) fn search(settings: &Settings, world: &World, call: &Call) -> Result<Done, Refusal> {
    let (rows, total) = page(settings, &world.kept.shop, call)?;
    Done::shown(&Found { orders: rows.into_iter().map(|order| order.shown(settings.deadlines)).collect(), total })
}

/// The page that a search asks for, and how many orders it finds in all.
fn page<'a>(settings: &Settings, shop: &'a Shop, call: &Call) -> Result<(Vec<&'a Order>, usize), Refusal> {
    let page = Page::of(&call.params, settings.max_page_size)?;
    let filter = Filter::of(&call.params)?;
    if let (None, ListOrder::NewestFirst) = (filter.status, settings.list_order) {
        return Ok(page.cut(shop.orders.created(filter.from, filter.to)));
    }
    let mut found = filter.pass(shop);
    match settings.list_order {
        ListOrder::NewestFirst => {}
        ListOrder::OldestFirst => found.reverse(),
        ListOrder::LatestUpdateFirst => {
            found.sort_by_key(|order| (Reverse(order.update_time), order.order_id.as_str()));
        }
    }
    Ok(page.cut(found.into_iter()))
}

/// The first order on the page the call asks for that can still be cancelled.
pub(crate) fn first_open_on_page(settings: &Settings, shop: &Shop, call: &Call) -> Option<String> {
    let (rows, _) = page(settings, shop, call).ok()?;
    rows.into_iter().find(|order| order.can_be_cancelled()).map(|order| order.order_id.clone())
}

/// `GET /api/orders/detail/query`.
pub(crate) fn detail(settings: &Settings, world: &World, call: &Call) -> Result<Done, Refusal> {
    let order_id = call.params.required("order_id")?;
    Done::shown(&world.kept.shop.order(order_id)?.shown(settings.deadlines))
}

/// `POST /api/orders/update`: the only status that can be set is `SHIPPED`.
pub(crate) fn update(world: &mut World, call: &Call, now: Timestamp) -> Result<Done, Refusal> {
    let body = Body::of(&call.body)?;
    let order_id = body.text("order_id")?;
    let status = body.text("status")?;
    let tracking_number = body.text("tracking_number")?;
    if Status::named(status) != Some(Status::Shipped) {
        return Err(Refusal::invalid("status", "only SHIPPED can be set"));
    }
    check_tracking_number(tracking_number)?;
    world.kept.shop.ship(order_id, None, tracking_number, now)?;
    Done::written(&Updated { order_id, status }, true)
}

fn check_tracking_number(number: &str) -> Result<(), Refusal> {
    if number.chars().count() > LONGEST_TRACKING_NUMBER {
        let reason = format!("must be at most {LONGEST_TRACKING_NUMBER} characters");
        return Err(Refusal::invalid("tracking_number", reason));
    }
    if number.chars().any(char::is_control) {
        return Err(Refusal::invalid("tracking_number", "must have no line break or other control character"));
    }
    Ok(())
}
