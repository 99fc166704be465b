//! The contract's paths, in one place. Each is appended to [`crate::Endpoints::api`].

/// A page of orders: `GET`.
pub(super) const ORDERS_SEARCH: &str = "/api/orders/search";
/// One order: `GET`.
pub(super) const ORDERS_DETAIL: &str = "/api/orders/detail/query";
/// Marks an order as shipped: `POST`.
pub(super) const ORDERS_UPDATE: &str = "/api/orders/update";
/// A page of products: `GET`.
pub(super) const PRODUCTS_SEARCH: &str = "/api/products/search";
/// One product: `GET`.
pub(super) const PRODUCTS_DETAILS: &str = "/api/products/details";
/// Sets stock levels of one product: `POST`.
pub(super) const PRODUCTS_STOCKS: &str = "/api/products/stocks";
