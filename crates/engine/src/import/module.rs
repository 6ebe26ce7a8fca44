//! The text of the module: its imports, the function `stack`, and those of its parts.

use std::collections::BTreeSet;

use super::code::{Code, Printer, comment_lines};
use super::given::Given;
use super::literal;
use super::names::Names;
use super::parts::{Part, used};
use super::statement::Statements;
use super::writer::key;

/// The names of `formwork::stack` that the prelude lacks, since resources have nested types or fields of these names.
const IMPORTED: [&str; 8] =
    ["Anything", "CreationPolicy", "DeletionPolicy", "Rule", "Test", "UpdatePolicy", "UpdateReplacePolicy", "condition"];

/// More arguments than this, and clippy asks for a struct.
const MOST_ARGUMENTS: usize = 7;

/// The text of the module.
pub(super) fn text(parts: &[Part], whole: &Statements, given: &Given) -> String {
    let mut text = header(given.title);
    text.push_str(&imports(parts, given));
    text.push_str(&settings(given));
    text.push_str(&exports(parts, given));
    for (index, _) in parts.iter().enumerate() {
        text.push_str(&function(index, parts, whole, given));
    }
    text
}

/// The text of a module with a function that makes one value.
pub(super) fn of_value(name: &str, code: &Code, ty: &str, title: &str) -> String {
    let mut names = BTreeSet::new();
    collect(code, &mut names);
    let nobody = |_: &str| String::new();
    let body = Printer { name: &nobody }.print(code, 4, 4);
    let (header, title, imports) = (header(title), one_line(title), lines(&names, false));
    format!("{header}{imports}\n/// {title}\npub fn {name}() -> {ty} {{\n    {body}\n}}\n")
}

fn header(title: &str) -> String {
    format!("//! {}\n\n", one_line(title))
}

fn one_line(title: &str) -> String {
    let title: String = title.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    title.trim().to_owned()
}

/// The struct that the values of parameters are read into.
fn settings(given: &Given) -> String {
    if given.settings.is_empty() {
        return String::new();
    }
    let field = |(parameter, field): (&String, &String)| format!("    /// `{parameter}`\n    pub {field}: Option<String>,\n");
    let fields: String = given.settings.iter().map(field).collect();
    format!(
        "\n/// The values of the template's parameters in an environment.\n#[derive(Clone, Debug, Default, Deserialize)]\n\
         #[serde(default, deny_unknown_fields, rename_all = \"kebab-case\")]\npub struct Settings {{\n{fields}}}\n"
    )
}

/// The struct of links that other stacks use, and how each is called where it is made.
fn exports(parts: &[Part], given: &Given) -> String {
    if given.links.exports.is_empty() {
        return String::new();
    }
    let statements = || parts.iter().flat_map(|part| &part.statements).filter_map(|statement| statement.element.as_ref());
    let ty = |id: &String| statements().find(|(element, _)| *element == key("Outputs", id)).map(|(_, ty)| ty.clone());
    let field = |(id, field): (&String, &String)| Some(format!("    pub {field}: {},\n", ty(id)?));
    let fields: String = given.links.exports.iter().filter_map(field).collect();
    format!("\n/// What other stacks use of this one.\npub struct Exports {{\n{fields}}}\n")
}

fn imports(parts: &[Part], given: &Given) -> String {
    let mut names = BTreeSet::new();
    parts.iter().flat_map(|part| &part.statements).for_each(|statement| collect(&statement.code, &mut names));
    lines(&names, !given.settings.is_empty())
}

/// The lines that import names. The modules of services are in the prelude.
fn lines(names: &BTreeSet<String>, reads_settings: bool) -> String {
    let mut text = String::from("use formwork::prelude::*;\n");
    let names: Vec<&str> = IMPORTED.into_iter().filter(|name| names.contains(*name)).collect();
    match names.as_slice() {
        [] => {}
        [one] => text.push_str(&format!("use formwork::stack::{one};\n")),
        several => text.push_str(&format!("use formwork::stack::{{{}}};\n", several.join(", "))),
    }
    if reads_settings {
        text.push_str("use serde::Deserialize;\n");
    }
    text
}

/// The names with which the paths of a code begin.
fn collect(code: &Code, names: &mut BTreeSet<String>) {
    code.walk(&mut |code| {
        if let Code::Path(path) | Code::Struct(path, _) = code {
            beginnings(path, names);
        }
    });
}

fn beginnings(path: &str, names: &mut BTreeSet<String>) {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut rest = path;
    while let Some(start) = rest.find(is_name) {
        let length = rest[start..].find(|c| !is_name(c)).unwrap_or(rest.len() - start);
        // `::<` begins the arguments of a type, and what stands there begins a path.
        if !rest[..start].ends_with("::") {
            names.insert(rest[start..start + length].to_owned());
        }
        rest = &rest[start + length..];
    }
}

fn function(index: usize, parts: &[Part], whole: &Statements, given: &Given) -> String {
    let (part, names) = (&parts[index], &whole.names);
    let mut body = String::new();
    let used_here = used(&part.statements);
    let home = |key: &str| parts.iter().position(|part| part.statements.iter().any(|statement| has(statement, key)));
    let name = |key: &str| match home(key).filter(|home| *home != index) {
        Some(other) => format!("{}.{}", parts[other].name.as_deref().unwrap_or_default(), names.of(key)),
        None => names.of(key).to_owned(),
    };
    let printer = Printer { name: &name };
    for statement in &part.statements {
        body.push_str(&comment_lines(&statement.comments, 4));
        if statement.code == Code::atom("") {
            continue;
        }
        let element = statement.element.as_ref().map(|(key, _)| key);
        let is_shared = |key: &String| part.shared.iter().any(|(shared, _)| shared == key);
        let binding = element.filter(|key| used_here.contains(*key) || is_shared(key) || key.starts_with("Outputs/"));
        let binding = binding.map_or(String::new(), |key| format!("let {} = ", names.of(key)));
        let code = printer.print(&statement.code, 4, 4 + binding.len());
        body.push_str(&format!("    {binding}{code};\n"));
    }
    match &part.name {
        None => main(parts, &body, whole, given),
        Some(name) => of_part(name, part, parts, &body, names),
    }
}

