//! E3720: an instance with `KmsKeyId` whose storage is not encrypted.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3720",
    severity: Severity::Error,
    what: "Finds an instance with `KmsKeyId` whose storage is not encrypted.",
    why: "RDS refuses the instance.",
    example: "`KmsKeyId` without `StorageEncrypted`",
    fix: "write `StorageEncrypted: true`",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_rds_dbinstance/kmskey_storageencrypted",
        places: &["AWS::RDS::DBInstance"],
        growth: Growth::None,
    }),
};
