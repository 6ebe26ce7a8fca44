//! E3012: a value of the wrong type.

use crate::check::engine::conformance::scalar;
use crate::check::engine::shown::shown;
use crate::check::engine::{Rule, RuleKind, Subject, TYPES_PAGE, Values, literal};
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::Keywords;
use crate::template::{Content, Node};

pub(crate) const RULE: Rule = Rule {
    code: "E3012",
    severity: Severity::Error,
    what: "Finds a value of the wrong type that CloudFormation cannot convert.",
    why: "CloudFormation refuses the resource.",
    example: "\"Port\": \"http\"",
    fix: "write a value of the expected type; `\"80\"` is converted to 80, and `\"true\"` to true",
    link: TYPES_PAGE,
    kind: RuleKind::Value(Values::With(Keywords::of(&["type"])), run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    if !scalar::types(subject).is_no() {
        return Vec::new();
    }
    let wanted: Vec<&str> = subject.schema.types().map(literal::describe_type).collect();
    vec![rule.finding(format!("`{}`: expected {}, found {}", subject.name, wanted.join(" or "), given(subject.node)))]
}

fn given(node: &Node) -> String {
    match &node.content {
        Content::Null => "nothing".to_owned(),
        Content::Bool(flag) => format!("`{flag}`"),
        Content::Number(number) => format!("`{number}`"),
        Content::Text(text) => format!("`{}`", shown(text)),
        Content::List(_) => "a list".to_owned(),
        Content::Map(_) => "a map".to_owned(),
    }
}
