//! Methods of objects of several types, `n` times: indirect calls.
#![no_std]
#![no_main]

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

trait Shape {
    fn area(&self, scale: i32) -> i32;
}

struct Square(i32);
struct Rectangle(i32, i32);
struct Triangle(i32, i32);

impl Shape for Square {
    fn area(&self, scale: i32) -> i32 {
        self.0.wrapping_mul(self.0).wrapping_mul(scale)
    }
}

impl Shape for Rectangle {
    fn area(&self, scale: i32) -> i32 {
        self.0.wrapping_mul(self.1).wrapping_add(scale)
    }
}

impl Shape for Triangle {
    fn area(&self, scale: i32) -> i32 {
        self.0.wrapping_mul(self.1) / 2 ^ scale
    }
}

#[no_mangle]
pub extern "C" fn run(n: i32) -> i32 {
    let shapes: [&dyn Shape; 4] = [
        &Square(3),
        &Rectangle(4, 5),
        &Triangle(6, 7),
        &Rectangle(8, 9),
    ];
    let shapes = core::hint::black_box(&shapes);
    let mut sum = 0_i32;
    for number in 0..n {
        let kind = (number ^ number >> 2) as usize % 4;
        sum = sum.wrapping_mul(3).wrapping_add(shapes[kind].area(number));
    }
    sum
}
