//! Of many events, the first cause is found, and only what failed counts.

use super::catalog;
use crate::failure::{Event, Rank, analyze, read};

fn event(time: i64, id: &str, status: &str, message: &str) -> Event {
    let stack = "arn:aws:cloudformation:eu-west-1:123456789012:stack/shop/1".to_owned();
    let physical = if id == "shop" { stack.clone() } else { format!("shop-{id}-1A") };
    Event {
        time: Some(time),
        stack,
        id: id.to_owned(),
        physical,
        status: status.to_owned(),
        message: message.to_owned(),
        ..Event::default()
    }
}

#[test]
fn the_first_cause_is_neither_a_cancellation_nor_of_an_earlier_operation() {
    let catalog = catalog();
    let newest_first = vec![
        event(9, "shop", "UPDATE_ROLLBACK_COMPLETE", ""),
        event(8, "Queue", "UPDATE_FAILED", "Access denied for operation 'sqs:SetQueueAttributes'"),
        event(7, "shop", "UPDATE_ROLLBACK_IN_PROGRESS", "The following resource(s) failed to update: [Logs, Queue, Service]."),
        event(6, "Service", "UPDATE_FAILED", "Resource update cancelled"),
        event(5, "Logs", "CREATE_FAILED", "/shop/logs already exists in stack arn:aws:cloudformation:eu-west-1:1:stack/shop/1"),
        event(4, "shop", "UPDATE_IN_PROGRESS", "User Initiated"),
        event(2, "Old", "CREATE_FAILED", "Role is invalid"),
        event(1, "shop", "CREATE_IN_PROGRESS", "User Initiated"),
    ];
    let verdict = analyze(newest_first, &catalog);
    let first = verdict.first.map(|index| verdict.events[index].id.as_str());
    assert_eq!(first, Some("Logs"));
    assert_eq!(verdict.rollback.iter().map(|index| verdict.events[*index].id.as_str()).collect::<Vec<_>>(), ["Queue"]);
    assert_eq!((verdict.following, verdict.others.len(), verdict.is_earlier), (1, 0, false));
}

#[test]
fn what_is_refused_without_a_word_why_failed_by_itself() {
    let events = vec![
        event(4, "shop", "ROLLBACK_IN_PROGRESS", "The following resource(s) failed to create: [Queue, Topic, Data]."),
        event(3, "Queue", "CREATE_FAILED", "Resource creation cancelled"),
        event(2, "Topic", "CREATE_FAILED", "Invalid parameter: TopicName (Service: Sns, Status Code: 400)"),
        event(1, "Data", "CREATE_FAILED", "shop-data already exists (Service: S3, Status Code: 0, Request ID: null)"),
    ];
    let verdict = analyze(events, &catalog());
    let ids = |indices: &[usize]| indices.iter().map(|index| verdict.events[*index].id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(verdict.first.as_slice()), ["Data"]);
    assert_eq!(ids(&verdict.others), ["Topic"]);
}

#[test]
fn the_cause_in_a_nested_stack_comes_before_the_nested_stack() {
    let nested = "arn:aws:cloudformation:eu-west-1:123456789012:stack/shop-Network-1X/2";
    let mut inner = event(5, "Subnet", "CREATE_FAILED", "The CIDR '10.0.1.0/24' conflicts with another subnet");
    nested.clone_into(&mut inner.stack);
    let mut start = event(3, "shop-Network-1X", "CREATE_IN_PROGRESS", "User Initiated");
    nested.clone_into(&mut start.stack);
    nested.clone_into(&mut start.physical);
    let mut outer = event(
        6,
        "Network",
        "CREATE_FAILED",
        "Embedded stack was not successfully created: The following resource(s) failed to create: [Subnet].",
    );
    nested.clone_into(&mut outer.physical);
    let verdict = analyze(vec![event(1, "shop", "CREATE_IN_PROGRESS", "User Initiated"), outer, start, inner], &catalog());
    assert_eq!(verdict.first.map(|index| verdict.events[index].id.as_str()), Some("Subnet"));
}

