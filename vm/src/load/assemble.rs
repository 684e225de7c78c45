//! Text to a valid binary module, and the check of one given as bytes.

use super::diagnose::{self, tokens::Tokens};
use super::diagnostic::Diagnostic;
use super::source::{FieldSpans, FunctionSource, SourceMap, Span};
use std::sync::Arc;
use wasmparser::{Validator, WasmFeatures};
use wast::core::{DataKind, ElemKind, FuncKind, GlobalKind, ImportItems, Module};
use wast::core::{ModuleField, ModuleKind};
use wast::lexer::Lexer;
use wast::parser::{self, Parse, ParseBuffer, Parser};
use wast::{QuoteWat, QuoteWatTest, Wat};

/// A text that was assembled and is valid.
#[derive(Clone, Debug)]
pub struct Assembled {
    /// The module in the binary format.
    pub bytes: Vec<u8>,
    /// The text and where its instructions stand.
    pub source: Arc<SourceMap>,
}

/// Assembles one module and validates it.
///
/// # Errors
///
/// What is wrong, in the order of the text. Never empty.
pub fn assemble(text: &str, features: WasmFeatures) -> Result<Assembled, Vec<Diagnostic>> {
    let (bytes, source) = encode(text).map_err(|error| diagnose::syntax_error(text, &error))?;
    let source = match source {
        Parsed::Fields(functions, fields) => SourceMap::new(text, functions, *fields),
        Parsed::Opaque => SourceMap::new(text, Vec::new(), FieldSpans::default()),
        Parsed::Quoted(inner) => {
            return match assemble(&inner, features) {
                Ok(Assembled { bytes, .. }) => {
                    let source = SourceMap::new(text, Vec::new(), FieldSpans::default());
                    Ok(Assembled {
                        bytes,
                        source: Arc::new(source),
                    })
                }
                Err(problems) => Err(diagnose::quoted(text, problems)),
            };
        }
    };
    check(&bytes, features, Some(&source))?;
    Ok(Assembled {
        bytes,
        source: Arc::new(source),
    })
}

/// Checks that bytes are a valid module.
///
/// Decoding comes before validation, so that a module which cannot be read is
/// told apart from one which breaks a rule. `source` is the map of the text
/// that the bytes were assembled from, when there is one.
///
/// # Errors
///
/// What is wrong, one for each faulty function. Never empty.
pub fn check(
    bytes: &[u8],
    features: WasmFeatures,
    source: Option<&SourceMap>,
) -> Result<(), Vec<Diagnostic>> {
    match Validator::new_with_features(features).validate_all(bytes) {
        Ok(_) => Ok(()),
        Err(error) => Err(diagnose::invalid(bytes, features, source, &error)),
    }
}

/// What the parser found out about positions.
enum Parsed {
    /// A module of fields.
    Fields(Vec<FunctionSource>, Box<FieldSpans>),
    /// A module given in bytes: `(module binary "…")`.
    Opaque,
    /// A module given as text in strings: `(module quote "…")`.
    Quoted(String),
}

fn encode(text: &str) -> Result<(Vec<u8>, Parsed), wast::Error> {
    // Characters that change the direction of writing are allowed by the
    // standard, whatever one thinks of them.
    let mut lexer = Lexer::new(text);
    lexer.allow_confusing_unicode(true);
    let mut buffer = ParseBuffer::new_with_lexer(lexer)?;
    buffer.track_instr_spans(true);

    let tokens = Tokens::new(text);
    if is_quoted(&tokens) {
        let InParens(mut quoted) = parser::parse(&buffer)?;
        let inner = match quoted.to_test()? {
            QuoteWatTest::Binary(bytes) => return Ok((bytes, Parsed::Opaque)),
            QuoteWatTest::Text(inner) => inner,
        };
        let inner = String::from_utf8(inner)
            .map_err(|_| wast::Error::new(quoted.span(), "malformed UTF-8 encoding".into()))?;
        // Text in a string may not hide another such module, or the nesting
        // of strings would become nesting of calls.
        if is_quoted(&Tokens::new(&inner)) {
            let message = "a quoted module cannot hold another one".into();
            return Err(wast::Error::new(quoted.span(), message));
        }
        return Ok((Vec::new(), Parsed::Quoted(inner)));
    }

    let mut wat: Wat<'_> = parser::parse(&buffer)?;
    let bytes = wat.encode()?;
    // Encoding has put the fields into the order of the binary format.
    let parsed = match &wat {
        Wat::Module(Module {
            kind: ModuleKind::Text(fields),
            ..
        }) => {
            let (functions, fields) = positions(fields, &tokens);
            Parsed::Fields(functions, Box::new(fields))
        }
        _ => Parsed::Opaque,
    };
    Ok((bytes, parsed))
}

