//! SHA-256 (FIPS 180-4) of the files that its arguments name, read a part at a time.

use std::io::Read;

/// The first 32 bits of the fractional parts of the roots of the first primes: of the square
/// roots of eight, of the cube roots of sixty-four.
fn constants() -> ([u32; 8], [u32; 64]) {
    let is_prime = |n: &u64| (2..*n).all(|d| n % d != 0);
    let primes: Vec<u64> = (2..).filter(is_prime).take(64).collect();
    // Whole numbers are exact: the root of p · 2^(32 · power), without what is before the point.
    let root = |prime: u64, power: u32| {
        let wanted = u128::from(prime) << (32 * power);
        let (mut low, mut high) = (0_u128, 1 << 40);
        while low + 1 < high {
            let middle = (low + high) / 2;
            let raised = if power == 2 {
                middle * middle
            } else {
                middle * middle * middle
            };
            if raised <= wanted {
                low = middle
            } else {
                high = middle
            }
        }
        low as u32
    };
    let mut state = [0; 8];
    let mut keys = [0; 64];
    for (value, prime) in state.iter_mut().zip(&primes) {
        *value = root(*prime, 2);
    }
    for (key, prime) in keys.iter_mut().zip(&primes) {
        *key = root(*prime, 3);
    }
    (state, keys)
}

fn block(state: &mut [u32; 8], keys: &[u32; 64], bytes: &[u8]) {
    let mut words = [0_u32; 64];
    for (word, bytes) in words.iter_mut().zip(bytes.chunks_exact(4)) {
        *word = u32::from_be_bytes(bytes.try_into().unwrap());
    }
    for i in 16..64 {
        let (a, b) = (words[i - 15], words[i - 2]);
        let small = a.rotate_right(7) ^ a.rotate_right(18) ^ (a >> 3);
        let large = b.rotate_right(17) ^ b.rotate_right(19) ^ (b >> 10);
        let sum = words[i - 16].wrapping_add(small);
        words[i] = sum.wrapping_add(words[i - 7]).wrapping_add(large);
    }
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
    for (word, key) in words.iter().zip(keys) {
        let s1 = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
        let choice = (e & f) ^ (!e & g);
        let one = h
            .wrapping_add(s1)
            .wrapping_add(choice)
            .wrapping_add(*key)
            .wrapping_add(*word);
        let s0 = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
        let two = s0.wrapping_add((a & b) ^ (a & c) ^ (b & c));
        (h, g, f, e) = (g, f, e, d.wrapping_add(one));
        (d, c, b, a) = (c, b, a, one.wrapping_add(two));
    }
    for (value, more) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
        *value = value.wrapping_add(more);
    }
}

fn main() -> std::io::Result<()> {
    let (first, keys) = constants();
    for name in std::env::args().skip(1) {
        let mut file = std::fs::File::open(&name)?;
        let mut state = first;
        let mut part = vec![0; 1 << 16];
        let (mut rest, mut all) = (Vec::new(), 0_u64);
        loop {
            let read = file.read(&mut part)?;
            if read == 0 {
                break;
            }
            all += read as u64;
            rest.extend_from_slice(&part[..read]);
            let whole = rest.len() / 64 * 64;
            rest[..whole]
                .chunks_exact(64)
                .for_each(|bytes| block(&mut state, &keys, bytes));
            rest.drain(..whole);
        }
        rest.push(0x80);
        while rest.len() % 64 != 56 {
            rest.push(0);
        }
        rest.extend((all * 8).to_be_bytes());
        rest.chunks_exact(64)
            .for_each(|bytes| block(&mut state, &keys, bytes));
        let text: String = state.iter().map(|word| format!("{word:08x}")).collect();
        println!("{text}  {name}");
    }
    Ok(())
}
