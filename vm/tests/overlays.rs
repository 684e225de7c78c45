//! Comments that say what lies in memory, and the pictures of it.

use wasmscope::exec::Outcome;
use wasmscope::load;
use wasmscope::overlay::{Link, Overlays, Picture};
use wasmscope::runtime::{ExternVal, InstanceAddr, Machine, MachineLimits, Value};

/// A list of three nodes, pushed one after the other at its head.
const LIST: &str = r#"
;;@ struct Node @ $head { value: i32, next: ptr Node }
(module
  (memory 1)
  (global $head (mut i32) (i32.const 0))
  (global $free (mut i32) (i32.const 16))
  (func $push (param $value i32)
    (i32.store (global.get $free) (local.get $value))
    (i32.store offset=4 (global.get $free) (global.get $head))
    (global.set $head (global.get $free))
    (global.set $free (i32.add (global.get $free) (i32.const 8))))
  (func (export "main")
    (call $push (i32.const 1))
    (call $push (i32.const 2))
    (call $push (i32.const 3))))
"#;

fn overlays(source: &str) -> Overlays {
    let (overlays, errors) = Overlays::read(source);
    assert_eq!(errors, [], "{source}");
    overlays
}

fn machine(source: &str) -> (Machine, InstanceAddr) {
    let program = load::load(source.as_bytes()).expect("the module is valid");
    let mut machine = Machine::new(MachineLimits::default());
    let main = machine
        .instantiate(&program.module, &[])
        .expect("it can be instantiated");
    (machine, main)
}

/// Enters an export.
fn enter(machine: &mut Machine, main: InstanceAddr, name: &str, args: &[Value]) {
    let export = machine.store().instance(main).export(name);
    let Some(ExternVal::Func(func)) = export else {
        panic!("{name} is a function");
    };
    machine.enter_call(func, args).expect("it can be called");
}

/// The picture of a module that is only instantiated.
fn still(source: &str) -> Picture {
    let (machine, main) = machine(source);
    overlays(source).picture(&machine, main)
}

/// `Node@10 value=3 next→1`, a line for each node.
fn told(picture: &Picture) -> Vec<String> {
    let nodes = picture.nodes.iter().map(|node| {
        let mut line = match &node.name {
            Some(name) => name.clone(),
            None => format!("{}@{:x}", node.ty, node.address),
        };
        for cell in &node.cells {
            let link = match cell.link {
                Some(Link::Node(place)) => format!("→{place}"),
                Some(Link::Null) => "→null".to_owned(),
                Some(Link::More) => "→…".to_owned(),
                None => format!("={}", cell.text),
            };
            line.push_str(&format!(" {}{link}", cell.name));
        }
        line.extend(node.problem.iter().map(|problem| format!(" ({problem})")));
        line
    });
    let absent = picture.absent.iter().map(|name| format!("no {name}"));
    nodes.chain(absent).collect()
}

#[test]
fn a_list_is_followed_through_its_pointers() {
    let (mut machine, main) = machine(LIST);
    let overlays = overlays(LIST);
    assert_eq!(told(&overlays.picture(&machine, main)), ["$head (null)"]);
    enter(&mut machine, main, "main", &[]);
    assert_eq!(machine.run(1_000), Outcome::Ended);
    assert_eq!(
        told(&overlays.picture(&machine, main)),
        [
            "$head value=3 next→1",
            "Node@18 value=2 next→2",
            "Node@10 value=1 next→null"
        ],
    );
}

#[test]
fn every_state_of_the_run_has_its_own_picture() {
    let (mut machine, main) = machine(LIST);
    let overlays = overlays(LIST);
    enter(&mut machine, main, "main", &[]);
    let mut sizes = Vec::new();
    while machine.run(1) == Outcome::Paused {
        let nodes = overlays.picture(&machine, main).nodes;
        sizes.push(nodes.iter().filter(|node| !node.cells.is_empty()).count());
    }
    sizes.dedup();
    assert_eq!(sizes, [0, 1, 2, 3]);
}

#[test]
fn a_cycle_and_a_shared_node_are_one_node_each() {
    let picture = still(
        r#";;@ struct Pair @ 8 { left: ptr Pair, right: ptr Pair }
        (module (memory 1) (data (i32.const 8) "\10\00\00\00\10\00\00\00\08\00\00\00"))"#,
    );
    assert_eq!(
        told(&picture),
        ["8 left→1 right→1", "Pair@10 left→0 right→null"]
    );
}

