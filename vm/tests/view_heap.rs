//! The pictures of objects, exceptions and vectors.

mod telling;
mod watching;

use serde_json::{Value as Json, json};
use telling::programs::TYPES;
use wasmscope::runtime::{Machine, MachineLimits, Ref, Value};
use wasmscope::syntax::Shape;
use wasmscope::view;
use watching::{enter, entered, instance_within};

/// A machine that stands before the `nop` of a body.
fn at_nop(body: &str) -> Machine {
    let text = format!(r#"(module {TYPES} {body})"#);
    let (mut machine, _) = entered(&text, &[]);
    let op = |machine: &Machine| view::state(machine, None, None).at.map(|at| at.op);
    while op(&machine).is_some_and(|op| op != "nop") {
        machine.step();
    }
    machine
}

fn state(machine: &Machine) -> Json {
    serde_json::to_value(view::state(machine, None, None)).expect("a state is JSON")
}

fn heap(machine: &Machine, from: u64, most: usize) -> Json {
    serde_json::to_value(view::objects(machine, from, most)).expect("a page is JSON")
}

#[test]
fn types_are_told_by_name() {
    let machine = at_nop(
        r#"(global $g (mut (ref null $leaf)) (ref.null $leaf))
        (table $nodes 2 (ref null $node))
        (func (export "main") (local $n (ref null $node)) (local $f (ref null $unary))
          (local.set $n (call $new (i32.const 5)))
          (local.get $n) (nop) (drop))"#,
    );
    let state = state(&machine);
    let locals = &state["frames"][0]["locals"];
    assert_eq!(
        locals[0],
        json!({"index": 0, "name": "n", "type": "(ref null $node)", "text": "struct 1", "bits": ""})
    );
    assert_eq!(locals[1]["type"], "(ref null $unary)");
    assert_eq!(
        state["stack"],
        json!([{"type": "(ref null $node)", "text": "struct 1", "bits": ""}])
    );
    assert_eq!(state["globals"][0]["type"], "(ref null $leaf)");
    assert_eq!(state["tables"][1]["type"], "(ref null $node)");
}

#[test]
fn the_heap_is_shown_in_pages() {
    let machine = at_nop(
        r#"(func (export "main") (local $n (ref null $node)) (local $s (ref null $small))
          (drop (array.new $bytes (i32.const 255) (i32.const 2)))
          (local.set $n (struct.new $node (i32.const 6) (call $new (i32.const 5))))
          (local.set $s (struct.new $small
            (i32.const -1) (i32.const 2) (v128.const i32x4 1 2 3 4)))
          (nop))"#,
    );
    let all = heap(&machine, 0, 100);
    // One object of the element segment, and four.
    assert_eq!(all["count"], 5);
    assert_eq!(all["units"], 3 + 3 + 3 + 3 + 4);
    assert_eq!(all["most"], MachineLimits::default().heap);
    let objects = all["objects"].as_array().expect("a list");
    assert_eq!(
        objects[1],
        json!({"kind": "array", "number": 1, "type": "$bytes", "len": 2, "garbage": true, "fields": [
            {"storage": "i8", "type": "i32", "text": "255", "bits": "0x000000ff"},
            {"storage": "i8", "type": "i32", "text": "255", "bits": "0x000000ff"}]})
    );
    assert_eq!(
        objects[3],
        json!({"kind": "struct", "number": 3, "type": "$node", "len": 2, "garbage": false, "fields": [
            {"name": "x", "type": "i32", "text": "6", "bits": "0x00000006"},
            {"name": "next", "type": "(ref null $node)", "text": "struct 2", "bits": ""}]})
    );
    // What a live object refers to is live.
    assert_eq!(objects[2]["garbage"], false);
    assert_eq!(objects[4]["fields"][0]["text"], "255");
    let page = heap(&machine, 2, 2);
    let numbers: Vec<_> = page["objects"].as_array().expect("a list").iter().collect();
    assert_eq!(
        (&numbers[0]["number"], &numbers[1]["number"]),
        (&json!(2), &json!(3))
    );
    assert_eq!((numbers.len(), &page["count"]), (2, &json!(5)));
    assert_eq!(heap(&machine, 9, 2)["objects"], json!([]));
}

#[test]
fn an_object_is_found_by_its_reference() {
    let machine = at_nop(
        r#"(func (export "main") (local $n (ref null $node))
          (local.set $n (call $newleaf)) (local.get $n) (nop) (drop))"#,
    );
    let place = view::Place::innermost(&machine).expect("a frame");
    let Some(Value::Ref(_, reference)) = place.operands().pop() else {
        panic!("a reference is on the stack");
    };
    let object = view::object(&machine, reference).expect("it is there");
    assert_eq!(object.to_string(), "$leaf (x = 8, next = null, y = 0.5)");
    assert_eq!(view::object(&machine, Ref::Null), None);
}

