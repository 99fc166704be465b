//! What a person narrows a list of orders to, as the store understands it.

use domain::{Money, OrderStatus, Stage, pasted_ids};
use store::{Between, Deadlines, Narrow, Pile, SortBy};

use crate::{
    boundary::{AppError, OrderChips, OrderFilter, OrderSort, OrderSortBy, OrderTab},
    deadlines::{day_begins, due},
};

/// # Errors
/// [`crate::boundary::ErrorCode::InvalidInput`] where a typed value is none, with the field's name.
pub(crate) fn filter_of(
    filter: OrderFilter,
    only: Option<Vec<i64>>,
    clock: Deadlines,
) -> Result<store::OrderFilter, AppError> {
    Ok(store::OrderFilter {
        pile: pile(filter.tab),
        search: filter.search,
        among: filter.pasted.as_deref().map(pasted_ids),
        only,
        narrow: narrow(filter.chips, &clock)?,
        sort: filter.sort.map(sort),
        clock,
    })
}

fn narrow(chips: OrderChips, clock: &Deadlines) -> Result<Narrow, AppError> {
    let day = |field: &'static str, text: &Option<String>, later: i64| {
        let begins = |text: &String| day_begins(text.parse().ok()?, later, clock).map(|time| time.as_millisecond());
        text.as_ref().map(|text| begins(text).ok_or_else(|| no_day(field))).transpose()
    };
    Ok(Narrow {
        statuses: chips.statuses.iter().map(|word| OrderStatus::from_shop(word)).collect(),
        due: chips.due.map(|chip| due(chip, clock)),
        warehouses: chips.warehouses,
        regions: chips.regions,
        tags: chips.tags,
        goods: chips.goods,
        quantity: Between { least: chips.quantity_from.map(i64::from), most: chips.quantity_to.map(i64::from) },
        value: Between { least: amount("totalFrom", &chips.total_from)?, most: amount("totalTo", &chips.total_to)? },
        placed: Between {
            least: day("placedFrom", &chips.placed_from, 0)?,
            most: day("placedTo", &chips.placed_to, 1)?.map(|next_day| next_day - 1),
        },
    })
}

fn amount(field: &'static str, text: &Option<String>) -> Result<Option<i64>, AppError> {
    let Some(text) = text else { return Ok(None) };
    let money: Result<Money, _> = text.trim().parse();
    let refusal =
        |_| AppError::input(field, "This is no amount. The list stays as it was: type figures like 25 or 19.99.");
    money.map(|money| Some(money.ten_thousandths())).map_err(refusal)
}

fn no_day(field: &'static str) -> AppError {
    AppError::input(field, "This is no day. The list stays as it was: type one like 2026-03-10.")
}

fn pile(tab: OrderTab) -> Pile {
    match tab {
        OrderTab::NeedsAction => Pile::NeedsAction,
        OrderTab::CancelAsked => Pile::CancelAsked,
        OrderTab::ToShip => Pile::Of(Stage::ToShip),
        OrderTab::OnHold => Pile::Of(Stage::OnHold),
        OrderTab::Sent => Pile::Of(Stage::Sent),
        OrderTab::Delivered => Pile::Of(Stage::Delivered),
        OrderTab::Cancelled => Pile::Of(Stage::Cancelled),
        OrderTab::All => Pile::All,
    }
}

fn sort(OrderSort { by, descending }: OrderSort) -> store::OrderSort {
    let by = match by {
        OrderSortBy::Created => SortBy::Placed,
        OrderSortBy::ShipBy => SortBy::ShipBy,
        OrderSortBy::Total => SortBy::Value,
        OrderSortBy::Quantity => SortBy::Quantity,
        OrderSortBy::Buyer => SortBy::Buyer,
        OrderSortBy::Items => SortBy::Items,
        OrderSortBy::Status => SortBy::Status,
        OrderSortBy::Id => SortBy::Id,
    };
    store::OrderSort { by, descending }
}
