//! W1101: an alias of YAML. The reader finds it.

use crate::check::engine::{Rule, RuleKind};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "W1101",
    severity: Severity::Warning,
    what: "Finds an alias (`*name`), and follows it all the same.",
    why: "CloudFormation refuses a template with aliases: \"YAML aliases are not allowed in CloudFormation templates\".",
    example: "Tags: *tags",
    fix: "Deploy what `aws cloudformation package` makes of the file, or write the value out.",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html",
    kind: RuleKind::Reading,
};
