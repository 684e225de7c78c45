//! How the picture of structures in memory is laid out: a column for each pointer that is
//! followed, so that a list reads from left to right.

use wasmscope::overlay::{Link, Node, Picture};

use super::arrows::{Arrow, MARGIN, extent};

/// The width of a character of the picture, in pixels: a little more than that of any
/// monospaced font of 12 pixels.
const CHARACTER: f64 = 7.4;
/// The height of the line that names a node, and of each of its cells.
pub const LINE: f64 = 20.0;
/// What a node has to the left and to the right of its text.
const PAD: f64 = 16.0;
/// Between columns, where lines run, and between the nodes of a column.
const GAP: (f64, f64) = (44.0, 14.0);
/// Where the line of nodes that no pointer has to do with ends.
const LINE_END: f64 = 480.0;
/// Elements of an array side by side.
const ACROSS: usize = 8;

/// Where a node stands, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Box {
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

/// A picture with the places of all that is in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// A place for each node, in the order of the picture.
    pub boxes: Vec<Box>,
    /// The pointers.
    pub arrows: Vec<Arrow>,
    /// The width of all of it.
    pub width: f64,
    /// The height of all of it.
    pub height: f64,
}

impl Plan {
    /// Lays a picture out.
    #[must_use]
    pub fn of(picture: &Picture) -> Self {
        let columns = columns(picture);
        let mut boxes: Vec<Box> = picture.nodes.iter().map(size).collect();
        let is_alone = alone(picture);
        let last = columns.iter().copied().max().unwrap_or(0);
        let mut left = MARGIN;
        for column in 0..=last {
            let (mut lowest, mut width) = (0.0_f64, 0.0_f64);
            let here = |place: &usize| columns[*place] == column && !is_alone[*place];
            for place in (0..boxes.len()).filter(here) {
                // Beside what leads to it, if there is room.
                let wanted = source(picture, &columns, place).map_or(0.0, |from| boxes[from].y);
                let node = &mut boxes[place];
                node.x = left;
                node.y = lowest.max(wanted);
                lowest = node.y + node.height + GAP.1;
                width = width.max(node.width);
            }
            left += width + GAP.0;
        }
        put_below(&mut boxes, &is_alone);
        let arrows = arrows(picture, &boxes);
        let (width, height) = extent(&boxes, &arrows);
        Self {
            boxes,
            arrows,
            width,
            height,
        }
    }
}

/// Which nodes no pointer leads to or from.
fn alone(picture: &Picture) -> Vec<bool> {
    let mut is_alone: Vec<bool> = picture
        .nodes
        .iter()
        .map(|node| targets(node).next().is_none())
        .collect();
    for (_, target) in picture.nodes.iter().flat_map(targets) {
        is_alone[target] = false;
    }
    is_alone
}

/// Puts the nodes that stand alone below all others, side by side.
fn put_below(boxes: &mut [Box], is_alone: &[bool]) {
    let others = boxes.iter().zip(is_alone).filter(|(_, alone)| !**alone);
    let bottom = others.map(|(node, _)| node.y + node.height + GAP.1);
    let (mut x, mut y, mut tallest) = (MARGIN, bottom.fold(0.0, f64::max), 0.0_f64);
    for (node, _) in boxes.iter_mut().zip(is_alone).filter(|(_, alone)| **alone) {
        if x > MARGIN && x + node.width > LINE_END {
            (x, y, tallest) = (MARGIN, y + tallest + GAP.1, 0.0);
        }
        (node.x, node.y) = (x, y);
        x += node.width + GAP.1;
        tallest = tallest.max(node.height);
    }
}

/// The nodes that a node's pointers lead to.
fn targets(node: &Node) -> impl Iterator<Item = (usize, usize)> {
    let cells = node.cells.iter().enumerate();
    cells.filter_map(|(cell, one)| match one.link {
        Some(Link::Node(place)) => Some((cell, place)),
        _ => None,
    })
}

/// The column of each node: how many pointers are followed to it. What a view names stands in
/// the first, unless something before it leads there.
fn columns(picture: &Picture) -> Vec<usize> {
    let mut columns = vec![None; picture.nodes.len()];
    for (place, node) in picture.nodes.iter().enumerate() {
        // A node comes after what led to it first.
        let own = *columns[place].get_or_insert(0);
        for (_, target) in targets(node) {
            columns[target].get_or_insert(own + 1);
        }
    }
    columns.into_iter().flatten().collect()
}

/// The first node that leads to another one from the column before.
fn source(picture: &Picture, columns: &[usize], place: usize) -> Option<usize> {
    let leads = |from: &usize| {
        columns[*from] + 1 == columns[place]
            && targets(&picture.nodes[*from]).any(|(_, target)| target == place)
    };
    (0..picture.nodes.len()).find(leads)
}

/// How wide a box with so many characters is, in pixels.
#[must_use]
pub(super) fn width(characters: usize) -> f64 {
    characters as f64 * CHARACTER + PAD
}

