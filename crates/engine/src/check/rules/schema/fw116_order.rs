//! FW116: two numbers in the wrong order.

use crate::check::engine::{Context, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW116",
    severity: Severity::Error,
    what: "Finds a number that is larger than the one beside it which bounds it: a `MinTTL` above the `DefaultTTL`, more `DatapointsToAlarm` than `EvaluationPeriods`.",
    why: "The service refuses the resource.",
    example: "`AllocatedStorage: 100` beside `MaxAllocatedStorage: 50`",
    fix: "lower the one, or raise the other",
    link: TYPES_PAGE,
    kind: RuleKind::Template(run),
};

/// Two numbers of one thing.
struct Pair {
    /// The type, and the way to what has both.
    kind: &'static str,
    way: &'static [&'static str],
    smaller: &'static [&'static str],
    larger: &'static str,
    /// Whether they may be equal.
    may_equal: bool,
}

const fn pair(kind: &'static str, way: &'static [&'static str], smaller: &'static [&'static str], larger: &'static str) -> Pair {
    Pair { kind, way, smaller, larger, may_equal: true }
}

const DISTRIBUTION: &str = "AWS::CloudFront::Distribution";
const BEHAVIOR: &[&str] = &["DistributionConfig", "DefaultCacheBehavior"];
const BEHAVIORS: &[&str] = &["DistributionConfig", "CacheBehaviors", "*"];
const CACHE_POLICY: &str = "AWS::CloudFront::CachePolicy";
const CACHE: &[&str] = &["CachePolicyConfig"];
const BUCKET: &str = "AWS::S3::Bucket";
const LIFECYCLE: &[&str] = &["LifecycleConfiguration", "Rules", "*"];

const PAIRS: [Pair; 21] = [
    pair("AWS::AutoScaling::AutoScalingGroup", &[], &["DesiredCapacity"], "MaxSize"),
    pair("AWS::AutoScaling::AutoScalingGroup", &[], &["MinSize"], "DesiredCapacity"),
    pair(CACHE_POLICY, CACHE, &["DefaultTTL"], "MaxTTL"),
    pair(CACHE_POLICY, CACHE, &["MinTTL"], "DefaultTTL"),
    pair(CACHE_POLICY, CACHE, &["MinTTL"], "MaxTTL"),
    pair(DISTRIBUTION, BEHAVIOR, &["DefaultTTL"], "MaxTTL"),
    pair(DISTRIBUTION, BEHAVIOR, &["MinTTL"], "DefaultTTL"),
    pair(DISTRIBUTION, BEHAVIOR, &["MinTTL"], "MaxTTL"),
    pair(DISTRIBUTION, BEHAVIORS, &["DefaultTTL"], "MaxTTL"),
    pair(DISTRIBUTION, BEHAVIORS, &["MinTTL"], "DefaultTTL"),
    pair(DISTRIBUTION, BEHAVIORS, &["MinTTL"], "MaxTTL"),
    pair("AWS::CloudWatch::Alarm", &[], &["DatapointsToAlarm"], "EvaluationPeriods"),
    pair("AWS::ECS::TaskDefinition", &["ContainerDefinitions", "*", "Ulimits", "*"], &["SoftLimit"], "HardLimit"),
    pair("AWS::EKS::Nodegroup", &["ScalingConfig"], &["DesiredSize"], "MaxSize"),
    pair("AWS::EKS::Nodegroup", &["ScalingConfig"], &["MinSize"], "DesiredSize"),
    pair("AWS::RDS::DBInstance", &[], &["AllocatedStorage"], "MaxAllocatedStorage"),
    pair("AWS::RDS::DBCluster", &["ScalingConfiguration"], &["MinCapacity"], "MaxCapacity"),
    pair("AWS::RDS::DBCluster", &["ServerlessV2ScalingConfiguration"], &["MinCapacity"], "MaxCapacity"),
    Pair { may_equal: false, ..pair("AWS::SSM::MaintenanceWindow", &[], &["Cutoff"], "Duration") },
    Pair { may_equal: false, ..pair(BUCKET, LIFECYCLE, &["Transition", "TransitionInDays"], "ExpirationInDays") },
    Pair { may_equal: false, ..pair(BUCKET, LIFECYCLE, &["Transitions", "*", "TransitionInDays"], "ExpirationInDays") },
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for pair in &PAIRS {
        for found in resource::of_type(scope, pair.kind) {
            for holder in found.properties.places(pair.way).into_iter().flatten() {
                let large = holder.get(pair.larger);
                // A negative bound, such as the -1 of `HardLimit`, is none.
                let Some(most) = large.number().filter(|most| *most >= 0) else { continue };
                let smaller = holder.places(pair.smaller).into_iter().flatten().filter(|small| small.coexists(&large));
                for (small, given) in smaller.filter_map(|small| small.number().map(|given| (small, given))) {
                    if given < most || (given == most && pair.may_equal) || small.is_chosen() {
                        continue;
                    }
                    let than = if pair.may_equal { "at most" } else { "less than" };
                    let name = pair.smaller.last().copied().unwrap_or_default();
                    let message =
                        format!("`{name}` of `{}` is {given}: expected {than} {most}, the `{}` beside it", found.id, pair.larger);
                    small.report(context, rule.finding(message).help(rule.fix).related(large.location(), "the other number"));
                }
            }
        }
    }
}
