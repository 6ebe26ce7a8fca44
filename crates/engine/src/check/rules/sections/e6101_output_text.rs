//! E6101: an output whose value is no text.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::sections::section_schema::SectionSchema;
use crate::diagnostic::Severity;
use crate::language::yields::{self, Yields};
use crate::language::{Case, Scope, resolve};
use crate::template::{Content, Key, Node};

pub(crate) const RULE: Rule = Rule {
    code: "E6101",
    severity: Severity::Error,
    what: "Finds an output whose value is not a string: a literal list or map, a list parameter, an attribute that is a list or a boolean, or the result of `Fn::Split`, `Fn::GetAZs` or `Fn::Cidr`.",
    why: "CloudFormation refuses it: the value of an output must be a string.",
    example: "Subnets: { Value: !Ref SubnetIds }, where `SubnetIds` is a `List<AWS::EC2::Subnet::Id>`",
    fix: "join the list: `!Join [\",\", !Ref SubnetIds]`; split it again where it is imported",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let mut shape = SectionSchema::new(rule, context, "Outputs", "output");
    for (key, output) in shape.elements() {
        let Some(value) = output.get("Value") else { continue };
        if let Some(what) = not_text(scope, value) {
            let finding = rule.finding(format!("expected a string for the value of the output `{}`, found {what}", key.as_str()));
            let at = Key::new("Value".to_owned(), value.location);
            let help = if what == "a list" { rule.fix } else { "remove the output, or output a value that is a string" };
            shape.put(finding.help(help), key, &at, &["Value"]);
        }
    }
    context.report_all(shape.found);
}

/// What a value is known to be, in any branch of a `Fn::If`, if that is no text.
fn not_text<'a>(scope: &'a Scope<'a>, value: &'a Node) -> Option<&'static str> {
    let by_function = resolve::calls(value).into_iter().find_map(|call| match yields::of(scope, call)? {
        Yields::List => Some("a list"),
        Yields::Flag => Some("a boolean"),
        Yields::Scalar => None,
    });
    by_function.or_else(|| {
        scope.cases(value).iter().filter_map(Case::node).find_map(|node| match node.content {
            Content::List(_) => Some("a list"),
            Content::Map(_) => Some("a map"),
            _ => None,
        })
    })
}
