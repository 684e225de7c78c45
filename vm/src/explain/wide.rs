//! Numbers of 128 bits, in halves.

use super::tale::{Tale, Teller};
use crate::syntax::WideOp;

impl Teller<'_> {
    pub(super) fn wide(&self, op: WideOp) -> Tale {
        let half = |index: usize| self.popped(index).to_slots()[0];
        let both = |low: usize| u128::from(half(low)) | u128::from(half(low + 1)) << 64;
        let (values, of) = match op {
            WideOp::I64Add128 => {
                let sum = format!("{} + {}, cut to 128 bits", both(0), both(2));
                ("four i64 halves of two numbers", sum)
            }
            WideOp::I64Sub128 => {
                let difference = format!("{} − {}, cut to 128 bits", both(0), both(2));
                ("four i64 halves of two numbers", difference)
            }
            WideOp::I64MulWideS => {
                let (x, y) = (half(0) as i64, half(1) as i64);
                let product = format!("{x} × {y} as signed numbers, with all 128 bits");
                ("two i64 values", product)
            }
            WideOp::I64MulWideU => {
                let product = format!(
                    "{} × {} as unsigned numbers, with all 128 bits",
                    half(0),
                    half(1)
                );
                ("two i64 values", product)
            }
        };
        let results: Vec<String> = self.record.push.iter().map(ToString::to_string).collect();
        Tale::safe(
            format!("Takes {values} off the stack and will push {of}, the low half first."),
            format!(
                "Took {values}, pushed {}: {of}, the low half first.",
                results.join(" and ")
            ),
        )
    }
}
