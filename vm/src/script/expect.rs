//! Values in scripts: arguments, and patterns that results are held against.

use crate::runtime::{Ref, Value};
use crate::syntax::{HeapType, RefType};
use wast::core::{
    AbstractHeapType, HeapType as TextHeapType, NanPattern, V128Pattern, WastArgCore, WastRetCore,
};
use wast::token::{F32, F64};
use wast::{WastArg, WastRet};

/// An argument as a value.
pub(super) fn argument(arg: &WastArg<'_>) -> Result<Value, String> {
    let WastArg::Core(arg) = arg else {
        return Err("arguments of components are not supported".to_owned());
    };
    Ok(match arg {
        WastArgCore::I32(value) => Value::I32(*value),
        WastArgCore::I64(value) => Value::I64(*value),
        WastArgCore::F32(value) => Value::F32(value.bits),
        WastArgCore::F64(value) => Value::F64(value.bits),
        WastArgCore::V128(value) => Value::V128(u128::from_le_bytes(value.to_le_bytes())),
        WastArgCore::RefNull(heap) => Value::Ref(null_type(heap)?, Ref::Null),
        WastArgCore::RefExtern(number) => Value::Ref(RefType::EXTERNREF, Ref::Extern(*number)),
        WastArgCore::RefHost(number) => {
            Value::Ref(RefType::new(true, HeapType::Any), Ref::Extern(*number))
        }
    })
}

fn null_type(heap: &TextHeapType<'_>) -> Result<RefType, String> {
    let heap = top(heap).ok_or("references to this type are not supported")?;
    Ok(RefType::new(true, heap))
}

/// The type above all others of a hierarchy (section 3.3.3); null belongs to the whole of it.
fn top(heap: &TextHeapType<'_>) -> Option<HeapType> {
    use AbstractHeapType as A;
    let TextHeapType::Abstract { ty, .. } = heap else {
        return None;
    };
    Some(match ty {
        A::Func | A::NoFunc => HeapType::Func,
        A::Extern | A::NoExtern => HeapType::Extern,
        A::Any | A::Eq | A::I31 | A::Struct | A::Array | A::None => HeapType::Any,
        A::Exn | A::NoExn => HeapType::Exn,
        _ => return None,
    })
}

/// Whether a null of a type is one of the hierarchy that is expected. What a defined type
/// belongs to is not known here.
fn same_hierarchy(expected: &TextHeapType<'_>, found: RefType) -> bool {
    use HeapType as H;
    let found = match found.heap() {
        H::Func | H::NoFunc => H::Func,
        H::Extern | H::NoExtern => H::Extern,
        H::Exn | H::NoExn => H::Exn,
        H::Any | H::Eq | H::I31 | H::Struct | H::Array | H::None => H::Any,
        H::Defined(_) => return true,
    };
    top(expected).is_none_or(|expected| expected == found)
}

