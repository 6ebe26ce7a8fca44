//! W1101: an alias of YAML. The reader finds it.

use crate::check::engine::{Rule, RuleKind};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "W1101",
    severity: Severity::Warning,
    what: "Finds a YAML alias (`*name`). The check expands it.",
    why: "CloudFormation refuses a template with aliases: \"YAML aliases are not allowed in CloudFormation templates\".",
    example: "Tags: *tags",
    fix: "deploy the output of `aws cloudformation package`, or repeat the value",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html",
    kind: RuleKind::Reading,
};
