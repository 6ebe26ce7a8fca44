//! E2530: a snapshot of a runtime that has none.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E2530",
    severity: Severity::Error,
    what: "Finds a function with `SnapStart` whose runtime does not have it.",
    why: "Lambda refuses the function.",
    example: "`Runtime: nodejs22.x` with `SnapStart`",
    fix: "use Java 11, Python 3.12, .NET 8 or a later one, or remove `SnapStart`",
    link: "https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html",
    kind: RuleKind::Template(run),
};

/// The first versions of the runtimes that have it, by their names.
const SINCE: [(&str, [u32; 2]); 3] = [("dotnet", [8, 0]), ("java", [11, 0]), ("python", [3, 12])];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let kinds = ["AWS::Lambda::Function", "AWS::Serverless::Function"];
    for function in kinds.into_iter().flat_map(|kind| resource::of_type(scope, kind)) {
        let apply = function.properties.at(&["SnapStart", "ApplyOn"]);
        let runtime = function.properties.get("Runtime").text();
        if let Some(runtime) = runtime.filter(|runtime| apply.is("PublishedVersions") && has(runtime) == Some(false)) {
            apply.report(context, rule.finding(format!("the runtime `{runtime}` has no `SnapStart`")).help(rule.fix));
        }
    }
}

/// Whether a runtime has it; unknown for one of another name form.
fn has(runtime: &str) -> Option<bool> {
    let start = runtime.find(|character: char| character.is_ascii_digit()).unwrap_or(runtime.len());
    let (name, version) = runtime.split_at(start);
    let Some((_, since)) = SINCE.iter().find(|(known, _)| *known == name) else {
        return ["nodejs", "ruby", "go", "provided.al", "provided", "dotnetcore"].contains(&name).then_some(false);
    };
    let mut parts = version.split('.').map_while(|part| part.parse::<u32>().ok());
    let version = [parts.next()?, parts.next().unwrap_or(0)];
    Some(version >= *since)
}
