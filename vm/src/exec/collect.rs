//! Collection of the heap: a precise mark and sweep.
//!
//! Roots are all places that can hold a reference: slots of the stack, by the types that
//! validation has proven, tables, globals, element segments that were not dropped, the
//! arguments of calls to come, what the program has ended with, and what the host keeps.

use crate::runtime::{Machine, Marks, ObjectAddr, ObjectKind, Ref, Status, Value};
use crate::syntax::{CompositeType, ValType};

impl Machine {
    /// Collects what nobody refers to, to have room for an object with so many fields.
    /// False, with nothing changed, when there is none even then.
    pub(super) fn collect(&mut self, fields: u64) -> bool {
        let marks = self.marks();
        let before = self.store.heap.clone();
        let room = self.store.heap.sweep(&marks, fields);
        if !room {
            self.store.heap = before;
        }
        room
    }

    /// Marks all objects that the program can reach.
    pub(crate) fn marks(&self) -> Marks {
        let mut marks = Marks::new(self.store.heap());
        self.mark_stack(&mut marks);
        self.mark_values(&mut marks);
        self.mark_store(&mut marks);
        while let Some(addr) = marks.next() {
            self.mark_object(addr, &mut marks);
        }
        marks
    }

    fn mark_stack(&self, marks: &mut Marks) {
        for (depth, frame) in self.frames.iter().enumerate() {
            let Some(code) = self.store.code(frame.func) else {
                continue;
            };
            let slots = self.frame_slots(depth);
            let mut at = 0;
            for (ty, count) in code.locals.runs() {
                let width = (count * ty.slots()) as usize;
                if matches!(ty, ValType::Ref(_)) {
                    mark_slots(marks, slots.get(at..at + width).unwrap_or(&[]));
                }
                at += width;
            }
            let module = &self.store.instance(frame.instance).module;
            let situation = code.typing(module).at(frame.pc);
            for ty in situation.iter().flat_map(|situation| &situation.operands) {
                // Code that runs can be reached, so its operands have types. Arguments of a
                // call lie in the frame of the callee.
                if matches!(ty, Some(ValType::Ref(_))) {
                    mark_slots(marks, slots.get(at..=at).unwrap_or(&[]));
                }
                at += ty.map_or(1, ValType::slots) as usize;
            }
        }
    }

    fn mark_values(&self, marks: &mut Marks) {
        for (reference, _) in self.held() {
            mark_ref(marks, reference);
        }
        for call in &self.calls {
            for value in &call.args {
                mark_value(marks, *value);
            }
        }
        match &self.status {
            Status::Returned(values) => values.iter().for_each(|value| mark_value(marks, *value)),
            Status::Thrown(exception) => mark_ref(marks, *exception),
            _ => {}
        }
    }

    fn mark_store(&self, marks: &mut Marks) {
        for global in &self.store.globals {
            mark_value(marks, global.value());
        }
        for table in &self.store.tables {
            mark_slots(marks, table.slots(0, table.len()).unwrap_or(&[]));
        }
        for elem in &self.store.elems {
            mark_slots(marks, elem);
        }
    }

    /// Marks what an object refers to.
    fn mark_object(&self, addr: ObjectAddr, marks: &mut Marks) {
        let Some(object) = self.store.heap.get(addr) else {
            return;
        };
        match object.kind {
            ObjectKind::Exn(tag) => {
                let types = self.store.tag(tag).ty.params.iter().copied();
                for value in Value::read_all(types, object.slots()) {
                    mark_value(marks, value);
                }
            }
            ObjectKind::Struct(ty) | ObjectKind::Array(ty) => {
                match &self.store.types().get(ty).composite {
                    CompositeType::Struct(fields) => {
                        let mut at = 0;
                        for field in fields.iter() {
                            if field.storage.is_ref() {
                                mark_slots(marks, &object.slots()[at..=at]);
                            }
                            at += field.storage.unpacked().slots() as usize;
                        }
                    }
                    // An array of numbers has no slots.
                    _ => mark_slots(marks, object.slots()),
                }
            }
        }
    }
}

fn mark_slots(marks: &mut Marks, slots: &[u64]) {
    for slot in slots {
        mark_ref(marks, Ref::from_slot(*slot));
    }
}

fn mark_value(marks: &mut Marks, value: Value) {
    if let Value::Ref(_, reference) = value {
        mark_ref(marks, reference);
    }
}

fn mark_ref(marks: &mut Marks, reference: Ref) {
    if let Some(addr) = reference.object() {
        marks.add(addr);
    }
}