#[test]
fn fields_lie_as_c_lays_them_out_unless_an_offset_is_given() {
    let picture = still(
        r#"
        ;;@ struct Point { x: i16, y: i16 }
        ;;@ struct Shape @ 0 {
        ;;@   kind: u8, id: i64, at: Point[2], name: char[4],
        ;;@   far +0x20: u16, double: f64 }
        (module (memory 1)
          (data (i32.const 0) "\ff")
          (data (i32.const 8) "\fe\ff\ff\ff\ff\ff\ff\ff\01\00\02\00\03\00\04\00ab\"\00")
          (data (i32.const 32) "\ff\ff")
          (data (i32.const 40) "\00\00\00\00\00\00\f8\3f"))"#,
    );
    assert_eq!(
        told(&picture),
        [
            r#"0 kind=255 id=-2 at[0].x=1 at[0].y=2 at[1].x=3 at[1].y=4 name="ab\"" far=65535 double=1.5"#
        ],
    );
    assert_eq!(picture.nodes[0].size, 48);
    let places: Vec<_> = picture.nodes[0]
        .cells
        .iter()
        .map(|cell| (cell.address, cell.size))
        .collect();
    assert_eq!(
        places,
        [
            (0, 1),
            (8, 8),
            (16, 2),
            (18, 2),
            (20, 2),
            (22, 2),
            (24, 4),
            (32, 2),
            (40, 8)
        ],
    );
}

#[test]
fn views_show_arrays_and_texts() {
    let picture = still(
        r#"
        ;;@ view numbers @ 0: i32[3]
        ;;@ view greeting @ 12: char[5]
        ;;@ view words @ 20: cstring[3]
        (module (memory 1)
          (data (i32.const 0) "\01\00\00\00\fe\ff\ff\ff\03\00\00\00h\c3\a9\80!")
          (data (i32.const 20) "\28\00\00\00\00\00\00\00\ff\ff\ff\ff")
          (data (i32.const 40) "one\0a\00two"))"#,
    );
    assert_eq!(
        told(&picture),
        [
            "numbers 0=1 1=-2 2=3",
            "greeting =\"hé\\80!\"",
            "words 0=\"one\\n\" 1=null 2=0xffffffff, beyond the end of the memory",
        ],
    );
    assert!(picture.nodes[0].is_array && !picture.nodes[1].is_array);
}

#[test]
fn addresses_are_expressions_and_memories_have_an_index() {
    let source = r#"
        ;;@ struct Cell @ mem32[4] + 2 in 1 { value: u8 }
        ;;@ view local @ $p: u8
        (module (memory 1) (memory 1)
          (data (i32.const 4) "\06")
          (data (memory 1) (i32.const 8) "\2a")
          (func (export "f") (param $p i32) nop))"#;
    let (mut machine, main) = machine(source);
    let overlays = overlays(source);
    let before = told(&overlays.picture(&machine, main));
    assert_eq!(before, ["mem32[4] + 2 value=42", "no local"]);
    enter(&mut machine, main, "f", &[Value::I32(4)]);
    assert_eq!(told(&overlays.picture(&machine, main))[1], "local =6");
}

#[test]
fn what_is_beyond_the_memory_is_told() {
    let picture = still(
        r#"
        ;;@ struct Node @ 0 { value: i32, next: ptr Node }
        ;;@ view end @ 65535: i32
        ;;@ view other @ 0 in 3: i32
        (module (memory 1) (data (i32.const 4) "\fc\ff\00\00"))"#,
    );
    assert_eq!(
        told(&picture),
        [
            "0 value=0 next→2",
            "end (0xffff + 4 is beyond the end of the memory.)",
            "Node@fffc (0xfffc + 8 is beyond the end of the memory.)",
            "no other",
        ],
    );
}

#[test]
fn a_negative_i32_is_a_high_address() {
    let source = r#"
        ;;@ view high @ $p: u8
        (module (memory 0) (global $p i32 (i32.const -16)))"#;
    assert_eq!(
        told(&still(source)),
        ["high (0xfffffff0 + 1 is beyond the end of the memory.)"]
    );
}

#[test]
fn a_picture_has_an_end() {
    // Each node leads to the next one, through all of the memory.
    let nodes: String = (0..1_000u32)
        .flat_map(|node| (node * 4 + 8).to_le_bytes())
        .map(|byte| format!("\\{byte:02x}"))
        .collect();
    let source = format!(
        r#";;@ struct Node @ 4 {{ next: ptr Node }}
        ;;@ view all @ 0: u8[100]
        (module (memory 1) (data (i32.const 4) "{nodes}"))"#,
    );
    let picture = still(&source);
    assert!(picture.truncated);
    assert_eq!(picture.nodes.len(), 256);
    assert_eq!(picture.nodes[255].cells[0].link, Some(Link::More));
    assert_eq!(picture.nodes[1].cells.len(), 64, "elements that are shown");
}

#[test]
fn structures_may_be_declared_after_their_pointers() {
    let source = r#"
        ;;@ struct Tree @ 4 { left: ptr Leaf, rest: ptr Leaf[2] }
        ;;@ struct Leaf { value: u8 }
        (module (memory 1) (data (i32.const 4) "\10\00\00\00\00\00\00\00\11\00\00\00\07\09"))"#;
    assert_eq!(
        told(&still(source)),
        [
            "4 left→1 rest[0]→null rest[1]→2",
            "Leaf@10 value=7",
            "Leaf@11 value=9"
        ],
    );
}

