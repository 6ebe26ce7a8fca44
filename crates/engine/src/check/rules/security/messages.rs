//! Queues, topics, keys, secrets and trails.

use crate::check::engine::requirement::{Must, Requirement, every};
use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::pack::{Elsewhere, PackRule};
use crate::check::rules::security::public;
use crate::diagnostic::Severity;
use crate::language::read::resource::{self, Resource};

/// The rules of this subject.
pub(super) const RULES: &[PackRule] = &[
    PackRule {
        rule: Rule {
            code: "FWS701",
            severity: Severity::Error,
            what: "Finds a policy that opens a queue to everybody: it allows the principal `*` something without a condition.",
            why: "Any AWS account in the world, or nobody at all who has credentials, may do it.",
            example: "Principal: \"*\" in AWS::SQS::QueuePolicy",
            fix: "in Rust `Principal::account(id)` or `.when(…)`, in YAML `Principal: {AWS: !Ref AWS::AccountId}` or a `Condition` such as `{ArnEquals: {\"aws:SourceArn\": …}}`",
            link: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
            kind: RuleKind::Template(public_queues),
        },
        elsewhere: Elsewhere { hub: "SQS.3", nag: "", checkov: "CKV_AWS_168" },
    },
    PackRule {
        rule: Rule {
            code: "FWS702",
            severity: Severity::Error,
            what: "Finds a policy that opens a topic to everybody: it allows the principal `*` something without a condition.",
            why: "Any AWS account in the world, or nobody at all who has credentials, may do it.",
            example: "Principal: \"*\" in AWS::SNS::TopicPolicy",
            fix: "in Rust `Principal::account(id)` or `.when(…)`, in YAML `Principal: {AWS: !Ref AWS::AccountId}` or a `Condition` such as `{ArnEquals: {\"aws:SourceArn\": …}}`",
            link: "https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html",
            kind: RuleKind::Template(public_topics),
        },
        elsewhere: Elsewhere { hub: "SNS.4", nag: "", checkov: "CKV_AWS_169" },
    },
    PackRule {
        rule: Rule {
            code: "FWS703",
            severity: Severity::Error,
            what: "Finds a policy that opens a key to everybody: it allows the principal `*` something without a condition.",
            why: "Any AWS account in the world, or nobody at all who has credentials, may do it.",
            example: "Principal: \"*\" in `KeyPolicy`",
            fix: "in Rust `Principal::account(id)` or `.when(…)`, in YAML `Principal: {AWS: !Ref AWS::AccountId}` or a `Condition` such as `{ArnEquals: {\"aws:SourceArn\": …}}`",
            link: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html",
            kind: RuleKind::Template(public_keys),
        },
        elsewhere: Elsewhere { hub: "KMS.5", nag: "", checkov: "CKV_AWS_33" },
    },
    PackRule {
        rule: Rule {
            code: "FWS704",
            severity: Severity::Error,
            what: "Finds a policy that opens an image repository to everybody: it allows the principal `*` something without a condition.",
            why: "Any AWS account in the world, or nobody at all who has credentials, may do it.",
            example: "Principal: \"*\" in `RepositoryPolicyText`",
            fix: "in Rust `Principal::account(id)` or `.when(…)`, in YAML `Principal: {AWS: !Ref AWS::AccountId}` or a `Condition` such as `{ArnEquals: {\"aws:SourceArn\": …}}`",
            link: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html",
            kind: RuleKind::Template(public_repositories),
        },
        elsewhere: Elsewhere { hub: "", nag: "AwsSolutions-ECR1", checkov: "CKV_AWS_32" },
    },
    PackRule {
        rule: Rule {
            code: "FWS705",
            severity: Severity::Error,
            what: "Finds a policy that opens a secret or a search domain to everybody: it allows the principal `*` something without a condition.",
            why: "Any AWS account in the world, or nobody at all who has credentials, may do it.",
            example: "Principal: \"*\" in AWS::SecretsManager::ResourcePolicy",
            fix: "in Rust `Principal::account(id)` or `.when(…)`, in YAML `Principal: {AWS: !Ref AWS::AccountId}` or a `Condition` such as `{ArnEquals: {\"aws:SourceArn\": …}}`",
            link: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html",
            kind: RuleKind::Template(public_others),
        },
        elsewhere: Elsewhere { hub: "Opensearch.2", nag: "AwsSolutions-OS5", checkov: "" },
    },
    PackRule {
        rule: Rule {
            code: "FWS706",
            severity: Severity::Error,
            what: "Finds a policy that opens an event bus to everybody: it allows the principal `*` something without a condition.",
            why: "Any AWS account in the world may put events on the bus, and what they start runs with your roles.",
            example: "Principal: \"*\" in AWS::Events::EventBusPolicy",
            fix: "in Rust `Principal::account(id)` or `.when(…)`, in YAML `Principal: {AWS: !Ref AWS::AccountId}`, or a `Condition` on `aws:PrincipalOrgID`",
            link: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html",
            kind: RuleKind::Property(&[
                Requirement {
                    types: &["AWS::Events::EventBusPolicy"],
                    path: &["Principal"],
                    must: Must::NotBe(&["*"]),
                    absent_is_right: true,
                    of: has_no_condition,
                    says: "everybody is let at the event bus of `{id}`",
                },
                Requirement {
                    types: &["AWS::Events::EventBusPolicy"],
                    path: &["Statement", "Principal"],
                    must: Must::NotBe(&["*"]),
                    absent_is_right: true,
                    of: has_no_condition,
                    says: "everybody is let at the event bus of `{id}`",
                },
                Requirement {
                    types: &["AWS::Events::EventBusPolicy"],
                    path: &["Statement", "Principal", "AWS"],
                    must: Must::NotBe(&["*"]),
                    absent_is_right: true,
                    of: has_no_condition,
                    says: "everybody is let at the event bus of `{id}`",
                },
            ]),
        },
        elsewhere: Elsewhere { hub: "", nag: "AwsSolutions-EVB1", checkov: "" },
    },
    PackRule {
        rule: Rule {
            code: "FWS711",
            severity: Severity::Error,
            what: "Finds a queue that switches encryption off. New queues are encrypted unless they say otherwise.",
            why: "Messages lie readable on the disks of the service.",
            example: "SqsManagedSseEnabled: false",
            fix: "in Rust `.sqs_managed_sse_enabled(true)`, in YAML `SqsManagedSseEnabled: true`, or `KmsMasterKeyId`",
            link: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-sqs-sse-queue.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::SQS::Queue"],
                path: &["SqsManagedSseEnabled"],
                must: Must::NotBe(&["false"]),
                absent_is_right: true,
                of: has_no_key,
                says: "the messages of `{id}` are not encrypted",
            }]),
        },
        elsewhere: Elsewhere { hub: "SQS.1", nag: "AwsSolutions-SQS2", checkov: "CKV_AWS_27" },
    },
    PackRule {
        rule: Rule {
            code: "FWS712",
            severity: Severity::Error,
            what: "Finds a topic that is not encrypted.",
            why: "Messages that wait for a subscriber lie readable on the disks of the service.",
            example: "AWS::SNS::Topic without `KmsMasterKeyId`",
            fix: "in Rust the construct `Topic` is, or `.kms_master_key_id(\"alias/aws/sns\")`; in YAML `KmsMasterKeyId: alias/aws/sns`; services such as CloudWatch need a key of your own that lets them in",
            link: "https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::SNS::Topic"],
                path: &["KmsMasterKeyId"],
                must: Must::BeGiven,
                absent_is_right: false,
                of: every,
                says: "the messages of `{id}` are not encrypted",
            }]),
        },
        elsewhere: Elsewhere { hub: "SNS.1", nag: "", checkov: "CKV_AWS_26" },
    },
    PackRule {
        rule: Rule {
            code: "FWS713",
            severity: Severity::Error,
            what: "Finds a delivery stream that takes records directly and does not encrypt them.",
            why: "Records wait readable on the disks of the service until they are delivered.",
            example: "AWS::KinesisFirehose::DeliveryStream without `DeliveryStreamEncryptionConfigurationInput`",
            fix: "in Rust `.delivery_stream_encryption_configuration_input(…)`, in YAML `DeliveryStreamEncryptionConfigurationInput: {KeyType: AWS_OWNED_CMK}`, which costs nothing",
            link: "https://docs.aws.amazon.com/firehose/latest/dev/encryption.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::KinesisFirehose::DeliveryStream"],
                path: &["DeliveryStreamEncryptionConfigurationInput"],
                must: Must::BeGiven,
                absent_is_right: false,
                of: takes_directly,
                says: "the records of `{id}` are not encrypted",
            }]),
        },
        elsewhere: Elsewhere { hub: "DataFirehose.1", nag: "AwsSolutions-KDF1", checkov: "CKV_AWS_240" },
    },
    PackRule {
        rule: Rule {
            code: "FWS721",
            severity: Severity::Error,
            what: "Finds a symmetric key that is not rotated.",
            why: "What a key that leaked once encrypted is readable for ever.",
            example: "AWS::KMS::Key without `EnableKeyRotation: true`",
            fix: "in Rust `.enable_key_rotation(true)`, in YAML `EnableKeyRotation: true`",
            link: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::KMS::Key"],
                path: &["EnableKeyRotation"],
                must: Must::Be(&["true"]),
                absent_is_right: false,
                of: can_rotate,
                says: "`{id}` is not rotated",
            }]),
        },
        elsewhere: Elsewhere { hub: "KMS.4", nag: "AwsSolutions-KMS5", checkov: "CKV_AWS_7" },
    },
    PackRule {
        rule: Rule {
            code: "FWS722",
            severity: Severity::Error,
            what: "Finds a secret that no rotation schedule of the template is about.",
            why: "Whoever saw it once can use it for ever.",
            example: "AWS::SecretsManager::Secret without AWS::SecretsManager::RotationSchedule",
            fix: "in Rust `secretsmanager::RotationSchedule`, or `.manage_master_user_password(true)` of a database; in YAML `AWS::SecretsManager::RotationSchedule` with `SecretId: !Ref Secret`, or `ManageMasterUserPassword: true`",
            link: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html",
            kind: RuleKind::Template(rotation),
        },
        elsewhere: Elsewhere { hub: "SecretsManager.1", nag: "AwsSolutions-SMG4", checkov: "CKV2_AWS_57" },
    },
    PackRule {
        rule: Rule {
            code: "FWS731",
            severity: Severity::Error,
            what: "Finds a trail of CloudTrail that does not prove its files, or is about one region alone.",
            why: "An attacker works in another region, or changes what was recorded.",
            example: "AWS::CloudTrail::Trail without `EnableLogFileValidation: true`",
            fix: "in Rust `.enable_log_file_validation(true)` and `.is_multi_region_trail(true)`, in YAML `EnableLogFileValidation: true` and `IsMultiRegionTrail: true`",
            link: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html",
            kind: RuleKind::Property(&[
                Requirement {
                    types: &["AWS::CloudTrail::Trail"],
                    path: &["EnableLogFileValidation"],
                    must: Must::Be(&["true"]),
                    absent_is_right: false,
                    of: every,
                    says: "the files of `{id}` can be changed unnoticed",
                },
                Requirement {
                    types: &["AWS::CloudTrail::Trail"],
                    path: &["IsMultiRegionTrail"],
                    must: Must::Be(&["true"]),
                    absent_is_right: false,
                    of: every,
                    says: "`{id}` records one region alone",
                },
            ]),
        },
        elsewhere: Elsewhere { hub: "CloudTrail.1, CloudTrail.4", nag: "", checkov: "CKV_AWS_36, CKV_AWS_67" },
    },
];

