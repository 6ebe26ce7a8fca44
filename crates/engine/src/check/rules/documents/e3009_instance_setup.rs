//! E3009: a setup of an instance that `cfn-init` cannot read.

use crate::check::engine::{Extension, Growth, Rule, RuleKind};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3009",
    severity: Severity::Error,
    what: "Finds an entry of `AWS::CloudFormation::Init` that `cfn-init` does not know, or a value of the wrong type.",
    why: "`cfn-init` fails on the instance, or overlooks the entry.",
    example: "`commands: {migrate: {comand: ./migrate}}`",
    fix: "use the keys of the page: `packages`, `groups`, `users`, `sources`, `files`, `commands`, `services`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-init.html",
    kind: RuleKind::Extension(&Extension {
        schema: "cfn_init",
        places: &["Metadata/AWS::CloudFormation::Init"],
        growth: Growth::None,
    }),
};
