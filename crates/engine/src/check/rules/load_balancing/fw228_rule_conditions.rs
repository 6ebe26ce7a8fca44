//! FW228: conditions that a listener rule cannot have.

use std::collections::BTreeSet;

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::listener;
use crate::language::read::property::Property;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW228",
    severity: Severity::Error,
    what: "Finds a listener rule with more than five values in its conditions, with two conditions of a kind that is allowed once, or with a condition whose values are in the wrong `Config`.",
    why: "Elastic Load Balancing refuses the rule.",
    example: "{\"Field\": \"path-pattern\", \"HostHeaderConfig\": {\"Values\": [\"example.com\"]}}",
    fix: "distribute the values over several rules; write them in the `Config` of the condition's `Field`",
    link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html",
    kind: RuleKind::Template(run),
};

/// The kinds of conditions, where their values stand, and whether a rule can have only one.
const KINDS: [(&str, &str, bool); 6] = [
    ("host-header", "HostHeaderConfig", true),
    ("http-header", "HttpHeaderConfig", false),
    ("http-request-method", "HttpRequestMethodConfig", true),
    ("path-pattern", "PathPatternConfig", true),
    ("query-string", "QueryStringConfig", false),
    ("source-ip", "SourceIpConfig", true),
];

/// The values that all conditions of a rule have together.
const MOST_VALUES: usize = 5;

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for resource in resource::of_type(scope, listener::LISTENER_RULE) {
        let list = resource.properties.get("Conditions");
        let Some(conditions) = list.items() else { continue };
        let mut values = 0;
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for condition in &conditions {
            values += count(condition);
            let field = condition.get("Field");
            let given = field.text().unwrap_or_default();
            let Some((kind, own, once)) = KINDS.into_iter().find(|(kind, ..)| *kind == given) else { continue };
            if once && !seen.insert(kind) {
                let finding = rule.finding(format!("`{}` has two `{kind}` conditions", resource.id));
                field.report(context, finding.help("write all values in one condition"));
            }
            // A condition reads as its own kind only, so it can have no values of another.
            let other = KINDS.into_iter().find(|(_, config, _)| *config != own && condition.get(config).is_given());
            if let Some((_, config, _)) = other {
                let finding = rule.finding(format!("the `{kind}` condition has `{config}`"));
                condition.get(config).report(context, finding.help(format!("its values belong in `{own}`")));
            }
        }
        if values > MOST_VALUES {
            let finding = rule.finding(format!(
                "the conditions of `{}` have {values} values, the limit of a rule is {MOST_VALUES}",
                resource.id
            ));
            list.report(context, finding.help("distribute them over several rules"));
        }
    }
}

/// The values that a condition surely has.
fn count(condition: &Property<'_>) -> usize {
    let lists = KINDS.into_iter().map(|(_, config, _)| condition.at(&[config, "Values"])).chain([condition.get("Values")]);
    lists.filter_map(|list| list.items()).map(|items| items.iter().filter(|item| item.is_given()).count()).sum()
}