#[test]
fn an_exception_that_ended_the_program_is_shown() {
    let text = format!(r#"(module {TYPES} (func (export "main") (call $thrower (i32.const 4))))"#);
    let (mut machine, main) = instance_within(&text, MachineLimits::default());
    enter(&mut machine, main, "main", &[]);
    machine.run(100);
    let state = state(&machine);
    assert_eq!(state["status"], "thrown");
    assert_eq!(
        state["exception"],
        json!({"tag": "$e", "object": "exn 1", "args": [
            {"type": "i32", "text": "4", "bits": "0x00000004"},
            {"type": "i64", "text": "31", "bits": "0x000000000000001f"}]})
    );
    // Frames and operands are as they were.
    assert_eq!(state["at"]["op"], "throw");
    assert_eq!(state["stack"].as_array().map(Vec::len), Some(2));
    assert_eq!(state["frames"].as_array().map(Vec::len), Some(2));
}

#[test]
fn vectors_are_shown_in_the_shape_that_the_code_at_hand_uses() {
    let text = r#"(module (memory 1) (func (export "main") (local $v v128)
        (local.set $v (f32x4.add (v128.const f32x4 1 2 3 4.5) (v128.const f32x4 1 1 1 1)))
        (drop (i16x8.splat (i32.const 1)))
        (v128.store8_lane 1 (i32.const 0) (v128.const i64x2 1 2))
        (drop (v128.not (local.get $v)))))"#;
    let (mut machine, _) = entered(text, &[]);
    let mut shapes = Vec::new();
    let mut lanes = Vec::new();
    while let Some(place) = view::Place::innermost(&machine) {
        let shape = place.vector_shape().expect("the function has some");
        shapes.push((place.instr.name(), shape));
        let operands = place.operands().into_iter();
        lanes.extend(operands.filter_map(|value| view::lanes(&value.bits(), shape)));
        machine.step();
    }
    use Shape::{F32x4, I8x16, I16x8};
    assert_eq!(
        shapes,
        [
            ("v128.const", F32x4),
            ("v128.const", F32x4),
            ("f32x4.add", F32x4),
            // What comes next decides, and after the last one, the last.
            ("local.set", I16x8),
            ("i32.const", I16x8),
            ("i16x8.splat", I16x8),
            ("drop", I8x16),
            ("i32.const", I8x16),
            ("v128.const", I8x16),
            ("v128.store8_lane", I8x16),
            ("local.get", I8x16),
            ("v128.not", I8x16),
            ("drop", I8x16),
            ("end", I8x16),
        ]
    );
    assert_eq!(
        lanes[..3],
        ["f32x4 1 2 3 4.5", "f32x4 1 2 3 4.5", "f32x4 1 1 1 1"]
    );
}

#[test]
fn only_vectors_have_lanes() {
    assert_eq!(view::lanes(&Value::I64(1).bits(), Shape::I8x16), None);
    assert_eq!(view::lanes("", Shape::I8x16), None);
}

/// What holds of the picture of any heap: it has the objects that the list of them has, and
/// those without a way to them are those that a collection would free.
fn sound(machine: &Machine, most: usize) -> view::HeapGraph {
    let graph = view::heap_graph(machine, most);
    let all = view::objects(machine, 0, usize::MAX);
    assert_eq!(graph.count, all.count);
    let garbage = all.objects.iter().filter(|entry| entry.garbage).count();
    assert_eq!(graph.garbage, garbage as u64);
    assert!(graph.nodes.len() <= most.max(1));
    for (index, node) in graph.nodes.iter().enumerate() {
        let mut same = all
            .objects
            .iter()
            .filter(|entry| entry.object == node.object);
        let entry = same.next().expect("it is on the heap");
        assert_eq!(entry.garbage, node.layer.is_none(), "{node:?}");
        let is_held = graph.roots.iter().any(|root| root.node == index);
        assert_eq!(is_held, node.layer == Some(0), "{node:?}");
        let leads = |other: &&view::HeapNode| {
            let mut links = other.links.iter();
            other.layer.is_some() && links.any(|link| link.node == Some(index))
        };
        let nearest = graph
            .nodes
            .iter()
            .filter(leads)
            .filter_map(|other| other.layer);
        if let Some(layer) = node.layer.filter(|layer| *layer > 0) {
            assert_eq!(nearest.min(), Some(layer - 1), "{node:?}");
        }
        for link in &node.links {
            let text = &node.object.fields[link.field].value.text;
            let Some(target) = link.node else { continue };
            let target = &graph.nodes[target].object;
            assert_eq!(*text, format!("{} {}", target.kind, target.number));
        }
    }
    lost_in_order(&graph);
    graph
}

