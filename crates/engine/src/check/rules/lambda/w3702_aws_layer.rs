//! W3702: a layer of the form `arn:aws:lambda:::awslayer:`.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "W3702",
    severity: Severity::Warning,
    what: "Finds a layer of the form `arn:aws:lambda:::awslayer:`.",
    why: "It is only there in some regions and for some accounts.",
    example: "`arn:aws:lambda:::awslayer:AmazonLinux1803`",
    fix: "use the ARN of a layer's version",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_lambda_function/awslayer",
        places: &["AWS::Lambda::Function/Layers/*"],
        growth: Growth::None,
    }),
};
