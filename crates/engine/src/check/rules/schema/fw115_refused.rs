//! FW115: values that a service refuses although the schema of the type has nothing against them.

use crate::check::engine::{Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "FW115",
    severity: Severity::Error,
    what: "Finds values, and properties beside each other, that a service refuses although the schema of the type allows them, and a few with which it cannot do its work.",
    why: "CloudFormation sends what the schema allows, and the service answers with an error in the middle of the deployment; or nothing refuses it, and the app fails.",
    example: "`SubnetIds` of a gateway endpoint, `DesiredCount: -1`, `http://` in the `CallbackURLs` of an app client",
    fix: "write what the service takes; the page of the property says it",
    link: TYPES_PAGE,
    kind: RuleKind::Refused,
};
