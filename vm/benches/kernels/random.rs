//! Random numbers, `n` of them, and how often two are coprime: arithmetic on i64, division.
#![no_std]
#![no_main]

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

#[no_mangle]
pub extern "C" fn run(n: i32) -> i32 {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state >> 40
    };
    let mut coprime = 0;
    for _ in 0..n {
        let (mut a, mut b) = (next(), next());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        coprime += i32::from(a == 1);
    }
    coprime
}
