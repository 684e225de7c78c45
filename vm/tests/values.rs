//! Values as text and as bits, as the interface writes them.

use wasmscope::load::load;
use wasmscope::observe::Values;
use wasmscope::runtime::{Call, ExternVal, Machine, MachineLimits, Ref, Status, Value};
use wasmscope::syntax::{RefType, ValType};

/// Text, bits, and the text again, which reads back to the same value.
fn check(ty: ValType, given: &str, text: &str, bits: &str) {
    let value = Value::parse(ty, given).unwrap_or_else(|error| panic!("{given}: {error}"));
    assert_eq!(value.to_string(), text, "{given}");
    assert_eq!(value.bits(), bits, "{given}");
    let again = Value::parse(ty, text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(again.bits(), bits, "{text}");
}

#[test]
fn integers_are_signed_decimal_and_take_both_ranges() {
    let i32 = |given, text, bits| check(ValType::I32, given, text, bits);
    i32("7", "7", "0x00000007");
    i32("-1", "-1", "0xffffffff");
    i32("4294967295", "-1", "0xffffffff");
    i32("-2147483648", "-2147483648", "0x80000000");
    i32("2147483648", "-2147483648", "0x80000000");
    i32("0xff", "255", "0x000000ff");
    let i64 = |given, text, bits| check(ValType::I64, given, text, bits);
    i64("-1", "-1", "0xffffffffffffffff");
    i64("18446744073709551615", "-1", "0xffffffffffffffff");
    i64(
        "-9223372036854775808",
        "-9223372036854775808",
        "0x8000000000000000",
    );
    for (ty, given) in [
        (ValType::I32, "4294967296"),
        (ValType::I32, "-2147483649"),
        (ValType::I64, "18446744073709551616"),
        (ValType::I64, "-9223372036854775809"),
    ] {
        let error = Value::parse(ty, given).expect_err("it is out of range");
        assert!(error.to_string().contains(": from -"), "{error}");
    }
}

#[test]
fn floats_have_the_shortest_digits_of_their_own_width() {
    let f64 = |given, text, bits| check(ValType::F64, given, text, bits);
    f64("1", "1", "0x3ff0000000000000");
    f64("0.1", "0.1", "0x3fb999999999999a");
    f64("1e300", "1e+300", "0x7e37e43c8800759c");
    f64("-0", "-0", "0x8000000000000000");
    f64("1.5", "1.5", "0x3ff8000000000000");
    f64("inf", "inf", "0x7ff0000000000000");
    f64("-inf", "-inf", "0xfff0000000000000");
    let f32 = |given, text, bits| check(ValType::F32, given, text, bits);
    f32("0.1", "0.1", "0x3dcccccd");
    f32("16777216", "16777216", "0x4b800000");
    f32("-0", "-0", "0x80000000");
}

#[test]
fn nans_have_their_sign_and_their_payload_unless_it_is_canonical() {
    let f32 = |given, text, bits| check(ValType::F32, given, text, bits);
    f32("nan", "nan", "0x7fc00000");
    f32("-nan", "-nan", "0xffc00000");
    f32("nan:0x200000", "nan:0x200000", "0x7fa00000");
    f32("-nan:0x200000", "-nan:0x200000", "0xffa00000");
    f32("nan:0x400000", "nan", "0x7fc00000");
    let f64 = |given, text, bits| check(ValType::F64, given, text, bits);
    f64("nan", "nan", "0x7ff8000000000000");
    f64("-nan:0x1", "-nan:0x1", "0xfff0000000000001");
}

#[test]
fn vectors_are_read_in_any_shape_and_written_as_four_words() {
    let one_to_four = "i32x4 0x00000001 0x00000002 0x00000003 0x00000004";
    let bits = "0x00000004000000030000000200000001";
    let v128 = |given, text, bits| check(ValType::V128, given, text, bits);
    v128("i32x4:1,2,3,4", one_to_four, bits);
    v128("i16x8:1,0,2,0,3,0,4,0", one_to_four, bits);
    v128("i8x16:1,0,0,0,2,0,0,0,3,0,0,0,4,0,0,0", one_to_four, bits);
    v128("i64x2:0x200000001,0x400000003", one_to_four, bits);
    let floats = "i32x4 0x3f800000 0xbf800000 0x7fc00000 0x00000000";
    v128(
        "f32x4:1,-1,nan,0",
        floats,
        "0x000000007fc00000bf8000003f800000",
    );
    let doubles = "i32x4 0x00000000 0x3ff00000 0x00000000 0x80000000";
    v128("f64x2:1,-0", doubles, "0x80000000000000003ff0000000000000");
}

#[test]
fn references_are_written_by_kind_and_number() {
    let program = load(
        b"(module (type $s (struct)) (type $a (array i32)) (tag $t)
            (func $f (export \"run\")
              (result funcref externref i31ref (ref $s) (ref $a) exnref anyref)
              (ref.func $f) (ref.null extern) (ref.i31 (i32.const -5))
              (struct.new $s) (array.new_default $a (i32.const 2))
              (block (result exnref) (try_table (catch_all_ref 0) (throw $t)) unreachable)
              (ref.null any)))",
    )
    .expect("it is valid");
    let mut machine = Machine::new(MachineLimits::default());
    let instance = machine
        .instantiate(&program.module, &[])
        .expect("it is complete");
    let Some(ExternVal::Func(func)) = machine.store().instance(instance).export("run") else {
        panic!("it exports run");
    };
    let args = Vec::new();
    machine
        .enter(vec![Call { func, args }])
        .expect("it takes nothing");
    machine.run(u64::MAX);
    let Status::Returned(results) = machine.status() else {
        panic!("{:?}", machine.status());
    };
    let texts: Vec<String> = results.iter().map(ToString::to_string).collect();
    assert_eq!(
        texts,
        [
            "func 0", "null", "i31 -5", "struct 0", "array 1", "exn 2", "null"
        ]
    );
    assert!(results.iter().all(|value| value.bits().is_empty()));
    let host = Value::Ref(RefType::EXTERNREF, Ref::Extern(1));
    assert_eq!(
        (host.to_string(), host.bits()),
        ("extern 1".into(), String::new())
    );
}

#[test]
fn one_string_has_the_type_before_the_text() {
    let values = Values(vec![
        Value::I32(5),
        Value::F64((-0.5f64).to_bits()),
        Value::V128(1),
        Value::Ref(RefType::FUNCREF, Ref::Null),
    ]);
    let written = serde_json::to_string(&values).expect("it can be written");
    let vector = "v128:i32x4 0x00000001 0x00000000 0x00000000 0x00000000";
    let expected = format!(r#"["i32:5","f64:-0.5","{vector}","funcref:null"]"#);
    assert_eq!(written, expected);
}