#[test]
fn text_of_consoles_and_tools_is_read() {
    let catalog = catalog();
    let console = "2024-05-01 12:03:00 UTC+0200\nshop\nROLLBACK_IN_PROGRESS\n-\nThe following resource(s) failed to create: [Logs, Service].\n\
        2024-05-01 12:02:59 UTC+0200\nService\nCREATE_FAILED\n-\nResource creation cancelled\n\
        2024-05-01 12:02:58 UTC+0200\nLogs\nCREATE_FAILED\n-\n/shop/logs already exists\n2024-05-01 12:00:00 UTC+0200\nshop\nCREATE_IN_PROGRESS\n-\nUser Initiated\n";
    let cdk = "Shop | 3/9 | 12:02:58 PM | CREATE_FAILED        | AWS::Logs::LogGroup | Logs (Logs1A2B) /shop/logs already exists\n\
        Shop | 3/9 | 12:02:59 PM | CREATE_FAILED        | AWS::ECS::Service | Service (Service3C) Resource creation cancelled\n";
    let sam = "CREATE_FAILED            AWS::Logs::LogGroup      Logs                     /shop/logs already\n\
        \x20                                                                          exists\n\
        CREATE_FAILED            AWS::ECS::Service        Service                  Resource creation\n\
        \x20                                                                          cancelled\n";
    for text in [console, cdk, sam] {
        let verdict = analyze(read(text), &catalog);
        let first = verdict.first.map(|index| &verdict.events[index]).expect("a cause");
        assert!(first.message.contains("already") && first.message.ends_with("exists"), "{first:?}");
        assert!(verdict.following > 0, "{text}");
    }
    let rank = catalog.explain("Resource creation cancelled")[0].failure.rank;
    assert_eq!(rank, Rank::Outcome);
}

/// The CDK's lines have the construct, the logical id and the reason; what stops the rollback is no cause.
#[test]
fn lines_of_the_cdk_name_the_resource() {
    let text = "Shop | 3/9 | 10:20:11 AM | CREATE_FAILED | AWS::EC2::NatGateway | Vpc/PublicSubnet1/NATGateway (VpcNat4D75) \
        Resource handler returned message: \"The maximum number of addresses has been reached.\"\n\
        Shop | 3/9 | 10:20:12 AM | CREATE_FAILED | AWS::SQS::Queue | Queue (Queue1A2B) Resource creation cancelled\n\
        Shop | 3/9 | 10:20:13 AM | UPDATE_ROLLBACK_IN_PROGRESS | AWS::CloudFormation::Stack | Shop The following resource(s) failed\n\
        Shop | 3/9 | 10:25:12 AM | DELETE_FAILED | AWS::EC2::Subnet | Vpc/Subnet (VpcSubnet9F) has dependencies and cannot be deleted\n\
        Shop | 3/9 | 10:25:13 AM | UPDATE_ROLLBACK_FAILED | AWS::CloudFormation::Stack | Shop The following resource(s) failed to delete\n";
    let verdict = analyze(read(text), &catalog());
    let ids = |indices: &[usize]| indices.iter().map(|index| verdict.events[*index].id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(verdict.first.as_slice()), ["VpcNat4D75"]);
    assert_eq!(ids(&verdict.rollback), ["VpcSubnet9F"]);
    assert!(verdict.others.is_empty() && verdict.following >= 2, "{verdict:?}");
}

/// Other tools shorten the path of the construct, tell the reason after the events, or sum all up in the end.
#[test]
fn a_reason_is_of_its_own_event_only() {
    let cdk = "10:24:47 AM | CREATE_FAILED | AWS::SQS::QueuePolicy | ChatBotApiRealtime...sDLQPolicy709D8CBC\nInternal Failure\n\
        \tnew QueuePolicy (/home/u/shop/lib/queue.ts:25:2)\n\t\\_ new Shop (/home/u/shop/lib/shop.ts:4:1)\n\n\
        ❌  shop failed: Error: The stack named shop failed creation: ROLLBACK_COMPLETE: Role is invalid\n";
    let serverless = "CloudFormation - CREATE_FAILED - AWS::Logs::LogGroup - ReadLogGroup\n\
        CloudFormation - CREATE_FAILED - AWS::S3::Bucket - LunchBucket\n\
        An error occurred: ReadLogGroup - /aws/lambda/read already exists.\n";
    for (text, id, message) in [
        (cdk, "ChatBotApiRealtime...sDLQPolicy709D8CBC", "Internal Failure"),
        (serverless, "ReadLogGroup", "/aws/lambda/read already exists."),
    ] {
        let verdict = analyze(read(text), &catalog());
        let first = verdict.first.map(|index| &verdict.events[index]).expect("a cause");
        assert_eq!((first.id.as_str(), first.message.as_str()), (id, message));
    }
}

