//! The same shop as an app meets it that speaks the signed Partner API.

mod authorising;
mod cancellations;
mod combining;
mod gate;
mod label_sale;
mod labels;
mod notices;
mod orders;
mod packages;
mod paging;
mod parts;
mod products;
mod shipping;
mod signed;
mod splitting;
mod stock;
mod warehouses;
mod way;
