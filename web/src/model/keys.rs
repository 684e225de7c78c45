//! The one table of keys: dispatch, tooltips, the help dialog and
//! `aria-keyshortcuts` all read it, each by the set of keys that was chosen.

use super::settings::KeySet;
use crate::text;

/// What a button or a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// Execute one instruction.
    Step,
    /// Execute one instruction, and a called function as a whole.
    StepOver,
    /// Run until the current frame is gone.
    StepOut,
    /// Run to a breakpoint or the end, or pause a run.
    Run,
    /// Stop a run.
    Pause,
    /// Go to step 0.
    Restart,
    /// One instruction back.
    StepBack,
    /// One instruction back, over a call that just returned.
    StepOverBack,
    /// Back to before the call that made this frame.
    StepOutBack,
    /// Run backwards.
    RunBack,
    /// Back to where the last jump came from.
    JumpBack,
    /// Run to the instruction at the cursor.
    RunToCursor,
    /// Go back to the last time at the instruction at the cursor.
    RunBackToCursor,
    /// Set or remove a breakpoint.
    Breakpoint,
    /// Show or hide what was asked of history.
    History,
    /// Go to the next problem in the source.
    NextProblem,
    /// Put the cursor into the source.
    FocusSource,
    /// Lay the source out again.
    Format,
    /// Choose an example.
    Examples,
    /// Show what each instruction does.
    Reference,
    /// Ask what comes next before it is shown.
    Predict,
    /// Show the keys.
    Help,
}

/// A key with its modifiers, as `KeyboardEvent` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chord {
    key: &'static str,
    shift: bool,
    command: bool,
    alt: bool,
}

const fn key(key: &'static str) -> Chord {
    Chord {
        key,
        shift: false,
        command: false,
        alt: false,
    }
}
const fn shift(chord: Chord) -> Chord {
    Chord {
        shift: true,
        ..chord
    }
}
const fn with_command(chord: Chord) -> Chord {
    Chord {
        command: true,
        ..chord
    }
}
const fn alt(chord: Chord) -> Chord {
    Chord { alt: true, ..chord }
}

/// A key as it was pressed.
#[derive(Clone, Debug, Default)]
pub struct KeyPress {
    /// `KeyboardEvent.key`.
    pub key: String,
    /// Whether Shift was held.
    pub shift: bool,
    /// Whether Control, or Command on a Mac, was held.
    pub command: bool,
    /// Whether Alt was held.
    pub alt: bool,
}

impl Chord {
    /// A plain character: it must not be taken from somebody who writes text,
    /// and can be switched off.
    #[must_use]
    pub fn is_letter(&self) -> bool {
        self.key.chars().count() == 1 && !self.command && !self.alt
    }

    /// Whether it is one of a set.
    fn is_in(&self, set: KeySet) -> bool {
        let is_function = self.key.len() > 1 && self.key.starts_with('F');
        match set {
            KeySet::All => true,
            KeySet::Letters => !is_function,
            KeySet::Functions => !self.is_letter(),
            KeySet::None => false,
        }
    }

    fn matches(&self, press: &KeyPress) -> bool {
        // Which keys need Shift for a sign is the keyboard's matter.
        let sign = self.key.chars().all(|c| c.is_ascii_punctuation());
        self.key.eq_ignore_ascii_case(&press.key)
            && (sign || self.shift == press.shift)
            && self.command == press.command
            && self.alt == press.alt
    }

    /// As a person reads it: `Shift+S`, `Ctrl+Enter`.
    #[must_use]
    pub fn label(&self) -> String {
        self.joined([text::KEYS_CTRL, text::KEYS_ALT, text::KEYS_SHIFT])
    }

    /// As `aria-keyshortcuts` wants it.
    #[must_use]
    pub fn aria(&self) -> String {
        self.joined(["Control", "Alt", "Shift"])
    }

    fn joined(&self, names: [&str; 3]) -> String {
        let mut text = String::new();
        for (held, name) in [self.command, self.alt, self.shift].into_iter().zip(names) {
            if held {
                text.push_str(name);
                text.push('+');
            }
        }
        text + &if self.shift {
            self.key.to_ascii_uppercase()
        } else {
            self.key.to_owned()
        }
    }
}

/// A command with the name of its control and the keys that ask for it.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// What is asked for.
    pub command: Command,
    /// The accessible name of its button.
    pub name: &'static str,
    /// What it does, in a few words.
    pub does: &'static str,
    /// The keys, the one to show first.
    pub keys: &'static [Chord],
}

