//! What runs in containers: clusters, tasks, services.

use super::policies::{execution_role, role_of};
use super::reader::{Found, at, literal_text, number, numeric, port, read_of};
use super::recipe::{Draft, Recipe, plain, quoted, value};
use super::requests::TARGET;
use crate::aws::ec2::SecurityGroupId;
use crate::aws::ecs::ClusterName;
use crate::aws::ecs::task_definition::{self, CpuArchitecture};
use crate::aws::iam;
use crate::aws::logs::LogGroupName;
use crate::constructs::container::CHECK_TIMES;
use crate::constructs::{Cluster, Container, FargateService, FargateTask, Scaling, Secret, TargetGroupHandles, TaskHandles};
use crate::import::{Expression, Output};
use crate::stack::{ClosedSet, Integer, Json, Stack, Text, Untyped, Value};
use crate::template::{Node, function};

/// What `FargateTask` returns.
const TASK: &str = "constructs::TaskHandles";

/// How the ARN of a parameter of Systems Manager begins, as the construct writes it.
const PARAMETER: &str = "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/";

pub(super) fn cluster(found: &Found<'_>) -> Result<Recipe, String> {
    let draft = Draft::new(Cluster::new(), "constructs::Cluster::new", Vec::new())
        .value::<Text>("cluster_name", found.at("ClusterName"), Cluster::cluster_name)
        .maybe("insights", found.at("ClusterSettings").map(|_| true), plain, Cluster::insights);
    Ok(draft.at(found.id, Output::Handle("AWS::ECS::Cluster")))
}

pub(super) fn task(found: &Found<'_>) -> Result<Recipe, String> {
    let size = |path: &str| numeric(found.needed(path)?).ok_or_else(|| format!("`{path}` is not a literal number"));
    let size = (size("Cpu")?, size("Memory")?);
    let pair = Expression::Many(["(", ")"], [plain(&size.0), plain(&size.1)].concat());
    let mut draft = Draft::new(FargateTask::new(size), "constructs::FargateTask::new", vec![pair]).value::<Text>(
        "family",
        found.at("Family"),
        FargateTask::family,
    );
    let role = read_of(found.needed("ExecutionRoleArn")?, "Arn").ok_or("`ExecutionRoleArn` is not of a role of this template")?;
    let (execution, argument) = execution_role(&role_of(found, role)?)?;
    let is_plain = matches!(&argument, Expression::Call(call) if call.calls.is_empty());
    if role != format!("{}ExecutionRole", found.id) || !is_plain {
        let arguments = vec![Expression::Literal(format!("{role:?}")), argument];
        draft = draft.with("execution_role", arguments, |task| task.execution_role(role, execution));
    }
    let task_role = match found.at("TaskRoleArn") {
        None => None,
        Some(node) => Some(read_of(node, "Arn").ok_or("`TaskRoleArn` is not of a role of this template")?.to_owned()),
    };
    if let Some(role) = &task_role {
        draft = draft.called("task_role", vec![Expression::Variable(role.clone(), "Handle<iam::Role>")]);
    }
    for definition in found.items("ContainerDefinitions") {
        let (container, argument) = container(definition)?;
        draft = draft.with("container", vec![argument], |task| task.container(container));
    }
    let architecture = found.text("RuntimePlatform.CpuArchitecture").and_then(|text| CpuArchitecture::from_text(&text));
    let constant = |one: &CpuArchitecture| Expression::Path(format!("ecs::task_definition::CpuArchitecture::{}", one.as_str()));
    let draft = draft.maybe("architecture", architecture, |one| vec![constant(one)], FargateTask::architecture);
    let (task, call) = draft.parts();
    let handles = vec![
        (found.id.to_owned(), "definition", "AWS::ECS::TaskDefinition"),
        (role.to_owned(), "execution_role", "AWS::IAM::Role"),
    ];
    // Its own role is one that exists, in the attempt as well.
    let id = found.id.to_owned();
    let with_role = Draft::new(task.clone(), "", Vec::new()).at(found.id, Output::Struct(TASK, handles));
    let mut recipe = Recipe { recognized: crate::import::Recognized { call, ..with_role.recognized.clone() }, ..with_role };
    if let Some(role) = task_role {
        recipe.beside.push(role.clone());
        recipe.build = Box::new(move |stack: &mut Stack| {
            let nothing: Value<Json> = Value::from_node(Node::text(""));
            let role = stack.add(role.as_str(), iam::Role::new(nothing));
            Box::new(stack.add(id.as_str(), task.clone().task_role(&role)))
        });
    }
    Ok(recipe)
}

