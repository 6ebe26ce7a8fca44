//! Queues of SQS.

use super::access::{Access, refuse_plain_text};
use super::topic::TopicHandles;
use crate::aws::sns;
use crate::aws::sqs;
use crate::aws::sqs::queue::RedrivePolicy;
use crate::aws::sqs::{QueueArn, QueueUrl};
use crate::diagnostic::Diagnostic;
use crate::iam::{Condition, PolicyDocument, Principal, Statement};
use crate::stack::{Construct, Handle, Located, Maybe, Pending, Resource, Share, Stack, Text, Value, located};

/// For how long a message that failed is kept: 14 days, the most that SQS takes.
const FAILED_KEPT: u32 = 14 * 24 * 60 * 60;

/// A queue of SQS, and a second one for messages that fail again and again.
///
/// - Messages are encrypted, and requests without TLS are refused.
/// - A message that was received five times and never deleted goes to the queue of dead letters, which keeps it for 14 days; without one it
///   comes back until it expires, and then nobody knows of it.
/// - A consumer waits up to 20 seconds for a message, instead of asking again and again.
///
/// With the id `Jobs` it adds `Jobs`, `JobsPolicy`, `JobsDeadLetters`, `JobsDeadLettersPolicy` and, for the subscription `OnNews`, `JobsOnNews`.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn jobs(stack: &mut Stack) {
///     let jobs = stack.add("Jobs", Queue::new(60));
///     stack.add("WebRole", Role::for_tasks().access(jobs.grant_send()));
///     stack.add("WorkerRole", Role::for_tasks().access(jobs.grant_consume()));
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Queue {
    pending: Pending,
    visibility: Located<u32>,
    attempts: Located<u32>,
    retention: Option<Located<u32>>,
    fifo: bool,
    topics: Vec<(String, TopicHandles)>,
}

impl Queue {
    /// A queue whose consumer has so many seconds to deal with a message before another one gets it: 0 to 43,200, and more than the work takes.
    #[track_caller]
    pub fn new(seconds: u32) -> Self {
        Queue {
            pending: Pending::of::<Self>(),
            visibility: Located::here(seconds),
            attempts: Located::here(5),
            retention: None,
            fifo: false,
            topics: Vec::new(),
        }
    }

    /// How often a message is received before it counts as failed; five times unless it is said.
    #[track_caller]
    pub fn attempts(mut self, count: u32) -> Self {
        self.attempts = Located::here(count);
        self
    }

    /// For how many seconds a message waits before it expires: 60 to 1,209,600 (14 days); four days unless it is said.
    #[track_caller]
    pub fn retention(mut self, seconds: u32) -> Self {
        self.retention = Some(Located::here(seconds));
        self
    }

    /// Keeps the order within a message group, and drops duplicates by their content. A change replaces the queue.
    pub fn fifo(mut self) -> Self {
        self.fifo = true;
        self
    }

    /// Gets what is published to a topic; the subscription has an id of its own.
    pub fn subscribed_to(mut self, id: impl Into<String>, topic: &TopicHandles) -> Self {
        self.topics.push((id.into(), topic.clone()));
        self
    }

    /// Reports what no queue has, and goes on with the nearest.
    fn corrected(mut self, id: &str, stack: &mut Stack) -> Self {
        if self.attempts.what == 0 {
            let message = format!("the queue `{id}` gives every message up before its first attempt");
            stack.report(Diagnostic::error("FW028", message).at(self.attempts.location).help("allow 1 attempt or more"));
            self.attempts.what = 1;
        }
        self
    }

    /// A queue with what both have in common.
    fn plain(&self) -> sqs::Queue {
        let queue = sqs::Queue::new().sqs_managed_sse_enabled(true);
        if self.fifo { queue.fifo_queue(true).content_based_deduplication(true) } else { queue }
    }
}

impl Construct for Queue {
    type Output = QueueHandles;

