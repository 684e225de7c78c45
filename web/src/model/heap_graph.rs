//! How the picture of the heap is laid out: a column for each distance from the roots.

use wasmscope::view::{HeapGraph, HeapNode};

use super::arrows::{Arrow, MARGIN, extent};
use super::structures::{Box, LINE, width};
use crate::text;

/// Objects drawn.
pub const MOST: usize = 64;
/// Fields written out of one object.
const FIELDS: usize = 8;
/// Characters of a line of an object.
const CHARACTERS: usize = 34;
/// Between columns, where lines run, and between the objects of a column.
const GAP: (f64, f64) = (48.0, 14.0);
/// The words above what is unreachable: at least as wide, and so many lines high.
const CAPTION: (f64, f64) = (340.0, 2.0);

/// A line of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The field that it is about; `None` where it says how many are not shown.
    pub field: Option<usize>,
    /// What it says.
    pub text: String,
}

/// The lines and places of all objects of a picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The lines of each object below its title.
    pub rows: Vec<Vec<Row>>,
    /// Where each one is.
    pub boxes: Vec<Box>,
    /// The references between those that are drawn.
    pub arrows: Vec<Arrow>,
    /// Where the words above what is unreachable are, if anything is.
    pub caption: Option<f64>,
    /// The width of all of it.
    pub width: f64,
    /// The height of all of it.
    pub height: f64,
}

/// What an object is called: its kind, its number and its type.
#[must_use]
pub fn title(node: &HeapNode) -> String {
    let object = &node.object;
    let ty = object.ty.as_deref().unwrap_or_default();
    format!("{} {} {ty}", object.kind, object.number)
        .trim_end()
        .to_owned()
}

/// The places outside of the heap that refer to an object, for its title.
#[must_use]
pub fn holders(graph: &HeapGraph, node: usize) -> Vec<&str> {
    let roots = graph.roots.iter().filter(|root| root.node == node);
    roots.map(|root| &*root.name).collect()
}

/// Who refers to an object: `local $list, and 2 more`.
#[must_use]
pub fn held_by(graph: &HeapGraph, node: usize) -> Option<String> {
    let holders = holders(graph, node);
    match holders.as_slice() {
        [] => None,
        [one] => Some((*one).to_owned()),
        [first, rest @ ..] => Some(text::heap_graph_model_held_by(first, rest.len())),
    }
}

/// What stands above what is unreachable.
#[must_use]
pub fn caption(graph: &HeapGraph) -> String {
    text::heap_graph_model_caption(graph.garbage)
}

/// How many objects are not drawn, and how many nothing reaches.
#[must_use]
pub fn note(graph: &HeapGraph) -> String {
    let left_out = graph.count.saturating_sub(graph.nodes.len() as u64);
    let mut parts = Vec::new();
    if left_out > 0 {
        parts.push(text::heap_graph_model_left_out(left_out));
    }
    if graph.garbage > 0 {
        parts.push(text::heap_graph_model_unreachable(graph.garbage));
    }
    parts.join("; ")
}

/// What an array of bytes, or of 16 bits, says as text; `None` where it is none.
fn written(node: &HeapNode) -> Option<String> {
    let fields = &node.object.fields;
    let units = |storage: &str| -> Option<Vec<u16>> {
        let unit = |field: &wasmscope::view::FieldView| {
            let is = node.object.kind == "array" && field.storage == Some(storage);
            is.then(|| field.value.text.parse().ok())?
        };
        fields.iter().map(unit).collect()
    };
    let text = match (units("i8"), units("i16")) {
        (Some(bytes), _) => {
            let bytes = bytes.into_iter().map(u8::try_from);
            String::from_utf8(bytes.collect::<Result<_, _>>().ok()?).ok()?
        }
        (_, Some(units)) => String::from_utf16(&units).ok()?,
        _ => return None,
    };
    let is_text = !text.is_empty() && !text.contains(char::is_control);
    is_text.then(|| format!("“{text}”"))
}

fn cut(text: String) -> String {
    match text.chars().count() {
        0..=CHARACTERS => text,
        _ => text.chars().take(CHARACTERS - 1).chain(['…']).collect(),
    }
}

/// The first fields and the references, which come first where there are many.
fn rows(node: &HeapNode) -> Vec<Row> {
    let fields = &node.object.fields;
    let row = |index: usize| {
        let field = &fields[index];
        let text = match (&field.name, node.object.kind) {
            (Some(name), _) => format!("{name} = {}", field.value.text),
            (None, "array") => format!("[{index}] {}", field.value.text),
            (None, _) => format!("{index} = {}", field.value.text),
        };
        Row {
            field: Some(index),
            text: cut(text),
        }
    };
    let linked = node.links.iter().map(|link| link.field);
    let mut shown: Vec<usize> = linked
        .filter(|field| *field < fields.len())
        .take(FIELDS)
        .collect();
    for index in 0..fields.len() {
        if shown.len() >= FIELDS {
            break;
        }
        if !shown.contains(&index) {
            shown.push(index);
        }
    }
    shown.sort_unstable();
    let mut rows: Vec<Row> = shown.iter().map(|index| row(*index)).collect();
    let hidden = node.object.len.saturating_sub(rows.len() as u64);
    if let Some(text) = written(node) {
        let row = Row {
            field: None,
            text: cut(text),
        };
        rows.insert(0, row);
    }
    if hidden > 0 {
        rows.push(Row {
            field: None,
            text: text::heap_graph_model_more(hidden),
        });
    }
    rows
}

