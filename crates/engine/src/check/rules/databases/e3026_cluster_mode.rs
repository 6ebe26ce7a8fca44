//! E3026: a replication group in cluster mode that cannot be one.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
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
        let Some(mode) = cluster_mode(properties) else { continue };
        let together = |name| properties.get(name).cases().into_iter().filter(|case| case.coexists(&mode) && !case.is_chosen());
        let is_off = |case: &Property<'_>| case.text().is_some_and(|text| text.eq_ignore_ascii_case("false"));
        if let Some(failover) = together("AutomaticFailoverEnabled").find(is_off) {
            let finding = rule.finding("`AutomaticFailoverEnabled` is off, and the parameter group turns cluster mode on");
            failover.report(context, finding.help(rule.fix));
        }
        let has_groups = ["NumNodeGroups", "NodeGroupConfiguration"].into_iter().any(|name| !properties.get(name).is_absent());
        let is_few = |case: &Property<'_>| case.is_absent() || case.number().is_some_and(|count| count < 2);
        if let Some(clusters) = together("NumCacheClusters").find(is_few).filter(|_| !has_groups) {
            let finding =
                rule.finding(format!("`{}` is in cluster mode, and has neither node groups nor two clusters", group.id));
            clusters.report(context, finding.help(rule.fix));
        }
    }
}

/// What turns cluster mode on, under its conditions.
fn cluster_mode<'a>(group: &Property<'a>) -> Option<Property<'a>> {
    group.get("CacheParameterGroupName").cases().into_iter().find_map(|named| {
        let parameters = named.target_of("AWS::ElastiCache::ParameterGroup")?;
        let modes = parameters.properties.at(&["Properties", "cluster-enabled"]).cases();
        let is_on = modes.iter().any(|mode| mode.is("yes") && mode.coexists(&named) && mode.when().is_empty());
        is_on.then_some(named).filter(|named| !named.is_chosen())
    })
}
