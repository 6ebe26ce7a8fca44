//! `import`: every template of `tests/import` as Rust that compiles without a warning and writes the same tree again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use formwork::aws::ecs::task_definition::Condition as TaskCondition;
use formwork::aws::logs::log_group::RetentionInDays;
use formwork::constructs::*;
use formwork::import::{self, Given};
use formwork::prelude::*;
use formwork::recognize;
use formwork::stack::{Assembly, Target};
use formwork::template::{Format, Template, read};

use crate::support::gallery;
use crate::support::library;

/// A template with its module.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) template: Template,
    pub(crate) comments: Vec<read::Comment>,
    pub(crate) module: String,
}

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn cases() -> Vec<Case> {
    let entries = fs::read_dir(root().join("tests/import")).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let case = |file: PathBuf| {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(&file).unwrap();
        let (template, _) = read::template(&bytes).unwrap_or_else(|errors| panic!("{name}: {errors:?}"));
        let comments = read::comments(&bytes);
        let title = format!("The stack {name}");
        let (none, untyped, links) = (BTreeMap::new(), BTreeSet::new(), import::Links::default());
        let given = Given {
            name: &name,
            full_name: None,
            title: &title,
            values: &none,
            settings: &none,
            links: &links,
            generated: &untyped,
            folds: name == "alike",
            constructs: &[],
            network: None,
            allowed: &[],
        };
        let module = import::stack(&template, &comments, &given);
        Case { name, template, comments, module }
    };
    files.into_iter().map(case).collect()
}

