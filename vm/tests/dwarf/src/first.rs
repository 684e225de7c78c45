//! Takes the first of some numbers that is larger than another.
#![no_std]

static NUMBERS: [i32; 5] = [1, 2, 3, 5, 8];

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

#[inline(always)]
fn is_larger(number: i32, than: i32) -> bool {
    number > than
}

#[unsafe(no_mangle)]
pub extern "C" fn first(than: i32) -> i32 {
    let mut all = NUMBERS.iter();
    let found = all.find(|number| is_larger(**number, than));
    *found.expect("there is none")
}
