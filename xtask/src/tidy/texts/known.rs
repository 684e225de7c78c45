//! Exceptions from the rule about texts, each with its reason.

/// What reads like a text and is none: in which file (all of it, where nothing is listed), and
/// what it is.
pub(super) const NO_TEXTS: &[(&str, &[&str], &str)] = &[
    (
        "web/src/model/breakpoints.rs",
        &["once off"],
        "two words of a link",
    ),
    (
        "web/src/model/examples.rs",
        &["**Break it:**"],
        "what a line of an example's about.md begins with",
    ),
    (
        "web/src/view/globals.rs",
        &["mut {}"],
        "a type of the text format",
    ),
    ("web/src/view/pane.rs", &["pane {}"], "classes"),
    ("web/src/view/timeline/lanes.rs", &["track {}"], "classes"),
    (
        "www/src/check/bridge.js",
        &["global {}"],
        "names of imports and exports that nobody sees",
    ),
    (
        "www/src/check/engine.js",
        &["{} memory {}", "{} tag {}"],
        "names of exports that nobody sees",
    ),
    (
        "www/src/check/compare.js",
        &[
            "call stack exhausted",
            "cast failure",
            "indirect call type mismatch",
            "integer divide by zero",
            "integer overflow",
            "invalid conversion to integer",
            "out of bounds array access",
            "out of bounds memory access",
            "out of bounds table access",
            "undefined element",
            "uninitialized element",
        ],
        "traps in the specification's words, to compare with those of engines",
    ),
    ("www/src/check/dialog.js", &["check-notes muted"], "classes"),
    (
        "www/src/check/values.js",
        &["nan ({})"],
        "a value, as it is written everywhere",
    ),
    (
        "www/src/completion/complete.js",
        &[
            "data elem",
            "label type",
            "memory data",
            "table elem",
            "table type",
            "tag label",
            "type data",
            "type elem",
            "type field",
        ],
        "kinds of names",
    ),
    (
        "www/src/editor.js",
        &["Ctrl-Enter", "Mod-Enter"],
        "keys, as the editor names them",
    ),
    ("www/src/history.js", &["loop-answer is-endless"], "classes"),
    (
        "www/src/lessons/check.js",
        &["throw {}", "trap {}{}"],
        "words of the comments that make an exercise",
    ),
    (
        "www/src/service-worker.js",
        &["wasmscope {} ", "{} is not the file of this build"],
        "names of caches, and an error that makes the browser keep the older build",
    ),
    (
        "www/src/wat-colours.js",
        &[],
        "words of the text format, and names of the editor's syntax tree",
    ),
    (
        "www/player/wasmscope-player.js",
        &[
            "Wasmscope",
            "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox",
        ],
        "the program's own name, and what a frame may do",
    ),
];
