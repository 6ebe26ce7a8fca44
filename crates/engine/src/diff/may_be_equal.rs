//! Values that are written in different ways and may still come to the same: a parameter, and what somebody may give for it.

use std::collections::BTreeMap;

use super::alike::alike;
use super::processed::Processed;
use crate::language::read::address_block::Carved;
use crate::language::sam;
use crate::template::substitution::{Part, Variable, parts, variable};
use crate::template::{Content, Key, Map, Node, dynamic, function, parameter_type};

/// A part of a text.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    Text(String),
    /// A value that is the same wherever it is called so, and that other texts can't be.
    Made(String),
    /// A value that can be any text. The same name is the same value.
    Open(String),
}

/// Whether two values, of which one is another one or may be, can be equal at a deployment.
pub(super) fn are(sides: [&Processed<'_>; 2], values: [Option<&Node>; 2]) -> bool {
    let [Some(one), Some(other)] = values else { return false };
    // What differs is defined elsewhere.
    if one == other {
        return true;
    }
    // Different texts have different encodings.
    if let (Some((function::BASE64, one)), Some((function::BASE64, other))) = (function::call(one), function::call(other)) {
        return are(sides, [Some(one), Some(other)]);
    }
    if let Some([one, other]) = sam::made_of(one).zip(sam::made_of(other)).map(<[&Node; 2]>::from) {
        return parts_are(sides, one, other);
    }
    if let Some(may_be) = Carved::parse(one).zip(Carved::parse(other)).and_then(|(one, other)| one.may_be(&other)) {
        return may_be;
    }
    let [before, after] = sides;
    let is_new = |node: &Node| pieces(after, node).is_some_and(|all| all.iter().any(|piece| piece.is_new(sides)));
    match (one.as_list(), other.as_list()) {
        (Some(items), None) => return !is_new(other) && is_made_list(after, other, &|made| lists_are(sides, items, made)),
        (None, Some(items)) => {
            return !items.iter().any(is_new) && is_made_list(before, one, &|made| lists_are(sides, made, items));
        }
        _ => {}
    }
    let (Some(mut one), Some(mut other)) = (pieces(before, one), pieces(after, other)) else { return false };
    // What AWS makes for a new resource was not there before.
    if other.iter().any(|piece| piece.is_new(sides)) {
        return false;
    }
    let is_open = |pieces: &[Piece]| pieces.iter().any(|piece| matches!(piece, Piece::Open(_)));
    if !is_open(&one) && !is_open(&other) || differ_in_letters(sides, &one, &other) {
        return false;
    }
    // What stands at both ends of both texts tells nothing; what differs there tells that they differ.
    if !strip(&mut one, &mut other) {
        return false;
    }
    one.iter_mut().chain(&mut other).for_each(Piece::reverse);
    one.reverse();
    other.reverse();
    // Where a text stands in the place of a parameter, that must be one of its values. The texts are read backwards here.
    let may_be = |side: &Processed<'_>, pieces: &[Piece], texts: &[Piece]| match (pieces, texts) {
        ([Piece::Open(name)], [Piece::Text(text)]) => side.scope.may_be(name, &text.chars().rev().collect::<String>()),
        _ => true,
    };
    let has_rest = strip(&mut one, &mut other);
    // What is left of both is known, and is not the same.
    if !has_rest || !(one.is_empty() && other.is_empty() || is_open(&one) || is_open(&other)) {
        return false;
    }
    // What only one of them has is nothing.
    let is_nothing = |side: &Processed<'_>, pieces: &[Piece]| pieces.iter().all(|piece| piece.may_be_empty(side));
    may_be(sides[0], &one, &other)
        && may_be(sides[1], &other, &one)
        && (!one.is_empty() || is_nothing(sides[1], &other))
        && (!other.is_empty() || is_nothing(sides[0], &one))
}

/// Whether a call makes a list of which only the deployment knows the items, or one that may be it where it is written in a branch.
fn is_made_list(side: &Processed<'_>, call: &Node, may_be: &dyn Fn(&[Node]) -> bool) -> bool {
    match function::call(call) {
        Some((function::IF, argument)) => {
            let mut branches = argument.as_list().unwrap_or_default().iter().skip(1);
            branches.any(|branch| branch.as_list().map_or_else(|| is_made_list(side, branch, may_be), may_be))
        }
        Some((function::REF, name)) => {
            let declared = name.as_str().and_then(|name| side.scope.parameter(name));
            declared.and_then(|one| one.get("Type")?.as_str()).is_some_and(parameter_type::is_list)
        }
        Some((name, _)) => LISTS.contains(&name),
        None => false,
    }
}