/// A quoted module, which the library reads without its parentheses.
struct InParens<'a>(QuoteWat<'a>);

impl<'a> Parse<'a> for InParens<'a> {
    fn parse(parser: Parser<'a>) -> parser::Result<Self> {
        parser.parens(|parser| parser.parse().map(InParens))
    }
}

/// Whether the text is `(module quote …` or `(module $name quote …`.
fn is_quoted(tokens: &Tokens<'_>) -> bool {
    let named = tokens.text_of(2).starts_with('$');
    tokens.head(0) == "module" && tokens.text_of(2 + usize::from(named)) == "quote"
}

/// The positions of functions and fields, after names were resolved and
/// everything written inline was given a field of its own.
fn positions(fields: &[ModuleField<'_>], tokens: &Tokens<'_>) -> (Vec<FunctionSource>, FieldSpans) {
    let mut functions = Vec::new();
    let mut spans = FieldSpans::default();
    let at = |span: wast::token::Span| tokens.span_at(span.offset());
    let instrs = |expression: &wast::core::Expression<'_>| -> Vec<Span> {
        expression
            .instr_spans
            .iter()
            .flatten()
            .map(|&span| at(span))
            .collect()
    };
    for field in fields {
        match field {
            // A type that is only implied by a function has no place.
            ModuleField::Type(ty) if ty.span.offset() == 0 => spans.types.push(Span::default()),
            ModuleField::Type(ty) => spans.types.push(at(ty.span)),
            ModuleField::Rec(rec) => spans.types.extend(rec.types.iter().map(|ty| at(ty.span))),
            ModuleField::Import(imports) => {
                let items = match &imports.items {
                    ImportItems::Single { .. } => 1,
                    ImportItems::Group1 { items, .. } => items.len(),
                    ImportItems::Group2 { items, .. } => items.len(),
                };
                spans
                    .imports
                    .extend(std::iter::repeat_n(at(imports.span), items));
            }
            ModuleField::Func(func) => {
                spans.functions.push(at(func.span));
                if let FuncKind::Inline { expression, .. } = &func.kind {
                    let whole = whole(tokens, func.span);
                    let mut instrs = instrs(expression);
                    instrs.push(Span::new(whole.end.saturating_sub(1), whole.end));
                    functions.push(FunctionSource {
                        span: whole,
                        instrs,
                    });
                }
            }
            ModuleField::Table(table) => spans.tables.push(at(table.span)),
            ModuleField::Memory(memory) => spans.memories.push(at(memory.span)),
            ModuleField::Tag(tag) => spans.tags.push(at(tag.span)),
            ModuleField::Global(global) => {
                spans.globals.push(at(global.span));
                if let GlobalKind::Inline(value) = &global.kind {
                    spans.global_values.push(instrs(value));
                }
            }
            ModuleField::Export(export) => spans.exports.push(at(export.span)),
            ModuleField::Start(index) => spans.starts.push(at(index.span())),
            ModuleField::Elem(elem) => {
                spans.elements.push(at(elem.span));
                spans.element_offsets.push(match &elem.kind {
                    ElemKind::Active { offset, .. } => instrs(offset),
                    _ => Vec::new(),
                });
            }
            ModuleField::Data(data) => {
                spans.data.push(at(data.span));
                spans.data_offsets.push(match &data.kind {
                    DataKind::Active { offset, .. } => instrs(offset),
                    DataKind::Passive => Vec::new(),
                });
            }
            ModuleField::Custom(_) => {}
        }
    }
    (functions, spans)
}

/// The whole of a field, from the span of its keyword.
fn whole(tokens: &Tokens<'_>, keyword: wast::token::Span) -> Span {
    let index = tokens.at(keyword.offset());
    match tokens.list.get(index).and_then(|token| token.parent) {
        Some(open) => tokens.whole(open),
        None => tokens.span_at(keyword.offset()),
    }
}
