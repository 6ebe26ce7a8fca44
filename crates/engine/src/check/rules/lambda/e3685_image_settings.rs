//! E3685: a function of an image with `Handler`, `Runtime` or `Layers`.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3685",
    severity: Severity::Error,
    what: "Finds a function of an image with `Handler`, `Runtime` or `Layers`.",
    why: "Lambda refuses the function: the image has them.",
    example: "`Handler` beside `PackageType: Image`",
    fix: "remove them",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_lambda_function/packagetype_image_exclusions",
        places: &["AWS::Lambda::Function"],
        growth: Growth::None,
    }),
};
