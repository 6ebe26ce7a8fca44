//! FW113: what cannot be checked, and why.

use crate::check::engine::{Context, Found, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::Reason;
use crate::template::SourceLocation;
use crate::template::path::Path;

pub(crate) const RULE: Rule = Rule {
    code: "FW113",
    severity: Severity::Info,
    what: "Reports the parts of a template that are not checked: included files, macros, modules, and loops whose elements are unknown.",
    why: "Only the deployment knows these parts: names in them may exist, and their values are not checked.",
    example: "Transform: MyMacro",
    fix: "check the processed template after a deployment: `aws cloudformation get-template --template-stage Processed`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let opaque = context.program().opaque().iter();
    let mut found: Vec<Found> = Vec::new();
    for opaque in opaque {
        let message = format!("not checked: {}", opaque.cause);
        if found.iter().all(|(known, ..)| known.message != message) {
            found.push((rule.finding(message), opaque.location, opaque.path.clone()));
        }
    }
    if context.scope().is_spent() {
        found.push((
            rule.finding(format!("not checked: values that functions make: {}", Reason::TooMuch)),
            SourceLocation::Unknown,
            Path::default(),
        ));
    }
    context.report_all(found);
}
