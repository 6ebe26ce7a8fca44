//! E0000: a file whose form is broken, which the reader finds, and null, which no template may hold.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema;
use crate::template::Content;

pub(crate) const RULE: Rule = Rule {
    code: "E0000",
    severity: Severity::Error,
    what: "Finds a file that cannot be read as a template: broken JSON or YAML, duplicate keys, unknown tags, binary content, a file that is too large; and a value that is null.",
    why: "CloudFormation refuses the file, or silently drops one of two equal keys.",
    example: "Two resources of one name; a key of YAML with nothing after the colon.",
    fix: "correct the line that the finding names; if it is the end of a long construct, look at its beginning",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html",
    kind: RuleKind::Node(Nodes::All, run),
};

fn run(rule: &Rule, context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    if visit.node.content != Content::Null || visit.depth() == 0 || is_dropped(context, visit) {
        return Vec::new();
    }
    let what = visit.key().map_or_else(|| "this".to_owned(), |key| format!("`{key}`"));
    let finding = rule.finding(format!("{what} is null; a template cannot contain null"));
    vec![finding.help("write a value, delete the key, or use `AWS::NoValue` inside `Fn::If`")]
}

/// Whether CloudFormation never sees the null: SAM leaves a property out that is null, and makes text of a state machine's definition,
/// in which null means something.
fn is_dropped(context: &Context<'_>, visit: &Visit<'_, '_>) -> bool {
    let is_below = visit.section() == "Resources" && visit.attribute() == Some("Properties") && visit.depth() >= 4;
    let resource = context.scope().resource(visit.element()).filter(|_| is_below);
    let is_definition = || visit.path().get(3).is_some_and(|step| step.is_key("Definition"));
    resource.is_some_and(|resource| match resource.resource_type {
        "AWS::Serverless::StateMachine" if is_definition() => true,
        kind => visit.depth() == 4 && schema::is_serverless(kind),
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::engine::{RuleSet, run};
    use crate::template::read;

    #[test]
    fn null_stands_nowhere() {
        let found = |properties: &str| {
            let text = format!("Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties: {properties}\n");
            let template = read::template(text.as_bytes()).unwrap().0;
            run::template(&RuleSet::of([&RULE]), &[], "", &template)
                .iter()
                .map(|finding| format!("{} {}: {}", finding.code, finding.location, finding.message))
                .collect::<Vec<_>>()
        };
        assert_eq!(found("{TopicName: null, Tags: []}"), ["E0000 4:29: `TopicName` is null; a template cannot contain null"]);
        assert_eq!(found(""), ["E0000 4:15: `Properties` is null; a template cannot contain null"]);
        assert_eq!(found("{TopicName: !Ref AWS::NoValue, DisplayName: \"null\"}"), Vec::<String>::new());
    }
}
