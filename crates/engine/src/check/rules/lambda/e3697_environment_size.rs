//! E3697: more environment variables than Lambda takes.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3697",
    severity: Severity::Error,
    what: "Finds a function whose environment variables are larger than 4 KB.",
    why: "Lambda refuses the function.",
    example: "A variable with a whole document",
    fix: "put large values into the Parameter Store or S3",
    link: "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
    kind: RuleKind::Template(run),
};

/// The bytes of all names and values together.
const MOST: usize = 4096;

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let kinds = ["AWS::Lambda::Function", "AWS::Serverless::Function"];
    for function in kinds.into_iter().flat_map(|kind| resource::of_type(scope, kind)) {
        let variables = function.properties.at(&["Environment", "Variables"]);
        // What is not known may be empty.
        let sizes = variables
            .keys()
            .unwrap_or_default()
            .into_iter()
            .map(|name| variables.get(name).text().map_or(0, |text| name.len() + text.len()));
        let size: usize = sizes.sum();
        if size > MOST {
            let message = format!("the variables of `{}` have {size} bytes, and Lambda takes {MOST}", function.id);
            variables.report(context, rule.finding(message).help(rule.fix));
        }
    }
}
