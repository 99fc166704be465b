//! Reading orders: lists by position, and one with all that is known of it.

use domain::{OrderId, PackageId, Recipient, ShopId, Stage};
use jiff::Timestamp;
use store::{Deadlines, Entry, OrderEvent, OrderListing, Paper, PileCounts, State, StoreError};

use crate::{
    App, activity,
    boundary::{
        AppError, FirstOrders, HistoryEntry, Look, OpenedOrders, OrderCounts, OrderDetail, OrderFilter, OrderLine,
        OrderList, OrderParcel, OrderRow, OutboxItem, PastedOrders,
    },
    deadlines::{due_times, ship_by},
    errands::is_under_way,
    order_filter::filter_of,
    order_parcels::{division, left, parcels},
    pasted_orders::pasted_orders,
    shops::id_of,
    warehouse_names::WarehouseNames,
    wording::{count, iso, status_text},
};

const PRINTED: [(Paper, &str); 4] = [
    (Paper::PickList, "On a pick list that was printed here"),
    (Paper::PackingSlips, "Packing slip printed here"),
    (Paper::AddressLabels, "Label printed here"),
    (Paper::ShippingLabels, "TikTok’s label printed here"),
];

impl App {
    /// Opens a list of a shop's orders.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::InvalidInput`] where a typed condition is none; otherwise where
    /// the cache can't be read.
    pub async fn open_orders(&self, shop: u32, filter: OrderFilter) -> Result<OrderList, AppError> {
        let shop = id_of(shop);
        let clock = self.deadlines(shop).await?;
        let selected = filter.selected.then(|| self.selections.numbers(shop));
        let filter = filter_of(filter, selected, clock)?;
        let list = async { Ok(self.store.order_list(shop, &filter).await?) };
        let (listing, pasted) = tokio::try_join!(list, self.pasted(shop, filter.among.as_deref()))?;
        self.read_orders_ahead(shop);
        let OrderListing { numbers, counts, waiting } = listing;
        let (total, selection) = (count(numbers.len() as i64), self.selections.told(shop, &numbers));
        let view = self.order_views.keep(numbers, shop);
        Ok(OrderList {
            view,
            total,
            counts: order_counts(counts),
            to_ship: count(waiting.to_ship),
            needs_action: count(waiting.needs_action),
            pasted,
            selection,
        })
    }

    async fn pasted(&self, shop: ShopId, ids: Option<&[OrderId]>) -> Result<Option<PastedOrders>, AppError> {
        let Some(ids) = ids else { return Ok(None) };
        let found = self.store.orders_standing(shop, ids, &[], 0).await?;
        Ok(Some(pasted_orders(ids, &found.orders)))
    }

    /// Opens a list and reads its first rows with it.
    ///
    /// # Errors
    /// As [`App::open_orders`].
    pub async fn open_orders_with_rows(
        &self,
        shop: u32,
        filter: OrderFilter,
        first: u32,
    ) -> Result<OpenedOrders, AppError> {
        let list = self.open_orders(shop, filter).await?;
        let first = if first == 0 { Vec::new() } else { self.order_rows(list.view, 0, first).await? };
        Ok(OpenedOrders { list, first })
    }

    /// Opens a list of the shop in view, with its first rows; none where no shop is.
    ///
    /// # Errors
    /// As [`App::open_orders`].
    pub async fn first_orders(&self, filter: OrderFilter, first: u32) -> Result<Option<FirstOrders>, AppError> {
        let Some(shop) = self.shop_in_view().await? else { return Ok(None) };
        let shop = count(shop.id.0);
        let orders = self.open_orders_with_rows(shop, filter, first).await?;
        Ok(Some(FirstOrders { shop, orders }))
    }

    /// A window of a list, by position.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::NotFound`] where the list is no longer kept.
    pub async fn order_rows(&self, view: u32, from: u32, count: u32) -> Result<Vec<OrderRow>, AppError> {
        let (numbers, shop) = self.order_views.window(view, from, count)?;
        let clock = self.deadlines(shop).await?;
        let rows = self.store.order_rows(shop, &numbers).await?;
        let chosen = self.selections.among(shop, &rows.iter().map(|row| row.n).collect::<Vec<_>>());
        let names = self.warehouse_names(shop).await?;
        // Only an order without a parcel makes it matter where the shop is.
        let buys = rows.iter().any(|row| row.lacks_parcel) && self.buys_labels(shop).await?;
        let shown = |(found, selected)| row(found, selected, buys, &clock, &names);
        Ok(rows.into_iter().zip(chosen).map(shown).collect())
    }

