//! End to end: the AWS CLI deploys every stack of both environments into one account and region of a local emulator, `prod` by its
//! script and `dev` by the commands that `synth` prints. What stands there is read back through the services' own interfaces, and
//! deleted by the scripts.

mod support;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use serde_json::Value;
use support::emulator::Emulator;
use support::python::text;
use support::unsupported::without_unsupported;

/// What the emulator refuses of the synthesized stacks, and so is not seen deployed here.
const LEFT_OUT: [&str; 9] = [
    "dev/backend: nothing",
    "dev/cluster: nothing",
    "dev/frontend: nothing",
    "dev/network: nothing",
    "prod/backend: ServiceScalableTarget, ServiceScalingPolicy",
    "prod/cluster: nothing",
    "prod/frontend: ServiceScalableTarget, ServiceScalingPolicy",
    "prod/network: VpcNatAddress1, VpcNatGateway1, VpcPrivateRoute1, VpcPrivateRoute2",
    "prod/registry: nothing",
];

struct Deployment {
    emulator: Emulator,
    directory: PathBuf,
    /// The answers about stacks; the AWS CLI takes half a second for each.
    resources: RefCell<BTreeMap<String, Value>>,
}

impl Deployment {
    /// Everything deployed: settings with the emulator's hosted zone, then the script, and the printed commands in their order.
    fn new() -> Self {
        let emulator = Emulator::start();
        let zone = emulator.aws(&["route53", "create-hosted-zone", "--name", "cruddur.example", "--caller-reference", "test"]);
        let zone = zone["HostedZone"]["Id"].as_str().expect("a zone").trim_start_matches("/hostedzone/").to_owned();
        let directory = fresh_directory();
        settings(&directory, &zone);
        let commands = synth(&directory);
        assert_eq!(commands.len(), 9, "one command for each stack: {commands:#?}");
        let (dev, _prod) = commands.split_at(4);
        let left_out = leave_out_unsupported(&directory.join("out"));
        println!("not seen by the emulator:\n{}", left_out.join("\n"));
        assert_eq!(left_out, LEFT_OUT);
        // The environments share nothing but the account, so neither waits for the other.
        let deploy_dev = || {
            for command in dev {
                let output = emulator.shell(command, &directory);
                assert!(output.status.success(), "{command}\n{}\n{}", text(&output.stdout), text(&output.stderr));
            }
        };
        thread::scope(|scope| {
            scope.spawn(deploy_dev);
            let run = emulator.script(&directory.join("out/prod/deploy.sh"), &[], "").succeeds();
            let run = run.stdout_contains("backend / Service runs backend-flask:1: 1 of 1 tasks");
            run.stdout_contains("cruddur-prod-backend is now protected against deletion");
        });
        Deployment { emulator, directory, resources: RefCell::default() }
    }

    fn aws(&self, arguments: &[&str]) -> Value {
        self.emulator.aws(arguments)
    }

    /// The physical id of a resource.
    fn physical(&self, stack: &str, id: &str) -> String {
        let mut known = self.resources.borrow_mut();
        let described = known
            .entry(stack.to_owned())
            .or_insert_with(|| self.aws(&["cloudformation", "describe-stack-resources", "--stack-name", stack]));
        let resource = find(&described["StackResources"], |resource| resource["LogicalResourceId"] == id);
        resource["PhysicalResourceId"].as_str().expect("a physical id").to_owned()
    }

    fn task_definition(&self, stack: &str) -> Value {
        let arn = self.physical(stack, "TaskDefinition");
        self.aws(&["ecs", "describe-task-definition", "--task-definition", &arn])["taskDefinition"].clone()
    }

    fn service(&self, environment: &str, name: &str) -> Value {
        let cluster = self.physical(&format!("cruddur-{environment}-cluster"), "Cluster");
        let service = self.physical(&format!("cruddur-{environment}-{name}"), "Service");
        self.aws(&["ecs", "describe-services", "--cluster", &cluster, "--services", &service])["services"][0].clone()
    }
}

#[test]
fn both_environments_deploy_into_one_account_and_work_as_written() {
    let deployment = Deployment::new();
    for environment in ["prod", "dev"] {
        target_groups(&deployment, environment);
        listeners(&deployment, environment);
        who_reaches_whom(&deployment, environment);
        services(&deployment, environment);
        addresses(&deployment, environment);
    }
    backend_task(&deployment);
    roles(&deployment);
    logs_and_images(&deployment);
    deployed_again(&deployment);
    deleted(&deployment);
}

