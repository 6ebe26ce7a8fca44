//! Databases and file systems: who reaches them, whether they are encrypted, and whether what is lost comes back.

use crate::check::engine::requirement::{Must, Requirement, every};
use crate::check::engine::{Rule, RuleKind};
use crate::check::rules::pack::{Elsewhere, PackRule};
use crate::diagnostic::Severity;
use crate::language::read::resource::Resource;

/// The rules of this subject.
pub(super) const RULES: &[PackRule] = &[
    PackRule {
        rule: Rule {
            code: "FWS501",
            severity: Severity::Error,
            what: "Finds a database, a broker or a replication instance that has a public address.",
            why: "Only a security group is left between the data and the internet, and its rules change.",
            example: "\"PubliclyAccessible\": true",
            fix: "in Rust `.publicly_accessible(false)`, in YAML `PubliclyAccessible: false`; reach it from inside the VPC",
            link: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
            kind: RuleKind::Property(&[Requirement {
                types: &[
                    "AWS::RDS::DBInstance",
                    "AWS::Redshift::Cluster",
                    "AWS::AmazonMQ::Broker",
                    "AWS::DMS::ReplicationInstance",
                ],
                path: &["PubliclyAccessible"],
                must: Must::NotBe(&["true"]),
                absent_is_right: true,
                of: every,
                says: "`{id}` has a public address",
            }]),
        },
        elsewhere: Elsewhere {
            hub: "RDS.2, Redshift.1, DMS.1",
            nag: "AwsSolutions-RS8",
            checkov: "CKV_AWS_17, CKV_AWS_69, CKV_AWS_87, CKV_AWS_89",
        },
    },
    PackRule {
        rule: Rule {
            code: "FWS502",
            severity: Severity::Error,
            what: "Finds an RDS instance of its own whose storage is not encrypted, and a cluster that says so.",
            why: "Its storage, snapshots and logs are readable to whoever gets at them; encryption cannot be switched on later without a new instance.",
            example: "AWS::RDS::DBInstance without `StorageEncrypted: true`",
            fix: "in Rust `.storage_encrypted(true)`, in YAML `StorageEncrypted: true`; on a database that exists it is a replacement: restore a snapshot of it",
            link: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html",
            kind: RuleKind::Property(&[
                Requirement {
                    types: &["AWS::RDS::DBInstance"],
                    path: &["StorageEncrypted"],
                    must: Must::Be(&["true"]),
                    absent_is_right: false,
                    of: is_made_alone,
                    says: "the storage of `{id}` is not encrypted",
                },
                // New clusters of Aurora are encrypted by default since February 2026.
                Requirement {
                    types: &["AWS::RDS::DBCluster"],
                    path: &["StorageEncrypted"],
                    must: Must::NotBe(&["false"]),
                    absent_is_right: true,
                    of: every,
                    says: "the storage of `{id}` is not encrypted",
                },
            ]),
        },
        elsewhere: Elsewhere { hub: "RDS.3, RDS.27", nag: "AwsSolutions-RDS2", checkov: "CKV_AWS_16, CKV_AWS_96" },
    },
    PackRule {
        rule: Rule {
            code: "FWS503",
            severity: Severity::Error,
            what: "Finds an RDS instance of its own that is in one availability zone. Environments that are not production are left alone.",
            why: "When the zone or the host fails, the database is away until somebody restores it.",
            example: "AWS::RDS::DBInstance without `MultiAZ: true`",
            fix: "in Rust `.multi_az(true)`, in YAML `MultiAZ: true`; it costs a second instance",
            link: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::RDS::DBInstance"],
                path: &["MultiAZ"],
                must: Must::Be(&["true"]),
                absent_is_right: false,
                of: is_primary,
                says: "`{id}` is in one availability zone",
            }]),
        },
        elsewhere: Elsewhere { hub: "RDS.5", nag: "AwsSolutions-RDS3", checkov: "CKV_AWS_157" },
    },
    PackRule {
        rule: Rule {
            code: "FWS504",
            severity: Severity::Error,
            what: "Finds an RDS instance or cluster that keeps no backups.",
            why: "What is deleted or overwritten by mistake does not come back.",
            example: "BackupRetentionPeriod: 0",
            fix: "in Rust `Database::backup_days(7)` of the construct, or `.backup_retention_period(7)`; in YAML `BackupRetentionPeriod: 7`",
            link: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::RDS::DBInstance"],
                path: &["BackupRetentionPeriod"],
                must: Must::BeAtLeast(1),
                absent_is_right: true,
                of: is_primary,
                says: "`{id}` keeps no backups",
            }]),
        },
        elsewhere: Elsewhere { hub: "RDS.11", nag: "AwsSolutions-RDS13", checkov: "CKV_AWS_133" },
    },
    PackRule {
        rule: Rule {
            code: "FWS505",
            severity: Severity::Error,
            what: "Finds an RDS instance or cluster that can be deleted by one call. Environments that are not production are left alone.",
            why: "A mistake or stolen credentials take the database away.",
            example: "AWS::RDS::DBInstance without `DeletionProtection: true`",
            fix: "in Rust `.deletion_protection(true)`, in YAML `DeletionProtection: true`",
            link: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
            kind: RuleKind::Property(&[
                Requirement {
                    types: &["AWS::RDS::DBInstance"],
                    path: &["DeletionProtection"],
                    must: Must::Be(&["true"]),
                    absent_is_right: false,
                    of: is_primary,
                    says: "`{id}` can be deleted by one call",
                },
                Requirement {
                    types: &["AWS::RDS::DBCluster"],
                    path: &["DeletionProtection"],
                    must: Must::Be(&["true"]),
                    absent_is_right: false,
                    of: every,
                    says: "`{id}` can be deleted by one call",
                },
            ]),
        },
        elsewhere: Elsewhere { hub: "RDS.7, RDS.8", nag: "AwsSolutions-RDS10", checkov: "CKV_AWS_293" },
    },
    PackRule {
        rule: Rule {
            code: "FWS506",
            severity: Severity::Error,
            what: "Finds a cluster of DocumentDB, Neptune or DAX whose storage is not encrypted.",
            why: "Its storage and snapshots are readable to whoever gets at them.",
            example: "AWS::DocDB::DBCluster without `StorageEncrypted: true`",
            fix: "in Rust `.storage_encrypted(true)` (of DAX `.sse_specification(…)`), in YAML `StorageEncrypted: true` (of DAX `SSESpecification: {SSEEnabled: true}`)",
            link: "https://docs.aws.amazon.com/documentdb/latest/developerguide/encryption-at-rest.html",
            kind: RuleKind::Property(&[
                Requirement {
                    types: &["AWS::DocDB::DBCluster", "AWS::Neptune::DBCluster"],
                    path: &["StorageEncrypted"],
                    must: Must::Be(&["true"]),
                    absent_is_right: false,
                    of: is_new_cluster,
                    says: "the storage of `{id}` is not encrypted",
                },
                Requirement {
                    types: &["AWS::DAX::Cluster"],
                    path: &["SSESpecification", "SSEEnabled"],
                    must: Must::Be(&["true"]),
                    absent_is_right: false,
                    of: every,
                    says: "the cache of `{id}` is not encrypted",
                },
            ]),
        },
        elsewhere: Elsewhere {
            hub: "DocumentDB.1, Neptune.1, DynamoDB.3",
            nag: "AwsSolutions-DOC1, AwsSolutions-N4, AwsSolutions-DDB4",
            checkov: "CKV_AWS_74, CKV_AWS_44, CKV_AWS_47",
        },
    },
    PackRule {
        rule: Rule {
            code: "FWS507",
            severity: Severity::Error,
            what: "Finds a Redshift cluster whose storage is said not to be encrypted.",
            why: "Its storage and snapshots are readable to whoever gets at them.",
            example: "Encrypted: false",
            fix: "in Rust `.encrypted(true)`, in YAML `Encrypted: true`",
            link: "https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-db-encryption.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::Redshift::Cluster"],
                path: &["Encrypted"],
                must: Must::NotBe(&["false"]),
                absent_is_right: true,
                of: every,
                says: "the storage of `{id}` is not encrypted",
            }]),
        },
        elsewhere: Elsewhere { hub: "Redshift.10", nag: "AwsSolutions-RS6", checkov: "CKV_AWS_64" },
    },
    PackRule {
        rule: Rule {
            code: "FWS521",
            severity: Severity::Error,
            what: "Finds a DynamoDB table without point-in-time recovery.",
            why: "What is deleted or overwritten by mistake does not come back.",
            example: "AWS::DynamoDB::Table without `PointInTimeRecoverySpecification`",
            fix: "in Rust `.point_in_time_recovery_specification(PointInTimeRecoverySpecification::new().point_in_time_recovery_enabled(true))`, in YAML `PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true}`",
            link: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html",
            kind: RuleKind::Property(&[
                Requirement {
                    types: &["AWS::DynamoDB::Table"],
                    path: &["PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"],
                    must: Must::Be(&["true"]),
                    absent_is_right: false,
                    of: every,
                    says: "`{id}` has no point-in-time recovery",
                },
                Requirement {
                    types: &["AWS::DynamoDB::GlobalTable"],
                    path: &["Replicas", "*", "PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"],
                    must: Must::Be(&["true"]),
                    absent_is_right: false,
                    of: every,
                    says: "a replica of `{id}` has no point-in-time recovery",
                },
            ]),
        },
        elsewhere: Elsewhere { hub: "DynamoDB.2", nag: "AwsSolutions-DDB3", checkov: "CKV_AWS_28, CKV_AWS_165" },
    },
    PackRule {
        rule: Rule {
            code: "FWS541",
            severity: Severity::Error,
            what: "Finds a file system of EFS that is not encrypted.",
            why: "Its files are readable to whoever gets at the disks; it cannot be switched on later.",
            example: "AWS::EFS::FileSystem without `Encrypted: true`",
            fix: "in Rust `.encrypted(true)`, in YAML `Encrypted: true`",
            link: "https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::EFS::FileSystem"],
                path: &["Encrypted"],
                must: Must::Be(&["true"]),
                absent_is_right: false,
                of: every,
                says: "the files of `{id}` are not encrypted",
            }]),
        },
        elsewhere: Elsewhere { hub: "EFS.1", nag: "AwsSolutions-EFS1", checkov: "CKV_AWS_42" },
    },
    PackRule {
        rule: Rule {
            code: "FWS542",
            severity: Severity::Error,
            what: "Finds a volume of EBS that is not encrypted. The account's default may encrypt it, which a template does not show.",
            why: "Its data and snapshots are readable to whoever gets at them.",
            example: "AWS::EC2::Volume without `Encrypted: true`",
            fix: "in Rust `.encrypted(true)`, in YAML `Encrypted: true`",
            link: "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
            kind: RuleKind::Property(&[
                Requirement {
                    types: &["AWS::EC2::Volume"],
                    path: &["Encrypted"],
                    must: Must::Be(&["true"]),
                    absent_is_right: false,
                    of: is_blank,
                    says: "nothing says that `{id}` is encrypted",
                },
                Requirement {
                    types: &["AWS::EC2::Instance", "AWS::AutoScaling::LaunchConfiguration"],
                    path: &["BlockDeviceMappings", "*", "Ebs", "*", "Encrypted"],
                    must: Must::NotBe(&["false"]),
                    absent_is_right: true,
                    of: every,
                    says: "a volume of `{id}` is not encrypted",
                },
                Requirement {
                    types: &["AWS::EC2::LaunchTemplate"],
                    path: &["LaunchTemplateData", "BlockDeviceMappings", "*", "Ebs", "*", "Encrypted"],
                    must: Must::NotBe(&["false"]),
                    absent_is_right: true,
                    of: every,
                    says: "a volume of `{id}` is not encrypted",
                },
            ]),
        },
        elsewhere: Elsewhere { hub: "EC2.3", nag: "AwsSolutions-EC26", checkov: "CKV_AWS_3" },
    },
    PackRule {
        rule: Rule {
            code: "FWS543",
            severity: Severity::Error,
            what: "Finds a Kinesis stream that is not encrypted.",
            why: "Its records are readable to whoever gets at the disks.",
            example: "AWS::Kinesis::Stream without `StreamEncryption`",
            fix: "in Rust `.stream_encryption(…)`, in YAML `StreamEncryption: {EncryptionType: KMS, KeyId: alias/aws/kinesis}`",
            link: "https://docs.aws.amazon.com/streams/latest/dev/server-side-encryption.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::Kinesis::Stream"],
                path: &["StreamEncryption"],
                must: Must::BeGiven,
                absent_is_right: false,
                of: every,
                says: "the records of `{id}` are not encrypted",
            }]),
        },
        elsewhere: Elsewhere { hub: "Kinesis.1", nag: "AwsSolutions-KDS1", checkov: "CKV_AWS_43" },
    },
    PackRule {
        rule: Rule {
            code: "FWS544",
            severity: Severity::Error,
            what: "Finds a Kafka cluster that lets its clients or its brokers talk in plain text.",
            why: "Whoever is on the network reads every record.",
            example: "ClientBroker: TLS_PLAINTEXT",
            fix: "in Rust leave `.encryption_info(…)` out or write `ClientBroker::TLS`, in YAML leave `EncryptionInTransit` out or write `{ClientBroker: TLS, InCluster: true}`",
            link: "https://docs.aws.amazon.com/msk/latest/developerguide/msk-encryption.html",
            kind: RuleKind::Property(&[
                Requirement {
                    types: &["AWS::MSK::Cluster"],
                    path: &["EncryptionInfo", "EncryptionInTransit", "ClientBroker"],
                    must: Must::Be(&["TLS"]),
                    absent_is_right: true,
                    of: every,
                    says: "clients may talk to `{id}` in plain text",
                },
                Requirement {
                    types: &["AWS::MSK::Cluster"],
                    path: &["EncryptionInfo", "EncryptionInTransit", "InCluster"],
                    must: Must::Be(&["true"]),
                    absent_is_right: true,
                    of: every,
                    says: "the brokers of `{id}` talk to each other in plain text",
                },
            ]),
        },
        elsewhere: Elsewhere { hub: "MSK.1", nag: "AwsSolutions-MSK2, AwsSolutions-MSK3", checkov: "CKV_AWS_81" },
    },
];

