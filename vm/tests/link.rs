//! Links: whole ones, cut ones, changed ones.

use fastrand::Rng;
use std::collections::BTreeMap;
use wasmscope::link::{
    Breakpoint, FuncRef, Link, LinkError, Linked, MOST_BYTES, MOST_MODULES, Program, TooLarge,
    decode, encode,
};
use wasmscope::runtime::MachineLimits;

const FACTORIAL: &str = include_str!("command/factorial.wat");

/// The golden links, each with its payload.
fn golden() -> Vec<(&'static str, &'static str)> {
    let lines = include_str!("link/golden.txt").lines();
    let lines: Vec<&str> = lines
        .filter(|line| !line.is_empty() && !line.starts_with("# "))
        .collect();
    lines.chunks(2).map(|pair| (pair[0], pair[1])).collect()
}

fn text(source: &str) -> Link {
    Link::new(Program::Text(source.to_owned()))
}

fn linked(name: &str, program: Program) -> Linked {
    Linked {
        name: name.to_owned(),
        program,
        breakpoints: Vec::new(),
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// A link with everything in it.
fn full() -> Link {
    Link {
        modules: vec![
            linked("math", Program::Text("(module)".to_owned())),
            Linked {
                breakpoints: vec![Breakpoint::Event(words(&["entry", "0"]))],
                ..linked("Grüße", Program::Binary((0..=255).collect()))
            },
        ],
        entry: Some("factorial".to_owned()),
        args: vec!["i32:5".to_owned()],
        words: words(&["in.txt", "--long"]),
        input: Some("1\n2\n".to_owned()),
        step: Some(u64::MAX),
        view: Some("memory".to_owned()),
        breakpoints: vec![
            Breakpoint::Line {
                line: 4,
                column: None,
            },
            Breakpoint::Instr {
                func: FuncRef::Name("factorial".to_owned()),
                pc: Some(3),
            },
            Breakpoint::Event(words(&[
                "local", "$f $i", "$i > 5", "2", "{$i}", "once off",
            ])),
            Breakpoint::Event(words(&["trap"])),
        ],
        title: Some("Grüße 🙂".to_owned()),
        limits: BTreeMap::from([("frames".to_owned(), 100)]),
        embed: true,
        unknown: BTreeMap::from([("later".to_owned(), "{\"a\": 1.50}".to_owned())]),
        ..text(FACTORIAL)
    }
}

#[test]
fn golden_links_open() {
    let all = golden();
    assert!(all.len() > 10);
    for (link, payload) in all {
        let opened = decode(link).unwrap_or_else(|error| panic!("{error}: {link}"));
        assert_eq!(opened.json(), payload, "{link}");
        assert_eq!(opened.embed, link.contains("&embed=1"), "{link}");
    }
}

#[test]
fn what_was_opened_is_written_back_whole() {
    let golden = golden().into_iter().map(|(link, _)| decode(link).unwrap());
    let binary = Link::new(Program::Binary((0..=255).collect()));
    for link in golden.chain([full(), binary, text("")]) {
        let fragment = encode(&link).unwrap();
        assert!(fragment.starts_with("#w1"), "{fragment}");
        assert_eq!(decode(&fragment), Ok(link), "{fragment}");
    }
}

#[test]
fn a_link_is_written_as_the_interface_says() {
    // Plain where deflate gains nothing. The check is that of zlib's crc32.
    assert_eq!(
        encode(&text("(module)")).unwrap(),
        "#w1j.eyJzIjoiKG1vZHVsZSkifQ.1TXTN3"
    );
    let json = r#"{"s":"(module)","e":"f","a":["i64:-1"],"n":2,"b":[{"line":4}],"l":{"slots":9}}"#;
    let link = Link {
        entry: Some("f".to_owned()),
        args: vec!["i64:-1".to_owned()],
        step: Some(2),
        breakpoints: vec![Breakpoint::Line {
            line: 4,
            column: None,
        }],
        limits: BTreeMap::from([("slots".to_owned(), 9)]),
        ..text("(module)")
    };
    assert_eq!(link.json(), json);
}

#[test]
fn modules_are_read_that_the_program_imports_from() {
    let of = |modules: &str| {
        let unknown = BTreeMap::from([("x".to_owned(), modules.to_owned())]);
        let link = Link {
            unknown,
            ..text("")
        };
        let json = format!(r#"{{"s":"","x":{modules}}}"#);
        let link = decode(&encode(&link).unwrap()).unwrap();
        assert_eq!(link.json(), json);
        link.modules
    };
    let modules = of(r#"[{"n":"math","s":"(module)","b":[{"line":2}]},{"n":"b","m":"AGFzbQ=="}]"#);
    let binary = Program::Binary(b"\0asm".to_vec());
    assert_eq!(modules[1], linked("b", binary));
    assert_eq!(modules[0].breakpoints.len(), 1);
    // What cannot be read is kept and written back.
    let many = [r#"{"n":"a","s":""}"#; MOST_MODULES + 1].join(",");
    for wrong in [
        r#"{"n":"a"}"#,
        r#"{"s":"(module)"}"#,
        r#"{"n":"a","m":"!"}"#,
        &many,
    ] {
        assert_eq!(of(&format!("[{wrong}]")), Vec::new(), "{wrong}");
    }
}

#[test]
fn addresses_are_read_and_white_space_is_passed_over() {
    let fragment = encode(&full()).unwrap();
    let (first, second) = fragment.split_at(20);
    for text in [
        format!("https://example.org/play/?a=b{fragment}"),
        fragment[1..].to_owned(),
        format!("\n {first}\r\n  {second} \n"),
    ] {
        assert_eq!(decode(&text), Ok(full()), "{text}");
    }
}

#[test]
fn overrides_that_say_nothing_are_passed_over() {
    let fragment = encode(&Link {
        step: Some(3),
        ..text("(module)")
    });
    let fragment = fragment.unwrap();
    for tail in [
        "&", "&step=", "&step=-1", "&step=x", "&view=", "&embed=0", "&else",
    ] {
        let link = decode(&format!("{fragment}{tail}")).unwrap();
        assert_eq!((link.step, link.view, link.embed), (Some(3), None, false));
    }
    let link = decode(&format!("{fragment}&step=4&step=5&view=stack")).unwrap();
    assert_eq!((link.step, link.view.as_deref()), (Some(5), Some("stack")));
}

#[test]
fn every_golden_link_cut_anywhere_is_recognised() {
    for (link, _) in golden() {
        // What people type behind it is not part of it.
        let link = link.split('&').next().unwrap_or_default();
        let whole = decode(link).unwrap();
        let mut longest = 0;
        for length in 2..link.len() {
            let error = decode(&link[..length]).expect_err(link);
            assert!(matches!(error, LinkError::Damaged(_)), "{length}: {link}");
            let message = error.to_string();
            assert_eq!(message, "This link is incomplete or damaged");
            let Some(recovered) = error.recovered() else {
                continue;
            };
            match (recovered.is_complete, &whole.program, recovered.text()) {
                (true, ..) => assert_eq!(recovered.link, whole),
                (false, Program::Text(all), Some(part)) => {
                    assert!(all.starts_with(part), "{length}: {part}");
                    // More of a link never gives less of the text.
                    assert!(part.len() >= longest, "{length}: {part}");
                    longest = part.len();
                }
                other => panic!("{other:?}"),
            }
        }
        // Only the check is missing.
        let payload = &link[..link.rfind('.').unwrap()];
        let error = decode(payload).unwrap_err();
        let recovered = error.recovered().expect("the payload is all there");
        assert!(recovered.is_complete);
        assert_eq!(recovered.link, whole);
    }
    for nothing in ["", "#"] {
        assert_eq!(decode(nothing), Err(LinkError::NotALink));
    }
}

#[test]
fn half_a_link_gives_the_beginning_of_the_text() {
    let fragment = encode(&full()).unwrap();
    let error = decode(&fragment[..fragment.len() / 2]).unwrap_err();
    let text = error.recovered().and_then(|recovered| recovered.text());
    let text = text.expect("some of the text");
    assert!(text.len() > 40 && FACTORIAL.starts_with(text), "{text}");
}

#[test]
fn a_letter_that_changed_is_recognised() {
    let mut rng = Rng::with_seed(6);
    let all = golden();
    for round in 0..20_000 {
        let (link, _) = all[round % all.len()];
        let link = link.split('&').next().unwrap_or_default();
        let mut letters: Vec<char> = link.chars().collect();
        for _ in 0..rng.usize(1..4) {
            // The codec is one letter that the check does not cover.
            let at = rng.usize(5..letters.len());
            letters[at] = match rng.bool() {
                true => rng.alphanumeric(),
                false => rng.char(' '..'\u{ff}'),
            };
        }
        let changed: String = letters.into_iter().filter(|c| *c != '&').collect();
        if let Ok(link) = decode(&changed) {
            let same = decode(all[round % all.len()].0.split('&').next().unwrap());
            assert_eq!(Ok(link), same, "{changed}");
        }
    }
}

#[test]
fn nothing_makes_it_panic() {
    let mut rng = Rng::with_seed(7);
    let all = golden();
    for round in 0..20_000 {
        let mut bytes = all[round % all.len()].0.as_bytes().to_vec();
        for _ in 0..rng.usize(1..6) {
            let at = rng.usize(0..bytes.len());
            match rng.u8(0..4) {
                0 => bytes[at] = rng.u8(..),
                1 => drop(bytes.remove(at)),
                2 => bytes.insert(at, b"#.&=wdj1"[rng.usize(0..8)]),
                _ => bytes.truncate(at + 1),
            }
            bytes.push(b'0');
        }
        let _ = decode(&String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn what_is_no_link_of_this_version_is_named() {
    for other in ["", "#section", "hello", "https://example.org/", "#www.x"] {
        assert_eq!(decode(other), Err(LinkError::NotALink), "{other}");
    }
    for later in ["#w2d.abc.000000", "#w1z.abc.000000", "#w10d.a.b"] {
        assert_eq!(decode(later), Err(LinkError::Later), "{later}");
    }
    // Whole, but with nothing to open: `{}`, `{"m":"*"}`.
    for empty in ["#w1j.e30.1pT14X", "#w1j.eyJtIjoiKiJ9.1BGwEV"] {
        assert_eq!(decode(empty), Err(LinkError::NoProgram), "{empty}");
    }
}

#[test]
fn inflating_stops() {
    let large = text(&" ".repeat(MOST_BYTES));
    assert_eq!(encode(&large), Err(TooLarge));
    let most = text(&" ".repeat(MOST_BYTES - r#"{"s":""}"#.len()));
    let fragment = encode(&most).unwrap();
    assert!(fragment.len() < 20_000);
    assert_eq!(decode(&fragment), Ok(most));
    let bomb = include_str!("link/large.txt");
    let error = decode(bomb).unwrap_err();
    assert_eq!(error, LinkError::TooLarge);
    assert_eq!(error.to_string(), "This link holds more than 8 MiB");
}

#[test]
fn changed_limits_travel() {
    let limits = MachineLimits {
        memory_pages: 1,
        frames: 10,
        ..MachineLimits::default()
    };
    let changed = limits.changed();
    let names: Vec<&str> = changed.keys().map(String::as_str).collect();
    assert_eq!(names, ["frames", "memoryPages"]);
    let link = Link {
        limits: changed,
        ..text("(module)")
    };
    assert_eq!(link.machine_limits(), limits);
    assert!(MachineLimits::default().changed().is_empty());
}