/// A second deployment finds nothing to do, whichever way the first one went.
fn deployed_again(deployment: &Deployment) {
    let (emulator, output) = (&deployment.emulator, deployment.directory.join("out"));
    let again = |environment: &str, stacks: usize| {
        let run = emulator.script(&output.join(environment).join("deploy.sh"), &[], "").succeeds();
        assert_eq!(run.stdout.matches(": no changes (").count(), stacks, "{}", run.stdout);
    };
    thread::scope(|scope| {
        scope.spawn(|| again("dev", 4));
        again("prod", 5);
    });
}

/// Nothing stays but what is declared retained.
fn deleted(deployment: &Deployment) {
    let (emulator, output) = (&deployment.emulator, deployment.directory.join("out"));
    let (dev, prod) = (output.join("dev/teardown.sh"), output.join("prod/teardown.sh"));
    thread::scope(|scope| {
        scope.spawn(|| emulator.script(&dev, &[], "dev\n").succeeds().stdout_contains("dev: 4 stacks are gone"));
        let run = emulator.script(&prod, &[], "prod\n").fails(1).stderr_contains("the stack cruddur-prod-network");
        run.stderr_contains("cluster / LoadBalancer (AWS::ElasticLoadBalancingV2::LoadBalancer, deletion_protection.enabled)");
        let run = emulator.script(&prod, &["--unprotect"], "prod\n").succeeds();
        run.stdout_contains("registry / BackendRepository (AWS::ECR::Repository, DeletionPolicy Retain): backend-flask")
            .stdout_contains("cluster / LogGroup (AWS::Logs::LogGroup, DeletionPolicy Retain): /cruddurfenton/cluster");
    });
    assert_eq!(deployment.aws(&["cloudformation", "describe-stacks"])["Stacks"], serde_json::json!([]));
    for (question, list) in [
        (["ecs", "list-clusters"], "clusterArns"),
        (["elbv2", "describe-load-balancers"], "LoadBalancers"),
        (["elbv2", "describe-target-groups"], "TargetGroups"),
        (["iam", "list-roles"], "Roles"),
        (["ssm", "describe-parameters"], "Parameters"),
    ] {
        assert_eq!(deployment.aws(&question)[list], serde_json::json!([]), "{question:?}");
    }
    assert_eq!(deployment.aws(&["ecr", "describe-repositories"])["repositories"].as_array().map(Vec::len), Some(3));
    assert_eq!(deployment.aws(&["logs", "describe-log-groups"])["logGroups"].as_array().map(Vec::len), Some(2));
}

fn target_groups(deployment: &Deployment, environment: &str) {
    let stack = format!("cruddur-{environment}-cluster");
    for (id, port, path) in [("BackendTargetGroup", 4567, "/api/health-check"), ("FrontendTargetGroup", 3000, "/")] {
        let arn = deployment.physical(&stack, id);
        let group = deployment.aws(&["elbv2", "describe-target-groups", "--target-group-arns", &arn])["TargetGroups"][0].clone();
        assert_eq!(group["TargetType"], "ip");
        assert_eq!(group["Port"], port);
        assert_eq!(group["Protocol"], "HTTP");
        assert_eq!(group["HealthCheckPath"], path);
        assert_eq!(group["HealthyThresholdCount"], 2);
        let attributes = deployment.aws(&["elbv2", "describe-target-group-attributes", "--target-group-arn", &arn]);
        assert_eq!(attribute(&attributes, "deregistration_delay.timeout_seconds"), "30");
    }
}