/// Whether an instance is known to be no part of a cluster and no copy of another one.
fn is_primary(instance: &Resource<'_>) -> bool {
    let of_others = ["DBClusterIdentifier", "SourceDBClusterIdentifier", "SourceDBInstanceIdentifier"];
    // The storage of Aurora is its cluster's, and so is what happens when a zone fails.
    let may_be_aurora = instance
        .properties
        .get("Engine")
        .cases()
        .iter()
        .any(|engine| engine.text().is_some_and(|name| name.starts_with("aurora")));
    !may_be_aurora && of_others.iter().all(|name| instance.properties.get(name).is_absent())
}

/// Whether the storage of an instance is known to be new: what is restored or copied is encrypted as its source is.
fn is_made_alone(instance: &Resource<'_>) -> bool {
    is_primary(instance)
        && ["DBSnapshotIdentifier", "DBClusterSnapshotIdentifier"].iter().all(|name| instance.properties.get(name).is_absent())
}

/// Whether a cluster is known to be neither restored nor a copy: those are encrypted as their sources are.
fn is_new_cluster(cluster: &Resource<'_>) -> bool {
    let sources = ["GlobalClusterIdentifier", "SnapshotIdentifier", "SourceDBClusterIdentifier"];
    sources.iter().all(|name| cluster.properties.get(name).is_absent())
}

/// Whether a volume is known to be made of nothing: one of a snapshot is encrypted as that is.
fn is_blank(volume: &Resource<'_>) -> bool {
    volume.properties.get("SnapshotId").is_absent()
}