fn container(node: &Node) -> Result<(Container, Expression), String> {
    let name = literal_text(node.get("Name").ok_or("a container has no `Name`")?, "ContainerDefinitions.Name")?;
    let missing = |path: &str| format!("the container `{name}` has no literal `{path}`");
    let (image, argument) = value::<Text>(node.get("Image").ok_or_else(|| missing("Image"))?);
    let arguments = [quoted(&name), vec![argument]].concat();
    let mut draft = Draft::new(Container::new(&name, image), "constructs::Container::new", arguments);
    for mapping in items(node, "PortMappings") {
        let port = mapping.get("ContainerPort").and_then(port).ok_or_else(|| missing("ContainerPort"))?;
        draft = match (mapping.get("Name").and_then(Node::as_str), mapping.get("Protocol").and_then(Node::as_str)) {
            (Some(name), _) => {
                let arguments = [quoted(&name.to_owned()), plain(&port)].concat();
                draft.with("named_port", arguments, |container| container.named_port(name, port))
            }
            (None, Some("udp")) => draft.with("udp_port", plain(&port), |container| container.udp_port(port)),
            _ => draft.with("port", plain(&port), |container| container.port(port)),
        };
    }
    draft = given(draft, node, &missing)?;
    for dependency in items(node, "DependsOn") {
        let text = |key: &str| dependency.get(key).and_then(Node::as_str).map(str::to_owned).ok_or_else(|| missing("DependsOn"));
        let (other, state) = (text("ContainerName")?, text("Condition")?);
        let condition = task_definition::Condition::from_text(&state).ok_or_else(|| missing("DependsOn.Condition"))?;
        let constant = Expression::Path(format!("ecs::task_definition::Condition::{}", condition.as_str()));
        let arguments = [quoted(&other), vec![constant]].concat();
        draft = draft.with("after", arguments, |container| container.after(other, condition));
    }
    if let Some(command) = node.get("HealthCheck").and_then(usual_command) {
        draft = draft.with("health_check", quoted(&command), |container| container.health_check(&command));
    } else if let Some(check) = node.get("HealthCheck") {
        let (check, argument, start) = health_check(check).ok_or_else(|| missing("HealthCheck"))?;
        let arguments = [vec![argument], plain(&start)].concat();
        draft = draft.with("health_check_with", arguments, |container| container.health_check_with(check, start));
    }
    let is = |key: &str, wanted: &str| node.get(key).and_then(Node::scalar).as_deref() == Some(wanted);
    let [entry_point, command] = ["EntryPoint", "Command"].map(|key| node.get(key).and_then(texts));
    let draft = draft
        .value::<LogGroupName>("logs", at(node, "LogConfiguration.Options.awslogs-group"), Container::logs)
        .value::<Integer>("cpu", node.get("Cpu"), Container::cpu)
        .value::<Integer>("memory_reservation", node.get("MemoryReservation"), Container::memory_reservation)
        .maybe("entry_point", entry_point, |words| vec![list(words)], Container::entry_point)
        .maybe("command", command, |words| vec![list(words)], Container::command)
        .maybe("user", node.get("User").and_then(Node::as_str).map(str::to_owned), quoted, Container::user)
        .when("read_only_root", is("ReadonlyRootFilesystem", "true"), Container::read_only_root)
        .when("not_essential", is("Essential", "false"), Container::not_essential);
    Ok(draft.finish())
}

