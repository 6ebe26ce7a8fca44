//! Topics of SNS.

use super::access::{Access, refuse_plain_text};
use crate::aws::kms;
use crate::aws::kms::{KeyArn, KeyIdentifier};
use crate::aws::sns;
use crate::aws::sns::TopicArn;
use crate::iam::{Condition, PolicyDocument, Principal, Statement};
use crate::stack::functions::sub;
use crate::stack::{Construct, IntoValue, Maybe, Pending, Share, Stack, Text, Value, located, pseudo};

/// A topic of SNS.
///
/// Messages are encrypted, and requests without TLS are refused. With the key of SNS (`alias/aws/sns`) only applications of the account can
/// publish: alarms of CloudWatch, rules of EventBridge and other services may not use that key, and what they publish is lost without an error.
/// [`Topic::published_by`] therefore makes a key that the service may use; a key costs 1 USD a month.
///
/// With the id `Alarms` it adds `Alarms`, `AlarmsPolicy` and, where services publish, `AlarmsKey`.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn alarms(stack: &mut Stack) {
///     let alarms = Topic::new().published_by("cloudwatch.amazonaws.com").subscription("email", "on-call@example.com");
///     let alarms = stack.add("Alarms", alarms);
///     stack.output("AlarmsArn", &alarms.arn);
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Topic {
    pending: Pending,
    publishers: Vec<Value<Text>>,
    subscriptions: Vec<(Value<Text>, Value<Text>)>,
    display_name: Option<Value<Text>>,
}

impl Topic {
    /// A topic to which the account's own roles publish.
    #[track_caller]
    pub fn new() -> Self {
        Topic { pending: Pending::of::<Self>(), publishers: Vec::new(), subscriptions: Vec::new(), display_name: None }
    }

    /// Lets a service publish on behalf of this account, for example `cloudwatch.amazonaws.com` or `events.amazonaws.com`.
    #[track_caller]
    pub fn published_by(mut self, service: impl IntoValue<Text>) -> Self {
        self.publishers.push(located(service));
        self
    }

    /// Sends what is published to an endpoint: `email` and an address, `https` and a URL. Whoever has it must confirm.
    #[track_caller]
    pub fn subscription(mut self, protocol: impl IntoValue<Text>, endpoint: impl IntoValue<Text>) -> Self {
        self.subscriptions.push((located(protocol), located(endpoint)));
        self
    }

    /// The name that stands in mails and text messages.
    #[track_caller]
    pub fn display_name(mut self, name: impl IntoValue<Text>) -> Self {
        self.display_name = Some(located(name));
        self
    }
}

impl Default for Topic {
    #[track_caller]
    fn default() -> Self {
        Topic::new()
    }
}

/// A statement about what a service does for this account alone: another account's use of the service does not count.
fn for_service<M>(service: &Value<Text>, actions: impl crate::iam::Actions<M>) -> Statement {
    Statement::allow(actions)
        .principal(Principal::service(service))
        .when(Condition::string_equals("aws:SourceAccount", pseudo::account_id()))
}

/// A key that the account governs and these services use.
///
/// <https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services>
fn key(services: &[Value<Text>]) -> kms::Key {
    let root: Value<Text> = located(sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root"));
    let account = Statement::allow(["kms:*"]).principal(Principal::aws(root)).on("*");
    let services = services.iter().map(|service| for_service(service, ["kms:Decrypt", "kms:GenerateDataKey*"]).on("*"));
    kms::Key::new()
        .description("The messages of a topic")
        .enable_key_rotation(true)
        .key_policy(PolicyDocument::new([account].into_iter().chain(services)))
}

impl Construct for Topic {
    type Output = TopicHandles;

    fn build(self, id: &str, stack: &mut Stack) -> TopicHandles {
        self.pending.added();
        let own = (!self.publishers.is_empty()).then(|| stack.add(format!("{id}Key"), key(&self.publishers)));
        let key_id: Value<KeyIdentifier> = match own {
            Some(key) => located(key.key_id()),
            None => located("alias/aws/sns"),
        };
        let subscriptions = self.subscriptions.iter();
        let subscriptions: Vec<_> =
            subscriptions.map(|(protocol, endpoint)| sns::topic::Subscription::new(endpoint, protocol)).collect();
        let topic = sns::Topic::new()
            .maybe(self.display_name, sns::Topic::display_name)
            .kms_master_key_id(key_id)
            .maybe((!subscriptions.is_empty()).then_some(subscriptions), sns::Topic::subscription);
        let topic = stack.add(id, topic);
        let services = self.publishers.iter().map(|service| for_service(service, ["sns:Publish"]).on([topic]));
        let statements = [refuse_plain_text(["sns:Publish"], [topic])].into_iter().chain(services);
        stack.add(format!("{id}Policy"), sns::TopicPolicy::new(PolicyDocument::new(statements), [topic]));
        TopicHandles { arn: topic.reference(), key: own.map(|key| key.arn()), publishers: self.publishers }
    }
}

/// A topic that was added to this stack, or that another one shares.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TopicHandles {
    /// Its ARN.
    pub arn: Value<TopicArn>,
    key: Option<Value<KeyArn>>,
    publishers: Vec<Value<Text>>,
}

impl TopicHandles {
    /// Whether a service may publish: it was said, or by a value that only the deployment knows.
    pub(crate) fn may_be_published_by(&self, service: &str) -> bool {
        self.publishers.iter().any(|publisher| publisher.node().as_str().is_none_or(|name| name == service))
    }

    /// Publishes messages.
    #[track_caller]
    pub fn grant_publish(&self) -> Access {
        let publish = Access::allow(["sns:Publish"], [&self.arn]);
        match &self.key {
            Some(key) => publish.and(Access::allow(["kms:Decrypt", "kms:GenerateDataKey*"], [key])),
            None => publish,
        }
    }
}

/// Shares the topic with other stacks, as outputs `IDArn` and, where services publish, `IDKeyArn`.
impl Share for &TopicHandles {
    type Shared = TopicHandles;

    fn share(self, id: &str, stack: &mut Stack) -> TopicHandles {
        let key = self.key.as_ref();
        TopicHandles {
            arn: stack.share(format!("{id}Arn"), &self.arn).value(),
            key: key.map(|key| stack.share(format!("{id}KeyArn"), key).value()),
            publishers: self.publishers.clone(),
        }
    }
}