fn public_queues(rule: &Rule, context: &mut Context<'_>) {
    public::report(rule, context, &["AWS::SQS::QueuePolicy"], "everybody is let at the queue");
}

fn public_topics(rule: &Rule, context: &mut Context<'_>) {
    public::report(rule, context, &["AWS::SNS::TopicPolicy"], "everybody is let at the topic");
}

fn public_keys(rule: &Rule, context: &mut Context<'_>) {
    public::report(rule, context, &["AWS::KMS::Key"], "everybody may use the key");
}

fn public_repositories(rule: &Rule, context: &mut Context<'_>) {
    public::report(rule, context, &["AWS::ECR::Repository"], "everybody is let at the repository");
}

fn public_others(rule: &Rule, context: &mut Context<'_>) {
    public::report(rule, context, &["AWS::SecretsManager::ResourcePolicy"], "everybody is let at the secret");
    for domain in resource::of_type(context.scope(), "AWS::OpenSearchService::Domain") {
        // A domain in a VPC is kept by its security groups.
        if domain.properties.get("VPCOptions").is_absent() {
            public::report_document(rule, context, &domain.properties.get("AccessPolicies"), "everybody is let at the domain");
        }
    }
}

/// Any condition may be the one that names who is meant.
fn has_no_condition(policy: &Resource<'_>) -> bool {
    policy.properties.get("Condition").is_absent() && policy.properties.at(&["Statement", "Condition"]).is_absent()
}

