//! E3012: a value of the wrong type.

use crate::check::shown::shown;
use crate::check::value::{Subject, TYPES_PAGE};
use crate::check::{Reach, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::JsonType;
use crate::template::{Content, Node};

pub const RULE: Rule = Rule {
    code: "E3012",
    severity: Severity::Error,
    what: "Finds a value that is not of its property's type and that CloudFormation cannot turn into one.",
    why: "CloudFormation refuses the resource.",
    example: "\"Port\": \"http\"",
    fix: "Write a value of the type; `\"80\"` is taken for 80, and `\"true\"` for true.",
    link: TYPES_PAGE,
    reach: Reach::Value(run),
};

/// Maps that may be written as a local path, which `aws cloudformation package` replaces by the place in S3.
const PACKAGED: [(&str, &str); 6] = [
    ("AWS::ApiGateway::RestApi", "BodyS3Location"),
    ("AWS::CodeCommit::Repository", "S3"),
    ("AWS::ElasticBeanstalk::ApplicationVersion", "SourceBundle"),
    ("AWS::Lambda::Function", "Code"),
    ("AWS::Lambda::LayerVersion", "Content"),
    ("AWS::StepFunctions::StateMachine", "DefinitionS3Location"),
];

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    // That null stands nowhere is `E0000`.
    if subject.node.content == Content::Null {
        return Vec::new();
    }
    let types: Vec<JsonType> = subject.schema.types().collect();
    if types.is_empty() || types.iter().any(|wanted| fits(subject.node, *wanted)) {
        return Vec::new();
    }
    // A document that may be given as text is one that CloudFormation parses itself.
    if types.contains(&JsonType::Object) && subject.schema.format() == Some("json") {
        return Vec::new();
    }
    if subject.node.as_str().is_some() && PACKAGED.contains(&(subject.resource_type, subject.name)) {
        return Vec::new();
    }
    let wanted: Vec<&str> = types.iter().map(|wanted| describe(*wanted)).collect();
    vec![rule.finding(format!("`{}` takes {}, and this is {}", subject.name, wanted.join(" or "), given(subject.node)))]
}

fn fits(node: &Node, wanted: JsonType) -> bool {
    match (&node.content, wanted) {
        (Content::Map(_), JsonType::Object) | (Content::List(_), JsonType::Array) | (Content::Bool(_), JsonType::Boolean) => true,
        // Every scalar has a text.
        (Content::Text(_) | Content::Number(_) | Content::Bool(_), JsonType::String) => true,
        (Content::Number(number), JsonType::Integer) => number.as_f64().is_some_and(|number| number.fract() == 0.0),
        (Content::Number(_), JsonType::Number) => true,
        (Content::Text(text), JsonType::Integer) => text.trim().parse::<i128>().is_ok(),
        (Content::Text(text), JsonType::Number) => text.trim().parse::<f64>().is_ok(),
        (Content::Text(text), JsonType::Boolean) => matches!(text.to_lowercase().as_str(), "true" | "false"),
        _ => false,
    }
}

fn describe(wanted: JsonType) -> &'static str {
    match wanted {
        JsonType::String => "text",
        JsonType::Integer => "a whole number",
        JsonType::Number => "a number",
        JsonType::Boolean => "true or false",
        JsonType::Array => "a list",
        JsonType::Object => "a map",
    }
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