/// What nothing reaches stands last. Each is followed by what it leads to, unless that came before,
/// and what no other one refers to comes before the rest.
fn lost_in_order(graph: &view::HeapGraph) {
    let from = graph.nodes.iter().take_while(|node| node.layer.is_some());
    let from = from.count();
    let lost = &graph.nodes[from..];
    assert!(lost.iter().all(|node| node.layer.is_none()));
    let refers = |node: &view::HeapNode, to: usize| node.links.iter().any(|l| l.node == Some(to));
    let mut begins: Vec<(bool, u64)> = Vec::new();
    for (place, node) in lost.iter().enumerate() {
        let place = from + place;
        let led_to = graph.nodes[from..place]
            .iter()
            .any(|one| refers(one, place));
        if !led_to {
            let mut others = graph.nodes[from..].iter();
            let in_circle = others.any(|one| one != node && refers(one, place));
            begins.push((in_circle, node.object.number));
        }
    }
    if graph.garbage as usize == lost.len() {
        assert!(begins.is_sorted(), "{begins:?}");
    }
}

#[test]
fn what_is_lost_is_ordered_in_circles_lists_and_arrays_too() {
    let machine = at_nop(
        r#"(type $pair (struct (field (mut (ref null $pair))) (field (mut i31ref))))
        (type $pairs (array (mut (ref null $pair))))
        (func $circle (local $a (ref null $pair)) (local $b (ref null $pair))
          (local.set $a (struct.new $pair (ref.null $pair) (ref.i31 (i32.const 1))))
          (local.set $b (struct.new $pair (local.get $a) (ref.i31 (i32.const 2))))
          (struct.set $pair 0 (local.get $a) (local.get $b)))
        (func $self (local $a (ref null $pair))
          (local.set $a (struct.new $pair (ref.null $pair) (ref.null i31)))
          (struct.set $pair 0 (local.get $a) (local.get $a)))
        (func (export "main")
          (call $circle) (call $self)
          (drop (array.new_fixed $pairs 3
            (struct.new $pair (ref.null $pair) (ref.null i31))
            (ref.null $pair)
            (struct.new $pair (ref.null $pair) (ref.null i31))))
          (drop (array.new $bytes (i32.const 65) (i32.const 3)))
          (nop))"#,
    );
    let graph = sound(&machine, 64);
    let lost = graph.nodes.iter().filter(|node| node.layer.is_none());
    let lost: Vec<_> = lost.map(|node| node.object.number).collect();
    // The element segment's has number 0. First those that no other one refers to: the one that
    // refers to itself, the array with its two, the bytes; then the circle.
    assert_eq!(lost, [3, 6, 4, 5, 7, 1, 2]);
    for most in 2..12 {
        sound(&machine, most);
    }
}

#[test]
fn the_graph_of_the_heap_is_that_of_the_collector_in_every_state() {
    let text = format!(
        r#"(module {TYPES}
        (global $kept (mut (ref null $node)) (ref.null $node))
        (table $nodes 4 (ref null $node))
        (func (export "main") (local $n (ref null $node)) (local $i i32)
          (loop $again
            (local.set $n (struct.new $node (local.get $i) (local.get $n)))
            (if (i32.and (local.get $i) (i32.const 1))
              (then (global.set $kept (local.get $n)))
              (else (table.set $nodes (i32.shr_u (local.get $i) (i32.const 1)) (local.get $n))
                (local.set $n (ref.null $node))))
            (local.set $i (i32.add (local.get $i) (i32.const 1)))
            (br_if $again (i32.lt_u (local.get $i) (i32.const 7))))
          (table.set $nodes (i32.const 1) (ref.null $node))
          (global.set $kept (ref.null $node))
          (local.set $n (ref.null $node))))"#
    );
    let (mut machine, _) = entered(&text, &[]);
    let (mut most_lost, mut deepest) = (0, 0);
    while *machine.status() == wasmscope::runtime::Status::Running {
        for most in [2, 5, 64] {
            let graph = sound(&machine, most);
            most_lost = most_lost.max(graph.garbage);
            let layers = graph.nodes.iter().filter_map(|node| node.layer);
            deepest = deepest.max(layers.max().unwrap_or(0));
        }
        machine.step();
    }
    assert!(most_lost >= 2 && deepest >= 1, "{most_lost} {deepest}");
}

#[test]
fn places_that_keep_objects_have_names() {
    let machine = at_nop(
        r#"(global $kept (mut (ref null $node)) (ref.null $node))
        (table $nodes 4 (ref null $node))
        (func $main (export "main") (local $n (ref null $node))
          (local.set $n (call $new (i32.const 5)))
          (global.set $kept (local.get $n))
          (table.set $nodes (i32.const 3) (local.get $n))
          (call $new (i32.const 6)) (nop) (drop))"#,
    );
    let graph = sound(&machine, 64);
    let names = |number: u64| -> Vec<&str> {
        let here = |root: &&view::HeapRoot| graph.nodes[root.node].object.number == number;
        let roots = graph.roots.iter().filter(here);
        roots.map(|root| &*root.name).collect()
    };
    let held = graph.nodes.iter().find(|node| {
        graph
            .roots
            .iter()
            .filter(|root| graph.nodes[root.node] == **node)
            .count()
            == 3
    });
    let held = held.expect("three places keep it").object.number;
    assert_eq!(
        names(held),
        ["local $n of main", "global $kept", "table 1 at 3"]
    );
    assert_eq!(names(held + 1), ["operand 0 of main"]);
}
