//! The program that is debugged, with the texts of its modules.

use super::launch::Launch;
use super::output::Outputs;
use super::types::{Range, Source};
use super::wire::{Trouble, plain};
use crate::debug::Debugger;
use crate::input::Loaded;
use crate::interrupt;
use crate::origins::Files;
use crate::run;
use crate::session::Session;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use wasmscope::host::Unprovided;
use wasmscope::load::{SourceMap, origins, print};
use wasmscope::runtime::{Instance, InstanceAddr};
use wasmscope::syntax::{FuncIdx, Inlined, Module, Origin};
use wasmscope::view::Place;

/// Most bytes of the text that a binary is printed as.
const MOST_PRINTED: usize = 64 << 20;

/// How the client counts lines and columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counts {
    /// The number of the first line, 0 or 1.
    pub(super) first_line: i64,
    /// The number of the first column, 0 or 1.
    pub(super) first_column: i64,
}

/// A program that was launched.
pub(super) struct Program {
    /// Holds the session; what is written in the console goes to it.
    pub(super) debugger: Debugger,
    /// The texts of the modules, in the order of their instances; the main one is the last.
    pub(super) texts: Vec<Text>,
    pub(super) launch: Launch,
    /// What it prints.
    pub(super) output: Outputs,
    /// Whether it stands at its end and that was told.
    pub(super) is_at_end: bool,
    /// Whether it was told to be over, and nothing moves any more.
    pub(super) has_left: bool,
}

/// A module and its text.
pub(super) struct Text {
    module: Arc<Module>,
    /// The file, as people name it.
    pub(super) name: String,
    /// The whole path; `None` for a link.
    path: Option<PathBuf>,
    /// Whether the client has no file of it and asks for it.
    is_printed: bool,
    pub(super) map: Option<Arc<SourceMap>>,
    /// The files that it was compiled from and that are to be had, by the names that its
    /// debugging information has for them.
    compiled: BTreeMap<Arc<str>, PathBuf>,
}

impl Program {
    /// Loads and links what a configuration names, and stands before its first instruction.
    pub(super) fn launch(launch: Launch, output: Outputs) -> Result<Self, Trouble> {
        // What was urgent was about a program before.
        interrupt::clear();
        let options = launch.options()?;
        let shown = |failure| Trouble::Shown(plain(&failure));
        let mut prepared =
            run::prepare_to(&options, Unprovided::Make, &mut output.out.clone()).map_err(shown)?;
        prepared.host.replies.errors = Some(Box::new(output.errors.clone()));
        let mut texts = Vec::new();
        for loaded in &mut prepared.host.modules {
            let is_binary = loaded.program.source.is_none();
            if is_binary {
                // What is printed has lines as well, at which one can stop.
                let printed = print(&loaded.program.module, MOST_PRINTED);
                loaded.program.source = printed.map(Arc::new);
            }
            let is_file = loaded.link.is_none();
            let path = std::path::absolute(&loaded.file).ok();
            texts.push(Text {
                module: Arc::clone(&loaded.program.module),
                name: loaded.file.clone(),
                path: path.filter(|_| is_file),
                is_printed: is_binary || !is_file,
                map: loaded.program.source.clone(),
                compiled: compiled(loaded),
            });
        }
        let out = Box::new(output.out.clone());
        let session = Session::new(prepared, out).map_err(shown)?;
        let line = Rc::new(Cell::new(true));
        Ok(Self {
            debugger: Debugger::new(session, line),
            texts,
            launch,
            output,
            is_at_end: false,
            has_left: false,
        })
    }

    pub(super) fn session(&self) -> &Session {
        &self.debugger.session
    }

    pub(super) fn session_mut(&mut self) -> &mut Session {
        &mut self.debugger.session
    }

    /// The text of a module, and which one it is.
    pub(super) fn text_of(&self, module: &Arc<Module>) -> Option<(usize, &Text)> {
        let mut texts = self.texts.iter().enumerate();
        texts.find(|(_, text)| Arc::ptr_eq(&text.module, module))
    }

