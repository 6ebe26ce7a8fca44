//! FW246: scaling by a metric of another service.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};

pub(crate) const RULE: Rule = Rule {
    code: "FW246",
    severity: Severity::Error,
    what: "Finds a scaling policy whose predefined metric is one of another service, or of writing where reading is scaled, than its target.",
    why: "Application Auto Scaling refuses the policy.",
    example: "`PredefinedMetricType: DynamoDBReadCapacityUtilization` for a service of ECS",
    fix: "use a metric of the service that is scaled, such as `ECSServiceAverageCPUUtilization`",
    link: "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html",
    kind: RuleKind::Template(run),
};

/// What the names of metrics begin with, and the namespaces whose targets they scale.
const METRICS: [(&str, &[&str]); 12] = [
    ("ALBRequestCountPerTarget", &["ec2", "ecs"]),
    ("AppStream", &["appstream"]),
    ("Cassandra", &["cassandra"]),
    ("Comprehend", &["comprehend"]),
    ("DynamoDB", &["dynamodb"]),
    ("EC2SpotFleet", &["ec2"]),
    ("ECSService", &["ecs"]),
    ("ElastiCache", &["elasticache"]),
    ("Kafka", &["kafka"]),
    ("Lambda", &["lambda"]),
    ("RDSReader", &["rds"]),
    ("SageMaker", &["sagemaker"]),
];

const METRIC: [&str; 3] = ["TargetTrackingScalingPolicyConfiguration", "PredefinedMetricSpecification", "PredefinedMetricType"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    for policy in resource::of_type(context.scope(), "AWS::ApplicationAutoScaling::ScalingPolicy") {
        let metric = policy.properties.at(&METRIC);
        let Some(message) = metric.text().and_then(|name| fault(&policy, &name)) else { continue };
        metric.report(context, rule.finding(message).help(rule.fix));
    }
}

fn fault(policy: &Resource<'_>, metric: &str) -> Option<String> {
    let target = policy.properties.get("ScalingTargetId").target_of("AWS::ApplicationAutoScaling::ScalableTarget");
    let holder: &Property<'_> = target.as_ref().map_or(&policy.properties, |target| &target.properties);
    let (namespace, dimension) = (holder.get("ServiceNamespace").text(), holder.get("ScalableDimension").text());
    if let Some(namespace) = &namespace {
        let (_, own) = METRICS.iter().find(|(begin, _)| metric.starts_with(begin))?;
        if !own.contains(&namespace.as_str()) {
            return Some(format!(
                "`{metric}` is a metric of `{}`, and `{}` scales `{namespace}`",
                own.join("` and `"),
                policy.id
            ));
        }
    }
    let dimension = dimension?;
    let is_other = |read: &str, write: &str| metric.contains(read) && dimension.ends_with(&format!(":{write}CapacityUnits"));
    let is_wrong = is_other("ReadCapacity", "Write") || is_other("WriteCapacity", "Read");
    is_wrong.then(|| format!("`{metric}` does not go with `{dimension}`, which `{}` scales", policy.id))
}
