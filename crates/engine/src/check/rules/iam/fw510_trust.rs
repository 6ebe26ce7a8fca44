//! FW510: a role that the service which is to act with it may not assume.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::Scope;
use crate::language::read::resource::{self, Resource};
use crate::language::read::role;

pub(crate) const RULE: Rule = Rule {
    code: "FW510",
    severity: Severity::Error,
    what: "Finds a role that is given to a service (Lambda, ECS, EC2, Step Functions, EventBridge, CodeBuild and others) whose trust policy names services, but not that one.",
    why: "The service refuses the role, or fails when it first acts: it cannot assume the role.",
    example: "A function whose role has \"Principal\": { \"Service\": \"ec2.amazonaws.com\" }",
    fix: "name the service that the message says in the trust policy",
    link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html",
    kind: RuleKind::Template(run),
};

/// Which service assumes the role at a place: types, each with the way to the property.
const SERVICES: &[(&str, &[&str])] = &[
    ("apigateway", &["AWS::ApiGateway::Account/CloudWatchRoleArn", "AWS::ApiGateway::Method/Integration/Credentials"]),
    ("appsync", &["AWS::AppSync::DataSource/ServiceRoleArn"]),
    ("backup", &["AWS::Backup::BackupSelection/BackupSelection/IamRoleArn"]),
    ("build.apprunner", &["AWS::AppRunner::Service/SourceConfiguration/AuthenticationConfiguration/AccessRoleArn"]),
    ("cloudtrail", &["AWS::CloudTrail::Trail/CloudWatchLogsRoleArn"]),
    ("codebuild", &["AWS::CodeBuild::Project/ServiceRole"]),
    ("codedeploy", &["AWS::CodeDeploy::DeploymentGroup/ServiceRoleArn"]),
    ("codepipeline", &["AWS::CodePipeline::Pipeline/RoleArn"]),
    ("config", &["AWS::Config::ConfigurationRecorder/RoleARN"]),
    ("ec2", &["AWS::EKS::Nodegroup/NodeRole", "AWS::IAM::InstanceProfile/Roles/*"]),
    (
        "ecs-tasks",
        &[
            "AWS::Batch::JobDefinition/ContainerProperties/ExecutionRoleArn",
            "AWS::Batch::JobDefinition/ContainerProperties/JobRoleArn",
            "AWS::ECS::TaskDefinition/ExecutionRoleArn",
            "AWS::ECS::TaskDefinition/TaskRoleArn",
        ],
    ),
    ("eks", &["AWS::EKS::Cluster/RoleArn"]),
    ("events", &["AWS::Events::Rule/RoleArn", "AWS::Events::Rule/Targets/*/RoleArn"]),
    (
        "firehose",
        &[
            "AWS::KinesisFirehose::DeliveryStream/ExtendedS3DestinationConfiguration/RoleARN",
            "AWS::KinesisFirehose::DeliveryStream/S3DestinationConfiguration/RoleARN",
        ],
    ),
    ("glue", &["AWS::Glue::Crawler/Role", "AWS::Glue::Job/Role"]),
    ("lambda", &["AWS::Lambda::Function/Role"]),
    ("monitoring.rds", &["AWS::RDS::DBCluster/MonitoringRoleArn", "AWS::RDS::DBInstance/MonitoringRoleArn"]),
    ("pipes", &["AWS::Pipes::Pipe/RoleArn"]),
    ("s3", &["AWS::S3::Bucket/ReplicationConfiguration/Role"]),
    ("sagemaker", &["AWS::SageMaker::Model/ExecutionRoleArn", "AWS::SageMaker::NotebookInstance/RoleArn"]),
    ("scheduler", &["AWS::Scheduler::Schedule/Target/RoleArn"]),
    ("states", &["AWS::StepFunctions::StateMachine/RoleArn"]),
    ("tasks.apprunner", &["AWS::AppRunner::Service/InstanceConfiguration/InstanceRoleArn"]),
    ("transfer", &["AWS::Transfer::Server/LoggingRole", "AWS::Transfer::User/Role"]),
    ("vpc-flow-logs", &["AWS::EC2::FlowLog/DeliverLogsPermissionArn"]),
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let places = SERVICES.iter().flat_map(|(service, places)| places.iter().map(move |place| (*service, place)));
    for (service, place) in places {
        let mut keys = place.split('/');
        let kind = keys.next().unwrap_or_default();
        let way: Vec<&str> = keys.collect();
        for holder in resource::of_type(scope, kind).into_iter().filter(|holder| is_taken_up(scope, holder)) {
            for property in holder.properties.places(&way).into_iter().flatten() {
                let Some(role) = role::of(&property) else { continue };
                let trusted = role::trusted_services(&role).filter(|trusted| !trusted.iter().any(|one| is(one, service)));
                let Some(trusted) = trusted else { continue };
                let name = way.iter().rfind(|key| **key != "*").copied().unwrap_or_default();
                let message = format!(
                    "`{service}.amazonaws.com` cannot assume `{}`, the `{name}` of `{}`: it trusts only {}",
                    role.id,
                    holder.id,
                    trusted.join(", ")
                );
                let help = format!("name `{service}.amazonaws.com` in the trust policy of `{}`, or give another role", role.id);
                property.report(context, rule.finding(message).help(help).related(role.location, "the role"));
            }
        }
    }
}

/// What starts instances with a profile.
const STARTERS: [&str; 3] = ["AWS::AutoScaling::LaunchConfiguration", "AWS::EC2::Instance", "AWS::EC2::LaunchTemplate"];

/// Whether something acts with the role. A profile with which no instance starts does no harm.
fn is_taken_up<'a>(scope: &'a Scope<'a>, holder: &Resource<'a>) -> bool {
    holder.kind != "AWS::IAM::InstanceProfile"
        || STARTERS.iter().flat_map(|kind| resource::of_type(scope, kind)).any(|starter| starter.properties.leads_to(holder.id))
}

/// Whether a principal is a service, in any region and partition: `states.eu-west-1.amazonaws.com`. What is no service of AWS may be any.
fn is(principal: &str, service: &str) -> bool {
    let Some((name, _)) = principal.split_once(".amazonaws.com") else { return true };
    name == service || name.strip_prefix(service).is_some_and(|region| region.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::is;

    #[test]
    fn a_service_has_its_name_in_each_region() {
        assert!(is("states.amazonaws.com", "states") && is("states.eu-west-1.amazonaws.com", "states"));
        assert!(is("ec2.amazonaws.com.cn", "ec2") && is("*", "ec2"));
        assert!(!is("ec2.amazonaws.com", "ecs-tasks") && !is("ecs.amazonaws.com", "ecs-tasks"));
    }
}
