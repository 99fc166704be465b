//! Labels that are bought: what they cost, which orders need one, and what was decided.

use std::collections::HashMap;

use domain::{Departure, OrderId, Parcel, Price, Purchase, ServiceId, ShippingService, ShopId, Units};
use store::Shop;
use tiktok_shop::Lane;

use crate::{
    App,
    boundary::{
        AppError, ErrorCode, LabelPrices, LabelPurchase, LabelService, LabelToBuy, ParcelSize, ParcelUnits, Shipment,
    },
};

const NOT_CONNECTED: &str = "The shop isn’t connected, so it can’t be asked what a label costs. Nothing was bought.";
const NOT_BOUGHT_HERE: &str = "In this shop’s market no labels are bought. Nothing was bought: arrange the shipment.";
const NO_PRICE: &str = "This is no price that the shop has told. Nothing was bought: ask for the prices again.";
const ONE_BY_ONE: &str =
    "Labels are bought one by one, so that each price is seen. Nothing was bought for this order: choose it by itself.";
const BUY_FIRST: &str = "TikTok’s label is bought for this order, one by one: choose it by itself to see what that costs. Nothing was sent or bought.";
const HAS_PARCEL: &str =
    "This order has its parcel already, or leaves otherwise. Nothing was bought: look at it once more.";
/// Orders that are read whole at a time.
const AT_ONCE: usize = 500;

impl App {
    /// Asks the shop what labels for a parcel of an order cost. It waits for the network, and no screen waits for it.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidInput`] with the field for what is no weight or length; [`AppError`] where the shop can't be
    /// asked or refuses.
    pub async fn label_prices(&self, shop: u32, order_id: &str, parcel: ParcelSize) -> Result<LabelPrices, AppError> {
        let shop = self.known(shop).await?;
        let parcel = measured(&parcel, units_of(&shop)?)?;
        let session = self.session(shop.id).ok_or_else(|| AppError::new(ErrorCode::Internal, NOT_CONNECTED))?;
        let order = OrderId::new(order_id);
        let mut services = session.client.shipping_services(&order, &parcel, Lane::Person).await?;
        services.sort_by_key(|service| service.price.amount);
        Ok(LabelPrices { services: services.into_iter().map(shown).collect() })
    }

    /// Whether labels are bought in a shop's market.
    pub(crate) async fn buys_labels(&self, shop: ShopId) -> Result<bool, AppError> {
        let shop = self.store.shop_of(shop).await?;
        Ok(shop.is_some_and(|shop| Units::where_labels_are_bought(&shop.region).is_some()))
    }

    /// What buying an order's label begins with; `None` in a market where none are bought.
    pub(crate) async fn label_to_buy(&self, shop: &Shop) -> Result<Option<LabelToBuy>, AppError> {
        let Some(units) = Units::where_labels_are_bought(&shop.region) else { return Ok(None) };
        let last = self.store.last_parcel(shop.id).await?.filter(|last| last.units == units);
        let units = match units {
            Units::Imperial => ParcelUnits::Imperial,
            Units::Metric => ParcelUnits::Metric,
        };
        Ok(Some(LabelToBuy { units, last: last.map(|last| size(&last)) }))
    }

    /// Why shipments that concern bought labels can't be saved together, each by its place: a label is bought for one
    /// order alone, and an order whose label is to be bought isn't handed over without.
    pub(crate) async fn not_together(
        &self,
        shop: &Shop,
        shipments: &[Shipment],
    ) -> Result<HashMap<usize, Unbought>, AppError> {
        let sells = Units::where_labels_are_bought(&shop.region).is_some();
        let concerned = |one: &&Shipment| one.purchase.is_some() || sells && one.handover.is_some();
        let ids: Vec<OrderId> =
            shipments.iter().filter(concerned).map(|one| OrderId::new(one.order_id.clone())).collect();
        let mut lacking = HashMap::new();
        for some in ids.chunks(AT_ONCE) {
            let orders = self.store.orders_whole(shop.id, some).await?;
            lacking.extend(orders.into_iter().map(|order| (order.row.id, order.row.lacks_parcel)));
        }
        let judge = |one: &Shipment| match (&one.purchase, lacking.get(&OrderId::new(one.order_id.clone()))) {
            // What isn't here is refused as such.
            (_, None) => None,
            (Some(_), _) if shipments.len() > 1 => Some(Unbought::OneByOne),
            (Some(_), Some(false)) => Some(Unbought::HasParcel),
            (None, Some(true)) => Some(Unbought::BuyFirst),
            _ => None,
        };
        let judged = shipments.iter().enumerate();
        Ok(judged.filter_map(|(place, one)| Some((place, judge(one)?))).collect())
    }
}

/// Why nothing was bought or sent for an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unbought {
    /// It came with others.
    OneByOne,
    /// It is to be bought, and was only to be handed over.
    BuyFirst,
    /// There is nothing to buy.
    HasParcel,
}

impl Unbought {
    pub(crate) fn sentence(self) -> &'static str {
        match self {
            Self::OneByOne => ONE_BY_ONE,
            Self::BuyFirst => BUY_FIRST,
            Self::HasParcel => HAS_PARCEL,
        }
    }

    /// Whether its label is still to be bought.
    pub(crate) fn is_to_buy(self) -> bool {
        self != Self::HasParcel
    }
}

fn units_of(shop: &Shop) -> Result<Units, AppError> {
    let units = Units::where_labels_are_bought(&shop.region);
    units.ok_or_else(|| AppError::new(ErrorCode::InvalidInput, NOT_BOUGHT_HERE))
}

/// A purchase as it was decided.
pub(crate) fn purchase(asked: &LabelPurchase, shop: &Shop) -> Result<Departure, AppError> {
    let parcel = measured(&asked.parcel, units_of(shop)?)?;
    let LabelService { id, name, carrier, price, currency, .. } = asked.service.clone();
    let amount = price.parse().map_err(|_| AppError::new(ErrorCode::InvalidInput, NO_PRICE))?;
    let price = Price { amount, currency };
    Ok(Purchase { parcel, service: ServiceId::new(id), name, carrier, price }.into())
}

fn measured(typed: &ParcelSize, units: Units) -> Result<Parcel, AppError> {
    let measure = |field: &str, text: &str| {
        text.parse().map_err(|error: domain::MeasureError| AppError::input(field, error.to_string()))
    };
    Ok(Parcel {
        units,
        weight: measure("weight", &typed.weight)?,
        length: measure("length", &typed.length)?,
        width: measure("width", &typed.width)?,
        height: measure("height", &typed.height)?,
    })
}

fn size(parcel: &Parcel) -> ParcelSize {
    let Parcel { weight, length, width, height, .. } = parcel;
    let [weight, length, width, height] = [weight, length, width, height].map(ToString::to_string);
    ParcelSize { weight, length, width, height }
}

fn shown(service: ShippingService) -> LabelService {
    let ShippingService { id, name, carrier, price, earliest_days, latest_days } = service;
    let Price { amount, currency } = price;
    LabelService { id: id.to_string(), name, carrier, price: amount.to_string(), currency, earliest_days, latest_days }
}
