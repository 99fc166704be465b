//! The desktop shell: the window, the deep link, the keychain, the practice shop, and commands
//! that hand over to the use cases. The only room that knows Tauri.

mod allocator;
mod browser;
mod collector;
mod commands;
mod deep_link;
mod events;
mod keychain;
mod log;
mod opening;
mod practice;
mod preferences;
mod rendering;
mod shell;
mod viewer;
mod window;

pub use shell::run;
