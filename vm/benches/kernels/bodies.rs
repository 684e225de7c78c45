//! Five bodies that attract each other, `n` steps: arithmetic on f64.
#![no_std]
#![no_main]

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

#[derive(Clone, Copy)]
struct Body {
    at: [f64; 3],
    speed: [f64; 3],
    mass: f64,
}

#[no_mangle]
pub extern "C" fn run(n: i32) -> i32 {
    let mut bodies = [Body {
        at: [0.0; 3],
        speed: [0.0; 3],
        mass: 40.0,
    }; 5];
    for (number, body) in bodies.iter_mut().enumerate().skip(1) {
        let far = number as f64 * 4.0;
        body.at = [far, far * 0.3, far * -0.1];
        body.speed = [0.1 * far, 1.0 / far, 0.01];
        body.mass = 0.03 / far;
    }
    for _ in 0..n {
        for i in 0..5 {
            for j in i + 1..5 {
                let mut away = [0.0; 3];
                let mut square = 0.01;
                for axis in 0..3 {
                    away[axis] = bodies[i].at[axis] - bodies[j].at[axis];
                    square += away[axis] * away[axis];
                }
                // Without a square root, which the core library lacks.
                let pull = 0.01 / (square * square);
                for axis in 0..3 {
                    bodies[i].speed[axis] -= away[axis] * bodies[j].mass * pull;
                    bodies[j].speed[axis] += away[axis] * bodies[i].mass * pull;
                }
            }
        }
        for body in &mut bodies {
            for axis in 0..3 {
                body.at[axis] += 0.01 * body.speed[axis];
            }
        }
    }
    (bodies[1].at[0] * 1e6) as i32
}
