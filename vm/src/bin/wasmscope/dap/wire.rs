//! Messages: requests as they come in, responses and events as they go out.

use super::framing;
use crate::failure::Failure;
use crate::replies::not_written;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::io;

/// What the client asks.
#[derive(Debug)]
pub(super) struct Request {
    /// Its number, which the response repeats.
    pub(super) seq: i64,
    pub(super) command: String,
    /// An object, or null.
    pub(super) arguments: Value,
}

impl Request {
    /// Reads a message; `Ok(None)` for one that needs no answer.
    ///
    /// # Errors
    /// What is wrong, and the number to answer to, where it has one.
    pub(super) fn read(bytes: &[u8]) -> Result<Option<Self>, (Option<i64>, String)> {
        let message: Value = serde_json::from_slice(bytes)
            .map_err(|error| (None, format!("a message is no JSON: {error}")))?;
        let seq = message["seq"].as_i64();
        let text = |name: &str| message[name].as_str();
        match text("type") {
            Some("request") => {}
            // Nothing is asked of the client, so that nothing waits for its answer.
            Some("response" | "event") => return Ok(None),
            _ => {
                return Err((
                    seq,
                    "a message without a `type`, such as request".to_owned(),
                ));
            }
        }
        let missing = |name: &str| (seq, format!("a request without `{name}`"));
        let command = text("command").ok_or_else(|| missing("command"))?;
        Ok(Some(Self {
            seq: seq.ok_or_else(|| missing("seq"))?,
            command: command.to_owned(),
            arguments: message["arguments"].clone(),
        }))
    }

    /// The number of the request that it takes back, if it does that.
    pub(super) fn cancels(&self) -> Option<i64> {
        let is_cancel = self.command == "cancel";
        let id = self.arguments["requestId"].as_i64();
        id.filter(|_| is_cancel)
    }

    /// Whether it is about a movement under way, so that the movement is stopped for it
    /// whatever it is.
    pub(super) fn is_urgent(&self) -> bool {
        let urgent = ["pause", "disconnect", "terminate", "restart"];
        urgent.contains(&&*self.command)
    }
}

/// Why a request is not done.
#[derive(Debug)]
pub(super) enum Trouble {
    /// What is wrong, and what to do.
    Wrong(String),
    /// As [`Trouble::Wrong`]; the person is to see it even where nobody looks at answers.
    Shown(String),
    /// The program runs, and the request is about one that stands still.
    NotStopped,
    /// The client has taken the request back.
    Cancelled,
    /// The server cannot go on.
    End(Failure),
}

impl From<String> for Trouble {
    fn from(message: String) -> Self {
        Self::Wrong(message)
    }
}

impl From<&str> for Trouble {
    fn from(message: &str) -> Self {
        Self::Wrong(message.to_owned())
    }
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::End(failure)
    }
}

/// What a request is answered with: the body of its response, null for none.
pub(super) type Answer = Result<Value, Trouble>;

/// Reads the arguments of a request.
///
/// # Errors
/// Which member is missing, or of another type.
pub(super) fn arguments<T: DeserializeOwned>(request: &Request) -> Result<T, Trouble> {
    let given = match &request.arguments {
        Value::Null => json!({}),
        given => given.clone(),
    };
    serde_json::from_value(given)
        .map_err(|error| format!("the arguments of {}: {error}", request.command).into())
}

/// A message of a failure, without what belongs to a terminal.
pub(super) fn plain(failure: &Failure) -> String {
    let text = failure.text.replace("wasmscope: error: ", "");
    text.trim_end().to_owned()
}

/// Where messages go out: standard output. They are numbered from 1.
#[derive(Default)]
pub(super) struct Wire {
    seq: Cell<i64>,
    /// Why nothing can be written any more.
    broken: RefCell<Option<io::Error>>,
}

impl Wire {
    /// Says whether everything could be written.
    ///
    /// # Errors
    /// When it could not.
    pub(super) fn check(&self) -> Result<(), Failure> {
        match self.broken.borrow_mut().take() {
            Some(error) => Err(not_written(&error)),
            None => Ok(()),
        }
    }

    /// Sends an event.
    pub(super) fn event(&self, event: &str, body: &Value) {
        let mut message = json!({ "type": "event", "event": event });
        if !body.is_null() {
            message["body"] = body.clone();
        }
        self.send(message);
    }

    /// Sends text that the client shows to the person; `category` is the protocol's.
    pub(super) fn output(&self, category: &str, text: &str) {
        if !text.is_empty() {
            self.event("output", &json!({ "category": category, "output": text }));
        }
    }

    /// Answers a request.
    pub(super) fn respond(&self, seq: i64, command: &str, answer: Result<&Value, &Trouble>) {
        let mut message = json!({
            "type": "response",
            "request_seq": seq,
            "command": command,
            "success": answer.is_ok(),
        });
        match answer {
            Ok(Value::Null) => {}
            Ok(body) => message["body"] = body.clone(),
            Err(Trouble::NotStopped) => message["message"] = json!("notStopped"),
            Err(Trouble::Cancelled) => message["message"] = json!("cancelled"),
            Err(Trouble::End(failure)) => refuse(&mut message, &plain(failure), true),
            Err(Trouble::Wrong(text)) => refuse(&mut message, text, false),
            Err(Trouble::Shown(text)) => refuse(&mut message, text, true),
        }
        self.send(message);
    }

    fn send(&self, mut message: Value) {
        self.seq.set(self.seq.get() + 1);
        message["seq"] = json!(self.seq.get());
        let written = framing::write(&mut io::stdout().lock(), &message.to_string());
        if let Err(error) = written {
            self.broken.borrow_mut().get_or_insert(error);
        }
    }
}

/// The short message of a response, and the whole one as clients show it. Braces in it are
/// not placeholders.
fn refuse(message: &mut Value, text: &str, show: bool) {
    message["message"] = json!(text);
    message["body"] = json!({ "error": {
        "id": 1,
        "format": "{text}",
        "variables": { "text": text },
        "showUser": show,
    } });
}
