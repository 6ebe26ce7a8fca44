//! FW715: the lifecycle policy of a repository with fields that ECR does not take.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW715",
    severity: Severity::Error,
    what: "Finds a lifecycle policy of a repository of images in which a field is missing or has a value that ECR does not take.",
    why: "ECR refuses the policy: `Lifecycle policy validation failure`.",
    example: "`\"selection\": {\"tagStatus\": \"tagged\", \"countType\": \"imageCountMoreThan\", \"countNumber\": 5}`, which names no tags",
    fix: "write the fields that the page of the parameters lists",
    link: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html",
    kind: RuleKind::Template(run),
};

const COUNTED: &str = "imageCountMoreThan";
const SINCE: [&str; 3] = ["sinceImagePulled", "sinceImagePushed", "sinceImageTransitioned"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for repository in resource::of_type(scope, "AWS::ECR::Repository") {
        let places = repository.properties.places(&["LifecyclePolicy", "LifecyclePolicyText"]).into_iter().flatten();
        for written in places.filter(|written| !written.is_chosen()) {
            // What is not JSON is `FW714`.
            let Some(policy) = written.text().and_then(|text| serde_json::from_str(&text).ok()) else { continue };
            if let Some(fault) = fault(&policy) {
                written.report(context, rule.finding(fault).help(rule.fix));
            }
        }
    }
}

/// What is wrong first.
fn fault(policy: &Value) -> Option<String> {
    let Some(rules) = policy["rules"].as_array().filter(|rules| !rules.is_empty()) else {
        return Some("the lifecycle policy has no `rules`".to_owned());
    };
    let mut priorities = BTreeSet::new();
    (1..).zip(rules).find_map(|(number, rule)| {
        let fault = match rule["rulePriority"].as_u64() {
            None | Some(0) => Some("expected a whole number from 1 for `rulePriority`".to_owned()),
            Some(priority) if !priorities.insert(priority) => {
                Some(format!("`rulePriority` {priority} stands in an earlier rule"))
            }
            Some(_) => selection_fault(&rule["selection"]).or_else(|| action_fault(&rule["action"])),
        };
        fault.map(|fault| format!("rule {number} of the lifecycle policy: {fault}"))
    })
}

fn selection_fault(selection: &Value) -> Option<String> {
    let given = |name: &str| selection.get(name).is_some();
    let kind = selection["countType"].as_str().unwrap_or_default();
    let (by_age, by_count) = (SINCE.contains(&kind), kind == COUNTED);
    let is_tagged = match selection["tagStatus"].as_str() {
        Some("tagged") => true,
        Some("any" | "untagged") => false,
        _ => return Some("expected `tagged`, `untagged` or `any` for `tagStatus`".to_owned()),
    };
    let names_tags = given("tagPatternList") || given("tagPrefixList");
    let fault = if is_tagged && !names_tags {
        "`tagStatus` is `tagged`, and neither `tagPatternList` nor `tagPrefixList` names the tags"
    } else if !is_tagged && names_tags {
        "only the `tagStatus` `tagged` has `tagPatternList` or `tagPrefixList`"
    } else if !by_age && !by_count {
        return Some(format!("expected `{COUNTED}` or one of `{}` for `countType`", SINCE.join("`, `")));
    } else if by_age && selection["countUnit"] != "days" {
        "an age has `countUnit: days`"
    } else if by_count && given("countUnit") {
        "a number of images has no `countUnit`"
    } else if selection["countNumber"].as_u64().is_none_or(|number| number == 0) {
        "expected a whole number from 1 for `countNumber`"
    } else {
        return None;
    };
    Some(fault.to_owned())
}

fn action_fault(action: &Value) -> Option<String> {
    let is_known = matches!(action["type"].as_str(), Some("expire" | "transition"));
    (!is_known).then(|| "expected `expire` or `transition` for the `type` of its `action`".to_owned())
}
