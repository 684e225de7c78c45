//! The nodes of an origin, computed again from what went into them.

use fastrand::Rng;
use std::collections::HashMap;
use wasmscope::load::load;
use wasmscope::runtime::{ExternVal, Machine, MachineLimits, Status, Value};
use wasmscope::syntax::{Instr, LocalIdx, StoreOp};
use wasmscope::time::{Location, Origin, OriginInput, OriginKind, OriginNode, Role, Timeline};
use wasmscope::view::Place;

/// What was computed again.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    pub(crate) operations: usize,
    pub(crate) loads: usize,
    pub(crate) moves: usize,
    /// By instruction: a machine that has a function which does it.
    machines: HashMap<String, Machine>,
}

/// Asks for the origin of some values of a state at random.
pub(crate) fn check(name: &str, timeline: &mut Timeline, rng: &mut Rng, checked: &mut Checked) {
    let state = rng.u64(..=timeline.known());
    timeline.seek(state, u64::MAX);
    let machine = timeline.machine();
    let before = machine.digest();
    let mut places = Vec::new();
    if let Some(place) = Place::innermost(machine) {
        let depth = place.depth;
        let operands = place.operands().len();
        places.extend((0..operands).map(|index| Location::Operand { depth, index }));
        let locals = place.locals().len() as u32;
        let local = |index| Location::Local {
            depth,
            local: LocalIdx(index),
        };
        places.extend((0..locals.min(20)).map(local));
    }
    if let Status::Returned(results) = machine.status() {
        places.extend((0..results.len()).map(Location::Result));
    }
    if let Some(instance) = machine.store().instances().last() {
        places.extend(instance.globals.iter().map(|addr| Location::Global(*addr)));
    }
    for location in places {
        let what = format!("{name}, {location:?} at {state}");
        let mut origin = Origin::new(timeline, location, 300).expect("the place is there");
        // In parts, as the page does.
        for round in 0.. {
            assert!(round < 10_000, "{what}: it ends");
            if origin.is_complete() {
                break;
            }
            origin.go_on(timeline, rng.u64(50..5_000));
        }
        assert_eq!(
            timeline.machine().digest(),
            before,
            "{what}: nothing has moved"
        );
        for node in origin.nodes() {
            node_is_right(&what, node, origin.nodes(), checked);
        }
    }
}

fn node_is_right(what: &str, node: &OriginNode, nodes: &[OriginNode], checked: &mut Checked) {
    let what = format!("{what}: {node:?}");
    let of = |input: &OriginInput| input.node.map(|index| &nodes[index]);
    let values = node.inputs.iter().filter(|input| input.role == Role::Value);
    let inputs: Vec<Option<&OriginNode>> = values.clone().map(of).collect();
    match node.kind {
        OriginKind::Asked => {
            let made = inputs[0].expect("the first node is always there");
            if let (Some(asked), Some(made)) = (node.value, made.value) {
                assert_eq!(asked.to_slots(), made.to_slots(), "{what}");
                checked.moves += 1;
            }
        }
        OriginKind::Operation => {
            let operands: Option<Vec<Value>> = inputs.iter().map(|input| (*input)?.value).collect();
            let (Some(operands), Some(site)) = (operands, node.site) else {
                return;
            };
            match site.instr {
                Instr::Select { .. } => {
                    assert_eq!(node.value, Some(operands[0]), "{what}");
                }
                Instr::Unary(_) | Instr::Binary(_) | Instr::Truncate(_) | Instr::Divide(_) => {
                    let value = node.value.expect("it has pushed something");
                    let result = compute(checked, site.instr.name(), &operands, value);
                    assert_eq!(node.value, Some(result), "{what} of {operands:?}");
                    checked.operations += 1;
                }
                _ => {}
            }
        }
        OriginKind::Load => load_is_right(&what, node, nodes, checked),
        _ => {}
    }
}

/// The bytes that were loaded are those that were stored.
fn load_is_right(what: &str, node: &OriginNode, nodes: &[OriginNode], checked: &mut Checked) {
    let (Some(site), Some(value)) = (node.site, node.value) else {
        return;
    };
    let Instr::Load(op, _) = site.instr else {
        return;
    };
    let loaded = value.to_slots()[0].to_le_bytes();
    let parts = node.inputs.iter().filter(|input| input.role == Role::Value);
    let starts = parts.clone().filter_map(|input| input.part);
    let Some(first) = starts.map(|part| part.start).min() else {
        return;
    };
    let mut seen = 0;
    for input in parts {
        let (Some(part), Some(made)) = (input.part, input.node) else {
            return;
        };
        let made = &nodes[made];
        let bytes = match (made.kind, made.site.map(|site| site.instr)) {
            // Where it was stored is not told, so only a part as long as the store is sure.
            (OriginKind::Store, Some(Instr::Store(op, _))) if width(op) == part.len => {
                let value = made.value.expect("what was stored is noted");
                value.to_slots()[0].to_le_bytes()[..part.len as usize].to_vec()
            }
            (OriginKind::Store, _) => return,
            _ if made.bytes.len() as u64 == part.len => made.bytes.clone(),
            _ => return,
        };
        let at = (part.start - first) as usize;
        assert_eq!(loaded[at..at + bytes.len()], bytes, "{what} from {made:?}");
        seen += part.len;
    }
    assert_eq!(
        seen,
        u64::from(op.bytes()),
        "{what}: all of it is accounted for"
    );
    checked.loads += 1;
}

fn width(op: StoreOp) -> u64 {
    op.bytes().into()
}

/// What an instruction makes of these operands, on a machine of its own.
fn compute(checked: &mut Checked, op: &str, operands: &[Value], like: Value) -> Value {
    let machine = checked.machines.entry(op.to_owned()).or_insert_with(|| {
        let params: Vec<String> = operands.iter().map(|one| one.ty().to_string()).collect();
        let gets: Vec<String> = (0..operands.len())
            .map(|at| format!("local.get {at}"))
            .collect();
        let text = format!(
            "(module (func (export \"main\") (param {}) (result {}) {} {op}))",
            params.join(" "),
            like.ty(),
            gets.join(" "),
        );
        let program = load(text.as_bytes()).expect("an instruction by itself is valid");
        let mut machine = Machine::new(MachineLimits::default());
        machine
            .instantiate(&program.module, &[])
            .expect("it has no imports");
        machine
    });
    let mut machine = machine.clone();
    let instance = machine.store().instances()[0].clone();
    let Some(ExternVal::Func(main)) = instance.export("main") else {
        panic!("it is exported");
    };
    machine
        .enter_call(main, operands)
        .expect("the operands fit");
    machine.run(100);
    match machine.status() {
        Status::Returned(results) => results[0],
        other => panic!("{op} of {operands:?}: {other:?}"),
    }
}
