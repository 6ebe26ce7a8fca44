//! The mistakes that constructs report, and where.

use super::*;
use formwork::aws::ecs::ClusterName;
use formwork::aws::ecs::task_definition::{Condition as State, CpuArchitecture};
use formwork::aws::logs::log_group::RetentionInDays;
use formwork::constructs::{
    AliasRecord, Allow, Container, FargateService, FargateTask, HealthCheck, LogGroup, Peer, Repository, Role, Route, Scaling,
    Secret, SecurityGroup, TargetGroup, Vpc, XRayDaemon,
};
use formwork::prelude::*;
use insta::assert_snapshot;

#[test]
fn variables_are_set_once_and_not_empty() {
    let found = mistakes(|stack| {
        let container = web().environment("A", "1").environment("B", "").environment("A", "2").secret("A", Secret::ssm("/a"));
        stack.add("Task", FargateTask::new(size()).container(container));
    });
    assert_snapshot!(found, @r#"
    error[FW021] in stack: the variable `B` of the container `web` is empty (give its setting a value, or remove the variable: an application that reads it expects a value)
    error[FW206] in stack/Resources/Task/Properties/ContainerDefinitions/0/Secrets/0/Name: `A` is both a secret and a plain variable of the container (remove the plain variable with its value, or rename one of the two)
    error[E3037] in stack/Resources/Task/Properties/ContainerDefinitions/0/Environment/2: item 2 of `Environment` repeats the `Name` of an earlier one: `A`
    environment("B", "").environment("A", "2").secret("A", Secret::ssm("/a"));
    secret("A", Secret::ssm("/a"));
    environment("A", "1").environment("B", "").environment("A", "2").secret("A", Secret::ssm("/a"));
    environment("A", "2").secret("A", Secret::ssm("/a"));
    "#);
}

/// In the policy of the execution role, a pattern would open other secrets.
#[test]
fn the_name_of_a_secret_is_no_pattern() {
    for name in ["/app/*/KEY", "*", "/app/?", "/app/a b", " ", "", "/app/", "/app//KEY", "/app/${!x}"] {
        let found = mistakes(|stack| {
            stack.add("Task", FargateTask::new(size()).container(web().secret("A", Secret::ssm(name))));
        });
        assert!(
            found.contains("error[FW022]") && found.contains(&format!("`{name}` is not the name of a parameter")),
            "{name}: {found}"
        );
    }
    let found = mistakes(|stack| {
        stack.add("Task", FargateTask::new(size()).container(web().secret("A", Secret::ssm("/a.b/${AWS::StackName}/C_d-1"))));
    });
    assert!(!found.contains("FW022"), "{found}");
}

#[test]
fn containers_have_names_of_their_own() {
    let found = mistakes(|stack| {
        let task =
            FargateTask::new(size()).container(Container::new("web", "first:1")).container(Container::new("web", "second:1"));
        stack.add("Task", task);
    });
    assert_snapshot!(found, @r#"
    error[FW203] in stack/Resources/Task/Properties/ContainerDefinitions/1/Name: `Task` has two containers named `web` (give each container of the task a name of its own)
    Container::new("web", "second:1"));
    Container::new("web", "first:1")).container(Container::new("web", "second:1"));
    "#);
}

