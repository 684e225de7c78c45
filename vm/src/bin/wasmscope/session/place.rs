//! Where instructions stand in texts, by the module that they belong to.

use crate::input::Loaded;
use std::sync::Arc;
use wasmscope::load::Span;
use wasmscope::runtime::InstanceAddr;
use wasmscope::syntax::{CodeIdx, FuncIdx, Module};
use wasmscope::view::{Lens, Place, Positions};

/// The modules of a program with their texts.
pub(crate) struct Places {
    main: InstanceAddr,
    modules: Vec<Loaded>,
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
}

impl Places {
    pub(super) fn new(main: InstanceAddr, modules: Vec<Loaded>) -> Self {
        Self { main, modules }
    }

    /// The machine as it is looked at from the main module.
    pub(crate) fn lens(&self) -> Lens<'_> {
        Lens {
            main: Some(self.main),
            positions: Some(self),
        }
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
