//! The endpoints that are used, each with the version that is asked for. Where a version is retired, the shop answers
//! 36009014.

/// The shops of an authorisation: `GET`, for which no shop is named.
pub(super) const SHOPS: &str = "/authorization/202309/shops";
/// A page of orders: `POST`.
pub(super) const ORDERS_SEARCH: &str = "/order/202309/orders/search";
/// Up to 50 orders: `GET`.
pub(super) const ORDERS: &str = "/order/202507/orders";
/// A page of products: `POST`.
pub(super) const PRODUCTS_SEARCH: &str = "/product/202502/products/search";
/// One product: `GET`.
pub(super) const PRODUCT: &str = "/product/202309/products/{product_id}";
/// Levels of a product's SKUs: `POST`.
pub(super) const INVENTORY_UPDATE: &str = "/product/202309/products/{product_id}/inventory/update";
/// How the stock of up to 100 products is shared out: `POST`.
pub(super) const INVENTORY_SEARCH: &str = "/product/202309/inventory/search";
/// The shop's warehouses: `GET`.
pub(super) const WAREHOUSES: &str = "/logistics/202309/warehouses";
/// Marks an order as shipped: `POST`.
pub(super) const MARK_SHIPPED: &str = "/fulfillment/202309/orders/{order_id}/packages";
/// Puts a shipped order's tracking number right: `POST`.
pub(super) const CORRECT_TRACKING: &str = "/fulfillment/202309/orders/{order_id}/shipping_info/update";
/// The same of one of an order's parcels: `POST`.
pub(super) const CORRECT_PARCEL: &str = "/fulfillment/202309/packages/{package_id}/shipping_info/update";
/// Hands one parcel over: `POST`.
pub(super) const SHIP_PACKAGE: &str = "/fulfillment/202309/packages/{package_id}/ship";
/// Hands several parcels over: `POST`.
pub(super) const SHIP_PACKAGES: &str = "/fulfillment/202309/packages/ship";
/// When a parcel's carrier comes: `GET`.
pub(super) const HANDOVER_SLOTS: &str = "/fulfillment/202309/packages/{package_id}/handover_time_slots";
/// Where a parcel's label lies: `GET`.
pub(super) const SHIPPING_DOCUMENTS: &str = "/fulfillment/202309/packages/{package_id}/shipping_documents";
/// What labels for an order's parcel cost: `POST`.
pub(super) const SHIPPING_SERVICES: &str = "/fulfillment/202309/orders/{order_id}/shipping_services/query";
/// Buys a label, which makes the parcel: `POST`.
pub(super) const CREATE_PACKAGES: &str = "/fulfillment/202512/packages";
/// The carriers of a delivery option: `GET`.
pub(super) const SHIPPING_PROVIDERS: &str =
    "/logistics/202309/delivery_options/{delivery_option_id}/shipping_providers";
/// A page of orders that could share parcels: `GET`.
pub(super) const COMBINABLE: &str = "/fulfillment/202309/combinable_packages/search";
/// Puts orders into one parcel: `POST`.
pub(super) const COMBINE: &str = "/fulfillment/202309/packages/combine";
/// What of orders can be divided: `GET`.
pub(super) const SPLIT_ATTRIBUTES: &str = "/fulfillment/202309/orders/split_attributes";
/// Puts an order's pieces into several parcels: `POST`.
pub(super) const SPLIT: &str = "/fulfillment/202309/orders/{order_id}/split";
/// A page of requests to cancel: `POST`.
pub(super) const CANCELLATIONS_SEARCH: &str = "/return_refund/202602/cancellations/search";
/// The reasons for which a request may be rejected: `GET`.
pub(super) const REJECT_REASONS: &str = "/return_refund/202309/reject_reasons";
/// Agrees to a request: `POST`.
pub(super) const APPROVE_CANCELLATION: &str = "/return_refund/202309/cancellations/{cancel_id}/approve";
/// Rejects a request: `POST`.
pub(super) const REJECT_CANCELLATION: &str = "/return_refund/202309/cancellations/{cancel_id}/reject";

/// A path with its one id in it. An id that isn't digits and letters would be another path.
pub(super) fn with_id(route: &str, id: &str) -> String {
    let Some((before, after)) = route.split_once('{') else { return route.to_owned() };
    let after = after.split_once('}').map_or("", |(_, after)| after);
    let plain: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    format!("{before}{plain}{after}")
}

/// Whether a request names the shop that it is about.
pub(super) fn names_shop(path: &str) -> bool {
    !["/authorization/", "/seller/"].iter().any(|about_all| path.starts_with(about_all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_stands_in_its_place_and_leads_nowhere_else() {
        assert_eq!(with_id(PRODUCT, "1729"), "/product/202309/products/1729");
        assert_eq!(with_id(MARK_SHIPPED, "../5?x=1"), "/fulfillment/202309/orders/5x1/packages");
    }
}
