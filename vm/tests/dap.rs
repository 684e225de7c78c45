//! The Debug Adapter Protocol, one test for each recorded session in `dap/`.
//!
//! A `.session` file is what a client does, a line for each thing:
//!
//! - `COMMAND {ARGUMENTS}` sends a request and waits for its response;
//! - `wait EVENT` waits for an event of this name;
//! - `send COMMAND {ARGUMENTS}` sends a request and waits for nothing;
//! - `message TEXT` sends a message with a right header, `raw TEXT` bytes without one, in
//!   which `\r` and `\n` are those characters; neither waits;
//! - `write FILE TEXT` writes a file into a folder of the test's own.
//!
//! In what follows, `{dir}` is the folder of the sessions and `{own}` the test's own. Lines
//! that begin with `#` say what it is about. At the end the client closes its side.
//!
//! Beside it lies what comes of it, in a file `.out`: each line after `-> `, each message of
//! the server after `<- `, standard error after `! `, and the exit code unless that is 0.
//! The response to `initialize` is in `start.out` only.
//! Messages are numbered from 1 without a gap, which is looked at here and not in the files.
//! `BLESS=1` writes those anew.

mod kept;

use libtest_mimic::Failed;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// After which a server that says nothing is taken to hang.
const PATIENCE: Duration = Duration::from_secs(120);

fn main() {
    kept::run("dap", "session", test);
}

fn test(file: &Path) -> Result<(), Failed> {
    let lines = fs::read_to_string(file)?;
    let mut client = Client::start(file)?;
    for line in lines.lines().map(str::trim) {
        if !line.is_empty() && !line.starts_with('#') {
            client.act(line)?;
        }
    }
    let found = client.leave()?;
    kept::compare(file, &found)
}

/// A client, and everything that was said.
struct Client {
    server: Child,
    /// Whole messages.
    inbox: Receiver<Value>,
    /// The number of the last request.
    seq: i64,
    /// The number of the last message of the server.
    heard: i64,
    /// What stands for folders in the files.
    names: [(&'static str, String); 2],
    text: String,
    /// Whether capabilities are left out.
    is_brief: bool,
}

impl Client {
    fn start(file: &Path) -> Result<Self, Failed> {
        let folder = file.parent().unwrap_or(file);
        let stem = file.file_stem().unwrap_or_default();
        let own = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("dap")
            .join(stem);
        fs::create_dir_all(&own)?;
        let mut server = Command::new(env!("CARGO_BIN_EXE_wasmscope"))
            .arg("dap")
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let out = server.stdout.take().ok_or("there is no standard output")?;
        let (sender, inbox) = channel();
        std::thread::spawn(move || {
            let mut out = BufReader::new(out);
            while let Some(message) = read(&mut out) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Ok(Self {
            server,
            inbox,
            seq: 0,
            heard: 0,
            names: [
                ("{own}", own.display().to_string()),
                ("{dir}", folder.display().to_string()),
            ],
            text: String::new(),
            is_brief: stem != "start",
        })
    }

    /// Does what a line says.
    fn act(&mut self, line: &str) -> Result<(), Failed> {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        writeln!(self.text, "-> {line}")?;
        let mut line = line.to_owned();
        for (name, folder) in &self.names {
            line = line.replace(name, folder);
        }
        let (word, rest) = line.split_once(' ').unwrap_or((&line, ""));
        match word {
            "wait" => self.wait(|message| message["event"] == rest),
            "raw" => self.send(&rest.replace("\\r", "\r").replace("\\n", "\n")),
            "message" => self.send(&framed(rest)),
            "write" => {
                let rest = &rest.replace("\\n", "\n");
                let (file, text) = rest.split_once(' ').unwrap_or((rest, ""));
                Ok(fs::write(file, text)?)
            }
            "send" => {
                let (command, arguments) = rest.split_once(' ').unwrap_or((rest, ""));
                self.request(command, arguments)
            }
            command => {
                self.request(command, rest)?;
                let seq = self.seq;
                self.wait(|message| message["request_seq"] == seq)
            }
        }
    }

    fn request(&mut self, command: &str, arguments: &str) -> Result<(), Failed> {
        self.seq += 1;
        let mut message = json!({ "seq": self.seq, "type": "request", "command": command });
        if !arguments.is_empty() {
            message["arguments"] = serde_json::from_str(arguments)
                .map_err(|error| format!("{command} {arguments}: {error}"))?;
        }
        self.send(&framed(&message.to_string()))
    }

    fn send(&mut self, bytes: &str) -> Result<(), Failed> {
        let input = self.server.stdin.as_mut().ok_or("the client has left")?;
        input.write_all(bytes.as_bytes())?;
        Ok(input.flush()?)
    }

    /// Listens until a message comes that is waited for.
    fn wait(&mut self, is_it: impl Fn(&Value) -> bool) -> Result<(), Failed> {
        loop {
            let message = self.inbox.recv_timeout(PATIENCE);
            let message = message.map_err(|error| format!("{error}\n{}", self.text))?;
            self.hear(&message)?;
            if is_it(&message) {
                return Ok(());
            }
        }
    }

    /// Writes a message down.
    fn hear(&mut self, message: &Value) -> Result<(), Failed> {
        self.heard += 1;
        if message["seq"] != self.heard {
            return Err(format!("{message} should have number {}", self.heard).into());
        }
        let body = match &message["body"] {
            Value::Null => String::new(),
            // What can be asked is always the same, and told in one file.
            _ if message["command"] == "initialize" && self.is_brief => " …".to_owned(),
            body => format!(" {body}"),
        };
        let head = match message["type"].as_str() {
            Some("event") => format!("event {}", word(&message["event"])),
            Some("response") if message["success"] == true => {
                format!("{} done", word(&message["command"]))
            }
            Some("response") => {
                let why = word(&message["message"]);
                format!("{} refused: {why}", word(&message["command"]))
            }
            _ => return Err(format!("{message} is nothing that a server sends").into()),
        };
        let mut line = format!("<- {head}{body}");
        for (name, folder) in &self.names {
            line = line.replace(folder, name);
        }
        writeln!(self.text, "{line}")?;
        Ok(())
    }

    /// Closes the client's side and hears what is left.
    fn leave(mut self) -> Result<String, Failed> {
        drop(self.server.stdin.take());
        self.text.push('\n');
        while let Ok(message) = self.inbox.recv_timeout(PATIENCE) {
            self.hear(&message)?;
        }
        let mut problems = String::new();
        if let Some(mut stderr) = self.server.stderr.take() {
            stderr.read_to_string(&mut problems)?;
        }
        for line in problems.lines() {
            writeln!(self.text, "! {line}")?;
        }
        match self.server.wait()?.code() {
            Some(0) => {}
            Some(code) => writeln!(self.text, "exit {code}")?,
            None => writeln!(self.text, "ended by a signal")?,
        }
        Ok(self.text.trim_end().to_owned() + "\n")
    }
}

/// A server that hangs is not left running.
impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn framed(message: &str) -> String {
    format!("Content-Length: {}\r\n\r\n{message}", message.len())
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or("?")
}

/// The next message; `None` at the end, or when what comes is none.
fn read(out: &mut impl BufRead) -> Option<Value> {
    let mut header = String::new();
    out.read_line(&mut header).ok()?;
    let length = header.strip_prefix("Content-Length: ")?.trim_end();
    let mut empty = String::new();
    out.read_line(&mut empty).ok()?;
    if empty != "\r\n" {
        return None;
    }
    let mut bytes = vec![0; length.parse().ok()?];
    out.read_exact(&mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}