    /// The text that a client means.
    ///
    /// # Errors
    /// When it is none of this program.
    pub(super) fn find_text(&self, source: &Source) -> Result<usize, String> {
        if let Some(reference) = source.source_reference.filter(|number| *number > 0) {
            let index = usize::try_from(reference - 1).ok();
            let index = index.filter(|index| *index < self.texts.len());
            return index.ok_or_else(|| format!("there is no source {reference}"));
        }
        let path = source.path.as_deref();
        let path = path.ok_or("the source has neither a path nor a reference")?;
        let same = |text: &Text| text.path.as_deref().is_some_and(|own| is_same(own, path));
        // A module may be linked to itself; the main one has the breakpoints.
        let found = self.texts.iter().rposition(same);
        found.ok_or_else(|| format!("{path} is no source of this program"))
    }

    /// A text as clients know it.
    pub(super) fn source(&self, index: usize) -> Option<Source> {
        let text = self.texts.get(index)?;
        let file = Path::new(&text.name).file_name();
        let name = file.map_or_else(|| text.name.clone(), |file| file.to_string_lossy().into());
        let path = text.path.as_ref().map(|path| path.display().to_string());
        Some(match text.is_printed {
            false => Source {
                name: Some(name),
                path,
                source_reference: None,
                origin: None,
            },
            true => Source {
                name: Some(format!("{name}.wat")),
                path: None,
                source_reference: i64::try_from(index + 1).ok(),
                origin: Some(match path {
                    Some(path) => format!("printed from {path}"),
                    None => "a link".to_owned(),
                }),
            },
        })
    }

    /// Where an instruction stands: in the file that it was compiled from, else in its text.
    pub(super) fn range(
        &self,
        counts: Counts,
        module: &Arc<Module>,
        func: FuncIdx,
        pc: u32,
    ) -> Option<(Source, Range)> {
        let offset = module.code_of(func)?.offsets.get(pc as usize)?;
        let origin = origins(module).and_then(|origins| origins.at(*offset));
        let compiled = origin.and_then(|origin| self.range_of(counts, module, &origin));
        compiled.or_else(|| self.range_in_text(counts, module, func, pc))
    }

    /// A place in a file that a module was compiled from, if that is to be had.
    pub(super) fn range_of(
        &self,
        counts: Counts,
        module: &Arc<Module>,
        origin: &Origin,
    ) -> Option<(Source, Range)> {
        let (_, text) = self.text_of(module)?;
        let path = text.compiled.get(&origin.file.path)?;
        let (line, column) = (origin.line, origin.column.unwrap_or(1));
        let (line, column) = (counts.line(line), counts.column(column));
        let range = Range {
            line,
            column,
            end_line: line,
            end_column: column,
        };
        Some((file_source(path), range))
    }

    /// Where an instruction stands in the text of its module.
    pub(super) fn range_in_text(
        &self,
        counts: Counts,
        module: &Arc<Module>,
        func: FuncIdx,
        pc: u32,
    ) -> Option<(Source, Range)> {
        let (index, text) = self.text_of(module)?;
        let map = text.map.as_ref()?;
        let span = map.instr(module.code_idx(func)?.at(), pc as usize)?;
        let (start, end) = (map.line_column(span.start), map.line_column(span.end));
        let range = Range {
            line: counts.line(start.line),
            column: counts.column(start.column),
            end_line: counts.line(end.line),
            end_column: counts.column(end.column),
        };
        Some((self.source(index)?, range))
    }

