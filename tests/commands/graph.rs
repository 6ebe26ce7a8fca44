//! `graph`, as the command line prints it.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::support::fixture::Fixture;

fn graph(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stacks"));
    command.arg("graph").args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap()
}

fn printed(arguments: &[&str]) -> String {
    let output = graph(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_format_is_printed() {
    for (format, start) in [
        ("svg", "<svg xmlns="),
        ("html", "<!doctype html>"),
        ("mermaid", "flowchart LR\n"),
        ("dot", "digraph {\n"),
        ("json", "{\n  \"version\": 1,"),
    ] {
        let text = printed(&["--environment", "prod", "--view", "resources", "--format", format]);
        assert!(text.starts_with(start), "{format}: {}", &text[..40]);
        assert!(text.contains("BackendTargetGroup"), "{format}");
    }
}

#[test]
fn json_names_nodes_by_stack_and_says_where_they_were_written() {
    let document: serde_json::Value = serde_json::from_str(&printed(&["--format", "json"])).unwrap();
    let environments: Vec<_> = document["graphs"].as_array().unwrap().iter().map(|graph| &graph["environment"]).collect();
    assert_eq!(environments, ["dev", "prod"]);
    let graph = &document["graphs"][1];
    let service = graph["nodes"].as_array().unwrap().iter().find(|node| node["id"] == "backend/Service").unwrap();
    assert_eq!((&service["type"], &service["stack"]), (&"AWS::ECS::Service".into(), &"backend".into()));
    assert!(service["location"].as_str().unwrap().contains("backend.rs:"), "{service}");
    let edges = graph["edges"].as_array().unwrap();
    let ports =
        edges.iter().find(|edge| edge["from"] == "cluster/BackendTargetGroup" && edge["to"] == "backend/Service").unwrap();
    assert_eq!((&ports["flow"], &ports["labels"][0]), (&"traffic".into(), &"port 4567".into()));
}

#[test]
fn a_part_names_the_stacks_that_it_draws() {
    let text = printed(&["--environment", "prod", "--stack", "backend", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["graphs"][0]["stacks"], serde_json::json!(["network", "cluster", "database", "messages", "backend"]));
}

#[test]
fn files_are_drawn_with_their_lines() {
    let document: serde_json::Value = serde_json::from_str(&printed(&["tests/templates/web.yaml", "--format", "json"])).unwrap();
    let location = document["graphs"][0]["nodes"][0]["location"].as_str().unwrap();
    assert!(location.starts_with("tests/templates/web.yaml:"), "{location}");
}

#[test]
fn mistakes_of_the_command_line_are_told() {
    for (arguments, code, expected) in [
        (vec!["--stack", "backand"], 1, "did you mean `backend`?"),
        (vec!["--stack", "nope"], 1, "these exist: network, cluster, database, messages, backend, frontend, registry\n"),
        (vec!["--environment", "prodd"], 1, "did you mean `prod`?"),
        (vec!["missing.yaml"], 1, "cannot read `missing.yaml`"),
        (vec!["Cargo.toml"], 1, "Cargo.toml"),
        (vec!["--format", "png"], 2, "svg"),
    ] {
        let output = graph(&arguments);
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(code) && output.stdout.is_empty(), "{arguments:?}: {}", output.status);
        assert!(text.contains(expected), "{arguments:?}: {text}");
    }
}

/// The page lets no script run but the one whose hash it has.
#[test]
fn the_page_has_the_hash_of_its_script() {
    let page = printed(&["--environment", "dev", "--format", "html"]);
    let script = page.split("<script>").nth(1).and_then(|rest| rest.split("</script>").next()).unwrap();
    let code = "import base64, hashlib, sys; print('sha256-' + base64.b64encode(hashlib.sha256(sys.stdin.buffer.read()).digest()).decode())";
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("page.js");
    std::fs::write(&file, script).unwrap();
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let output = Command::new(python).args(["-c", code]).stdin(std::fs::File::open(&file).unwrap()).output().unwrap();
    let hash = String::from_utf8(output.stdout).unwrap();
    assert!(
        page.contains(&format!("script-src '{}'", hash.trim())),
        "`SCRIPT_HASH` in crates/engine/src/graph/html.rs must be {hash}"
    );
}

const BEFORE: &str = "\
Parameters: {Stage: {Type: String}}
Conditions: {IsProd: !Equals [!Ref Stage, prod]}
Resources:
  Balancer: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Name: web}}
  Listener: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref Balancer, Protocol: HTTP, Port: 80, DefaultActions: []}}
  Orders: {Type: AWS::DynamoDB::Table}
  Backlog: {Type: AWS::SQS::Queue, Condition: IsProd}
  Function: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn, Environment: {Variables: {TABLE: !Ref Orders}}}}
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}
  Far: {Type: AWS::SNS::Topic}
";