    /// Where an order is in a list, by position; none where the list doesn't have it.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::NotFound`] where the list is no longer kept.
    pub async fn order_place(&self, view: u32, order_id: &str) -> Result<Option<u32>, AppError> {
        let (list, shop) = self.order_views.read(view, |list, shop| (list.clone(), *shop))?;
        let order = self.store.order_number(shop, &OrderId::new(order_id)).await?;
        Ok(order.and_then(|order| list.position(order)).map(|place| count(place as i64)))
    }

    /// All about one order of a shop.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::NotFound`] where it isn't in the cache.
    pub async fn order_detail(&self, shop: u32, order_id: &str) -> Result<OrderDetail, AppError> {
        let (shop, id) = (id_of(shop), OrderId::new(order_id));
        let order = self.store.order(shop, &id).await?;
        let shipment = self.store.shipment_of(shop, &id).await?;
        let events = self.store.order_events(shop, &id).await?;
        let own_note = self.store.order_note(shop, &id).await?;
        let selected = self.selections.among(shop, &[order.row.n]) == [true];
        let here = self.done_here(shop, &id, order.packed).await?;
        let history = history(&order.row, shipment.as_ref(), &events, &here);
        let errand = self.errand_of(shop, &id).await?;
        let parcels = self.parcels(shop, &order, errand.as_ref()).await?;
        let correction = match &parcels[..] {
            [] => self.correction(shop, &order, None, errand.as_ref()).await?,
            // Each has a number of its own.
            _ => None,
        };
        let shares_with = self.shares_with(shop, &id).await?;
        let names = self.warehouse_names(shop).await?;
        let known = self.store.shop_of(shop).await?;
        let label_to_buy = match &known {
            Some(shop) if order.row.lacks_parcel => self.label_to_buy(shop).await?,
            _ => None,
        };
        let market = known.map(|shop| shop.region).unwrap_or_default();
        let division = division(&order, &market, errand.as_ref().is_some_and(is_under_way));
        let buys = label_to_buy.is_some();
        let row = row(order.row.clone(), selected, buys, &self.deadlines(shop).await?, &names);
        let whole = detail(order, row, shipment, history, own_note);
        let cancellation = self.cancellation(shop, &id).await?;
        Ok(OrderDetail { correction, shares_with, division, parcels, cancellation, errand, label_to_buy, ..whole })
    }

    /// An order's parcels, where there are several, and which of their numbers can be corrected.
    async fn parcels(
        &self,
        shop: ShopId,
        order: &store::OrderDetail,
        errand: Option<&OutboxItem>,
    ) -> Result<Vec<OrderParcel>, AppError> {
        let mut parcels = parcels(order);
        for parcel in parcels.iter_mut().filter(|parcel| !parcel.waits) {
            if let Some(id) = parcel.id.clone().map(PackageId::new) {
                parcel.correction = self.correction(shop, order, Some(&id), errand).await?;
            }
        }
        Ok(parcels)
    }

    /// What was done with an order on this computer: printed, the last time for each paper, and packed.
    async fn done_here(
        &self,
        shop: ShopId,
        order: &OrderId,
        packed: Option<Timestamp>,
    ) -> Result<Vec<(Timestamp, &'static str)>, AppError> {
        let mut done: Vec<_> = packed.map(|at| (at, "Packed here, item by item")).into_iter().collect();
        for (paper, text) in PRINTED {
            let printed = self.store.prints(shop, paper, std::slice::from_ref(order)).await?;
            done.extend(printed.into_iter().map(|(_, at)| (at, text)));
        }
        Ok(done)
    }

    /// All that is kept of an order, as JSON text for the curious.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::NotFound`] where it isn't in the cache.
    pub async fn order_record(&self, shop: u32, order_id: &str) -> Result<String, AppError> {
        let record = self.store.order_record(id_of(shop), &OrderId::new(order_id)).await?;
        Ok(serde_json::to_string_pretty(record.reveal()).map_err(StoreError::from)?)
    }
}