fn listeners(deployment: &Deployment, environment: &str) {
    let stack = format!("cruddur-{environment}-cluster");
    let balancer = deployment.physical(&stack, "LoadBalancer");
    let described =
        deployment.aws(&["elbv2", "describe-load-balancers", "--load-balancer-arns", &balancer])["LoadBalancers"][0].clone();
    assert_eq!(described["Type"], "application");
    assert_eq!(described["Scheme"], "internet-facing");
    let attributes = deployment.aws(&["elbv2", "describe-load-balancer-attributes", "--load-balancer-arn", &balancer]);
    assert_eq!(attribute(&attributes, "routing.http.drop_invalid_header_fields.enabled"), "true");
    assert_eq!(attribute(&attributes, "deletion_protection.enabled"), (environment == "prod").to_string());

    let listeners = deployment.aws(&["elbv2", "describe-listeners", "--load-balancer-arn", &balancer])["Listeners"].clone();
    let on = |port: u64| find(&listeners, |listener| listener["Port"] == port);
    let redirect = &on(80)["DefaultActions"][0];
    assert_eq!(redirect["Type"], "redirect");
    assert_eq!(redirect["RedirectConfig"]["Protocol"], "HTTPS");
    assert_eq!(redirect["RedirectConfig"]["Port"], "443");
    let https = on(443);
    assert_eq!(https["SslPolicy"], "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09");
    let certificate = https["Certificates"][0]["CertificateArn"].as_str().expect("a certificate");
    assert!(certificate.starts_with("arn:aws:acm:us-east-1:931637612335:certificate/"));
    assert_eq!(https["DefaultActions"][0]["TargetGroupArn"], deployment.physical(&stack, "FrontendTargetGroup"));

    let listener = https["ListenerArn"].as_str().expect("an ARN");
    let rules = deployment.aws(&["elbv2", "describe-rules", "--listener-arn", listener])["Rules"].clone();
    let rule = find(&rules, |rule| rule["Priority"] == "10");
    let host = if environment == "prod" { "api.cruddur.example" } else { "api.dev.cruddur.example" };
    assert_eq!(rule["Conditions"][0]["HostHeaderConfig"]["Values"][0], host);
    assert_eq!(rule["Actions"][0]["TargetGroupArn"], deployment.physical(&stack, "BackendTargetGroup"));
}

fn who_reaches_whom(deployment: &Deployment, environment: &str) {
    let stack = format!("cruddur-{environment}-cluster");
    let rules = |id: &str| {
        let group = deployment.physical(&stack, id);
        let described = deployment.aws(&["ec2", "describe-security-groups", "--group-ids", &group]);
        described["SecurityGroups"][0]["IpPermissions"].as_array().expect("rules").clone()
    };
    let mut open: Vec<u64> = Vec::new();
    for rule in rules("LoadBalancerSecurityGroup") {
        assert_eq!(rule["IpRanges"][0]["CidrIp"], "0.0.0.0/0");
        assert_eq!(rule["FromPort"], rule["ToPort"]);
        open.extend(rule["FromPort"].as_u64());
    }
    open.sort_unstable();
    assert_eq!(open, [80, 443]);
    let balancer = deployment.physical(&stack, "LoadBalancerSecurityGroup");
    for (id, port) in [("BackendSecurityGroup", 4567), ("FrontendSecurityGroup", 3000)] {
        let rules = rules(id);
        assert_eq!(rules.len(), 1, "{id}: {rules:?}");
        assert_eq!((&rules[0]["FromPort"], &rules[0]["ToPort"]), (&port.into(), &port.into()));
        assert_eq!(rules[0]["UserIdGroupPairs"][0]["GroupId"], balancer);
        assert!(rules[0]["IpRanges"].as_array().is_none_or(Vec::is_empty), "no address reaches the tasks of {id} directly");
    }
}

fn services(deployment: &Deployment, environment: &str) {
    let cluster_stack = format!("cruddur-{environment}-cluster");
    for (name, container, port, id) in
        [("backend", "backend-flask", 4567, "Backend"), ("frontend", "frontend-react-js", 3000, "Frontend")]
    {
        let service = deployment.service(environment, name);
        let balancer = &service["loadBalancers"][0];
        assert_eq!(balancer["containerName"], container);
        assert_eq!(balancer["containerPort"], port);
        assert_eq!(balancer["targetGroupArn"], deployment.physical(&cluster_stack, &format!("{id}TargetGroup")));
        assert_eq!(service["launchType"], "FARGATE");
        assert_eq!(service["taskDefinition"], deployment.physical(&format!("cruddur-{environment}-{name}"), "TaskDefinition"));
        let network = &service["networkConfiguration"]["awsvpcConfiguration"];
        assert_eq!(network["securityGroups"][0], deployment.physical(&cluster_stack, &format!("{id}SecurityGroup")));
        assert_eq!(network["assignPublicIp"], if environment == "prod" { "DISABLED" } else { "ENABLED" });
        let kind = if environment == "prod" { "Private" } else { "Public" };
        let subnet = deployment.physical(&format!("cruddur-{environment}-network"), &format!("Vpc{kind}Subnet1"));
        assert_eq!(network["subnets"][0], subnet);
        let configuration = &service["deploymentConfiguration"];
        assert_eq!(configuration["deploymentCircuitBreaker"]["enable"], true);
        assert_eq!(configuration["deploymentCircuitBreaker"]["rollback"], true);
        assert_eq!(configuration["maximumPercent"], 200);
        assert_eq!(configuration["minimumHealthyPercent"], 100);
        assert_eq!(service["desiredCount"], 1);
        assert_eq!(service["runningCount"], 1);
    }
}

