//! What the emulator's change sets say of a change, beside what `diff` says of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::support::emulator::Emulator;
use formwork::diff::{self, Comparison, Side, Verdict};
use formwork::template::{Node, Template};
use serde_json::{Map, Value, json};

/// What the emulator refuses, or creates only beside other resources.
const NOT_CREATED: [&str; 19] = [
    "AWS::ApplicationAutoScaling::ScalableTarget",
    "AWS::ApplicationAutoScaling::ScalingPolicy",
    "AWS::EC2::EIP",
    "AWS::EC2::FlowLog",
    "AWS::EC2::Instance",
    "AWS::EC2::NatGateway",
    "AWS::EC2::SecurityGroupIngress",
    "AWS::ECS::Service",
    "AWS::ElasticLoadBalancingV2::Listener",
    "AWS::ElasticLoadBalancingV2::ListenerRule",
    "AWS::Lambda::EventSourceMapping",
    "AWS::Lambda::Function",
    "AWS::Neptune::DBInstance",
    "AWS::RDS::DBSubnetGroup",
    "AWS::Route53::RecordSet",
    "AWS::S3::BucketPolicy",
    "AWS::SES::DedicatedIpPool",
    "AWS::WAFv2::WebACLAssociation",
    "Custom::Thing",
];

/// A change of resources.
type Edit = fn(&mut Map<String, Value>);

/// A stack of the emulator, from whose template changes are made.
struct Stack {
    name: &'static str,
    emulator: Emulator,
    before: Value,
}

impl Stack {
    fn new(name: &'static str, before: Value) -> Self {
        let stack = Stack { name, emulator: Emulator::start(), before };
        stack.ask("create-stack", &stack.before, &[]);
        stack.emulator.aws(&["cloudformation", "wait", "stack-create-complete", "--stack-name", "stack"]);
        stack
    }

    /// `Replacement` of a change set for each resource that it names; `Add` and `Remove` for those.
    fn change_set(&self, name: &str, after: &Value) -> BTreeMap<String, String> {
        self.ask("create-change-set", after, &["--change-set-name", name]);
        let set =
            self.emulator.aws(&["cloudformation", "describe-change-set", "--stack-name", "stack", "--change-set-name", name]);
        let changes = set["Changes"].as_array().expect("changes").iter().map(|change| &change["ResourceChange"]);
        let told = changes.map(|change| {
            let what = if change["Action"] == "Modify" { &change["Replacement"] } else { &change["Action"] };
            (text(&change["LogicalResourceId"]), text(what))
        });
        told.collect()
    }