/// The CDK says below its summary why the tasks of a service stopped, and tables of Markdown have lines of dashes.
#[test]
fn a_stopped_task_is_the_cause_of_its_service() {
    let cdk = "2:49:55 PM | CREATE_FAILED | AWS::ECS::Service | Service (ServiceD69D) Resource handler returned message: \
        \"Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.\"\n❌  shop failed: Resource updates failed:\n\n   \
        Task stopped: CannotPullContainerError: failed to resolve ref shop:1: 403 Forbidden\n";
    let table = "Group | CREATE_FAILED | Received 0 SUCCESS signal(s) out of 1.\n-- | -- | --\n\
        Object | CREATE_FAILED | Custom::Sync | Data returned must be an object\n";
    for (text, id, resource_type, message) in [
        (cdk, "ServiceD69D", "AWS::ECS::Service", "CannotPullContainerError: failed to resolve ref shop:1: 403 Forbidden"),
        (table, "Group", "", "Received 0 SUCCESS signal(s) out of 1."),
    ] {
        let verdict = analyze(read(text), &catalog());
        let first = verdict.first.map(|index| &verdict.events[index]).expect("a cause");
        assert_eq!((first.id.as_str(), first.resource_type.as_str(), first.message.as_str()), (id, resource_type, message));
    }
    assert_eq!(read(table)[1].resource_type, "Custom::Sync");
}

/// `--output text` has the fields in the order of their names, and sums of a tool are no reason of an event.
#[test]
fn each_line_of_a_text_output_is_an_event() {
    let stack = "arn:aws:cloudformation:eu-west-1:1:stack/shop/1";
    let text = format!(
        "STACKEVENTS\t1-a\tQueue\tshop-q\t{{\"Name\":\"q\"}}\tCREATE_FAILED\tno such key\tAWS::SQS::Queue\t{stack}\tshop\t2026-01-01T10:00:00.5+00:00\n\
         STACKEVENTS\t0-a\tQueue\tshop-q\tCREATE_IN_PROGRESS\tAWS::SQS::Queue\t{stack}\tshop\t2026-01-01T09:59:00.5+00:00\n\
         Error: Failed to create/update the stack: shop\n"
    );
    let told = read(&text);
    let told: Vec<_> = told.iter().map(|event| (&*event.id, &*event.status, &*event.resource_type, &*event.message)).collect();
    assert_eq!(
        told,
        [("Queue", "CREATE_FAILED", "AWS::SQS::Queue", "no such key"), ("Queue", "CREATE_IN_PROGRESS", "AWS::SQS::Queue", "")]
    );
}

/// What has no event but that of the stack is told once.
#[test]
fn a_failed_rollback_alone_is_the_first_cause_alone() {
    let json = r#"{"Stacks": [{"StackName": "shop", "StackStatus": "UPDATE_ROLLBACK_FAILED", "StackStatusReason": "The following resource(s) failed to update: [Web]."}]}"#;
    let verdict = analyze(read(json), &catalog());
    assert!(verdict.first.is_some() && verdict.rollback.is_empty(), "{verdict:?}");
}

/// A column may be called like a status.
#[test]
fn a_heading_is_no_event() {
    let copilot = "  - An ECS service to run and maintain your tasks  [delete complete]  [88.4s]\n\
        \x20   Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.\n\
        \x20              Revision  Rollout   Desired  Running  Failed  Pending\n\
        \x20     PRIMARY  7         [failed]  1        0        10      1\n";
    assert!(read(copilot).is_empty());
    let activities = "|  Activity  |  Failed  |  InsufficientInstanceCapacity  |\n|  Other  |  Successful  |  -  |\n";
    assert_eq!(read(activities).len(), 1);
}

/// An instance of a stack set that could not be changed is `OUTDATED`, and below it stands `FAILED` without a word.
#[test]
fn instances_of_a_stack_set_are_read() {
    let json = r#"{"Summaries": [
        {"Account": "444444444444", "Status": "CURRENT", "StackInstanceStatus": {"DetailedStatus": "SUCCEEDED"}},
        {"Account": "555555555555", "Status": "OUTDATED", "StackInstanceStatus": {"DetailedStatus": "FAILED"}, "StatusReason":
            "ResourceLogicalId:Bucket, ResourceType:AWS::S3::Bucket, ResourceStatusReason:logs already exists (Service: S3, Status Code: 409)."}]}"#;
    let verdict = analyze(read(json), &catalog());
    let first = verdict.first.map(|index| &verdict.events[index]).expect("a cause");
    assert!(first.id == "555555555555" && first.message.contains("logs already exists"), "{first:?}");
}