fn order_counts(counts: PileCounts) -> OrderCounts {
    OrderCounts {
        needs_action: count(counts.needs_action),
        cancel_asked: count(counts.cancel_asked),
        to_ship: count(counts.to_ship),
        on_hold: count(counts.on_hold),
        sent: count(counts.sent),
        delivered: count(counts.delivered),
        cancelled: count(counts.cancelled),
        all: count(counts.all),
    }
}

fn look(stage: Stage, shipping: Option<State>) -> Look {
    match (shipping, stage) {
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

/// `buys` is whether the shop is where labels are bought.
fn row(row: store::OrderRow, selected: bool, buys: bool, clock: &Deadlines, names: &WarehouseNames) -> OrderRow {
    let ship_by = ship_by(&row, clock);
    let stage = row.stage();
    let not_collected = matches!(stage, Stage::ToShip | Stage::Sent);
    let (shipping, note) = row.shipping.map_or((None, None), |(state, reason)| (Some(state), reason));
    OrderRow {
        look: look(stage, shipping),
        id: row.id.to_string(),
        status: row.status.as_shop().to_owned(),
        buyer: row.buyer.reveal().clone(),
        items: row.items,
        more_items: count(row.more_items),
        quantity: count(row.quantity),
        total: row.total,
        currency: row.currency.map(String::from),
        created_at: iso(row.created),
        updated_at: iso(row.updated),
        ship_by: ship_by.map(|(due, _)| iso(due)),
        ship_by_estimated: ship_by.is_some_and(|(_, estimated)| estimated),
        collect_by: row.collect_by.filter(|_| not_collected).map(iso),
        warehouse: names.of(&row.warehouse),
        region: row.region,
        shipper: row.shipper.into(),
        buys_label: buys && row.lacks_parcel,
        cancel_asked: row.cancel_asked,
        tags: row.tags,
        has_note: row.has_note,
        selected,
        note,
    }
}

fn detail(
    order: store::OrderDetail,
    row: OrderRow,
    shipment: Option<Entry>,
    history: Vec<HistoryEntry>,
    own_note: String,
) -> OrderDetail {
    OrderDetail {
        status_text: status_text(&order.row.status),
        shipping: shipment.map(|entry| activity::item(entry, Some(&order.row.status))),
        phone: order.recipient.phone.reveal().clone(),
        address: address(&order.recipient),
        lines: left(&order).into_iter().zip(order.lines).map(|(left, bought)| order_line(bought, left)).collect(),
        payment_method: order.payment_method,
        shipping_provider: order.shipping_provider,
        tracking_number: order.tracking,
        correction: None,
        shares_with: Vec::new(),
        division: None,
        parcels: Vec::new(),
        cancellation: None,
        errand: None,
        label_to_buy: None,
        own_note,
        buyer_removed: order.forgotten,
        held_until: order.handling.clocks.held_until(&order.row.status).map(iso),
        due: due_times(&order.handling.clocks),
        packed_at: order.packed.map(iso),
        asked_at: iso(order.asked),
        history,
        row,
    }
}

fn order_line((line, seller_sku): (domain::Line, Option<String>), left: u32) -> OrderLine {
    OrderLine {
        product_id: line.product.to_string(),
        sku_id: line.sku.to_string(),
        name: line.name,
        seller_sku,
        quantity: line.quantity,
        left,
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

/// What is known to have happened, oldest first: at the shop, as far as it was seen here, and here.
/// The contract sends no history of its own.
fn history(
    row: &store::OrderRow,
    shipment: Option<&Entry>,
    events: &[OrderEvent],
    here: &[(Timestamp, &str)],
) -> Vec<HistoryEntry> {
    let at = |moment, text: String| (moment, HistoryEntry { at: iso(moment), text });
    let mut entries = vec![at(row.created, "Placed".to_owned())];
    if let Some(entry) = shipment {
        entries.push(at(entry.created, "You asked to ship it".to_owned()));
        if let Some(text) = shipment_outcome(entry.state) {
            entries.push(at(entry.changed, text.to_owned()));
        }
    }
    entries.extend(here.iter().map(|(moment, text)| at(*moment, (*text).to_owned())));
    for event in events {
        // A confirmed shipment has no time of the shop's own before the order is read again.
        let moment = if event.updated > row.created { event.updated.min(event.asked) } else { event.asked };
        entries.push(at(moment, format!("At the shop: {}", status_text(&event.status))));
    }
    if events.is_empty() && row.updated != row.created {
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
