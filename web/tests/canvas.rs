//! The canvas of the page: what each state shows, also where the pixels are no longer kept, and
//! a run that waits for each picture to be seen.

mod started;

use std::collections::VecDeque;

use started::debugger;
use wasmscope::exec::HostCall;
use wasmscope::host::canvas::Canvas;
use wasmscope::runtime::Machine;
use wasmscope_web::model::canvas::Shown;
use wasmscope_web::model::debugger::{Advance, Debugger};
use wasmscope_web::model::goal::{Goal, Movement};
use wasmscope_web::model::host::{Host, Nobody, Reply};

/// Presents ten pictures of one byte after another.
const FILM: &str = r#"(module
  (import "canvas" "size" (func $size (param i32 i32)))
  (import "canvas" "present" (func $present (param i32)))
  (memory 1)
  (func (export "main") (local $i i32)
    (call $size (i32.const 3) (i32.const 2))
    (loop $next
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (memory.fill (i32.const 8) (local.get $i) (i32.const 24))
      (call $present (i32.const 8))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 10))))))"#;

/// Somebody who looks at pictures.
struct Viewer {
    canvas: Canvas,
    /// How many were presented when it looked last; it wants to see each one if there is a number.
    seen: Option<u64>,
}

impl Host for Viewer {
    fn call(&mut self, machine: &Machine, call: &HostCall) -> Reply {
        let answered = self.canvas.answer(machine, call, &mut VecDeque::new());
        let (answer, done) = answered.expect("it is the canvas's");
        assert_eq!(done, Ok(()));
        Reply::Answer(answer)
    }

    fn is_to_be_seen(&self) -> bool {
        self.seen.is_some_and(|seen| self.canvas.presented() > seen)
    }
}

fn run(debugger: &mut Debugger, viewer: &mut Viewer) -> Advance {
    let mut movement = Movement::from(Goal::End);
    debugger.advance(&mut movement, u64::MAX, viewer, &mut Nobody)
}

#[test]
fn a_run_gives_way_after_each_picture_where_each_is_to_be_seen() {
    let mut viewer = Viewer {
        canvas: Canvas::new(1 << 20),
        seen: Some(0),
    };
    let mut stepped = debugger(FILM, "main", &[]);
    for number in 1..=10 {
        assert_eq!(run(&mut stepped, &mut viewer), Advance::Yielded);
        assert_eq!(viewer.canvas.presented(), number);
        let shown = Shown::at(stepped.step(), &viewer.canvas, &stepped);
        let (_, pixels) = shown.pixels().expect("it shows the newest");
        assert_eq!(u64::from(pixels[0]), number);
        viewer.seen = Some(number);
    }
    assert_eq!(run(&mut stepped, &mut viewer), Advance::Ended);

    let mut at_once = debugger(FILM, "main", &[]);
    viewer = Viewer {
        canvas: Canvas::new(1 << 20),
        seen: None,
    };
    assert_eq!(run(&mut at_once, &mut viewer), Advance::Ended);
    assert_eq!(viewer.canvas.presented(), 10);
    assert!(at_once.machine() == stepped.machine());
}

#[test]
fn every_state_shows_its_picture_whether_or_not_it_is_kept() {
    let run_with = |budget: u64| {
        let mut viewer = Viewer {
            canvas: Canvas::new(budget),
            seen: None,
        };
        let mut debugger = debugger(FILM, "main", &[]);
        assert_eq!(run(&mut debugger, &mut viewer), Advance::Ended);
        let steps = 0..=debugger.step();
        steps
            .map(|step| Shown::at(step, &viewer.canvas, &debugger))
            .collect::<Vec<_>>()
    };
    let kept = run_with(u64::MAX);
    assert_eq!(kept[0].text(), "Nothing presented yet.");
    let sized = kept.iter().find(|shown| shown.size.is_some());
    let text = sized.map(Shown::text);
    assert_eq!(
        text.as_deref(),
        Some("Nothing presented yet. A picture has 3 × 2 pixels.")
    );
    let numbers: Vec<u64> = kept
        .iter()
        .filter_map(|shown| Some(shown.picture.as_ref()?.number))
        .collect();
    assert!(numbers.is_sorted() && numbers.first() == Some(&1) && numbers.last() == Some(&10));
    // Those that are not kept come from the memory of the past.
    assert!(run_with(0) == kept);
    assert!(run_with(48) == kept);
}
