//! The playground: `model` is what it knows, `view` is how it looks, `page` joins them.

pub mod bindings;
pub mod model;

/// Puts the page into the document in place of the static skeleton.
pub fn start() {}
