//! The controls by which a test, in this process or another, steers the shop and reads its journal.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{json, value::to_raw_value};

use super::consent::approved;
use crate::{
    faults::Fault,
    journal::Entry,
    partner::{self, LabelSale},
    shop::{Campaign, Denied, Level, NewOrder, Price},
    shopfront::{Counts, Shopfront},
};

type Front = State<Arc<Shopfront>>;

/// A sale without an order, to happen at once.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sale {
    pub(crate) product_id: String,
    pub(crate) sku_id: String,
    pub(crate) warehouse_id: String,
    pub(crate) quantity: u32,
}

/// What a campaign holds from now on.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Hold {
    pub(crate) product_id: String,
    pub(crate) sku_id: String,
    #[serde(flatten)]
    pub(crate) campaign: Campaign,
}

/// What creators hold from now on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreatorsHold {
    pub(crate) product_id: String,
    pub(crate) sku_id: String,
    pub(crate) quantity: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SwitchedOff {
    off: Vec<String>,
}

/// Consent as the one contract or the other has it asked for.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Consent {
    Contract { client_id: String, redirect_uri: String, state: String },
    Partner { service_id: String, state: Option<String> },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Retired {
    paths: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Scopes {
    granted: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProductEdit {
    name: Option<String>,
    price: Option<Price>,
}

/// The controls, whether called over HTTP or by the process the shop runs in. Each brings what it
/// changed into the state file before it returns.
pub(crate) struct Control<'a>(pub(crate) &'a Shopfront);

impl Control<'_> {
    /// An order arrives; answers it as the API shows it, in JSON.
    pub(crate) async fn order(&self, new: NewOrder) -> Result<String, Denied> {
        let order = self.0.with(|world, now| {
            let shop = &mut world.kept.shop;
            let order_id = shop.arrive(new, now)?;
            let shown = to_raw_value(&shop.order(&order_id)?.shown(false));
            shown.map(|raw| raw.get().to_owned()).map_err(|error| Denied(error.to_string()))
        });
        self.0.keep().await;
        order
    }

    pub(crate) async fn cancel(&self, order_id: &str) -> Result<(), Denied> {
        let cancelled = self.0.with(|world, now| world.kept.shop.cancel(order_id, now));
        self.0.keep().await;
        cancelled
    }

    /// A hold ends. The shop tells `moved` as the time of that change, unless the order's last one was later.
    pub(crate) async fn end_hold(&self, order_id: &str, moved: Timestamp) -> Result<(), Denied> {
        let ended = self.0.with(|world, _| world.kept.shop.end_hold(order_id, moved));
        self.0.keep().await;
        ended
    }

    pub(crate) async fn deliver(&self, order_id: &str) -> Result<(), Denied> {
        let delivered = self.0.with(|world, now| world.kept.shop.deliver(order_id, now));
        self.0.keep().await;
        delivered
    }

    pub(crate) async fn ask_to_cancel(&self, order_id: &str) -> Result<(), Denied> {
        let asked = self.0.with(|world, now| world.kept.shop.ask_to_cancel(order_id, now));
        self.0.keep().await;
        asked
    }

    /// Goods are sold elsewhere; answers how many are left.
    pub(crate) async fn sale(&self, sale: Sale) -> Result<u32, Denied> {
        let sold = Level { warehouse_id: sale.warehouse_id, available_stock: sale.quantity };
        let left = self.0.with(|world, now| world.kept.shop.sell(&sale.product_id, &sale.sku_id, &sold, now));
        self.0.keep().await;
        left
    }

    /// A campaign holds so much of a SKU in a warehouse; nothing: it is over.
    pub(crate) async fn campaign(&self, Hold { product_id, sku_id, campaign }: Hold) -> Result<(), Denied> {
        let held = self.0.with(|world, now| world.kept.shop.set_campaign(&product_id, &sku_id, campaign, now));
        self.0.keep().await;
        held
    }

    /// Creators hold so much of a SKU.
    pub(crate) async fn creators(&self, hold: CreatorsHold) -> Result<(), Denied> {
        let CreatorsHold { product_id, sku_id, quantity } = hold;
        let held = self.0.with(|world, _| world.kept.shop.set_creators(&product_id, &sku_id, quantity));
        self.0.keep().await;
        held
    }

    pub(crate) async fn expire_tokens(&self) {
        self.0.with(|world, now| world.kept.grants.expire_all(now));
        self.0.keep().await;
    }

    pub(crate) async fn revoke_tokens(&self) {
        self.0.with(|world, _| world.kept.grants.revoke_all());
        self.0.keep().await;
    }

    pub(crate) async fn set_scopes(&self, granted: &[String]) {
        self.0.with(|world, _| world.kept.grants.set_scopes(granted));
        self.0.keep().await;
    }
}

