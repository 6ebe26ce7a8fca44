//! FW716: a handler in another file than that of inline code.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW716",
    severity: Severity::Warning,
    what: "Finds a function with inline code whose `Handler` is in another file than `index`.",
    why: "CloudFormation puts the code into a file that is called `index`: the function fails with every call.",
    example: "`Handler: lambda_function.lambda_handler` beside `ZipFile`",
    fix: "write `index.` and the name of the function in the code: `index.handler`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html",
    kind: RuleKind::Template(run),
};

/// The languages of inline code.
const LANGUAGES: [&str; 2] = ["nodejs", "python"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    for function in resource::of_type(context.scope(), "AWS::Lambda::Function") {
        let handler = function.properties.get("Handler");
        let code = function.properties.at(&["Code", "ZipFile"]);
        // A layer may have the file.
        if !code.is_given() || !function.properties.get("Layers").is_absent() {
            continue;
        }
        let runtime = function.properties.get("Runtime").text().unwrap_or_default();
        let name = handler.text().filter(|_| LANGUAGES.iter().any(|language| runtime.starts_with(language)));
        let Some((file, name)) = name.as_ref().and_then(|name| name.rsplit_once('.')) else { continue };
        // Code without it stands in for what a pipeline brings later.
        if file == "index" || !code.text().is_some_and(|text| text.contains(name)) {
            continue;
        }
        let message = format!("expected `index` before `.{name}`, found `{file}`: the code is in one file of that name");
        handler.report(context, rule.finding(message).help(rule.fix).related(code.location(), "the code"));
    }
}
