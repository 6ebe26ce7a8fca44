//! FW233: a metric of Container Insights, of a cluster without them.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};

pub(crate) const RULE: Rule = Rule {
    code: "FW233",
    severity: Severity::Warning,
    what: "Finds a scaling policy or an alarm on a metric of Container Insights of a cluster of the template that does not have them.",
    why: "The metric never exists: nothing scales, and no alarm rings.",
    example: "Namespace: ECS/ContainerInsights, and a cluster without `ClusterSettings`",
    fix: "in Rust `Cluster::insights(true)` of the construct, in YAML `ClusterSettings: [{Name: containerInsights, Value: enabled}]`; if the account switches them on for new clusters, allow the finding",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-container-insights.html",
    kind: RuleKind::Template(run),
};

/// Where metrics stand, by the type of the resource.
const METRICS: [(&str, &[&str]); 4] = [
    ("AWS::CloudWatch::Alarm", &[]),
    ("AWS::CloudWatch::Alarm", &["Metrics", "*", "MetricStat", "Metric"]),
    (
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        &["TargetTrackingScalingPolicyConfiguration", "CustomizedMetricSpecification"],
    ),
    (
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        &["TargetTrackingScalingPolicyConfiguration", "CustomizedMetricSpecification", "Metrics", "*", "MetricStat", "Metric"],
    ),
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for (kind, path) in METRICS {
        for user in resource::of_type(scope, kind) {
            let metrics = user.properties.places(path).into_iter().filter_map(|outcomes| outcomes.into_iter().next());
            for metric in metrics.filter(|metric| metric.get("Namespace").is("ECS/ContainerInsights")) {
                let Some(cluster) = cluster(&metric).filter(lacks_insights) else { continue };
                let message = format!(
                    "`{}` looks at a metric of Container Insights, which the cluster `{}` does not have",
                    user.id, cluster.id
                );
                let finding = rule.finding(message).help(rule.fix).related(cluster.location, "the cluster");
                metric.get("Namespace").report(context, finding);
            }
        }
    }
}

/// The cluster of the template that a metric is about.
fn cluster<'a>(metric: &Property<'a>) -> Option<Resource<'a>> {
    let dimensions = metric.get("Dimensions").items()?;
    let named = dimensions.into_iter().find(|dimension| dimension.get("Name").is("ClusterName"))?;
    named.get("Value").target_of("AWS::ECS::Cluster")
}

fn lacks_insights(cluster: &Resource<'_>) -> bool {
    let Some(settings) = cluster.properties.get("ClusterSettings").items() else { return false };
    settings.iter().all(|setting| match setting.get("Name").text().as_deref() {
        Some("containerInsights") => setting.get("Value").is("disabled"),
        name => name.is_some(),
    })
}