/// What stands above the cells of a node: its name, its type and its address.
#[must_use]
pub fn title(node: &Node) -> String {
    // What is nowhere has only a name.
    let at = (node.problem.as_deref() != Some("null")).then(|| format!("0x{:x}", node.address));
    let name = match &node.name {
        // An address that stands in the comment says nothing twice.
        Some(name) if name.starts_with(|char: char| char.is_ascii_digit()) => None,
        name => name.clone(),
    };
    let parts = [name, Some(node.ty.clone()), at];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// How wide each element of an array is.
#[must_use]
pub fn element_width(node: &Node) -> f64 {
    let longest = node
        .cells
        .iter()
        .map(|cell| cell.text.chars().count().max(cell.name.len()));
    width(longest.max().unwrap_or(1)).max(30.0)
}

fn size(node: &Node) -> Box {
    let title = width(title(node).chars().count());
    let (inner, lines) = if let Some(problem) = &node.problem {
        (width(problem.chars().count()), 1)
    } else if node.is_array {
        let rows = node.cells.len().div_ceil(ACROSS);
        let across = node.cells.len().min(ACROSS);
        (element_width(node) * across as f64 + 2.0, 2 * rows)
    } else {
        let longest = |of: fn(&wasmscope::overlay::Cell) -> usize| {
            node.cells.iter().map(of).max().unwrap_or(0)
        };
        let name = longest(|cell| cell.name.chars().count());
        let text = longest(|cell| cell.text.chars().count());
        // Two characters between them, and one for the mark of a change.
        (width(name + text + 3), node.cells.len())
    };
    Box {
        width: title.max(inner).ceil(),
        height: (lines + 1) as f64 * LINE + 2.0,
        ..Box::default()
    }
}

/// Where in its node a cell's pointer begins.
fn begin(node: &Node, at: Box, cell: usize) -> (f64, f64) {
    if node.is_array {
        let (row, column) = (cell / ACROSS, cell % ACROSS);
        let x = at.x + element_width(node) * (column as f64 + 0.5);
        return (x, at.y + LINE * (2 * row + 3) as f64);
    }
    (at.x + at.width, at.y + LINE * (cell as f64 + 1.5))
}

fn arrows(picture: &Picture, boxes: &[Box]) -> Vec<Arrow> {
    let of_node = |(place, node)| {
        targets(node).map(move |(cell, target)| {
            let to = (boxes[target].x, boxes[target].y + LINE / 2.0);
            Arrow::new(begin(node, boxes[place], cell), to, boxes)
        })
    };
    picture.nodes.iter().enumerate().flat_map(of_node).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasmscope::load;
    use wasmscope::overlay::Overlays;
    use wasmscope::runtime::{Machine, MachineLimits};

    fn plan(source: &str) -> (Picture, Plan) {
        let program = load::load(source.as_bytes()).expect("it is valid");
        let mut machine = Machine::new(MachineLimits::default());
        let main = machine
            .instantiate(&program.module, &[])
            .expect("it starts");
        let (overlays, errors) = Overlays::read(source);
        assert_eq!(errors, []);
        let picture = overlays.picture(&machine, main);
        let plan = Plan::of(&picture);
        (picture, plan)
    }

    const TREE: &str = r#"
        ;;@ struct Tree @ 16 { key: i32, left: ptr Tree, right: ptr Tree }
        (module (memory 1)
          (data (i32.const 16) "\05\00\00\00\20\00\00\00\30\00\00\00")
          (data (i32.const 32) "\03\00\00\00\00\00\00\00\00\00\00\00")
          (data (i32.const 48) "\08\00\00\00\10\00\00\00\00\00\00\00"))"#;

    #[test]
    fn nodes_do_not_overlap_and_children_stand_to_the_right() {
        let (picture, plan) = plan(TREE);
        assert_eq!(plan.boxes.len(), 3);
        for (place, one) in plan.boxes.iter().enumerate() {
            assert!(one.x + one.width <= plan.width && one.y + one.height <= plan.height);
            for other in &plan.boxes[place + 1..] {
                let apart = one.x + one.width <= other.x
                    || other.x + other.width <= one.x
                    || one.y + one.height <= other.y
                    || other.y + other.height <= one.y;
                assert!(apart, "{one:?} {other:?}");
            }
        }
        let [root, left, right] = [0, 1, 2].map(|place| plan.boxes[place]);
        assert!(left.x > root.x + root.width && left.x == right.x);
        assert!(right.y >= left.y + left.height);
        assert_eq!(title(&picture.nodes[0]), "Tree 0x10");
    }

    #[test]
    fn what_stands_alone_stands_below() {
        let views = ";;@ view a @ 0: i32[8]\n;;@ view b @ 0: u8";
        let (picture, plan) = plan(&format!("{views}{TREE}"));
        let name = |place: usize| picture.nodes[place].name.as_deref();
        let alone = (0..5).filter(|place| matches!(name(*place), Some("a" | "b")));
        let tops: Vec<f64> = alone.map(|place| plan.boxes[place].y).collect();
        assert!(tops.len() == 2 && tops[0] == tops[1]);
        let tree = (0..5).filter(|place| !matches!(name(*place), Some("a" | "b")));
        assert!(
            tree.map(|place| plan.boxes[place])
                .all(|one| one.y + one.height < tops[0])
        );
    }

    #[test]
    fn each_pointer_to_a_node_is_an_arrow_also_back() {
        let (_, plan) = plan(TREE);
        assert_eq!(plan.arrows.len(), 3);
        let back = plan.arrows.last().expect("there are three");
        assert_eq!(back.to.0, plan.boxes[0].x);
        assert!(back.from.0 > back.to.0);
    }

    #[test]
    fn an_empty_picture_takes_no_room() {
        assert_eq!(Plan::of(&Picture::default()), Plan::default());
    }
}
