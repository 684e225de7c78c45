//! From tokens to an expression.

use super::ConditionError;
use super::lex::{Kind, Token, tokens};

/// Bytes that a condition has at most, which bounds how deep its expression is.
const MOST_BYTES: usize = 1_000;

/// How deep brackets and signs may be nested.
const MOST_DEPTH: usize = 60;

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expr {
    /// As [`super::Datum::Int`].
    Int(i128),
    Float(f64),
    Null,
    /// A local, else a global; the place is for who checks whether there is one.
    Name {
        name: String,
        at: usize,
    },
    /// `local[0]`
    Local(Box<Expr>, usize),
    /// `global[0]`
    Global(Box<Expr>, usize),
    /// `stack[0]`
    Stack(Box<Expr>),
    /// `mem32:1[8]`
    Memory {
        view: View,
        mem: u32,
        addr: Box<Expr>,
        at: usize,
    },
    /// `table[0][3]`
    Table {
        table: Box<Expr>,
        index: Box<Expr>,
        at: usize,
    },
    Depth,
    Step,
    Hits,
    /// `u32(x)`: the integer of this width that has the same low bits.
    Cast {
        bits: u32,
        signed: bool,
        of: Box<Expr>,
    },
    Not(Box<Expr>),
    Minus(Box<Expr>),
    Flip(Box<Expr>),
    Binary(Binary, Box<Expr>, Box<Expr>),
}