/// What a validation before the deployment finds stands beside the event of it.
#[test]
fn events_of_an_early_validation_are_read() {
    let json = r#"{"OperationEvents": [
        {"EventType": "STACK_EVENT", "StackId": "arn:aws:cloudformation:eu-west-1:1:stack/shop/1", "LogicalResourceId": "shop",
            "ResourceStatus": "FAILED", "ResourceStatusReason": "Early validation failed", "Timestamp": "2026-01-01T10:00:04Z"},
        {"EventType": "VALIDATION_ERROR", "StackId": "arn:aws:cloudformation:eu-west-1:1:stack/shop/1", "LogicalResourceId": "Web",
            "ValidationName": "PROPERTY_VALIDATION", "ValidationStatus": "FAILED", "ValidationPath": "/Resources/Web/Properties/LaunchTyp",
            "ValidationStatusReason": "Unsupported property [LaunchTyp]", "Timestamp": "2026-01-01T10:00:03Z"}]}"#;
    let verdict = analyze(read(json), &catalog());
    let first = verdict.first.map(|index| &verdict.events[index]).expect("a cause");
    assert!(first.id == "Web" && first.message.contains("/Resources/Web/Properties/LaunchTyp"), "{first:?}");
}

#[test]
fn events_of_a_service_count_since_it_was_steady() {
    let json = r#"{"services": [{"serviceName": "web", "events": [
        {"createdAt": 5, "message": "(service web) was unable to place a task because no container instance met all of its requirements."},
        {"createdAt": 4, "message": "(service web) has reached a steady state."},
        {"createdAt": 3, "message": "(service web) (port 80) is unhealthy in (target-group x) due to (reason Request timed out)"}]}]}"#;
    let verdict = analyze(read(json), &catalog());
    assert!(verdict.first.is_some_and(|index| verdict.events[index].message.contains("unable to place")));
}

fn first(text: &str) -> (String, Vec<String>, Vec<String>) {
    let verdict = analyze(read(text), &catalog());
    let ids = |indices: &[usize]| indices.iter().map(|index| verdict.events[*index].id.clone()).collect::<Vec<_>>();
    (ids(verdict.first.as_slice()).concat(), ids(&verdict.others), ids(&verdict.rollback))
}

/// What only warns, what was stopped since nobody needed it, and what went well are no causes while something failed.
#[test]
fn what_did_not_fail_is_no_cause() {
    let validations = r#"{"OperationEvents": [
        {"LogicalResourceId": "Uploads", "ValidationFailureMode": "FAIL", "ValidationStatus": "FAILED", "Timestamp": "2026-01-01T10:00:04Z",
            "ValidationStatusReason": "Resource of type 'AWS::S3::Bucket' with identifier 'shop-uploads' already exists."},
        {"LogicalResourceId": "Logs", "ValidationFailureMode": "WARN", "ValidationStatus": "FAILED", "Timestamp": "2026-01-01T10:00:03Z",
            "ValidationStatusReason": "The bucket 'shop-logs' is not empty."}]}"#;
    let hooks = r#"{"StackEvents": [
        {"LogicalResourceId": "Web", "ResourceStatus": "CREATE_FAILED", "ResourceStatusReason": "Role is invalid", "Timestamp": "2026-01-01T10:00:04Z"},
        {"LogicalResourceId": "Data", "ResourceStatus": "CREATE_IN_PROGRESS", "HookStatus": "HOOK_COMPLETE_FAILED", "HookFailureMode": "WARN",
            "HookStatusReason": "no tags", "Timestamp": "2026-01-01T10:00:03Z"}]}"#;
    let tasks = r#"{"tasks": [
        {"taskArn": "arn:aws:ecs:eu-west-1:1:task/prod/old", "stopCode": "ServiceSchedulerInitiated", "stoppedAt": "2026-01-01T10:00:00Z",
            "stoppedReason": "Scaling activity initiated by (deployment ecs-svc/9)", "containers": [{"name": "web", "exitCode": 143}]},
        {"taskArn": "arn:aws:ecs:eu-west-1:1:task/prod/new", "stopCode": "EssentialContainerExited", "stoppedAt": "2026-01-01T10:05:00Z",
            "stoppedReason": "Essential container in task exited", "containers": [{"name": "web", "exitCode": 137, "reason": "OutOfMemoryError"}]}]}"#;
    let target = r#"{"instanceTarget": {"deploymentId": "d-1", "status": "Failed", "lifecycleEvents": [
        {"lifecycleEventName": "ApplicationStop", "status": "Succeeded", "diagnostics": {"errorCode": "Success", "message": "Succeeded"}},
        {"lifecycleEventName": "AfterInstall", "status": "Failed", "diagnostics": {"errorCode": "ScriptFailed",
            "message": "Script at specified location: migrate.sh failed with exit code 127"}}]},
        "deploymentInfo": {"deploymentId": "d-1", "status": "Failed", "errorInformation": {"code": "HEALTH_CONSTRAINTS",
            "message": "The overall deployment failed because too many individual instances failed deployment"}}}"#;
    let console = "Event\tDuration\tStatus\tError code\nApplicationStop\tone second\tSucceeded\t-\nAfterInstall\t-\tFailed\tScriptFailed\n\
        \tScript at specified location: setup.sh failed with exit code 1\nValidateService\t-\tSkipped\t-\n\
        The overall deployment failed because too many individual instances failed deployment.\n";
    for (text, id) in
        [(validations, "Uploads"), (hooks, "Web"), (tasks, "new"), (target, "AfterInstall"), (console, "AfterInstall")]
    {
        let (first, others, rollback) = first(text);
        assert_eq!((first.as_str(), others.len() + rollback.len()), (id, 0), "{text}");
    }
}

