//! FW723: a queue or topic whose key its sender cannot use.

use super::fw708_closed_target::SENDERS;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::senders::TO_ANY;
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};

pub(crate) const RULE: Rule = Rule {
    code: "FW723",
    severity: Severity::Warning,
    what: "Finds a queue or topic that is encrypted with the key of AWS, `alias/aws/sqs` or `alias/aws/sns`, and that another service is to send to.",
    why: "The policy of that key lets no service use it, and nobody can change it: the messages of alarms, rules, buckets and topics are lost.",
    example: "A topic with `KmsMasterKeyId: alias/aws/sns` among the `AlarmActions` of an alarm",
    fix: "use an own key whose policy allows the service `kms:Decrypt` and `kms:GenerateDataKey*`, or for a queue `SqsManagedSseEnabled: true`",
    link: "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
    kind: RuleKind::Template(run),
};

/// What is encrypted with a key, and the alias of the key of AWS.
const ENCRYPTED: [(&str, &str); 2] = [("AWS::SNS::Topic", "alias/aws/sns"), ("AWS::SQS::Queue", "alias/aws/sqs")];

const ACTIONS: [&str; 3] = ["AlarmActions", "InsufficientDataActions", "OKActions"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let mut sent: Vec<(Resource<'_>, Property<'_>)> =
        SENDERS.iter().chain(&TO_ANY).flat_map(|sender| sender.targets(scope)).collect();
    for alarm in
        ["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"].iter().flat_map(|kind| resource::of_type(scope, kind))
    {
        let actions = ACTIONS.iter().flat_map(|name| alarm.properties.get(name).every_item());
        sent.extend(actions.map(|action| (alarm.clone(), action)).collect::<Vec<_>>());
    }
    for (sender, property) in sent {
        let found = ENCRYPTED.iter().find_map(|(kind, alias)| Some((property.owner_of(kind)?, *alias)));
        let Some((target, alias)) = found else { continue };
        let key = target.properties.get("KmsMasterKeyId");
        if key.text().is_some_and(|key| key.ends_with(alias)) {
            let message = format!("`{}` is to send to `{}`, and no service may use its key `{alias}`", sender.id, target.id);
            property.report(context, rule.finding(message).help(rule.fix).related(key.location(), "the key"));
        }
    }
}
