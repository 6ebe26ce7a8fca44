//! The text of the module: its imports, the function `stack`, and those of its parts.

use std::collections::BTreeSet;

use super::body::{Body, has};
use super::code::{Code, Printer, comment_lines};
use super::given::Given;
use super::imports::Imports;
use super::literal;
use super::names::Names;
use super::parts::Part;
use super::statement::Statements;
use super::writer::key;

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
    let mut found = Imports::of(&BTreeSet::new());
    code.walk(&mut |code| {
        if let Code::Path(path) | Code::Struct(path, _) = code {
            found.collect(path);
        }
    });
    let nobody = |_: &str| String::new();
    let body = Printer { name: &nobody }.print(code, 4, 4);
    let (header, title, imports) = (header(title), one_line(title), found.lines(false));
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
    let statements = || parts.iter().flat_map(|part| &part.statements).flat_map(|statement| &statement.elements);
    let ty = |id: &String| statements().find(|(element, _)| *element == key("Outputs", id)).map(|(_, ty)| ty.clone());
    let field = |(id, field): (&String, &String)| Some(format!("    pub {field}: {},\n", ty(id)?));
    let fields: String = given.links.exports.iter().filter_map(field).collect();
    format!("\n/// What other stacks use of this one.\npub struct Exports {{\n{fields}}}\n")
}

fn imports(parts: &[Part], given: &Given) -> String {
    let mut found = Imports::of(given.generated);
    for part in parts {
        for statement in &part.statements {
            statement.code.walk(&mut |code| match code {
                Code::Path(path) | Code::Struct(path, _) => found.collect(path),
                _ => {}
            });
        }
        part.shared.iter().for_each(|(_, ty)| found.collect(ty));
        let linked = part.statements.iter().flat_map(|each| &each.elements).filter(|(key, _)| key.starts_with("Outputs/"));
        linked.for_each(|(_, ty)| found.collect(ty));
    }
    found.lines(!given.settings.is_empty())
}

fn function(index: usize, parts: &[Part], whole: &Statements, given: &Given) -> String {
    let (part, names) = (&parts[index], &whole.names);
    let body = Body::new(index, parts, names);
    match &part.name {
        None => main(parts, &body.text(), whole, given),
        Some(name) => of_part(name, part, parts, &body, names),
    }
}

/// Whether a part reads the settings.
fn reads_settings(part: &Part) -> bool {
    let mut reads = false;
    part.statements.iter().for_each(|each| each.code.walk(&mut |code| reads |= matches!(code, Code::Setting(_))));
    reads
}

/// The function `stack`.
fn main(parts: &[Part], body: &str, whole: &Statements, given: &Given) -> String {
    let mut calls = String::new();
    for part in parts.iter().skip(1) {
        let name = part.name.as_deref().unwrap_or_default();
        let settings = reads_settings(part).then(|| ", settings".to_owned());
        let settings = settings.into_iter().chain(linked(part).into_iter().map(|module| format!(", {module}")));
        let arguments = part.uses.iter().map(|index| {
            let borrowed = if parts[*index].single().is_some() { "" } else { "&" };
            format!(", {borrowed}{}", parts[*index].variable(&whole.names))
        });
        let arguments = settings.chain(arguments);
        let variable = part.variable(&whole.names);
        let binding = if part.shared.is_empty() { String::new() } else { format!("let {variable} = ") };
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
        match home(&element).filter(|part| part.name.is_some() && part.single().is_none()) {
            Some(part) => format!("{}.{name}", part.variable(&whole.names)),
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

fn of_part(name: &str, part: &Part, parts: &[Part], body: &Body<'_>, names: &Names) -> String {
    let mut text = String::new();
    let (returned, statements) = match part.single() {
        Some((key, ty)) => (format!(" -> {ty}"), body.returning(key)),
        None if part.shared.is_empty() => (String::new(), body.text()),
        None => {
            let type_name = camel(name);
            let field = |(key, ty): &(String, String)| format!("    {}: {ty},\n", names.of(key));
            let fields = part.shared.iter().map(field).collect::<String>();
            text.push_str(&format!("\nstruct {type_name} {{\n{fields}}}\n"));
            (format!(" -> {type_name}"), body.making(&type_name))
        }
    };
    let arguments = part.uses.iter().map(|index| match parts[*index].single() {
        Some((key, ty)) => format!(", {}: {ty}", names.of(key)),
        None => {
            let name = parts[*index].name.as_deref().unwrap_or_default();
            format!(", {name}: &{}", camel(name))
        }
    });
    let settings = reads_settings(part).then(|| ", settings: &Settings".to_owned());
    let links = linked(part).into_iter().map(|module| format!(", {module}: &super::{module}::Exports"));
    let arguments: Vec<String> = settings.into_iter().chain(links).chain(arguments).collect();
    if arguments.len() + 1 > MOST_ARGUMENTS {
        text.push_str("\n#[allow(clippy::too_many_arguments, reason = \"one for each part of the stack that it uses\")]");
    }
    text.push_str(&format!("\nfn {name}(stack: &mut Stack{}){returned} {{\n{statements}}}\n", arguments.concat()));
    text
}

fn camel(name: &str) -> String {
    name.split('_').map(|word| word.get(..1).unwrap_or_default().to_uppercase() + word.get(1..).unwrap_or_default()).collect()
}
