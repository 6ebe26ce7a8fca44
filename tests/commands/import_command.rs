//! `import` in a project: what it writes, wires in, refuses and says.

use std::fs;
use std::process::Command;

use crate::import::{compiled, root};
use crate::support::fixture::Fixture;
use crate::support::project::Project;

/// What a project of its own needs to take what is imported.
const APP: &str = "\
//! The app.

use formwork::prelude::*;

pub fn app(environment: &Environment<()>) -> App {
    let mut app = App::new(\"shop\", environment);
    app
}
";

#[test]
fn a_module_is_wired_into_the_app() {
    let template = fs::read(root().join("tests/import/policies.yaml")).unwrap();
    let project = Fixture::shop().file("stacks/shop.rs", APP).file("old/template.yaml", template);
    let run = project.run(["import", "old/template.yaml", "--named", "CrdOld", "--no-build"]);
    run.succeeds().stdout_contains("stacks/old.rs").stdout_contains("edited");
    assert!(project.read("stacks/shop.rs").contains("mod old;\n\nuse formwork"), "{}", project.read("stacks/shop.rs"));
    assert!(project.read("stacks/shop.rs").contains("    old::stack(&mut app);\n    app\n"));
    assert!(project.read("stacks/old.rs").contains("app.stack(\"old\").named(\"CrdOld\")"));
    project.run(["import", "old/template.yaml", "--no-build"]).fails(1).stderr_contains("has a module `old` already");
    project.run(["import", "old/template.yaml", "--into", "x", "-e", "dev", "--no-build"]).succeeds();
    assert!(
        project
            .read("stacks/shop.rs")
            .contains("if matches!(environment.name.as_str(), \"dev\") {\n        x::stack(&mut app);\n    }")
    );
    project.run(["import", "old/template.yaml", "--into", "Bad_Name"]).fails(1).stderr_contains("cannot name a stack");
    let topic = |id: &str| {
        let more = "SignatureVersion: '2', FifoTopic: false, KmsMasterKeyId: alias/of-the-topics, DisplayName: a long name of it";
        format!("  {id}: {{ Type: AWS::SNS::Topic, Properties: {{ {more} }} }}\n")
    };
    let topics = format!("Resources:\n{}", ["A", "B", "C"].map(topic).concat());
    fs::write(project.path("old/topics.yaml"), topics).unwrap();
    project.run(["import", "old/topics.yaml", "--fold", "--no-build"]).succeeds();
    assert!(
        project.read("stacks/topics.rs").contains("for id in [\"A\", \"B\", \"C\"] {"),
        "{}",
        project.read("stacks/topics.rs")
    );
    project.run(["import", "nothing.yaml"]).fails(1).stderr_contains("cannot read");
}

/// A project of the app [`APP`].
fn project() -> Fixture {
    Fixture::shop().file("stacks/shop.rs", APP)
}

const TOPIC: &str = "Resources: { Topic: { Type: AWS::SNS::Topic } }\n";

#[test]
fn what_is_no_template_is_refused_and_nothing_is_left() {
    let unknown = "Resources: { Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Secret x } } }\n";
    let utf16: Vec<u8> = TOPIC.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let not = "is not a CloudFormation template: it has no ";
    let cases: [(&str, &[u8], &str); 10] = [
        ("ci.yml", b"on: push\njobs:\n  a:\n    runs-on: ubuntu\n", not),
        ("a.yaml", b"a: b\n", not),
        ("none.yaml", b"Resources: {}\n", not),
        ("untyped.yaml", b"Resources: { A: { Kind: x } }\n", not),
        ("list.yaml", b"Resources: [a]\n", not),
        ("empty.yaml", b"", "the file is empty"),
        ("top.yaml", b"- a\n- b\n", "this is a list"),
        ("binary.json", b"\x7fELF\x00\x01\xff", "error"),
        ("wide.yaml", &utf16, "the byte 0x00 is NUL"),
        ("tag.yaml", unknown.as_bytes(), "!Secret"),
    ];
    let mut project = project();
    for (name, bytes, _) in &cases {
        project = project.file(name, bytes);
    }
    for (name, _, said) in &cases {
        let run = project.run(["import", name, "--no-build"]).fails(1).stderr_contains(said);
        run.stderr_contains(name).stderr_lacks("panicked");
        assert_eq!(project.files("stacks"), ["environments", "shop.rs"], "{name}");
    }
    assert_eq!(project.read("stacks/shop.rs"), APP);
}

#[test]
fn a_directory_has_templates_and_other_files() {
    let files = [
        ("cfn/a/network.yaml", TOPIC),
        ("cfn/b/network.yaml", TOPIC),
        ("cfn/01-vpc.yaml", TOPIC),
        ("cfn/type.json", "{\"Resources\": {\"Topic\": {\"Type\": \"AWS::SNS::Topic\"}}}"),
        ("cfn/ci.yml", "on: push\n"),
        ("cfn/other.json", "{\"Resources\": {\"a\": 1}}"),
    ];
    let project = files.iter().fold(project(), |project, (path, text)| project.file(path, text));
    let run = project.run(["import", "cfn", "--no-build"]).succeeds();
    run.stderr_contains("left out, since they are not CloudFormation templates: `cfn/ci.yml`, `cfn/other.json`");
    let made = ["a_network.rs", "b_network.rs", "environments", "shop.rs", "type_stack.rs", "vpc.rs"];
    assert_eq!(project.files("stacks"), made);
}

#[test]
fn only_the_lines_that_must_change_do() {
    let own = APP.replace("    let mut app", "    let  mut  app").replace('\n', "\r\n");
    let project = Fixture::shop().file("stacks/shop.rs", &own).file("net.yaml", TOPIC);
    project.run(["import", "net.yaml", "--no-build"]).succeeds();
    let made = project.read("stacks/shop.rs");
    assert_eq!(made.replace("mod net;\r\n\r\n", "").replace("    net::stack(&mut app);\r\n", ""), own);
    assert_ne!(made, own);
}

#[test]
fn the_command_says_what_it_recognized() {
    let template = "Resources:\n  Cluster: { Type: AWS::ECS::Cluster }\n  Topic: { Type: AWS::SNS::Topic }\n";
    let project = project().file("net.yaml", template);
    let run = project.run(["import", "net.yaml", "--style", "constructs", "--no-build"]).succeeds();
    run.stdout_contains("net: constructs make 1 resource of 2: Cluster (constructs::Cluster)");
    let module = project.read("stacks/net.rs");
    assert!(module.contains("use formwork::constructs;\n"), "{module}");
    assert!(module.contains("stack.add(\"Cluster\", constructs::Cluster::new());"), "{module}");
    assert!(module.contains("stack.add(\"Topic\", sns::Topic::new());"), "{module}");
}

const NETWORK: &str = "\
Parameters:
  Block: { Type: String }
  Count: { Type: Number, Default: 1 }
  Zone: { Type: String }
  Secret: { Type: String, NoEcho: true }
Resources:
  # The one VPC.
  Vpc:
    Type: AWS::EC2::VPC
    Properties: { CidrBlock: !Ref Block, Tags: [{ Key: Count, Value: !Ref Count }] }
Outputs:
  VpcId: { Value: !Ref Vpc, Export: { Name: crd-vpc } }
";

/// `Widt` is no property, and the port is none.
const WRONG: &str = "\
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: wrong
      Widt: 1
      VpcId: !ImportValue crd-vpc
      SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 99999, ToPort: 99999, CidrIp: 10.0.0.0/8 }]
