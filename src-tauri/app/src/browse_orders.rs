//! Reading orders: lists by position, and one with all that is known of it.

use domain::{OrderId, OrderStatus, Recipient, Stage, pasted_ids};
use store::{Entry, OrderListing, StageCounts, State};

use crate::{
    App, activity,
    boundary::{
        AppError, HistoryEntry, Look, OrderCounts, OrderDetail, OrderFilter, OrderLine, OrderList, OrderRow, OrderTab,
        PastedOrders,
    },
    shops::id_of,
    wording::{count, iso, status_text},
};

impl App {
    /// Opens a list of a shop's orders.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be read.
    pub async fn open_orders(&self, shop: u32, filter: OrderFilter) -> Result<OrderList, AppError> {
        let shop = id_of(shop);
        let among = filter.pasted.as_deref().map(pasted_ids);
        let filter = store::OrderFilter { stage: stage(filter.tab), search: filter.search, among };
        let OrderListing { numbers, counts, missing } = self.store.order_list(shop, &filter).await?;
        let pasted = filter.among.map(|ids| PastedOrders {
            ids: count(ids.len() as i64),
            missing: missing.iter().map(ToString::to_string).collect(),
        });
        let total = count(numbers.len() as i64);
        let to_ship = count(self.store.orders_to_ship(shop).await?);
        let view = self.order_views.keep(numbers, shop);
        Ok(OrderList { view, total, counts: order_counts(counts), to_ship, pasted })
    }

    /// A window of a list, by position.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::NotFound`] where the list is no longer kept.
    pub async fn order_rows(&self, view: u32, from: u32, count: u32) -> Result<Vec<OrderRow>, AppError> {
        let (numbers, shop) = self.order_views.window(view, from, count)?;
        Ok(self.store.order_rows(shop, &numbers).await?.into_iter().map(row).collect())
    }

    /// All about one order of a shop.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::NotFound`] where it isn't in the cache.
    pub async fn order_detail(&self, shop: u32, order_id: &str) -> Result<OrderDetail, AppError> {
        let (shop, id) = (id_of(shop), OrderId::new(order_id));
        let order = self.store.order(shop, &id).await?;
        let shipment = self.store.shipment_of(shop, &id).await?;
        Ok(detail(order, shipment))
    }
}

fn order_counts(counts: StageCounts) -> OrderCounts {
    OrderCounts {
        to_ship: count(counts.to_ship),
        on_hold: count(counts.on_hold),
        sent: count(counts.sent),
        delivered: count(counts.delivered),
        cancelled: count(counts.cancelled),
        all: count(counts.all),
    }
}

fn stage(tab: OrderTab) -> Option<Stage> {
    match tab {
        OrderTab::ToShip => Some(Stage::ToShip),
        OrderTab::OnHold => Some(Stage::OnHold),
        OrderTab::Sent => Some(Stage::Sent),
        OrderTab::Delivered => Some(Stage::Delivered),
        OrderTab::Cancelled => Some(Stage::Cancelled),
        OrderTab::All => None,
    }
}

fn look(status: &OrderStatus, shipping: Option<State>) -> Look {
    match (shipping, status.stage()) {
        (Some(State::Queued), _) => Look::Queued,
        (Some(State::Sending), _) => Look::Sending,
        (Some(State::Checking), _) => Look::Checking,
        // A refusal matters for as long as the order still waits.
        (Some(State::Refused), Stage::ToShip | Stage::OnHold | Stage::Other) => Look::Refused,
        (_, Stage::ToShip) => Look::ToShip,
        (_, Stage::OnHold) => Look::OnHold,
        (_, Stage::Sent) => Look::Sent,
        (_, Stage::Delivered) => Look::Delivered,
        (_, Stage::Cancelled) => Look::Cancelled,
        (_, Stage::Other) => Look::Other,
    }
}

fn row(row: store::OrderRow) -> OrderRow {
    let (shipping, note) = row.shipping.map_or((None, None), |(state, reason)| (Some(state), reason));
    OrderRow {
        look: look(&row.status, shipping),
        id: row.id.to_string(),
        status: row.status.as_shop().to_owned(),
        buyer: row.buyer.reveal().clone(),
        items: row.items,
        more_items: count(row.more_items),
        quantity: count(row.quantity),
        total: row.total,
        created_at: iso(row.created),
        updated_at: iso(row.updated),
        note,
    }
}

fn detail(order: store::OrderDetail, shipment: Option<Entry>) -> OrderDetail {
    OrderDetail {
        status_text: status_text(&order.row.status),
        phone: order.recipient.phone.reveal().clone(),
        address: address(&order.recipient),
        lines: order.lines.into_iter().map(|(line, code)| order_line(line, code)).collect(),
        payment_method: order.payment_method,
        shipping_provider: order.shipping_provider,
        tracking_number: order.tracking,
        history: history(&order.row, shipment.as_ref()),
        shipping: shipment.map(activity::item),
        row: row(order.row),
    }
}

fn order_line(line: domain::Line, seller_sku: Option<String>) -> OrderLine {
    OrderLine {
        product_id: line.product.to_string(),
        sku_id: line.sku.to_string(),
        name: line.name,
        seller_sku,
        quantity: line.quantity,
        price: line.price.to_string(),
    }
}

/// The address as it stands on a label: empty parts leave no gap.
pub(crate) fn address(to: &Recipient) -> Vec<String> {
    let part = |text: &domain::Private<String>| text.reveal().trim().to_owned();
    let joined = |parts: &[String], with: &str| {
        parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(with)
    };
    let region = joined(&[part(&to.state), part(&to.zipcode)], " ");
    let lines = [
        joined(&[part(&to.street1), part(&to.street2)], ", "),
        joined(&[part(&to.city), region, part(&to.country)], ", "),
    ];
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}

/// What is known to have happened, oldest first. The contract sends no history of its own.
fn history(row: &store::OrderRow, shipment: Option<&Entry>) -> Vec<HistoryEntry> {
    let at = |moment, text: String| (moment, HistoryEntry { at: iso(moment), text });
    let mut entries = vec![at(row.created, "Placed".to_owned())];
    if let Some(entry) = shipment {
        entries.push(at(entry.created, "You asked to ship it".to_owned()));
        if let Some(text) = shipment_outcome(entry.state) {
            entries.push(at(entry.changed, text.to_owned()));
        }
    }
    // After a confirmed shipment the shop's own time stamp is only known once it is read again.
    let confirmed_later = shipment.is_some_and(|entry| entry.state == State::Done && row.updated < entry.created);
    if row.updated != row.created && !confirmed_later {
        entries.push(at(row.updated, format!("Last changed at the shop: {}", status_text(&row.status))));
    }
    entries.sort_by_key(|(moment, _)| *moment);
    entries.into_iter().map(|(_, entry)| entry).collect()
}

fn shipment_outcome(state: State) -> Option<&'static str> {
    match state {
        State::Done => Some("The shop confirmed it"),
        State::Refused => Some("Refused"),
        State::Checking => Some("The answer was lost; asking the shop"),
        _ => None,
    }
}
