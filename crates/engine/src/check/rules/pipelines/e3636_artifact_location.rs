//! E3636: a CodeBuild project with S3 as source or target and without `Location`.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3636",
    severity: Severity::Error,
    what: "Finds a CodeBuild project with S3 as source or target and without `Location`.",
    why: "CodeBuild refuses the project.",
    example: "`Artifacts: {Type: S3}`",
    fix: "name the bucket in `Location`",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_codebuild_project/s3_locations",
        places: &["AWS::CodeBuild::Project/Artifacts", "AWS::CodeBuild::Project/Source"],
        growth: Growth::None,
    }),
};