/// How bytes of a memory are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct View {
    pub(super) bytes: u8,
    pub(super) signed: bool,
    pub(super) float: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Binary {
    Or,
    And,
    Equal,
    Different,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    BitOr,
    BitXor,
    BitAnd,
    ShiftLeft,
    ShiftRight,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// An operator and how tightly it binds: as in Rust, so that `a & 1 == 0` is `(a & 1) == 0`.
fn operator(sign: &str) -> Option<(Binary, u8)> {
    Some(match sign {
        "||" => (Binary::Or, 1),
        "&&" => (Binary::And, 2),
        "==" => (Binary::Equal, 3),
        "!=" => (Binary::Different, 3),
        "<" => (Binary::Less, 3),
        "<=" => (Binary::LessOrEqual, 3),
        ">" => (Binary::Greater, 3),
        ">=" => (Binary::GreaterOrEqual, 3),
        "|" => (Binary::BitOr, 4),
        "^" => (Binary::BitXor, 5),
        "&" => (Binary::BitAnd, 6),
        "<<" => (Binary::ShiftLeft, 7),
        ">>" => (Binary::ShiftRight, 7),
        "+" => (Binary::Add, 8),
        "-" => (Binary::Subtract, 8),
        "*" => (Binary::Multiply, 9),
        "/" => (Binary::Divide, 9),
        "%" => (Binary::Remainder, 9),
        _ => return None,
    })
}

/// Comparisons, of which one cannot follow another.
const COMPARES: u8 = 3;

/// The expression of a text, and where it first names `hits`.
pub(super) fn parse(text: &str) -> Result<(Expr, Option<usize>), ConditionError> {
    if text.len() > MOST_BYTES {
        let message = format!("a condition has at most {MOST_BYTES} characters");
        let offset = (0..=MOST_BYTES).rev().find(|at| text.is_char_boundary(*at));
        let offset = offset.unwrap_or(0);
        return Err(ConditionError { offset, message });
    }
    let mut parser = Parser {
        tokens: tokens(text)?,
        next: 0,
        depth: 0,
        hits_at: None,
    };
    let expr = parser.binary(0)?;
    match parser.peek().kind {
        Kind::End => Ok((expr, parser.hits_at)),
        Kind::Sign("=") => Err(parser.error("`=` compares nothing: write `==`")),
        _ => Err(parser.error("an operator is missing here, such as `==` or `&&`")),
    }
}

struct Parser {
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
    /// Where `hits` was read first.
    hits_at: Option<usize>,
}

impl Parser {
    /// The last token is the end, which is never taken.
    fn peek(&self) -> &Token {
        &self.tokens[self.next.min(self.tokens.len() - 1)]
    }

    fn error(&self, message: &str) -> ConditionError {
        ConditionError {
            offset: self.peek().at,
            message: message.to_owned(),
        }
    }

    /// Takes a sign if it is next.
    fn takes(&mut self, sign: &str) -> bool {
        let takes = matches!(self.peek().kind, Kind::Sign(next) if next == sign);
        self.next += usize::from(takes);
        takes
    }

    fn needs(&mut self, sign: &str, after: &str) -> Result<(), ConditionError> {
        match self.takes(sign) {
            true => Ok(()),
            false => Err(self.error(&format!("`{sign}` is missing {after}"))),
        }
    }

    /// Operands joined by operators that bind more tightly than `above`.
    fn binary(&mut self, above: u8) -> Result<Expr, ConditionError> {
        let mut left = self.unary()?;
        loop {
            let Kind::Sign(sign) = self.peek().kind else {
                return Ok(left);
            };
            let Some((binary, binds)) = operator(sign).filter(|(_, binds)| *binds > above) else {
                return Ok(left);
            };
            self.next += 1;
            let right = self.binary(binds)?;
            left = Expr::Binary(binary, Box::new(left), Box::new(right));
            if binds == COMPARES
                && let Kind::Sign(sign) = self.peek().kind
                && operator(sign).is_some_and(|(_, binds)| binds == COMPARES)
            {
                return Err(self.error("comparisons are joined by `&&`: `0 < $i && $i < 5`"));
            }
        }
    }

    fn unary(&mut self) -> Result<Expr, ConditionError> {
        if self.depth == MOST_DEPTH {
            return Err(self.error("the condition is nested too deeply"));
        }
        self.depth += 1;
        let expr = if self.takes("!") {
            self.unary().map(|of| Expr::Not(Box::new(of)))
        } else if self.takes("-") {
            self.unary().map(|of| Expr::Minus(Box::new(of)))
        } else if self.takes("~") {
            self.unary().map(|of| Expr::Flip(Box::new(of)))
        } else if self.takes("(") {
            let expr = self.binary(0)?;
            self.needs(")", "after what is in brackets").map(|()| expr)
        } else {
            self.operand()
        };
        self.depth -= 1;
        expr
    }

    fn operand(&mut self) -> Result<Expr, ConditionError> {
        let Token { kind, at } = self.peek().clone();
        let expr = match kind {
            Kind::Int(value) => Expr::Int(value.into()),
            Kind::Float(value) => Expr::Float(value),
            Kind::Name(name) => Expr::Name { name, at },
            Kind::Word(word) => {
                self.next += 1;
                return self.word(&word, at);
            }
            Kind::Sign(_) | Kind::End => {
                let message = "a value is missing here, such as `$i`, `mem32[0]` or `5`";
                return Err(self.error(message));
            }
        };
        self.next += 1;
        Ok(expr)
    }

    fn word(&mut self, word: &str, at: usize) -> Result<Expr, ConditionError> {
        if let Some(view) = View::of(word) {
            let mem = match self.takes(":") {
                true => self.memory_index()?,
                false => 0,
            };
            let addr = self.index()?;
            let expr = Expr::Memory {
                view,
                mem,
                addr,
                at,
            };
            return Ok(expr);
        }
        Ok(match word {
            "null" => Expr::Null,
            "inf" => Expr::Float(f64::INFINITY),
            "nan" => Expr::Float(f64::NAN),
            "depth" => Expr::Depth,
            "step" => Expr::Step,
            "hits" => {
                self.hits_at = self.hits_at.or(Some(at));
                Expr::Hits
            }
            "local" => Expr::Local(self.index()?, at),
            "global" => Expr::Global(self.index()?, at),
            "stack" => Expr::Stack(self.index()?),
            "table" => {
                let (table, index) = (self.index()?, self.index()?);
                Expr::Table { table, index, at }
            }
            "i32" => self.cast(32, true)?,
            "u32" => self.cast(32, false)?,
            "i64" => self.cast(64, true)?,
            "u64" => self.cast(64, false)?,
            _ => {
                let message = format!(
                    "`{word}` is unknown: a local or global is `${word}`, and there are local[0], \
                     global[0], stack[0], mem8 to mem64[0], table[0][0], depth, step, hits, null"
                );
                let offset = at;
                return Err(ConditionError { offset, message });
            }
        })
    }

    fn memory_index(&mut self) -> Result<u32, ConditionError> {
        let index = match self.peek().kind {
            Kind::Int(index) => u32::try_from(index).ok(),
            _ => None,
        };
        let index = index.ok_or_else(|| self.error("the number of a memory follows `:`"))?;
        self.next += 1;
        Ok(index)
    }

    /// `[expression]`
    fn index(&mut self) -> Result<Box<Expr>, ConditionError> {
        self.needs("[", "with what is read, such as `[0]`")?;
        let expr = self.binary(0)?;
        self.needs("]", "at the end")?;
        Ok(Box::new(expr))
    }

    fn cast(&mut self, bits: u32, signed: bool) -> Result<Expr, ConditionError> {
        self.needs("(", "with an integer, such as `u32($i)`")?;
        let of = Box::new(self.binary(0)?);
        self.needs(")", "at the end")?;
        Ok(Expr::Cast { bits, signed, of })
    }
}

impl View {
    /// `mem8 mem8s mem16 mem16s mem32 mem32s mem64 mem64s memf32 memf64`
    fn of(word: &str) -> Option<Self> {
        let word = word.strip_prefix("mem")?;
        let (word, float) = match word.strip_prefix('f') {
            Some(word) => (word, true),
            None => (word, false),
        };
        let (word, signed) = match word.strip_suffix('s') {
            Some(word) => (word, true),
            None => (word, false),
        };
        let bytes = match word {
            "8" if !float => 1,
            "16" if !float => 2,
            "32" => 4,
            "64" => 8,
            _ => return None,
        };
        (!(float && signed)).then_some(Self {
            bytes,
            signed,
            float,
        })
    }
}