";

#[test]
fn templates_become_stacks_of_a_project() {
    let project = Project::new();
    fs::create_dir_all(project.tool.path("imported/cfn/CrdNet.yaml").parent().unwrap()).unwrap();
    fs::write(project.tool.path("imported/cfn/CrdNet.yaml"), NETWORK).unwrap();
    fs::create_dir_all(project.tool.path("imported/cfn/wrong/template.yaml").parent().unwrap()).unwrap();
    fs::write(project.tool.path("imported/cfn/wrong/template.yaml"), WRONG).unwrap();
    fs::create_dir_all(project.tool.path("imported/cfn/values.json").parent().unwrap()).unwrap();
    fs::write(
        project.tool.path("imported/cfn/values.json"),
        r#"["Block=10.0.0.0/16", "Count=1", "Secret=no", "Token=plain-secret", "Nobody=x"]"#,
    )
    .unwrap();
    fs::write(project.tool.path("imported/cfn/query.yaml"), QUERY).unwrap();
    let before = project.tool.read("imported/stacks/main.rs");
    let (proven, said) = project.run(&["import", "cfn", "-p", "cfn/values.json", "--check"]);
    assert!(proven && said.contains("identical: 1 resource, 4 properties (crd-net in dev)"), "{said}");
    assert!(said.contains("(wrong in dev)"), "{said}");
    assert_eq!(project.tool.read("imported/stacks/main.rs"), before, "nothing is left behind");
    assert!(said.contains("generated: stacks/aws/athena.rs, 1 resource type of AWS::Athena"), "{said}");
    assert!(!project.tool.exists("imported/stacks/crd_net.rs") && !project.tool.exists("imported/stacks/aws"));

    let (made, said) = project.run(&["import", "cfn", "-p", "cfn/values.json", "-e", "dev"]);
    assert!(made && said.contains("crd-net: the first deployment must give Zone, Secret"), "{said}");
    assert!(said.contains("findings are allowed `as imported`"), "{said}");
    let main = project.tool.read("imported/stacks/main.rs");
    assert!(
        main.contains(
            "    /// The parameters of the stack `crd_net`.\n    #[serde(default)]\n    crd_net: crd_net::Settings,\n}"
        ),
        "{main}"
    );
    assert!(main.contains("crd_net::stack(&mut app, &environment.settings.crd_net);"), "{main}");
    let settings = project.tool.read("imported/stacks/environments/dev.toml");
    assert!(settings.ends_with("\n[settings.crd-net]\nblock = \"10.0.0.0/16\"\n"), "{settings}");
    let module = project.tool.read("imported/stacks/crd_net.rs");
    assert!(module.contains(".maybe(settings.block.as_deref(), Parameter::value)"), "{module}");
    assert!(module.contains("// The one VPC."), "{module}");
    assert!(
        project.tool.exists("imported/snapshots/dev/crd-net.snap") && project.tool.exists("imported/snapshots/dev/wrong.snap")
    );
    let (synthesized, said) = project.run(&["synth"]);
    assert!(synthesized, "{said}");
    assert!(main.contains("mod aws;\n"), "{main}");
    let list = project.tool.read("imported/stacks/aws/mod.rs");
    assert!(list.ends_with("\n#[rustfmt::skip]\npub mod athena;\n"), "{list}");
    let query = project.tool.read("imported/stacks/query.rs");
    assert!(query.contains("use crate::aws::athena;") && query.contains("athena::WorkGroup::new(\"q\")"), "{query}");
    // Another template brings another type of the service, and a module that its author wrote stays as it is.
    fs::write(project.tool.path("imported/more.yaml"), QUERY.replace("WorkGroup", "DataCatalog")).unwrap();
    let (dry, said) = project.run(&["import", "more.yaml", "--dry-run"]);
    assert!(dry && said.contains("stacks/aws/athena.rs  edited") && !said.contains("aws/mod.rs"), "{said}");
    fs::write(project.tool.path("imported/stacks/aws/athena.rs"), "//! Own.\n").unwrap();
    let (dry, said) = project.run(&["import", "more.yaml", "--dry-run"]);
    assert!(!said.contains("athena.rs"), "{dry} {said}");
    let values = project.tool.read("imported/out/dev/crd-net.parameters.json");
    assert!(values.contains("Block=10.0.0.0/16") && !values.contains("Secret"), "{values}");
}

