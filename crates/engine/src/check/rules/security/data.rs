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
            fix: "In Rust `.publicly_accessible(false)`, in YAML `PubliclyAccessible: false`; reach it from inside the VPC.",
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
            fix: "In Rust `.storage_encrypted(true)`, in YAML `StorageEncrypted: true`. On a database that exists it is a replacement: restore a snapshot of it.",
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
            fix: "In Rust `.multi_az(true)`, in YAML `MultiAZ: true`; it costs a second instance.",
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
];

/// Whether an instance is surely no part of a cluster and no copy of another one.
fn is_primary(instance: &Resource<'_>) -> bool {
    let of_others = ["DBClusterIdentifier", "SourceDBClusterIdentifier", "SourceDBInstanceIdentifier"];
    of_others.iter().all(|name| instance.properties.get(name).is_absent())
}

/// Whether the storage of an instance is surely new: what is restored or copied is encrypted as its source is.
fn is_made_alone(instance: &Resource<'_>) -> bool {
    is_primary(instance)
        && ["DBSnapshotIdentifier", "DBClusterSnapshotIdentifier"].iter().all(|name| instance.properties.get(name).is_absent())
}
