//! `ScheduleV2`: a schedule of EventBridge Scheduler.

use super::super::build;
use super::super::event::{Event, Invoked};
use super::super::made::MadeResource;
use super::super::role;
use super::queue;

/// What a schedule makes: itself, its dead-letter queue, and its role unless one is given.
pub(super) fn make(event: &Event<'_>, target: &Invoked) -> Vec<MadeResource> {
    let (queue_arn, queue) = queue::of(event);
    let given = event.property("RoleArn");
    let role_arn = given.cloned().unwrap_or_else(|| build::attribute(&format!("{}Role", event.id), "Arn"));
    let entry = build::map([
        ("Arn", Some(target.arn.clone())),
        ("RoleArn", Some(role_arn)),
        ("Input", event.property("Input").cloned()),
        ("DeadLetterConfig", queue_arn.clone().map(|arn| build::map([("Arn", arn)]))),
        ("RetryPolicy", event.property("RetryPolicy").cloned()),
    ]);
    let off = || build::map([("Mode", build::text("OFF"))]);
    let named = !build::is_true(event.property("OmitName"));
    let name = event.property("Name").cloned().or_else(|| named.then(|| build::text(event.id.clone())));
    let schedule = event
        .made("AWS::Scheduler::Schedule")
        .copy(
            event.properties,
            &[
                "ScheduleExpression",
                "State",
                "Description",
                "StartDate",
                "EndDate",
                "ScheduleExpressionTimezone",
                "GroupName",
                "KmsKeyArn",
            ],
        )
        .set("Name", name)
        .set("FlexibleTimeWindow", event.property("FlexibleTimeWindow").cloned().unwrap_or_else(off))
        .set("Target", entry);
    let role = given.is_none().then(|| role::scheduler(event, target, queue_arn));
    [Some(schedule), queue, role].into_iter().flatten().collect()
}
