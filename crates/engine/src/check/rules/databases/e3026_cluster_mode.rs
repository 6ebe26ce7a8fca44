//! E3026: a replication group in cluster mode that cannot be one.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3026",
    severity: Severity::Error,
    what: "Finds a replication group whose parameter group has `cluster-enabled: yes`, and which turns automatic failover off, or has fewer than two clusters and no node groups.",
    why: "ElastiCache refuses the group: cluster mode needs automatic failover.",
    example: "\"AutomaticFailoverEnabled\": false with `cluster-enabled: yes`",
    fix: "write `AutomaticFailoverEnabled: true`, and `NumNodeGroups` or at least two `NumCacheClusters`",
    link: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for group in resource::of_type(context.scope(), "AWS::ElastiCache::ReplicationGroup") {
        let properties = &group.properties;
        let parameters = properties.get("CacheParameterGroupName").target_of("AWS::ElastiCache::ParameterGroup");
        if !parameters.is_some_and(|parameters| parameters.properties.at(&["Properties", "cluster-enabled"]).is("yes")) {
            continue;
        }
        let failover = properties.get("AutomaticFailoverEnabled");
        if failover.text().is_some_and(|text| text.eq_ignore_ascii_case("false")) {
            let finding = rule.finding("`AutomaticFailoverEnabled` is off, and the parameter group turns cluster mode on");
            failover.report(context, finding.help(rule.fix));
        }
        let clusters = properties.get("NumCacheClusters");
        let has_groups = !["NumNodeGroups", "NodeGroupConfiguration"].iter().all(|name| properties.get(name).is_absent());
        if !has_groups && (clusters.is_absent() || clusters.number().is_some_and(|count| count < 2)) {
            let finding =
                rule.finding(format!("`{}` is in cluster mode, and has neither node groups nor two clusters", group.id));
            clusters.report(context, finding.help(rule.fix));
        }
    }
}