fn after() -> String {
    let lines = BEFORE.lines().filter(|line| !line.contains("Orders: {") && !line.contains("Backlog"));
    let kept = lines.map(|line| line.replace("Name: web", "Name: shop").replace("TABLE: !Ref Orders", "QUEUE: !Ref Jobs") + "\n");
    kept.collect::<String>() + "  Jobs: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: 5}}\n"
}

fn json(tool: &Fixture, arguments: &[&str]) -> Value {
    serde_json::from_str(&tool.run_all(arguments).stdout).unwrap()
}

#[test]
fn a_change_is_drawn_with_what_goes() {
    let tool = Fixture::tool().file("a.yaml", BEFORE).file("b.yaml", after());
    let document = json(&tool, &["graph", "b.yaml", "--diff", "a.yaml", "--format", "json"]);
    let graph = &document["graphs"][0];
    let nodes = graph["nodes"].as_array().unwrap();
    let drawn: Vec<String> = nodes
        .iter()
        .map(|node| [&node["title"], &node["change"], &node["note"]].map(|text| text.as_str().unwrap_or("-")).join(" "))
        .collect();
    assert_eq!(
        drawn,
        [
            "Balancer replaced -",
            "Listener replaced -",
            "Function updated -",
            "Role - -",
            "Jobs added -",
            "Internet - -",
            "Orders removed -",
            "Backlog removed where Stage = prod",
            "1 unchanged - -",
        ]
    );
    let edges = graph["edges"].as_array().unwrap();
    let gone: Vec<_> =
        edges.iter().filter(|edge| edge["removed"] == true).map(|edge| (&edge["from"], &edge["to"], &edge["labels"])).collect();
    assert_eq!(gone, [(&"b.yaml/Function".into(), &"b.yaml/Orders".into(), &serde_json::json!(["- TABLE"]))]);
    let legend = graph["legend"].to_string();
    assert!(legend.contains("Compared with a.yaml") && legend.contains("DATA LOSS: AWS::DynamoDB::Table Orders"), "{legend}");
    // What is far from a change is drawn where that is asked for, and fainter.
    let faded = tool.run(["graph", "b.yaml", "--diff", "a.yaml", "--unchanged", "faded"]).succeeds();
    let far = faded.stdout.lines().find(|line| line.contains(">Far<")).unwrap().to_owned();
    assert!(far.contains("opacity"), "{far}");
    let gone = faded.stdout.lines().find(|line| line.contains(">Orders<")).unwrap().to_owned();
    assert!(gone.contains("- REMOVED") && gone.contains("stroke-dasharray"), "{gone}");
    tool.run(["graph", "a.yaml", "--diff", "a.yaml"]).succeeds().stdout_contains("Compared with a.yaml: no change");
    tool.run(["graph", "a.yaml", "b.yaml", "--diff", "a.yaml"]).fails(1).stderr_contains("one template");
}

/// The picture has a mark for every resource of which `diff` says anything, and for no other.
#[test]
fn the_marks_are_what_diff_says() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let mut names: Vec<String> =
        std::fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    let mut seen = std::collections::BTreeSet::new();
    for bad in names.iter().filter(|name| name.ends_with(".bad.yaml")).step_by(6) {
        let good = bad.replace(".bad.", ".good.");
        let read = |name: &str| std::fs::read(directory.join(name)).unwrap();
        let tool = Fixture::tool().file("a.yaml", read(bad)).file("b.yaml", read(&good));
        let said = json(&tool, &["diff", "a.yaml", "b.yaml", "--format", "json"]);
        let drawn = json(&tool, &["graph", "b.yaml", "--diff", "a.yaml", "--format", "json"]);
        let said: std::collections::BTreeSet<String> = said["comparisons"][0]["stacks"]
            .as_array()
            .unwrap()
            .iter()
            // The picture has a stack set as one resource.
            .filter(|stack| !stack["name"].as_str().unwrap().contains('/'))
            .flat_map(|stack| stack["resources"].as_array().unwrap())
            .map(|resource| format!("b.yaml/{}", resource["id"].as_str().unwrap()))
            .collect();
        let nodes = drawn["graphs"][0]["nodes"].as_array().unwrap().iter();
        let marked = nodes.filter(|node| {
            node["change"].is_string() && (node["type"].is_string() || said.contains(node["id"].as_str().unwrap()))
        });
        let marked: std::collections::BTreeSet<String> = marked
            .map(|node| {
                seen.insert(node["change"].as_str().unwrap().to_owned());
                node["id"].as_str().unwrap().to_owned()
            })
            .collect();
        assert_eq!(marked, said, "{bad}");
    }
    assert!(seen.len() >= 5, "{seen:?}");
}

/// The picture in docs/graph.md is that of this repository as it is.
#[test]
fn the_picture_in_the_documentation_is_true() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/graph.svg");
    let drawn = printed(&["-e", "prod"]);
    let kept = std::fs::read_to_string(&path).unwrap();
    assert!(drawn == kept, "`cargo run -- graph -e prod > docs/graph.svg` draws it again");
}

