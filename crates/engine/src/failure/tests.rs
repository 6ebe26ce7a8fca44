//! Each message is explained by its failure and no other, and what the failures refer to is there.

use std::collections::BTreeSet;

use super::{Catalog, Names, Rank, Told};

mod outputs;

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
        (
            "unresolved-resource",
            "Template format error: Unresolved resource dependencies [Logs] in the Resources block of the template",
        ),
        ("efs", "failed to invoke EFS utils commands to set up EFS volumes: stderr: mount.nfs4: Connection reset by peer"),
    ] {
        assert_eq!(told(message), Some((id.to_owned(), Told::Open)), "{message}");
    }
    // The denial of an action says which permission is missing, or that one is refused.
    let secret = "ResourceInitializationError: unable to pull secrets or registry auth: AccessDeniedException: User: \
        arn:aws:sts::123456789012:assumed-role/web/1 is not authorized to perform: secretsmanager:GetSecretValue on resource: db";
    assert_eq!(told(secret), Some(("secret-denied".to_owned(), Told::Said)));
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

/// Causes that a message rules out are not listed with those that it leaves open.
#[test]
fn the_causes_that_are_left_are_listed() {
    let catalog = catalog();
    let command =
        "CannotStartContainerError: runc create failed: exec: \"/opt/run.sh\": stat /opt/run.sh: no such file or directory";
    let used = "SC service is already used by arn:aws:servicediscovery:eu-west-1:123456789012:namespace/ns-0123abcd";
    let value = "Model validation failed: #/Type: failed validation constraint for keyword [enum] (#/Type)";
    for (message, starts) in [
        (command, vec!["`Command`", "A volume", "A script"]),
        (used, vec!["Another service", "The service itself"]),
        (
            "Exception while trying to read the task definition artifact file from: SourceArtifact",
            vec!["The file (taskdef.json", "The artifact is larger than 3 MB", "The file is no JSON"],
        ),
        (value, vec!["{property|", "Of an AWS::SSM::Parameter", "A parameter's value"]),
    ] {
        let found = catalog.explain(message);
        let causes: Vec<&str> = found[0].causes.iter().map(|cause| cause.is.as_str()).collect();
        let is_so = causes.len() == starts.len() && causes.iter().zip(&starts).all(|(cause, start)| cause.starts_with(start));
        assert!(is_so, "{causes:?}");
    }
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
