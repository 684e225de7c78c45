//! SHA-256 of `n` blocks that count up: rotations and bytes in memory.
#![no_std]
#![no_main]

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

/// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
fn constants() -> [u32; 64] {
    let mut constants = [0; 64];
    let mut found = 0;
    let mut number = 2_u64;
    while found < 64 {
        if (2..number)
            .take_while(|d| d * d <= number)
            .all(|d| number % d != 0)
        {
            constants[found] = root(number, 3);
            found += 1;
        }
        number += 1;
    }
    constants
}

/// The first 32 bits of the fractional part of a root, by halving.
fn root(number: u64, power: u32) -> u32 {
    let (mut low, mut high) = (0_u128, 1_u128 << 40);
    while high - low > 1 {
        let middle = (low + high) / 2;
        match middle.pow(power) <= u128::from(number) << (32 * power) {
            true => low = middle,
            false => high = middle,
        }
    }
    low as u32
}

fn block(state: &mut [u32; 8], bytes: &[u8; 64], k: &[u32; 64]) {
    let mut w = [0_u32; 64];
    for (word, four) in w.iter_mut().zip(bytes.chunks_exact(4)) {
        *word = u32::from_be_bytes([four[0], four[1], four[2], four[3]]);
    }
    for i in 16..64 {
        let s0 = w[i - 15].rotate_right(7) ^ w[i - 15].rotate_right(18) ^ (w[i - 15] >> 3);
        let s1 = w[i - 2].rotate_right(17) ^ w[i - 2].rotate_right(19) ^ (w[i - 2] >> 10);
        w[i] = w[i - 16]
            .wrapping_add(s0)
            .wrapping_add(w[i - 7])
            .wrapping_add(s1);
    }
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
    for i in 0..64 {
        let s1 = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
        let choice = (e & f) ^ (!e & g);
        let one = h
            .wrapping_add(s1)
            .wrapping_add(choice)
            .wrapping_add(k[i])
            .wrapping_add(w[i]);
        let s0 = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
        let two = s0.wrapping_add((a & b) ^ (a & c) ^ (b & c));
        (h, g, f, e, d, c, b, a) = (g, f, e, d.wrapping_add(one), c, b, a, one.wrapping_add(two));
    }
    for (old, new) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
        *old = old.wrapping_add(new);
    }
}

#[no_mangle]
pub extern "C" fn run(n: i32) -> i32 {
    let k = constants();
    let mut state = [0_u32; 8];
    for (word, prime) in state.iter_mut().zip([2, 3, 5, 7, 11, 13, 17, 19]) {
        *word = root(prime, 2);
    }
    let mut bytes = [0_u8; 64];
    for number in 0..n {
        for (place, byte) in bytes.iter_mut().enumerate() {
            *byte = (number as usize).wrapping_mul(31).wrapping_add(place) as u8;
        }
        block(&mut state, &bytes, &k);
    }
    state[0] as i32
}
