//! Quicksort of `n` numbers: comparisons, recursion and exchanges in memory.
#![no_std]
#![no_main]

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

const MOST: usize = 100_000;

fn sort(numbers: &mut [i32]) {
    if numbers.len() < 2 {
        return;
    }
    let pivot = numbers[numbers.len() / 2];
    let (mut low, mut high) = (0, numbers.len() - 1);
    loop {
        while numbers[low] < pivot {
            low += 1;
        }
        while numbers[high] > pivot {
            high -= 1;
        }
        if low >= high {
            break;
        }
        numbers.swap(low, high);
        low += 1;
        high -= 1;
    }
    let (left, right) = numbers.split_at_mut(low);
    sort(left);
    sort(right);
}

#[no_mangle]
pub extern "C" fn run(n: i32) -> i32 {
    let mut all = [0; MOST];
    let numbers = &mut all[..n as usize];
    let mut seed = 1_u32;
    for number in &mut *numbers {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        *number = (seed >> 1) as i32;
    }
    sort(numbers);
    let sum = |sum: i32, (place, number): (usize, &i32)| {
        sum.wrapping_mul(3).wrapping_add(number ^ place as i32)
    };
    numbers.iter().enumerate().fold(0, sum)
}