    fn build(self, id: &str, stack: &mut Stack) -> QueueHandles {
        self.pending.added();
        let this = self.corrected(id, stack);
        let failed_id = format!("{id}DeadLetters");
        let failed = stack.add(&failed_id, this.plain().message_retention_period(FAILED_KEPT));
        let failed = QueueHandles::of(failed, None);
        stack.add(format!("{failed_id}Policy"), failed.policy([]));
        let redrive = RedrivePolicy::new().dead_letter_target_arn(&failed.arn).max_receive_count(this.attempts);
        let queue = this
            .plain()
            .visibility_timeout(this.visibility)
            .maybe(this.retention, sqs::Queue::message_retention_period)
            .receive_message_wait_time_seconds(20)
            .redrive_policy(redrive);
        let queue = stack.add(id, queue);
        let queue = QueueHandles::of(queue, Some(failed.arn));
        let from_topics = this.topics.iter().map(|(_, topic)| queue.letting_in(topic));
        let policy = stack.add(format!("{id}Policy"), queue.policy(from_topics));
        for (subscription_id, topic) in &this.topics {
            let subscription = sns::Subscription::new("sqs", &topic.arn).endpoint(&queue.arn).raw_message_delivery(true);
            // What is published before the queue lets the topic in is lost.
            stack.add(format!("{id}{subscription_id}"), subscription.depends_on(policy));
        }
        queue
    }
}

/// A queue that was added to this stack, or that another one shares.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct QueueHandles {
    /// Its name, as metrics want it.
    pub name: Value<Text>,
    /// Its URL, as applications want it.
    pub url: Value<QueueUrl>,
    /// Its ARN.
    pub arn: Value<QueueArn>,
    /// The ARN of the queue where its failed messages are; `None` for such a queue itself.
    pub dead_letters: Option<Value<QueueArn>>,
}

impl QueueHandles {
    fn of(queue: Handle<sqs::Queue>, dead_letters: Option<Value<QueueArn>>) -> Self {
        QueueHandles { name: located(queue.queue_name()), url: queue.reference(), arn: queue.arn(), dead_letters }
    }

    fn policy(&self, statements: impl IntoIterator<Item = Statement>) -> sqs::QueuePolicy {
        let statements = [refuse_plain_text("sqs:*", [&self.arn])].into_iter().chain(statements);
        sqs::QueuePolicy::new(PolicyDocument::new(statements), [&self.url])
    }

    /// <https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html>
    fn letting_in(&self, topic: &TopicHandles) -> Statement {
        Statement::allow(["sqs:SendMessage"])
            .principal(Principal::service("sns.amazonaws.com"))
            .on([&self.arn])
            .when(Condition::arn_equals("aws:SourceArn", &topic.arn))
    }

    /// Sends messages.
    #[track_caller]
    pub fn grant_send(&self) -> Access {
        Access::allow(["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"], [&self.arn])
    }

    /// Receives messages, takes more time for one, and deletes it.
    #[track_caller]
    pub fn grant_consume(&self) -> Access {
        let actions = [
            "sqs:ChangeMessageVisibility",
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
            "sqs:GetQueueUrl",
            "sqs:ReceiveMessage",
        ];
        Access::allow(actions, [&self.arn])
    }
}

/// Shares the queue with other stacks, as outputs `IDName`, `IDUrl`, `IDArn` and `IDDeadLettersArn`.
impl Share for &QueueHandles {
    type Shared = QueueHandles;

    fn share(self, id: &str, stack: &mut Stack) -> QueueHandles {
        let failed = self.dead_letters.as_ref();
        QueueHandles {
            name: stack.share(format!("{id}Name"), &self.name).value(),
            url: stack.share(format!("{id}Url"), &self.url).value(),
            arn: stack.share(format!("{id}Arn"), &self.arn).value(),
            dead_letters: failed.map(|failed| stack.share(format!("{id}DeadLettersArn"), failed).value()),
        }
    }
}
