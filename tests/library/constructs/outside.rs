//! Constructs of another crate: this test is one.

use super::*;
use crate::support::author::stack;
use formwork::aws::logs::log_group::RetentionInDays;
use formwork::aws::sqs::{self, queue::RedrivePolicy};
use formwork::constructs::{ExecutionRole, FargateTask, LogGroup, Role};
use formwork::diagnostic::Diagnostic;
use formwork::prelude::*;
use formwork::stack::{Located, Pending, located};
use insta::assert_snapshot;

/// A queue for work, with one for what failed, which a function writes that knows nothing of the author.
#[must_use]
struct Jobs {
    pending: Pending,
    attempts: Located<u32>,
    name: Option<Value<Text>>,
}

impl Jobs {
    #[track_caller]
    fn new(attempts: u32) -> Self {
        Jobs { pending: Pending::of::<Self>(), attempts: Located::here(attempts), name: None }
    }

    #[track_caller]
    fn name(mut self, name: impl IntoValue<Text>) -> Self {
        self.name = Some(located(name));
        self
    }
}

impl Construct for Jobs {
    type Output = Handle<sqs::Queue>;

    fn build(self, id: &str, stack: &mut Stack) -> Self::Output {
        self.pending.added();
        if self.attempts.what == 1 {
            stack.report_on(id, Diagnostic::warning("ACME01", "one attempt is few").at(self.attempts.location).help("allow two"));
        }
        let failed = failed(id, stack);
        let redrive = RedrivePolicy::new().dead_letter_target_arn(failed.arn()).max_receive_count(self.attempts);
        stack.add(id, sqs::Queue::new().redrive_policy(redrive).maybe(self.name, sqs::Queue::queue_name))
    }
}

fn failed(id: &str, stack: &mut Stack) -> Handle<sqs::Queue> {
    if id.starts_with('X') {
        stack.report(Diagnostic::error("ACME02", "ids begin with a word"));
    }
    stack.add(format!("{id}Failed"), sqs::Queue::new().visibility_timeout(50_000))
}

/// A construct of constructs.
struct Office;

impl Construct for Office {
    type Output = Handle<sqs::Queue>;

    fn build(self, id: &str, stack: &mut Stack) -> Self::Output {
        stack.add(id, Jobs::new(3))
    }
}

#[test]
fn a_construct_of_another_crate_reports_at_its_authors_line() {
    let found = mistakes(|stack| {
        stack.add("Mail", Jobs::new(1).name("a-name"));
        stack.add("XMail", Jobs::new(2));
        stack.add("Office", Office);
    });
    assert_snapshot!(found, @r#"
    error[ACME02] in stack: ids begin with a word
    warning[ACME01] in stack/Resources/Mail: one attempt is few (allow two)
    error[E3034] in stack/Resources/MailFailed/Properties/VisibilityTimeout: `VisibilityTimeout`: expected 0 to 43200, found 50000
    error[E3034] in stack/Resources/XMailFailed/Properties/VisibilityTimeout: `VisibilityTimeout`: expected 0 to 43200, found 50000
    error[E3034] in stack/Resources/OfficeFailed/Properties/VisibilityTimeout: `VisibilityTimeout`: expected 0 to 43200, found 50000
    add("XMail", Jobs::new(2));
    Jobs::new(1).name("a-name"));
    add("Mail", Jobs::new(1).name("a-name"));
    add("XMail", Jobs::new(2));
    add("Office", Office);
    "#);
}

/// Whatever is added later, or whose copy is, is not forgotten.
#[test]
fn what_is_made_and_never_added_is_a_mistake() {
    drop(sqs::Queue::new()); // before the app: not of this app
    let found = mistakes(|stack| {
        let queue = sqs::Queue::new().delay_seconds(1);
        let logs = LogGroup::new(RetentionInDays::DAYS_14);
        let role = Role::for_tasks();
        let _parameter = Parameter::<Text>::new().default("a");
        let _task = FargateTask::new(size()).container(web()).execution_role("Starter", ExecutionRole::new());
        let jobs = Jobs::new(3);
        let _topic = formwork::aws::sns::Topic::new();
        for id in ["A", "B"] {
            stack.add(id, queue.clone());
        }
        stack.add("Logs", logs.clone());
        drop((role, jobs, logs));
    });
    assert_snapshot!(found, @r#"
    error[FW009]: this `Role` is never added to a stack (add it with `stack.add("Id", …)`, or make it only where it is added)
    error[FW009]: this parameter is never added to a stack (add it with `stack.parameter("Id", …)`, or make it only where it is added)
    error[FW009]: this `FargateTask` is never added to a stack (add it with `stack.add("Id", …)`, or make it only where it is added)
    error[FW009]: this `Jobs` is never added to a stack (add it with `stack.add("Id", …)`, or make it only where it is added)
    error[FW009]: this resource is never added to a stack (add it with `stack.add("Id", …)`, or make it only where it is added)
    Role::for_tasks();
    Parameter::<Text>::new().default("a");
    FargateTask::new(size()).container(web()).execution_role("Starter", ExecutionRole::new());
    Jobs::new(3);
    formwork::aws::sns::Topic::new();
    "#);
}

#[test]
fn a_finding_of_a_construct_is_allowed_like_any_other() {
    let outcome = stack(|stack| {
        stack.add("Mail", Jobs::new(1));
        stack.allow("Mail", "ACME01", "mail is idempotent");
        stack.allow("Mail", "ACME03", "never found");
    });
    assert_eq!(outcome.report_of("ACME01"), "");
    assert_snapshot!(outcome.report_of("FW106"), @"warning[FW106] in stack/Resources/Mail: `ACME03` is allowed on `Mail`, but not found there (remove the allowance, so that it does not hide a later finding)");
}
