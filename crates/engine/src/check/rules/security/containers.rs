//! Containers and their images: logs, rights, addresses, repositories.

use crate::check::engine::requirement::{Must, Requirement, every};
use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::pack::{Elsewhere, PackRule};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};

/// The rules of this subject.
pub(super) const RULES: &[PackRule] = &[
    PackRule {
        rule: Rule {
            code: "FWS201",
            severity: Severity::Error,
            what: "Finds a container of a task definition without a log configuration.",
            why: "What a container writes is gone when the task stops: nobody sees why, nor who was in.",
            example: "ContainerDefinitions: [{Name: web, Image: web:1.2}]",
            fix: "in Rust `Container::logs(&log_group)`, in YAML `LogConfiguration: {LogDriver: awslogs, Options: …}`",
            link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::ECS::TaskDefinition"],
                path: &["ContainerDefinitions", "*", "LogConfiguration"],
                must: Must::BeGiven,
                absent_is_right: false,
                of: every,
                says: "a container of `{id}` writes no log",
            }]),
        },
        elsewhere: Elsewhere { hub: "ECS.9", nag: "AwsSolutions-ECS7", checkov: "" },
    },
    PackRule {
        rule: Rule {
            code: "FWS202",
            severity: Severity::Error,
            what: "Finds a privileged container.",
            why: "It has the rights of root on its host, and every other container there is at its mercy.",
            example: "Privileged: true",
            fix: "in Rust `.privileged(false)`, in YAML `Privileged: false`; add single capabilities by `LinuxParameters` if some are needed",
            link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::ECS::TaskDefinition"],
                path: &["ContainerDefinitions", "*", "Privileged"],
                must: Must::NotBe(&["true"]),
                absent_is_right: true,
                of: every,
                says: "a container of `{id}` is privileged",
            }]),
        },
        elsewhere: Elsewhere { hub: "ECS.4", nag: "", checkov: "" },
    },
    PackRule {
        rule: Rule {
            code: "FWS203",
            severity: Severity::Error,
            what: "Finds a container that is said to run as root. What its image says is not known.",
            why: "Whoever gets into the process may change everything in the container, and is one fault away from the host.",
            example: "User: root",
            fix: "write the user of the image: in Rust `Container::user(\"1000\")` of the construct, or `.user(\"1000\")`; in YAML `User: \"1000\"`",
            link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::ECS::TaskDefinition"],
                path: &["ContainerDefinitions", "*", "User"],
                must: Must::NotBe(&["root", "0", "root:root", "0:0"]),
                absent_is_right: true,
                of: every,
                says: "a container of `{id}` runs as root",
            }]),
        },
        elsewhere: Elsewhere { hub: "ECS.20", nag: "", checkov: "" },
    },
    PackRule {
        rule: Rule {
            code: "FWS204",
            severity: Severity::Error,
            what: "Finds a container whose root file system can be written.",
            why: "Whoever gets in can leave programs there and change the ones that run.",
            example: "ReadonlyRootFilesystem left out",
            fix: "in Rust `Container::read_only_root()`, in YAML `ReadonlyRootFilesystem: true`; mount a volume at the paths that the program writes to; ECS Exec needs a writable one",
            link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::ECS::TaskDefinition"],
                path: &["ContainerDefinitions", "*", "ReadonlyRootFilesystem"],
                must: Must::Be(&["true"]),
                absent_is_right: false,
                of: runs_linux,
                says: "a container of `{id}` has a root file system that can be written",
            }]),
        },
        elsewhere: Elsewhere { hub: "ECS.5", nag: "", checkov: "CKV_AWS_336" },
    },
    PackRule {
        rule: Rule {
            code: "FWS205",
            severity: Severity::Error,
            what: "Finds a volume of EFS that is mounted without encryption in transit.",
            why: "Whoever is on the network reads what is read and written.",
            example: "EFSVolumeConfiguration: {FilesystemId: fs-1}",
            fix: "in Rust `.transit_encryption(TransitEncryption::ENABLED)`, in YAML `TransitEncryption: ENABLED`",
            link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::ECS::TaskDefinition"],
                path: &["Volumes", "*", "EFSVolumeConfiguration", "*", "TransitEncryption"],
                must: Must::Be(&["ENABLED"]),
                absent_is_right: false,
                of: every,
                says: "a volume of `{id}` is mounted without encryption in transit",
            }]),
        },
        elsewhere: Elsewhere { hub: "", nag: "", checkov: "CKV_AWS_97" },
    },
    PackRule {
        rule: Rule {
            code: "FWS206",
            severity: Severity::Error,
            what: "Finds a service whose tasks get public addresses.",
            why: "The internet can reach them as soon as a security group lets it.",
            example: "AssignPublicIp: ENABLED",
            fix: "run tasks in private subnets: in Rust `Vpc::nat_gateways(1)`, in YAML `AssignPublicIp: DISABLED` with a NAT gateway or endpoints",
            link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::ECS::Service"],
                path: &["NetworkConfiguration", "AwsvpcConfiguration", "AssignPublicIp"],
                must: Must::NotBe(&["ENABLED"]),
                absent_is_right: true,
                of: every,
                says: "the tasks of `{id}` get public addresses",
            }]),
        },
        elsewhere: Elsewhere { hub: "ECS.2", nag: "", checkov: "CKV_AWS_333" },
    },
    PackRule {
        rule: Rule {
            code: "FWS207",
            severity: Severity::Error,
            what: "Finds a service on an old version of Fargate's platform.",
            why: "Old versions get no security patches.",
            example: "PlatformVersion: 1.3.0",
            fix: "leave it out: in Rust without `.platform_version(…)`, in YAML `PlatformVersion: LATEST`",
            link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::ECS::Service"],
                path: &["PlatformVersion"],
                must: Must::NotBe(&["1.1.0", "1.2.0", "1.3.0"]),
                absent_is_right: true,
                of: every,
                says: "`{id}` runs on an old version of the platform",
            }]),
        },
        elsewhere: Elsewhere { hub: "ECS.10", nag: "", checkov: "CKV_AWS_332" },
    },
    PackRule {
        rule: Rule {
            code: "FWS208",
            severity: Severity::Error,
            what: "Finds a cluster without Container Insights.",
            why: "What happens to tasks is not measured, so an attack or a leak is not seen. The account's default may switch it on, which a template does not show.",
            example: "AWS::ECS::Cluster without `ClusterSettings`",
            fix: "in Rust `Cluster::insights(true)` of the construct, or `.cluster_settings([ClusterSettings::new().name(\"containerInsights\").value(\"enabled\")])`; in YAML `ClusterSettings: [{Name: containerInsights, Value: enabled}]`; it is paid by metric",
            link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-container-insights.html",
            kind: RuleKind::Template(insights),
        },
        elsewhere: Elsewhere { hub: "ECS.12", nag: "AwsSolutions-ECS4", checkov: "CKV_AWS_65" },
    },
    PackRule {
        rule: Rule {
            code: "FWS209",
            severity: Severity::Error,
            what: "Finds a task definition that shares the processes or the network of its host.",
            why: "Its containers see and reach what other tasks and the host run.",
            example: "PidMode: host",
            fix: "leave `PidMode` out; in Rust `.network_mode(NetworkMode::AWSVPC)`, in YAML `NetworkMode: awsvpc`",
            link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
            kind: RuleKind::Property(&[
                Requirement {
                    types: &["AWS::ECS::TaskDefinition"],
                    path: &["PidMode"],
                    must: Must::NotBe(&["host"]),
                    absent_is_right: true,
                    of: every,
                    says: "the tasks of `{id}` share the processes of their host",
                },
                Requirement {
                    types: &["AWS::ECS::TaskDefinition"],
                    path: &["NetworkMode"],
                    must: Must::NotBe(&["host"]),
                    absent_is_right: true,
                    of: every,
                    says: "the tasks of `{id}` share the network of their host",
                },
            ]),
        },
        elsewhere: Elsewhere { hub: "ECS.3, ECS.17", nag: "", checkov: "" },
    },
    PackRule {
        rule: Rule {
            code: "FWS221",
            severity: Severity::Error,
            what: "Finds an image repository whose tags can be moved.",
            why: "What was reviewed under a tag may not be what runs.",
            example: "AWS::ECR::Repository without `ImageTagMutability: IMMUTABLE`",
            fix: "in Rust `Repository::new(name)` of the constructs, or `.image_tag_mutability(ImageTagMutability::IMMUTABLE)`; in YAML `ImageTagMutability: IMMUTABLE`",
            link: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::ECR::Repository"],
                path: &["ImageTagMutability"],
                must: Must::NotBe(&["MUTABLE"]),
                absent_is_right: false,
                of: every,
                says: "the tags of `{id}` can be moved",
            }]),
        },
        elsewhere: Elsewhere { hub: "ECR.2", nag: "", checkov: "CKV_AWS_51" },
    },
    PackRule {
        rule: Rule {
            code: "FWS222",
            severity: Severity::Error,
            what: "Finds an image repository that does not scan what is pushed. A registry that scans everything does so without it, which a template does not show.",
            why: "Known holes in an image are found by others first.",
            example: "AWS::ECR::Repository without `ScanOnPush: true`",
            fix: "in Rust `Repository::new(name)` of the constructs, or `.image_scanning_configuration(ImageScanningConfiguration::new().scan_on_push(true))`; in YAML `ImageScanningConfiguration: {ScanOnPush: true}`",
            link: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::ECR::Repository"],
                path: &["ImageScanningConfiguration", "ScanOnPush"],
                must: Must::Be(&["true"]),
                absent_is_right: false,
                of: every,
                says: "images that are pushed to `{id}` are not scanned",
            }]),
        },
        elsewhere: Elsewhere { hub: "ECR.1", nag: "", checkov: "CKV_AWS_163" },
    },
];

/// Whether a task definition may be for Linux: containers of Windows have no root file system that is read only.
fn runs_linux(task: &Resource<'_>) -> bool {
    let family = task.properties.at(&["RuntimePlatform", "OperatingSystemFamily"]);
    family.text_or("LINUX").is_some_and(|family| family == "LINUX")
}

fn insights(rule: &Rule, context: &mut Context<'_>) {
    for cluster in resource::of_type(context.scope(), "AWS::ECS::Cluster") {
        let settings = cluster.properties.get("ClusterSettings");
        // A setting whose name or value is unknown may be the one.
        let may_be = |setting: &Property<'_>| {
            setting.get("Name").text().is_none_or(|name| name == "containerInsights")
                && setting.get("Value").text().is_none_or(|value| value != "disabled")
        };
        if settings.items().is_some_and(|items| !items.iter().any(may_be)) {
            let message = format!("`{}` is a cluster without Container Insights", cluster.id);
            settings.report(context, rule.finding(message).help(rule.fix));
        }
    }
}
