//! The real app in its real window, driven as a person would: by what is written on the screen, with the shop in
//! another process, and with a display, a session bus, a keyring and a home of its own for every test.
//!
//! One program for all of them, because each further one would link the driver and the client once more.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod access;
mod bulk;
mod connect;
mod counting;
mod desk;
mod division;
mod folding;
mod grid;
mod history;
mod imports;
mod levels;
mod locked;
mod odd_text;
mod offline;
mod offline_screens;
mod orders;
mod pack;
mod papers;
mod parcels;
mod practice;
mod review;
mod rules;
mod saves;
mod secrets;
mod selling;
mod shops;
mod signed;
mod steps;
mod stock;
mod today;
mod tour;
mod tree;
mod trouble;
mod webhooks;
mod world;
