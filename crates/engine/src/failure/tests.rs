//! Each message is explained by its failure and no other, and what the failures refer to is there.

use std::collections::BTreeSet;

use super::{Catalog, Event, Names, Rank, Told, analyze, read};

/// `FAILURE<TAB>MESSAGE`; the failure `-` is none.
const MESSAGES: &str = include_str!("tests/messages.tsv");
/// `START OF THE FIRST CAUSE<TAB>MESSAGE`.
const CAUSES: &str = include_str!("tests/causes.tsv");

fn catalog() -> Catalog {
    Catalog::load().expect("the data files are well-formed")
}

fn best(catalog: &Catalog, message: &str) -> String {
    catalog.explain(message).first().map_or("-", |best| best.failure.id.as_str()).to_owned()
}

#[test]
fn messages_are_explained() {
    let catalog = catalog();
    let mut wrong = Vec::new();
    for line in MESSAGES.lines() {
        let (expected, message) = line.split_once('\t').expect("a failure and a message");
        let found = best(&catalog, message);
        if found != expected {
            wrong.push(format!("{expected}, not {found}: {message}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn spelling_and_wrapping_make_no_difference() {
    let catalog = catalog();
    for message in [
        "EXPORT prod-Vpc CANNOT BE DELETED AS IT IS IN USE BY prod-app",
        "Export `prod-Vpc`\n   can't be removed, because it is still being\n   used by 'prod-app'",
        "The export \u{201c}prod-Vpc\u{201d} could not be deleted; it is currently in use by prod-app.",
    ] {
        assert_eq!(best(&catalog, message), "export-in-use", "{message}");
        assert_eq!(catalog.explain(message)[0].names.get("export"), Some("prod-Vpc"), "{message}");
    }
}

/// Also of the empty message, and of one without sense, nothing is claimed.
#[test]
fn what_is_unknown_is_unknown() {
    let catalog = catalog();
    for message in ["", "…", "{}", "the", "Resource", "cannot", "Stack is fine", "a role and a rule"] {
        assert_eq!(best(&catalog, message), "-", "{message}");
    }
}

/// Of the causes that are for some messages only, the one of this message is first.
#[test]
fn the_cause_that_the_message_speaks_of_is_first() {
    let catalog = catalog();
    let mut wrong = Vec::new();
    for line in CAUSES.lines() {
        let (start, message) = line.split_once('\t').expect("a cause and a message");
        let first = catalog.explain(message).first().map(|found| found.causes[0].is.as_str()).unwrap_or_default();
        if !first.starts_with(start) {
            wrong.push(format!("{start}…, not {first}: {message}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn where_the_message_says_no_cause_none_is_first() {
    let catalog = catalog();
    let says = |message: &str| catalog.explain(message).first().map(|found| (found.told, found.causes.len()));
    let placement = "service web was unable to place a task because no container instance met all of its requirements.";
    let (told, all) = says(placement).expect("a failure");
    assert_eq!(told, Told::Unsaid);
    assert!(all > 1);
    assert_eq!(
        says("The closest matching container-instance is missing an attribute required by your task."),
        Some((Told::Said, 1))
    );
}

/// What a message says after `Reason:` or `because` is why; a failure that has only the words before it knows no cause of it.
#[test]
fn what_knows_only_what_failed_is_not_told() {
    let catalog = catalog();
    let tells = |message: &str, id: &str| catalog.explain(message).iter().any(|found| found.failure.id == id);
    for (id, known, unknown) in [
        ("event-rule", "Event pattern is not valid.", "Event pattern is not valid. Reason: the moon is full"),
        ("execute-command", "The execute command failed.", "The execute command failed because the moon is full"),
        (
            "custom-resource-failed",
            "Received response status [FAILED] from custom resource.",
            "Received response status [FAILED] from custom resource. Reason: the moon is full",
        ),
    ] {
        assert!(tells(known, id) && !tells(unknown, id), "{id}");
    }
    // Nor is the pattern of a failure asked for it where that of one of its causes has it.
    assert!(tells(
        "Unable to start new execute sessions because the maximum session limit of 2 has been reached. The execute command failed",
        "execute-command"
    ));
}

/// A cause is told as the cause only where no other may be it.
#[test]
fn one_of_several_causes_is_no_fact() {
    let catalog = catalog();
    let told = |message: &str| catalog.explain(message).first().map(|found| (found.failure.id.clone(), found.told));
    for (id, message) in [
        ("bucket-public", "API: s3:PutBucketPolicy Access Denied"),
        ("kms-alias", "An alias with the name arn:aws:kms:eu-west-1:1:alias/web already exists"),
        ("cli-certificate", "SSL validation failed for https://s3.amazonaws.com/"),
        ("certificate-late", "Failed to create resource. Certificate not issued in time"),
    ] {
        assert_eq!(told(message), Some((id.to_owned(), Told::Open)), "{message}");
    }
    let single = "NatGateway nat-1 is in state failed and hence failed to stabilize.";
    assert_eq!(told(single), Some(("nat-failed".to_owned(), Told::Unsaid)));
    // Nor where it is the only one that is known, but the message does not imply it, or may be of any service.
    for (id, message) in [
        ("lambda-image", "Source image shop:latest is not valid. Provide a valid source image."),
        ("image-reference", "failed to normalize image reference \"Dockerfile\""),
        ("service-failed", "UPDATE_FAILED | AWS::RDS::DBInstance | Database Internal Failure"),
    ] {
        assert_eq!(told(message), Some((id.to_owned(), Told::Open)), "{message}");
        assert_eq!(catalog.explain(message)[0].causes.len(), 1, "{message}");
    }
}

/// A cause that only says what rules it out is open to all other messages.
#[test]
fn a_cause_may_be_ruled_out() {
    let catalog = catalog();
    let told =
        |message: &str| catalog.explain(message).first().map(|found| (found.failure.id.clone(), found.told, found.causes.len()));
    let denied = "User: shop is not authorized to perform: sqs:CreateQueue on resource: arn:aws:sqs:eu-west-1:1:jobs";
    assert_eq!(told(denied), Some(("permission".to_owned(), Told::Open, 3)));
    let why = format!("{denied} because no identity-based policy allows the sqs:CreateQueue action");
    assert_eq!(told(&why), Some(("permission".to_owned(), Told::Said, 1)));
}

/// What is known of all messages of a kind is a list to check, so each of it says how to tell.
#[test]
fn what_is_only_possible_can_be_told() {
    for failure in catalog().failures.iter().filter(|failure| failure.rank == Rank::General && failure.cause.len() > 1) {
        assert!(failure.cause.iter().all(|cause| cause.tell.is_some()), "{}", failure.id);
    }
}

fn tells_of_rds(catalog: &Catalog, message: &str) -> bool {
    catalog.explain(message).iter().any(|found| found.failure.id == "db-combination")
}

/// A word that is of one service is none of another's message; what is known of all messages of a service is not either.
#[test]
fn the_service_of_a_message_decides() {
    let catalog = catalog();
    let engine = "An error occurred (InvalidParameterValue) when calling the CreateCacheCluster operation: Invalid version";
    assert!(!best(&catalog, engine).starts_with("db-"));
    let combination =
        "An error occurred (InvalidParameterCombination) when calling the CreateCacheCluster operation: no AuthToken here";
    assert!(
        !tells_of_rds(&catalog, combination)
            && tells_of_rds(&catalog, "DB Instance: InvalidParameterCombination: no subnet here")
    );
    for other in ["Glue", "Batch", "Kafka"] {
        let message = format!("The cluster is not there (Service: {other}, Status Code: 400)");
        assert_ne!(best(&catalog, &message), "cluster-missing", "{message}");
    }
}

#[test]
fn every_failure_is_whole() {
    let catalog = catalog();
    let mut ids = BTreeSet::new();
    for failure in &catalog.failures {
        assert!(ids.insert(&failure.id), "two failures are {}", failure.id);
        assert!(!failure.cause.is_empty() && !failure.title.ends_with('.'), "{}", failure.id);
    }
    assert!(catalog.failures.len() > 200, "{}", catalog.failures.len());
}

/// A cause is claimed only for words that few other failures have: also the weakest reading of each pattern tells something.
#[test]
fn no_pattern_is_vague() {
    let catalog = catalog();
    let vague = catalog.patterns.iter().filter(|pattern| {
        let failure = &catalog.failures[pattern.failure];
        failure.rank == Rank::Cause && catalog.least(pattern) < 4.0
    });
    let vague: BTreeSet<&str> = vague.map(|pattern| catalog.failures[pattern.failure].id.as_str()).collect();
    assert!(vague.is_empty(), "{vague:?}");
}

/// A phrase of small words alone is in no message, and one that must not be said forbids nothing.
#[test]
fn every_phrase_has_a_word() {
    let catalog = catalog();
    let patterns = catalog.patterns.iter().map(|pattern| (pattern.failure, &pattern.terms));
    let conditions =
        catalog.conditions.iter().enumerate().flat_map(|(index, all)| all.iter().flatten().map(move |terms| (index, terms)));
    for (index, terms) in patterns.chain(conditions) {
        let mut phrases = terms.iter().filter(|term| term.services.is_empty()).flat_map(|term| &term.phrases);
        assert!(phrases.all(|phrase| phrase.iter().any(|piece| piece.word().is_some())), "{}", catalog.failures[index].id);
    }
}

/// Scattered words of a failure say what a message is about; where the rest of it tells of something else, the failure is not told.
#[test]
fn a_failure_of_scattered_words_is_not_told_of_another_message() {
    let catalog = catalog();
    let tells = |message: &str, id: &str| catalog.explain(message).iter().any(|found| found.failure.id == id);
    for (id, own, other) in [
        (
            "network-balancer",
            "network load balancer: unsupported protocol",
            "the bucket's lifecycle transition of an encrypted snapshot's replication: network load balancer unsupported protocol",
        ),
        (
            "service-connect",
            "Service Connect: invalid portName",
            "lifecycle transition of a snapshot: Service Connect: invalid portName",
        ),
        // None of its causes is spoken of either.
        ("cognito-provider", "cognito: invalid metadata of the identity provider", "cognito: invalid identity provider"),
    ] {
        assert!(tells(own, id), "{id}: {own}");
        assert!(!tells(other, id), "{id}: {other}");
    }
}

/// What names are filled in with is what a message has.
#[test]
fn commands_name_what_the_message_names() {
    let catalog = catalog();
    let found = catalog.explain("Export shop-Vpc cannot be deleted as it is in use by shop-app");
    let plain: fn(&str) -> String = str::to_owned;
    let tell = found[0].failure.cause[0].tell.as_ref().map(|tell| found[0].names.fill(tell, plain));
    assert_eq!(tell.as_deref(), Some("aws cloudformation list-imports --export-name shop-Vpc"));
    assert_eq!(Names::of("no names here"), Names::default());
}

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

/// An error code means what its own service says; another service's is no more than a word, except where only one can have it.
#[test]
fn codes_of_services_are_known() {
    let catalog = catalog();
    for (id, message) in [
        (
            "DBProxyTargetAlreadyRegisteredFault",
            "The moon is full (Service: AmazonRDS; Status Code: 400; Error Code: DBProxyTargetAlreadyRegisteredFault)",
        ),
        ("-", "The moon is full (Service: AmazonSNS; Status Code: 400; Error Code: DBProxyTargetAlreadyRegisteredFault)"),
        ("InvalidAssociationID.NotFound", "InvalidAssociationID.NotFound"),
        ("-", "A Tag of the Resource is off (Service: AmazonECR; Status Code: 400)"),
    ] {
        assert_eq!(best(&catalog, message), id, "{message}");
    }
    // What a failure says is more than what its code means.
    let both =
        catalog.explain("The export prod-Vpc cannot be deleted as it is in use by prod-app. InvalidAssociationID.NotFound");
    assert_eq!(both.iter().map(|found| found.failure.rank).collect::<Vec<_>>()[..2], [Rank::Cause, Rank::Code]);
}

/// What is unknown is looked for in the services that the message is about.
#[test]
fn each_service_has_what_shows_more() {
    let catalog = catalog();
    let sources = |message: &str| {
        let names = Names::of(message);
        catalog.more(message, &names).iter().map(|more| more.source.clone()).collect::<Vec<_>>()
    };
    assert_eq!(sources("The moon is full (Service: AmazonRDS; Status Code: 400; Error Code: Moon)"), ["rds"]);
    assert_eq!(sources("The flux of arn:aws:ecs:eu-west-1:123456789012:service/prod/web is off"), ["ecs"]);
    assert_eq!(sources("The moon is full"), [""; 0]);
}