/// What a container is given: variables, secrets, volumes.
fn given(mut draft: Draft<Container>, node: &Node, missing: &dyn Fn(&str) -> String) -> Result<Draft<Container>, String> {
    for variable in items(node, "Environment") {
        let key = variable.get("Name").and_then(Node::as_str).ok_or_else(|| missing("Environment.Name"))?.to_owned();
        let (value, argument) = value::<Text>(variable.get("Value").ok_or_else(|| missing("Environment.Value"))?);
        let arguments = [quoted(&key), vec![argument]].concat();
        draft = draft.with("environment", arguments, |container| container.environment(key, value));
    }
    for variable in items(node, "Secrets") {
        let key = variable.get("Name").and_then(Node::as_str).ok_or_else(|| missing("Secrets.Name"))?.to_owned();
        let (secret, argument) = secret(variable.get("ValueFrom").ok_or_else(|| missing("Secrets.ValueFrom"))?);
        let arguments = [quoted(&key), vec![argument]].concat();
        draft = draft.with("secret", arguments, |container| container.secret(key, secret));
    }
    for mount in items(node, "MountPoints") {
        let text = |key: &str| mount.get(key).and_then(Node::as_str).map(str::to_owned).ok_or_else(|| missing("MountPoints"));
        let (volume, path) = (text("SourceVolume")?, text("ContainerPath")?);
        let arguments = [quoted(&volume), quoted(&path)].concat();
        draft = draft.with("volume", arguments, |container| container.volume(volume, path));
    }
    Ok(draft)
}

fn secret(source: &Node) -> (Secret, Expression) {
    if let Some(name) = function::substituted(source).and_then(|text| text.strip_prefix(PARAMETER)) {
        let name = format!("/{name}");
        return Draft::new(Secret::ssm(&name), "constructs::Secret::ssm", quoted(&name)).finish();
    }
    if let Some((arn, key)) = key_of(source) {
        let (arn, argument) = value::<Text>(arn);
        let arguments = [vec![argument], quoted(&key)].concat();
        let secret = Secret::secrets_manager_key(arn, &key);
        return Draft::new(secret, "constructs::Secret::secrets_manager_key", arguments).finish();
    }
    let (arn, argument) = value::<Text>(source);
    Draft::new(Secret::secrets_manager(arn), "constructs::Secret::secrets_manager", vec![argument]).finish()
}

/// The secret of Secrets Manager and the key in it, in the form that the construct writes.
fn key_of(source: &Node) -> Option<(&Node, String)> {
    let (_, argument) = function::call(source).filter(|(name, _)| *name == function::SUB)?;
    let [text, variables] = argument.as_list()? else { return None };
    let key = text.as_str()?.strip_prefix("${Secret}:")?.strip_suffix("::")?;
    Some((variables.get("Secret")?, key.to_owned()))
}

fn health_check(node: &Node) -> Option<(task_definition::HealthCheck, Expression, u32)> {
    let start = node.get("StartPeriod").and_then(number);
    let command = texts(node.get("Command")?)?;
    type Check = task_definition::HealthCheck;
    let draft = Draft::new(Check::new(), "ecs::task_definition::HealthCheck::new", Vec::new())
        .maybe("command", Some(command), |words| vec![list(words)], Check::command)
        .maybe("interval", node.get("Interval").and_then(number), plain, Check::interval)
        .maybe("timeout", node.get("Timeout").and_then(number), plain, Check::timeout)
        .maybe("retries", node.get("Retries").and_then(number), plain, Check::retries)
        .maybe("start_period", start, plain, Check::start_period);
    let (check, argument) = draft.finish();
    Some((check, argument, start.unwrap_or(0)))
}

/// The command of a health check, where everything else is as the construct sets it.
fn usual_command(node: &Node) -> Option<String> {
    let times = ["Interval", "Timeout", "Retries", "StartPeriod"].map(|key| node.get(key).and_then(number));
    let is_usual = times == CHECK_TIMES.map(Some);
    match texts(node.get("Command")?)?.as_slice() {
        [shell, command] if shell == "CMD-SHELL" && is_usual && node.as_map()?.len() == 5 => Some(command.clone()),
        _ => None,
    }
}

fn items<'n>(node: &'n Node, key: &str) -> impl Iterator<Item = &'n Node> {
    node.get(key).and_then(Node::as_list).into_iter().flatten()
}

fn texts(node: &Node) -> Option<Vec<String>> {
    node.as_list()?.iter().map(|item| item.as_str().map(str::to_owned)).collect()
}

fn list(texts: &[String]) -> Expression {
    Expression::Many(["[", "]"], texts.iter().flat_map(quoted).collect())
}

