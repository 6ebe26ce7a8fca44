//! E3723: settings of methods whose `ResourcePath` does not begin with `/`.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3723",
    severity: Severity::Error,
    what: "Finds settings of methods whose `ResourcePath` does not begin with `/`.",
    why: "API Gateway refuses the stage.",
    example: "`ResourcePath: '*'`",
    fix: "write `/*` for all methods",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_apigateway_stage/method_settings_resource_path",
        places: &["AWS::ApiGateway::Stage/MethodSettings/*"],
        growth: Growth::None,
    }),
};
