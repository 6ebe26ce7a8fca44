//! The body of a function: its statements, and what it returns.

use std::collections::BTreeSet;

use super::code::{Code, Printer, comment_lines};
use super::names::Names;
use super::parts::{Part, used};
use super::statement::Statement;

/// The body of the function of a part.
pub(super) struct Body<'a> {
    index: usize,
    parts: &'a [Part],
    names: &'a Names,
    /// The elements whose variables its own statements use.
    used: BTreeSet<String>,
}

impl<'a> Body<'a> {
    /// The body of the part with this index.
    pub(super) fn new(index: usize, parts: &'a [Part], names: &'a Names) -> Self {
        Body { index, parts, names, used: used(&parts[index].statements) }
    }

    /// All statements, and nothing that is returned.
    pub(super) fn text(&self) -> String {
        self.statements(&self.part().statements)
    }

    /// The statements, and the handle that is returned: the last statement itself where that makes it.
    pub(super) fn returning(&self, key: &str) -> String {
        match self.part().statements.split_last() {
            Some((last, others)) if has(last, key) && last.elements.len() == 1 => {
                let code = self.print(&last.code, 4, 4);
                format!("{}{}    {code}\n", self.statements(others), comment_lines(&last.comments, 4))
            }
            _ => format!("{}    {}\n", self.text(), self.names.of(key)),
        }
    }

    /// The statements, and the struct of handles that is returned. Where no statement needs another one's handle, each stands at its
    /// field.
    pub(super) fn making(&self, type_name: &str) -> String {
        let part = self.part();
        let is_shared = |key: &str| part.shared.iter().any(|(shared, _)| shared == key);
        let own = |statement: &&Statement| statement.elements.iter().any(|(key, _)| is_shared(key));
        let is_loop = |statement: &Statement| matches!(statement.code, Code::Loop(_));
        if part.statements.iter().any(is_loop) || part.shared.iter().any(|(key, _)| self.used.contains(key)) {
            let fields = part.shared.iter().map(|(key, _)| (self.names.of(key).to_owned(), Code::Element(key.clone())));
            let made = self.print(&Code::Struct(type_name.to_owned(), fields.collect()), 4, 4);
            return format!("{}    {made}\n", self.text());
        }
        let others = part.statements.iter().filter(|statement| !own(statement));
        let mut text: String = others.map(|statement| self.statement(statement)).collect();
        text.push_str(&format!("    {type_name} {{\n"));
        for statement in part.statements.iter().filter(own) {
            let name = statement.elements.first().map_or("", |(key, _)| self.names.of(key));
            let code = self.print(&statement.code, 8, 8 + name.len() + 2);
            text.push_str(&format!("{}        {name}: {code},\n", comment_lines(&statement.comments, 8)));
        }
        text + "    }\n"
    }

    fn part(&self) -> &Part {
        &self.parts[self.index]
    }

    fn statements(&self, statements: &[Statement]) -> String {
        statements.iter().map(|statement| self.statement(statement)).collect()
    }

    fn statement(&self, statement: &Statement) -> String {
        let comments = comment_lines(&statement.comments, 4);
        let is_shared = |key: &String| self.part().shared.iter().any(|(shared, _)| shared == key);
        let is_bound = |key: &String| self.used.contains(key) || is_shared(key) || key.starts_with("Outputs/");
        let bound = statement.elements.iter().map(|(key, _)| if is_bound(key) { self.names.of(key) } else { "_" });
        let bound: Vec<&str> = bound.collect();
        let is_needed = bound.iter().any(|name| *name != "_");
        let binding = match (bound.as_slice(), &statement.code) {
            (several, Code::Loop(looped)) if is_needed => {
                let array = self.with_printer(|printer| printer.mapped(looped, 4));
                return format!("{comments}    let [{}] = {array};\n", several.join(", "));
            }
            (_, Code::Loop(_)) => return format!("{comments}    {}\n", self.print(&statement.code, 4, 4)),
            ([one], _) if is_needed => format!("let {one} = "),
            _ => String::new(),
        };
        let code = self.print(&statement.code, 4, 4 + binding.len());
        format!("{comments}    {binding}{code};\n")
    }

    fn print(&self, code: &Code, indent: usize, column: usize) -> String {
        self.with_printer(|printer| printer.print(code, indent, column))
    }

    fn with_printer(&self, print: impl FnOnce(&Printer<'_>) -> String) -> String {
        let home = |key: &str| self.parts.iter().position(|part| part.statements.iter().any(|statement| has(statement, key)));
        let name = |key: &str| match home(key).filter(|home| *home != self.index) {
            Some(other) if self.parts[other].single().is_none() => {
                format!("{}.{}", self.parts[other].variable(self.names), self.names.of(key))
            }
            _ => self.names.of(key).to_owned(),
        };
        print(&Printer { name: &name })
    }
}

/// Whether a statement makes an element.
pub(super) fn has(statement: &Statement, key: &str) -> bool {
    statement.elements.iter().any(|(own, _)| own == key)
}
