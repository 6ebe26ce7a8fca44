//! Failures of deployments that people meet most, by the words of CloudFormation and ECS: the cause, and the way out.

/// A failure.
pub(super) struct Failure {
    /// What its messages say, in lower-case letters: all phrases of one of these lists.
    pub says: &'static [&'static [&'static str]],
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

/// The failures: causes before what follows from them, since a pasted list of events has both.
pub(super) const FAILURES: [Failure; 33] = [
    Failure {
        says: &[&["update_rollback_failed"]],
        title: "The rollback of an update failed",
        cause: "A resource could not go back to what it was: often a service whose old task definition or image is gone.",
        way_out: "aws cloudformation continue-update-rollback --stack-name STACK --resources-to-skip LOGICAL_ID, with the resources that the events name; then deploy again.",
        types: &[SERVICE],
    },
    Failure {
        says: &[&["export", "in use by"]],
        title: "An export is still imported",
        cause: "A change removes or replaces what another stack imports with `Fn::ImportValue`.",
        way_out: "Two steps: deploy the importing stack without the import, then this change. `diff` names both stacks before (DIFF105).",
        types: &[],
    },
    Failure {
        says: &[&["no export named"]],
        title: "What a stack imports is not exported",
        cause: "The exporting stack is not deployed in this account and region, or not yet with this export.",
        way_out: "Deploy the exporting stack first: deploy-plan has the order, and deploy.sh keeps it.",
        types: &[],
    },
    Failure {
        says: &[&["custom-named resource"], &["custom named resource"]],
        title: "A resource with a fixed name must be replaced",
        cause: "CloudFormation makes the new one first, and two cannot have one name.",
        way_out: "Remove the fixed name, or change it in the same change. `diff` says it before (DIFF101).",
        types: &[],
    },
    Failure {
        says: &[&["more than one load balancer"]],
        title: "A target group serves one load balancer only",
        cause: "A load balancer is replaced while its target groups stay, or two forward to one.",
        way_out: "Give the target groups new logical ids in the same change (DIFF103); FW221 finds two that forward to one.",
        types: &[TARGET],
    },
    Failure {
        says: &[&["does not have an associated load balancer"]],
        title: "The target group has no load balancer yet",
        cause: "The service is made before the listener or the rule that forwards to its target group.",
        way_out: "Let the service depend on the listener or rule (FW205); `FargateService::behind` does.",
        types: &[SERVICE, TARGET],
    },
    Failure {
        says: &[
            &["unable to retrieve ecr registry auth"],
            &["unable to get registry auth"],
            &["failed to do request", "i/o timeout"],
        ],
        title: "The tasks cannot reach the registry of their images",
        cause: "A private subnet has no NAT gateway and no endpoints for ecr.api, ecr.dkr and S3, a public one gives no address (`AssignPublicIp`), a security group lets nothing out, or the execution role lacks `ecr:GetAuthorizationToken`.",
        way_out: "Look at the route and the security group of the tasks' subnets (FW411), then at the execution role.",
        types: &[SERVICE, TASK],
    },
    Failure {
        says: &[&["unable to pull secrets"], &["unable to retrieve secret from asm"], &["unable to retrieve secrets from ssm"]],
        title: "The execution role cannot read a secret",
        cause: "The parameter is missing or lies in another account or region, the role lacks `ssm:GetParameters` or `secretsmanager:GetSecretValue`, or the task has no way to the service.",
        way_out: "cargo run -- secrets --check says which are missing; FW505 finds a role that cannot read them.",
        types: &[TASK],
    },
    Failure {
        says: &[&["cannotpullcontainererror"], &["cannotpullimagemanifesterror"], &["cannotpullecrcontainererror"]],
        title: "The image cannot be pulled",
        cause: "The digest or tag is not in the registry, the execution role may not read it, or a private subnet has no NAT gateway and no endpoints for ecr.api, ecr.dkr and S3.",
        way_out: "Push the image and pin its digest; look at the route of the tasks' subnets (FW411).",
        types: &[TASK],
    },
    Failure {
        says: &[&["exec format error"], &["image manifest does not contain descriptor matching platform"]],
        title: "The image is for another processor",
        cause: "It was built on an ARM machine, such as a Mac of today, and the task runs on x86-64; or the other way round.",
        way_out: "Build with `docker build --platform linux/amd64`, or give the task `.architecture(CpuArchitecture::ARM64)`.",
        types: &[TASK],
    },
    Failure {
        says: &[&["log group does not exist"], &["failed to validate logger args"], &["failed to create cloudwatch log stream"]],
        title: "The task cannot write its log",
        cause: "The log group is missing or in another region, or the execution role lacks `logs:CreateLogStream` and `logs:PutLogEvents`, or the subnets have no way to CloudWatch Logs.",
        way_out: "Refer to a log group of the stacks, and give the execution role its actions.",
        types: &["AWS::Logs::LogGroup", TASK],
    },
    Failure {
        says: &[
            &["cannot be attached to multiple subnets in the same availability zone"],
            &["at least two subnets in two different availability zones must be specified"],
        ],
        title: "A load balancer needs subnets in two availability zones, one in each",
        cause: "Two of its subnets are in one zone, or there is only one.",
        way_out: "Give it one public subnet of each zone; `Vpc` makes them so, and FW408 finds the others.",
        types: &["AWS::ElasticLoadBalancingV2::LoadBalancer"],
    },
    Failure {
        says: &[&["outofmemoryerror"], &["out of memory"], &["exit code: 137"], &["exit code 137"]],
        title: "A container was killed, mostly for want of memory",
        cause: "It used more than `Memory` of the container or of the task allows. 137 is also the code of a container that was stopped and did not end in time.",
        way_out: "Raise `Memory` of the task definition (explain E3047 has the sizes of Fargate), or let the program use less.",
        types: &[TASK],
    },
    Failure {
        says: &[
            &["failed elb health checks"],
            &["failed container health checks"],
            &["is unhealthy in", "target-group"],
            &["health checks failed"],
        ],
        title: "Tasks fail their health check",
        cause: "The target group asks for a path, port or status that the container does not answer with, the load balancer's security group does not reach the container's port, or the container starts slower than the grace period allows.",
        way_out: "Ask the container for the path of the health check; compare the target group's port with the container's (FW201), and `HealthCheckGracePeriodSeconds` with the start (FW208). The logs of the task say what it answered.",
        types: &[TARGET, SERVICE],
    },
    Failure {
        says: &[&["essential container in task exited"]],
        title: "A container ended, and its task with it",
        cause: "The program in it stopped: a missing variable or secret, a wrong command, an unreachable database.",
        way_out: "aws logs tail LOG_GROUP --since 1h shows its last lines; aws ecs describe-tasks has the exit code.",
        types: &[TASK],
    },
    Failure {
        says: &[&["ecs", "unable to assume the role"], &["ecs", "unable to assume role"]],
        title: "ECS cannot assume the role",
        cause: "The trust policy does not name `ecs-tasks.amazonaws.com` (FW510), or the role's policy is made after the service.",
        way_out: "Trust `ecs-tasks.amazonaws.com`, and put policies into the role.",
        types: &["AWS::IAM::Role"],
    },
    Failure {
        says: &[&["ecs service linked role"], &["service linked role", "ecs"], &["service-linked role", "ecs"]],
        title: "The account has no service-linked role of ECS yet",
        cause: "ECS makes it at its first use, which takes a moment that the first deployment does not wait for.",
        way_out: "aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com, and deploy again.",
        types: &[SERVICE],
    },
    Failure {
        says: &[&["is not authorized to perform"]],
        title: "A permission is missing",
        cause: "Whoever deploys, or a role of the stack, lacks the action that the message names.",
        way_out: "Add the action to the role that the message names, on the resource that it names.",
        types: &[],
    },
    Failure {
        says: &[
            &["expiredtoken"],
            &["security token included in the request is expired"],
            &["security token included in the request is invalid"],
            &["unable to locate credentials"],
        ],
        title: "The AWS CLI has no valid credentials",
        cause: "There are none, or those of a session have expired.",
        way_out: "aws sts get-caller-identity says who you are; log in again.",
        types: &[],
    },
    Failure {
        says: &[&["requires capabilities"], &["insufficientcapabilities"], &["insufficientcapabilitiesexception"]],
        title: "The template needs a capability that nobody acknowledged",
        cause: "A template with roles or policies needs CAPABILITY_IAM, or CAPABILITY_NAMED_IAM where they have names; one with macros CAPABILITY_AUTO_EXPAND.",
        way_out: "Use the commands that `synth` prints, or deploy.sh: they name what each stack needs.",
        types: &[],
    },
    Failure {
        says: &[&["circular dependency"], &["circular dependencies"]],
        title: "Resources need each other",
        cause: "Two resources refer to each other: often security groups.",
        way_out: "Put one reference into a resource of its own: `constructs::Allow` (E3004 prints the circle).",
        types: &["AWS::EC2::SecurityGroup"],
    },
    Failure {
        says: &[&["no updates are to be performed"]],
        title: "Nothing changed",
        cause: "Template and parameters are those of the deployed stack: often an image tag that was pushed again under the same name.",
        way_out: "Pin the image by its digest: deploy.sh STACK --image URI@sha256:DIGEST.",
        types: &[],
    },
    Failure {
        says: &[&["parameters", "must have values"]],
        title: "A parameter has no value",
        cause: "It has no default, and the deployment gave none.",
        way_out: "Deploy with the parameters file that `synth` writes; deploy-plan says where each value comes from.",
        types: &[],
    },
    Failure {
        says: &[&["template format error"], &["template error"], &["template validation error"]],
        title: "The template has not the form of one",
        cause: "A section, a type or a reference is malformed.",
        way_out: "formwork check TEMPLATE says where.",
        types: &[],
    },
    Failure {
        says: &[&["already exists"]],
        title: "The name is taken",
        cause: "A resource of this name is there: made by hand, by another stack, or kept by `DeletionPolicy: Retain` from an earlier one.",
        way_out: "Leave the name out, delete or import the old one (`resources-to-import`), or name the environment in the name.",
        types: &["AWS::Logs::LogGroup", "AWS::IAM::Role", SERVICE],
    },
    Failure {
        says: &[&["has a dependent object"], &["dependencyviolation"]],
        title: "Something still uses what is to be deleted",
        cause: "Often a network interface of a task or load balancer, or a security group that another one names.",
        way_out: "Delete what uses it first; teardown.sh keeps the order. aws ec2 describe-network-interfaces finds the interfaces.",
        types: &["AWS::EC2::SecurityGroup"],
    },
    Failure {
        says: &[&["deployment circuit breaker"]],
        title: "The deployment circuit breaker stopped the deployment",
        cause: "Too many tasks of the new revision failed to start or to become healthy.",
        way_out: "The events of the service say why; the old revision runs on.",
        types: &[SERVICE],
    },
    Failure {
        says: &[&["did not stabilize"], &["notstabilized"], &["exceeded attempts to wait"]],
        title: "A resource does not become stable: mostly a service",
        cause: "Its tasks stop or are unhealthy: health check, port, image, secrets, memory. CloudFormation waits up to three hours without a circuit breaker.",
        way_out: "aws ecs describe-services shows the events, aws ecs describe-tasks the reason why tasks stop. Set the desired count to 0 to let the stack end, or cancel the update.",
        types: &[SERVICE],
    },
    Failure {
        says: &[&["the following resource(s) failed to"]],
        title: "Resources failed; this message does not say why",
        cause: "It is the summary of the stack. Each of these resources has an event with its reason.",
        way_out: "aws cloudformation describe-stack-events --stack-name STACK; give `explain` the reason of the first that failed.",
        types: &[],
    },
    Failure {
        says: &[&["resource creation cancelled"], &["resource update cancelled"]],
        title: "A resource was cancelled, since another one failed",
        cause: "This is not the failure, but what followed it.",
        way_out: "Look for the first event that failed: aws cloudformation describe-stack-events --stack-name STACK.",
        types: &[],
    },
    Failure {
        says: &[
            &["create_in_progress state"],
            &["update_in_progress state"],
            &["delete_in_progress state"],
            &["rollback_in_progress state"],
            &["update_rollback_in_progress state"],
            &["update_complete_cleanup_in_progress state"],
            &["update_rollback_complete_cleanup_in_progress state"],
        ],
        title: "The stack is being changed by somebody else",
        cause: "Another deployment, or the rollback of one, has not ended.",
        way_out: "aws cloudformation wait stack-update-complete --stack-name STACK, or cancel-update-stack; then deploy again.",
        types: &[],
    },
    Failure {
        says: &[&["rollback_complete"]],
        title: "The first creation of the stack was rolled back",
        cause: "Nothing of the stack is left, and CloudFormation updates no stack in this state.",
        way_out: "aws cloudformation delete-stack --stack-name STACK, mend what the events name, and deploy again. deploy.sh says so too.",
        types: &[],
    },
    Failure {
        says: &[
            &["update_rollback_complete"],
            &["update_rollback_in_progress"],
            &["update_rollback_complete_cleanup_in_progress"],
        ],
        title: "An update was rolled back",
        cause: "A resource failed, and the stack is again what it was. It can be updated.",
        way_out: "The first event that failed says why: aws cloudformation describe-stack-events --stack-name STACK. Give `explain` its reason.",
        types: &[],
    },
];
