//! The arrows of a picture of boxes: straight to what stands further right, and around what lies
//! between to what does not.

use super::structures::Box;

/// Left of the first column, where arrows come back to it.
pub const MARGIN: f64 = 24.0;
/// What the curve of an arrow that leads back is drawn to beside its ends; it reaches three quarters
/// of that.
const BEND: f64 = 28.0;
/// Between an arrow that leads back and the boxes above it. Boxes stand further apart than twice as
/// much.
const BELOW: f64 = 5.0;

// What a curve reaches on the left is in the picture.
const _: () = assert!(MARGIN >= BEND * 0.75);

/// An arrow from one box to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrow {
    /// Where it begins.
    pub from: (f64, f64),
    /// Where it ends, at a left edge.
    pub to: (f64, f64),
    /// The height at which it leads back; `None` for one that leads on.
    pub below: Option<f64>,
}

impl Arrow {
    /// One between these boxes.
    #[must_use]
    pub fn new(from: (f64, f64), to: (f64, f64), boxes: &[Box]) -> Self {
        let leads_back = to.0 <= from.0;
        Self {
            from,
            to,
            below: leads_back.then(|| free(from, to, boxes)),
        }
    }

    /// The curve, as the path of a drawing.
    #[must_use]
    pub fn path(&self) -> String {
        let ((x0, y0), (x1, y1)) = (self.from, self.to);
        match self.below {
            None => {
                let middle = x0 + (x1 - x0) / 2.0;
                format!("M{x0} {y0}C{middle} {y0} {middle} {y1} {x1} {y1}")
            }
            Some(y) => {
                let (right, left) = (x0 + BEND, x1 - BEND);
                format!(
                    "M{x0} {y0}C{right} {y0} {right} {y} {x0} {y}H{x1}C{left} {y} {left} {y1} {x1} {y1}"
                )
            }
        }
    }
}

/// The least height, below both ends, at which no box is in the way from one to the other.
fn free(from: (f64, f64), to: (f64, f64), boxes: &[Box]) -> f64 {
    let mut y = from.1.max(to.1);
    let is_between = |one: &&Box| one.x < from.0 + BEND && to.0 - BEND < one.x + one.width;
    while let Some(one) = boxes
        .iter()
        .filter(is_between)
        .find(|one| one.y - BELOW < y && y < one.y + one.height + BELOW)
    {
        y = one.y + one.height + BELOW;
    }
    y
}

/// How wide and high a picture of these boxes and arrows is.
#[must_use]
pub fn extent(boxes: &[Box], arrows: &[Arrow]) -> (f64, f64) {
    let right = boxes.iter().map(|node| node.x + node.width);
    let around = arrows.iter().filter(|arrow| arrow.below.is_some());
    let right = right.chain(around.map(|arrow| arrow.from.0 + BEND));
    let bottom = boxes.iter().map(|node| node.y + node.height);
    let bottom = bottom.chain(arrows.iter().filter_map(|arrow| arrow.below));
    (right.fold(0.0, f64::max), bottom.fold(0.0, f64::max))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One of 40 pixels' width.
    const fn at(x: f64, y: f64, height: f64) -> Box {
        Box {
            x,
            y,
            width: 40.0,
            height,
        }
    }

    const BOXES: [Box; 4] = [
        at(24.0, 0.0, 40.0),
        at(112.0, 0.0, 80.0),
        at(200.0, 0.0, 20.0),
        at(112.0, 94.0, 40.0),
    ];

    #[test]
    fn an_arrow_back_is_below_all_that_lies_between() {
        let [first, high, last, lowest] = BOXES;
        let back = |from: Box, to: Box| {
            let from = (from.x + from.width, from.y + 10.0);
            Arrow::new(from, (to.x, to.y + 10.0), &BOXES)
        };
        assert_eq!(back(last, first).below, Some(high.height + BELOW));
        assert_eq!(back(first, first).below, Some(first.height + BELOW));
        assert_eq!(
            back(lowest, first).below,
            Some(lowest.y + lowest.height + BELOW)
        );
        assert_eq!(back(first, last).below, None);
        let all = [back(last, first), back(lowest, lowest)];
        let (width, height) = extent(&BOXES, &all);
        assert!(width >= last.x + last.width + BEND);
        assert_eq!(height, lowest.y + lowest.height + BELOW);
    }
}