const NETWORK: &str = "\
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Gateway: {Type: AWS::EC2::InternetGateway}
  Attachment: {Type: AWS::EC2::VPCGatewayAttachment, Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}}
  Open: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Closed: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Route: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Open, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway}}
  Front: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: eu-central-1a}}
  Back: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-central-1a}}
  Spare: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: !Select [1, !GetAZs '']}}
  FrontRoutes: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref Front, RouteTableId: !Ref Open}}
  BackRoutes: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref Back, RouteTableId: !Ref Closed}}
  WebGroup: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: web, VpcId: !Ref Vpc, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}]}}
  DataGroup: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: data, VpcId: !Ref Vpc, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: !Ref WebGroup}]}}
  Web: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Front, SecurityGroupIds: [!Ref WebGroup], IamInstanceProfile: !Ref Profile}}
  Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref Role]}}
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}
  May: {Type: AWS::IAM::Policy, Properties: {Roles: [!Ref Role], PolicyName: p, PolicyDocument: {Statement: [{Effect: Allow, Action: 's3:*', Resource: !GetAtt Files.Arn}]}}}
  Files: {Type: AWS::S3::Bucket}
  Subnets: {Type: AWS::RDS::DBSubnetGroup, Properties: {DBSubnetGroupDescription: d, SubnetIds: [!Ref Back, !Ref Spare]}}
  Data: {Type: AWS::RDS::DBInstance, Properties: {Engine: postgres, DBSubnetGroupName: !Ref Subnets, VPCSecurityGroups: [!GetAtt DataGroup.GroupId]}}
  Alone: {Type: AWS::Budgets::Budget}
";

/// What a person would draw: `Spare` has the routes of the main table, which no template shows.
#[test]
fn boxes_stand_in_their_networks_and_the_rest_is_folded() {
    let tool = Fixture::tool().file("a.yaml", NETWORK);
    let run = tool.run(["graph", "a.yaml", "--format", "mermaid"]).succeeds();
    let drawn: Vec<&str> = run.stdout.lines().filter(|line| !line.contains("classDef")).collect();
    insta::assert_snapshot!(drawn.join("\n"));
    let json = json(&tool, &["graph", "a.yaml", "--view", "architecture", "--format", "json"]);
    insta::assert_snapshot!(json["graphs"][0]["legend"].to_string());
    // The whole graph stays what other tools read.
    let all = self::json(&tool, &["graph", "a.yaml", "--format", "json"]);
    assert!(all["graphs"][0]["nodes"].to_string().contains("FrontRoutes"));
}

const SERVERLESS: &str = "\
Transform: AWS::Serverless-2016-10-31
Resources:
  Api: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: HTTP, Name: shop}}
  Route: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: GET /, Target: !Sub 'integrations/${Integration}'}}
  Integration: {Type: AWS::ApiGatewayV2::Integration, Properties: {ApiId: !Ref Api, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt Ask.Arn}}
  Ask: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn, Environment: {Variables: {JOBS: !Ref Jobs}}}}
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}
  Jobs: {Type: AWS::SQS::Queue}
  Mapping: {Type: AWS::Lambda::EventSourceMapping, Properties: {EventSourceArn: !GetAtt Jobs.Arn, FunctionName: !Ref Work}}
  Work: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn, Environment: {Variables: {TABLE: !Ref Orders}}}}
  Orders: {Type: AWS::DynamoDB::Table}
  Nightly: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 day), Targets: [{Id: a, Arn: !GetAtt Work.Arn}]}}
  May: {Type: AWS::Lambda::Permission, Properties: {FunctionName: !Ref Work, SourceArn: !GetAtt Nightly.Arn, Action: 'lambda:InvokeFunction', Principal: events.amazonaws.com}}
";

#[test]
fn without_a_network_sources_stand_left_and_data_right() {
    let tool = Fixture::tool().file("a.yaml", SERVERLESS);
    let document = json(&tool, &["graph", "a.yaml", "--view", "architecture", "--format", "json"]);
    let edges = document["graphs"][0]["edges"].as_array().unwrap().iter();
    let shown: Vec<String> = edges
        .map(|edge| {
            format!("{} {} {} {}", edge["from"], edge["flow"], edge["to"], edge["labels"]).replace('"', "").replace("a.yaml/", "")
        })
        .collect();
    insta::assert_snapshot!(shown.join("\n"));
    let svg = tool.run(["graph", "a.yaml"]).succeeds().stdout;
    let left = |name: &str| -> f64 {
        let line = svg.lines().find(|line| line.contains(&format!(">{name}</text>"))).unwrap();
        line.split("<rect x=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
    };
    let order = ["Internet", "Api", "Ask", "Jobs", "Work", "Orders"].map(left);
    assert!(order.is_sorted_by(|one, other| one < other), "{order:?}");
    assert!(left("Nightly") < left("Work"));
}