/// Whether a part reads the settings.
fn reads_settings(part: &Part) -> bool {
    let mut reads = false;
    part.statements.iter().for_each(|each| each.code.walk(&mut |code| reads |= matches!(code, Code::Setting(_))));
    reads
}

fn has(statement: &super::statement::Statement, key: &str) -> bool {
    statement.element.as_ref().is_some_and(|(own, _)| own == key)
}

/// The function `stack`.
fn main(parts: &[Part], body: &str, whole: &Statements, given: &Given) -> String {
    let mut calls = String::new();
    for part in parts.iter().skip(1) {
        let name = part.name.as_deref().unwrap_or_default();
        let settings = reads_settings(part).then(|| ", settings".to_owned());
        let settings = settings.into_iter().chain(linked(part).into_iter().map(|module| format!(", {module}")));
        let arguments = part.uses.iter().map(|index| format!(", &{}", parts[*index].name.as_deref().unwrap_or_default()));
        let arguments = settings.chain(arguments);
        let binding = if part.shared.is_empty() { String::new() } else { format!("let {name} = ") };
        calls.push_str(&format!("    {binding}{name}(stack{});\n", arguments.collect::<String>()));
    }
    let named = given.full_name.map_or(String::new(), |name| format!(".named({})", literal::escaped(name)));
    let stack = format!("app.stack({}){named};\n", literal::escaped(given.name));
    let binding = if body.is_empty() && calls.is_empty() { "" } else { "let stack = " };
    let settings = if given.settings.is_empty() { "" } else { ", settings: &Settings" };
    let used: String = given.links.modules().iter().map(|module| format!(", {module}: &super::{module}::Exports")).collect();
    let rest = comment_lines(&whole.rest, 4);
    let (returned, end) = match returned(parts, whole, given) {
        Some(end) => (" -> Exports", end),
        None => ("", String::new()),
    };
    format!("\npub fn stack(app: &mut App{settings}{used}){returned} {{\n    {binding}{stack}{body}{calls}{rest}{end}}}\n")
}

/// The last line of the function `stack`, where other stacks use something.
fn returned(parts: &[Part], whole: &Statements, given: &Given) -> Option<String> {
    if given.links.exports.is_empty() {
        return None;
    }
    let home = |element: &str| parts.iter().find(|part| part.statements.iter().any(|statement| has(statement, element)));
    let value = |id: &String| {
        let element = key("Outputs", id);
        let name = whole.names.of(&element);
        match home(&element).and_then(|part| part.name.as_deref()) {
            Some(part) => format!("{part}.{name}"),
            None => name.to_owned(),
        }
    };
    let fields = given.links.exports.iter().map(|(id, field)| (field.clone(), Code::Atom(value(id)))).collect();
    let nobody = |_: &str| String::new();
    Some(format!("    {}\n", Printer { name: &nobody }.print(&Code::Struct("Exports".to_owned(), fields), 4, 4)))
}

/// The modules whose links a part uses.
fn linked(part: &Part) -> BTreeSet<String> {
    let mut modules = BTreeSet::new();
    for statement in &part.statements {
        statement.code.walk(&mut |code| {
            if let Code::Link(module, _) = code {
                modules.insert(module.clone());
            }
        });
    }
    modules
}

fn of_part(name: &str, part: &Part, parts: &[Part], body: &str, names: &Names) -> String {
    let mut text = String::new();
    let type_name = camel(name);
    let mut returned = String::new();
    let mut end = String::new();
    if !part.shared.is_empty() {
        let field = |(key, ty): &(String, String)| format!("    {}: {ty},\n", names.of(key));
        text.push_str(&format!("\n/// What other parts of the stack use of this one.\nstruct {type_name} {{\n"));
        text.push_str(&part.shared.iter().map(field).collect::<String>());
        text.push_str("}\n");
        returned = format!(" -> {type_name}");
        let field = |(key, _): &(String, String)| (names.of(key).to_owned(), Code::Element(key.clone()));
        let fields = Code::Struct(type_name.clone(), part.shared.iter().map(field).collect());
        let name = |key: &str| names.of(key).to_owned();
        end = format!("    {}\n", Printer { name: &name }.print(&fields, 4, 4));
    }
    let arguments = part.uses.iter().map(|index| {
        let name = parts[*index].name.as_deref().unwrap_or_default();
        format!(", {name}: &{}", camel(name))
    });
    let settings = reads_settings(part).then(|| ", settings: &Settings".to_owned());
    let links = linked(part).into_iter().map(|module| format!(", {module}: &super::{module}::Exports"));
    let arguments: Vec<String> = settings.into_iter().chain(links).chain(arguments).collect();
    if arguments.len() + 1 > MOST_ARGUMENTS {
        text.push_str("\n#[allow(clippy::too_many_arguments, reason = \"one for each part of the stack that it uses\")]");
    }
    text.push_str(&format!("\nfn {name}(stack: &mut Stack{}){returned} {{\n{body}{end}}}\n", arguments.concat()));
    text
}

fn camel(name: &str) -> String {
    name.split('_').map(|word| word.get(..1).unwrap_or_default().to_uppercase() + word.get(1..).unwrap_or_default()).collect()
}