/// Every command, in the order of the help dialog.
pub const BINDINGS: &[Binding] = &[
    Binding {
        command: Command::Step,
        name: text::KEYS_STEP,
        does: text::KEYS_STEP_DOES,
        keys: &[key("s"), key("F11")],
    },
    Binding {
        command: Command::StepOver,
        name: text::KEYS_STEP_OVER,
        does: text::KEYS_STEP_OVER_DOES,
        keys: &[key("n"), key("F10")],
    },
    Binding {
        command: Command::StepOut,
        name: text::KEYS_STEP_OUT,
        does: text::KEYS_STEP_OUT_DOES,
        keys: &[key("f"), shift(key("F11"))],
    },
    Binding {
        command: Command::Run,
        name: text::KEYS_RUN,
        does: text::KEYS_RUN_DOES,
        keys: &[key("c"), key("F8"), with_command(key("Enter"))],
    },
    Binding {
        command: Command::Pause,
        name: text::KEYS_PAUSE,
        does: text::KEYS_PAUSE_DOES,
        keys: &[key("p")],
    },
    Binding {
        command: Command::Restart,
        name: text::KEYS_RESTART,
        does: text::KEYS_RESTART_DOES,
        keys: &[key("r")],
    },
    Binding {
        command: Command::StepBack,
        name: text::KEYS_STEP_BACK,
        does: text::KEYS_STEP_BACK_DOES,
        keys: &[shift(key("s")), alt(key("F11"))],
    },
    Binding {
        command: Command::StepOverBack,
        name: text::KEYS_STEP_OVER_BACK,
        does: text::KEYS_STEP_OVER_BACK_DOES,
        keys: &[shift(key("n")), alt(key("F10"))],
    },
    Binding {
        command: Command::StepOutBack,
        name: text::KEYS_STEP_OUT_BACK,
        does: text::KEYS_STEP_OUT_BACK_DOES,
        keys: &[shift(key("f")), shift(alt(key("F11")))],
    },
    Binding {
        command: Command::RunBack,
        name: text::KEYS_RUN_BACK,
        does: text::KEYS_RUN_BACK_DOES,
        keys: &[shift(key("c")), shift(key("F8"))],
    },
    Binding {
        command: Command::JumpBack,
        name: text::KEYS_JUMP_BACK,
        does: text::KEYS_JUMP_BACK_DOES,
        keys: &[key("j"), shift(alt(key("F8")))],
    },
    Binding {
        command: Command::RunToCursor,
        name: text::KEYS_RUN_TO_CURSOR,
        does: text::KEYS_RUN_TO_CURSOR_DOES,
        keys: &[key("t"), with_command(key("F8"))],
    },
    Binding {
        command: Command::RunBackToCursor,
        name: text::KEYS_RUN_BACK_TO_CURSOR,
        does: text::KEYS_RUN_BACK_TO_CURSOR_DOES,
        keys: &[shift(key("t")), shift(with_command(key("F8")))],
    },
    Binding {
        command: Command::Breakpoint,
        name: text::KEYS_BREAKPOINT,
        does: text::KEYS_BREAKPOINT_DOES,
        keys: &[key("b"), key("F9")],
    },
    Binding {
        command: Command::History,
        name: text::KEYS_HISTORY,
        does: text::KEYS_HISTORY_DOES,
        keys: &[key("h"), shift(key("F9"))],
    },
    Binding {
        command: Command::NextProblem,
        name: text::KEYS_NEXT_PROBLEM,
        does: text::KEYS_NEXT_PROBLEM_DOES,
        keys: &[key("."), alt(key("F8"))],
    },
    Binding {
        command: Command::FocusSource,
        name: text::KEYS_SOURCE,
        does: text::KEYS_FOCUS_SOURCE_DOES,
        keys: &[key("i")],
    },
    Binding {
        command: Command::Format,
        name: text::KEYS_FORMAT,
        does: text::KEYS_FORMAT_DOES,
        keys: &[key("l"), shift(alt(key("f")))],
    },
    Binding {
        command: Command::Examples,
        name: text::KEYS_EXAMPLES,
        does: text::KEYS_EXAMPLES_DOES,
        keys: &[key("e")],
    },
    Binding {
        command: Command::Reference,
        name: text::KEYS_REFERENCE,
        does: text::KEYS_REFERENCE_DOES,
        keys: &[key("m"), key("F1")],
    },
    Binding {
        command: Command::Predict,
        name: text::KEYS_PREDICT,
        does: text::KEYS_PREDICT_DOES,
        keys: &[key("g"), shift(key("F1"))],
    },
    Binding {
        command: Command::Help,
        name: text::KEYS_HELP,
        does: text::KEYS_HELP_DOES,
        keys: &[key("?")],
    },
];

