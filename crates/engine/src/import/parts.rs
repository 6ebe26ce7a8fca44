//! The parts of a long stack: functions by subject, each of which hands its handles to those that follow.

use std::collections::{BTreeMap, BTreeSet};

use super::code::{Code, Printer};
use super::names::Names;
use super::statement::Statement;

/// A stack of so many lines is written in one function.
const ONE_FUNCTION: usize = 60;
/// The lines of a function that fit on a screen.
const SCREEN: usize = 45;
/// What is shorter stands with what follows.
const SHORT: usize = 12;

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

/// Divides statements into the function `stack` and, where there are many, those of its parts.
pub(super) fn divide(statements: Vec<Statement>, exports: &BTreeSet<String>, names: &mut Names) -> Vec<Part> {
    let lengths: Vec<usize> = statements.iter().map(|statement| lines(statement, names)).collect();
    if lengths.iter().sum::<usize>() <= ONE_FUNCTION {
        return vec![Part { name: None, statements, shared: Vec::new(), uses: BTreeSet::new() }];
    }
    let mut parts = vec![Part { name: None, statements: Vec::new(), shared: Vec::new(), uses: BTreeSet::new() }];
    for group in grouped(statements, lengths) {
        if group.label.is_empty() {
            parts[0].statements.extend(group.statements);
            continue;
        }
        let name = names.numbered(group.label);
        parts.push(Part { name: Some(name), statements: group.statements, shared: Vec::new(), uses: BTreeSet::new() });
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

fn grouped(statements: Vec<Statement>, lengths: Vec<usize>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (statement, length) in statements.into_iter().zip(lengths) {
        let label = label(statement.subject);
        let fits = |group: &&mut Group| group.label == label && (group.lines + length <= SCREEN || label.is_empty());
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

fn label(subject: &'static str) -> &'static str {
    match subject {
        "Parameters" => "parameters",
        "Mappings" => "mappings",
        "Conditions" => "conditions",
        "Rules" => "rules",
        "Resources" => "resources",
        "Outputs" => "outputs",
        other => other,
    }
}

/// Notes who uses what of whom.
fn connect(parts: &mut [Part], exports: &BTreeSet<String>) {
    let mut home: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for (index, part) in parts.iter().enumerate() {
        let elements = part.statements.iter().filter_map(|statement| statement.element.clone());
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
        let own = part.statements.iter().filter_map(|statement| statement.element.clone());
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

fn lines(statement: &Statement, names: &Names) -> usize {
    let name = |key: &str| names.of(key).to_owned();
    let text = Printer { name: &name }.print(&statement.code, 4, 20);
    statement.comments.len() + text.lines().count()
}
