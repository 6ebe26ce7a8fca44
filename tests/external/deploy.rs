//! End to end: the AWS CLI deploys every stack of three environments into a local emulator: `prod` and `dev` share an account and region,
//! and `staging`, as `new environment` makes it, has its own. What stands there is read back through the services' own interfaces, and
//! deleted by the scripts.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Mutex;
use std::thread;

use crate::support::emulator::Emulator;
use crate::support::fixture::{Fixture, Run};
use crate::support::python::text;
use crate::support::unsupported::without_unsupported;
use crate::support::{aws, staging};
use serde_json::Value;

/// What the emulator refuses of the synthesized stacks, and so is not seen deployed here.
const LEFT_OUT: [&str; 20] = [
    "dev/backend: DatabaseFromBackend",
    "dev/cluster: nothing",
    "dev/database: nothing",
    "dev/frontend: nothing",
    "dev/messages: nothing",
    "dev/network: nothing",
    "prod/backend: DatabaseFromBackend, ServiceScalableTarget, ServiceScalingPolicy",
    "prod/cluster: LoadBalancerWebAclAssociation",
    "prod/database: nothing",
    "prod/frontend: ServiceScalableTarget, ServiceScalingPolicy",
    "prod/messages: nothing",
    "prod/network: VpcFlowLog, VpcNatAddress1, VpcNatGateway1, VpcPrivateRoute1, VpcPrivateRoute2",
    "prod/registry: nothing",
    "staging/backend: DatabaseFromBackend, ServiceScalableTarget, ServiceScalingPolicy",
    "staging/cluster: nothing",
    "staging/database: nothing",
    "staging/frontend: ServiceScalableTarget, ServiceScalingPolicy",
    "staging/messages: nothing",
    "staging/network: VpcFlowLog, VpcNatAddress1, VpcNatGateway1, VpcPrivateRoute1, VpcPrivateRoute2",
    "staging/registry: nothing",
];

/// One environment, and what the tests expect of it.
struct Environment<'a> {
    emulator: &'a Emulator,
    project: &'a Fixture,
    name: &'static str,
    account: &'static str,
    domain: &'static str,
    is_production: bool,
    /// Whether its tasks are in private subnets.
    is_private: bool,
    /// Whether its frontend is a static site, and no service behind the load balancer.
    has_site: bool,
    stacks: usize,
    /// The answers about stacks; the AWS CLI takes half a second for each.
    resources: Mutex<BTreeMap<String, Value>>,
}

impl Environment<'_> {
    fn aws(&self, arguments: &[&str]) -> Value {
        self.emulator.aws_in(self.account, arguments)
    }

    /// Runs one of its scripts.
    #[track_caller]
    fn script(&self, name: &str, arguments: &[&str], input: &str) -> Run {
        self.emulator.script_in(self.account, &self.project.path(&format!("out/{}/{name}", self.name)), arguments, input)
    }

    /// How many services are behind the load balancer.
    fn services(&self) -> usize {
        if self.has_site { 1 } else { 2 }
    }

    /// The name of a stack in AWS.
    fn stack(&self, name: &str) -> String {
        format!("cruddur-{}-{name}", self.name)
    }

    /// The physical id of a resource.
    fn physical(&self, stack: &str, id: &str) -> String {
        let mut known = self.resources.lock().expect("no thread panicked with it");
        let described = known
            .entry(stack.to_owned())
            .or_insert_with(|| self.aws(&["cloudformation", "describe-stack-resources", "--stack-name", &self.stack(stack)]));
        let resource = find(&described["StackResources"], |resource| resource["LogicalResourceId"] == id);
        resource["PhysicalResourceId"].as_str().expect("a physical id").to_owned()
    }

    fn task_definition(&self, stack: &str) -> Value {
        let arn = self.physical(stack, "TaskDefinition");
        self.aws(&["ecs", "describe-task-definition", "--task-definition", &arn])["taskDefinition"].clone()
    }

    fn service(&self, stack: &str) -> Value {
        let (cluster, service) = (self.physical("cluster", "Cluster"), self.physical(stack, "Service"));
        self.aws(&["ecs", "describe-services", "--cluster", &cluster, "--services", &service])["services"][0].clone()
    }
}

