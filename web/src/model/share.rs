//! Arguments as links write them: `type:text`.

use wasmscope::runtime::Value;
use wasmscope::syntax::ValType;

/// An argument for a link; what is no value of the type is passed on as it is.
#[must_use]
pub fn argument(ty: ValType, text: &str) -> String {
    match Value::parse(ty, text) {
        Ok(value) => format!("{ty}:{value}"),
        Err(_) => format!("{ty}:{text}"),
    }
}

/// The text of an argument of a link.
#[must_use]
pub fn argument_text(arg: &str) -> String {
    arg.split_once(':').map_or(arg, |(_, text)| text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_travel() {
        for (ty, text, written, read) in [
            (ValType::I32, " 0xff ", "i32:255", "255"),
            (ValType::I64, "-1", "i64:-1", "-1"),
            (
                ValType::F32,
                "nan:0x200000",
                "f32:nan:0x200000",
                "nan:0x200000",
            ),
            (ValType::I32, "a:b", "i32:a:b", "a:b"),
        ] {
            let arg = argument(ty, text);
            assert_eq!((&*arg, &*argument_text(&arg)), (written, read));
        }
    }
}