/// The paths under `/control`.
pub(crate) fn doors() -> Router<Arc<Shopfront>> {
    Router::new()
        .route("/fault", get(faults).post(set_fault).delete(clear_faults))
        .route("/journal", get(journal).delete(clear_journal))
        .route("/order", post(order))
        .route("/order/{id}/cancel", post(cancel))
        .route("/order/{id}/deliver", post(deliver))
        .route("/order/{id}/ask-to-cancel", post(ask_to_cancel))
        .route("/sale", post(sale))
        .route("/campaign", post(campaign))
        .route("/creators", post(creators))
        .route("/warehouses", post(warehouses))
        .route("/labels", post(labels))
        .route("/product/{id}", post(edit_product))
        .route("/approve", post(approve))
        .route("/retire", post(retire))
        .route("/state", get(state))
        .route("/live", post(live))
        .route("/tokens/expire", post(expire_tokens))
        .route("/tokens/revoke", post(revoke_tokens))
        .route("/scopes", post(set_scopes))
}

async fn faults(State(front): Front) -> Json<Vec<Fault>> {
    Json(front.with(|world, _| world.faults.list().to_vec()))
}

async fn set_fault(State(front): Front, Json(fault): Json<Fault>) -> Response {
    front.with(|world, _| world.faults.set(fault));
    ok()
}

async fn clear_faults(State(front): Front) -> Response {
    front.with(|world, _| world.faults.clear());
    ok()
}

async fn journal(State(front): Front) -> Json<Vec<Entry>> {
    Json(front.with(|world, _| world.journal.entries()))
}

async fn clear_journal(State(front): Front) -> Response {
    front.with(|world, _| world.journal.clear());
    ok()
}

async fn order(State(front): Front, new: Option<Json<NewOrder>>) -> Response {
    let new = new.map(|Json(new)| new).unwrap_or_default();
    match Control(&front).order(new).await {
        Ok(order) => ([(axum::http::header::CONTENT_TYPE, "application/json")], order).into_response(),
        Err(denied) => conflict(denied),
    }
}

async fn cancel(State(front): Front, Path(order_id): Path<String>) -> Response {
    said(Control(&front).cancel(&order_id).await)
}

async fn deliver(State(front): Front, Path(order_id): Path<String>) -> Response {
    said(Control(&front).deliver(&order_id).await)
}

async fn ask_to_cancel(State(front): Front, Path(order_id): Path<String>) -> Response {
    said(Control(&front).ask_to_cancel(&order_id).await)
}

async fn sale(State(front): Front, Json(sale): Json<Sale>) -> Response {
    match Control(&front).sale(sale).await {
        Ok(left) => Json(json!({ "available_stock": left })).into_response(),
        Err(denied) => conflict(denied),
    }
}

async fn creators(State(front): Front, Json(hold): Json<CreatorsHold>) -> Response {
    said(Control(&front).creators(hold).await)
}

async fn warehouses(State(front): Front, Json(off): Json<SwitchedOff>) -> Response {
    front.with(|world, _| world.switched_off = off.off);
    said(Ok(()))
}

async fn labels(State(front): Front, Json(sale): Json<LabelSale>) -> Response {
    front.with(|world, _| world.label_sale = sale);
    ok()
}

async fn campaign(State(front): Front, Json(hold): Json<Hold>) -> Response {
    said(Control(&front).campaign(hold).await)
}

async fn edit_product(State(front): Front, Path(id): Path<String>, Json(edit): Json<ProductEdit>) -> Response {
    let edited = front.with(|world, now| world.kept.shop.edit_product(&id, edit.name, edit.price, now));
    front.keep().await;
    said(edited)
}

async fn approve(State(front): Front, Json(consent): Json<Consent>) -> Response {
    let redirect = match &consent {
        Consent::Contract { client_id, redirect_uri, state } => Ok(approved(&front, redirect_uri, client_id, state)),
        Consent::Partner { service_id, state } => partner::approved(&front, service_id, state.as_deref()),
    };
    front.keep().await;
    match redirect {
        Ok(redirect) => Json(json!({ "redirect": redirect })).into_response(),
        Err(denied) => conflict(denied),
    }
}

async fn retire(State(front): Front, Json(retired): Json<Retired>) -> Response {
    front.with(|world, _| world.retired = retired.paths);
    ok()
}

async fn state(State(front): Front) -> Json<Counts> {
    Json(front.counts())
}

async fn live(State(front): Front) -> Response {
    let happened = front.live();
    front.keep().await;
    Json(json!({ "happened": happened })).into_response()
}

async fn expire_tokens(State(front): Front) -> Response {
    Control(&front).expire_tokens().await;
    ok()
}

async fn revoke_tokens(State(front): Front) -> Response {
    Control(&front).revoke_tokens().await;
    ok()
}

async fn set_scopes(State(front): Front, Json(scopes): Json<Scopes>) -> Response {
    Control(&front).set_scopes(&scopes.granted).await;
    ok()
}

fn ok() -> Response {
    said(Ok(()))
}

fn said(result: Result<(), Denied>) -> Response {
    match result {
        Ok(()) => Json(json!({ "ok": true })).into_response(),
        Err(denied) => conflict(denied),
    }
}

fn conflict(Denied(reason): Denied) -> Response {
    (StatusCode::CONFLICT, Json(json!({ "error": reason }))).into_response()
}
