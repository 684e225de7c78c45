//! Words of a text, counted in a table of hashes, `n` times over: loops over bytes.
#![no_std]
#![no_main]

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

const TEXT: &[u8] =
    b"the machine is a value and a step is a pure transition so every state of a run \
can be reached asked about and linked to and a value is a state of the machine at a step";

#[no_mangle]
pub extern "C" fn run(n: i32) -> i32 {
    let mut counts = [(0_u32, 0_u32); 64];
    let text = core::hint::black_box(TEXT);
    for _ in 0..n {
        let mut hash = 0x811c_9dc5;
        for &byte in text {
            if byte != b' ' {
                hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
                continue;
            }
            let mut place = hash as usize % counts.len();
            while counts[place].0 != 0 && counts[place].0 != hash {
                place = (place + 1) % counts.len();
            }
            counts[place].0 = hash;
            counts[place].1 += 1;
            hash = 0x811c_9dc5;
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max();
    most.unwrap_or(0) as i32
}
