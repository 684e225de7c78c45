//! Types of the protocol that more than one request has, with the member names of its schema
//! (`debugAdapterProtocol.json`). What nobody here looks at is left out, and ignored when a
//! client sends it.

use serde::{Deserialize, Serialize};

/// Where a text comes from: a file, or this server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Source {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) path: Option<String>,
    /// When it is not 0, the text is asked for with `source`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) source_reference: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) origin: Option<String>,
}

/// A part of a text, counted as the client does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Range {
    pub(super) line: i64,
    pub(super) column: i64,
    pub(super) end_line: i64,
    pub(super) end_column: i64,
}

/// A breakpoint as it really is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Breakpoint {
    pub(super) id: u32,
    pub(super) verified: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<String>,
    /// Why it is not verified: `failed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<Source>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub(super) range: Option<Range>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) instruction_reference: Option<String>,
}

/// How far a step goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Granularity {
    /// To another line, as `Line`: the text has nothing in between.
    #[default]
    Statement,
    Line,
    Instruction,
}

/// How values are to be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub(super) struct Format {
    #[serde(default)]
    pub(super) hex: bool,
}

/// A value that may have others inside.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) value: String,
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    pub(super) ty: String,
    /// Its name as an expression.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) evaluate_name: Option<String>,
    /// By which what is inside is asked for; 0 for nothing.
    pub(super) variables_reference: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) named_variables: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) indexed_variables: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) memory_reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) presentation_hint: Option<Hint>,
}

/// What can be done with a variable.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Hint {
    pub(super) attributes: Vec<&'static str>,
}

impl Variable {
    /// As it is, not to be changed.
    pub(super) fn read_only(mut self) -> Self {
        let attributes = vec!["readOnly"];
        self.presentation_hint = Some(Hint { attributes });
        self
    }
}
