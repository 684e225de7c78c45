//! Modules whose exports satisfy each other's imports, by name.

use crate::runtime::{ExternVal, InstanceAddr, Machine};
use crate::syntax::Module;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Instances by the names that they are imported by.
#[derive(Clone, Debug, Default)]
pub struct Linked {
    instances: Vec<(Arc<str>, InstanceAddr)>,
}

impl Linked {
    /// Makes an instance's exports what imports of `name` find, before those of others that
    /// have the same name.
    pub fn add(&mut self, name: impl Into<Arc<str>>, instance: InstanceAddr) {
        self.instances.push((name.into(), instance));
    }

    /// What an import finds: an export of the latest instance of that name.
    #[must_use]
    pub fn find(&self, machine: &Machine, module: &str, name: &str) -> Option<ExternVal> {
        machine.store().instance(self.named(module)?).export(name)
    }

    /// The latest instance of a name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<InstanceAddr> {
        let mut latest = self.instances.iter().rev();
        let (_, instance) = latest.find(|(linked, _)| **linked == *name)?;
        Some(*instance)
    }

    /// The first name of an instance; `None` for one that nobody imports from by name.
    #[must_use]
    pub fn name_of(&self, instance: InstanceAddr) -> Option<&Arc<str>> {
        let mut all = self.instances.iter();
        let (name, _) = all.find(|(_, linked)| *linked == instance)?;
        Some(name)
    }
}

/// Modules that import from each other in a circle, so that none of them can be first. Each
/// imports from the next one, and the last one from the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circle(pub Vec<usize>);

/// The order in which modules can be instantiated, each after those that it imports from:
/// their indices. `modules` are the names that they are imported by, and the modules; where
/// nothing depends on it, their order stays. What none of them exports is left to others, and
/// what a module itself exports it does not import from itself.
///
/// # Errors
///
/// When some import from each other in a circle.
///
/// ```
/// use wasmscope::{host, load::load};
/// let one = load(br#"(module (import "two" "f" (func)))"#).unwrap().module;
/// let two = load(br#"(module (func (export "f")))"#).unwrap().module;
/// assert_eq!(host::order(&[("one", &one), ("two", &two)]), Ok(vec![1, 0]));
/// ```
pub fn order(modules: &[(&str, &Module)]) -> Result<Vec<usize>, Circle> {
    let mut named: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, (name, _)) in modules.iter().enumerate() {
        named.entry(name).or_default().push(index);
    }
    let needs: Vec<BTreeSet<usize>> = (0..modules.len())
        .map(|index| needed(modules, &named, index))
        .collect();
    let mut needed_by = vec![Vec::new(); modules.len()];
    for (index, needs) in needs.iter().enumerate() {
        for need in needs {
            needed_by[*need].push(index);
        }
    }
    let mut missing: Vec<usize> = needs.iter().map(BTreeSet::len).collect();
    let mut ready: BTreeSet<usize> = (0..modules.len()).filter(|at| missing[*at] == 0).collect();
    let mut order = Vec::with_capacity(modules.len());
    while let Some(index) = ready.pop_first() {
        order.push(index);
        for user in &needed_by[index] {
            missing[*user] -= 1;
            if missing[*user] == 0 {
                ready.insert(*user);
            }
        }
    }
    match (0..modules.len()).find(|at| missing[*at] > 0) {
        None => Ok(order),
        Some(stuck) => Err(circle(stuck, &needs, &missing)),
    }
}

/// The modules that one imports from. Of several with one name it is the one that is linked
/// last before it, or else the first one after it.
fn needed(
    modules: &[(&str, &Module)],
    named: &BTreeMap<&str, Vec<usize>>,
    index: usize,
) -> BTreeSet<usize> {
    let imports = modules[index].1.imports.iter();
    let exporter = imports.filter_map(|import| {
        let all = named.get(&*import.module)?;
        let before = all.partition_point(|at| *at < index);
        let after = &all[before..];
        let after = after.iter().find(|at| **at != index);
        let found = *all[..before].last().or(after)?;
        modules[found].1.export(&import.name).map(|_| found)
    });
    exporter.collect()
}

/// A circle that the needs of a module lead into, which has some that nobody meets.
fn circle(stuck: usize, needs: &[BTreeSet<usize>], missing: &[usize]) -> Circle {
    let mut way = vec![stuck];
    let mut at = stuck;
    // Of what cannot be instantiated something is needed that cannot be either.
    while let Some(next) = needs[at].iter().copied().find(|need| missing[*need] > 0) {
        if let Some(first) = way.iter().position(|seen| *seen == next) {
            way.drain(..first);
            break;
        }
        way.push(next);
        at = next;
    }
    Circle(way)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::load;
    use fastrand::Rng;

    /// Modules that export `x` and import it from others, by their indices.
    fn modules(imports: &[Vec<usize>]) -> Vec<(String, Arc<Module>)> {
        let module = |(index, imports): (usize, &Vec<usize>)| {
            let imports = imports.iter();
            let imports = imports.map(|from| format!(r#"(import "m{from}" "x" (global i32))"#));
            let imports: String = imports.collect();
            let text = format!(r#"(module {imports} (global (export "x") i32 (i32.const 1)))"#);
            let program = load(text.as_bytes()).expect("it is valid");
            (format!("m{index}"), program.module)
        };
        imports.iter().enumerate().map(module).collect()
    }

    fn ordered(imports: &[Vec<usize>]) -> Result<Vec<usize>, Circle> {
        let modules = modules(imports);
        let modules: Vec<(&str, &Module)> = modules
            .iter()
            .map(|(name, module)| (&**name, &**module))
            .collect();
        order(&modules)
    }

    #[test]
    fn each_comes_after_what_it_imports_or_there_is_a_circle() {
        let mut rng = Rng::with_seed(1);
        let mut circles = 0;
        for _ in 0..200 {
            let count = rng.usize(0..7);
            let imports: Vec<Vec<usize>> = (0..count)
                .map(|_| (0..rng.usize(0..3)).map(|_| rng.usize(0..count)).collect())
                .collect();
            match ordered(&imports) {
                Ok(order) => {
                    let mut sorted = order.clone();
                    sorted.sort_unstable();
                    assert_eq!(sorted, (0..count).collect::<Vec<_>>());
                    let at = |index: usize| order.iter().position(|at| *at == index);
                    for (index, from) in imports.iter().enumerate() {
                        let mut others = from.iter().filter(|from| **from != index);
                        assert!(others.all(|from| at(*from) < at(index)), "{imports:?}");
                    }
                }
                Err(Circle(way)) => {
                    circles += 1;
                    assert!(way.len() > 1, "{imports:?}");
                    let next = way.iter().cycle().skip(1);
                    for (one, next) in way.iter().zip(next) {
                        assert!(imports[*one].contains(next), "{imports:?} {way:?}");
                    }
                }
            }
        }
        assert!((20..180).contains(&circles), "{circles}");
    }

    #[test]
    fn the_order_stays_where_nothing_depends_on_it() {
        assert_eq!(ordered(&[vec![], vec![], vec![]]), Ok(vec![0, 1, 2]));
        assert_eq!(ordered(&[vec![2], vec![], vec![]]), Ok(vec![1, 2, 0]));
        // What wraps a module of the host has its name and imports from it.
        assert_eq!(ordered(&[vec![0]]), Ok(vec![0]));
    }
}