#[test]
fn every_environment_deploys_and_works_as_written() {
    let emulator = Emulator::start();
    let project = synthesized(&emulator);
    let environment = |name, account, domain, stacks| Environment {
        emulator: &emulator,
        project: &project,
        name,
        account,
        domain,
        is_production: name == "prod",
        is_private: name != "dev",
        has_site: name == "dev",
        stacks,
        resources: Mutex::default(),
    };
    let prod = environment("prod", aws::ACCOUNT, "cruddur.example", 7);
    let dev = environment("dev", aws::ACCOUNT, "dev.cruddur.example", 6);
    let staging = environment("staging", staging::ACCOUNT, "staging.example.com", 7);
    // The environments share nothing but the account, so none waits for another.
    thread::scope(|scope| {
        scope.spawn(|| works(&dev));
        scope.spawn(|| works(&staging));
        works(&prod);
        backend_task(&prod);
        roles(&prod);
        logs_and_images(&prod);
        data(&prod);
    });
    let task = dev.task_definition("backend");
    assert_eq!(task["containerDefinitions"].as_array().map(Vec::len), Some(1), "no tracing in dev");
    thread::scope(|scope| {
        scope.spawn(|| deleted(&dev, &[]));
        scope.spawn(|| deleted(&staging, &[]));
        let run = prod.script("teardown.sh", &[], "prod\n").fails(1).stderr_contains("the stack cruddur-prod-network");
        run.stderr_contains("cluster / LoadBalancer (AWS::ElasticLoadBalancingV2::LoadBalancer, deletion_protection.enabled)");
        deleted(&prod, &["--unprotect"])
            .stdout_contains("registry / BackendRepository (AWS::ECR::Repository, DeletionPolicy Retain): backend-flask")
            .stdout_contains("cluster / LogGroup (AWS::Logs::LogGroup, DeletionPolicy Retain): /cruddurfenton/cluster");
    });
    // Both environments of this account have a log group, and one has the repositories and the flow logs of its network.
    only_what_is_retained(&prod, 3);
    only_what_is_retained(&staging, 2);
}

/// The three environments, with hosted zones of the emulator, which takes no others, and without what it refuses.
fn synthesized(emulator: &Emulator) -> Fixture {
    let zone = |account: &str, name: &str| {
        let zone = emulator.aws_in(account, &["route53", "create-hosted-zone", "--name", name, "--caller-reference", name]);
        zone["HostedZone"]["Id"].as_str().expect("a zone").trim_start_matches("/hostedzone/").to_owned()
    };
    let shared = zone(aws::ACCOUNT, "cruddur.example");
    let project = Fixture::project();
    let project = ["prod", "dev"].iter().fold(project, |project, name| project.replace(name, "Z0123456789ABCDEFGHIJ", &shared));
    project.run_all(&staging::arguments(&zone(staging::ACCOUNT, "staging.example.com"), &[])).succeeds();
    project.run(["synth"]).succeeds();
    let left_out = leave_out_unsupported(&project);
    println!("not seen by the emulator:\n{}", left_out.join("\n"));
    assert_eq!(left_out, LEFT_OUT);
    project
}

/// Deploys an environment, looks at all of it, and finds nothing to do at the second time.
fn works(environment: &Environment) {
    if environment.name == "dev" {
        printed_commands(environment);
    } else {
        let run = environment.script("deploy.sh", &[], "").succeeds();
        let family = if environment.is_production { "backend-flask" } else { "backend-staging" };
        let run = run.stdout_contains(&format!("backend / Service runs {family}:1: 1 of 1 tasks"));
        let protected = run.stdout.contains("is now protected against deletion");
        assert_eq!(protected, environment.is_production);
    }
    target_groups(environment);
    listeners(environment);
    who_reaches_whom(environment);
    services(environment);
    addresses(environment);
    // Whichever way the first deployment went.
    let again = environment.script("deploy.sh", &[], "").succeeds();
    assert_eq!(again.stdout.matches(": no changes (").count(), environment.stacks, "{}", again.stdout);
}

/// The commands that `synth` prints do what the script does.
fn printed_commands(environment: &Environment) {
    let printed = environment.project.run(["synth", "--environment", environment.name, "--output", "printed"]).succeeds();
    let commands: Vec<&str> = printed.stdout.lines().filter(|line| line.starts_with("aws cloudformation deploy")).collect();
    assert_eq!(commands.len(), environment.stacks, "one command for each stack: {commands:#?}");
    for command in commands {
        let output = environment.emulator.shell(&command.replace("printed/", "out/"), &environment.project.path("."));
        assert!(output.status.success(), "{command}\n{}\n{}", text(&output.stdout), text(&output.stderr));
    }
}

