//! E3663: a variable of a function whose name Lambda keeps for itself.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::{resource, variable};

pub(crate) const RULE: Rule = Rule {
    code: "E3663",
    severity: Severity::Error,
    what: "Finds an environment variable of a function with a name that Lambda sets itself, such as `AWS_REGION`.",
    why: "Lambda refuses the function.",
    example: "Variables: { AWS_REGION: us-east-1 }",
    fix: "read the variable that Lambda sets, or rename yours; permissions come from the function's role",
    link: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime",
    kind: RuleKind::Template(run),
};

const RESERVED: [&str; 18] = [
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let functions = variable::FUNCTIONS.iter().flat_map(|kind| resource::of_type(scope, kind));
    for variable in functions.flat_map(|function| variable::of_function(&function)) {
        let Some(name) = variable.name.filter(|name| RESERVED.contains(&name.as_str())) else { continue };
        variable.value.report(context, rule.finding(format!("the variable `{name}` is reserved: Lambda sets it")).help(rule.fix));
    }
}
