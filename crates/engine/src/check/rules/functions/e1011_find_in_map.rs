//! E1011: a `Fn::FindInMap` of no mapping.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::{constraints, opaque};
use crate::template::{Key, Map, Node, counted, function};

pub(crate) const RULE: Rule = Rule {
    code: "E1011",
    severity: Severity::Error,
    what: "Finds a `Fn::FindInMap` whose mapping or literal keys do not exist, whose mapping lacks an allowed value of the parameter that is its key (a warning), or whose fourth argument is no `DefaultValue`.",
    why: "CloudFormation refuses the template, or the deployment fails.",
    example: "{ \"Fn::FindInMap\": [\"Sizes\", \"prodd\", \"Cpu\"] }",
    fix: "correct the name, add the entry, or give a default value",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-findinmap.html",
    kind: RuleKind::Node(Nodes::CallsOf(&[function::FIND_IN_MAP]), run),
};

fn run(rule: &Rule, context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    match function::call(visit.node) {
        Some((function::FIND_IN_MAP, argument)) => validate(rule, context, argument).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn validate(rule: &Rule, context: &Context<'_>, argument: &Node) -> Option<Diagnostic> {
    let (Some([mapping, top, second]) | Some([mapping, top, second, _])) = argument.as_list() else {
        let count = argument.as_list()?.len();
        let expected = "expected the name of a mapping, two keys, and at most a default value";
        return Some(rule.finding(format!("`Fn::FindInMap`: {expected}, found {}", counted(count, "value"))));
    };
    let default = argument.as_list()?.get(3);
    if default.is_some_and(|default| !is_default(default)) {
        let finding = rule.finding("`Fn::FindInMap`: expected a map with `DefaultValue` as its fourth value");
        return Some(finding.help("write `{DefaultValue: …}`"));
    }
    let empty = Map::default();
    let mappings = context.scope().section("Mappings").unwrap_or(&empty);
    let name = mapping.as_str()?;
    if context.is_stray(mapping) {
        return None;
    }
    // What an included file or a macro puts there is not seen.
    if context.may_make("Mappings", name) || mappings.get(name).is_some_and(is_made) {
        return None;
    }
    let Some(table) = mappings.get(name) else {
        return Some(missing(rule, context, "mapping", name, mappings));
    };
    if default.is_some() {
        return None;
    }
    let table = table.as_map()?;
    if let Some(finding) = without_row(rule, context, (name, table), top) {
        return Some(finding);
    }
    let Some(row) = table.get(top.as_str()?) else {
        return Some(missing(rule, context, "key", top.as_str()?, table));
    };
    let row = row.as_map()?;
    let second = second.as_str()?;
    (!row.contains_key(second)).then(|| missing(rule, context, "key", second, row))
}

/// A key that is a parameter, of whose allowed values the mapping has some and lacks others. Where it has none, the values name something
/// else, or the conditions keep them away from it.
fn without_row(rule: &Rule, context: &Context<'_>, (mapping, table): (&str, &Map), key: &Node) -> Option<Diagnostic> {
    let Some((function::REF, name)) = function::call(key) else { return None };
    let name = name.as_str()?;
    let declared = context.scope().section("Parameters")?.get(name)?;
    let allowed = constraints::allowed(declared)?;
    let (has, lacks): (Vec<&String>, Vec<&String>) = allowed.iter().partition(|value| table.contains_key(value.as_str()));
    let one = lacks.first().filter(|_| !has.is_empty())?;
    let more = if lacks.len() > 1 { format!(" and {} more", lacks.len() - 1) } else { String::new() };
    let message = format!("`{name}` allows `{one}`{more}, and the mapping `{mapping}` has no such key");
    let mut finding = rule
        .finding(message)
        .help(format!("add the key `{one}` to `{mapping}`, remove it from `AllowedValues`, or give a `DefaultValue`"));
    // What is read only under a condition may never meet that value.
    finding.severity = Severity::Warning;
    Some(finding)
}

/// Whether a fourth argument has the form of one, or something else makes it.
fn is_default(node: &Node) -> bool {
    node.as_map().is_some_and(|map| map.len() == 1 && map.contains_key("DefaultValue") || function::has_functions(map))
}

/// Whether a function makes some of a mapping.
fn is_made(table: &Node) -> bool {
    let mut found = false;
    table.walk(&mut |node| found |= node.as_map().is_some_and(opaque::is_made));
    found
}

fn missing(rule: &Rule, context: &Context<'_>, what: &str, name: &str, map: &Map) -> Diagnostic {
    let mut finding = rule.finding(format!("there is no {what} `{name}`"));
    finding.help = context.hint(name, map.keys().map(Key::as_str));
    finding
}
