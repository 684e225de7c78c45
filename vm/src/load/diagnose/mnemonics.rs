//! The names of all instructions, for suggestions and for naming what was
//! decoded from bytes.

use crate::load::suggest::nearest;

/// Every mnemonic that the text parser knows.
const ALL: &str = "
block if else loop end unreachable nop br br_if br_table return call call_indirect return_call
return_call_indirect call_ref return_call_ref drop select local.get local.set local.tee
global.get global.set table.get table.set i32.load i64.load f32.load f64.load i32.load8_s
i32.load8_u i32.load16_s i32.load16_u i64.load8_s i64.load8_u i64.load16_s i64.load16_u
i64.load32_s i64.load32_u i32.store i64.store f32.store f64.store i32.store8 i32.store16
i64.store8 i64.store16 i64.store32 memory.size memory.grow memory.init memory.copy memory.fill
memory.discard data.drop elem.drop table.init table.copy table.fill table.size table.grow
ref.null ref.is_null ref.func ref.as_non_null br_on_null br_on_non_null ref.eq struct.new
struct.new_default struct.get struct.get_s struct.get_u struct.set array.new array.new_default
array.new_fixed array.new_data array.new_elem array.get array.get_s array.get_u array.set
array.len array.fill array.copy array.init_data array.init_elem ref.i31 i31.get_s i31.get_u
ref.test ref.cast br_on_cast br_on_cast_fail any.convert_extern extern.convert_any i32.const
i64.const f32.const f64.const i32.clz i32.ctz i32.popcnt i32.add i32.sub i32.mul i32.div_s
i32.div_u i32.rem_s i32.rem_u i32.and i32.or i32.xor i32.shl i32.shr_s i32.shr_u i32.rotl
i32.rotr i64.clz i64.ctz i64.popcnt i64.add i64.sub i64.mul i64.div_s i64.div_u i64.rem_s
i64.rem_u i64.and i64.or i64.xor i64.shl i64.shr_s i64.shr_u i64.rotl i64.rotr f32.abs f32.neg
f32.ceil f32.floor f32.trunc f32.nearest f32.sqrt f32.add f32.sub f32.mul f32.div f32.min
f32.max f32.copysign f64.abs f64.neg f64.ceil f64.floor f64.trunc f64.nearest f64.sqrt f64.add
f64.sub f64.mul f64.div f64.min f64.max f64.copysign i32.eqz i32.eq i32.ne i32.lt_s i32.lt_u
i32.gt_s i32.gt_u i32.le_s i32.le_u i32.ge_s i32.ge_u i64.eqz i64.eq i64.ne i64.lt_s i64.lt_u
i64.gt_s i64.gt_u i64.le_s i64.le_u i64.ge_s i64.ge_u f32.eq f32.ne f32.lt f32.gt f32.le f32.ge
f64.eq f64.ne f64.lt f64.gt f64.le f64.ge i32.wrap_i64 i32.trunc_f32_s i32.trunc_f32_u
i32.trunc_f64_s i32.trunc_f64_u i64.extend_i32_s i64.extend_i32_u i64.trunc_f32_s
i64.trunc_f32_u i64.trunc_f64_s i64.trunc_f64_u f32.convert_i32_s f32.convert_i32_u
f32.convert_i64_s f32.convert_i64_u f32.demote_f64 f64.convert_i32_s f64.convert_i32_u
f64.convert_i64_s f64.convert_i64_u f64.promote_f32 i32.reinterpret_f32 i64.reinterpret_f64
f32.reinterpret_i32 f64.reinterpret_i64 i32.trunc_sat_f32_s i32.trunc_sat_f32_u
i32.trunc_sat_f64_s i32.trunc_sat_f64_u i64.trunc_sat_f32_s i64.trunc_sat_f32_u
i64.trunc_sat_f64_s i64.trunc_sat_f64_u i32.extend8_s i32.extend16_s i64.extend8_s
i64.extend16_s i64.extend32_s memory.atomic.notify memory.atomic.wait32 memory.atomic.wait64
atomic.fence pause i32.atomic.load i64.atomic.load i32.atomic.load8_u i32.atomic.load16_u
i64.atomic.load8_u i64.atomic.load16_u i64.atomic.load32_u i32.atomic.store i64.atomic.store
i32.atomic.store8 i32.atomic.store16 i64.atomic.store8 i64.atomic.store16 i64.atomic.store32
i32.atomic.rmw.add i64.atomic.rmw.add i32.atomic.rmw8.add_u i32.atomic.rmw16.add_u
i64.atomic.rmw8.add_u i64.atomic.rmw16.add_u i64.atomic.rmw32.add_u i32.atomic.rmw.sub
i64.atomic.rmw.sub i32.atomic.rmw8.sub_u i32.atomic.rmw16.sub_u i64.atomic.rmw8.sub_u
i64.atomic.rmw16.sub_u i64.atomic.rmw32.sub_u i32.atomic.rmw.and i64.atomic.rmw.and
i32.atomic.rmw8.and_u i32.atomic.rmw16.and_u i64.atomic.rmw8.and_u i64.atomic.rmw16.and_u
i64.atomic.rmw32.and_u i32.atomic.rmw.or i64.atomic.rmw.or i32.atomic.rmw8.or_u
i32.atomic.rmw16.or_u i64.atomic.rmw8.or_u i64.atomic.rmw16.or_u i64.atomic.rmw32.or_u
i32.atomic.rmw.xor i64.atomic.rmw.xor i32.atomic.rmw8.xor_u i32.atomic.rmw16.xor_u
i64.atomic.rmw8.xor_u i64.atomic.rmw16.xor_u i64.atomic.rmw32.xor_u i32.atomic.rmw.xchg
i64.atomic.rmw.xchg i32.atomic.rmw8.xchg_u i32.atomic.rmw16.xchg_u i64.atomic.rmw8.xchg_u
i64.atomic.rmw16.xchg_u i64.atomic.rmw32.xchg_u i32.atomic.rmw.cmpxchg i64.atomic.rmw.cmpxchg
i32.atomic.rmw8.cmpxchg_u i32.atomic.rmw16.cmpxchg_u i64.atomic.rmw8.cmpxchg_u
i64.atomic.rmw16.cmpxchg_u i64.atomic.rmw32.cmpxchg_u global.atomic.get global.atomic.set
global.atomic.rmw.add global.atomic.rmw.sub global.atomic.rmw.and global.atomic.rmw.or
global.atomic.rmw.xor global.atomic.rmw.xchg global.atomic.rmw.cmpxchg table.atomic.get
table.atomic.set table.atomic.rmw.xchg table.atomic.rmw.cmpxchg struct.atomic.get
struct.atomic.get_s struct.atomic.get_u struct.atomic.set struct.atomic.rmw.add
struct.atomic.rmw.sub struct.atomic.rmw.and struct.atomic.rmw.or struct.atomic.rmw.xor
struct.atomic.rmw.xchg struct.atomic.rmw.cmpxchg array.atomic.get array.atomic.get_s
array.atomic.get_u array.atomic.set array.atomic.rmw.add array.atomic.rmw.sub
array.atomic.rmw.and array.atomic.rmw.or array.atomic.rmw.xor array.atomic.rmw.xchg
array.atomic.rmw.cmpxchg ref.i31_shared v128.load v128.load8x8_s v128.load8x8_u v128.load16x4_s
v128.load16x4_u v128.load32x2_s v128.load32x2_u v128.load8_splat v128.load16_splat
v128.load32_splat v128.load64_splat v128.load32_zero v128.load64_zero v128.store
v128.load8_lane v128.load16_lane v128.load32_lane v128.load64_lane v128.store8_lane
v128.store16_lane v128.store32_lane v128.store64_lane v128.const i8x16.shuffle
i8x16.extract_lane_s i8x16.extract_lane_u i8x16.replace_lane i16x8.extract_lane_s
i16x8.extract_lane_u i16x8.replace_lane i32x4.extract_lane i32x4.replace_lane
i64x2.extract_lane i64x2.replace_lane f32x4.extract_lane f32x4.replace_lane f64x2.extract_lane
f64x2.replace_lane i8x16.swizzle i8x16.splat i16x8.splat i32x4.splat i64x2.splat f32x4.splat
f64x2.splat i8x16.eq i8x16.ne i8x16.lt_s i8x16.lt_u i8x16.gt_s i8x16.gt_u i8x16.le_s i8x16.le_u
i8x16.ge_s i8x16.ge_u i16x8.eq i16x8.ne i16x8.lt_s i16x8.lt_u i16x8.gt_s i16x8.gt_u i16x8.le_s
i16x8.le_u i16x8.ge_s i16x8.ge_u i32x4.eq i32x4.ne i32x4.lt_s i32x4.lt_u i32x4.gt_s i32x4.gt_u
i32x4.le_s i32x4.le_u i32x4.ge_s i32x4.ge_u i64x2.eq i64x2.ne i64x2.lt_s i64x2.gt_s i64x2.le_s
i64x2.ge_s f32x4.eq f32x4.ne f32x4.lt f32x4.gt f32x4.le f32x4.ge f64x2.eq f64x2.ne f64x2.lt
f64x2.gt f64x2.le f64x2.ge v128.not v128.and v128.andnot v128.or v128.xor v128.bitselect
v128.any_true i8x16.abs i8x16.neg i8x16.popcnt i8x16.all_true i8x16.bitmask
i8x16.narrow_i16x8_s i8x16.narrow_i16x8_u i8x16.shl i8x16.shr_s i8x16.shr_u i8x16.add
i8x16.add_sat_s i8x16.add_sat_u i8x16.sub i8x16.sub_sat_s i8x16.sub_sat_u i8x16.min_s
i8x16.min_u i8x16.max_s i8x16.max_u i8x16.avgr_u i16x8.extadd_pairwise_i8x16_s
i16x8.extadd_pairwise_i8x16_u i16x8.abs i16x8.neg i16x8.q15mulr_sat_s i16x8.all_true
i16x8.bitmask i16x8.narrow_i32x4_s i16x8.narrow_i32x4_u i16x8.extend_low_i8x16_s
i16x8.extend_high_i8x16_s i16x8.extend_low_i8x16_u i16x8.extend_high_i8x16_u i16x8.shl
i16x8.shr_s i16x8.shr_u i16x8.add i16x8.add_sat_s i16x8.add_sat_u i16x8.sub i16x8.sub_sat_s
i16x8.sub_sat_u i16x8.mul i16x8.min_s i16x8.min_u i16x8.max_s i16x8.max_u i16x8.avgr_u
i16x8.extmul_low_i8x16_s i16x8.extmul_high_i8x16_s i16x8.extmul_low_i8x16_u
i16x8.extmul_high_i8x16_u i32x4.extadd_pairwise_i16x8_s i32x4.extadd_pairwise_i16x8_u i32x4.abs
i32x4.neg i32x4.all_true i32x4.bitmask i32x4.extend_low_i16x8_s i32x4.extend_high_i16x8_s
i32x4.extend_low_i16x8_u i32x4.extend_high_i16x8_u i32x4.shl i32x4.shr_s i32x4.shr_u i32x4.add
i32x4.sub i32x4.mul i32x4.min_s i32x4.min_u i32x4.max_s i32x4.max_u i32x4.dot_i16x8_s
i32x4.extmul_low_i16x8_s i32x4.extmul_high_i16x8_s i32x4.extmul_low_i16x8_u
i32x4.extmul_high_i16x8_u i64x2.abs i64x2.neg i64x2.all_true i64x2.bitmask
i64x2.extend_low_i32x4_s i64x2.extend_high_i32x4_s i64x2.extend_low_i32x4_u
i64x2.extend_high_i32x4_u i64x2.shl i64x2.shr_s i64x2.shr_u i64x2.add i64x2.sub i64x2.mul
i64x2.extmul_low_i32x4_s i64x2.extmul_high_i32x4_s i64x2.extmul_low_i32x4_u
i64x2.extmul_high_i32x4_u f32x4.ceil f32x4.floor f32x4.trunc f32x4.nearest f32x4.abs f32x4.neg
f32x4.sqrt f32x4.add f32x4.sub f32x4.mul f32x4.div f32x4.min f32x4.max f32x4.pmin f32x4.pmax
f64x2.ceil f64x2.floor f64x2.trunc f64x2.nearest f64x2.abs f64x2.neg f64x2.sqrt f64x2.add
f64x2.sub f64x2.mul f64x2.div f64x2.min f64x2.max f64x2.pmin f64x2.pmax i32x4.trunc_sat_f32x4_s
i32x4.trunc_sat_f32x4_u f32x4.convert_i32x4_s f32x4.convert_i32x4_u
i32x4.trunc_sat_f64x2_s_zero i32x4.trunc_sat_f64x2_u_zero f64x2.convert_low_i32x4_s
f64x2.convert_low_i32x4_u f32x4.demote_f64x2_zero f64x2.promote_low_f32x4 throw_ref try_table
throw try catch rethrow delegate catch_all i8x16.relaxed_swizzle i32x4.relaxed_trunc_f32x4_s
i32x4.relaxed_trunc_f32x4_u i32x4.relaxed_trunc_f64x2_s_zero i32x4.relaxed_trunc_f64x2_u_zero
f32x4.relaxed_madd f32x4.relaxed_nmadd f64x2.relaxed_madd f64x2.relaxed_nmadd
i8x16.relaxed_laneselect i16x8.relaxed_laneselect i32x4.relaxed_laneselect
i64x2.relaxed_laneselect f32x4.relaxed_min f32x4.relaxed_max f64x2.relaxed_min
f64x2.relaxed_max i16x8.relaxed_q15mulr_s i16x8.relaxed_dot_i8x16_i7x16_s
i32x4.relaxed_dot_i8x16_i7x16_add_s cont.new cont.bind suspend resume resume_throw
resume_throw_ref switch i64.add128 i64.sub128 i64.mul_wide_s i64.mul_wide_u struct.new_desc
struct.new_default_desc ref.get_desc ref.cast_desc_eq br_on_cast_desc_eq
br_on_cast_desc_eq_fail
";

