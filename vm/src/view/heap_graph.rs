//! The objects of the heap and what refers to them, from the places where a program has
//! references.

use super::heap::{ObjectView, view};
use super::{Place, identifier, number};
use crate::runtime::{Machine, Object, ObjectAddr, ObjectKind, Ref, Status, Value};
use crate::syntax::CompositeType;
use serde::Serialize;
use std::collections::{HashMap, HashSet, VecDeque};

/// Elements of a table, and frames, that are looked through for references, and elements of an
/// array. What only others lead to is said to be held elsewhere.
const MOST_ELEMENTS: u64 = 4096;
const MOST_FRAMES: usize = 256;
const MOST_LINKS: usize = 256;
/// For each object drawn, how many that nothing reaches are looked through for what to begin with.
const MOST_LOST: usize = 16;

/// Objects of the heap with the references between them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HeapGraph {
    /// How many objects there are in all.
    #[serde(serialize_with = "number")]
    pub count: u64,
    /// How many of them nothing reaches, so that the next collection frees them.
    #[serde(serialize_with = "number")]
    pub garbage: u64,
    /// Places that refer to objects of `nodes`, in the order in which they are looked at: the
    /// stack from its innermost frame on, globals, tables, and what else keeps objects.
    pub roots: Vec<HeapRoot>,
    /// Objects: those nearest to the roots first, then some that nothing reaches: by number, each
    /// followed by what it leads to, and before them those that no other one refers to.
    pub nodes: Vec<HeapNode>,
}

/// A place outside of the heap that refers to an object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeapRoot {
    /// What it is: `local $list of main`, `global $head`, `table 0 at 3`.
    pub name: String,
    /// The object, by its place in the nodes.
    pub node: usize,
}

/// An object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeapNode {
    /// What it is and holds.
    pub object: ObjectView,
    /// How many references lead to it from the nearest root, 0 for what a root refers to
    /// itself; `None` where nothing does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layer: Option<usize>,
    /// Its references to other objects.
    pub links: Vec<HeapLink>,
}

/// A reference from one object to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct HeapLink {
    /// The field, or element.
    pub field: usize,
    /// The object, by its place in the nodes; `None` when that is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node: Option<usize>,
}

/// The objects nearest to the roots, at most so many; a quarter of them are objects that nothing
/// reaches, if there are as many.
#[must_use]
pub fn heap_graph(machine: &Machine, most: usize) -> HeapGraph {
    let heap = machine.store().heap();
    let count = heap.objects().count();
    if count == 0 {
        return HeapGraph::default();
    }
    let marks = machine.marks();
    let lost = heap.objects().filter(|(addr, _)| !marks.has(*addr));
    let mut lost: Vec<_> = lost.map(|(addr, _)| addr).collect();
    lost.sort_unstable_by_key(|addr| addr.number());
    let garbage = lost.len();
    lost.truncate(most.saturating_mul(MOST_LOST));
    let mut lost = in_order(machine, &lost);
    lost.truncate((most / 4).max(most.saturating_sub(count - garbage)));

    let mut search = Search {
        machine,
        most: most.saturating_sub(lost.len()),
        places: HashMap::new(),
        found: Vec::new(),
        waiting: VecDeque::new(),
    };
    let mut roots = Vec::new();
    search.roots(&mut roots);
    search.follow();
    // What is kept by a place that is not looked through.
    if search.found.len() < search.most.min(count - garbage) {
        for (addr, _) in heap.objects().filter(|(addr, _)| marks.has(*addr)) {
            if !search.places.contains_key(&addr) {
                search.root(addr, || "elsewhere".to_owned(), &mut roots);
                search.follow();
            }
        }
    }
    for addr in lost {
        search.places.insert(addr, search.found.len());
        search.found.push((addr, None));
    }
    HeapGraph {
        count: count as u64,
        garbage: garbage as u64,
        nodes: search.nodes(),
        roots,
    }
}

/// Objects by number as one reads them: each followed by what it leads to, beginning with those that
/// no other one refers to. What is left are circles.
fn in_order(machine: &Machine, objects: &[ObjectAddr]) -> Vec<ObjectAddr> {
    let heap = machine.store().heap();
    let mut waiting: HashSet<ObjectAddr> = objects.iter().copied().collect();
    let targets = |addr: ObjectAddr| {
        let links = heap.get(addr).map(|object| references(machine, object));
        let targets = links.unwrap_or_default().into_iter();
        targets
            .map(|(_, target)| target)
            .filter(move |target| *target != addr)
    };
    let referred: HashSet<ObjectAddr> = objects.iter().copied().flat_map(targets).collect();
    let first = objects.iter().filter(|addr| !referred.contains(addr));
    let mut ordered = Vec::with_capacity(objects.len());
    for start in first.chain(objects) {
        let mut next = VecDeque::from([*start]);
        while let Some(addr) = next.pop_front() {
            if waiting.remove(&addr) {
                ordered.push(addr);
                next.extend(targets(addr));
            }
        }
    }
    ordered
}

/// Objects that were found, in the order of their distance.
struct Search<'a> {
    machine: &'a Machine,
    most: usize,
    places: HashMap<ObjectAddr, usize>,
    found: Vec<(ObjectAddr, Option<usize>)>,
    waiting: VecDeque<usize>,
}

