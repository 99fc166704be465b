//! Ids are text: the shop's ids exceed 2^53, so any path through a JavaScript number or an
//! `f64` would change their last digits.

use serde::{Deserialize, Serialize};

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the id exactly as the shop wrote it.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The id as the shop wrote it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id!(
    /// The shop's id of an order, for example `576618402217359921`.
    OrderId
);
text_id!(
    /// The shop's id of a product.
    ProductId
);
text_id!(
    /// The shop's id of a SKU: one sellable variant of a product.
    SkuId
);
text_id!(
    /// The shop's id of a warehouse; `default` where a shop has only one.
    WarehouseId
);

text_id!(
    /// The shop's id of a parcel.
    PackageId
);
text_id!(
    /// The shop's id of one piece of an order (`line_items[].id` in the signed contract).
    PieceId
);
text_id!(
    /// The shop's id of a way of delivery, which carriers belong to.
    DeliveryOptionId
);

text_id!(
    /// The shop's id of a request to cancel an order.
    CancelId
);
text_id!(
    /// A way of sending that the platform sells labels for.
    ServiceId
);

/// This computer's own number for a connected shop. Local: the shop never sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ShopId(pub i64);
