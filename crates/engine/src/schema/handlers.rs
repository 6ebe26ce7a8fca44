//! What CloudFormation calls in order to create, read, update and delete a resource of a type: the permissions of its handlers.
//!
//! They come with the published schemas, one type a line, sorted: `AWS::SQS::Queue<TAB>sqs:CreateQueue,!ListQueues kms:Decrypt`. An
//! exclamation mark precedes an action that IAM cannot allow for one resource and not for others.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::Value;

/// Written by `formwork schema import`.
static LINES: &str = include_str!("data/handlers.tsv");

/// The handler that deployments do not call.
const LIST: &str = "list";

/// An action that a handler needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HandlerAction {
    /// The prefix of its service: `sqs`.
    pub prefix: &'static str,
    /// Its name, or a pattern of names: `CreateQueue`, `Describe*`.
    pub name: &'static str,
    /// Whether it can be allowed for one resource and not for others.
    pub takes_resources: bool,
}

/// What the handlers of a type need; `None` where nothing is published of them.
#[must_use]
pub fn of(type_name: &str) -> Option<impl Iterator<Item = HandlerAction> + Clone> {
    let (_, services) = lines().find(|(name, _)| *name == type_name)?;
    Some(services.split(' ').filter_map(|service| service.split_once(':')).flat_map(|(prefix, names)| {
        names.split(',').map(move |name| HandlerAction {
            prefix,
            name: name.trim_start_matches('!'),
            takes_resources: !name.starts_with('!'),
        })
    }))
}

/// The prefix that most handlers of a service's types use: `elasticloadbalancing` of `AWS::ElasticLoadBalancingV2`.
#[must_use]
pub fn prefix_of(service: &str) -> Option<&'static str> {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for (_, services) in lines().filter(|(name, _)| super::service(name) == service) {
        for (prefix, names) in services.split(' ').filter_map(|service| service.split_once(':')) {
            *counts.entry(prefix).or_default() += names.split(',').count();
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(prefix, _)| prefix)
}

/// Every type of which something is published.
pub fn types() -> impl Iterator<Item = &'static str> {
    lines().map(|(name, _)| name)
}

fn lines() -> impl Iterator<Item = (&'static str, &'static str)> {
    LINES.lines().filter_map(|line| line.split_once('\t'))
}

/// The line of a published schema, with the list of IAM's actions; nothing where its handlers name none of them.
pub(super) fn line(type_name: &str, upstream: &Value, actions: &Value) -> Option<String> {
    let handlers = upstream.get("handlers")?.as_object()?;
    let named =
        handlers.iter().filter(|(handler, _)| *handler != LIST).filter_map(|(_, handler)| handler.get("permissions")?.as_array());
    let mut services: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (prefix, name) in named.flatten().filter_map(|action| action.as_str()?.split_once(':')) {
        let prefix = prefix.to_lowercase();
        if let Some(takes_resources) = known(&prefix, name, actions) {
            let mark = if takes_resources { "" } else { "!" };
            services.entry(prefix).or_default().insert(format!("{mark}{name}"));
        }
    }
    let mut line = type_name.to_owned();
    for (index, (prefix, names)) in services.iter().enumerate() {
        let names = names.iter().map(String::as_str).collect::<Vec<_>>().join(",");
        let _ = write!(line, "{}{prefix}:{names}", if index == 0 { '\t' } else { ' ' });
    }
    (!services.is_empty()).then(|| line + "\n")
}

/// Whether an action that the list has takes resources; nothing for one that it has not. Of a pattern, whether all take them that it matches.
fn known(prefix: &str, name: &str, actions: &Value) -> Option<bool> {
    let of_service = actions.get(prefix)?.get("Actions")?.as_object()?;
    let name = name.to_lowercase();
    let takes = |action: &Value| action.get("Resources").is_some();
    match name.strip_suffix('*') {
        None => of_service.get(&name).map(takes),
        Some(start) => {
            let mut matched = of_service.iter().filter(|(action, _)| action.starts_with(start)).peekable();
            matched.peek()?;
            Some(matched.all(|(_, action)| takes(action)))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{HandlerAction, line, lines, of, prefix_of};
    use crate::schema::actions;

    #[test]
    fn every_action_of_a_handler_is_one_of_iam() {
        let mut count = 0;
        for (name, _) in lines() {
            for action in of(name).into_iter().flatten() {
                let wanted = action.name.to_lowercase();
                let start = wanted.trim_end_matches('*');
                let is_known = |known: &str| known == wanted || (start != wanted && known.starts_with(start));
                assert!(actions::of(action.prefix).is_some_and(|mut names| names.any(is_known)), "{name}: {action:?}");
                count += 1;
            }
        }
        assert!(count > 15_000, "{count}");
    }

    #[test]
    fn handlers_are_found_by_type() {
        let queue: Vec<HandlerAction> = of("AWS::SQS::Queue").unwrap().collect();
        let create = HandlerAction { prefix: "sqs", name: "CreateQueue", takes_resources: true };
        assert!(queue.contains(&create), "{queue:?}");
        assert!(of("AWS::SQS::Nothing").is_none());
        assert_eq!(prefix_of("AWS::ElasticLoadBalancingV2"), Some("elasticloadbalancing"));
        assert_eq!(prefix_of("AWS::Nothing"), None);
    }

    #[test]
    fn what_iam_does_not_know_is_left_out() {
        let actions = json!({ "s3": { "Actions": { "createbucket": { "Resources": ["bucket"] }, "listallmybuckets": {} } } });
        let schema = json!({ "handlers": {
            "create": { "permissions": ["s3:CreateBucket", "S3:ListAllMyBuckets", "s3:REST.PUT.OBJECT", "x:Y"] },
            "list": { "permissions": ["s3:GetThings"] },
        } });
        assert_eq!(
            line("AWS::S3::Bucket", &schema, &actions).as_deref(),
            Some("AWS::S3::Bucket\ts3:!ListAllMyBuckets,CreateBucket\n")
        );
        assert_eq!(line("AWS::S3::Bucket", &json!({}), &actions), None);
    }
}