#[test]
fn a_task_has_a_container() {
    let found = mistakes(|stack| {
        let task = FargateTask::new(size());
        stack.add("Task", task);
    });
    assert_snapshot!(found, @r#"
    error[FW023] in stack: the task `Task` has no container (add one with `.container(…)`)
    add("Task", task);
    "#);
}

#[test]
fn a_service_is_sent_to_a_port_that_a_container_listens_on() {
    let found = mistakes(|stack| {
        let target = stack.add("Targets", TargetGroup::new(&network(), 8080, HealthCheck::path("/")));
        let task = task(stack);
        let service = FargateService::new("cluster", &network(), &task).behind(&target);
        stack.add("Service", service);
    });
    assert_snapshot!(found, @r#"
    error[FW024] in stack: no container of the task listens on port 8080, the port of the target group that the service `Service` is behind (add `.port(8080)` to the container)
    error[FW025] in stack: the service `Service` has no security group, so it would get the VPC's default one (add `.security_group(…)`)
    behind(&target);
    FargateService::new("cluster", &network(), &task).behind(&target);
    "#);
}

#[test]
fn a_service_has_either_a_desired_count_or_autoscaling() {
    let found = mistakes(|stack| {
        let task = task(stack);
        let cluster: Value<ClusterName> = "cluster".into_value();
        let service = FargateService::new(cluster, &network(), &task)
            .security_group("sg-00000001")
            .desired_count(2)
            .scaling(Scaling::between(1, 2));
        stack.add("Service", service);
    });
    assert_snapshot!(found, @"
    error[FW026] in stack: the service `Service` has both a desired count and autoscaling (drop `.desired_count(…)`: every deployment would set the count back)
    desired_count(2)
    ");
}

/// Whatever rule finds it: the place is the call that said it, not the one that adds the construct.
#[test]
fn a_finding_points_at_the_call_that_said_it() {
    let found = mistakes(|stack| {
        let health = HealthCheck::path("/health").interval(4).healthy_threshold(11).matcher("OK");
        stack.add("Target", TargetGroup::new(&network(), 7000, health).deregistration_delay(4000));
        let container = Container::new("web", "web:1").cpu(4096).port(8080).command(["one", ""]).after("nobody", State::START);
        stack.add("Task", FargateTask::new(size()).container(container));
        stack.add("Images", Repository::new("Web"));
    });
    assert_snapshot!(found, @r#"
    error[FW211] in stack/Resources/Task/Properties/Cpu: the containers of `Task` use cpu 4096 in total, more than the 256 of the task (raise the size of the task, or lower that of the containers; a task without `Memory` needs it in each container)
    error[FW212] in stack/Resources/Task/Properties/ContainerDefinitions/0/DependsOn/0/ContainerName: `web` waits for `nobody`, but the task has no other container of that name
    error[FW220] in stack/Resources/Target/Properties/HealthCheckTimeoutSeconds: the health check of `Target` may take 5 s, but the next one begins after 4 s (use a timeout of 3 s at most, or a longer interval)
    error[FW227] in stack/Resources/Target/Properties/TargetGroupAttributes/0/Value: `4000` is not a valid value of `deregistration_delay.timeout_seconds` (expected 0 to 3600)
    warning[FW232] in stack/Resources/Target: nothing registers targets in the target group `Target` (register a service in it, share it with the stack that does, or delete it)
    error[E3034] in stack/Resources/Target/Properties/HealthCheckIntervalSeconds: `HealthCheckIntervalSeconds`: expected 5 to 300, found 4
    error[E3034] in stack/Resources/Target/Properties/HealthyThresholdCount: `HealthyThresholdCount`: expected 2 to 10, found 11
    error[E3031] in stack/Resources/Images/Properties/RepositoryName: `Web` is not a valid `RepositoryName` (expected a match of `^(?=.{2,256}$)([a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*)$`)
    FargateTask::new(size()).container(container));
    after("nobody", State::START);
    HealthCheck::path("/health").interval(4).healthy_threshold(11).matcher("OK");
    interval(4).healthy_threshold(11).matcher("OK");
    deregistration_delay(4000));
    add("Target", TargetGroup::new(&network(), 7000, health).deregistration_delay(4000));
    interval(4).healthy_threshold(11).matcher("OK");
    healthy_threshold(11).matcher("OK");
    Repository::new("Web"));
    "#);
}

/// Nothing that an author reads points into the library: each key and value of a template leads to their own file.
#[test]
fn whatever_a_construct_writes_is_located_at_the_author() {
    let outcome = sound(|stack| {
        let network = stack.add("Vpc", Vpc::new("10.0.0.0/16".parse().unwrap()).nat_gateways(1));
        let target = target(stack);
        let balancer = balancer(stack, &target);
        stack.add("Rule", Route::new(balancer.https, 1, &target).host(["a.example.com"]).header("X-Key", ["a"]));
        stack.add("Record", AliasRecord::new("Z1", "example.com", balancer.load_balancer));
        stack.add("Images", Repository::new("web"));
        let logs = stack.add("Logs", LogGroup::new(RetentionInDays::DAYS_14));
        let role = Role::for_tasks().managed_policy("AmazonS3ReadOnlyAccess").grant(["s3:GetObject"], ["*"]);
        let role = stack.add("Role", role);
        let group = stack.add("Group", SecurityGroup::new(&network, "Tasks").reachable_by(Peer::Anywhere, 80, "All"));
        stack.add("Allow", Allow::from(Peer::block("10.0.0.0/8")).to(group, 81, "Us"));
        let secret = Secret::secrets_manager_key("arn:aws:secretsmanager:us-east-1:111122223333:secret:db", "user");
        let container = web().health_check("true").logs(logs).secret("USER", secret).after("xray", State::START);
        let task = FargateTask::new(size()).task_role(&role).architecture(CpuArchitecture::ARM64).container(container);
        let task = stack.add("Task", task.sidecar(XRayDaemon::new("daemon:1").logs(logs)));
        let service = FargateService::new("cluster", &network, &task).security_group(group).behind(&target);
        stack.add("Service", service.scaling(Scaling::between(1, 2)).fail_after(2));
        stack.share("", &network);
        stack.share("Target", &target);
    });
    let text = format!("{:?}", outcome.stack("stack").template);
    let files: std::collections::BTreeSet<&str> =
        text.split("file: \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(files.into_iter().collect::<Vec<_>>(), ["tests/library/constructs.rs", "tests/library/constructs/mistakes.rs"]);
}