fn deleted(environment: &Environment, arguments: &[&str]) -> Run {
    let run = environment.script("teardown.sh", arguments, &format!("{}\n", environment.name)).succeeds();
    run.stdout_contains(&format!("{}: {} stacks are gone", environment.name, environment.stacks))
}

/// Nothing stays in an account but what is declared retained.
fn only_what_is_retained(environment: &Environment, log_groups: usize) {
    for (question, list) in [
        (["cloudformation", "describe-stacks"], "Stacks"),
        (["ecs", "list-clusters"], "clusterArns"),
        (["elbv2", "describe-load-balancers"], "LoadBalancers"),
        (["elbv2", "describe-target-groups"], "TargetGroups"),
        (["iam", "list-roles"], "Roles"),
        (["ssm", "describe-parameters"], "Parameters"),
    ] {
        assert_eq!(environment.aws(&question)[list], serde_json::json!([]), "{question:?} in {}", environment.account);
    }
    let count = |question: [&str; 2], list: &str| environment.aws(&question)[list].as_array().map(Vec::len);
    assert_eq!(count(["ecr", "describe-repositories"], "repositories"), Some(3));
    assert_eq!(count(["logs", "describe-log-groups"], "logGroups"), Some(log_groups));
}

fn target_groups(environment: &Environment) {
    let groups = [("BackendTargetGroup", 4567, "/api/health-check"), ("FrontendTargetGroup", 3000, "/")];
    for (id, port, path) in groups.into_iter().take(environment.services()) {
        let arn = environment.physical("cluster", id);
        let group = environment.aws(&["elbv2", "describe-target-groups", "--target-group-arns", &arn])["TargetGroups"][0].clone();
        assert_eq!(group["TargetType"], "ip");
        assert_eq!(group["Port"], port);
        assert_eq!(group["Protocol"], "HTTP");
        assert_eq!(group["HealthCheckPath"], path);
        assert_eq!(group["HealthyThresholdCount"], 2);
        let attributes = environment.aws(&["elbv2", "describe-target-group-attributes", "--target-group-arn", &arn]);
        assert_eq!(attribute(&attributes, "deregistration_delay.timeout_seconds"), "30");
    }
}

fn listeners(environment: &Environment) {
    let balancer = environment.physical("cluster", "LoadBalancer");
    let described =
        environment.aws(&["elbv2", "describe-load-balancers", "--load-balancer-arns", &balancer])["LoadBalancers"][0].clone();
    assert_eq!(described["Type"], "application");
    assert_eq!(described["Scheme"], "internet-facing");
    let attributes = environment.aws(&["elbv2", "describe-load-balancer-attributes", "--load-balancer-arn", &balancer]);
    assert_eq!(attribute(&attributes, "routing.http.drop_invalid_header_fields.enabled"), "true");
    assert_eq!(attribute(&attributes, "deletion_protection.enabled"), environment.is_production.to_string());

    let listeners = environment.aws(&["elbv2", "describe-listeners", "--load-balancer-arn", &balancer])["Listeners"].clone();
    let on = |port: u64| find(&listeners, |listener| listener["Port"] == port);
    let redirect = &on(80)["DefaultActions"][0];
    assert_eq!(redirect["Type"], "redirect");
    assert_eq!(redirect["RedirectConfig"]["Protocol"], "HTTPS");
    assert_eq!(redirect["RedirectConfig"]["Port"], "443");
    let https = on(443);
    assert_eq!(https["SslPolicy"], "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09");
    let certificate = https["Certificates"][0]["CertificateArn"].as_str().expect("a certificate");
    assert!(certificate.starts_with(&format!("arn:aws:acm:us-east-1:{}:certificate/", environment.account)));
    if environment.has_site {
        assert_eq!(https["DefaultActions"][0]["FixedResponseConfig"]["StatusCode"], "404");
    } else {
        assert_eq!(https["DefaultActions"][0]["TargetGroupArn"], environment.physical("cluster", "FrontendTargetGroup"));
    }

    let listener = https["ListenerArn"].as_str().expect("an ARN");
    let rules = environment.aws(&["elbv2", "describe-rules", "--listener-arn", listener])["Rules"].clone();
    let rule = find(&rules, |rule| rule["Priority"] == "10");
    assert_eq!(rule["Conditions"][0]["HostHeaderConfig"]["Values"][0], format!("api.{}", environment.domain));
    assert_eq!(rule["Actions"][0]["TargetGroupArn"], environment.physical("cluster", "BackendTargetGroup"));
}

