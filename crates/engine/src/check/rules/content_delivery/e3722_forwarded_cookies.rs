//! E3722: cookies that are forwarded in another way than `all`, `none` or `whitelist`.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3722",
    severity: Severity::Error,
    what: "Finds cookies that are forwarded in another way than `all`, `none` or `whitelist`.",
    why: "CloudFront refuses the distribution.",
    example: "`Forward: some`",
    fix: "use one of the three",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_cloudfront_distribution/forward_enum",
        places: &[
            "AWS::CloudFront::Distribution/DistributionConfig/DefaultCacheBehavior",
            "AWS::CloudFront::Distribution/DistributionConfig/CacheBehaviors/*",
        ],
        growth: Growth::None,
    }),
};
