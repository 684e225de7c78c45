//! Sets up, builds, serves and tests Wasmscope.

fn main() {}
