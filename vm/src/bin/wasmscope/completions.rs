//! `wasmscope completions`: scripts that make a shell complete words. They are made of the
//! table of options, so they know what the command knows.

use crate::failure::Failure;
use crate::given::Given;
use crate::help;
use crate::table::{Opt, Sub, Takes, Value};

/// Shells that there is a script for.
const SHELLS: [&str; 3] = ["bash", "zsh", "fish"];

/// The script for the shell that was named.
pub(crate) fn script(given: &Given) -> Result<String, Failure> {
    let shell = given.files.first().map(|word| word.to_string_lossy());
    match shell.as_deref() {
        Some("bash") => Ok(bash()),
        Some("zsh") => Ok(zsh()),
        Some("fish") => Ok(fish()),
        other => {
            let message = format!("there is no script for `{}`", other.unwrap_or_default());
            Err(Failure::usage(&message, "write bash, zsh or fish"))
        }
    }
}

/// The names of all sub-commands.
fn subs(between: &str) -> String {
    Sub::ALL.map(Sub::name).join(between)
}

/// All ways to write an option, with their dashes.
fn written(option: &Opt) -> impl Iterator<Item = String> {
    let names = std::iter::once(&option.name).chain(option.also);
    names.map(|name| match name.chars().count() {
        1 => format!("-{name}"),
        _ => format!("--{name}"),
    })
}

/// What an option's value may be, as words.
fn words(option: &Opt) -> &'static [&'static str] {
    match option.value {
        Value::OneOf(_, words) | Value::Some(_, words) => words,
        _ => &[],
    }
}

fn bash() -> String {
    let mut values = String::new();
    let mut options = String::new();
    for sub in Sub::ALL {
        let name = sub.name();
        for option in sub.options() {
            let what = match option.value {
                Value::None => continue,
                Value::OneOf(_, words) => format!("_wasmscope_words '{}'", words.join(" ")),
                Value::Some(_, words) => format!("_wasmscope_list '{}'", words.join(" ")),
                Value::File(_) => "_wasmscope_files".to_owned(),
                Value::Word(_) | Value::Number(_) => ":".to_owned(),
            };
            let keys: Vec<String> = written(option).map(|o| format!("{name}:{o}")).collect();
            values += &format!("        {}) {what}; return;;\n", keys.join("|"));
        }
        let all: Vec<String> = sub.options().flat_map(written).collect();
        options += &format!(
            "        {name}:-*) _wasmscope_words '{}';;\n",
            all.join(" ")
        );
    }
    let (subs_, cases) = (subs(" "), subs("|"));
    let shells = SHELLS.join(" ");
    format!(
        r#"# Completions of wasmscope for bash.
_wasmscope_words() {{ COMPREPLY=($(compgen -W "$1" -- "$cur")); }}
_wasmscope_list() {{
    local before=
    case $cur in *,*) before=${{cur%,*}},;; esac
    COMPREPLY=($(compgen -P "$before" -W "$1" -- "${{cur##*,}}"))
}}
_wasmscope_files() {{
    local IFS=$'\n'
    compopt -o filenames 2>/dev/null
    COMPREPLY=($(compgen -f -- "$cur"))
}}
_wasmscope() {{
    local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}} sub=run
    # `--name=value` is three words here.
    case $cur:$prev in
        =:*) cur=;;
        *:=) prev=${{COMP_WORDS[COMP_CWORD-2]}};;
    esac
    COMPREPLY=()
    if ((COMP_CWORD > 1)); then
        case ${{COMP_WORDS[1]}} in {cases}) sub=${{COMP_WORDS[1]}};; esac
    fi
    case $sub:$prev in
{values}    esac
    case $sub:$cur in
{options}        completions:*) _wasmscope_words '{shells}';;
        *)
            _wasmscope_files
            if ((COMP_CWORD == 1)); then
                COMPREPLY+=($(compgen -W '{subs_} help' -- "$cur"))
            fi;;
    esac
}}
complete -F _wasmscope wasmscope
"#
    )
}

