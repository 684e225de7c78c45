//! What a text defines, read off its tokens: the names of each index space
//! and of each function's locals, whether or not the text can be assembled.

use super::tokens::{TokenKind, Tokens};

/// An index space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Space {
    Function,
    Table,
    Memory,
    Global,
    Tag,
    Type,
    Element,
    Data,
}

impl Space {
    /// The space that a field of this keyword defines something in.
    pub(crate) fn of_field(keyword: &str) -> Option<Space> {
        Some(match keyword {
            "func" => Space::Function,
            "table" => Space::Table,
            "memory" => Space::Memory,
            "global" => Space::Global,
            "tag" => Space::Tag,
            "type" => Space::Type,
            "elem" => Space::Element,
            "data" => Space::Data,
            _ => return None,
        })
    }

    /// What a thing of this space is called.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Space::Function => "function",
            Space::Table => "table",
            Space::Memory => "memory",
            Space::Global => "global",
            Space::Tag => "tag",
            Space::Type => "type",
            Space::Element => "element segment",
            Space::Data => "data segment",
        }
    }

    /// Several of them.
    pub(crate) fn plural(self) -> String {
        match self {
            Space::Memory => "memories".to_owned(),
            _ => format!("{}s", self.noun()),
        }
    }

    /// The field that would define one.
    pub(crate) fn example(self) -> &'static str {
        match self {
            Space::Function => "(func $name …)",
            Space::Table => "(table 10 funcref)",
            Space::Memory => "(memory 1)",
            Space::Global => "(global $name (mut i32) (i32.const 0))",
            Space::Tag => "(tag $name (param i32))",
            Space::Type => "(type $name (func (param i32) (result i32)))",
            Space::Element => "(elem $name func $f)",
            Space::Data => "(data $name \"…\")",
        }
    }
}

/// One thing in an index space.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item<'a> {
    pub(crate) space: Space,
    /// With its `$`.
    pub(crate) name: Option<&'a str>,
}

/// What a text defines.
#[derive(Debug)]
pub(crate) struct Outline<'a> {
    pub(crate) items: Vec<Item<'a>>,
}

impl<'a> Outline<'a> {
    /// Looks through the fields.
    pub(crate) fn new(tokens: &Tokens<'a>) -> Self {
        let mut outline = Outline { items: Vec::new() };
        let mut index = 0;
        while index < tokens.list.len() {
            let is_field = tokens.kind(index) == Some(TokenKind::Open);
            match tokens.head(index) {
                // Their contents are fields.
                "module" | "rec" if is_field => index += 1,
                keyword if is_field => {
                    outline.field(tokens, index, keyword);
                    // A field that is never closed may hold the next ones.
                    index = tokens.list[index].partner.unwrap_or(index) + 1;
                }
                _ => index += 1,
            }
        }
        outline
    }

    fn field(&mut self, tokens: &Tokens<'a>, open: usize, keyword: &str) {
        let (open, keyword) = if keyword == "import" {
            let mut inside = children(tokens, open);
            let Some(item) = inside.next() else { return };
            (item, tokens.head(item))
        } else {
            (open, keyword)
        };
        let Some(space) = Space::of_field(keyword) else {
            return;
        };
        let is_name = tokens.kind(open + 2) == Some(TokenKind::Name);
        let name = is_name.then(|| tokens.text_of(open + 2));
        self.items.push(Item { space, name });
        // `(memory (data "…"))` and `(table funcref (elem …))`
        let inline = children(tokens, open).filter_map(|open| match (space, tokens.head(open)) {
            (Space::Memory, "data") => Some(Space::Data),
            (Space::Table, "elem") => Some(Space::Element),
            _ => None,
        });
        self.items
            .extend(inline.map(|space| Item { space, name: None }));
    }

    /// The things of one space, in order.
    pub(crate) fn of(&self, space: Space) -> impl Iterator<Item = &Item<'a>> {
        self.items.iter().filter(move |item| item.space == space)
    }

    /// The names of one space.
    pub(crate) fn names(&self, space: Space) -> impl Iterator<Item = &'a str> {
        self.of(space).filter_map(|item| item.name)
    }
}

/// The opening parentheses directly inside of one.
pub(crate) fn children(tokens: &Tokens<'_>, open: usize) -> impl Iterator<Item = usize> {
    let end = tokens.past(open);
    let mut index = open + 1;
    std::iter::from_fn(move || {
        while index < end {
            let this = index;
            let is_open = tokens.kind(this) == Some(TokenKind::Open);
            index = if is_open { tokens.past(this) } else { this + 1 };
            if is_open {
                return Some(this);
            }
        }
        None
    })
}

/// The names of a function's parameters and locals, with their `$`.
pub(crate) fn locals<'a>(tokens: &Tokens<'a>, function: usize) -> Vec<&'a str> {
    let declares = |&open: &usize| matches!(tokens.head(open), "param" | "local");
    let name = |open: usize| {
        let is_name = tokens.kind(open + 2) == Some(TokenKind::Name);
        is_name.then(|| tokens.text_of(open + 2))
    };
    children(tokens, function)
        .filter(declares)
        .filter_map(name)
        .collect()
}

/// The labels that may be named at a token, innermost first, each with its
/// name where it has one. The function's own label is not among them.
pub(crate) fn labels<'a>(tokens: &Tokens<'a>, at: usize) -> Vec<Option<&'a str>> {
    let Some(function) = tokens.function_around(at) else {
        return Vec::new();
    };
    let mut open: Vec<Option<&str>> = Vec::new();
    // The parentheses of the folded ones, each with how many were open before
    // it; flat ones end with `end`, or with what is around them.
    let mut folded: Vec<(usize, usize)> = Vec::new();
    for index in function + 1..at {
        match tokens.kind(index) {
            Some(TokenKind::Close) => {
                if let Some(&(paren, before)) = folded.last()
                    && tokens.list[index].partner == Some(paren)
                {
                    folded.pop();
                    open.truncate(before);
                }
            }
            Some(TokenKind::Word) => match tokens.text_of(index) {
                "block" | "loop" | "if" | "try_table" => {
                    let is_name = tokens.kind(index + 1) == Some(TokenKind::Name);
                    let parent = tokens.list[index].parent;
                    if let Some(paren) = parent.filter(|&open| open + 1 == index) {
                        folded.push((paren, open.len()));
                    }
                    open.push(is_name.then(|| tokens.text_of(index + 1)));
                }
                "end"
                    if folded
                        .last()
                        .is_none_or(|&(_, before)| before + 1 < open.len()) =>
                {
                    open.pop();
                }
                _ => {}
            },
            _ => {}
        }
    }
    open.into_iter().rev().collect()
}
