//! FW801: an alarm whose topic CloudWatch cannot publish to.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::policy::{self, Statement};
use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};

pub(crate) const RULE: Rule = Rule {
    code: "FW801",
    severity: Severity::Warning,
    what: "Finds an alarm that tells a topic of the template to which CloudWatch cannot publish: the topic is encrypted with `alias/aws/sns`, or its policies let services in and CloudWatch is not among them.",
    why: "The alarm rings and nobody hears it. CloudWatch may not use the key of SNS, whose policy nobody can change, and a policy of one's own replaces the default one, which lets it in.",
    example: "KmsMasterKeyId: alias/aws/sns on the topic of an alarm",
    fix: "in Rust `Topic::published_by(\"cloudwatch.amazonaws.com\")` of the construct, in YAML take a key whose `KeyPolicy` lets `cloudwatch.amazonaws.com` do `kms:Decrypt` and `kms:GenerateDataKey*`, and a statement of the topic's policy that lets it do `sns:Publish`",
    link: "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services",
    kind: RuleKind::Template(run),
};

const TOPIC: &str = "AWS::SNS::Topic";
const ALARMS: [&str; 2] = ["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"];
const ACTIONS: [&str; 3] = ["AlarmActions", "OKActions", "InsufficientDataActions"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let policies =
        Policies(resource::of_type(scope, "AWS::SNS::TopicPolicy"), resource::of_type(scope, "AWS::SNS::TopicInlinePolicy"));
    for alarm in ALARMS.iter().flat_map(|kind| resource::of_type(scope, kind)) {
        let mut told = Vec::new();
        for action in ACTIONS.iter().flat_map(|name| alarm.properties.get(name).every_entry()) {
            let Some(topic) = action.owner_of(TOPIC).filter(|topic| !told.contains(&topic.id)) else { continue };
            told.push(topic.id);
            let reason = match topic.properties.get("KmsMasterKeyId").text() {
                Some(key) if key.ends_with("alias/aws/sns") => {
                    "is encrypted with `alias/aws/sns`, a key that CloudWatch may not use"
                }
                _ if policies.keep_out(&topic) => "has a policy that does not let CloudWatch publish",
                _ => continue,
            };
            let finding = rule.finding(format!("`{}` tells the topic `{}`, which {reason}", alarm.id, topic.id));
            action.report(context, finding.help(rule.fix).related(topic.location, "the topic"));
        }
    }
}

/// The policies of topics, and those that are each of one topic.
struct Policies<'a>(Vec<Resource<'a>>, Vec<Resource<'a>>);

impl Policies<'_> {
    /// Whether policies of the template are about a topic, and none of them can let CloudWatch in.
    fn keep_out(&self, topic: &Resource<'_>) -> bool {
        let of_lists = self.0.iter().map(|policy| (policy, policy.properties.get("Topics").every_entry()));
        let of_one = self.1.iter().map(|policy| (policy, policy.properties.get("TopicArn").every_entry()));
        let all: Vec<_> = of_lists.chain(of_one).collect();
        // A policy of a topic that is not known may be of this one, and one under a condition may be missing.
        let is_known = |(policy, topics): &(&Resource<'_>, Vec<Property<'_>>)| {
            policy.node.get("Condition").is_none() && topics.iter().all(|named| named.owner_of(TOPIC).is_some())
        };
        let is_of_topic = |topics: &[Property<'_>]| topics.iter().any(|named| named.leads_to(topic.id));
        let own: Vec<_> = all.iter().filter(|(_, topics)| is_of_topic(topics)).map(|(policy, _)| *policy).collect();
        all.iter().all(is_known) && !own.is_empty() && own.iter().all(|policy| keeps_out(policy))
    }
}

fn keeps_out(policy: &Resource<'_>) -> bool {
    let document = policy.properties.get("PolicyDocument");
    document.map().is_some() && !policy::statements(&document).iter().any(may_let_in)
}

/// Whether a statement may let CloudWatch in. Whom accounts and `*` mean for it depends on conditions.
fn may_let_in(statement: &Statement<'_>) -> bool {
    if statement.map().is_some() && statement.get("Effect").is("Deny") {
        return false;
    }
    let may_be_meant = |principal: Property<'_>| {
        let services = principal.get("Service").every_entry();
        let is_service = |service: Property<'_>| service.text().is_none_or(|name| name == "*" || name.starts_with("cloudwatch."));
        principal.map().is_none() || !principal.get("AWS").is_absent() || services.into_iter().any(is_service)
    };
    !statement.get("NotPrincipal").is_absent() || statement.get("Principal").cases().into_iter().any(may_be_meant)
}
