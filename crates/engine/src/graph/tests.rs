//! What the graph of real and of hostile templates shows, and how it is laid out.

use super::input::InputTemplate;
use super::measure::{PADDING, SMALL, TITLE};
use super::model::{Flow, Graph};
use super::picture;
use super::placed::{Picture, Rectangle};
use super::{dot, font, html, json, mermaid, svg};
use crate::template::{Template, read};

/// The templates of this repository as they are committed, without the head of the snapshot.
fn production() -> Graph {
    let texts = [
        ("network", include_str!("../../../../snapshots/prod/network.snap")),
        ("cluster", include_str!("../../../../snapshots/prod/cluster.snap")),
        ("backend", include_str!("../../../../snapshots/prod/backend.snap")),
        ("frontend", include_str!("../../../../snapshots/prod/frontend.snap")),
    ];
    let templates: Vec<(&str, Template)> =
        texts.iter().map(|(name, text)| (*name, parsed(text.split_once("---\n{").unwrap().1, "{"))).collect();
    let sources = templates.iter().map(|(name, template)| InputTemplate { name, stack_name: None, template });
    Graph::of("prod", &sources.collect::<Vec<_>>())
}

fn parsed(text: &str, before: &str) -> Template {
    read::template(format!("{before}{text}").as_bytes()).unwrap().0
}

fn graph(text: &str) -> Graph {
    let template = parsed(text, "");
    Graph::of("", &[InputTemplate { name: "stack", stack_name: None, template: &template }])
}

/// The labels of the edge between two nodes, by their titles; nothing where there is no edge.
fn labels(graph: &Graph, from: &str, to: &str, flow: Flow) -> String {
    let title = |index: usize| graph.nodes.get_index(index).map(|(_, node)| node.title.as_str()).unwrap_or_default();
    let mut found = graph.edges.iter().filter(|(edge, _)| edge.flow == flow && title(edge.from) == from && title(edge.to) == to);
    found.next().map(|(_, labels)| labels.iter().map(String::as_str).collect::<Vec<_>>().join(", ")).unwrap_or_default()
}

#[test]
fn traffic_has_its_port_on_every_edge() {
    let graph = production();
    for (from, to, expected) in [
        ("Internet", "LoadBalancer", "HTTP 80, HTTPS 443"),
        ("Internet", "LoadBalancerSecurityGroup", "tcp 80, tcp 443"),
        ("LoadBalancer", "LoadBalancerHttpsListener", "HTTPS 443"),
        ("LoadBalancerHttpListener", "LoadBalancerHttpsListener", "redirect to 443"),
        ("LoadBalancerHttpsListener", "FrontendTargetGroup", "HTTP 3000"),
        ("LoadBalancerHttpsListener", "BackendRule", "HTTPS 443"),
        ("BackendRule", "BackendTargetGroup", "HTTP 4567"),
        ("BackendTargetGroup", "Service", "port 4567"),
        ("Service", "backend-flask", "port 4567"),
        ("LoadBalancerSecurityGroup", "BackendSecurityGroup", "tcp 4567"),
    ] {
        assert_eq!(labels(&graph, from, to, Flow::Traffic), expected, "{from} → {to}");
    }
    assert!(graph.edges.values().all(|labels| !labels.is_empty()));
}

#[test]
fn references_cross_stacks_through_exports_and_leave_them_for_secrets() {
    let graph = production();
    assert_eq!(labels(&graph, "TaskDefinition", "LogGroup", Flow::Reference), "awslogs-group");
    assert_eq!(labels(&graph, "Service", "Cluster", Flow::Reference), "Cluster");
    assert_eq!(labels(&graph, "TaskDefinition", "TaskRole", Flow::Reference), "TaskRoleArn");
    let secrets = graph.nodes.values().filter(|node| node.frame.is_none() && node.subtitle == "SSM parameter");
    assert!(secrets.count() >= 2);
    assert!(graph.nodes.values().any(|node| node.subtitle.starts_with("Public subnet 10.")));
    assert!(graph.nodes.values().any(|node| node.subtitle.starts_with("Private subnet 10.")));
}