/// Names that instructions had before the standard was finished, or that
/// people bring from elsewhere, each with today's.
const OLD: &[(&str, &str)] = &[
    ("get_local", "local.get"),
    ("set_local", "local.set"),
    ("tee_local", "local.tee"),
    ("get_global", "global.get"),
    ("set_global", "global.set"),
    ("grow_memory", "memory.grow"),
    ("current_memory", "memory.size"),
    ("i32.wrap/i64", "i32.wrap_i64"),
    ("i32.wrap", "i32.wrap_i64"),
    ("i64.extend", "i64.extend_i32_s"),
    ("f32.demote", "f32.demote_f64"),
    ("f64.promote", "f64.promote_f32"),
    ("anyfunc", "funcref"),
    ("tableswitch", "br_table"),
    ("ret", "return"),
    ("jmp", "br"),
    ("pop", "drop"),
    ("i32", "i32.const"),
    ("i32.lt", "i32.lt_s"),
    ("i32.gt", "i32.gt_s"),
    ("i32.le", "i32.le_s"),
    ("i32.ge", "i32.ge_s"),
    ("i32.div", "i32.div_s"),
    ("i32.rem", "i32.rem_s"),
    ("i32.mod", "i32.rem_s"),
    ("i32.shr", "i32.shr_s"),
    ("i64.lt", "i64.lt_s"),
    ("i64.gt", "i64.gt_s"),
    ("i64.le", "i64.le_s"),
    ("i64.ge", "i64.ge_s"),
    ("i64.div", "i64.div_s"),
    ("i64.rem", "i64.rem_s"),
    ("i64.mod", "i64.rem_s"),
    ("i64.shr", "i64.shr_s"),
    ("i32.load8", "i32.load8_u"),
    ("i32.load16", "i32.load16_u"),
    ("i64.load8", "i64.load8_u"),
    ("i64.load16", "i64.load16_u"),
    ("i64.load32", "i64.load32_u"),
    ("i32.equal", "i32.eq"),
    ("i32.not", "i32.eqz"),
    ("i64.not", "i64.eqz"),
    ("i64.neg", "i64.sub"),
    ("i32.neg", "i32.sub"),
    ("f32.div_s", "f32.div"),
    ("f64.div_s", "f64.div"),
];

