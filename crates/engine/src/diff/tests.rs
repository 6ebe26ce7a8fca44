//! Paths of changes: names, keys and numbers that read alike are not taken for each other.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Comparison, ResourceChange, Side, compare};
use crate::template::path::{Path, Step};
use crate::template::{Node, Template};

fn compared(before: Value, after: Value) -> Comparison {
    let [before, after] = [before, after].map(|resources| {
        let template = Template::new(Node::from(json!({ "Resources": resources })));
        vec![("web".to_owned(), Side::new(template, BTreeMap::new()))]
    });
    compare(&before, &after)
}

fn changed<'c>(comparison: &'c Comparison, id: &str) -> &'c ResourceChange {
    comparison.stacks[0].resources.iter().find(|resource| resource.id == id).expect("the resource changes")
}

fn task(containers: Value) -> Value {
    json!({ "Type": "AWS::ECS::TaskDefinition", "Properties": { "ContainerDefinitions": containers } })
}

fn named(name: &'static str) -> Step<'static> {
    Step::Named(name.into())
}

#[test]
fn a_container_that_is_called_by_a_number_is_not_the_one_that_stands_there() {
    let resources = |repository: &str, image: &str| {
        json!({
            "Repository": { "Type": "AWS::ECR::Repository", "Properties": { "RepositoryName": repository } },
            "Task": task(json!([{ "Name": "1", "Image": { "Ref": "Repository" } }, { "Name": "0", "Image": image }])),
        })
    };
    let comparison = compared(resources("a", "web:1"), resources("b", "web:2"));
    let task = changed(&comparison, "Task");
    let found: Vec<(&Path<'_>, Option<&str>)> =
        task.changes.iter().map(|change| (&change.path, change.through.as_deref())).collect();
    let of = |item: Step<'static>| Path::of(["ContainerDefinitions"]).then(item).then("Image");
    assert_eq!(found, [(&of(named("0")), None), (&of(Step::Index(0)), Some("Repository"))]);
}

#[test]
fn a_chain_leads_through_items() {
    let resources = |block: &str| {
        let interface = json!({ "DeviceIndex": "0", "SubnetId": { "Ref": "Subnet" } });
        json!({
            "Subnet": { "Type": "AWS::EC2::Subnet", "Properties": { "VpcId": "vpc-00000001", "CidrBlock": block } },
            "Host": { "Type": "AWS::EC2::Instance", "Properties": { "NetworkInterfaces": [interface] } },
        })
    };
    let comparison = compared(resources("10.0.0.0/24"), resources("10.0.1.0/24"));
    let chain = &changed(&comparison, "Host").chain;
    assert_eq!(*chain, [Path::of(["Subnet"]), Path::of(["Host", "NetworkInterfaces"]).then(0).then("SubnetId")]);
    assert_eq!(chain[1].property(), "Host.NetworkInterfaces[0].SubnetId");
}

#[test]
fn a_headline_names_a_secret_as_its_author_does() {
    let resources = |from: &str| {
        let secrets = ["[DB]", "a.b", "0"].map(|name| json!({ "Name": name, "ValueFrom": from }));
        json!({ "Task": task(json!([{ "Name": "Secrets", "Image": "web", "Secrets": secrets }])) })
    };
    let comparison = compared(resources("/one"), resources("/two"));
    let messages: Vec<&str> = comparison.headlines.iter().map(|headline| headline.message.as_str()).collect();
    assert_eq!(messages, ["Task: the source of 0, [DB], a.b changes"]);
}

#[test]
fn keys_that_read_like_items_stay_keys() {
    let resources = |value: &str| {
        let labels = json!({ "[web]": value, "a.[b]": value, "0": value });
        json!({ "Task": task(json!([{ "Name": "web", "Image": "web", "DockerLabels": labels }])) })
    };
    let comparison = compared(resources("1"), resources("2"));
    let labels = Path::of(["ContainerDefinitions"]).then(named("web")).then("DockerLabels");
    let changes = &changed(&comparison, "Task").changes;
    let paths: Vec<&Path<'_>> = changes.iter().map(|change| &change.path).collect();
    assert_eq!(paths, [&labels.then("[web]"), &labels.then("a.[b]"), &labels.then("0")]);
    assert_eq!(paths[1].property(), "ContainerDefinitions[web].DockerLabels.a.[b]");
}
