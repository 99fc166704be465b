//! Window
