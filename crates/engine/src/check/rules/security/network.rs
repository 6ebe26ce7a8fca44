//! Networks and instances: who may come in, what is seen of it.

use crate::check::engine::requirement::{Must, Requirement, every};
use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::pack::{Elsewhere, PackRule};
use crate::diagnostic::Severity;
use crate::language::read::resource;

/// The rules of this subject.
pub(super) const RULES: &[PackRule] = &[
    PackRule {
        rule: Rule {
            code: "FWS401",
            severity: Severity::Error,
            what: "Finds a rule of a security group without a description.",
            why: "Nobody knows later whether it can go, so it stays.",
            example: "SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/8}]",
            fix: "in Rust `.description(\"HTTPS from the office\")`, in YAML `Description: HTTPS from the office`",
            link: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
            kind: RuleKind::Property(&[
                Requirement {
                    types: &["AWS::EC2::SecurityGroup"],
                    path: &["SecurityGroupIngress", "*", "Description"],
                    must: Must::BeGiven,
                    absent_is_right: false,
                    of: every,
                    says: "a rule of `{id}` has no description",
                },
                Requirement {
                    types: &["AWS::EC2::SecurityGroup"],
                    path: &["SecurityGroupEgress", "*", "Description"],
                    must: Must::BeGiven,
                    absent_is_right: false,
                    of: every,
                    says: "a rule of `{id}` has no description",
                },
                Requirement {
                    types: &["AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress"],
                    path: &["Description"],
                    must: Must::BeGiven,
                    absent_is_right: false,
                    of: every,
                    says: "`{id}` is a rule without a description",
                },
            ]),
        },
        elsewhere: Elsewhere { hub: "", nag: "", checkov: "CKV_AWS_23" },
    },
    PackRule {
        rule: Rule {
            code: "FWS402",
            severity: Severity::Error,
            what: "Finds a VPC without flow logs, whose id is in no output of the template.",
            why: "Nobody can tell afterwards who talked to whom.",
            example: "AWS::EC2::VPC without AWS::EC2::FlowLog",
            fix: "in Rust `Vpc::flow_logs(retention)` of the construct, or `ec2::FlowLog`; in YAML `AWS::EC2::FlowLog` with `ResourceId: !Ref Vpc`, `ResourceType: VPC` and `TrafficType: ALL`; it costs by what is logged",
            link: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
            kind: RuleKind::Template(flow_logs),
        },
        elsewhere: Elsewhere { hub: "EC2.6", nag: "AwsSolutions-VPC7", checkov: "CKV2_AWS_11" },
    },
    PackRule {
        rule: Rule {
            code: "FWS403",
            severity: Severity::Error,
            what: "Finds an instance, or a template of instances, that gets a public address.",
            why: "Only a security group is left between it and the internet, and its rules change.",
            example: "AssociatePublicIpAddress: true",
            fix: "in Rust `.associate_public_ip_address(false)`, in YAML `AssociatePublicIpAddress: false`; reach it by Session Manager or a load balancer",
            link: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html",
            kind: RuleKind::Property(&[
                Requirement {
                    types: &["AWS::EC2::Instance"],
                    path: &["NetworkInterfaces", "*", "AssociatePublicIpAddress"],
                    must: Must::NotBe(&["true"]),
                    absent_is_right: true,
                    of: every,
                    says: "`{id}` gets a public address",
                },
                Requirement {
                    types: &["AWS::EC2::LaunchTemplate"],
                    path: &["LaunchTemplateData", "NetworkInterfaces", "*", "AssociatePublicIpAddress"],
                    must: Must::NotBe(&["true"]),
                    absent_is_right: true,
                    of: every,
                    says: "instances of `{id}` get public addresses",
                },
                Requirement {
                    types: &["AWS::AutoScaling::LaunchConfiguration"],
                    path: &["AssociatePublicIpAddress"],
                    must: Must::NotBe(&["true"]),
                    absent_is_right: true,
                    of: every,
                    says: "instances of `{id}` get public addresses",
                },
            ]),
        },
        elsewhere: Elsewhere { hub: "EC2.9, EC2.25", nag: "", checkov: "CKV_AWS_88" },
    },
    PackRule {
        rule: Rule {
            code: "FWS404",
            severity: Severity::Error,
            what: "Finds instances that are said to answer the first version of the metadata service.",
            why: "A request that an application is talked into fetching returns the credentials of the instance.",
            example: "HttpTokens: optional",
            fix: "in Rust `.http_tokens(HttpTokens::REQUIRED)`, in YAML `MetadataOptions: {HttpTokens: required}`",
            link: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html",
            kind: RuleKind::Property(&[
                Requirement {
                    types: &["AWS::EC2::Instance", "AWS::AutoScaling::LaunchConfiguration"],
                    path: &["MetadataOptions", "HttpTokens"],
                    must: Must::NotBe(&["optional"]),
                    absent_is_right: true,
                    of: every,
                    says: "`{id}` answers requests for metadata without a token",
                },
                Requirement {
                    types: &["AWS::EC2::LaunchTemplate"],
                    path: &["LaunchTemplateData", "MetadataOptions", "HttpTokens"],
                    must: Must::NotBe(&["optional"]),
                    absent_is_right: true,
                    of: every,
                    says: "instances of `{id}` answer requests for metadata without a token",
                },
            ]),
        },
        elsewhere: Elsewhere { hub: "EC2.8", nag: "", checkov: "CKV_AWS_79" },
    },
];

fn flow_logs(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let logs = resource::of_type(scope, "AWS::EC2::FlowLog");
    for vpc in resource::of_type(scope, "AWS::EC2::VPC") {
        // One that names no resource of the template may be about this VPC.
        let is_logged = logs.iter().any(|log| {
            let named = log.properties.get("ResourceId");
            named.leads_to(vpc.id) || named.target().is_none()
        });
        if !is_logged && !resource::is_shared(scope, vpc.id) {
            let finding = rule.finding(format!("`{}` is a VPC without flow logs", vpc.id)).help(rule.fix);
            context.report(finding, vpc.location, ["Resources", vpc.id]);
        }
    }
}