fn addresses(deployment: &Deployment, environment: &str) {
    let domain = if environment == "prod" { "cruddur.example" } else { "dev.cruddur.example" };
    let parameter = |name: &str| {
        let name = format!("/cruddur/{environment}/{name}");
        deployment.aws(&["ssm", "get-parameter", "--name", &name])["Parameter"].clone()
    };
    assert_eq!(parameter("FRONTEND_URL")["Value"], format!("https://{domain}"));
    assert_eq!(parameter("BACKEND_URL")["Value"], format!("https://api.{domain}"));
    assert_eq!(parameter("BACKEND_URL")["Type"], "String");
}

fn backend_task(deployment: &Deployment) {
    let task = deployment.task_definition("cruddur-prod-backend");
    assert_eq!(task["family"], "backend-flask");
    assert_eq!(task["networkMode"], "awsvpc");
    assert_eq!((&task["cpu"], &task["memory"]), (&"256".into(), &"512".into()));
    let backend = find(&task["containerDefinitions"], |container| container["name"] == "backend-flask");
    assert_eq!(backend["portMappings"][0]["containerPort"], 4567);
    assert_eq!(backend["logConfiguration"]["options"]["awslogs-group"], "/cruddurfenton/cluster");
    // The emulator keeps the number of the secrets and not their content.
    assert_eq!(backend["secrets"].as_array().map(Vec::len), Some(4));
    let variable = |name: &str| find(&backend["environment"], |entry| entry["name"] == name)["value"].clone();
    assert_eq!(variable("FLASK_DEBUG"), "0");
    assert_eq!(variable("FRONTEND_URL"), "https://cruddur.example");
    assert_eq!(variable("AWS_DEFAULT_REGION"), "us-east-1");
    let xray = find(&task["containerDefinitions"], |container| container["name"] == "xray");
    assert_eq!(xray["portMappings"][0]["protocol"], "udp");

    let dev = deployment.task_definition("cruddur-dev-backend");
    assert_eq!(dev["containerDefinitions"].as_array().map(Vec::len), Some(1), "no tracing in dev");
    assert_eq!(dev["containerDefinitions"][0]["secrets"].as_array().map(Vec::len), Some(2), "no static keys in dev");
}

fn roles(deployment: &Deployment) {
    let execution = deployment.aws(&["iam", "get-role", "--role-name", "CruddurServiceExecutionRole"]);
    let trust = &execution["Role"]["AssumeRolePolicyDocument"]["Statement"][0];
    assert_eq!(trust["Principal"]["Service"], "ecs-tasks.amazonaws.com");
    assert_eq!(attached(deployment, "CruddurServiceExecutionRole"), ["AmazonECSTaskExecutionRolePolicy"]);
    let policy = deployment.aws(&[
        "iam",
        "get-role-policy",
        "--role-name",
        "CruddurServiceExecutionRole",
        "--policy-name",
        "CruddurServiceExecutionPolicy",
    ]);
    let statement = &policy["PolicyDocument"]["Statement"][0];
    assert_eq!(statement["Action"], serde_json::json!(["ssm:GetParameters", "ssm:GetParameter"]));
    let resources: Vec<&str> = statement["Resource"].as_array().expect("resources").iter().filter_map(Value::as_str).collect();
    assert_eq!(resources.len(), 4);
    assert!(resources.iter().all(|arn| arn.contains(":parameter/cruddur/backend-flask/") && !arn.contains('*')), "{resources:?}");

    let task = deployment.aws(&["iam", "get-role", "--role-name", "CruddurTaskRole"]);
    let condition = &task["Role"]["AssumeRolePolicyDocument"]["Statement"][0]["Condition"];
    assert_eq!(condition["StringEquals"]["aws:SourceAccount"], support::aws::ACCOUNT);
    let managed = ["AWSXRayDaemonWriteAccess", "AmazonDynamoDBFullAccess", "AmazonSSMReadOnlyAccess"];
    assert_eq!(attached(deployment, "CruddurTaskRole"), managed);
}

