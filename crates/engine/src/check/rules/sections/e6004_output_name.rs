//! E6004: a name that no output may have.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::sections::section_schema::SectionSchema;
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E6004",
    severity: Severity::Error,
    what: "Finds an output whose name is not 1 to 255 letters and digits.",
    why: "CloudFormation refuses the whole template.",
    example: "vpc-id: { Value: vpc-00000001 }",
    fix: "use letters and digits; the name of an `Export` may also have hyphens and colons",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let mut shape = SectionSchema::new(rule, context, "Outputs", "output");
    shape.check_names();
    context.report_all(shape.found);
}
