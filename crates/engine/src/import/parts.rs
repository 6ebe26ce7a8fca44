//! The parts of a long stack: functions by subject, each of which hands its handles to those that follow.

use std::collections::{BTreeMap, BTreeSet};

use super::code::{Code, Printer};
use super::names::Names;
use super::statement::Statement;
use crate::schema::generate::snake;
use crate::template::plural;

/// A stack of so many lines is written in one function.
const ONE_FUNCTION: usize = 60;
/// The lines of a function that fit on a screen.
const SCREEN: usize = 45;
/// The lines of a function that only lists what is alike, as parameters are.
const LISTING: usize = 120;
/// So many lines more, rather than that resources of one type are divided.
const ALIKE: usize = 20;
/// What is shorter stands with what follows.
const SHORT: usize = 12;

/// Sections whose elements are alike.
const LISTED: [&str; 4] = ["Parameters", "Mappings", "Conditions", "Outputs"];

/// A function of the module.
pub(super) struct Part {
    /// What it is called; nothing for the function `stack` itself.
    pub(super) name: Option<String>,
    pub(super) statements: Vec<Statement>,
    /// The elements that later parts use, with the types of their variables.
    pub(super) shared: Vec<(String, String)>,
    /// The earlier parts whose elements it uses, by their index.
    pub(super) uses: BTreeSet<usize>,
}

impl Part {
    fn new(name: Option<String>, statements: Vec<Statement>) -> Self {
        Part { name, statements, shared: Vec::new(), uses: BTreeSet::new() }
    }

    /// The one handle that later parts use: it needs no struct. What is not `Copy` is kept in one.
    pub(super) fn single(&self) -> Option<&(String, String)> {
        match self.shared.as_slice() {
            [one @ (_, ty)] if ty.starts_with("Handle<") || ty.starts_with("ParameterHandle<") => Some(one),
            _ => None,
        }
    }

    /// What the variable is called that holds its handles.
    pub(super) fn variable<'a>(&'a self, names: &'a Names) -> &'a str {
        match self.single() {
            Some((key, _)) => names.of(key),
            None => self.name.as_deref().unwrap_or_default(),
        }
    }
}

/// Divides statements into the function `stack` and, where there are many, those of its parts.
pub(super) fn divide(statements: Vec<Statement>, exports: &BTreeSet<String>, names: &mut Names) -> Vec<Part> {
    let lengths: Vec<usize> = statements.iter().map(|statement| lines(statement, names)).collect();
    if lengths.iter().sum::<usize>() <= ONE_FUNCTION {
        return vec![Part::new(None, statements)];
    }
    let mut parts = vec![Part::new(None, Vec::new())];
    for group in grouped(statements, lengths) {
        if group.label.is_empty() {
            parts[0].statements.extend(group.statements);
            continue;
        }
        let name = name(&group, names);
        parts.push(Part::new(Some(name), group.statements));
    }
    connect(&mut parts, exports);
    parts
}

struct Group {
    label: &'static str,
    statements: Vec<Statement>,
    lines: usize,
    /// The lines of the statements that gave the label.
    longest: usize,
}

/// What the function of a group is called: as its only resource, by the type of all its resources, or by its subject.
fn name(group: &Group, names: &mut Names) -> String {
    let resources: Vec<(&str, Option<&str>)> = group.statements.iter().filter_map(Statement::resource).collect();
    let types: BTreeSet<&str> = resources.iter().map(|(type_name, _)| *type_name).collect();
    let is_of_resources = group.label.starts_with(|c: char| c.is_lowercase());
    let is_alone = group.statements.len() == 1;
    match (resources.as_slice(), types.first()) {
        ([(_, Some(key))], _) if is_alone => names.of(key).to_owned(),
        (several, first) => {
            let is_alike = several.len() > 1 && types.len() == 1;
            let of_type = if is_alike { first.copied() } else { most(several) };
            let of_type = of_type.map(|name| plural(&snake(name.rsplit("::").next().unwrap_or_default())));
            let label = group.label.to_lowercase();
            let wanted = match of_type.filter(|name| is_of_resources && !names.is_taken(name)) {
                Some(of_type) if is_alike || names.is_taken(&label) => of_type,
                _ => label,
            };
            names.numbered(&wanted)
        }
    }
}

