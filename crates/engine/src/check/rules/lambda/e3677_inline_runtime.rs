//! E3677: a function whose code is in the template and whose runtime is neither Node.js nor Python.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3677",
    severity: Severity::Error,
    what: "Finds a function whose code is in the template and whose runtime is neither Node.js nor Python.",
    why: "CloudFormation packs inline code for these two only.",
    example: "`ZipFile` with `Runtime: go1.x`",
    fix: "put the package into S3",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_lambda_function/zipfile_runtime_enum",
        places: &["AWS::Lambda::Function"],
        growth: Growth::None,
    }),
};