impl Plan {
    /// Lays a picture out: each object beside the first that refers to it, if there is room, and
    /// what nothing reaches below all others, in the order of the graph.
    #[must_use]
    pub fn of(graph: &HeapGraph) -> Self {
        let rows: Vec<Vec<Row>> = graph.nodes.iter().map(rows).collect();
        let mut boxes: Vec<Box> = graph
            .nodes
            .iter()
            .enumerate()
            .map(|(index, node)| size(graph, index, node, &rows[index]))
            .collect();
        let last = graph.nodes.iter().filter_map(|node| node.layer).max();
        let mut left = MARGIN;
        for layer in 0..=last.unwrap_or(0) {
            let (mut lowest, mut widest) = (0.0_f64, 0.0_f64);
            for place in in_layer(graph, Some(layer)) {
                let beside = source(graph, place).map_or(0.0, |from| boxes[from].y);
                let node = &mut boxes[place];
                (node.x, node.y) = (left, lowest.max(beside));
                lowest = node.y + node.height + GAP.1;
                widest = widest.max(node.width);
            }
            left += widest + GAP.0;
        }
        let lowest = |boxes: &[Box]| {
            boxes
                .iter()
                .map(|node| node.y + node.height)
                .fold(0.0, f64::max)
        };
        let reached = in_layer(graph, None).next().unwrap_or(graph.nodes.len());
        let mut top = match reached {
            0 => 0.0,
            reached => lowest(&boxes[..reached]) + 2.0 * GAP.1,
        };
        // What is unreachable stands last in the picture, three side by side.
        let unreachable: Vec<usize> = in_layer(graph, None).collect();
        let caption = (!unreachable.is_empty()).then_some(top);
        if caption.is_some() {
            top += CAPTION.1 * LINE + GAP.1 / 2.0;
        }
        for three in unreachable.chunks(3) {
            let (mut left, mut tallest) = (MARGIN, 0.0_f64);
            for place in three {
                let node = &mut boxes[*place];
                (node.x, node.y) = (left, top);
                left += node.width + GAP.0;
                tallest = tallest.max(node.height);
            }
            top += tallest + GAP.1;
        }
        let arrows = arrows(graph, &rows, &boxes);
        let (mut width, height) = extent(&boxes, &arrows);
        if caption.is_some() {
            width = width.max(CAPTION.0);
        }
        Self {
            rows,
            boxes,
            arrows,
            caption,
            width,
            height,
        }
    }
}

fn in_layer(graph: &HeapGraph, layer: Option<usize>) -> impl Iterator<Item = usize> {
    let here = move |place: &usize| graph.nodes[*place].layer == layer;
    (0..graph.nodes.len()).filter(here)
}

/// The first object of the layer before that refers to one.
fn source(graph: &HeapGraph, place: usize) -> Option<usize> {
    let before = graph.nodes[place].layer?.checked_sub(1)?;
    in_layer(graph, Some(before)).find(|from| {
        let mut links = graph.nodes[*from].links.iter();
        links.any(|link| link.node == Some(place))
    })
}

fn size(graph: &HeapGraph, index: usize, node: &HeapNode, rows: &[Row]) -> Box {
    let characters = |text: &str| text.chars().count();
    let held = held_by(graph, index).map_or(0, |held| characters(&held) + 2);
    let longest = rows
        .iter()
        .map(|row| characters(&row.text))
        .max()
        .unwrap_or(0);
    // An unreachable one says so in the line for who refers to it.
    let held = if node.layer.is_none() {
        held.max(12)
    } else {
        held
    };
    let lines = rows.len() + 1 + usize::from(held > 0);
    Box {
        width: width(characters(&title(node)).max(longest).max(held) + 1).ceil(),
        height: lines as f64 * LINE + 2.0,
        ..Box::default()
    }
}

fn arrows(graph: &HeapGraph, rows: &[Vec<Row>], boxes: &[Box]) -> Vec<Arrow> {
    let mut arrows = Vec::new();
    for (place, node) in graph.nodes.iter().enumerate() {
        let at = boxes[place];
        // The rows end where the object does.
        let first = at.y + at.height - 2.0 - rows[place].len() as f64 * LINE;
        for link in &node.links {
            let row = rows[place]
                .iter()
                .position(|row| row.field == Some(link.field));
            let (Some(row), Some(target)) = (row, link.node) else {
                continue;
            };
            let from = (at.x + at.width, first + (row as f64 + 0.5) * LINE);
            let to = (boxes[target].x, boxes[target].y + LINE / 2.0);
            arrows.push(Arrow::new(from, to, boxes));
        }
    }
    arrows
}