#[test]
fn a_part_shows_its_stacks_and_their_neighbours() {
    let graph = production().only(&["frontend"]);
    let titles: Vec<&str> = graph.nodes.values().map(|node| node.title.as_str()).collect();
    assert!(titles.contains(&"frontend-react-js") && titles.contains(&"FrontendTargetGroup"), "{titles:?}");
    assert!(!titles.contains(&"backend-flask") && !titles.contains(&"LoadBalancer"), "{titles:?}");
    assert_eq!(labels(&graph, "FrontendTargetGroup", "Service", Flow::Traffic), "port 3000");
}

#[test]
fn a_port_of_a_closed_group_is_not_reached_from_the_internet() {
    let text = |block: &str, port: u16| {
        format!(
            "Resources:\n  Group:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      GroupDescription: x\n      \
             SecurityGroupIngress: [{{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: {block}}}]\n  Balancer:\n    \
             Type: AWS::ElasticLoadBalancingV2::LoadBalancer\n    Properties: {{SecurityGroups: [!Ref Group]}}\n  Listener:\n    \
             Type: AWS::ElasticLoadBalancingV2::Listener\n    Properties: {{LoadBalancerArn: !Ref Balancer, Port: {port}, \
             Protocol: HTTPS, DefaultActions: []}}\n"
        )
    };
    let from = |block: &str, port: u16, name: &str| labels(&graph(&text(block, port)), name, "Balancer", Flow::Traffic);
    assert_eq!(from("0.0.0.0/0", 443, "Internet"), "HTTPS 443");
    assert_eq!(from("0.0.0.0/0", 8443, "Internet"), "");
    assert_eq!(from("10.0.0.0/8", 443, "Internet"), "");
    assert_eq!(from("10.0.0.0/8", 443, "10.0.0.0/8"), "HTTPS 443");
}

/// A template of so many resources that refer to each other in ways that look random.
fn tangled(count: usize) -> Graph {
    let mut text = String::from("Resources:\n");
    for index in 0..count {
        let (one, other) = ((index * 7 + 3) % count, (index * index + 11) % count);
        text += &format!(
            "  Parameter{index}:\n    Type: AWS::SSM::Parameter\n    DependsOn: Parameter{one}\n    Properties: {{Type: String, \
             Value: !Ref Parameter{other}}}\n"
        );
    }
    graph(&text)
}

fn overlap(one: Rectangle, other: Rectangle) -> bool {
    // Touching is no overlap, and a rounding error is none either.
    let apart = |a: f64, a_size: f64, b: f64, b_size: f64| a + a_size <= b + 0.01 || b + b_size <= a + 0.01;
    !apart(one.x, one.width, other.x, other.width) && !apart(one.y, one.height, other.y, other.height)
}

fn holds(outer: Rectangle, inner: Rectangle) -> bool {
    outer.x <= inner.x
        && outer.y <= inner.y
        && inner.x + inner.width <= outer.x + outer.width
        && inner.y + inner.height <= outer.y + outer.height
}

