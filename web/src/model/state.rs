//! STAND-IN for `wasmscope::view` until it is merged.
#![allow(missing_docs)]

use serde::Serialize;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    #[default]
    Ready,
    Paused,
    Running,
    Waiting,
    Returned,
    Trapped,
    Thrown,
    Exited,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Value {
    #[serde(rename = "type")]
    pub ty: String,
    pub text: String,
    pub bits: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct At {
    pub func: u32,
    pub name: String,
    pub pc: u32,
    pub offset: u64,
    pub line: Option<u32>,
    pub column: Option<u32>,
    pub op: String,
    pub text: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct LocalView {
    pub value: Value,
    pub index: u32,
    pub name: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct LabelView {
    pub index: u32,
    pub kind: String,
    pub name: Option<String>,
    pub arity: u32,
    pub target: u32,
    pub height: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FrameView {
    pub instance: u32,
    pub func: u32,
    pub name: String,
    pub depth: u32,
    pub pc: u32,
    pub offset: u64,
    pub line: Option<u32>,
    pub column: Option<u32>,
    pub locals: Vec<LocalView>,
    pub stack: Vec<Value>,
    pub labels: Vec<LabelView>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct GlobalView {
    pub value: Value,
    pub index: u32,
    pub name: Option<String>,
    pub mutable: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MemoryView {
    pub index: u32,
    pub name: Option<String>,
    pub pages: u64,
    pub max: Option<u64>,
    pub is64: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TableView {
    pub index: u32,
    pub name: Option<String>,
    pub size: u64,
    #[serde(rename = "type")]
    pub ty: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TrapView {
    pub message: String,
    pub detail: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MachineState {
    pub step: u64,
    pub status: Status,
    pub at: Option<At>,
    pub stack: Vec<Value>,
    pub frames: Vec<FrameView>,
    pub globals: Vec<GlobalView>,
    pub memories: Vec<MemoryView>,
    pub tables: Vec<TableView>,
    pub results: Option<Vec<Value>>,
    pub trap: Option<TrapView>,
    pub exit_code: Option<i32>,
}

impl MachineState {
    pub fn is_over(&self) -> bool {
        matches!(
            self.status,
            Status::Ready | Status::Returned | Status::Trapped | Status::Thrown | Status::Exited
        )
    }
}
