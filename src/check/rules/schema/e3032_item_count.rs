//! E3032: a list or map with too few or too many entries.

use crate::check::engine::{Rule, RuleKind, Subject, TYPES_PAGE};
use crate::diagnostic::{Diagnostic, Severity};
use crate::template::{Content, Node};

pub(crate) const RULE: Rule = Rule {
    code: "E3032",
    severity: Severity::Error,
    what: "Finds a list or map whose number of items or entries is outside what its property takes.",
    why: "The service refuses it.",
    example: "A task definition with eleven `Secrets` where ten are taken.",
    fix: "Add or remove items.",
    link: TYPES_PAGE,
    kind: RuleKind::Value(run),
};

fn run<'a>(rule: &Rule, subject: &Subject<'a>) -> Vec<Diagnostic> {
    let schema = subject.schema;
    // An item that is an expression may turn out to be nothing.
    let is_sure = |node: &&'a Node| !subject.scope.may_be_absent(node);
    let (nodes, low, high, things): (Vec<&Node>, _, _, _) = match &subject.node.content {
        Content::List(items) => (items.iter().collect(), schema.min_items(), schema.max_items(), "items"),
        Content::Map(map) => (map.values().collect(), schema.min_properties(), schema.max_properties(), "entries"),
        _ => return Vec::new(),
    };
    let count = nodes.len() as u64;
    let few = low.filter(|least| count < *least);
    let many = high.filter(|most| count > *most && nodes.iter().filter(|node| is_sure(node)).count() as u64 > *most);
    let message = match (few, many) {
        (Some(least), _) => format!("`{}` takes at least {least} {things}, and this has {count}", subject.name),
        (_, Some(most)) => format!("`{}` takes at most {most} {things}, and this has {count}", subject.name),
        _ => return Vec::new(),
    };
    vec![rule.finding(message)]
}