/// A text between `[` and `]`, or after a `:`, of a description of zsh's, in quotes.
fn zsh_text(text: &str) -> String {
    let escape = |c: char| match c {
        '[' | ']' | ':' | '\\' => vec!['\\', c],
        c => vec![c],
    };
    let text: String = text.chars().flat_map(escape).collect();
    text.replace('\'', "'\\''")
}

fn zsh() -> String {
    let mut cases = String::new();
    for sub in Sub::ALL {
        cases += &format!("    {})\n        _arguments -s \\\n", sub.name());
        for option in sub.options() {
            for name in written(option) {
                let (star, about) = (if option.many { "*" } else { "" }, zsh_text(option.about));
                let what = zsh_text(option.value.placeholder());
                let value = match option.value {
                    Value::None => String::new(),
                    Value::File(_) => format!(":{what}:_files"),
                    Value::OneOf(_, words) => format!(":{what}:({})", words.join(" ")),
                    Value::Some(_, words) => {
                        format!(":{what}:_values -s , {what} {}", words.join(" "))
                    }
                    Value::Word(_) | Value::Number(_) => format!(":{what}: "),
                };
                cases += &format!("            '{star}{name}[{about}]{value}' \\\n");
            }
        }
        cases += &match sub.takes() {
            Takes::One("SHELL") => format!("            ':SHELL:({})'", SHELLS.join(" ")),
            _ => "            '*:file:_files'".to_owned(),
        };
        cases += ";;\n";
    }
    let about = Sub::ALL.map(|sub| format!("'{}:{}'", sub.name(), zsh_text(help::brief(sub))));
    format!(
        r#"#compdef wasmscope
# Completions of wasmscope for zsh.
_wasmscope() {{
    local sub=run
    local -a subs=({})
    if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
        _describe -t commands sub-command subs
        _files
        return
    fi
    case $words[2] in ({})
        sub=$words[2]
        shift words
        (( CURRENT-- ));;
    esac
    case $sub in
{cases}    esac
}}
# Read by `source`, it says itself what it is for; in a folder of fpath, it is the function.
if [[ $funcstack[1] == _wasmscope ]]; then _wasmscope "$@"; else compdef _wasmscope wasmscope; fi
"#,
        about.join(" "),
        subs("|")
    )
}

fn fish() -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"));
    let mut text = "# Completions of wasmscope for fish.\n".to_owned();
    let line = |rest: String| format!("complete -c wasmscope {rest}\n");
    for sub in Sub::ALL {
        let about = quoted(help::brief(sub));
        let name = sub.name();
        text += &line(format!("-n __fish_use_subcommand -a {name} -d {about}"));
    }
    let others: Vec<&str> = (Sub::ALL.iter().filter(|sub| **sub != Sub::Run))
        .map(|sub| sub.name())
        .collect();
    for sub in Sub::ALL {
        // A FILE without a sub-command is run.
        let when = match sub {
            Sub::Run => format!("not __fish_seen_subcommand_from {}", others.join(" ")),
            _ => format!("__fish_seen_subcommand_from {}", sub.name()),
        };
        let when = quoted(&when);
        for option in sub.options() {
            let mut names = format!("-l {}", option.name);
            for name in option.also {
                let dash = if name.chars().count() == 1 {
                    "-s"
                } else {
                    "-l"
                };
                names += &format!(" {dash} {name}");
            }
            let value = match option.value {
                Value::None => String::new(),
                Value::File(_) => " -r -F".to_owned(),
                Value::Some(..) => {
                    let words = words(option).join("\\n");
                    format!(
                        " -x -a {}",
                        quoted(&format!("(__fish_append , (printf \"{words}\"))"))
                    )
                }
                _ => format!(" -x -a {}", quoted(&words(option).join(" "))),
            };
            let about = quoted(option.about);
            text += &line(format!("-n {when} {names}{value} -d {about}"));
        }
        if sub == Sub::Completions {
            text += &line(format!("-n {when} -f -a {}", quoted(&SHELLS.join(" "))));
        }
    }
    text
}
