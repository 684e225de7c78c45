//! WASI preview 1: each function on both back ends, ways out that there must not be, requests
//! at random, time, and real programs.

#[path = "wasi/confined.rs"]
mod confined;
#[path = "wasi/functions.rs"]
mod functions;
#[path = "wasi/guest.rs"]
mod guest;
#[path = "wasi/programs.rs"]
mod programs;
#[path = "wasi/requests.rs"]
mod requests;
#[allow(dead_code, reason = "the command uses more of it")]
#[path = "../src/bin/wasmscope/system/mod.rs"]
mod system;
#[path = "wasi/time.rs"]
mod time;
#[path = "wasi/world.rs"]
mod world;