    fn ask(&self, command: &str, template: &Value, more: &[&str]) {
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("change-set-{}.json", self.name));
        fs::write(&file, template.to_string()).unwrap();
        let body = format!("file://{}", file.display());
        let fixed = ["--stack-name", "stack", "--capabilities", "CAPABILITY_NAMED_IAM", "--template-body", &body];
        self.emulator.aws(&[&["cloudformation", command], fixed.as_slice(), more].concat());
    }

    fn diff(&self, after: &Value) -> Comparison {
        let side = |template: &Value| {
            vec![("stack".to_owned(), Side::new(Template::new(Node::from(template.clone())), BTreeMap::new()))]
        };
        diff::compare(&side(&self.before), &side(after))
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Whether a change set and a verdict exclude each other. The emulator says `Conditional` of whatever it has no rule for.
fn contradicts(verdict: Verdict, told: &str) -> bool {
    let agrees = match verdict {
        Verdict::Add => told == "Add",
        Verdict::Remove => told == "Remove",
        Verdict::Replace | Verdict::Retype => matches!(told, "True" | "Conditional"),
        Verdict::MayUpdate | Verdict::Update | Verdict::MayInterrupt | Verdict::Interruption => {
            matches!(told, "False" | "Conditional")
        }
        Verdict::MayReplace | Verdict::Unknown => told == "Conditional",
        Verdict::Metadata | Verdict::Moved | Verdict::Differs => false,
    };
    !agrees
}

/// The verdicts by AWS's pages, all in one stack and one change set.
#[test]
fn change_sets_contradict_no_verdict() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("../diff/verdicts.json")).unwrap();
    let created = cases.iter().filter(|case| !NOT_CREATED.contains(&case["type"].as_str().unwrap_or_default()));
    let created: Vec<(String, &Value)> = created.enumerate().map(|(index, case)| (format!("Case{index}"), case)).collect();
    let template = |side: &str| {
        let resource = |case: &Value| json!({ "Type": case["type"], "Properties": case[side] });
        let resources: Map<String, Value> = created.iter().map(|(id, case)| (id.clone(), resource(case))).collect();
        json!({ "Resources": resources })
    };
    let stack = Stack::new("verdicts", template("before"));
    let after = template("after");
    let told = stack.change_set("verdicts", &after);
    let comparison = stack.diff(&after);
    let mut wrong = Vec::new();
    let mut checked = BTreeSet::new();
    for resource in &comparison.stacks[0].resources {
        let told = told.get(&resource.id).map_or("nothing", String::as_str);
        if contradicts(resource.verdict, told) {
            wrong.push(format!(
                "{} {}: {:?}, and the change set says {told}",
                resource.resource_type, resource.id, resource.verdict
            ));
        }
        if told != "Conditional" {
            checked.insert(resource.resource_type.as_str());
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    let known = ["AWS::DynamoDB::Table", "AWS::ECR::Repository", "AWS::ElasticLoadBalancingV2::LoadBalancer"];
    let known = known.into_iter().chain(["AWS::ElasticLoadBalancingV2::TargetGroup", "AWS::IAM::Role", "AWS::RDS::DBCluster"]);
    assert_eq!(
        checked,
        known.chain(["AWS::RDS::DBInstance", "AWS::RDS::DBParameterGroup", "AWS::SSM::Parameter"]).collect(),
        "the types that the emulator has rules for"
    );
}

/// A change of a whole application: how it reaches other resources.
///
/// Where a group is updated in place, the change set also names what reads its `GroupId`, as those of CloudFormation do before they
/// know its value. The id stays, so nothing happens to them: the diff leaves them out, and is right.
#[test]
fn a_change_set_names_the_resources_that_a_change_reaches() {
    let stack = Stack::new("application", serde_json::from_str(include_str!("../seeded/base.json")).unwrap());
    let mut differences = Vec::new();
    let edits: [(&str, Edit); 7] = [
        ("scheme", |resources| resources["Alb"]["Properties"]["Scheme"] = json!("internal")),
        ("block", |resources| resources["Vpc"]["Properties"]["CidrBlock"] = json!("10.1.0.0/16")),
        ("port", |resources| resources["Target"]["Properties"]["Port"] = json!(8081)),
        ("world", |resources| resources["AlbSg"]["Properties"]["SecurityGroupIngress"][0]["CidrIp"] = json!("10.0.0.0/8")),
        ("secret", |resources| {
            resources["Task"]["Properties"]["ContainerDefinitions"][0]["Secrets"][0]["ValueFrom"] =
                json!("/other/CONNECTION_URL");
        }),
        ("role", |resources| resources["ExecRole"]["Properties"]["Path"] = json!("/other/")),
        ("rename", |resources| {
            let logs = resources.remove("Logs").unwrap_or_default();
            resources.insert("Logs2".to_owned(), logs);
        }),
    ];
    for (name, edit) in edits {
        let mut after = stack.before.clone();
        edit(after["Resources"].as_object_mut().unwrap());
        let told = stack.change_set(name, &after);
        let comparison = stack.diff(&after);
        let ours: BTreeMap<&str, Verdict> =
            comparison.stacks[0].resources.iter().map(|resource| (resource.id.as_str(), resource.verdict)).collect();
        let ids: BTreeSet<&str> = ours.keys().copied().chain(told.keys().map(String::as_str)).collect();
        for id in ids {
            let (verdict, told) = (ours.get(id), told.get(id).map_or("nothing", String::as_str));
            if verdict.is_none_or(|verdict| contradicts(*verdict, told)) {
                differences.push(format!("{name}: {id}: {verdict:?}, and the change set says {told}"));
            }
        }
    }
    insta::assert_snapshot!(differences.join("\n"), @"
    world: Alb: None, and the change set says False
    world: Service: None, and the change set says Conditional
    world: TaskSg: None, and the change set says Conditional
    ");
}
