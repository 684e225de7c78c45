//! The page's texts, from `locales/en`: a constant for each message, or a function for one with
//! variables (`build.rs` makes them).

#![allow(
    clippy::inline_always,
    reason = "what a first sight calls is known by the names of functions"
)]

include!(concat!(env!("OUT_DIR"), "/text.rs"));