fn logs_and_images(deployment: &Deployment) {
    let groups = deployment.aws(&["logs", "describe-log-groups", "--log-group-name-prefix", "/cruddurfenton/cluster"]);
    assert_eq!(groups["logGroups"][0]["retentionInDays"], 30);
    let repositories = deployment.aws(&["ecr", "describe-repositories"])["repositories"].clone();
    for (name, mutability) in [("cruddur-python", "MUTABLE"), ("backend-flask", "IMMUTABLE"), ("frontend-react-js", "IMMUTABLE")]
    {
        let repository = find(&repositories, |repository| repository["repositoryName"] == name);
        assert_eq!(repository["imageTagMutability"], mutability);
    }
}

fn attached(deployment: &Deployment, role: &str) -> Vec<String> {
    let listed = deployment.aws(&["iam", "list-attached-role-policies", "--role-name", role]);
    let policies = listed["AttachedPolicies"].as_array().expect("policies").iter();
    let mut names: Vec<String> = policies.filter_map(|policy| policy["PolicyName"].as_str()).map(str::to_owned).collect();
    names.sort();
    names
}

fn attribute(described: &Value, key: &str) -> String {
    find(&described["Attributes"], |attribute| attribute["Key"] == key)["Value"].as_str().unwrap_or_default().to_owned()
}

fn find(list: &Value, is_it: impl Fn(&Value) -> bool) -> Value {
    let items = list.as_array().into_iter().flatten();
    items.into_iter().find(|item| is_it(item)).unwrap_or_else(|| panic!("nothing like it in {list:#}")).clone()
}

fn fresh_directory() -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("deploy");
    // A directory of an earlier run may hold stacks that are gone.
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(directory.join("environments")).expect("a directory for the settings");
    directory
}

/// The committed settings, with the zone that the emulator made: it takes no other.
fn settings(directory: &Path, zone: &str) {
    for name in ["prod", "dev"] {
        let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("stacks/environments").join(format!("{name}.toml"));
        let settings = fs::read_to_string(committed).expect("committed settings");
        assert!(settings.contains("Z0123456789ABCDEFGHIJ"), "the sample zone of {name}.toml");
        let file = directory.join("environments").join(format!("{name}.toml"));
        fs::write(file, settings.replace("Z0123456789ABCDEFGHIJ", zone)).expect("settings");
    }
}

/// Synthesizes into `out` and gives the deployment commands that were printed.
fn synth(directory: &Path) -> Vec<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_stacks"))
        .args(["synth", "--environments", "environments", "--output", "out"])
        .current_dir(directory)
        .output()
        .expect("the stacks run");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let printed = text(&output.stdout);
    printed.lines().filter(|line| line.starts_with("aws cloudformation deploy")).map(str::to_owned).collect()
}

/// Takes what the emulator refuses out of the templates; gives what that is, by environment and stack.
fn leave_out_unsupported(output: &Path) -> Vec<String> {
    let mut lines = Vec::new();
    for environment in ["dev", "prod"] {
        let mut files: Vec<PathBuf> =
            fs::read_dir(output.join(environment)).expect("the output").map(|entry| entry.expect("an entry").path()).collect();
        files.sort();
        for file in files {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let Some(stack) = name.strip_suffix(".template.json") else { continue };
            let mut template: Value = serde_json::from_str(&fs::read_to_string(&file).expect("a template")).expect("JSON");
            let left_out = without_unsupported(&mut template);
            fs::write(&file, template.to_string()).expect("the template");
            let left_out = if left_out.is_empty() { "nothing".to_owned() } else { left_out.join(", ") };
            lines.push(format!("{environment}/{stack}: {left_out}"));
        }
    }
    lines
}