/// Whether a stream gets its records from those who call it, and not from a stream or a cluster that encrypts them.
fn takes_directly(stream: &Resource<'_>) -> bool {
    stream.properties.get("DeliveryStreamType").text_or("DirectPut").is_some_and(|kind| kind == "DirectPut")
}

fn has_no_key(queue: &Resource<'_>) -> bool {
    queue.properties.get("KmsMasterKeyId").is_absent()
}

/// Whether KMS can surely rotate a key: a symmetric one with material of KMS's own.
fn can_rotate(key: &Resource<'_>) -> bool {
    let defaults = [("KeySpec", "SYMMETRIC_DEFAULT"), ("KeyUsage", "ENCRYPT_DECRYPT"), ("Origin", "AWS_KMS")];
    defaults.iter().all(|(name, usual)| key.properties.get(name).text_or(usual).is_some_and(|given| given == *usual))
}

fn rotation(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let schedules: Vec<Resource<'_>> = ["AWS::SecretsManager::RotationSchedule", "AWS::SecretsManager::SecretTargetAttachment"]
        .iter()
        .flat_map(|kind| resource::of_type(scope, kind))
        .collect();
    for secret in resource::of_type(scope, "AWS::SecretsManager::Secret") {
        // A schedule may name the secret through its attachment to a database.
        let is_named = |schedule: &Resource<'_>| {
            let named = schedule.properties.get("SecretId");
            named.leads_to(secret.id) || named.target().is_none()
        };
        let rotated = schedules.iter().filter(|schedule| schedule.kind.ends_with("::RotationSchedule"));
        let is_rotated = rotated.into_iter().any(|schedule| {
            let through = schedule.properties.get("SecretId").target();
            is_named(schedule) || through.is_some_and(|through| is_named(&through))
        });
        if !is_rotated {
            let finding = rule.finding(format!("`{}` is a secret that is never rotated", secret.id)).help(rule.fix);
            context.report(finding, secret.location, ["Resources", secret.id]);
        }
    }
}
