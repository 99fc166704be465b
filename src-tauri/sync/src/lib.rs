//! The engine that makes the cache and the shop agree.