fn who_reaches_whom(environment: &Environment) {
    let rules = |id: &str| {
        let group = environment.physical("cluster", id);
        let described = environment.aws(&["ec2", "describe-security-groups", "--group-ids", &group]);
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
    let balancer = environment.physical("cluster", "LoadBalancerSecurityGroup");
    let groups = [("BackendSecurityGroup", 4567), ("FrontendSecurityGroup", 3000)];
    for (id, port) in groups.into_iter().take(environment.services()) {
        let rules = rules(id);
        assert_eq!(rules.len(), 1, "{id}: {rules:?}");
        assert_eq!((&rules[0]["FromPort"], &rules[0]["ToPort"]), (&port.into(), &port.into()));
        assert_eq!(rules[0]["UserIdGroupPairs"][0]["GroupId"], balancer);
        assert!(rules[0]["IpRanges"].as_array().is_none_or(Vec::is_empty), "no address reaches the tasks of {id} directly");
    }
}

fn services(environment: &Environment) {
    let services = [("backend", "backend-flask", 4567, "Backend"), ("frontend", "frontend-react-js", 3000, "Frontend")];
    for (name, container, port, id) in services.into_iter().take(environment.services()) {
        let service = environment.service(name);
        let balancer = &service["loadBalancers"][0];
        assert_eq!(balancer["containerName"], container);
        assert_eq!(balancer["containerPort"], port);
        assert_eq!(balancer["targetGroupArn"], environment.physical("cluster", &format!("{id}TargetGroup")));
        assert_eq!(service["launchType"], "FARGATE");
        assert_eq!(service["taskDefinition"], environment.physical(name, "TaskDefinition"));
        let network = &service["networkConfiguration"]["awsvpcConfiguration"];
        assert_eq!(network["securityGroups"][0], environment.physical("cluster", &format!("{id}SecurityGroup")));
        assert_eq!(network["assignPublicIp"], if environment.is_private { "DISABLED" } else { "ENABLED" });
        let kind = if environment.is_private { "Private" } else { "Public" };
        assert_eq!(network["subnets"][0], environment.physical("network", &format!("Vpc{kind}Subnet1")));
        let configuration = &service["deploymentConfiguration"];
        assert_eq!(configuration["deploymentCircuitBreaker"]["enable"], true);
        assert_eq!(configuration["deploymentCircuitBreaker"]["rollback"], true);
        assert_eq!(configuration["maximumPercent"], 200);
        assert_eq!(configuration["minimumHealthyPercent"], 100);
        assert_eq!(service["desiredCount"], 1);
        assert_eq!(service["runningCount"], 1);
    }
}

fn addresses(environment: &Environment) {
    let domain = environment.domain;
    let parameter = |name: &str| {
        let name = format!("/cruddur/{}/{name}", environment.name);
        environment.aws(&["ssm", "get-parameter", "--name", &name])["Parameter"].clone()
    };
    assert_eq!(parameter("FRONTEND_URL")["Value"], format!("https://{domain}"));
    assert_eq!(parameter("BACKEND_URL")["Value"], format!("https://api.{domain}"));
    assert_eq!(parameter("BACKEND_URL")["Type"], "String");
}

fn backend_task(environment: &Environment) {
    let task = environment.task_definition("backend");
    assert_eq!(task["family"], "backend-flask");
    assert_eq!(task["networkMode"], "awsvpc");
    assert_eq!((&task["cpu"], &task["memory"]), (&"256".into(), &"512".into()));
    let backend = find(&task["containerDefinitions"], |container| container["name"] == "backend-flask");
    assert_eq!(backend["portMappings"][0]["containerPort"], 4567);
    assert_eq!(backend["logConfiguration"]["options"]["awslogs-group"], "/cruddurfenton/cluster");
    // The emulator keeps the number of the secrets and not their content.
    assert_eq!(backend["secrets"].as_array().map(Vec::len), Some(3), "no static keys");
    let variable = |name: &str| find(&backend["environment"], |entry| entry["name"] == name)["value"].clone();
    assert_eq!(variable("FLASK_DEBUG"), "0");
    assert_eq!(variable("FRONTEND_URL"), "https://cruddur.example");
    assert_eq!(variable("AWS_DEFAULT_REGION"), "us-east-1");
    let xray = find(&task["containerDefinitions"], |container| container["name"] == "xray");
    assert_eq!(xray["portMappings"][0]["protocol"], "udp");
}

fn roles(environment: &Environment) {
    let execution = environment.aws(&["iam", "get-role", "--role-name", "CruddurServiceExecutionRole"]);
    let trust = &execution["Role"]["AssumeRolePolicyDocument"]["Statement"][0];
    assert_eq!(trust["Principal"]["Service"], "ecs-tasks.amazonaws.com");
    assert_eq!(attached(environment, "CruddurServiceExecutionRole"), ["AmazonECSTaskExecutionRolePolicy"]);
    let policy = environment.aws(&[
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
    assert_eq!(resources.len(), 1);
    assert!(resources.iter().all(|arn| arn.contains(":parameter/cruddur/backend-flask/") && !arn.contains('*')), "{resources:?}");

    let task = environment.aws(&["iam", "get-role", "--role-name", "CruddurTaskRole"]);
    let condition = &task["Role"]["AssumeRolePolicyDocument"]["Statement"][0]["Condition"];
    assert_eq!(condition["StringEquals"]["aws:SourceAccount"], aws::ACCOUNT);
    let managed = ["AWSXRayDaemonWriteAccess", "AmazonSSMReadOnlyAccess"];
    assert_eq!(attached(environment, "CruddurTaskRole"), managed);
}

/// The database, the table and its function.
fn data(environment: &Environment) {
    let database = environment.physical("database", "Database");
    // The AWS CLI does not take the endpoint of RDS from the environment.
    let endpoint = environment.emulator.endpoint();
    let question = ["rds", "describe-db-instances", "--db-instance-identifier", &database, "--endpoint-url", &endpoint];
    let described = environment.aws(&question)["DBInstances"][0].clone();
    assert_eq!((&described["Engine"], &described["DBInstanceClass"]), (&"postgres".into(), &"db.t4g.small".into()));
    let table = environment.physical("messages", "Messages");
    let described = environment.aws(&["dynamodb", "describe-table", "--table-name", &table])["Table"].clone();
    assert_eq!(described["GlobalSecondaryIndexes"][0]["IndexName"], "message-group-sk-index");
    assert_eq!(described["StreamSpecification"]["StreamViewType"], "NEW_IMAGE");
    let function = environment.physical("messages", "OnMessage");
    let described = environment.aws(&["lambda", "get-function-configuration", "--function-name", &function]);
    assert_eq!(described["Environment"]["Variables"]["TABLE"], table);
    let task = environment.task_definition("backend");
    let backend = find(&task["containerDefinitions"], |container| container["name"] == "backend-flask");
    assert_eq!(find(&backend["environment"], |entry| entry["name"] == "DDB_MESSAGE_TABLE")["value"], table);
}

fn logs_and_images(environment: &Environment) {
    let groups = environment.aws(&["logs", "describe-log-groups", "--log-group-name-prefix", "/cruddurfenton/cluster"]);
    assert_eq!(groups["logGroups"][0]["retentionInDays"], 30);
    let repositories = environment.aws(&["ecr", "describe-repositories"])["repositories"].clone();
    for (name, mutability) in [("cruddur-python", "MUTABLE"), ("backend-flask", "IMMUTABLE"), ("frontend-react-js", "IMMUTABLE")]
    {
        let repository = find(&repositories, |repository| repository["repositoryName"] == name);
        assert_eq!(repository["imageTagMutability"], mutability);
    }
}

fn attached(environment: &Environment, role: &str) -> Vec<String> {
    let listed = environment.aws(&["iam", "list-attached-role-policies", "--role-name", role]);
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

/// Takes what the emulator refuses out of the templates; gives what that is, by environment and stack.
fn leave_out_unsupported(project: &Fixture) -> Vec<String> {
    let mut lines = Vec::new();
    for environment in ["dev", "prod", "staging"] {
        for name in project.files(&format!("out/{environment}")) {
            let Some(stack) = name.strip_suffix(".template.json") else { continue };
            let path = format!("out/{environment}/{name}");
            let mut template: Value = serde_json::from_str(&project.read(&path)).expect("JSON");
            let left_out = without_unsupported(&mut template);
            fs::write(project.path(&path), template.to_string()).expect("the template");
            let left_out = if left_out.is_empty() { "nothing".to_owned() } else { left_out.join(", ") };
            lines.push(format!("{environment}/{stack}: {left_out}"));
        }
    }
    lines
}