fn check_layout(graph: &Graph) {
    let picture = Picture::of(graph).unwrap();
    let boxes: Vec<(Rectangle, &str)> = picture.boxes.iter().map(|placed| (placed.area, placed.title.as_str())).collect();
    let labels: Vec<(Rectangle, &str)> = picture.lines.iter().map(|line| (line.area, line.label[0].as_str())).collect();
    let all: Vec<(Rectangle, &str)> = boxes.iter().chain(&labels).copied().collect();
    for (index, (area, name)) in all.iter().enumerate() {
        assert!(holds(picture.area, *area), "{name} leaves the picture");
        for (other, other_name) in &all[index + 1..] {
            assert!(!overlap(*area, *other), "{name} overlaps {other_name}: {area:?} {other:?}");
        }
    }
    for (index, one) in picture.frames.iter().enumerate() {
        for other in &picture.frames[index + 1..] {
            assert!(!overlap(one.area, other.area), "the frames {} and {} overlap", one.title, other.title);
        }
        for (node, (area, name)) in graph.nodes.values().zip(&boxes) {
            let is_inside = node.frame.is_some_and(|frame| graph.frames[frame].title == one.title);
            assert_eq!(holds(one.area, *area), is_inside, "{name} and the frame {}", one.title);
            assert!(is_inside || !overlap(one.area, *area), "{name} overlaps the frame {}", one.title);
        }
    }
    for placed in &picture.boxes {
        let room = placed.area.width - 2.0 * PADDING + 0.01;
        assert!(font::width(&placed.title, TITLE) <= room && font::width(&placed.subtitle, SMALL) <= room, "{}", placed.title);
    }
    for line in &picture.lines {
        assert!(line.label.iter().all(|text| font::width(text, SMALL) <= line.area.width), "{:?} is cut", line.label);
        for (area, name) in boxes.iter() {
            let shrunk = Rectangle { x: area.x + 1.0, y: area.y + 1.0, width: area.width - 2.0, height: area.height - 2.0 };
            for pair in line.points.windows(2) {
                assert!(!meets(pair[0], pair[1], shrunk), "the line {:?} runs over {name}", line.label);
            }
        }
    }
}

/// Whether the drawn curve between two bends passes through a box.
fn meets(from: (f64, f64), to: (f64, f64), area: Rectangle) -> bool {
    (0..=20).any(|step| {
        let t = f64::from(step) / 20.0;
        // The curve of `svg::curve`: level at both ends.
        let bend = 3.0 * (1.0 - t) * t;
        let x = (1.0 - t).powi(3) * from.0 + bend * (from.0 + to.0) / 2.0 + t.powi(3) * to.0;
        let y = ((1.0 - t).powi(3) + bend * (1.0 - t)) * from.1 + (t.powi(3) + bend * t) * to.1;
        x > area.x && x < area.x + area.width && y > area.y && y < area.y + area.height
    })
}

#[test]
fn nothing_overlaps_in_the_picture_of_production() {
    check_layout(&production());
}

#[test]
fn nothing_overlaps_in_tangled_pictures() {
    for count in [1, 2, 9, 40, 100] {
        check_layout(&tangled(count));
    }
}

#[test]
fn a_graph_is_the_same_every_time() {
    let draw = || svg::write(&[production()], &picture::stacked(vec![Picture::of(&production()).unwrap()]));
    assert_eq!(draw(), draw());
}

#[test]
fn hostile_text_stays_text() {
    let evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\u{202e}\u{1}\"']]>-->";
    let quoted = serde_json::to_string(evil).unwrap();
    let text = format!(
        "{{\"Resources\": {{\"A\": {{\"Type\": \"AWS::SSM::Parameter\", \"Properties\": {{\"Name\": {quoted}, \"Value\": {{\"Ref\": \"B\"}}}}}}, \
         {quoted}: {{\"Type\": {quoted}}}, \"B\": {{\"Type\": \"AWS::SNS::Topic\", \"Properties\": {{\"X\": {{\"Ref\": {quoted}}}}}}}}}}}"
    );
    let graphs = [graph(&text)];
    let pictures = picture::stacked(graphs.iter().filter_map(Picture::of).collect());
    let page = html::write(&graphs, &pictures);
    assert_eq!(page.matches("<script").count(), 2, "the data and the script");
    assert_eq!(page.matches("</script").count(), 2);
    let picture = svg::write(&graphs, &pictures);
    assert!(!page.contains("<img") && !picture.contains("<img") && !picture.contains("]]>"));
    assert!(!picture.contains('\u{1}'), "XML refuses it");
    assert!(pictures[0].boxes.iter().all(|placed| !placed.title.contains('\u{202e}')), "it would turn what stands beside it");
    assert!(!mermaid::write(&graphs).contains("<script"));
    assert!(dot::write(&graphs).lines().filter(|line| line.contains("alert")).all(|line| line.ends_with(';')));
}

