//! `wasmscope share`: makes a link of a program.

use crate::failure::{Exit, Failure};
use crate::input::Source;
use crate::link::{Link, Program};
use crate::options::Options;
use crate::{input, run};
use std::io::Write;
use wasmscope::link::{Linked, MOST_MODULES, encode};
use wasmscope::load::load;

/// Runs the sub-command and gives the code to exit with.
pub(crate) fn command(options: &Options) -> Result<u8, Failure> {
    let link = link(options)?;
    let fragment = encode(&link).map_err(|error| {
        let text = format!("wasmscope: error: {error}\n  fix: pass it on as a file\n");
        Failure::new(Exit::Limit, text)
    })?;
    let base = options.given.text("base")?.unwrap_or_default();
    // A fragment of its own would make another address of it.
    let base = base.split('#').next().unwrap_or_default();
    let written = writeln!(std::io::stdout(), "{base}{fragment}");
    written.map_err(|error| crate::replies::not_written(&error))?;
    Ok(Exit::Done as u8)
}

fn link(options: &Options) -> Result<Link, Failure> {
    let Source { name, bytes, link } = input::source(&options.file)?;
    let calls = options.invoke.is_some() || !options.words.is_empty();
    let loaded = load(&bytes);
    let shared = program(bytes);
    let mut link = match link {
        Some(link) => *link,
        None => Link::new(shared.clone()),
    };
    match loaded {
        Ok(program) if calls => {
            let main = input::Loaded {
                file: name,
                program,
                link: None,
            };
            if let Some((name, args)) = run::entry(&main, options)? {
                let words = run::is_program(&main, Some(&(name.clone(), Vec::new())));
                link.words = if words {
                    options.words.clone()
                } else {
                    Vec::new()
                };
                let typed = |value: &wasmscope::runtime::Value| format!("{}:{value}", value.ty());
                link.args = args.iter().map(typed).collect();
                link.entry = Some(name);
            }
        }
        Ok(_) => {}
        // A text may be wrong: that is a reason to show it to others.
        Err(_) if !calls && matches!(shared, Program::Text(_)) => {}
        Err(problems) => {
            let bytes = match &shared {
                Program::Text(text) => text.as_bytes(),
                Program::Binary(bytes) => bytes,
            };
            return Err(input::invalid(&name, bytes, &problems));
        }
    }
    if let Some(step) = options.given.number("step")? {
        link.step = Some(step);
    }
    if let Some(title) = options.given.text("title")? {
        link.title = Some(title);
    }
    link.limits.extend(options.limits.changed());
    for (name, file) in &options.links {
        let Source { bytes, .. } = input::source(file)?;
        let module = Linked {
            name: name.clone(),
            program: program(bytes),
            breakpoints: Vec::new(),
        };
        // The latest of a name counts.
        match link.modules.iter_mut().find(|known| known.name == *name) {
            Some(known) => *known = module,
            None => link.modules.push(module),
        }
    }
    match link.modules.len() > MOST_MODULES {
        true => {
            let message = format!("a link holds at most {MOST_MODULES} modules beside its program");
            Err(Failure::usage(&message, "link fewer"))
        }
        false => Ok(link),
    }
}

fn program(bytes: Vec<u8>) -> Program {
    match String::from_utf8(bytes) {
        Ok(text) if !text.starts_with("\0asm") => Program::Text(text),
        Ok(text) => Program::Binary(text.into_bytes()),
        Err(error) => Program::Binary(error.into_bytes()),
    }
}