/// Every mnemonic.
pub(crate) fn all() -> impl Iterator<Item = &'static str> {
    ALL.split_ascii_whitespace()
}

/// Whether a word is an instruction.
pub(crate) fn is_instruction(word: &str) -> bool {
    all().any(|mnemonic| mnemonic == word)
}

/// What an unknown word most probably stands for, and whether it is an older
/// name rather than a slip.
pub(crate) fn suggest(word: &str) -> Option<(String, bool)> {
    let lower = word.to_ascii_lowercase();
    if let Some(&(_, new)) = OLD.iter().find(|(old, _)| *old == lower) {
        return Some((new.to_owned(), true));
    }
    // `i32.trunc_s/f32` became `i32.trunc_f32_s`, `f32.demote/f64` became
    // `f32.demote_f64`.
    if let Some((head, source)) = lower.split_once('/') {
        let (head, saturating) = match head.strip_suffix(":sat") {
            Some(head) => (head, "_sat"),
            None => (head, ""),
        };
        let verb = head
            .strip_suffix("_s")
            .or_else(|| head.strip_suffix("_u"))
            .unwrap_or(head);
        let sign = &head[verb.len()..];
        let new = format!("{verb}{saturating}_{source}{sign}");
        if is_instruction(&new) {
            return Some((new, true));
        }
    }
    if is_instruction(&lower) {
        return Some((lower, false));
    }
    let dotted = lower.replacen('_', ".", 1);
    if is_instruction(&dotted) {
        return Some((dotted, false));
    }
    // With the right beginning, only the rest can be wrong.
    if let Some((prefix, rest)) = lower.split_once('.') {
        let rests = all()
            .filter(|m| !m.contains("atomic"))
            .filter_map(|m| m.split_once('.'));
        let mut same = rests
            .filter(|(p, _)| *p == prefix)
            .map(|(_, rest)| rest)
            .peekable();
        if same.peek().is_some() {
            return nearest(rest, same).map(|near| (format!("{prefix}.{near}"), false));
        }
    }
    // Atomic and stack-switching instructions are no help unless asked for.
    let rare = |m: &&str| !m.contains("atomic") && !m.contains("resume") && !m.contains("desc");
    let common = nearest(&lower, all().filter(rare));
    let found = if lower.contains("atomic") {
        nearest(&lower, all())
    } else {
        common
    };
    found.map(|mnemonic| (mnemonic.to_owned(), false))
}