/// Holds results against what is expected of them.
pub(super) fn results(found: &[Value], expected: &[WastRet<'_>]) -> Result<(), String> {
    let all = found.len() == expected.len()
        && std::iter::zip(found, expected).all(|(found, expected)| match expected {
            WastRet::Core(expected) => matches(*found, expected),
            _ => false,
        });
    if all {
        return Ok(());
    }
    let list = |words: Vec<String>| match words.is_empty() {
        true => "nothing".to_owned(),
        false => words.join(", "),
    };
    let expected = list(expected.iter().map(describe).collect());
    let found = list(found.iter().map(|value| show(*value)).collect());
    Err(format!("expected {expected}, found {found}"))
}

fn show(value: Value) -> String {
    match value {
        Value::Ref(..) => value.to_string(),
        _ => format!("{} {value}", value.ty()),
    }
}

fn matches(found: Value, expected: &WastRetCore<'_>) -> bool {
    match (expected, found) {
        (WastRetCore::I32(expected), Value::I32(found)) => *expected == found,
        (WastRetCore::I64(expected), Value::I64(found)) => *expected == found,
        (WastRetCore::F32(expected), Value::F32(found)) => matches_f32(expected, found),
        (WastRetCore::F64(expected), Value::F64(found)) => matches_f64(expected, found),
        (WastRetCore::V128(expected), Value::V128(found)) => matches_vector(expected, found),
        (WastRetCore::RefNull(None), Value::Ref(_, found)) => found == Ref::Null,
        (WastRetCore::RefNull(Some(heap)), Value::Ref(ty, found)) => {
            found == Ref::Null && same_hierarchy(heap, ty)
        }
        (WastRetCore::RefExtern(None), Value::Ref(ty, found)) => {
            found != Ref::Null && ty.heap() == HeapType::Extern
        }
        (
            WastRetCore::RefExtern(Some(expected)) | WastRetCore::RefHost(expected),
            Value::Ref(_, found),
        ) => found == Ref::Extern(*expected),
        (WastRetCore::RefAny, Value::Ref(_, found)) => {
            !matches!(found, Ref::Null | Ref::Func(_) | Ref::Exn(_))
        }
        (WastRetCore::RefEq, Value::Ref(_, found)) => {
            matches!(found, Ref::I31(_) | Ref::Struct(_) | Ref::Array(_))
        }
        (WastRetCore::RefArray, Value::Ref(_, found)) => matches!(found, Ref::Array(_)),
        (WastRetCore::RefStruct, Value::Ref(_, found)) => matches!(found, Ref::Struct(_)),
        (WastRetCore::RefI31, Value::Ref(_, found)) => matches!(found, Ref::I31(_)),
        // Which function it is cannot be said in a script: indices belong to modules.
        (WastRetCore::RefFunc(_), Value::Ref(_, found)) => matches!(found, Ref::Func(_)),
        (WastRetCore::Either(cases), _) => cases.iter().any(|case| matches(found, case)),
        _ => false,
    }
}

/// Section 4.3.3, "NaN": the canonical one has only the top bit of its payload set, an
/// arithmetic one at least that. The sign does not matter.
const CANONICAL_F32: u32 = 0x7fc0_0000;
const CANONICAL_F64: u64 = 0x7ff8_0000_0000_0000;

fn matches_f32(expected: &NanPattern<F32>, found: u32) -> bool {
    match expected {
        NanPattern::CanonicalNan => found & !(1 << 31) == CANONICAL_F32,
        NanPattern::ArithmeticNan => found & CANONICAL_F32 == CANONICAL_F32,
        NanPattern::Value(value) => value.bits == found,
    }
}

fn matches_f64(expected: &NanPattern<F64>, found: u64) -> bool {
    match expected {
        NanPattern::CanonicalNan => found & !(1 << 63) == CANONICAL_F64,
        NanPattern::ArithmeticNan => found & CANONICAL_F64 == CANONICAL_F64,
        NanPattern::Value(value) => value.bits == found,
    }
}

fn matches_vector(expected: &V128Pattern, found: u128) -> bool {
    let lane = |width: u32, index: usize| (found >> (width as usize * index)) as u64;
    fn every<T>(lanes: &[T], is: impl Fn(usize, &T) -> bool) -> bool {
        lanes
            .iter()
            .enumerate()
            .all(|(index, value)| is(index, value))
    }
    match expected {
        V128Pattern::I8x16(lanes) => every(lanes, |at, value| lane(8, at) as i8 == *value),
        V128Pattern::I16x8(lanes) => every(lanes, |at, value| lane(16, at) as i16 == *value),
        V128Pattern::I32x4(lanes) => every(lanes, |at, value| lane(32, at) as i32 == *value),
        V128Pattern::I64x2(lanes) => every(lanes, |at, value| lane(64, at) as i64 == *value),
        V128Pattern::F32x4(lanes) => {
            every(lanes, |at, value| matches_f32(value, lane(32, at) as u32))
        }
        V128Pattern::F64x2(lanes) => every(lanes, |at, value| matches_f64(value, lane(64, at))),
    }
}

fn describe(expected: &WastRet<'_>) -> String {
    match expected {
        WastRet::Core(expected) => describe_core(expected),
        _ => "a value of a component".to_owned(),
    }
}

fn describe_core(expected: &WastRetCore<'_>) -> String {
    match expected {
        WastRetCore::I32(value) => show(Value::I32(*value)),
        WastRetCore::I64(value) => show(Value::I64(*value)),
        WastRetCore::F32(pattern) => match pattern {
            NanPattern::CanonicalNan => "f32 nan:canonical".to_owned(),
            NanPattern::ArithmeticNan => "f32 nan:arithmetic".to_owned(),
            NanPattern::Value(value) => show(Value::F32(value.bits)),
        },
        WastRetCore::F64(pattern) => match pattern {
            NanPattern::CanonicalNan => "f64 nan:canonical".to_owned(),
            NanPattern::ArithmeticNan => "f64 nan:arithmetic".to_owned(),
            NanPattern::Value(value) => show(Value::F64(value.bits)),
        },
        WastRetCore::V128(pattern) => format!("v128 {pattern:?}"),
        WastRetCore::RefNull(_) => "null".to_owned(),
        WastRetCore::RefExtern(Some(number)) | WastRetCore::RefHost(number) => {
            format!("extern {number}")
        }
        WastRetCore::RefExtern(None) => "an external reference".to_owned(),
        WastRetCore::RefFunc(_) => format!("a reference to a {}", HeapType::Func),
        WastRetCore::RefAny => "a reference to anything".to_owned(),
        WastRetCore::RefEq => "a reference that can be compared".to_owned(),
        WastRetCore::RefArray => "an array".to_owned(),
        WastRetCore::RefStruct => "a structure".to_owned(),
        WastRetCore::RefI31 => "an i31".to_owned(),
        WastRetCore::RefI31Shared => "a shared i31, which is not supported".to_owned(),
        WastRetCore::Either(cases) => {
            let cases: Vec<String> = cases.iter().map(describe_core).collect();
            cases.join(" or ")
        }
    }
}
