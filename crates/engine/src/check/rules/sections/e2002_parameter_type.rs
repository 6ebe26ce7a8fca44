//! E2002: a parameter of a type that does not exist.

use crate::check::engine::shown::shown;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::sections::section_schema::SectionSchema;
use crate::diagnostic::{Severity, nearest};
use crate::template::Key;

pub(crate) const RULE: Rule = Rule {
    code: "E2002",
    severity: Severity::Error,
    what: "Finds a parameter with an unknown `Type`.",
    why: "CloudFormation refuses the whole template.",
    example: "Image: { Type: Strin }",
    fix: "use `String`, `Number`, `CommaDelimitedList`, an AWS type such as `AWS::EC2::VPC::Id`, a `List<…>` of one, or `AWS::SSM::Parameter::Value<…>`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html",
    kind: RuleKind::Template(run),
};

const SINGLE: [&str; 12] = [
    "String",
    "Number",
    "AWS::EC2::AvailabilityZone::Name",
    "AWS::EC2::Image::Id",
    "AWS::EC2::Instance::Id",
    "AWS::EC2::KeyPair::KeyName",
    "AWS::EC2::SecurityGroup::GroupName",
    "AWS::EC2::SecurityGroup::Id",
    "AWS::EC2::Subnet::Id",
    "AWS::EC2::VPC::Id",
    "AWS::EC2::Volume::Id",
    "AWS::Route53::HostedZone::Id",
];
const OTHERS: [&str; 4] = [
    "CommaDelimitedList",
    "AWS::SSM::Parameter::Name",
    "AWS::SSM::Parameter::Value<String>",
    "AWS::SSM::Parameter::Value<List<String>>",
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let mut shape = SectionSchema::new(rule, context, "Parameters", "parameter");
    for (key, node) in shape.elements() {
        let Some(kind) = node.get("Type") else { continue };
        let Some(text) = kind.as_str() else { continue };
        // CloudFormation takes more of these two forms than it documents.
        let is_open = ["List<", "AWS::SSM::Parameter::Value<"].iter().any(|start| text.starts_with(start)) && text.ends_with('>');
        if is_open || SINGLE.contains(&text) || OTHERS.contains(&text) {
            continue;
        }
        let mut finding = rule.finding(format!("there is no parameter type `{}`", shown(text)));
        let lists: Vec<String> = SINGLE.iter().map(|single| format!("List<{single}>")).collect();
        let known = SINGLE.into_iter().chain(OTHERS).chain(lists.iter().map(String::as_str));
        finding.help = Some(nearest(text, known).map_or_else(|| rule.fix.to_owned(), |near| format!("did you mean `{near}`?")));
        shape.put(finding, key, &Key::new("Type".to_owned(), kind.location), &["Type"]);
    }
    context.report_all(shape.found);
}