/// Where the references of an object lead, for who does not see the lines.
#[must_use]
pub fn leads(graph: &HeapGraph, node: usize, field: usize) -> Option<String> {
    let mut links = graph.nodes[node].links.iter();
    let link = links.find(|link| link.field == field)?;
    Some(match link.node {
        Some(target) => text::heap_graph_model_leads(title(&graph.nodes[target])),
        None => text::HEAP_GRAPH_MODEL_LEADS_ELSEWHERE.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasmscope::load;
    use wasmscope::runtime::{ExternVal, Machine, MachineLimits};
    use wasmscope::view::heap_graph;

    const LIST: &str = r#"(module
        (type $node (struct (field $val i32) (field $next (mut (ref null $node)))))
        (func (export "main") (param $n i32) (result (ref null $node))
            (local $list (ref null $node))
            (drop (struct.new $node (i32.const 99) (ref.null $node)))
            (loop $more
                (local.set $list (struct.new $node (local.get $n) (local.get $list)))
                (br_if $more (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
            (local.get $list)))"#;

    fn graph(length: i32, most: usize) -> HeapGraph {
        graph_of(LIST, length, most)
    }

    fn graph_of(text: &str, length: i32, most: usize) -> HeapGraph {
        let program = load::load(text.as_bytes()).expect("it is valid");
        let mut machine = Machine::new(MachineLimits::default());
        let main = machine.instantiate(&program.module, &[]).expect("it links");
        let Some(ExternVal::Func(func)) = machine.store().instance(main).export("main") else {
            panic!("there is a main");
        };
        let length = wasmscope::runtime::Value::I32(length);
        machine.enter_call(func, &[length]).expect("it begins");
        machine.run(1_000_000);
        heap_graph(&machine, most)
    }

    #[test]
    fn a_list_reads_from_left_to_right_and_what_is_lost_lies_below() {
        let graph = graph(3, MOST);
        let plan = Plan::of(&graph);
        assert_eq!(plan.boxes.len(), 4);
        for pair in plan.boxes[..3].windows(2) {
            assert!(pair[0].x + pair[0].width < pair[1].x);
        }
        assert_eq!(plan.arrows.len(), 2);
        let bottom = plan.boxes[..3].iter().map(|node| node.y + node.height);
        assert!(plan.boxes[3].y > bottom.fold(0.0, f64::max));
        assert_eq!(held_by(&graph, 0).as_deref(), Some("result 0"));
        assert_eq!(title(&graph.nodes[0]), "struct 3 $node");
        assert_eq!(note(&graph), "1 object is unreachable");
        assert!(caption(&graph).starts_with("Not reachable: 1 object that "));
        let above = plan.caption.expect("it is said above");
        assert!(above > plan.boxes[2].y + plan.boxes[2].height && above < plan.boxes[3].y);
        assert_eq!(
            leads(&graph, 0, 1).as_deref(),
            Some(", leads to struct 2 $node")
        );
        assert_eq!(plan.rows[0][0].text, "val = 1");
    }

    #[test]
    fn arrays_of_characters_are_written_out() {
        let text = r#"(module
            (type $bytes (array i8)) (type $units (array (mut i16)))
            (data $d "H\c3\a9llo") (data $none "\01\02")
            (func (export "main") (param i32) (result (ref $bytes) (ref $bytes) (ref $units))
                (array.new_data $bytes $d (i32.const 0) (i32.const 6))
                (array.new_data $bytes $none (i32.const 0) (i32.const 2))
                (array.new_fixed $units 2 (i32.const 0x48) (i32.const 0xe9))))"#;
        let graph = graph_of(text, 0, MOST);
        let plan = Plan::of(&graph);
        let first: Vec<_> = plan.rows.iter().map(|rows| &*rows[0].text).collect();
        assert_eq!(first, ["“Héllo”", "[0] 1", "“Hé”"]);
        assert!(plan.caption.is_none());
    }

    #[test]
    fn nothing_overlaps_and_what_is_left_out_is_counted() {
        let graph = graph(500, 20);
        let plan = Plan::of(&graph);
        assert_eq!(graph.nodes.len(), 20);
        assert!(
            note(&graph).starts_with("481 objects are left out"),
            "{}",
            note(&graph)
        );
        for (index, one) in plan.boxes.iter().enumerate() {
            assert!(one.x + one.width <= plan.width && one.y + one.height <= plan.height);
            for other in &plan.boxes[..index] {
                let apart = one.x >= other.x + other.width
                    || other.x >= one.x + one.width
                    || one.y >= other.y + other.height
                    || other.y >= one.y + one.height;
                assert!(apart, "{one:?} {other:?}");
            }
        }
    }
}