impl Command {
    /// The row of the table.
    #[must_use]
    pub fn binding(self) -> &'static Binding {
        BINDINGS
            .iter()
            .find(|binding| binding.command == self)
            .expect("every command has a row, which a test checks")
    }
}

impl Binding {
    /// Its keys of a set.
    pub fn keys_in(&self, set: KeySet) -> impl Iterator<Item = &'static Chord> {
        self.keys.iter().filter(move |chord| chord.is_in(set))
    }

    /// The value of `aria-keyshortcuts`; nothing without a key.
    #[must_use]
    pub fn aria(&self, set: KeySet) -> Option<String> {
        let keys: Vec<String> = self.keys_in(set).map(Chord::aria).collect();
        (!keys.is_empty()).then(|| keys.join(" "))
    }

    /// The tooltip of its button.
    #[must_use]
    pub fn tooltip(&self, set: KeySet) -> String {
        let keys: Vec<String> = self.keys_in(set).map(Chord::label).collect();
        let mut does = self.does.to_owned();
        if let Some(first) = does.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        match keys.is_empty() {
            true => does,
            false => format!("{does} ({})", keys.join(", ")),
        }
    }
}

/// The command that a key of a set asks for. In a text box, plain characters are text.
#[must_use]
pub fn command_for(press: &KeyPress, in_text: bool, set: KeySet) -> Option<Command> {
    BINDINGS.iter().find_map(|binding| {
        binding
            .keys_in(set)
            .any(|chord| chord.matches(press) && !(in_text && chord.is_letter()))
            .then_some(binding.command)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(key: &str) -> KeyPress {
        KeyPress {
            key: key.to_owned(),
            ..KeyPress::default()
        }
    }

    #[test]
    fn no_key_asks_for_two_commands() {
        let mut seen = Vec::new();
        for binding in BINDINGS {
            assert_eq!(binding.command.binding().name, binding.name);
            for chord in binding.keys {
                assert!(!seen.contains(chord), "{} is there twice", chord.label());
                seen.push(*chord);
            }
        }
    }

    #[test]
    fn letters_are_text_in_a_text_box() {
        assert_eq!(
            command_for(&press("s"), false, KeySet::All),
            Some(Command::Step)
        );
        assert_eq!(command_for(&press("s"), true, KeySet::All), None);
        assert_eq!(
            command_for(&press("F10"), true, KeySet::Functions),
            Some(Command::StepOver)
        );
        let enter = KeyPress {
            command: true,
            ..press("Enter")
        };
        assert_eq!(command_for(&enter, true, KeySet::All), Some(Command::Run));
    }

    #[test]
    fn a_set_of_keys_is_all_there_is() {
        let asked = |key: &str, set| command_for(&press(key), false, set);
        let step = Some(Command::Step);
        for (set, by_letter, by_function) in [
            (KeySet::All, step, step),
            (KeySet::Letters, step, None),
            (KeySet::Functions, None, step),
            (KeySet::None, None, None),
        ] {
            assert_eq!(
                (asked("s", set), asked("F11", set)),
                (by_letter, by_function)
            );
            assert_eq!(KeySet::from_id(set.id()), set);
        }
        assert_eq!(asked("?", KeySet::Functions), None);
        let back = Command::StepBack.binding();
        assert_eq!(back.tooltip(KeySet::None), "Take one instruction back");
        assert_eq!(back.aria(KeySet::None), None);
    }

    #[test]
    fn shift_reverses() {
        let back = KeyPress {
            shift: true,
            ..press("S")
        };
        assert_eq!(
            command_for(&back, false, KeySet::All),
            Some(Command::StepBack)
        );
        let help = KeyPress {
            shift: true,
            ..press("?")
        };
        assert_eq!(command_for(&help, false, KeySet::All), Some(Command::Help));
    }

    #[test]
    fn keys_read_well() {
        assert_eq!(
            Command::StepBack.binding().aria(KeySet::Letters).as_deref(),
            Some("Shift+S")
        );
        assert_eq!(
            Command::Run.binding().aria(KeySet::All).as_deref(),
            Some("c F8 Control+Enter")
        );
        assert_eq!(
            Command::Step.binding().tooltip(KeySet::All),
            "Execute one instruction (s, F11)"
        );
    }
}