/// The type of most of the resources, the first of several.
fn most<'a>(resources: &[(&'a str, Option<&str>)]) -> Option<&'a str> {
    let count = |type_name: &str| resources.iter().filter(|(other, _)| *other == type_name).count();
    resources.iter().map(|(type_name, _)| *type_name).rev().max_by_key(|type_name| count(type_name))
}

fn grouped(statements: Vec<Statement>, lengths: Vec<usize>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (statement, length) in statements.into_iter().zip(lengths) {
        let label = statement.subject;
        let fits = |group: &&mut Group| {
            let last = group.statements.last().and_then(|last| last.resource_type.as_ref());
            let is_alike = last.is_some() && last == statement.resource_type.as_ref();
            let most = if LISTED.contains(&label) { LISTING } else { SCREEN + if is_alike { ALIKE } else { 0 } };
            group.label == label && (group.lines + length <= most || label.is_empty())
        };
        match groups.last_mut().filter(fits) {
            Some(group) => {
                group.statements.push(statement);
                group.lines += length;
                group.longest += length;
            }
            None => groups.push(Group { label, statements: vec![statement], lines: length, longest: length }),
        }
    }
    let mut merged: Vec<Group> = Vec::new();
    for group in groups {
        let joins = |last: &&mut Group| {
            let small = last.lines < SHORT || group.lines < SHORT;
            small && last.lines + group.lines <= SCREEN && !last.label.is_empty() && !group.label.is_empty()
        };
        match merged.last_mut().filter(joins) {
            Some(last) => {
                if group.longest > last.longest {
                    (last.label, last.longest) = (group.label, group.longest);
                }
                last.lines += group.lines;
                last.statements.extend(group.statements);
            }
            None => merged.push(group),
        }
    }
    merged
}

/// Notes who uses what of whom.
fn connect(parts: &mut [Part], exports: &BTreeSet<String>) {
    let mut home: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for (index, part) in parts.iter().enumerate() {
        let elements = part.statements.iter().flat_map(|statement| statement.elements.clone());
        home.extend(elements.map(|(key, ty)| (key, (index, ty))));
    }
    let mut shared: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for (index, part) in parts.iter_mut().enumerate() {
        for key in used(&part.statements) {
            if let Some((owner, ty)) = home.get(&key).filter(|(owner, _)| *owner != index) {
                part.uses.insert(*owner);
                shared.insert(key, (*owner, ty.clone()));
            }
        }
    }
    // What other stacks use, the function `stack` returns.
    let of_others = exports.iter().filter_map(|key| Some((key.clone(), home.get(key)?.clone())));
    shared.extend(of_others.filter(|(_, (owner, _))| *owner != 0));
    for (index, part) in parts.iter_mut().enumerate() {
        let own = part.statements.iter().flat_map(|statement| statement.elements.clone());
        part.shared = own.filter(|(key, _)| shared.get(key).is_some_and(|(owner, _)| *owner == index)).collect();
    }
}

/// The elements whose variables statements use.
pub(super) fn used(statements: &[Statement]) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for statement in statements {
        statement.code.walk(&mut |code| {
            if let Code::Element(key) = code {
                keys.insert(key.clone());
            }
        });
    }
    keys
}

/// How many lines a statement has.
pub(super) fn lines(statement: &Statement, names: &Names) -> usize {
    let name = |key: &str| names.of(key).to_owned();
    let text = Printer { name: &name }.print(&statement.code, 4, 20);
    statement.comments.len() + text.lines().count()
}
