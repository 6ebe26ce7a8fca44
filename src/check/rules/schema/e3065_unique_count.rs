//! E3065: a list with too many different items.

use std::collections::BTreeSet;

use crate::check::engine::{Rule, RuleKind, Subject};
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::resolve;

pub(crate) const RULE: Rule = Rule {
    code: "E3065",
    severity: Severity::Error,
    what: "Finds a list with more different items than its property takes.",
    why: "The service refuses it.",
    example: "An alarm with six actions.",
    fix: "Remove items; one topic can stand for many receivers.",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html",
    kind: RuleKind::Value(run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some((items, most)) = subject.node.as_list().zip(subject.schema.max_unique_items()) else { return Vec::new() };
    // Two expressions may turn out to be the same, or nothing.
    let known = items.iter().filter(|item| resolve::is_plain(item)).filter_map(|item| serde_json::to_string(item).ok());
    let count = known.collect::<BTreeSet<_>>().len() as u64;
    if count <= most {
        return Vec::new();
    }
    vec![rule.finding(format!("`{}` takes at most {most} different items, and this list has {count}", subject.name))]
}