/// The CDK cuts statuses off at 20 characters and sums up what failed; SAM does not say which stack a row is of.
#[test]
fn a_rollback_is_known_and_nothing_counts_twice() {
    let line = "2:11:21 PM | UPDATE_FAILED | AWS::SQS::Queue | Jobs (Jobs8C1A) shop-jobs already exists\n";
    let cdk = format!(
        " 1/9 | {line} 1/9 | 2:11:23 PM | UPDATE_ROLLBACK_IN_P | AWS::CloudFormation::Stack | Shop The following resource(s) failed\n\
         4/9 | 2:12:01 PM | DELETE_FAILED | AWS::S3::Bucket | Data (Data9F) The bucket you tried to delete is not empty\n\
         4/9 | 2:14:50 PM | UPDATE_ROLLBACK_COMP | AWS::CloudFormation::Stack | Shop\n\nFailed resources:\nShop | {line}"
    );
    let sam = "CREATE_FAILED  AWS::SQS::Queue  Jobs  shop-jobs already exists\n\
        ROLLBACK_IN_PROGRESS  AWS::CloudFormation::Stack  shop  The following resource(s) failed to create: [Jobs].\n\
        DELETE_FAILED  AWS::S3::Bucket  Data  The bucket you tried to delete is not empty\n\
        ROLLBACK_FAILED  AWS::CloudFormation::Stack  shop  The following resource(s) failed to delete: [Data].\n";
    for (text, id, kept) in [(cdk.as_str(), "Jobs8C1A", "Data9F"), (sam, "Jobs", "Data")] {
        assert_eq!(first(text), (id.to_owned(), Vec::new(), vec![kept.to_owned()]), "{text}");
    }
}

/// The only reason of a failed operation may stand with the state of its stack, which is well.
#[test]
fn the_only_reason_is_told() {
    let json = r#"{"OperationEvents": [{"OperationStatus": "FAILED", "ResourceStatus": "REVIEW_IN_PROGRESS",
        "ResourceStatusReason": "The following hook(s)/validation failed: [AWS::EarlyValidation::ResourceExistenceCheck]."}]}"#;
    assert!(read(json)[0].message.contains("EarlyValidation"));
}

/// SAM breaks lines within words, and the next step of a log is no rest of a reason.
#[test]
fn a_reason_is_whole_and_has_no_more() {
    let sam = "CREATE_FAILED            AWS::SQS::Queue          Jobs                     Name shop-\n\
        \x20                                                                          jobs is refused (RequestToken: 8d0c7b6a-\n\
        \x20                                                                          1111-4b3c)\n\
        CREATE_FAILED            AWS::SNS::Topic          News                     Resource creation cancelled\n";
    assert_eq!(read(sam)[0].message, "Name shop-jobs is refused (RequestToken: 8d0c7b6a-1111-4b3c)");
    for next in ["Post job cleanup.\nCleaning up orphan processes", "##[group]Run ls\nls"] {
        let log = format!("Queue\tAWS::SQS::Queue\tCREATE_FAILED\tno such key\n{next}\n");
        assert_eq!(read(&log)[0].message, "no such key", "{next}");
    }
    let task = r#"{"tasks": [{"taskArn": "arn:aws:ecs:eu-west-1:1:task/prod/a", "createdAt": "2026-01-01T10:00:00Z",
        "stoppedAt": "2026-01-01T10:05:00Z", "stopCode": "TaskFailedToStart", "stoppedReason": "no image"}]}"#;
    assert_eq!(read(task)[0].shown_time, "2026-01-01T10:05:00Z");
}
