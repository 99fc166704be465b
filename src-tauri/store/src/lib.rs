//! The SQLite cache: what the shop said, what the person wants, and what was sent.
