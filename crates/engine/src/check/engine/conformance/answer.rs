//! What is known of a value that is to meet a schema.

use std::fmt;

use crate::language::Reason;

/// Whether a value meets a keyword, or a whole schema.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Answer<'a, F = ()> {
    /// It surely does.
    Yes,
    /// It surely does not: what is wrong.
    No(F),
    /// That can't be told: why.
    Unknown(Why<'a>),
}

/// Why nothing sure can be said of a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Why<'a> {
    /// What a function yields is unknown.
    Value(Reason<'a>),
    /// A condition decides whether something is there.
    Condition,
    /// It differs from outcome to outcome.
    Outcomes,
    /// Nothing is written where a value should be.
    Null,
    /// `aws cloudformation package` replaces the path.
    Packaged,
    /// The service replaces the text.
    Replaced,
    /// The expression can't be read for this text, or is known to refuse what the service takes.
    Pattern(&'a str),
    /// Nothing is known of the format.
    Format(&'a str),
    /// A closed set of what is no scalar.
    Set,
    /// The question leaves this out: see `Detail`.
    Detail,
    /// It lies too deep, or takes more work than is done.
    TooMuch,
}

impl<'a, F> Answer<'a, F> {
    /// What is wrong, where something is known to be.
    pub(crate) fn fault(self) -> Option<F> {
        match self {
            Answer::No(fault) => Some(fault),
            Answer::Yes | Answer::Unknown(_) => None,
        }
    }

    /// Yes, unless there is a fault.
    pub(crate) fn unless(fault: Option<F>) -> Self {
        fault.map_or(Answer::Yes, Answer::No)
    }

    /// Whether it surely does not.
    pub(crate) fn is_no(&self) -> bool {
        matches!(self, Answer::No(_))
    }

    /// Whether it surely does.
    pub(crate) fn is_yes(&self) -> bool {
        matches!(self, Answer::Yes)
    }

    /// The answer alone, where every fault is a sure one.
    pub(crate) fn plain(self) -> Answer<'a> {
        match self {
            Answer::Yes => Answer::Yes,
            Answer::No(_) => Answer::No(()),
            Answer::Unknown(why) => Answer::Unknown(why),
        }
    }
}

impl<'a, T> Answer<'a, Vec<T>> {
    /// No where something is wrong; unknown where a condition may still make it so.
    pub(crate) fn of(faults: Vec<T>, is_open: bool) -> Self {
        match faults.is_empty() {
            false => Answer::No(faults),
            true if is_open => Answer::Unknown(Why::Condition),
            true => Answer::Yes,
        }
    }
}

impl<'a> Answer<'a> {
    /// Whether both hold; the second is asked only where the first may.
    pub(crate) fn and(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Answer::Yes => other(),
            Answer::No(()) => self,
            Answer::Unknown(_) => match other() {
                Answer::No(()) => Answer::No(()),
                Answer::Yes | Answer::Unknown(_) => self,
            },
        }
    }

    /// Whether all hold.
    pub(crate) fn all(answers: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Answer::Yes;
        for answer in answers {
            match answer {
                Answer::No(()) => return answer,
                Answer::Unknown(_) if all.is_yes() => all = answer,
                Answer::Yes | Answer::Unknown(_) => {}
            }
        }
        all
    }

    /// Whether at least one holds; nothing is demanded where there is none.
    pub(crate) fn any(answers: impl IntoIterator<Item = Self>) -> Self {
        let mut answers = answers.into_iter().peekable();
        if answers.peek().is_none() {
            return Answer::Yes;
        }
        Self::all(answers.map(Self::opposite)).opposite()
    }

    /// Whether exactly one holds; nothing is demanded where there is none.
    pub(crate) fn one(answers: impl IntoIterator<Item = Self>) -> Self {
        let (mut sure, mut count, mut open) = (0_usize, 0_usize, None);
        for answer in answers {
            count += 1;
            match answer {
                Answer::Yes => sure += 1,
                Answer::No(()) => {}
                Answer::Unknown(why) => open = open.or(Some(why)),
            }
        }
        match (sure, open) {
            _ if count == 0 => Answer::Yes,
            (2.., _) | (0, None) => Answer::No(()),
            (_, Some(why)) => Answer::Unknown(why),
            (1, None) => Answer::Yes,
        }
    }

    /// Whether it does not hold.
    pub(crate) fn opposite(self) -> Self {
        match self {
            Answer::Yes => Answer::No(()),
            Answer::No(()) => Answer::Yes,
            Answer::Unknown(_) => self,
        }
    }
}

impl fmt::Display for Why<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::Value(reason) => reason.fmt(f),
            Why::Condition => f.write_str("a condition decides whether it exists"),
            Why::Outcomes => f.write_str("only some of its outcomes match the schema"),
            Why::Null => f.write_str("there is no value"),
            Why::Packaged => f.write_str("`aws cloudformation package` replaces the path"),
            Why::Replaced => f.write_str("the service replaces the text"),
            Why::Pattern(pattern) => write!(f, "the pattern `{pattern}` may not be complete"),
            Why::Format(format) => write!(f, "the format `{format}` is not known"),
            Why::Set => f.write_str("lists and maps are not compared with an enumeration"),
            Why::Detail => f.write_str("only the structure is checked"),
            Why::TooMuch => f.write_str("too much work"),
        }
    }
}
