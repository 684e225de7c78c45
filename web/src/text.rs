//! The page's texts, from `locales/en`: a constant for each message, or a function for one with
//! variables (`build.rs` makes them).

#![allow(
    clippy::inline_always,
    reason = "what a first sight calls is known by the names of functions"
)]

include!(concat!(env!("OUT_DIR"), "/text.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_chooses_what_is_said_of_it() {
        assert_eq!(stack_count(1, "1"), "1 value");
        assert_eq!(stack_count(1_204, "1,204"), "1,204 values");
        assert_eq!(memory_extent(1, "64 KiB"), "1 page, 64 KiB");
        assert_eq!(memory_extent(0, "0 bytes"), "0 pages, 0 bytes");
        assert_eq!(labels_carried(1), ", with 1 value");
    }

    #[test]
    fn what_fluent_and_rust_take_for_a_variable_stays_as_it_is() {
        assert_eq!(BREAKPOINTS_LOG_EXAMPLE, "i is {$i}");
    }
}
