//! The Partner API's codes.

pub(crate) const NO_SUCH_SHOP: i64 = 101_000;
pub(crate) const TOKEN_EXPIRED: i64 = 105_002;
pub(crate) const SCOPE_MISSING: i64 = 105_005;
pub(crate) const BAD_SIGN: i64 = 106_001;
pub(crate) const CIPHER_MISSING: i64 = 106_013;
pub(crate) const TOO_MANY_REQUESTS: i64 = 36_009_002;
pub(crate) const INTERNAL: i64 = 36_009_003;
/// The service's grab-bag: the message tells what is wrong.
pub(crate) const INVALID: i64 = 36_009_004;
pub(crate) const BAD_PATH: i64 = 36_009_009;
pub(crate) const BAD_METHOD: i64 = 36_009_010;
pub(crate) const BAD_VERSION: i64 = 36_009_014;

pub(crate) const REFRESH_TOKEN_EXPIRED: i64 = 36_004_001;
pub(crate) const BAD_AUTH_CODE: i64 = 36_004_004;
pub(crate) const NO_AUTH_RECORD: i64 = 36_004_005;

pub(crate) const NOT_THIS_SELLERS_ORDER: i64 = 21_008_111;

pub(crate) const TOO_MANY_SELLER_SKUS: i64 = 12_019_027;
pub(crate) const TOO_MANY_SKU_IDS: i64 = 12_019_087;
pub(crate) const TOO_MANY_PRODUCTS: i64 = 12_052_180;
pub(crate) const NO_SUCH_PRODUCT: i64 = 12_052_032;

pub(crate) const TOO_MANY_SKUS: i64 = 12_052_050;
pub(crate) const NO_SUCH_SKU: i64 = 12_052_556;
pub(crate) const SKU_TWICE: i64 = 12_052_553;
pub(crate) const WAREHOUSES_MISSING: i64 = 12_019_028;
pub(crate) const NO_SUCH_WAREHOUSE: i64 = 12_052_097;
pub(crate) const BAD_COUNT: i64 = 12_019_024;
pub(crate) const OUT_OF_RANGE: i64 = 12_052_055;
pub(crate) const SWITCHED_OFF: i64 = 12_052_531;
pub(crate) const HELD_BY_CAMPAIGN: i64 = 12_052_393;

/// What was asked for has happened to a piece before.
pub(crate) const DONE_ALREADY: i64 = 21_008_099;
pub(crate) const BAD_PARAMETER: i64 = 21_001_001;
/// The only one that is known of splitting: the question what can be split tells why.
pub(crate) const NOT_SPLITTABLE: i64 = 21_003_002;
pub(crate) const MUST_SPLIT: i64 = 21_004_024;
pub(crate) const NO_SUCH_SERVICE: i64 = 21_004_008;
pub(crate) const SHIPPED_BEFORE: i64 = 21_011_006;
pub(crate) const SHIPPED_ALREADY: i64 = 21_011_020;
pub(crate) const NO_SERVICES: i64 = 21_011_037;
pub(crate) const LABEL_BOUGHT: i64 = 21_022_025;
pub(crate) const BAD_TRACKING: i64 = 21_011_022;
pub(crate) const TRACKING_TWICE: i64 = 21_011_025;
pub(crate) const DELIVERED_ALREADY: i64 = 21_011_027;
pub(crate) const CANCELLED: i64 = 21_011_041;
pub(crate) const ON_HOLD: i64 = 21_011_044;
pub(crate) const BUYER_WANTS_OUT: i64 = 21_008_044;
pub(crate) const SHIP_FIRST: i64 = 21_023_035;
pub(crate) const PICKED_UP: i64 = 21_042_102;
pub(crate) const NOT_COMBINABLE: i64 = 10_007_014;
pub(crate) const SPECIAL_CHARACTERS: i64 = 21_004_012;
/// The request's standing allows no yes, or no no.
pub(crate) const CANNOT_APPROVE: i64 = 25_011_012;
pub(crate) const CANNOT_REJECT: i64 = 25_011_011;
pub(crate) const UNKNOWN_REASON: i64 = 25_001_014;
/// In another market, or for another kind of shipping.
pub(crate) const NOT_THIS_WAY: i64 = 21_008_106;

// A tracking number that can't be corrected. The call for a whole order lists 21011049 alone beside the first three;
// that for a parcel tells the rest apart.
pub(crate) const NOT_SELLER_SHIPPED: i64 = 21_011_004;
pub(crate) const ARRIVED_ALREADY: i64 = 21_011_030;
pub(crate) const NOT_SHIPPED_YET: i64 = 21_011_043;
pub(crate) const TOO_LATE: i64 = 21_011_050;
pub(crate) const CORRECTED_ALREADY: i64 = 21_011_051;