/// The mnemonic of an operator that was read from bytes.
pub(crate) fn of_operator(operator: &wasmparser::Operator<'_>) -> String {
    let debug = format!("{operator:?}");
    let name: String = debug
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    of_variant(&name).map_or(name, str::to_owned)
}

/// The mnemonic of a variant of `wasmparser::Operator`: `I32Add`, `LocalGet`.
fn of_variant(variant: &str) -> Option<&'static str> {
    let lower = variant.to_ascii_lowercase();
    let wanted = match lower.as_str() {
        "typedselect" | "typedselectmulti" => "select",
        "bronnonnull" | "refasnonnull" => lower.as_str(),
        // One mnemonic, two operators: the type says whether null is allowed.
        name => name
            .trim_end_matches("nonnull")
            .trim_end_matches("nullable"),
    };
    let same = |mnemonic: &&str| {
        let letters = mnemonic.chars().filter(char::is_ascii_alphanumeric);
        letters.eq(wanted.chars())
    };
    all().find(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggestions_know_old_names_and_slips() {
        let new = |word| suggest(word).map(|(new, _)| new);
        assert_eq!(new("get_local").as_deref(), Some("local.get"));
        assert_eq!(new("i32.wrap/i64").as_deref(), Some("i32.wrap_i64"));
        assert_eq!(new("i32.trunc_s/f32").as_deref(), Some("i32.trunc_f32_s"));
        assert_eq!(
            new("i32.trunc_u:sat/f64").as_deref(),
            Some("i32.trunc_sat_f64_u")
        );
        assert_eq!(
            new("f64.reinterpret/i64").as_deref(),
            Some("f64.reinterpret_i64")
        );
        assert_eq!(new("i32.cosnt").as_deref(), Some("i32.const"));
        assert_eq!(new("I32.ADD").as_deref(), Some("i32.add"));
        assert_eq!(new("local_get").as_deref(), Some("local.get"));
        assert_eq!(new("i32.addd").as_deref(), Some("i32.add"));
        assert_eq!(new("zebra"), None);
    }

    #[test]
    fn today_s_name_of_every_old_one_exists() {
        for (old, new) in OLD {
            assert!(!is_instruction(old), "{old} is no old name");
            assert!(
                is_instruction(new) || *new == "funcref",
                "{new} is no instruction"
            );
        }
    }

    #[test]
    fn every_operator_has_a_mnemonic() {
        macro_rules! names {
            ($(@$proposal:ident $op:ident $({ $($arg:ident: $ty:ty),* })?
                => $visit:ident ($($arity:tt)*))*) => {
                [$(stringify!($op)),*]
            };
        }
        let names = wasmparser::for_each_operator!(names);
        let old = ["Try", "Catch", "Rethrow", "Delegate", "CatchAll"];
        for name in names {
            assert!(
                of_variant(name).is_some() || old.contains(&name),
                "{name} has no mnemonic"
            );
        }
    }
}