#[test]
fn each_branch_of_a_condition_is_a_network() {
    let graph = graph(
        "Parameters: {Open: {Type: String}, Block: {Type: String, AllowedValues: [10.1.0.0/16, 0.0.0.0/0]}}\n\
         Conditions: {Public: !Equals [!Ref Open, 'yes'], Wide: !Equals [!Ref Open, wide]}\n\
         Resources:\n  \
           Group:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      GroupDescription: web\n      SecurityGroupIngress:\n        \
             - {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: !If [Public, 0.0.0.0/0, 10.0.0.0/8]}\n        \
             - !If [Wide, {IpProtocol: '6', FromPort: 80, ToPort: 80, CidrIpv6: '::/0'}, !Ref AWS::NoValue]\n        \
             - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !Ref Block}\n  \
           Rule: {Type: AWS::EC2::SecurityGroupIngress, Condition: Wide, \
             Properties: {GroupId: !Ref Group, IpProtocol: -1, CidrIp: !If [Wide, 0.0.0.0/0, 10.2.0.0/16]}}\n  \
           Balancer: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {SecurityGroups: [!Ref Group]}}\n  \
           Listener: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref Balancer, Protocol: HTTPS, Port: 443}}\n",
    );
    let to = |to, from| labels(&graph, from, to, Flow::Traffic);
    let all = "tcp 443, if Public; tcp 80, if Wide; tcp 22, if Block is 0.0.0.0/0; all traffic, if Wide";
    assert_eq!(to("Group", "Internet"), all.replace("; ", ", "));
    assert_eq!(to("Group", "10.0.0.0/8"), "tcp 443, if not Public");
    assert_eq!(to("Group", "10.1.0.0/16"), "tcp 22, if Block is 10.1.0.0/16");
    assert_eq!(to("Balancer", "Internet"), "HTTPS 443, if Public, HTTPS 443, if Wide");
    assert!(graph.nodes.values().all(|node| !node.title.contains(" or ") && node.title != "10.2.0.0/16"));
}

/// Blocks that functions count are told as blocks: of what the VPC or the parameter has, else by their number.
#[test]
fn a_block_of_a_network_is_counted() {
    let yaml = "
Parameters:
  Block: {Type: String, Default: 10.3.0.0/16}
  Other: {Type: String}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !Ref Block}}
  One: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: !Select [0, !Cidr [!GetAtt Vpc.CidrBlock, 4, 8]]}}
  Two: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: !Select [1, !Cidr [!Ref Block, 4, 8]]}}
  Three: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: !Select [2, !Cidr [!Ref Other, 4, 8]]}}
";
    let (template, _) = read::template(yaml.as_bytes()).unwrap();
    let source = InputTemplate { name: "net", stack_name: None, template: &template };
    let graph = Graph::architecture("", Some("eu-central-1"), &[source]);
    let titles: Vec<&str> = graph.frames.iter().map(|frame| frame.title.as_str()).collect();
    for title in ["One · 10.3.0.0/24", "Two · 10.3.1.0/24", "Three · block 3 of ${Other}"] {
        assert!(titles.iter().any(|known| known.starts_with(title)), "{title}: {titles:?}");
    }
}

/// What a schedule starts stands in the subnets that the schedule names; it stands in none itself.
#[test]
fn a_scheduled_task_is_where_it_is_started() {
    let yaml = "
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  One: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
  Clients: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: x, VpcId: !Ref Vpc}}
  Task: {Type: AWS::ECS::TaskDefinition}
  Nightly:
    Type: AWS::Scheduler::Schedule
    Properties:
      Target:
        EcsParameters:
          TaskDefinitionArn: !Ref Task
          NetworkConfiguration: {AwsvpcConfiguration: {Subnets: [!Ref One], SecurityGroups: [!Ref Clients]}}