impl Search<'_> {
    fn root(&mut self, addr: ObjectAddr, name: impl FnOnce() -> String, roots: &mut Vec<HeapRoot>) {
        if let Some(node) = self.add(addr, 0) {
            let name = name();
            roots.push(HeapRoot { name, node });
        }
    }

    /// The place of an object; `None` when there is no room for it.
    fn add(&mut self, addr: ObjectAddr, layer: usize) -> Option<usize> {
        if let Some(place) = self.places.get(&addr) {
            return Some(*place);
        }
        if self.found.len() >= self.most {
            return None;
        }
        let place = self.found.len();
        self.places.insert(addr, place);
        self.found.push((addr, Some(layer)));
        self.waiting.push_back(place);
        Some(place)
    }

    fn follow(&mut self) {
        let heap = self.machine.store().heap();
        while let Some(place) = self.waiting.pop_front() {
            let (addr, layer) = self.found[place];
            let Some(object) = heap.get(addr) else {
                continue;
            };
            for (_, target) in references(self.machine, object) {
                self.add(target, layer.unwrap_or(0) + 1);
            }
        }
    }

    fn roots(&mut self, roots: &mut Vec<HeapRoot>) {
        let machine = self.machine;
        let depths = (0..machine.frames().len()).rev().take(MOST_FRAMES);
        for place in depths.filter_map(|depth| Place::at(machine, depth)) {
            self.frame(&place, roots);
        }
        let store = machine.store();
        let main = match machine.frames().last() {
            Some(frame) => Some(store.instance(frame.instance)),
            None => store.instances().last(),
        };
        let name_of = |index: usize| {
            let instance = main?;
            let addr = instance
                .globals
                .iter()
                .position(|addr| addr.at() == index)?;
            let addr = u32::try_from(addr).ok()?;
            Some(identifier(instance.module.names.globals.get(&addr), addr))
        };
        for (index, global) in store.globals.iter().enumerate() {
            let name = || match name_of(index) {
                Some(name) => format!("global {name}"),
                None => "a global of another module".to_owned(),
            };
            self.value(global.value(), name, roots);
        }
        for (index, table) in store.tables.iter().enumerate() {
            let elements = table.slots(0, table.len().min(MOST_ELEMENTS));
            for (at, slot) in elements.unwrap_or(&[]).iter().enumerate() {
                if let Some(addr) = Ref::from_slot(*slot).object() {
                    self.root(addr, || format!("table {index} at {at}"), roots);
                }
            }
        }
        match machine.status() {
            Status::Returned(values) => {
                for (index, value) in values.iter().enumerate() {
                    self.value(*value, || format!("result {index}"), roots);
                }
            }
            Status::Thrown(exception) => {
                if let Some(addr) = exception.object() {
                    self.root(addr, || "the exception".to_owned(), roots);
                }
            }
            _ => {}
        }
    }

    fn frame(&mut self, place: &Place<'_>, roots: &mut Vec<HeapRoot>) {
        for (index, value) in (0..).zip(place.operands()) {
            let name = || format!("operand {index} of {}", place.name());
            self.value(value, name, roots);
        }
        for (index, value) in (0..).zip(place.locals()) {
            let name = || {
                let local = place.local_name(index);
                format!(
                    "local {} of {}",
                    identifier(local.as_ref(), index),
                    place.name()
                )
            };
            self.value(value, name, roots);
        }
    }

    fn value(&mut self, value: Value, name: impl FnOnce() -> String, roots: &mut Vec<HeapRoot>) {
        if let Value::Ref(_, reference) = value
            && let Some(addr) = reference.object()
        {
            self.root(addr, name, roots);
        }
    }

    fn nodes(&self) -> Vec<HeapNode> {
        let heap = self.machine.store().heap();
        let nodes = self.found.iter().filter_map(|(addr, layer)| {
            let object = heap.get(*addr)?;
            let links = references(self.machine, object).into_iter();
            let links = links.map(|(field, target)| HeapLink {
                field,
                node: self.places.get(&target).copied(),
            });
            Some(HeapNode {
                object: view(self.machine, object),
                layer: *layer,
                links: links.collect(),
            })
        });
        nodes.collect()
    }
}

/// The fields or elements of an object that refer to objects, with those.
fn references(machine: &Machine, object: &Object) -> Vec<(usize, ObjectAddr)> {
    let values = match object.kind {
        ObjectKind::Exn(tag) => {
            let types = machine.store().tag(tag).ty.params.iter().copied();
            Value::read_all(types, object.slots())
        }
        ObjectKind::Struct(ty) | ObjectKind::Array(ty) => {
            match &machine.store().types().get(ty).composite {
                CompositeType::Struct(fields) => {
                    let types = fields.iter().map(|field| field.storage.unpacked());
                    Value::read_all(types, object.slots())
                }
                CompositeType::Array(element) if element.storage.is_ref() => {
                    let slots = object.slots().iter().take(MOST_LINKS).enumerate();
                    let links = slots
                        .filter_map(|(index, slot)| Some((index, Ref::from_slot(*slot).object()?)));
                    return links.collect();
                }
                _ => return Vec::new(),
            }
        }
    };
    let links = values.into_iter().enumerate().filter_map(|(index, value)| {
        let Value::Ref(_, reference) = value else {
            return None;
        };
        Some((index, reference.object()?))
    });
    links.collect()
}
