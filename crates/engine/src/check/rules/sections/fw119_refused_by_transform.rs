//! FW119: what the serverless transform refuses of its own resources.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::{Severity, nearest};
use crate::language::sam::{self, WayOut};
use crate::template::path::Path;

pub(crate) const RULE: Rule = Rule {
    code: "FW119",
    severity: Severity::Error,
    what: "Finds what the serverless transform refuses of its own resources, with `Globals` in their places: a policy template that there is not or whose parameter is missing, a property without the one that it needs, a function without `Handler` or `Runtime`, an event of a bucket that is not in the template.",
    why: "The change set fails before any resource is made: `Invalid Serverless Application Specification document`.",
    example: "Policies: [{S3ReadPolicy: {Bucket: !Ref Files}}]",
    fix: "write what the transform needs",
    link: "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-resources-and-properties.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let template = context.program().expanded();
    if !sam::uses(template) || context.uses().is_rewritten {
        return;
    }
    for refusal in sam::refusals(template) {
        let path = Path::of(["Resources", refusal.id.as_str(), "Properties"]).join(refusal.path);
        let help = match refusal.way_out {
            WayOut::Text(help) => help,
            WayOut::Nearest(name, known) => match nearest(&name, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => continue,
            },
        };
        context.report(rule.finding(refusal.message).help(help), refusal.location, path);
    }
}
