//! Failures of deployments that people meet most, by the words of CloudFormation and ECS: the cause, and the way out.

use crate::template::{Node, Template};

/// A failure.
pub struct Failure {
    /// Words of which all stand in its message, in lower-case letters.
    pub words: &'static [&'static str],
    /// What it is called.
    pub title: &'static str,
    /// Why it happens.
    pub cause: &'static str,
    /// What to do.
    pub way_out: &'static str,
    /// Types of the resources that it may be about.
    pub types: &'static [&'static str],
}

const TASK: &str = "AWS::ECS::TaskDefinition";
const SERVICE: &str = "AWS::ECS::Service";
const TARGET: &str = "AWS::ElasticLoadBalancingV2::TargetGroup";

/// The failures, the more particular ones first.
pub const FAILURES: [Failure; 17] = [
    Failure {
        words: &["update_rollback_failed"],
        title: "The rollback of an update failed",
        cause: "A resource could not go back to what it was: often a service whose old task definition or image is gone.",
        way_out: "aws cloudformation continue-update-rollback --stack-name STACK --resources-to-skip LOGICAL_ID, with the resources that the events name; then deploy again.",
        types: &[SERVICE],
    },
    Failure {
        words: &["rollback_complete"],
        title: "The first creation of the stack was rolled back",
        cause: "Nothing of the stack is left, and CloudFormation updates no stack in this state.",
        way_out: "aws cloudformation delete-stack --stack-name STACK, mend what the events name, and deploy again. deploy.sh says so too.",
        types: &[],
    },
    Failure {
        words: &["in use by"],
        title: "An export is still imported",
        cause: "A change removes or replaces what another stack imports with `Fn::ImportValue`.",
        way_out: "Two steps: deploy the importing stack without the import, then this change. `diff` names both stacks before (DIFF105).",
        types: &[],
    },
    Failure {
        words: &["custom-named resource"],
        title: "A resource with a fixed name must be replaced",
        cause: "CloudFormation makes the new one first, and two cannot have one name.",
        way_out: "Remove the fixed name, or change it in the same change. `diff` says it before (DIFF101).",
        types: &[],
    },
    Failure {
        words: &["already exists"],
        title: "The name is taken",
        cause: "A resource of this name is there: made by hand, by another stack, or kept by `DeletionPolicy: Retain` from an earlier one.",
        way_out: "Leave the name out, delete or import the old one (`resources-to-import`), or name the environment in the name.",
        types: &["AWS::Logs::LogGroup", "AWS::IAM::Role", SERVICE],
    },
    Failure {
        words: &["more than one load balancer"],
        title: "A target group serves one load balancer only",
        cause: "A load balancer is replaced while its target groups stay, or two forward to one.",
        way_out: "Give the target groups new logical ids in the same change (DIFF103, FW220).",
        types: &[TARGET],
    },
    Failure {
        words: &["does not have an associated load balancer"],
        title: "The target group has no load balancer yet",
        cause: "The service is made before the listener or the rule that forwards to its target group.",
        way_out: "Let the service depend on the listener or rule (FW205); `FargateService::behind` does.",
        types: &[SERVICE, TARGET],
    },
    Failure {
        words: &["unable to pull secrets"],
        title: "The execution role cannot read a secret",
        cause: "The parameter is missing or lies in another account or region, the role lacks `ssm:GetParameters` or `secretsmanager:GetSecretValue`, or the task has no way to the service.",
        way_out: "cargo run -- secrets --check says which are missing; FW505 finds a role that cannot read them.",
        types: &[TASK],
    },
    Failure {
        words: &["cannotpullcontainererror"],
        title: "The image cannot be pulled",
        cause: "The digest or tag is not in the registry, the execution role may not read it, or a private subnet has no NAT gateway and no endpoints for ecr.api, ecr.dkr and S3.",
        way_out: "Push the image and pin its digest; look at the route of the tasks' subnets (FW411).",
        types: &[TASK],
    },
    Failure {
        words: &["did not stabilize"],
        title: "The service does not become stable",
        cause: "Its tasks stop or are unhealthy: health check, port, image, secrets, memory. CloudFormation waits up to three hours without a circuit breaker.",
        way_out: "aws ecs describe-services shows the events, aws ecs describe-tasks the reason why tasks stop. Set the desired count to 0 to let the stack end, or cancel the update.",
        types: &[SERVICE],
    },
    Failure {
        words: &["circuit breaker"],
        title: "The deployment circuit breaker stopped the deployment",
        cause: "Too many tasks of the new revision failed to start or to become healthy.",
        way_out: "The events of the service say why; the old revision runs on.",
        types: &[SERVICE],
    },
    Failure {
        words: &["unable to assume the role"],
        title: "ECS cannot assume the role",
        cause: "The trust policy does not name `ecs-tasks.amazonaws.com` (FW510), or the role's policy is made after the service.",
        way_out: "Trust `ecs-tasks.amazonaws.com`, and put policies into the role.",
        types: &["AWS::IAM::Role"],
    },
    Failure {
        words: &["is not authorized to perform"],
        title: "A permission is missing",
        cause: "Whoever deploys, or a role of the stack, lacks the action that the message names.",
        way_out: "Add the action to the role that the message names, on the resource that it names.",
        types: &["AWS::IAM::Role"],
    },
    Failure {
        words: &["capabilit"],
        title: "The template makes IAM resources, and nobody acknowledged it",
        cause: "A template with roles or policies needs CAPABILITY_IAM, or CAPABILITY_NAMED_IAM where they have names.",
        way_out: "Use the commands that `synth` prints, or deploy.sh: they name what each stack needs.",
        types: &["AWS::IAM::Role"],
    },
    Failure {
        words: &["circular dependency"],
        title: "Resources need each other",
        cause: "Two resources refer to each other: often security groups.",
        way_out: "Put one reference into a resource of its own: `constructs::allow` (E3004 prints the circle).",
        types: &["AWS::EC2::SecurityGroup"],
    },
    Failure {
        words: &["no updates are to be performed"],
        title: "Nothing changed",
        cause: "Template and parameters are those of the deployed stack: often an image tag that was pushed again under the same name.",
        way_out: "Pin the image by its digest: deploy.sh STACK --image URI@sha256:DIGEST.",
        types: &[],
    },
    Failure {
        words: &["template format error"],
        title: "The template has not the form of one",
        cause: "A section, a type or a reference is malformed.",
        way_out: "formwork check TEMPLATE says where.",
        types: &[],
    },
];

/// The failure that a message is about.
pub fn find(message: &str) -> Option<&'static Failure> {
    let message = message.to_lowercase();
    FAILURES.iter().find(|failure| failure.words.iter().all(|word| message.contains(word)))
}

/// The resources of a template that a failure may be about; those that the message names, if it names any.
pub fn concerned<'a>(failure: &Failure, message: &str, template: &'a Template) -> Vec<&'a str> {
    let of_type = template.resources().filter(|entry| failure.types.contains(&entry.resource_type));
    let ids: Vec<&str> = of_type.map(|entry| entry.id.as_str()).collect();
    let is_word = |id: &str| message.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == id);
    let all = template.section("Resources").into_iter().flatten();
    let named: Vec<&str> = all.map(|(id, _): (_, &Node)| id.as_str()).filter(|id| is_word(id)).collect();
    if named.is_empty() { ids } else { named }
}
