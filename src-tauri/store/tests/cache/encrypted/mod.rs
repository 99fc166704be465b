//! The cache with a key: what it promises plain it promises encrypted, and it tells nobody what is in it.

mod converting;
mod copies;
pub(crate) mod filled;
mod flows;
mod opening;
mod telling_apart;
mod traces;