    /// Functions that were compiled into the one that is run in a frame, innermost first; none
    /// where their files are not to be had.
    pub(super) fn inlined<'a>(&self, place: &Place<'a>) -> Vec<&'a Inlined> {
        let text = self.text_of(place.module);
        match text.is_some_and(|(_, text)| !text.compiled.is_empty()) {
            true => place.inlined(),
            false => Vec::new(),
        }
    }

    /// Whether there are files that a module was compiled from, so that lines are theirs.
    pub(super) fn is_compiled(&self) -> bool {
        self.texts.iter().any(|text| !text.compiled.is_empty())
    }

    /// The text of the module that was compiled from a client's file, and what its debugging
    /// information calls that; the main one's where there are several.
    pub(super) fn compiled_file(&self, source: &Source) -> Option<(usize, &Arc<str>)> {
        let path = source.path.as_deref()?;
        let mut texts = self.texts.iter().enumerate().rev();
        texts.find_map(|(index, text)| {
            let mut files = text.compiled.iter();
            let (name, _) = files.find(|(_, own)| is_same(own, path))?;
            Some((index, name))
        })
    }

    /// The module of a text.
    pub(super) fn module_of(&self, text: usize) -> &Arc<Module> {
        &self.texts[text].module
    }

    /// The module of an instance, or the main one.
    pub(super) fn module_in(&self, instance: Option<InstanceAddr>) -> &Arc<Module> {
        let session = self.session();
        let instance = instance.unwrap_or(session.main());
        let instances = session.machine().store().instances();
        let found = instances.get(instance.at());
        found.map_or(session.module(), |instance| &instance.module)
    }

    /// The instance of a module that is linked to the main one; `None` for the main one.
    pub(super) fn linked(&self, module: &Arc<Module>) -> Option<InstanceAddr> {
        let instances = self.session().machine().store().instances();
        let same = |instance: &Instance| Arc::ptr_eq(&instance.module, module);
        let found = (0..).map(InstanceAddr).zip(instances);
        let found = found.filter(|(_, instance)| same(instance)).last();
        let addr = found.map(|(addr, _)| addr);
        addr.filter(|addr| *addr != self.session().main())
    }

    /// An instruction as clients name it: where it lies in its module's bytes; in another
    /// module than the main one, above so many times 2³².
    pub(super) fn address(&self, instance: InstanceAddr, offset: u32) -> String {
        let is_main = instance == self.session().main();
        let high = if is_main {
            0
        } else {
            u64::from(instance.0) + 1
        };
        format!("{:#x}", high << 32 | u64::from(offset))
    }
}

impl Counts {
    pub(super) fn line(self, from_1: u32) -> i64 {
        i64::from(from_1) - 1 + self.first_line
    }

    pub(super) fn column(self, from_1: u32) -> i64 {
        i64::from(from_1) - 1 + self.first_column
    }

    /// A line of the client's, from 1; the first one for what is before it.
    pub(super) fn own_line(self, line: i64) -> u32 {
        own(line, self.first_line)
    }

    pub(super) fn own_column(self, column: i64) -> u32 {
        own(column, self.first_column)
    }
}

fn own(number: i64, first: i64) -> u32 {
    let from_1 = number.saturating_sub(first).saturating_add(1);
    u32::try_from(from_1.max(1)).unwrap_or(u32::MAX)
}

/// A file as clients know it.
fn file_source(path: &Path) -> Source {
    let name = path.file_name().unwrap_or_default();
    Source {
        name: Some(name.to_string_lossy().into_owned()),
        path: Some(path.display().to_string()),
        source_reference: None,
        origin: None,
    }
}

/// The files that a module was compiled from and that are there.
fn compiled(loaded: &Loaded) -> BTreeMap<Arc<str>, PathBuf> {
    let module = &loaded.program.module;
    let mut found = BTreeMap::new();
    let Some(origins) = origins(module) else {
        return found;
    };
    let mut files = Files::default();
    let mut seen = BTreeSet::new();
    for offset in module.codes().flat_map(|code| &code.offsets) {
        let Some(origin) = origins.at(*offset) else {
            continue;
        };
        let name = &origin.file.path;
        if seen.contains(name) {
            continue;
        }
        seen.insert(Arc::clone(name));
        let path = files.path(loaded, &origin.file);
        if let Some(path) = path.and_then(|path| std::path::absolute(path).ok()) {
            found.insert(Arc::clone(name), path);
        }
    }
    found
}

/// Whether a client's path is that of a file, perhaps by another way.
fn is_same(own: &Path, path: &str) -> bool {
    let path = Path::new(path);
    if own == path {
        return true;
    }
    match (own.canonicalize(), path.canonicalize()) {
        (Ok(own), Ok(path)) => own == path,
        _ => false,
    }
}