/// A program that prints the templates of all modules, each after its name.
fn program(cases: &[&Case], has_own: bool) -> String {
    let own = if has_own { "mod aws;\n" } else { "" };
    let modules: String = cases.iter().map(|case| format!("mod {};\n", case.name)).collect();
    let calls: String = cases.iter().map(|case| format!("    print({}::stack);\n", case.name)).collect();
    format!(
        "#![deny(warnings)]\n{own}{modules}
use formwork::prelude::*;
use formwork::template::Format;

fn print<T>(stack: fn(&mut App) -> T) {{
    let settings = \"[environment]\\naccount = \\\"123456789012\\\"\\nregion = \\\"us-east-1\\\"\\n[settings]\\n\";
    let environment = Environment::<std::collections::BTreeMap<String, String>>::parse(\"dev\", settings).unwrap();
    let mut app = App::new(\"app\", &environment);
    stack(&mut app);
    let (assembly, problems) = app.synth();
    for stack in assembly.stacks {{
        for problem in &problems {{
            println!(\"{{}}\\nproblem {{}}: {{}} {{:?}}\\0\", stack.name, problem.code, problem.message, problem.path);
        }}
        println!(\"{{}}\\n{{}}\\0\", stack.name, stack.template.to_text(Format::Json));
    }}
}}

fn main() {{
{calls}}}
"
    )
}

#[test]
fn every_template_is_written_again() {
    let cases = cases();
    assert!(cases.len() >= 7, "the templates are there");
    prove(&cases, "import");
}

/// Compiles the modules, and compares what they synthesize with their templates.
fn prove(cases: &[Case], name: &str) {
    let written = written_by(&cases.iter().collect::<Vec<_>>(), &[], name).unwrap_or_else(|said| panic!("{said}"));
    for case in cases {
        let (made, _) = read::template(written[&case.name].as_bytes()).unwrap();
        let differences = import::differences(case.template.root(), made.root());
        assert_eq!(differences, [], "{}", case.name);
    }
}

/// The templates that the modules synthesize, by their names, with these typed modules beside the library's; what the compiler says where
/// they do not compile.
pub(crate) fn written_by(cases: &[&Case], own: &[(String, String)], name: &str) -> Result<BTreeMap<String, String>, String> {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
    fs::create_dir_all(directory.join("aws")).unwrap();
    for case in cases {
        fs::write(directory.join(format!("{}.rs", case.name)), &case.module).unwrap();
    }
    let list: String = own.iter().map(|(module, _)| format!("pub mod {module};\n")).collect();
    fs::write(directory.join("aws/mod.rs"), format!("#![allow(warnings)]\n{list}")).unwrap();
    for (module, text) in own {
        fs::write(directory.join(format!("aws/{module}.rs")), text).unwrap();
    }
    let main = directory.join("main.rs");
    fs::write(&main, program(cases, !own.is_empty())).unwrap();
    let output = Command::new(try_compile(&main)?).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let mut written = BTreeMap::new();
    for part in text.split('\0').map(str::trim).filter(|part| !part.is_empty()) {
        let (name, template) = part.split_once('\n').unwrap_or((part, ""));
        assert!(!template.starts_with("problem"), "{part}");
        written.insert(name.to_owned(), template.to_owned());
    }
    fs::remove_dir_all(directory).unwrap();
    Ok(written)
}

pub(crate) fn compiled(main: &Path) -> PathBuf {
    try_compile(main).unwrap_or_else(|said| panic!("{said}"))
}

/// The program that is compiled, or what the compiler says.
fn try_compile(main: &Path) -> Result<PathBuf, String> {
    let dependencies = Path::new(env!("CARGO_BIN_EXE_stacks")).with_file_name("deps");
    let program = main.with_extension("");
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .args(["--edition=2024", "-o"])
        .arg(&program)
        .arg("--extern")
        .arg(format!("formwork={}", library::of("commands").display()))
        .arg("-L")
        .arg(format!("dependency={}", dependencies.display()))
        .arg(main)
        .output()
        .unwrap();
    if output.status.success() { Ok(program) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

#[test]
fn every_comment_is_kept() {
    for case in cases() {
        for comment in &case.comments {
            let text = comment.text.trim();
            assert!(case.module.contains(&format!("// {text}")), "{}: `{text}`\n{}", case.name, case.module);
        }
    }
}

/// How it reads, in the form that rustfmt gives it.
#[test]
fn it_reads_as_a_person_would_write_it() {
    for name in ["sections", "policies", "alike"] {
        let case = cases().into_iter().find(|case| case.name == name).unwrap();
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("import-{name}-{}.rs", std::process::id()));
        fs::write(&file, &case.module).unwrap();
        let format = |more: &[&str]| {
            Command::new("rustfmt").args(["--edition", "2024", "--config-path"]).arg(root()).args(more).arg(&file).output()
        };
        assert!(format(&[]).unwrap().status.success());
        assert!(format(&["--check"]).unwrap().status.success(), "rustfmt leaves it as it is");
        insta::assert_snapshot!(format!("import_{name}"), fs::read_to_string(&file).unwrap());
        fs::remove_file(file).unwrap();
    }
}

#[test]
fn ids_that_read_alike_and_words_of_rust_get_names() {
    let topics =
        ["MyTopic", "Mytopic", "My2Topic", "Type", "Self", "App"].map(|id| format!("  {id}: {{ Type: AWS::SNS::Topic }}\n"));
    let outputs = ["MyTopic", "Mytopic", "My2Topic", "Type", "Self", "App"].map(|id| format!("  {id}: {{ Value: !Ref {id} }}\n"));
    let text = format!("Resources:\n{}Outputs:\n{}", topics.concat(), outputs.concat());
    let (template, _) = read::template(text.as_bytes()).unwrap();
    let none = (BTreeMap::new(), BTreeSet::new(), import::Links::default());
    let given = Given {
        name: "alike",
        full_name: None,
        title: "The stack alike",
        values: &none.0,
        settings: &none.0,
        links: &none.2,
        generated: &none.1,
        folds: false,
        constructs: &[],
        network: None,
        allowed: &[],
    };
    let case = Case { name: "alike".to_owned(), module: import::stack(&template, &[], &given), template, comments: Vec::new() };
    prove(&[case], "import-names");
}

/// What constructs made becomes the same constructs again, where every resource of theirs is the same to the last property.
#[test]
fn constructs_are_recognized_where_they_are_equal() {
    let environment = gallery::place(false);
    let mut app = App::new("app", &environment);
    gallery::gallery(&mut app);
    let (assembly, _) = app.synth();
    let targets = [("test".to_owned(), environment.target.clone())];
    let (said, cases) = all_recognized(&assembly, &targets);
    insta::assert_snapshot!(said, @r#"
    network: 22 of 22: constructs::Vpc::new Vpc 22
    data: 8 of 27: constructs::Table::new Messages 1, constructs::Bucket::new AccessLogs 2, constructs::Bucket::new Uploads 2, constructs::Topic::new News 3
      SecurityGroup AuroraSecurityGroup: no load balancer or service of the template names the subnets of its network
      SecurityGroup DatabaseSecurityGroup: no load balancer or service of the template names the subnets of its network
      SecurityGroup FilesSecurityGroup: no load balancer or service of the template names the subnets of its network
      Queue Jobs: `PolicyDocument.Statement` of `JobsPolicy` differs from what the construct writes
      Queue JobsDeadLetters: it has no `VisibilityTimeout`
    web: 7 of 10: constructs::SecurityGroup::new TasksGroup 1, constructs::Allow::from DatabaseFromTasks 1, constructs::Allow::from AuroraFromTasks 1, constructs::Allow::from FilesFromTasks 1, constructs::Role::for_tasks TaskRole 1, constructs::LogGroup::new Logs 1, constructs::Role::new TaskExecutionRole 1
      FargateService Service: `ServiceConnectConfiguration` is not read
      FargateTask Task: the construct does not write `Volumes.1.EFSVolumeConfiguration`
    work: 14 of 37: constructs::Cluster::new Cluster 1, constructs::LogGroup::new Logs 1, constructs::Role::for_tasks MailerTaskRole 1, constructs::FargateTask::new MailerTask 2, constructs::SecurityGroup::new MailerSecurityGroup 1, constructs::Allow::from DatabaseFromMailer 1, constructs::FargateTask::new CleanupTask 2, constructs::LogGroup::new OnMessageLogs 1, constructs::Role::new OnMessageRole 1, constructs::LogGroup::new ListLogs 1, constructs::Role::new ListRole 1, constructs::LogGroup::new ApiLogs 1
      Role CleanupRole: its trust policy has a `Condition`
      FargateService Mailer: `PolicyName` of `MailerScalingPolicy` differs: the construct writes "MailerCpu"
    site: 2 of 20: constructs::Bucket::new AccessLogs 2
      Bucket Manual: `PolicyDocument.Statement` of `ManualPolicy` differs from what the construct writes
      Bucket Site: `PolicyDocument.Statement` of `SitePolicy` differs from what the construct writes
    release: 22 of 29: constructs::SecurityGroup::new Clients 1, constructs::SecurityGroup::new TasksGroup 1, constructs::LoadBalancer::new LoadBalancer 4, constructs::LogGroup::new Logs 1, constructs::TargetGroup::new AtOnceBlue 1, constructs::TargetGroup::new AtOnceGreen 1, constructs::FargateTask::new AtOnceTask 2, constructs::Role::new AtOnceServiceTrafficRole 1, constructs::TargetGroup::new CanaryBlue 1, constructs::TargetGroup::new CanaryGreen 1, constructs::FargateTask::new CanaryTask 2, constructs::Role::new CanaryServiceTrafficRole 1, constructs::TargetGroup::new StepsBlue 1, constructs::TargetGroup::new StepsGreen 1, constructs::FargateTask::new StepsTask 2, constructs::Role::new StepsServiceTrafficRole 1
      Route AtOnceRule: it has no `Actions.0.TargetGroupArn`
      FargateService AtOnceService: `DeploymentConfiguration.Strategy` is not read
      Route CanaryRule: it has no `Actions.0.TargetGroupArn`
      FargateService CanaryService: `DeploymentConfiguration.Strategy` is not read
      Route StepsRule: it has no `Actions.0.TargetGroupArn`
      FargateService StepsService: `DeploymentConfiguration.Strategy` is not read
    "#);
    prove(&cases, "import-constructs");

    // In production a table is protected: no construct is the same in both.
    let both = [targets[0].clone(), ("prod".to_owned(), gallery::place(true).target)];
    let data = &assembly.stacks.iter().find(|stack| stack.name == "data").unwrap().template;
    let tables = |found: recognize::Recognition| found.found.iter().filter(|made| made.call.path.contains("Table")).count();
    assert_eq!(tables(recognize::constructs(data, &targets, None)), 1);
    assert_eq!(tables(recognize::constructs(data, &both, None)), 0);
    // One value more, and it is no construct.
    let text = data.to_text(Format::Json).replace("\"BillingMode\": \"PAY_PER_REQUEST\"", "\"BillingMode\": \"PROVISIONED\"");
    let (other, _) = read::template(text.as_bytes()).unwrap();
    assert_eq!(tables(recognize::constructs(&other, &targets, None)), 0);
}

/// What is said of every stack, and their modules.
fn all_recognized(assembly: &Assembly, targets: &[(String, Target)]) -> (String, Vec<Case>) {
    assembly.stacks.iter().map(|stack| recognized(stack.name, &stack.full_name, &stack.template, targets)).unzip()
}

/// What is said of the constructs in a template, and its module with them.
fn recognized(name: &str, full_name: &str, made: &Template, targets: &[(String, Target)]) -> (String, Case) {
    let (template, _) = read::template(made.to_text(Format::Json).as_bytes()).unwrap();
    let template = &template;
    let recognition = recognize::constructs(template, targets, Some(full_name));
    let (values, generated, links) = (BTreeMap::new(), BTreeSet::new(), import::Links::default());
    let found = &recognition.found;
    let count: usize = found.iter().map(|made| made.ids.len()).sum();
    let names: Vec<String> = found.iter().map(|made| format!("{} {} {}", made.call.path, made.id, made.ids.len())).collect();
    let mut said = format!("{name}: {count} of {}: {}\n", template.count("Resources"), names.join(", "));
    for (id, (construct, why)) in &recognition.refused {
        said += &format!("  {construct} {id}: {why}\n");
    }
    let given = Given {
        name,
        full_name: Some(full_name),
        title: "A stack of constructs",
        values: &values,
        settings: &values,
        links: &links,
        generated: &generated,
        folds: false,
        constructs: found,
        network: recognition.network.as_ref(),
        allowed: &[],
    };
    assert_eq!(import::not_written(template, &given), Vec::<String>::new());
    let module = import::stack(template, &[], &given);
    (said, Case { name: name.to_owned(), template: template.clone(), comments: Vec::new(), module })
}

/// A load balancer, its targets and routes, tasks with their roles, services: in a network of the stack, and in one that exists.
#[test]
fn constructs_that_take_others_are_recognized() {
    let environment = gallery::place(false);
    let mut app = App::new("app", &environment);
    let stack = app.stack("own");
    let network = stack.add("Vpc", Vpc::new("10.0.0.0/16".parse().unwrap()).nat_gateways(2).endpoints(["s3", "ecr.api"]));
    application(stack, &network);
    let stack = app.stack("existing");
    let vpc = stack.parameter("Vpc", Parameter::<ec2::VpcId>::new().default("vpc-1"));
    let subnets = stack.parameter("Subnets", Parameter::<List<ec2::SubnetId>>::new().default(["subnet-1", "subnet-2"]));
    application(stack, &Network::existing(vpc, subnets));
    let (assembly, problems) = app.synth();
    assert!(problems.is_empty(), "{problems:?}");
    let targets = [("test".to_owned(), environment.target.clone())];
    let (said, cases) = all_recognized(&assembly, &targets);
    insta::assert_snapshot!(said, @r#"
    own: 44 of 45: constructs::Vpc::new Vpc 24, constructs::SecurityGroup::new Clients 1, constructs::SecurityGroup::new Tasks 1, constructs::TargetGroup::new WebTargets 1, constructs::TargetGroup::new ApiTargets 1, constructs::LoadBalancer::new LoadBalancer 3, constructs::Route::new ApiRoute 1, constructs::LogGroup::new Logs 1, constructs::Role::for_tasks TaskRole 1, constructs::FargateTask::new Task 2, constructs::Cluster::new Cluster 1, constructs::FargateService::new Service 3, constructs::FargateTask::new FrontTask 2, constructs::FargateService::new Front 1, constructs::Allow::from Back 1
      Queue Jobs: it has no `VisibilityTimeout`
    existing: 20 of 21: constructs::SecurityGroup::new Clients 1, constructs::SecurityGroup::new Tasks 1, constructs::TargetGroup::new WebTargets 1, constructs::TargetGroup::new ApiTargets 1, constructs::LoadBalancer::new LoadBalancer 3, constructs::Route::new ApiRoute 1, constructs::LogGroup::new Logs 1, constructs::Role::for_tasks TaskRole 1, constructs::FargateTask::new Task 2, constructs::Cluster::new Cluster 1, constructs::FargateService::new Service 3, constructs::FargateTask::new FrontTask 2, constructs::FargateService::new Front 1, constructs::Allow::from Back 1
      Queue Jobs: it has no `VisibilityTimeout`
    "#);
    insta::assert_snapshot!("import_constructs", &cases[1].module);
    prove(&cases, "import-taking");

    // One value more, and the load balancer is none, nor what takes it; the message says which.
    let text = assembly.stacks[1].template.to_text(Format::Json).replace("\"internet-facing\"", "\"internal\"");
    let (other, _) = read::template(text.as_bytes()).unwrap();
    let refused = recognize::constructs(&other, &targets, None).refused;
    let (construct, why) = &refused["LoadBalancer"];
    assert_eq!(*construct, "LoadBalancer");
    assert_eq!(why, "`Scheme` differs: the construct writes \"internet-facing\"");
}

fn application(stack: &mut Stack, network: &Network) {
    let certificate = stack.parameter(
        "Certificate",
        Parameter::<certificatemanager::CertificateArn>::new().default("arn:aws:acm:eu-west-1:111122223333:certificate/1"),
    );
    let clients = stack.add("Clients", BalancerGroup::new(network).reachable_by(Peer::Anywhere));
    let tasks = SecurityGroup::new(network, "The tasks").reachable_by(Peer::group(clients), 8080, "The load balancer");
    let tasks = stack.add("Tasks", tasks);
    let health = HealthCheck::path("/health").interval(20);
    let web = stack.add("WebTargets", TargetGroup::new(network, 80, HealthCheck::path("/")).deregistration_delay(10));
    let api = stack.add("ApiTargets", TargetGroup::new(network, 8080, health));
    let balancer = LoadBalancer::new(network, clients, certificate).default_to(&web).idle_timeout(120);
    let balancer = stack.add("LoadBalancer", balancer);
    stack.add("ApiRoute", Route::new(balancer.https, 10, &api).host(["api.example.com"]).path(["/v1/*"]));
    let logs = stack.add("Logs", LogGroup::new(RetentionInDays::DAYS_30));
    let jobs = stack.add("Jobs", sqs::Queue::new());
    let role = Role::for_tasks().grant(["sqs:SendMessage"], [jobs.arn()]).managed_policy("AWSXRayDaemonWriteAccess");
    let role = stack.add("TaskRole", role);
    let container = Container::new("api", "111122223333.dkr.ecr.us-east-1.amazonaws.com/api@sha256:0000")
        .port(8080)
        .health_check("curl -f http://localhost:8080/health")
        .read_only_root()
        .logs(logs)
        .environment("JOBS_URL", jobs)
        .secret("TOKEN", Secret::ssm("/shop/token"));
    let task = stack.add("Task", FargateTask::new((512, 1024)).task_role(&role).container(container));
    let cluster = stack.add("Cluster", Cluster::new());
    let service = FargateService::new(cluster, network, &task).security_group(tasks).behind(&api);
    stack.add("Service", service.scaling(Scaling::between(2, 6).cpu_percent(70.0)).execute_command());
    let container = Container::new("web", "nginx:1").port(80).command(["nginx", "-g", "daemon off;"]).not_essential();
    let front = FargateTask::new((256, 512)).execution_role("FrontRole", ExecutionRole::new().role_name("front"));
    let front = stack.add("FrontTask", front.container(container.after("x", TaskCondition::HEALTHY)));
    stack.add("Front", FargateService::new(cluster, network, &front).security_group(tasks).behind(&web).desired_count(2));
    stack.add("Back", Allow::from(Peer::group(tasks)).to(clients, 8080, "The tasks"));
    stack.output("Url", balancer.load_balancer.dns_name());
    stack.output("Listener", balancer.https);
}