pub(super) fn service(found: &Found<'_>) -> Result<Recipe, String> {
    for unread in ["ServiceConnectConfiguration", "DeploymentConfiguration.Strategy"] {
        if found.at(unread).is_some() {
            return Err(format!("`{unread}` is not read"));
        }
    }
    let (network, network_argument) = found.network()?;
    let (cluster, cluster_argument) = value::<ClusterName>(found.needed("Cluster")?);
    let path = "TaskDefinition";
    let (task, task_argument) = found.made::<TaskHandles>(found.needed(path)?, TASK, path)?;
    let new = FargateService::new(cluster, network, task);
    let arguments = vec![cluster_argument, network_argument, task_argument];
    let mut draft = Draft::new(new, "constructs::FargateService::new", arguments);
    for group in found.items("NetworkConfiguration.AwsvpcConfiguration.SecurityGroups") {
        draft = draft.value::<SecurityGroupId>("security_group", Some(group), FargateService::security_group);
    }
    let mut beside = Vec::new();
    for (index, balancer) in found.items("LoadBalancers").enumerate() {
        let path = format!("LoadBalancers.{index}.TargetGroupArn");
        let arn = balancer.get("TargetGroupArn").ok_or_else(|| format!("it has no `{path}`"))?;
        let (target, argument) = found.made::<TargetGroupHandles>(arn, TARGET, &path)?;
        draft = draft.with("behind", vec![argument], |service| service.behind(target));
        beside.extend(forwarders(found, arn));
    }
    let breaker = "DeploymentConfiguration.DeploymentCircuitBreaker.ThresholdConfiguration.Value";
    let desired = found.at("DesiredCount").and_then(number).filter(|count| *count != 1);
    let mut draft = draft
        .maybe("desired_count", desired, plain, FargateService::desired_count)
        .maybe("fail_after", found.number(breaker), plain, FargateService::fail_after)
        .when("execute_command", found.at("EnableExecuteCommand").is_some(), FargateService::execute_command);
    if found.has("ScalableTarget") {
        let (scaling, argument) = scaling(found)?;
        draft = draft.with("scaling", vec![argument], |service| service.scaling(scaling));
    }
    let mut recipe = draft.at(found.id, Output::Handle("AWS::ECS::Service"));
    recipe.beside = beside.iter().map(|(id, _)| id.clone()).collect();
    let build = recipe.build;
    // The construct depends on what forwards to its targets, so that has to be there in the attempt as well.
    recipe.build = Box::new(move |stack: &mut Stack| {
        for (id, forwarder) in &beside {
            stack.add(id.as_str(), forwarder.clone());
        }
        build(stack)
    });
    Ok(recipe)
}

/// What forwards requests to a target group.
const FORWARDERS: [&str; 2] = ["AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule"];

/// The listeners and rules that name a target group: each as far as the construct looks at it.
fn forwarders(found: &Found<'_>, arn: &Node) -> Vec<(String, Untyped)> {
    let names = |node: &Node| {
        let mut names = false;
        node.walk(&mut |part| names |= part == arn);
        names
    };
    let all = found.template.resources().filter(|entry| names(entry.node));
    let forwarder = |resource_type: &str| FORWARDERS.into_iter().find(|known| *known == resource_type);
    let only = |resource_type| Untyped::new(resource_type).property("DefaultActions", arn.clone());
    all.filter_map(|entry| Some((entry.id.as_str().to_owned(), only(forwarder(entry.resource_type)?)))).collect()
}

fn scaling(found: &Found<'_>) -> Result<(Scaling, Expression), String> {
    let limit = |path: &str| {
        let limit = found.beside("ScalableTarget", path).and_then(number);
        limit.ok_or_else(|| format!("`{path}` of `{}ScalableTarget` is not a literal number", found.id))
    };
    let (min, max) = (limit("MinCapacity")?, limit("MaxCapacity")?);
    let target = found.beside("ScalingPolicy", "TargetTrackingScalingPolicyConfiguration.TargetValue");
    let percent = target.and_then(Node::scalar).and_then(|text| text.parse::<f64>().ok());
    let percent = percent.ok_or("its scaling has no literal `TargetValue`")?;
    let draft = Draft::new(Scaling::between(min, max), "constructs::Scaling::between", [plain(&min), plain(&max)].concat());
    let literal = |percent: &f64| vec![Expression::Literal(format!("{percent:?}"))];
    #[allow(clippy::float_cmp, reason = "a default is exactly this")]
    let own = Some(percent).filter(|percent| *percent != 60.0);
    Ok(draft.maybe("cpu_percent", own, literal, Scaling::cpu_percent).finish())
}