/// A type of a service that is not built in.
const QUERY: &str = "Resources: { Group: { Type: AWS::Athena::WorkGroup, Properties: { Name: q } } }\n";

const SERVICE: &str = "\
Parameters:
  NetworkStack: { Type: String, Default: CrdNet }
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: !ImportValue other-text
      VpcId: !ImportValue { 'Fn::Sub': '${NetworkStack}VpcId' }
      Tags: [{ Key: Arns, Value: !Join [',', [!ImportValue crd-arn, !ImportValue crd-arn]] }]
";

const PRODUCER: &str = "\
Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  Topic: { Type: AWS::SNS::Topic }
Outputs:
  VpcId: { Value: !Ref Vpc, Export: { Name: !Sub '${AWS::StackName}VpcId' } }
  Arn: { Value: !Ref Topic, Export: { Name: crd-arn } }
  Unused: { Value: !Ref Topic, Export: { Name: crd-unused } }
";

/// The user stands first, and comes after what it uses.
#[test]
fn exports_become_links() {
    let project = Fixture::shop().file("stacks/shop.rs", APP).file("a.yaml", SERVICE).file("b.yaml", PRODUCER);
    project.run(["import", "a.yaml", "b.yaml", "--named", "CrdService", "--named", "CrdNet", "--no-build"]).succeeds();
    let app = project.read("stacks/shop.rs");
    assert!(app.contains("    let b = b::stack(&mut app);\n    a::stack(&mut app, &b);\n    app\n"), "{app}");
    let (user, producer) = (project.read("stacks/a.rs"), project.read("stacks/b.rs"));
    assert!(user.contains("pub fn stack(app: &mut App, b: &super::b::Exports) {"), "{user}");
    assert!(user.contains(".vpc_id(b.vpc_id.by(sub(\"${NetworkStack}VpcId\")))"), "{user}");
    assert!(user.contains("join(\",\", [&b.arn, &b.arn])") && user.contains("import_value(\"other-text\")"), "{user}");
    assert!(
        producer.contains("pub struct Exports {\n    pub arn: Link<sns::TopicArn>,\n    pub vpc_id: Link<ec2::VpcId>,\n}"),
        "{producer}"
    );
    assert!(producer.contains("Exports { arn, vpc_id }") && !producer.contains("let unused"), "{producer}");
    let main = format!("#![deny(warnings)]\n#[path = \"{}\"] mod a;\n", project.path("stacks/a.rs").display());
    let main = format!("{main}#[path = \"{}\"] mod b;\n{LINKED}", project.path("stacks/b.rs").display());
    fs::write(project.path("main.rs"), main).unwrap();
    let output = Command::new(compiled(&project.path("main.rs"))).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert_eq!(said, "CrdNet []\nCrdService [\"b\"]\n");
}

