//! A small register machine that counts to `n`: branch tables.
#![no_std]
#![no_main]

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

#[derive(Clone, Copy)]
#[repr(u8)]
enum Op {
    Load,
    Add,
    Xor,
    Mul,
    Shift,
    Less,
    Jump,
    Branch,
    Halt,
}

#[no_mangle]
#[inline(never)]
pub extern "C" fn run(n: i32) -> i32 {
    // r0 = 0; r1 = n; r2 = 1; while r0 < r1 { r3 = (r3 * r4 ^ r0) >> …; r0 += r2 }
    let code = [
        (Op::Load, 0, 0, 0),
        (Op::Load, 1, 1, 0),
        (Op::Load, 2, 2, 0),
        (Op::Load, 4, 3, 0),
        (Op::Less, 5, 0, 1),
        (Op::Branch, 12, 5, 0),
        (Op::Mul, 3, 3, 4),
        (Op::Add, 3, 3, 0),
        (Op::Shift, 6, 3, 2),
        (Op::Xor, 3, 3, 6),
        (Op::Add, 0, 0, 2),
        (Op::Jump, 4, 0, 0),
        (Op::Halt, 0, 0, 0),
    ];
    let constants = core::hint::black_box([0, n, 1, 0x9e37]);
    let code = core::hint::black_box(&code);
    let mut registers = [0_i32; 8];
    let mut at = 0;
    loop {
        let (op, to, a, b) = code[at];
        at += 1;
        let (x, y) = (registers[a & 7], registers[b & 7]);
        let value = match op {
            Op::Load => constants[a & 3],
            Op::Add => x.wrapping_add(y),
            Op::Xor => x ^ y,
            Op::Mul => x.wrapping_mul(y),
            Op::Shift => ((x as u32) >> (y & 31)) as i32,
            Op::Less => i32::from(x < y),
            Op::Jump => {
                at = to;
                continue;
            }
            Op::Branch => {
                if x == 0 {
                    at = to;
                }
                continue;
            }
            Op::Halt => return registers[3],
        };
        registers[to & 7] = value;
    }
}
