//! `cost`, and what `diff` says of it.

use crate::support::fixture::Fixture;
use serde_json::Value;

const NETWORK: &str = "\
Parameters:
  Gateways: {Type: Number, Default: 1}
Conditions:
  HasGateway: !Equals [!Ref Gateways, 1]
Resources:
  Address: {Type: AWS::EC2::EIP, Condition: HasGateway}
  Gateway: {Type: AWS::EC2::NatGateway, Condition: HasGateway, Properties: {SubnetId: subnet-0123456789abcdef0, AllocationId: !GetAtt Address.AllocationId}}
  Queue: {Type: AWS::SQS::Queue}
  Search: {Type: AWS::OpenSearchService::Domain}
";

#[test]
fn files_are_priced_where_their_region_is_said() {
    let tool = Fixture::tool().file("network.yaml", NETWORK);
    let run = tool.run(["cost", "network.yaml", "--region", "us-east-1", "--assume-defaults"]).succeeds();
    insta::assert_snapshot!(run.stdout, @r"
      STACK         RESOURCE  A MONTH  FOR
      network.yaml  Address     $3.65  public IPv4 address
      network.yaml  Gateway    $32.85  NAT gateway
    at least $36.50 a month fixed (list prices of 2026-08, us-east-1, 730 hours; before taxes, free tiers and discounts)
    by use and not counted: requests to queues; traffic through NAT gateways
    unknown: 1 resource
      network.yaml/Search (AWS::OpenSearchService::Domain): no price is known for this type
    ");
    let run = tool.run(["cost", "network.yaml", "--region", "us-east-1"]).succeeds();
    insta::assert_snapshot!(run.stdout, @r"
    at least $0.00 a month fixed (us-east-1)
    by use and not counted: requests to queues
    unknown: 3 resources
      network.yaml/Address (AWS::EC2::EIP): the deployment decides whether `HasGateway` holds
      network.yaml/Gateway (AWS::EC2::NatGateway): the deployment decides whether `HasGateway` holds
      network.yaml/Search (AWS::OpenSearchService::Domain): no price is known for this type
    ");
    let run = tool.run(["cost", "network.yaml", "--region", "us-east-1", "--parameters", "Gateways=0"]).succeeds();
    run.stdout_contains("at least $0.00 a month fixed").stdout_contains("unknown: 1 resource\n");
}

#[test]
fn a_region_without_prices_is_refused() {
    let tool = Fixture::tool().file("network.yaml", NETWORK).file("text.yaml", "a: b\n");
    let run = tool.run(["cost", "network.yaml", "--region", "eu-west-1"]).fails(1);
    let run = run.stderr_contains("there are no prices for eu-west-1, only for us-east-1");
    assert_eq!(run.stdout, "");
    tool.run(["cost", "network.yaml"]).fails(2).stderr_contains("--region <REGION>");
    tool.run(["cost", "text.yaml", "--region", "us-east-1"]).fails(1).stderr_contains("there is no resource in text.yaml");
    let run = tool.run(["cost", "network.yaml", "--region", "us-east-1", "--parameters", "Gateway=0"]).fails(1);
    run.stderr_contains("did you mean `Gateways`?");
    let sample = Fixture::sample().replace("prod", "us-east-1", "eu-west-1");
    sample.run(["cost"]).fails(1).stderr_contains("there are no prices for eu-west-1, only for us-east-1");
    sample.run(["cost", "--environment", "dev"]).succeeds();
}

#[test]
fn each_environment_is_priced_with_its_settings() {
    let project = Fixture::project();
    let of = |name: &str| {
        let json = project.run(["cost", "--json", "--environment", name]).succeeds().stdout;
        serde_json::from_str::<Value>(&json).unwrap()["estimates"][0].clone()
    };
    let (dev, prod) = (of("dev"), of("prod"));
    let paid = |estimate: &Value, what: &str| {
        let lines = estimate["lines"].as_array().unwrap().iter();
        lines.filter(|line| line["what"].as_str().unwrap().contains(what)).count()
    };
    assert_eq!((paid(&dev, "NAT gateway"), paid(&prod, "NAT gateway")), (0, 1));
    assert_eq!((paid(&dev, "in two zones"), paid(&prod, "in two zones")), (0, 1), "a standby in production");
    assert_eq!(dev["region"], "us-east-1");
    assert_eq!((&dev["unknown"], &prod["unknown"]), (&serde_json::json!([]), &serde_json::json!([])));
    let sum: f64 = prod["lines"].as_array().unwrap().iter().filter_map(|line| line["monthly"].as_f64()).sum();
    assert!((sum - prod["atLeast"].as_f64().unwrap()).abs() < 0.1, "{sum}");
}

#[test]
fn a_gateway_that_is_added_shows_in_the_difference() {
    let tool = Fixture::tool().file("new.yaml", NETWORK);
    let tool = tool.file("old.yaml", "Resources: {Queue: {Type: AWS::SQS::Queue}}\n");
    let arguments = ["diff", "old.yaml", "new.yaml", "--assume-defaults", "--parameters", "AWS::Region=us-east-1"];
    let with = |more: &[&'static str]| arguments.iter().copied().chain(more.iter().copied()).collect::<Vec<_>>();
    let line = |text: &str| text.lines().find(|line| line.to_lowercase().contains("cost")).unwrap_or_default().to_owned();
    let text = tool.run_all(&with(&["--width", "400"])).fails(10).stdout;
    insta::assert_snapshot!(line(&text), @"cost: +$36.50 a month fixed: Gateway +$32.85, Address +$3.65 (list prices of 2026-08, us-east-1); by use and not counted: traffic through NAT gateways; unknown: 1 resource (Search)");
    let markdown = tool.run_all(&with(&["--format", "markdown"])).fails(10).stdout;
    assert!(line(&markdown).starts_with(r"**Cost**: +\$36.50 a month fixed: Gateway +\$32.85"), "{markdown}");
    let json: Value = serde_json::from_str(&tool.run_all(&with(&["--format", "json"])).fails(10).stdout).unwrap();
    let cost = &json["comparisons"][0]["cost"];
    assert_eq!((&cost["monthly"], &cost["resources"][0]["after"]), (&36.5.into(), &32.85.into()), "{cost}");
    assert_eq!(cost["unknown"][0]["id"], "Search");
    // Where a region has no prices, that is said of what has one; where it is not known, nothing is.
    let elsewhere = ["diff", "old.yaml", "new.yaml", "--assume-defaults", "--parameters", "AWS::Region=eu-west-1"];
    tool.run(elsewhere).fails(10).stdout_contains("cost: unknown: there are no prices for eu-west-1, only for us-east-1");
    let silent = tool.run(["diff", "old.yaml", "new.yaml"]).fails(10);
    assert_eq!(line(&silent.stdout), "");
}
