//! What a node can turn out to be, and under which circumstances.

use std::fmt;
use std::rc::Rc;

use crate::template::{Node, SourceLocation, counted};

/// One outcome of a node.
#[derive(Clone, Debug)]
pub(crate) struct Case<'a> {
    /// What it is.
    pub(crate) value: Value<'a>,
    /// The node that yields it: the branch of `Fn::If`, the entry of a mapping, the call that makes a text.
    pub(crate) at: &'a Node,
    /// What must hold for it; nothing where it always holds.
    pub(crate) when: When<'a>,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    /// This, as far as its own node tells: a map or list may hold further functions.
    Known(&'a Node),
    /// Nothing: what holds it is left out.
    Absent,
    /// Something that can't be told.
    Unknown(Reason<'a>),
}

/// Why a value is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reason<'a> {
    /// The value of a parameter that no value is given for.
    Parameter(&'a str),
    /// A condition that only the deployment decides.
    Condition(&'a str),
    /// A pseudo parameter: the account, the region.
    Pseudo(&'a str),
    /// What a resource is called, or an attribute of it.
    Resource(&'a str),
    /// An output of another stack.
    OtherStack,
    /// A dynamic reference, `{{resolve:…}}`.
    Dynamic,
    /// The availability zones of a region: a list of texts.
    Zones,
    /// A macro, an included file or a module makes it.
    Opaque,
    /// The call has another form than its function takes, or names what is not there.
    Malformed,
    /// `Fn::Select` asks for an item that the list does not have.
    OutOfRange { index: usize, count: usize },
    /// A mapping has no entry of this name.
    NoEntry(Rc<str>),
    /// It has more outcomes than are followed, or takes more work than is done.
    TooMuch,
}

impl fmt::Display for Reason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Parameter(name) => write!(f, "no value is given for the parameter `{name}`"),
            Reason::Condition(name) => write!(f, "the deployment decides whether `{name}` holds"),
            Reason::Pseudo(name) => write!(f, "`{name}` is known only at the deployment"),
            Reason::Resource(id) => write!(f, "`{id}` exists only after the deployment"),
            Reason::OtherStack => f.write_str("it is an output of another stack"),
            Reason::Dynamic => f.write_str("a dynamic reference is resolved at the deployment"),
            Reason::Zones => f.write_str("the availability zones are known only at the deployment"),
            Reason::Opaque => f.write_str("a macro, an included file or a module makes it"),
            Reason::Malformed => f.write_str("the function has no form that can be read"),
            Reason::OutOfRange { index, count } => {
                let items = counted(*count, "item");
                write!(f, "`Fn::Select` asks for index {index}, and the list has {items}, counted from 0")
            }
            Reason::NoEntry(name) => write!(f, "the mapping has no `{name}`"),
            Reason::TooMuch => f.write_str("too much work"),
        }
    }
}

/// One circumstance of an outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Fact<'a> {
    /// Whether a condition holds.
    Condition(&'a str, bool),
    /// The value of a parameter.
    Parameter(&'a str, &'a Node),
}

/// What must hold for an outcome: all of these.
pub(crate) type When<'a> = Vec<Fact<'a>>;

/// Whether two circumstances exclude each other.
pub(crate) fn excludes(one: &[Fact<'_>], other: &[Fact<'_>]) -> bool {
    let are_apart = |known: &Fact<'_>, fact: &Fact<'_>| match (known, fact) {
        (Fact::Condition(name, held), Fact::Condition(same, holds)) => name == same && held != holds,
        (Fact::Parameter(name, value), Fact::Parameter(same, other)) => name == same && value != other,
        _ => false,
    };
    one.iter().any(|known| other.iter().any(|fact| are_apart(known, fact)))
}

/// Both circumstances together; nothing where they exclude each other.
pub(crate) fn both<'a>(one: &[Fact<'a>], other: &[Fact<'a>]) -> Option<When<'a>> {
    let mut all = one.to_vec();
    all.extend(other.iter().filter(|fact| !one.contains(fact)));
    (!excludes(one, other)).then_some(all)
}

/// Circumstances in words, such as `if IsPublic and not IsTest`; nothing where there are none.
pub(crate) fn in_words<'f>(when: impl IntoIterator<Item = &'f Fact<'f>>) -> Option<String> {
    let words = when.into_iter().map(|fact| match fact {
        Fact::Condition(name, true) => (*name).to_owned(),
        Fact::Condition(name, false) => format!("not {name}"),
        Fact::Parameter(name, value) => format!("{name} is {}", value.scalar().unwrap_or_default()),
    });
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then(|| format!("if {}", words.join(" and ")))
}

impl<'a> Case<'a> {
    /// What always holds.
    pub(crate) fn of(value: Value<'a>, at: &'a Node) -> Self {
        Case { value, at, when: Vec::new() }
    }

    /// A node that is what it says.
    pub(crate) fn known(node: &'a Node) -> Self {
        Case::of(Value::Known(node), node)
    }

    /// What can't be told.
    pub(crate) fn unknown(reason: Reason<'a>, at: &'a Node) -> Self {
        Case::of(Value::Unknown(reason), at)
    }

    /// The same, where this holds too; nothing where that is excluded.
    pub(crate) fn with(&self, when: &[Fact<'a>]) -> Option<Self> {
        Some(Case { value: self.value.clone(), at: self.at, when: both(when, &self.when)? })
    }

    /// The known node.
    pub(crate) fn node(&self) -> Option<&'a Node> {
        match self.value {
            Value::Known(node) => Some(node),
            Value::Absent | Value::Unknown(_) => None,
        }
    }

    /// Whether somebody chooses it when the stack is deployed: it is one of the values that a parameter allows.
    pub(crate) fn is_chosen(&self) -> bool {
        self.when.iter().any(|fact| matches!(fact, Fact::Parameter(..)))
    }

    /// Where it was written.
    pub(crate) fn location(&self) -> SourceLocation {
        self.at.location
    }
}
