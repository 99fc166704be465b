//! Signing in: the consent page in the person's browser, the link back, and the tokens.
//!
//! 1. [`PendingLogin::begin`] makes a single-use state; keep it in the keychain, because the
//!    answer may start the app anew.
//! 2. [`authorize_url`] goes to the browser.
//! 3. The link that comes back (or is pasted) goes through [`parse_callback`] and
//!    [`PendingLogin::accept`]; forget the pending login at once, whatever came out.
//! 4. [`exchange_code`] turns the code into [`Tokens`].

mod authorize;
mod callback;
mod pending;
mod token;

pub use authorize::{REDIRECT_URI, authorize_url};
pub use callback::{Callback, CallbackError, MAX_CALLBACK_BYTES, parse_callback, parse_pasted};
pub use pending::{LOGIN_LIFETIME, PendingLogin};
pub use token::{ShopAccess, Tokens, TokensError, exchange_code, refresh_tokens};
