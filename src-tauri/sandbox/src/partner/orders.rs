//! Finding orders: the search, which clients sync by, and orders by their ids.

use std::{cmp::Ordering, collections::HashSet, fmt::Debug};

use jiff::Timestamp;
use serde::Serialize;

use super::{
    code,
    order_filter::Filter,
    order_shape::ShownOrder,
    page_token,
    route::{Route, Verb},
    stage::Standing,
    visit::{Visit, body, invalid},
};
use crate::{
    answer::{Done, Refusal},
    http::Call,
    settings::Settings,
    shop::{Order, Shop},
};

pub(crate) const SEARCH: &str = "/order/202309/orders/search";
/// Most orders asked for by their ids at once.
const MOST_IDS: usize = 50;

const fn route(verb: Verb, pattern: &'static str, work: fn(&mut Visit<'_>) -> Result<Done, Refusal>) -> Route {
    Route { verb, pattern, scope: "seller.order.info", wants_cipher: true, work }
}

pub(super) const ROUTES: &[Route] = &[
    route(Verb::Post, SEARCH, search),
    route(Verb::Get, "/order/202507/orders", detail),
    route(Verb::Get, "/order/202309/orders", detail),
];

#[derive(Serialize)]
struct Found<'a> {
    orders: Vec<ShownOrder<'a>>,
    next_page_token: String,
    total_count: usize,
}

#[derive(Serialize)]
struct Told<'a> {
    orders: Vec<ShownOrder<'a>>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum SortField {
    Created,
    Updated,
}

/// One search: everything by which its list is told from another, and which part of it is wanted.
struct Asked {
    filter: Filter,
    sort: SortField,
    ascending: bool,
    size: usize,
    /// The last row of the page before.
    after: Option<(i64, String)>,
}

/// An order and what it is sorted by.
type Row<'a> = (i64, &'a Order);

impl Asked {
    fn of(settings: &Settings, call: &Call) -> Result<Self, Refusal> {
        let params = &call.params;
        let sort = match params.text("sort_field") {
            None | Some("create_time") => SortField::Created,
            Some("update_time") => SortField::Updated,
            Some(_) => return Err(invalid("sort_field", "must be create_time or update_time")),
        };
        let ascending = match params.text("sort_order") {
            None | Some("DESC") => false,
            Some("ASC") => true,
            Some(_) => return Err(invalid("sort_order", "must be ASC or DESC")),
        };
        let size = params.count("page_size", 20, settings.max_page_size)? as usize;
        let filter: Filter = body(&call.body)?;
        filter.check()?;
        let mut asked = Self { filter, sort, ascending, size, after: None };
        if let Some(token) = params.text("page_token") {
            let row = page_token::row(&settings.app_secret, &asked.list(), token)?;
            let (time, id) = row.split_once('|').unwrap_or_default();
            asked.after = Some((time.parse().unwrap_or_default(), id.to_owned()));
        }
        Ok(asked)
    }

    /// The list's name: what makes it another one.
    fn list(&self) -> String {
        let parts: [&dyn Debug; 3] = [&self.sort, &self.ascending, &self.filter];
        format!("{SEARCH} {parts:?}")
    }

    fn compare(&self, a: (i64, &str), b: (i64, &str)) -> Ordering {
        if self.ascending { a.cmp(&b) } else { b.cmp(&a) }
    }

    /// The rows of the page, whether more follow, and how many the whole list has.
    fn page<'a>(&self, settings: &Settings, shop: &'a Shop, now: Timestamp) -> (Vec<Row<'a>>, bool, usize) {
        let mut total = 0;
        let mut rows: Vec<Row<'a>> = Vec::new();
        for order in shop.orders.iter() {
            let standing = Standing::of(order, now);
            if !self.filter.passes(settings, order, &standing) {
                continue;
            }
            total += 1;
            let time = if self.sort == SortField::Created { order.create_time } else { standing.since }.as_second();
            let row = (time, order.order_id.as_str());
            if self.after.as_ref().is_none_or(|(time, id)| self.compare(row, (*time, id)) == Ordering::Greater) {
                rows.push((time, order));
            }
        }
        let by = |a: &Row<'_>, b: &Row<'_>| self.compare((a.0, &a.1.order_id), (b.0, &b.1.order_id));
        let more = rows.len() > self.size;
        if more {
            // Sorting what is not shown would make a long list slow on every page.
            rows.select_nth_unstable_by(self.size, by);
            rows.truncate(self.size);
        }
        rows.sort_unstable_by(by);
        (rows, more, total)
    }
}

fn search(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let asked = Asked::of(visit.settings, visit.call)?;
    let (rows, more, total_count) = asked.page(visit.settings, visit.shop(), visit.now);
    let next_page_token = match rows.last() {
        Some((time, order)) if more => {
            let row = format!("{time}|{}", order.order_id);
            page_token::after(&visit.settings.app_secret, &asked.list(), &row)
        }
        _ => String::new(),
    };
    let orders = rows.into_iter().map(|(_, order)| ShownOrder::of(order, visit)).collect();
    Done::shown(&Found { orders, next_page_token, total_count })
}

/// The first order on the page that a search asks for that can still be cancelled.
pub(crate) fn first_open_on_page(settings: &Settings, shop: &Shop, call: &Call, now: Timestamp) -> Option<String> {
    let (rows, _, _) = Asked::of(settings, call).ok()?.page(settings, shop, now);
    let open = rows.into_iter().find(|(_, order)| order.can_be_cancelled());
    open.map(|(_, order)| order.order_id.clone())
}

fn detail(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let ids = visit.call.params.text("ids").ok_or_else(|| invalid("ids", "is missing"))?;
    let mut seen = HashSet::new();
    let ids: Vec<&str> = ids.split(',').filter(|id| seen.insert(*id)).collect();
    if ids.len() > MOST_IDS {
        return Err(invalid("ids", format!("must be at most {MOST_IDS}")));
    }
    let shown = |id: &str| {
        let order = visit.shop().orders.get(id);
        let order =
            order.ok_or_else(|| Refusal::new(code::NOT_THIS_SELLERS_ORDER, format!("ids: {id} is not here")))?;
        Ok(ShownOrder::of(order, visit))
    };
    Done::shown(&Told { orders: ids.into_iter().map(shown).collect::<Result<_, Refusal>>()? })
}
