//! What a rule goes on with, where the machine does in one step what the specification does in
//! several.

/// A rule with those that follow it until its instruction is done, which are none of most. Where
/// elements are written one after the other, the rules are named once: the first to the last but
/// one are by turns, the last is that of no element.
pub(super) fn with_following(rule: String) -> String {
    match following(&rule) {
        "" => rule,
        more => format!("{rule}, {more}"),
    }
}

fn following(rule: &str) -> &'static str {
    match rule {
        "local.tee" => "local.set",
        "if-true" | "if-false" => "block",
        "struct.new_default" => "struct.new",
        "array.new" | "array.new_default" | "array.new_data-num" | "array.new_elem-alloc" => {
            "array.new_fixed"
        }
        "array.fill-succ" => "array.set-array, array.fill-zero",
        "array.copy-le" | "array.copy-gt" => "array.get-array, array.set-array, array.copy-zero",
        "array.init_data-num" => "array.set-array, array.init_data-zero",
        "array.init_elem-succ" => "array.set-array, array.init_elem-zero",
        "table.fill-succ" => "table.set-val, table.fill-zero",
        "table.copy-le" | "table.copy-gt" => "table.get-val, table.set-val, table.copy-zero",
        "table.init-succ" => "table.set-val, table.init-zero",
        "memory.fill-succ" => "store-pack-val, memory.fill-zero",
        "memory.copy-le" | "memory.copy-gt" => "load-pack-val, store-pack-val, memory.copy-zero",
        "memory.init-succ" => "store-pack-val, memory.init-zero",
        _ => "",
    }
}
