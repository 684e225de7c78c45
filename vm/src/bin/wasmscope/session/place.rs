//! Where instructions stand in texts, by the module that they belong to.

use crate::input::Loaded;
use std::sync::Arc;
use wasmscope::host::Linked;
use wasmscope::load::Span;
use wasmscope::runtime::InstanceAddr;
use wasmscope::syntax::{CodeIdx, FuncIdx, Module};
use wasmscope::view::{Elsewhere, Lens, Place, Positions};

/// The modules of a program with their texts.
pub(crate) struct Places {
    main: InstanceAddr,
    /// In the order of their instances; the main one is the last.
    modules: Vec<Loaded>,
    linked: Linked,
}

/// A place in a text.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    /// The file, as it was named.
    pub(crate) file: String,
    /// From 1.
    pub(crate) line: u32,
    /// From 1, in UTF-16 units.
    pub(crate) column: u32,
    /// The token, in bytes of the text.
    pub(crate) span: Span,
    /// The whole text.
    pub(crate) text: Arc<str>,
}

impl Positions for Places {
    fn position(&self, code: CodeIdx, pc: u32) -> Option<(u32, u32)> {
        self.modules.last()?.position(code, pc)
    }

    fn elsewhere(&self, module: &Arc<Module>, code: CodeIdx, pc: u32) -> Option<Elsewhere> {
        let loaded = self.loaded(module)?;
        Some(Elsewhere {
            module: Arc::clone(self.name(self.instance(module)?)?),
            position: loaded.position(code, pc),
        })
    }
}

impl Places {
    /// `modules` are those of all instances, in the order of their addresses; `linked` are the
    /// names that they are imported by.
    pub(crate) fn new(main: InstanceAddr, modules: Vec<Loaded>, linked: Linked) -> Self {
        Self {
            main,
            modules,
            linked,
        }
    }

    /// The machine as it is looked at from the main module.
    pub(crate) fn lens(&self) -> Lens<'_> {
        Lens {
            main: Some(self.main),
            positions: Some(self),
        }
    }

    /// The machine as it is looked at from an instance, as though that were the main one.
    pub(crate) fn lens_in(&self, instance: InstanceAddr) -> Lens<'_> {
        let loaded = self.modules.get(instance.at());
        Lens {
            main: Some(instance),
            positions: loaded.map(|loaded| loaded as &dyn Positions),
        }
    }

    /// The name that an instance is imported by; `None` for the main one.
    pub(crate) fn name(&self, instance: InstanceAddr) -> Option<&Arc<str>> {
        self.linked.name_of(instance)
    }

    /// The instance of a file, perhaps without its folder; the main one goes first.
    pub(crate) fn instance_from(&self, file: &str) -> Option<InstanceAddr> {
        let end = format!("/{file}");
        let is_it = |loaded: &Loaded| loaded.file == file || loaded.file.ends_with(&end);
        let index = self.modules.iter().rposition(is_it)?;
        u32::try_from(index).ok().map(InstanceAddr)
    }

    /// The instance that is imported by a name.
    pub(crate) fn instance_named(&self, name: &str) -> Option<InstanceAddr> {
        self.linked.named(name)
    }

    /// The last instance of a module.
    fn instance(&self, module: &Arc<Module>) -> Option<InstanceAddr> {
        let same = |loaded: &Loaded| Arc::ptr_eq(&loaded.program.module, module);
        let index = self.modules.iter().rposition(same)?;
        u32::try_from(index).ok().map(InstanceAddr)
    }

    /// A module as it was loaded; `None` for one that came from nowhere.
    pub(crate) fn loaded(&self, module: &Arc<Module>) -> Option<&Loaded> {
        let same = |loaded: &&Loaded| Arc::ptr_eq(&loaded.program.module, module);
        self.modules.iter().find(same)
    }

    /// Where an instruction stands; `None` where there is no text.
    pub(crate) fn spot(&self, module: &Arc<Module>, func: FuncIdx, pc: u32) -> Option<Spot> {
        let loaded = self.loaded(module)?;
        let source = loaded.program.source.as_ref()?;
        let code = module.code_idx(func)?;
        let span = source.instr(code.at(), pc as usize)?;
        let at = source.line_column(span.start);
        Some(Spot {
            file: loaded.file.clone(),
            line: at.line,
            column: at.column,
            span,
            text: Arc::clone(source.text()),
        })
    }

    /// Where a frame stands.
    pub(crate) fn spot_of(&self, place: &Place<'_>) -> Option<Spot> {
        self.spot(place.module, place.func, place.frame.pc)
    }
}
