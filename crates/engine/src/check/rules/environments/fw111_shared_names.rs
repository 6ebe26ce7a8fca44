//! FW111: names that two environments of one account and region share.

use std::collections::BTreeMap;

use crate::check::engine::{EnvironmentFinding, NamesInUse, Rule, RuleKind};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "FW111",
    severity: Severity::Error,
    what: "Finds an export name, or the name of a stack, that two environments of one account and region use.",
    why: "Both are unique in an account and region: the second environment fails to deploy, or changes the stacks of the first.",
    example: "`.export(\"VpcId\")` in an app with the environments `prod` and `dev` in one account",
    fix: "put the environment into the name, as `Stack::share` does, or deploy one of the environments to another account or region",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html",
    kind: RuleKind::Environments(run),
};

fn run(rule: &Rule, environments: &[NamesInUse]) -> Vec<EnvironmentFinding> {
    let mut owners: BTreeMap<(&str, &str, &str, &str), usize> = BTreeMap::new();
    let mut found = Vec::new();
    for (index, environment) in environments.iter().enumerate() {
        for name in &environment.names {
            let key = (environment.account.as_str(), environment.region.as_str(), name.kind, name.name.as_str());
            let first = *owners.entry(key).or_insert(index);
            if first == index {
                continue;
            }
            let message = format!(
                "the {} `{}` is also that of the environment `{}`, in the same account and region",
                name.kind, name.name, environments[first].environment
            );
            found.push((index, rule.finding(message).at(name.location).path(name.path.clone()).help(rule.fix)));
        }
    }
    found
}
