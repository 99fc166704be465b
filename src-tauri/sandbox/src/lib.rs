//! A TikTok Shop on your own machine: real HTTP, OAuth, limits, errors and webhooks.
//!
//! [`start`] opens one on 127.0.0.1; the program `sandbox` does the same from the command line. It is
//! written from the contract alone and shares no type with any client, so that a misreading of the
//! contract can't cancel itself out.
//!
//! It speaks two languages at once, with the same shop behind both: the documented contract, and the signed
//! **Partner API** of the real service, as far as that is publicly known. Their paths differ.
//!
//! # Doors
//! - `GET /oauth/authorize`: the consent page.
//! - `GET /api/v2/token/get`, `GET /api/v2/token/refresh`: the token calls.
//! - `GET /api/orders/search`, `GET /api/orders/detail/query`, `POST /api/orders/update`,
//!   `GET /api/products/search`, `GET /api/products/details`, `POST /api/products/stocks`: the six
//!   endpoints of the contract.
//! - `GET /open/authorize`: the consent page of the Partner API; its token calls are those above.
//! - The Partner API's endpoints, all of them signed: `GET /authorization/202309/shops`,
//!   `POST /order/202309/orders/search`, `GET /order/202507/orders` (and 202309),
//!   `POST /product/202502/products/search`, `GET /product/202309/products/{product_id}`,
//!   `POST /product/202309/inventory/search`, `POST /product/202309/products/{product_id}/inventory/update`,
//!   `GET /logistics/202309/warehouses`, `…/warehouses/{warehouse_id}/delivery_options`,
//!   `…/delivery_options/{delivery_option_id}/shipping_providers`,
//!   `POST /fulfillment/202309/orders/{order_id}/packages`, `…/orders/{order_id}/shipping_info/update`,
//!   `GET /fulfillment/202309/packages/{package_id}`, `POST …/packages/{package_id}/ship`, `POST …/packages/ship`,
//!   `POST …/packages/{package_id}/shipping_info/update`,
//!   `GET …/packages/{package_id}/handover_time_slots`, `GET …/packages/{package_id}/shipping_documents`,
//!   `POST …/orders/{order_id}/shipping_services/query`, `POST /fulfillment/202512/packages`,
//!   `GET /fulfillment/202309/combinable_packages/search`, `POST /fulfillment/202309/packages/combine`,
//!   `GET /fulfillment/202309/orders/split_attributes`, `POST /fulfillment/202309/orders/{order_id}/split`,
//!   `POST /return_refund/202602/cancellations/search`, `POST /return_refund/202309/cancellations/{cancel_id}/approve`
//!   and `…/reject`.
//! - `/control/…`: what a test steers the shop with, below.
//!
//! # Where the contract is silent
//! **Tokens.** The access token travels in the header `x-tts-access-token`. Token calls are GET with
//! `app_key`, `app_secret`, `grant_type` (`authorized_code`, `refresh_token`) and `auth_code` or
//! `refresh_token` in the query; `*_expire_in` are absolute Unix seconds; the answer carries a
//! `request_id`: all as the real service has it. Whether the real one replaces the refresh token is
//! not known; this one does, and both old tokens die at once, which is the harder case for a client.
//! An unknown app, a wrong secret and a code that is unknown, used or expired answer 1001; a refresh
//! token that is unknown, replaced or expired answers 1003; nothing here answers 1004.
//!
//! **Consent.** `redirect_uri` may have any scheme but `javascript` and `data`. A refusal returns
//! `error=access_denied` and the state. A request that names another app, another `response_type`,
//! no state or no address is shown a page with status 400 and sent nowhere.
//!
//! **Envelope.** Errors are HTTP 200 but for 1005, which is 429 with `Retry-After` in seconds. A
//! message about a parameter begins with its name: `page_size: must be 1 to 100`. A path that does
//! not exist is 404 and a wrong method 405, both with code 1000.
//!
//! **Limits.** Windows are fixed: the UTC minute and the UTC day. Every call of the six endpoints
//! counts unless the limit refuses it; token calls don't.
//!
//! **Permission.** Each endpoint needs one of the scopes `seller.order.info`,
//! `seller.fulfillment.basic`, `seller.product.basic`, `seller.product.write`. Consent grants all
//! four, and besides them what only the Partner API asks for: `seller.authorization.info`, `seller.logistics`,
//! `seller.fulfillment.package.write`, `seller.return_refund.basic`. Once one is withdrawn, what needs it answers 1006.
//!
//! **Lists.** Orders and products are listed newest first, then by id; orders otherwise where
//! [`Settings::list_order`] says so. `create_time_from` is included
//! and `create_time_to` is not. A page beyond the end is empty; `total` counts the whole filtered
//! list. `page_size` over the greatest allowed (100) is 1001. A parameter given empty counts as not
//! given.
//!
//! **Orders.** Besides the two statuses of the contract there are `UNPAID`, `ON_HOLD`, `DELIVERED`
//! and `CANCELLED`. Only an order `AWAITING_SHIPMENT` can be shipped; any other answers 1001, also one
//! that is shipped already with the same number. A tracking number has up to 100 characters and no
//! control character; an empty or blank one is 1002. Times tell whole seconds, so two changes within
//! one second have the same `update_time`. A cancelled order's goods go back into stock; while the
//! shop lives, a hold ends an hour after the order was created.
//!
//! **Stock.** Levels are whole numbers from 0 to 99,999 and absolute; a call sets all it names or,
//! if any of it is refused, nothing. What it doesn't name stays. A level set to what it is changes
//! nothing and moves no `update_time`. With [`Settings::sku_stock`] a product's SKUs carry
//! `stock_infos` in the shape of the write's answer, which the contract's reads don't have.
//!
//! **Campaigns.** A campaign holds a part of a SKU's level in a warehouse; a level below is refused with the real
//! service's 12052393, and with it the whole call. Where it is `told`, reads carry `campaign_inventory` (a list of
//! `{"quantity"}`, empty once it is over) in that `stock_infos`; the contract has neither. Without
//! `POST /control/campaign` there is none.
//!
//! **Prices** are JSON numbers with two decimals, and a product's is that of its cheapest SKU.
//!
//! **Webhooks** are signed, judged and tried again as the real service does it, though sixty times
//! as fast: `Authorization` is the hex HMAC-SHA256 over app key and raw body, keyed with the app's
//! secret or [`Settings::webhook_secret`]; 2xx within three seconds takes the event; then it is tried
//! four more times, after 2 s, 30 s, 3 min and 12 min. `data` holds only ids: `order_id`,
//! `product_id`, or `product_id` and `sku_id`.
//!
//! # Where the Partner API is silent
//! **Gate.** A call is judged in this order: limit, retired version, `app_key`, `timestamp`, `sign`, token,
//! `shop_cipher`, scope, and then its own parameters. 36009004 has a message that begins with what it concerns. Failures
//! are HTTP 200 but for a wrong sign (401), an exhausted limit (429), an unknown path (404) and a wrong method (405);
//! their `data` is null. A token that is unknown, replaced or revoked answers 36009004; a version that an endpoint never
//! had, 36009014. A path with six digits as its second part is the Partner API's, any other the documented contract's.
//!
//! **Consent.** A refusal returns the state as well. The token calls are the documented contract's also in what they
//! refuse, but a code that came from `/open/authorize` answers 36004004, and a refresh token that came of one 36004001
//! once it has expired and 36004005 when it is not known any more. One that was never known answers as the last consent
//! has it.
//!
//! **Orders.** A shipped order is `AWAITING_COLLECTION` for an hour and `IN_TRANSIT` from then on, a delivered one
//! `COMPLETED` after seven days; `update_time` is when the status came, also one that came by time. `is_on_hold_order` is
//! true for all: an order that awaits shipment has had its hour. Unless [`Settings::holds_orders`] says no: then it is
//! false for all, and an order is refused as on hold for an hour after it was placed. A seller's shop in the United States or Britain has no
//! package before it is shipped, nor has one in the United States or Japan before its label is bought; any other from
//! the payment on. The service's own shipping hides the buyer always, the
//! United States while the order is `UNPAID`, `ON_HOLD` or `CANCELLED` and 30 days after it is `COMPLETED`: what is
//! hidden is `***`. Counties are invented. Of orders asked for by their ids all must be there.
//!
//! **Page tokens** name the last row shown. They end never, and are good only for the list that gave them out: with
//! another filter or order they answer 36009004. On the last page `next_page_token` is empty.
//!
//! **Products** are all `ACTIVATE` and listed newest first. A page that would begin beyond the first 10,000 products
//! ([`Settings::product_search_cap`]) answers 12052180.
//!
//! **Levels** are what is free to be sold: a call sets them, and what orders not yet shipped were promised is counted
//! besides. Each SKU is set whole or not at all, and what is wrong with one keeps no other from being set; a SKU that is
//! named twice is not set at all. A warehouse that is named twice answers 12019028 like one that is missing. 0 may be
//! written unless [`Settings::refuse_zero_stock`] says no. What a campaign holds is told where it is `told`. What
//! creators hold is always told, and keeps no level from being written. A product or SKU that the inventory search does
//! not know is left out.
//!
//! **Warehouses.** The one for returns has the name of the first. All send by one delivery option. In one that is
//! switched off no level can be changed (12052531); one that is named again as it is may be.
//!
//! **Shipping.** An order not yet paid answers 21011044, a delivered one 21011027; an order shipped elsewhere than marking is for, or by the service, 21008106; an unknown
//! package 36009004. A tracking number has letters, digits, spaces and hyphens (else 21004012), at least one digit and at
//! most 100 characters (else 21011022); one that does not look like its carrier's is taken with a warning. It can be
//! corrected once (then 21011051) within 72 hours (then 21011050), not before it was given (21011043), not once it has
//! arrived (21011030) nor where the service ships (21011004): the call for a whole order lists 21011049 alone for the
//! first two, that for a parcel tells them apart, and so does this one. A correction moves no `update_time`. Where
//! [`Settings::shipping_type`] says that the service ships, it does in every market, and its carriers ask for no slot.
//!
//! **Parts.** Pieces that are marked as shipped by themselves leave in a package of their own; what waits stays in the
//! order's first. Until the last has left the order is `PARTIALLY_SHIPPING`, `AWAITING_SHIPMENT` in the documented
//! contract, which then ships what is left, and can't be cancelled. A piece that has left answers 21008099, and so does
//! an order of which some has left where no piece is named: whether the service would take that for the rest is not
//! known. The order tells a tracking number only while all that has left has the same. Its `update_time` is when a part
//! last left, and a webhook of type 1 says so; a carrier's scan of one part moves neither. The number of an order in
//! several packages is corrected by the call for a package; that for a whole order answers 36009004.
//!
//! **Splitting** is for orders that leave by packages which are there before: where the service ships but in the United
//! States and Japan, and where sellers don't mark orders as shipped; elsewhere it answers 21008106. An order that doesn't
//! wait, or whose buyer asks to cancel it, answers as it does to being shipped. One that is split already, shares a
//! package or is a single piece (where SKUs stay together: a single SKU) answers 21003002, and so does a SKU that is
//! divided there. Whether a split order can be split again is not known; here it can't. Groups that leave out a piece or
//! name one twice answer 36009004. Splitting moves `update_time` and sends no webhook; all packages have new ids. Packages
//! hold any number of pieces unless [`Settings::most_in_package`] says otherwise: then an order of more must be split, and
//! answers 21004024 to being shipped whole.
//!
//! **Labels** are empty pages, at an address of the shop's own that needs no sign. There is one from the shipment until
//! the carrier's scan, and only where the service ships; its carriers come on each of the next three days.
//!
//! **Labels that are bought** are, where the service ships in the United States or Japan. Three services are offered,
//! whose ids each order has its own; they cost the more the heavier the parcel is, up to 31.5 kg (else 21011037). A
//! weight or a dimension may be left out, and is guessed then; what is no number above 0 or in a unit that isn't taken
//! (in the United States dimensions are in inches) answers 21001001. Only whole orders are packed. A purchase makes the
//! package and ships the order; a second one answers 21022025, the question about prices then 21011006. Whether a second
//! purchase could make a second package is not known: by `twice` it does. Where the service allots the way of sending,
//! one is offered, and the one that a purchase names is not looked at. Japanese prices have no decimals.
//!
//! **Cancellations.** A buyer's request moves neither the order's status nor its `update_time`; until it is answered the
//! order tells it and answers 21008044 to being shipped. The documented contract doesn't know requests: what is shipped
//! through it has none any more. The search lists requests that are over as well, the oldest first, and narrows by
//! `cancel_ids`, `order_ids`, `cancel_types` and `cancel_status`. Which status a request has that was declined is not
//! published: here it is CANCELLATION_REQUEST_CANCELLED. A seller has 48 hours to answer, after which nothing happens.
//! A reason that none of the two is answers 25001014, an answer to a request that is over 25011012 or 25011011.
//!
//! **Webhooks** have the Partner API's shape where [`Settings::partner_webhooks`] says so: type 1 for orders, also for a
//! new one, 11 for requests to cancel, 15 for products and 71 for stock, whose ids are numbers. A status that came by time sends none. Signature and
//! retries are those above.
//!
//! **Life.** What is due has happened before a call is answered, so that no change is told with a moment that was asked
//! for before.
//!
//! **Clock.** Every answer, also of the documented contract, has a `Date` header by [`Settings::now`].
//!
//! # Controls
//! All speak JSON; what can't be done answers 409 with `{"error": "…"}`.
//!
//! | call | does |
//! | --- | --- |
//! | `POST /control/fault` | sets a [`Fault`], like `{"on":"/api/orders/update","kind":"lose_answer","times":1}` |
//! | `GET`, `DELETE /control/fault` | the faults that are set; clears them |
//! | `GET`, `DELETE /control/journal` | the calls so far, each an [`Entry`]; forgets them |
//! | `POST /control/order` | an order arrives ([`NewOrder`], or no body) and is answered |
//! | `POST /control/order/{id}/cancel`, `…/deliver` | the buyer cancels; the carrier delivers |
//! | `POST /control/order/{id}/ask-to-cancel` | the buyer of an order that awaits shipment asks its seller to cancel it |
//! | `POST /control/sale` | `{"product_id","sku_id","warehouse_id","quantity"}`: stock goes down |
//! | `POST /control/campaign` | `{"product_id","sku_id","warehouse_id","quantity","told"}`: a campaign holds so much; 0 ends it |
//! | `POST /control/creators` | `{"product_id","sku_id","quantity"}`: creators hold so much, as the Partner API alone tells |
//! | `POST /control/warehouses` | `{"off":[…]}`: these warehouses, and only these, are switched off in the Partner API |
//! | `POST /control/labels` | `{"dearer"?,"dearer_when_bought"?,"forced"?,"twice"?}`: how labels are sold from here on, in hundredths |
//! | `POST /control/product/{id}` | `{"name"?,"price"?}`: the seller edits it elsewhere |
//! | `POST /control/approve` | `{"client_id","redirect_uri","state"}`: consent without the page, `{"redirect"}` |
//! | `POST /control/approve` | `{"service_id","state"?}`: the same at the Partner API's page |
//! | `POST /control/retire` | `{"paths":[…]}`: these endpoints of the Partner API, and only these, answer 36009014 |
//! | `POST /control/tokens/expire`, `…/revoke` | access tokens expire; all tokens are taken back |
//! | `POST /control/scopes` | `{"granted":[…]}`: leaves the app only these scopes |
//! | `POST /control/live` | catches up on the shop's life at once, `{"happened"}` |
//! | `GET /control/state` | how many orders per status, products and SKUs: [`Counts`] |
//!
//! A call is carried out even when its caller hangs up: a slow write happens, and so does one whose
//! answer is lost.

mod answer;
mod faults;
mod grants;
mod http;
mod journal;
mod limits;
mod moment;
mod partner;
mod server;
mod settings;
mod shop;
mod shopfront;
mod state_file;
mod webhooks;

pub use faults::{Fault, FaultKind, PageMove, When};
pub use journal::Entry;
pub use server::{NotDone, Sandbox, StartError, start};
pub use settings::{Clock, Life, ListOrder, Settings, ShippingType, SisterShop, Wait};
pub use shop::{Movement, NewOrder, Status, Wanted};
pub use shopfront::Counts;

/// Bytes in hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
