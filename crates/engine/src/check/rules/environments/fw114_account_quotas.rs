//! FW114: more stacks or stack sets in one account than a quota allows.

use std::collections::BTreeMap;

use crate::check::engine::{EnvironmentFinding, NamesInUse, Rule, RuleKind, STACK_NAME, STACK_SET_NAME};
use crate::diagnostic::Severity;
use crate::template::limits;

pub(crate) const RULE: Rule = Rule {
    code: "FW114",
    severity: Severity::Warning,
    what: "Finds environments that together have more than 2,000 stacks in one account and region, or more than 1,000 stack sets in one account.",
    why: "These are quotas of CloudFormation, which can be raised on request: until then the deployment of what is beyond them fails.",
    example: "600 environments of 4 stacks in one account and region",
    fix: "have the quota raised before the deployment, or give environments accounts or regions of their own",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html",
    kind: RuleKind::Environments(run),
};

fn run(rule: &Rule, environments: &[NamesInUse]) -> Vec<EnvironmentFinding> {
    let mut places: BTreeMap<(&str, &str, &str), (usize, usize)> = BTreeMap::new();
    for (index, environment) in environments.iter().enumerate() {
        for name in &environment.names {
            // The quota of stack sets is one of all regions.
            let (region, account) = match name.kind {
                STACK_NAME => (environment.region.as_str(), environment.account.as_str()),
                STACK_SET_NAME => ("", environment.account.as_str()),
                _ => continue,
            };
            let place = places.entry((account, region, name.kind)).or_default();
            *place = (place.0 + 1, index);
        }
    }
    let beyond = places.into_iter().filter_map(|((account, region, kind), (count, last))| {
        let (what, place, most) = match kind {
            STACK_NAME => ("stacks", format!("{account} in {region}"), limits::STACKS),
            _ => ("stack sets", account.to_owned(), limits::STACK_SETS),
        };
        let message = format!("the account {place} would have {count} {what} of this app, and the quota is {most}");
        (count > most).then(|| (last, rule.finding(message).help(rule.fix)))
    });
    beyond.collect()
}