/// Functions that give lists, or may.
const LISTS: [&str; 5] = [function::SPLIT, function::FIND_IN_MAP, function::GET_ATT, function::GET_AZS, function::CIDR];

fn lists_are(sides: [&Processed<'_>; 2], left: &[Node], right: &[Node]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(one, other)| wholes_are(sides, one, other))
}

/// What a pseudo parameter never has in it but letters, digits and these.
const LETTERS: [(&str, &str); 5] =
    [("AWS::AccountId", ""), ("AWS::Partition", "-"), ("AWS::Region", "-"), ("AWS::StackName", "-"), ("AWS::URLSuffix", ".")];

/// Whether two texts surely differ, whatever is put into them: what both have put in is the same, so that one of them is longer by what is
/// written, or has more of a letter which nothing that only the other one has can bring. Nor is what pseudo parameters make a name that AWS
/// makes up, which ends in random letters.
fn differ_in_letters(sides: [&Processed<'_>; 2], one: &[Piece], other: &[Piece]) -> bool {
    let written = |pieces: &[Piece]| -> String {
        let texts = pieces.iter().filter_map(|piece| if let Piece::Text(text) = piece { Some(text.as_str()) } else { None });
        texts.collect()
    };
    let differ = |index: usize, fewer: &[Piece], more: &[Piece]| {
        let alone = alone(fewer, more);
        let (short, long) = (written(fewer), written(more));
        let never_has = |letter: char| {
            let has = |piece: &&Piece| match piece {
                Piece::Open(name) => LETTERS.iter().find(|(known, _)| known == name).is_none_or(|(_, all)| all.contains(letter)),
                _ => true,
            };
            !alone.iter().any(has)
        };
        // A document may be long, so its letters are counted once.
        let mut more_of: BTreeMap<char, isize> = BTreeMap::new();
        long.chars().filter(|letter| !letter.is_alphanumeric()).for_each(|letter| *more_of.entry(letter).or_default() += 1);
        short.chars().filter(|letter| !letter.is_alphanumeric()).for_each(|letter| *more_of.entry(letter).or_default() -= 1);
        let has_generated = || self::alone(more, fewer).iter().any(|piece| piece.is_generated(sides[1 - index]));
        // Somebody may have copied a name that was made up.
        let is_copied =
            || short.split(|letter: char| !letter.is_ascii_digit() && !letter.is_ascii_uppercase()).any(|run| run.len() >= 12);
        let is_of_pseudo = || !alone.is_empty() && alone.iter().all(|piece| piece.is_pseudo()) && !is_copied();
        alone.is_empty() && long.len() > short.len()
            || more_of.iter().any(|(letter, more)| *more > 0 && never_has(*letter))
            || is_of_pseudo() && has_generated()
    };
    differ(0, one, other) || differ(1, other, one)
}

/// What is put into one text and not into another one.
fn alone<'p>(one: &'p [Piece], other: &'p [Piece]) -> Vec<&'p Piece> {
    let put_in = |pieces: &'p [Piece]| pieces.iter().filter(|piece| !matches!(piece, Piece::Text(_)));
    let mut left: BTreeMap<&Piece, usize> = BTreeMap::new();
    put_in(other).for_each(|piece| *left.entry(piece).or_default() += 1);
    let mut found = Vec::new();
    for piece in put_in(one) {
        match left.get_mut(piece) {
            Some(count) if *count > 0 => *count -= 1,
            _ => found.push(piece),
        }
    }
    found
}

/// The same of values that may be lists and maps: each part of one has a counterpart that it may be equal to.
pub(super) fn wholes_are(sides: [&Processed<'_>; 2], one: &Node, other: &Node) -> bool {
    let is_call = |node: &Node| function::call(node).is_some();
    match (&one.content, &other.content) {
        _ if alike(one, other) => true,
        (Content::Map(left), Content::Map(right)) if !is_call(one) && !is_call(other) => {
            let is_so = |(key, node): (&Key, &Node)| right.get(key.as_str()).is_some_and(|other| wholes_are(sides, node, other));
            left.len() == right.len() && left.iter().all(is_so)
        }
        (Content::List(left), Content::List(right)) => lists_are(sides, left, right),
        _ => are(sides, [Some(one), Some(other)]),
    }
}

/// Whether what SAM makes of two values may be equal: not where one has a text that the other one has not.
fn parts_are(sides: [&Processed<'_>; 2], one: &Node, other: &Node) -> bool {
    let is_call = |node: &Node| function::call(node).is_some();
    let is_text = |node: &Node| is_call(node) || matches!(node.content, Content::Text(_));
    match (&one.content, &other.content) {
        _ if one == other => true,
        _ if is_text(one) && is_text(other) => are(sides, [Some(one), Some(other)]),
        // Policy templates have names, and no two of them are one policy.
        (Content::Map(left), Content::Map(right))
            if policy_template(left).zip(policy_template(right)).is_some_and(|(one, other)| one != other) =>
        {
            false
        }
        (Content::Map(left), Content::Map(right)) if !is_call(one) && !is_call(other) => {
            let is_so = |(key, node): (&Key, &Node)| match right.get(key.as_str()) {
                Some(other) => parts_are(sides, node, other),
                None => may_be_default(node),
            };
            left.iter().all(is_so) && right.iter().all(|(key, node)| left.get(key.as_str()).is_some() || may_be_default(node))
        }
        (Content::List(left), Content::List(right)) => {
            let finds = |sides, items: &[Node], among: &[Node]| {
                items.iter().all(|item| among.iter().any(|other| parts_are(sides, item, other)))
            };
            finds(sides, left, right) && finds([sides[1], sides[0]], right, left)
        }
        // A flag may mean nothing beside others.
        _ => true,
    }
}

/// The name of a policy template of SAM, where a map is one.
fn policy_template(map: &Map) -> Option<&str> {
    let (name, _) = map.iter().next().filter(|_| map.len() == 1)?;
    Some(name.as_str()).filter(|name| name.ends_with("Policy"))
}

/// Whether a value may be what it is where nobody gives it: one that holds a list is not.
fn may_be_default(node: &Node) -> bool {
    match &node.content {
        Content::List(items) => items.is_empty(),
        Content::Map(map) if function::call(node).is_none() => map.values().all(may_be_default),
        _ => true,
    }
}

/// A text of which a deployment may be given a part.
#[derive(Clone, PartialEq, PartialOrd, Eq, Ord)]
pub(super) struct Open {
    /// Its parts in small letters, and whether they are what is given.
    parts: Vec<(String, bool)>,
}

impl Open {
    /// What a value is; nothing where no part of it is given.
    pub(super) fn of(side: &Processed<'_>, node: &Node) -> Option<Open> {
        let parts: Vec<(String, bool)> = pieces(side, node)?.into_iter().map(Piece::part).collect();
        parts.iter().any(|(_, is_given)| *is_given).then_some(Open { parts })
    }

    /// What everything in a value is, one after the other.
    pub(super) fn of_all(side: &Processed<'_>, value: &Node) -> Open {
        let parts = match (&value.content, pieces(side, value)) {
            (_, Some(pieces)) => pieces.into_iter().map(Piece::part).collect(),
            (Content::Map(map), None) => {
                let entry = |(key, item): (&Key, &Node)| {
                    [vec![(format!("{}: ", key.as_str().to_lowercase()), false)], Open::of_all(side, item).parts].concat()
                };
                map.iter().flat_map(entry).collect()
            }
            (Content::List(items), None) => items.iter().flat_map(|item| Open::of_all(side, item).parts).collect(),
            _ => Vec::new(),
        };
        Open { parts }
    }

    /// The same with a text before and one behind it.
    pub(super) fn within(self, before: &str, after: &str) -> Open {
        let text = |text: &str| (text.to_lowercase(), false);
        Open { parts: [vec![text(before)], self.parts, vec![text(after)]].concat() }
    }

    /// A pattern of what it may be, with its written texts in a certain form. What the other one is given as well is the same there.
    pub(super) fn pattern(&self, other: Option<&Open>, written: fn(&str) -> String) -> String {
        let is_shared = |part: &(String, bool)| other.is_some_and(|other| other.parts.contains(part));
        let text = |part: &(String, bool)| match part {
            (name, true) if is_shared(part) => variable(name).to_lowercase(),
            (_, true) => "*".to_owned(),
            (text, false) => written(text),
        };
        self.parts.iter().map(text).collect()
    }
}

impl Piece {
    /// It in small letters, and whether it is given.
    fn part(self) -> (String, bool) {
        match self {
            Piece::Text(text) => (text.to_lowercase(), false),
            Piece::Made(name) => (variable(&name).to_lowercase(), false),
            Piece::Open(name) => (name, true),
        }
    }

    fn may_be_empty(&self, side: &Processed<'_>) -> bool {
        match self {
            Piece::Text(_) | Piece::Made(_) => false,
            Piece::Open(name) => side.scope.may_be(name, ""),
        }
    }

    /// Whether it is of a resource that only the second side has, and that gets it from AWS.
    fn is_new(&self, [before, after]: [&Processed<'_>; 2]) -> bool {
        matches!(self, Piece::Made(name) if before.find(Variable(name).element()).is_none()) && self.is_generated(after)
    }

    /// Whether AWS makes it up for a resource of a side.
    fn is_generated(&self, side: &Processed<'_>) -> bool {
        let Piece::Made(name) = self else { return false };
        side.scope.is_generated(Variable(name).element(), Variable(name).attribute())
    }

    fn is_pseudo(&self) -> bool {
        matches!(self, Piece::Open(name) if LETTERS.iter().any(|(known, _)| known == name))
    }

    fn reverse(&mut self) {
        if let Piece::Text(text) = self {
            *text = text.chars().rev().collect();
        }
    }
}

/// Removes what both begin with. `false` where they begin with different texts.
fn strip(one: &mut Vec<Piece>, other: &mut Vec<Piece>) -> bool {
    loop {
        match (one.first_mut(), other.first_mut()) {
            (Some(Piece::Text(left)), Some(Piece::Text(right))) => {
                let common: usize = left.chars().zip(right.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
                let is_end = [common == left.len(), common == right.len()];
                if is_end == [false, false] {
                    return false;
                }
                left.drain(..common);
                right.drain(..common);
                for (pieces, _) in [&mut *one, &mut *other].into_iter().zip(is_end).filter(|(_, is_end)| *is_end) {
                    pieces.remove(0);
                }
            }
            (Some(left), Some(right)) if left == right => {
                one.remove(0);
                other.remove(0);
            }
            // An open value may be empty, but a text that ends here has nothing more.
            (None, Some(Piece::Text(_) | Piece::Made(_))) | (Some(Piece::Text(_) | Piece::Made(_)), None) => return false,
            _ => return true,
        }
    }
}

/// The parts of a text; nothing where the value is none.
fn pieces(side: &Processed<'_>, node: &Node) -> Option<Vec<Piece>> {
    match function::call(node) {
        Some((function::SUB, argument)) => {
            // What was reduced has no variables of its own.
            Some(parts(argument.as_str()?).into_iter().flat_map(|part| piece(side, &part)).collect())
        }
        Some((function::REF, argument)) => argument.as_str().map(|name| vec![named(side, name)]),
        Some((function::JOIN, argument)) => {
            Some(joined(side, argument).unwrap_or_else(|| vec![Piece::Open(super::show::node(node))]))
        }
        Some((function::GET_ATT, _)) => Some(vec![Piece::Made(super::show::node(node))]),
        Some(_) => Some(vec![Piece::Open(super::show::node(node))]),
        None => Some(of_text(&node.scalar()?)),
    }
}

/// The parts of a reduced `Fn::Join`, whose delimiter is among its items already.
fn joined(side: &Processed<'_>, argument: &Node) -> Option<Vec<Piece>> {
    let [delimiter, items] = argument.as_list()? else { return None };
    let items = items.as_list().filter(|_| delimiter.as_str() == Some(""))?;
    let pieces: Option<Vec<Vec<Piece>>> = items.iter().map(|item| pieces(side, item)).collect();
    Some(pieces?.into_iter().flatten().collect())
}

fn piece(side: &Processed<'_>, part: &Part<'_>) -> Vec<Piece> {
    match part {
        Part::Text(text) => of_text(text),
        Part::Escaped(name) => vec![Piece::Text(variable(name))],
        Part::Variable(variable) => vec![match variable.attribute() {
            Some(_) => Piece::Made(variable.0.to_owned()),
            None => named(side, variable.0),
        }],
    }
}

/// A text, whose dynamic references can be any.
fn of_text(text: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut rest = text;
    for reference in dynamic::references(text) {
        let Some((before, after)) = rest.split_once(reference.inner) else { break };
        found.push(Piece::Text(before.trim_end_matches("{{").to_owned()));
        found.push(Piece::Open(reference.inner.to_owned()));
        rest = after.strip_prefix("}}").unwrap_or(after);
    }
    found.push(Piece::Text(rest.to_owned()));
    found.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
    found
}

/// What a reference stands for: something of a resource, or what a deployment is given.
fn named(side: &Processed<'_>, name: &str) -> Piece {
    if side.template().resource(name).is_some() { Piece::Made(name.to_owned()) } else { Piece::Open(name.to_owned()) }
}