#[test]
fn only_comments_that_begin_so_are_overlays() {
    let source = r#"(module
        ;;@ note 3 Here it begins
        ;; struct Node {}
        ;;@banana
        (; ;;@ struct Node ;)
        (data ";;@ struct Node \" ;;@ view")
        (memory 1))"#;
    assert!(overlays(source).is_empty());
}

/// `LINE:COLUMN MESSAGE` of each error of a source.
fn errors(source: &str) -> Vec<String> {
    let (_, errors) = Overlays::read(source);
    let told = errors.iter().map(|error| {
        let message = error.message.split(": ").next().unwrap_or_default();
        format!("{}:{} {message}", error.line, error.column)
    });
    told.collect()
}

#[test]
fn errors_say_where_and_what() {
    let cases = [
        (
            ";;@ struct",
            "1:11 here the name of a structure is expected",
        ),
        (";;@ struct A", "1:13 here `{` is expected"),
        (";;@ struct A {}", "1:12 A has no fields"),
        (";;@ struct A { b }", "1:18 here `:` is expected"),
        (";;@ struct A { b: }", "1:19 here a type is expected"),
        (";;@ struct A { b: int }", "1:19 int is no type"),
        (";;@ struct A { b: A }", "1:19 A cannot hold itself"),
        (
            ";;@ struct A { b: ptr C }",
            "1:23 there is no structure called C",
        ),
        (
            ";;@ struct i32 { b: u8 }",
            "1:12 there is already a type called i32",
        ),
        (
            ";;@ struct A { b: u8[0] }",
            "1:22 an array has at least one element",
        ),
        (
            ";;@ struct A { b: u8[x] }",
            "1:22 here a number is expected",
        ),
        (
            ";;@ struct A { b: u8[2000000] }",
            "1:19 this is more than 1 MiB, too large to be looked at",
        ),
        (
            ";;@ struct A { b +2000000: u8 }",
            "1:28 this is more than 1 MiB, too large to be looked at",
        ),
        (";;@ struct A { b: u8 c: u8 }", "1:22 here `}` is expected"),
        (";;@ struct A { b: u8 } c", "1:24 nothing is expected here"),
        (";;@ struct A @ $p + { b: u8 }", "1:20 this is no address"),
        (
            ";;@ struct A @ hits { b: u8 }",
            "1:16 an address has no hits",
        ),
        (
            ";;@ struct A @ 0 in x { b: u8 }",
            "1:21 behind `in` the index of a memory is expected",
        ),
        (";;@ view a", "1:11 here `@` is expected"),
        (";;@ view a @ 4", "1:14 behind the address `:` is expected"),
        (
            ";;@ view a @ 4: ptr B",
            "1:21 there is no structure called B above",
        ),
        ("(module) ;;@ view é @ 4: u9", "1:26 u9 is no type"),
        (
            ";;@ struct A {\n  ;;@ b: u8,\n  ;;@ c: u9 }",
            "3:10 u9 is no type",
        ),
    ];
    for (source, error) in cases {
        assert_eq!(errors(source), [error], "{source}");
    }
}

#[test]
fn one_error_hides_nothing_else() {
    let source =
        ";;@ struct A { b: ptr C, c: u9 }\n;;@ struct B @ 4 { b: ptr C }\n;;@ struct C { d: u8 }";
    let (overlays, errors) = Overlays::read(source);
    assert_eq!(errors.len(), 1);
    let module = format!(
        "{source}\n{}",
        r#"(module (memory 1) (data (i32.const 4) "\08\00\00\00\05"))"#
    );
    let (machine, main) = machine(&module);
    assert_eq!(
        told(&overlays.picture(&machine, main)),
        ["4 b→1", "C@8 d=5"]
    );
}

/// The page's reader of exercises tells the other words of the same file (www/e2e).
#[test]
fn a_word_that_is_none_is_told_where_it_was_meant() {
    for line in include_str!("directives.txt").lines() {
        let (word, meant) = line.split_once(' ').expect("a word and what is meant");
        let source = format!("(module)\n  ;;@ {word} A {{\n;;@ b: u8 }}\n;;@ asert main = 1");
        let (_, errors) = Overlays::read(&source);
        let wanted = match meant {
            "struct" | "view" => vec![format!(
                "2:7 there is no word {word} here: {meant} is probably meant"
            )],
            _ => vec![],
        };
        let told: Vec<_> = errors
            .iter()
            .map(|error| format!("{}:{} {}", error.line, error.column, error.message))
            .collect();
        assert_eq!(told, wanted, "{line}");
    }
    assert_eq!(errors(";;@ task A\n;;@   strukt is a word"), [""; 0]);
}
