//! `cargo xtask serve`.

use std::io;
use std::net::{Ipv4Addr, TcpListener};

use crate::failure::{Failure, Outcome};
use crate::playground;
use crate::process::{become_command, command};
use crate::report::Reporter;
use crate::unknown;

/// The page while it is worked on; `dist/` holds only releases.
const DEV_SITE: &str = "target/dev-site";

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    dev: bool,
    port: u16,
}

impl Options {
    /// # Errors
    ///
    /// When a word is unknown or the port is no number.
    pub(crate) fn parse(args: &[String]) -> Outcome<Self> {
        let mut options = Self {
            dev: false,
            port: 8080,
        };
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--dev" => options.dev = true,
                "--port" => {
                    let port = args.next().and_then(|port| port.parse().ok());
                    options.port = port.filter(|port| *port != 0).ok_or_else(|| {
                        Failure::new("--port takes a number from 1 to 65535")
                            .run("cargo xtask serve --port 8081")
                    })?;
                }
                other => return Err(unknown(other)),
            }
        }
        Ok(options)
    }
}

/// Sets up, builds and serves until interrupted.
///
/// # Errors
///
/// When one of them cannot go on.
pub(crate) fn serve(options: &Options) -> Outcome {
    let port = options.port.to_string();
    // Before minutes of building, not after.
    port_is_free(options.port)?;
    let mut reporter = Reporter::default();
    playground::set_up(&mut reporter)?;
    if options.dev {
        return become_command(playground::trunk(&[
            "serve", "--dist", DEV_SITE, "--port", &port,
        ]));
    }
    reporter.stage("build", playground::build)?;
    println!();
    become_command(command(&["node", "www/serve.mjs", "--port", &port]))
}

fn port_is_free(port: u16) -> Outcome {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Err(e) if e.kind() == io::ErrorKind::AddrInUse => {
            let other = port.checked_add(1).unwrap_or(8080);
            Err(Failure::new(format!("port {port} is in use"))
                .run(format!("cargo xtask serve --port {other}")))
        }
        // Anything else is for the server itself to report.
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &str) -> Outcome<Options> {
        Options::parse(
            &words
                .split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn options_are_read() {
        assert_eq!(
            parse(""),
            Ok(Options {
                dev: false,
                port: 8080
            })
        );
        assert_eq!(parse("--port 9 --dev"), Ok(Options { dev: true, port: 9 }));
        assert!(parse("--port").is_err());
        assert!(parse("--port 65536").is_err());
        assert!(parse("--prot 1").is_err());
    }

    #[test]
    fn a_port_in_use_is_refused() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = taken.local_addr().expect("its address").port();
        assert!(port_is_free(port).is_err());
    }
}