";
    let (template, _) = read::template(yaml.as_bytes()).unwrap();
    let source = InputTemplate { name: "jobs", stack_name: None, template: &template };
    let graph = Graph::architecture("", None, &[source]);
    let frame = |title: &str| {
        let node = graph.nodes.values().find(|node| node.title == title).unwrap();
        node.frame.map(|frame| graph.frames[frame].title.as_str())
    };
    assert_eq!([frame("Task"), frame("Nightly")], [Some("One · 10.0.0.0/24 · routes not known"), Some("Region")]);
}

/// What the serverless transform lets an API call, it calls: the variables of `Fn::Sub` are no properties.
#[test]
fn requests_go_through_an_api_of_the_serverless_transform() {
    let yaml = "
Transform: AWS::Serverless-2016-10-31
Resources:
  Api: {Type: AWS::Serverless::HttpApi}
  List:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: x
      Handler: index.handler
      Runtime: python3.13
      Events: {Get: {Type: HttpApi, Properties: {ApiId: !Ref Api, Path: /, Method: get}}}
";
    let (template, _) = read::template(yaml.as_bytes()).unwrap();
    let source = InputTemplate { name: "api", stack_name: None, template: &template };
    let graph = Graph::architecture("", None, &[source]);
    let title = |index: usize| graph.nodes[index].title.as_str();
    let ways: Vec<[&str; 2]> =
        graph.edges.keys().filter(|edge| edge.flow == Flow::Traffic).map(|edge| [title(edge.from), title(edge.to)]).collect();
    assert_eq!(ways, [["Api", "List"], ["Internet", "Api"]]);
}

#[test]
fn a_circle_of_references_is_drawn() {
    let graph = graph("Resources:\n  A: {Type: 'X::Y::Z', DependsOn: B}\n  B: {Type: 'X::Y::Z', DependsOn: [A, B, Missing]}\n");
    assert_eq!(graph.edges.len(), 2);
    check_layout(&graph);
}

#[test]
fn what_would_take_too_long_is_not_laid_out() {
    assert!(Picture::of(&tangled(400)).is_none());
    // Without a single line, the boxes alone would take as long.
    let topics: Vec<String> =
        (0..=super::picture::MOST_BOXES).map(|index| format!("\"T{index}\": {{\"Type\": \"AWS::SNS::Topic\"}}")).collect();
    let text = format!("{{\"Resources\": {{{}}}}}", topics.join(","));
    let (template, _) = crate::template::read::template(text.as_bytes()).unwrap();
    assert!(Picture::of(&Graph::of("", &[InputTemplate { name: "a", stack_name: None, template: &template }])).is_none());
}

#[test]
fn a_name_without_end_is_not_written_at_each_edge() {
    let endless = "A".repeat(100_000);
    let queues: Vec<String> = (0..50).map(|index| format!(r#", "Q{index}": {{"Type": "AWS::SQS::Queue"}}"#)).collect();
    let refs: Vec<String> = (0..50).map(|index| format!(r#"{{"Ref": "Q{index}"}}"#)).collect();
    for [id, key] in [[&endless, "P"], ["T", &endless]] {
        let of_all = format!(r#""{id}": {{"Type": "X::Y::Z", "Properties": {{"{key}": [{}]}}}}"#, refs.join(","));
        let graphs = [graph(&format!(r#"{{"Resources": {{{of_all}{}}}}}"#, queues.concat()))];
        assert_eq!(graphs[0].edges.len(), 50);
        for text in [dot::write(&graphs), json::write(&graphs), mermaid::write(&graphs)] {
            assert!(text.contains("AAAA") && text.len() < 100_000, "{}", text.len());
        }
    }
}
