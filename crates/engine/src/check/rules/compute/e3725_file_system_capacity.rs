//! E3725: a `StorageCapacity` that the type of the file system does not have.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3725",
    severity: Severity::Error,
    what: "Finds a `StorageCapacity` that the type of the file system does not have.",
    why: "FSx refuses the file system.",
    example: "`StorageCapacity: 16` for `WINDOWS`",
    fix: "use a capacity that the message allows",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_fsx_filesystem/storage_capacity",
        places: &["AWS::FSx::FileSystem"],
        growth: Growth::None,
    }),
};
