//! The ARNs of resources before there are any: by their names, or by how CloudFormation begins the names that it makes.

use std::collections::{BTreeMap, BTreeSet};

use crate::language::partition;
use crate::language::read::resource::Resource;
use crate::stack::Target;

/// How CloudFormation names a resource that has no name.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html>
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unnamed {
    /// The stack's name comes first.
    Stack,
    /// The stack's name comes first, in lower case.
    Lower,
    /// The logical id comes first, and not the stack's name.
    Id,
    /// Nothing is known of it.
    Anything,
}

/// A type with ARNs of a known form: its property with the name, how it is named otherwise, the service, and what follows the account,
/// with `{}` for the name.
struct NamedType(&'static str, &'static str, Unnamed, &'static str, &'static [&'static str]);

const NAMED_TYPES: [NamedType; 26] = [
    NamedType("AWS::CloudWatch::Alarm", "AlarmName", Unnamed::Stack, "cloudwatch", &["alarm:{}"]),
    NamedType("AWS::DynamoDB::Table", "TableName", Unnamed::Stack, "dynamodb", &["table/{}", "table/{}/*"]),
    NamedType("AWS::ECR::Repository", "RepositoryName", Unnamed::Lower, "ecr", &["repository/{}"]),
    NamedType("AWS::ECS::Cluster", "ClusterName", Unnamed::Stack, "ecs", &["cluster/{}"]),
    NamedType("AWS::ECS::Service", "ServiceName", Unnamed::Stack, "ecs", &["service/*/{}", "service-deployment/*/{}/*"]),
    NamedType("AWS::ECS::TaskDefinition", "Family", Unnamed::Anything, "ecs", &["task-definition/{}:*"]),
    NamedType("AWS::Events::Rule", "Name", Unnamed::Stack, "events", &["rule/{}"]),
    NamedType("AWS::IAM::InstanceProfile", "InstanceProfileName", Unnamed::Stack, "iam", &["instance-profile/{}"]),
    NamedType("AWS::IAM::ManagedPolicy", "ManagedPolicyName", Unnamed::Stack, "iam", &["policy/{}"]),
    NamedType("AWS::IAM::Role", "RoleName", Unnamed::Stack, "iam", &["role/{}"]),
    NamedType("AWS::Lambda::Function", "FunctionName", Unnamed::Stack, "lambda", &["function:{}", "function:{}:*"]),
    NamedType("AWS::Logs::LogGroup", "LogGroupName", Unnamed::Stack, "logs", &["log-group:{}", "log-group:{}:*"]),
    NamedType(
        "AWS::RDS::DBCluster",
        "DBClusterIdentifier",
        Unnamed::Lower,
        "rds",
        &["cluster:{}", "subgrp:*", "cluster-pg:*", "db:*"],
    ),
    NamedType("AWS::RDS::DBClusterParameterGroup", "DBClusterParameterGroupName", Unnamed::Lower, "rds", &["cluster-pg:{}"]),
    NamedType(
        "AWS::RDS::DBInstance",
        "DBInstanceIdentifier",
        Unnamed::Lower,
        "rds",
        &["db:{}", "cluster:*", "subgrp:*", "pg:*", "og:*"],
    ),
    NamedType("AWS::RDS::DBParameterGroup", "DBParameterGroupName", Unnamed::Lower, "rds", &["pg:{}"]),
    NamedType("AWS::RDS::DBSubnetGroup", "DBSubnetGroupName", Unnamed::Lower, "rds", &["subgrp:{}"]),
    NamedType("AWS::S3::Bucket", "BucketName", Unnamed::Lower, "s3", &["{}"]),
    NamedType("AWS::SNS::Topic", "TopicName", Unnamed::Stack, "sns", &["{}"]),
    NamedType("AWS::SQS::Queue", "QueueName", Unnamed::Stack, "sqs", &["{}"]),
    NamedType("AWS::SSM::Parameter", "Name", Unnamed::Anything, "ssm", &["parameter/{}"]),
    NamedType("AWS::Scheduler::Schedule", "Name", Unnamed::Stack, "scheduler", &["schedule/*/{}"]),
    NamedType("AWS::SecretsManager::Secret", "Name", Unnamed::Id, "secretsmanager", &["secret:{}-??????"]),
    NamedType("AWS::StepFunctions::StateMachine", "StateMachineName", Unnamed::Anything, "states", &["stateMachine:{}"]),
    NamedType("AWS::Route53::HostedZone", "", Unnamed::Anything, "route53", &["hostedzone/{}", "change/*"]),
    // What is changed is the zone.
    NamedType("AWS::Route53::RecordSet", "HostedZoneId", Unnamed::Anything, "route53", &["hostedzone/{}", "change/*"]),
];

/// Types that change resources of another type of these stacks, and have no ARN of their own.
const PARTS: [(&str, &str); 8] = [
    ("AWS::IAM::Policy", "AWS::IAM::Role"),
    ("AWS::IAM::RolePolicy", "AWS::IAM::Role"),
    ("AWS::Lambda::Permission", "AWS::Lambda::Function"),
    ("AWS::S3::BucketPolicy", "AWS::S3::Bucket"),
    ("AWS::SNS::Subscription", "AWS::SNS::Topic"),
    ("AWS::SNS::TopicPolicy", "AWS::SNS::Topic"),
    ("AWS::SQS::QueueInlinePolicy", "AWS::SQS::Queue"),
    ("AWS::SQS::QueuePolicy", "AWS::SQS::Queue"),
];

/// The longest beginning that CloudFormation keeps of a stack's name, whatever the length that a service takes.
const KEPT: usize = 20;

/// How the names of the resources of a stack begin: by app and environment, which all its stacks have in common, else by the stack.
pub(super) fn prefix(full_name: &str, name: &str, environment: &str) -> String {
    let of_app = full_name.strip_suffix(name).filter(|start| start.ends_with(&format!("-{environment}-")));
    of_app.unwrap_or(full_name).chars().take(KEPT).collect()
}

/// Whether an action is one of the service whose resources a type is.
pub(super) fn is_own(kind: &str, prefix: &str) -> bool {
    named_type(kind).is_some_and(|NamedType(_, _, _, service, _)| *service == prefix)
}

fn named_type(kind: &str) -> Option<&'static NamedType> {
    let kind = PARTS.iter().find(|(part, _)| *part == kind).map_or(kind, |(_, whole)| *whole);
    NAMED_TYPES.iter().find(|NamedType(name, ..)| *name == kind)
}

/// The ARNs of resources, by their type.
#[derive(Default)]
pub(super) struct Arns {
    /// What ARNs begin with: the partition, the region, and the account.
    place: (String, String, String),
    found: BTreeMap<String, BTreeSet<String>>,
    /// Types whose names only the deployment knows, and types with no ARNs of a known form.
    unnamed: BTreeSet<String>,
    other: BTreeSet<String>,
}

impl Arns {
    pub(super) fn new(target: &Target) -> Self {
        let place = (partition(&target.region).to_owned(), target.region.clone(), target.account.clone());
        Arns { place, ..Arns::default() }
    }

    /// Notes a resource of a stack whose names begin so.
    pub(super) fn note<'a>(&mut self, resource: &Resource<'a>, prefix: &str) {
        let Some(NamedType(name, property, unnamed, service, forms)) = named_type(resource.kind) else {
            self.other.insert(resource.kind.to_owned());
            return;
        };
        if *name != resource.kind {
            return;
        }
        let names = names(resource, property);
        let names = names.unwrap_or_else(|| match unnamed {
            Unnamed::Stack => vec![format!("{prefix}*")],
            Unnamed::Lower => vec![format!("{}*", prefix.to_lowercase())],
            Unnamed::Id => vec![format!("{}-*", resource.id)],
            Unnamed::Anything => {
                self.unnamed.insert(resource.kind.to_owned());
                vec!["*".to_owned()]
            }
        });
        for name in names {
            let arns = forms.iter().map(|form| self.made(service, &form.replace("{}", name.trim_start_matches('/'))));
            let arns: Vec<String> = if *service == "logs" { self.of_logs(forms, &name) } else { arns.collect() };
            self.found.entry(resource.kind.to_owned()).or_default().extend(arns);
        }
    }

    /// The name of a log group keeps its slash.
    fn of_logs(&self, forms: &[&str], name: &str) -> Vec<String> {
        forms.iter().map(|form| self.made("logs", &form.replace("{}", name))).collect()
    }

    /// An ARN of this account.
    pub(super) fn made(&self, service: &str, rest: &str) -> String {
        let (partition, region, account) = &self.place;
        match service {
            "s3" => format!("arn:{partition}:s3:::{rest}"),
            "route53" => format!("arn:{partition}:route53:::{rest}"),
            "cloudfront" | "iam" => format!("arn:{partition}:{service}::{account}:{rest}"),
            _ => format!("arn:{partition}:{service}:{region}:{account}:{rest}"),
        }
    }

    /// The ARNs of the resources that a type is or changes.
    pub(super) fn of(&self, kind: &str) -> Option<&BTreeSet<String>> {
        self.found.get(named_type(kind)?.0)
    }

    /// What could not be narrowed.
    pub(super) fn unknown(&self) -> Vec<String> {
        let mut unknown = Vec::new();
        let joined = |types: &BTreeSet<String>| types.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        if !self.unnamed.is_empty() {
            unknown
                .push(format!("the names that AWS will give, so that any of the account is allowed: {}", joined(&self.unnamed)));
        }
        if !self.other.is_empty() {
            unknown.push(format!(
                "the ARNs of resources that get ids, so that any of the region is allowed: {}",
                joined(&self.other)
            ));
        }
        unknown
    }
}

/// The names that a resource has in this environment, with the path before them where it has one; nothing where it has none, or one that
/// only the deployment knows.
fn names(resource: &Resource<'_>, property: &'static str) -> Option<Vec<String>> {
    let named = resource.properties.get(property);
    if !named.is_given() {
        return None;
    }
    let path = resource.properties.get("Path").reduced().filter(|_| resource.kind.starts_with("AWS::IAM::")).unwrap_or_default();
    let cases = named.cases();
    cases.iter().map(|case| case.reduced().map(|name| format!("{path}{name}"))).collect()
}