/// Both stacks, with what each depends on.
const LINKED: &str = r#"
use formwork::prelude::*;

fn main() {
    let settings = "[environment]\naccount = \"123456789012\"\nregion = \"us-east-1\"\n[settings]\n";
    let environment = Environment::<std::collections::BTreeMap<String, String>>::parse("dev", settings).unwrap();
    let mut app = App::new("app", &environment);
    let b = b::stack(&mut app);
    a::stack(&mut app, &b);
    let (assembly, problems) = app.synth();
    assert!(problems.is_empty(), "{problems:?}");
    for stack in assembly.stacks {
        println!("{} {:?}", stack.full_name, stack.depends_on);
    }
}
"#;

#[test]
fn task_definitions_and_policies_are_taken_too() {
    let task = r#"{ "family": "web", "containerDefinitions": [{ "name": "web", "image": "web:1", "shiny": 1 }] }"#;
    let policy =
        r#"{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }] }"#;
    let project = Fixture::shop().file("stacks/shop.rs", APP).file("task.json", task).file("policy.json", policy);
    let made = project.run(["import", "taskdef", "task.json", "--into", "web", "--no-build"]).succeeds();
    made.stdout_contains("left out: `containerDefinitions.shiny`");
    let module = project.read("stacks/web.rs");
    assert!(module.contains("ecs::task_definition::ContainerDefinition::new(\"web:1\", \"web\")"), "{module}");
    let printed = project.run(["import", "policy", "policy.json"]).succeeds().stdout;
    assert!(printed.contains("pub fn policy() -> iam::PolicyDocument {"), "{printed}");
    assert!(printed.contains("iam::Statement::allow(\"s3:GetObject\").on(\"*\")"), "{printed}");
    project.run(["import", "taskdef", "policy.json"]).fails(1).stderr_contains("is not a task definition");
    project.run(["import", "policy", "task.json"]).fails(1).stderr_contains("is not a policy document");
    let topic = |name: &str| fs::write(project.path(name), TOPIC).unwrap();
    ["one.yaml", "two.yaml"].into_iter().for_each(topic);
    project
        .run(["import", "one.yaml", "two.yaml", "--into", "x"])
        .fails(1)
        .stderr_contains("`--into`: expected 2 values, one for each template, found 1");
}
