//! What is counted, and what is not.

use std::collections::BTreeMap;

use super::{Estimate, changed, estimate};
use crate::language::stacks::StackSource;
use crate::template::read;

fn of(yaml: &str, values: &[(&str, &str)]) -> Estimate {
    let (template, _) = read::template(yaml.as_bytes()).unwrap();
    let values: BTreeMap<String, String> = values.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    estimate(&[StackSource { name: "web", template: &template, values }], "us-east-1", false).unwrap()
}

fn told(yaml: &str, values: &[(&str, &str)]) -> String {
    let estimate = of(yaml, values);
    let lines = estimate.lines.iter().map(|line| format!("{} {} {}\n", line.id, line.monthly, line.what));
    let unknown = estimate.unknown.iter().map(|each| format!("? {}: {}\n", each.id, each.why));
    let by_use = estimate.by_use.iter().map(|(what, count)| format!("by use {count}: {what}\n"));
    lines.chain(by_use).chain(unknown).chain([format!("free {}", estimate.free)]).collect()
}

const SERVICE: &str = r#"
Parameters: {Count: {Type: Number}}
Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties: {Cpu: "512", Memory: 1 GB, RequiresCompatibilities: [FARGATE], RuntimePlatform: {CpuArchitecture: ARM64}}
  Service:
    Type: AWS::ECS::Service
    Properties:
      TaskDefinition: !Ref Task
      LaunchType: FARGATE
      DesiredCount: !Ref Count
      NetworkConfiguration: {AwsvpcConfiguration: {AssignPublicIp: ENABLED, Subnets: [subnet-1]}}
"#;

#[test]
fn tasks_are_counted_where_their_number_is_known() {
    insta::assert_snapshot!(told(SERVICE, &[("Count", "3")]), @r"
    Service $43.25 3 × 0.5 vCPU, 1 GB on Fargate
    Service $10.95 3 public IPv4 addresses
    by use 1: traffic of tasks
    free 1
    ");
    insta::assert_snapshot!(told(SERVICE, &[]), @r"
    by use 1: traffic of tasks
    ? Service: `DesiredCount` is unknown: no value is given for the parameter `Count`
    free 1
    ");
    assert_eq!(of(SERVICE, &[("Count", "0")]).total().to_string(), "$0.00");
}

#[test]
fn scaling_keeps_its_least() {
    let scaled = SERVICE.to_owned()
        + r#"
  Target:
    Type: AWS::ApplicationAutoScaling::ScalableTarget
    Properties:
      MinCapacity: 2
      MaxCapacity: 9
      ResourceId: !Join ["/", [service, c, !GetAtt Service.Name]]
"#;
    let estimate = of(&scaled, &[]);
    assert!(estimate.lines[0].what.starts_with("2 × "), "{:?}", estimate.lines);
    assert!(estimate.unknown.is_empty(), "{:?}", estimate.unknown);
}

#[test]
fn the_network_is_counted_with_its_addresses() {
    insta::assert_snapshot!(told("
Resources:
  Public: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Subnets: [a, b, c]}}
  Inner: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Scheme: internal, Subnets: [a, b]}}
  Elsewhere: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Subnets: !Split [',', !ImportValue Subnets]}}
  Gateway: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Type: gateway}}
  Address: {Type: AWS::EC2::EIP}
  Nat: {Type: AWS::EC2::NatGateway, Properties: {SubnetId: a}}
  Logs: {Type: AWS::EC2::VPCEndpoint, Properties: {VpcEndpointType: Interface, SubnetIds: [a, b], VpcId: v, ServiceName: s}}
  Files: {Type: AWS::EC2::VPCEndpoint, Properties: {VpcId: v, ServiceName: s}}
  Acl: {Type: AWS::WAFv2::WebACL, Properties: {Rules: [{Name: a}, {Name: b}]}}
", &[]), @r"
    Public $16.43 application load balancer
    Public $10.95 3 public IPv4 addresses
    Inner $16.43 application load balancer
    Elsewhere $16.43 application load balancer
    Elsewhere $7.30 2 public IPv4 addresses
    Address $3.65 public IPv4 address
    Nat $32.85 NAT gateway
    Logs $14.60 2 zones of an endpoint
    Acl $5.00 web ACL
    Acl $2.00 2 rules
    by use 4: capacity units of load balancers
    by use 1: requests that web ACLs inspect
    by use 1: traffic through NAT gateways
    by use 2: traffic through endpoints
    ? Gateway: no price is known for a load balancer of type `gateway`
    free 0
    ");
}

#[test]
fn data_is_counted_where_its_class_has_a_price() {
    insta::assert_snapshot!(told("
Resources:
  Small:
    Type: AWS::RDS::DBInstance
    Properties: {Engine: postgres, DBInstanceClass: db.t4g.micro, AllocatedStorage: '20', StorageType: gp3, ManageMasterUserPassword: true}
  Both: {Type: AWS::RDS::DBInstance, Properties: {Engine: postgres, DBInstanceClass: db.t4g.small, MultiAZ: true, AllocatedStorage: 100, StorageType: gp3}}
  Huge: {Type: AWS::RDS::DBInstance, Properties: {Engine: postgres, DBInstanceClass: db.x2g.large, AllocatedStorage: 10, StorageType: io2}}
  Cluster: {Type: AWS::RDS::DBCluster, Properties: {Engine: aurora-postgresql, ServerlessV2ScalingConfiguration: {MinCapacity: 0.5, MaxCapacity: 4}}}
  Writer: {Type: AWS::RDS::DBInstance, Properties: {Engine: aurora-postgresql, DBInstanceClass: db.serverless, DBClusterIdentifier: !Ref Cluster}}
  Cache: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {Engine: valkey, CacheNodeType: cache.t4g.micro, NumNodeGroups: 2, ReplicasPerNodeGroup: 1}}
  OnDemand: {Type: AWS::DynamoDB::Table, Properties: {BillingMode: PAY_PER_REQUEST}}
  Provisioned: {Type: AWS::DynamoDB::Table, Properties: {ProvisionedThroughput: {ReadCapacityUnits: 10, WriteCapacityUnits: 5}}}
  Disk: {Type: AWS::EC2::Volume, Properties: {Size: 40, VolumeType: gp3}}
", &[]), @r"
    Small $0.40 secret that RDS keeps
    Small $11.68 postgres on db.t4g.micro
    Small $2.30 20 GiB of gp3 storage
    Both $47.45 postgres on db.t4g.small in two zones
    Both $23.00 100 GiB of gp3 storage
    Writer $43.80 at least 0.5 Aurora capacity units
    Cache $37.38 4 × valkey on cache.t4g.micro
    Provisioned $3.32 10 read and 5 write capacity units
    Disk $3.20 40 GiB of gp3 storage
    by use 4: backups and CPU credits of databases
    by use 2: requests, storage and backups of tables
    by use 1: storage, requests and backups of databases
    ? Huge: no price is known for `rds-postgres/db.x2g.large`; no price is known for `rds-storage/io2`
    free 0
    ");
}

#[test]
fn nothing_is_taken_for_free_that_is_not_known_to_be() {
    insta::assert_snapshot!(told("
Transform: Anything
Conditions: {IsBig: !Equals [!Ref AWS::AccountId, '1']}
Resources:
  Role: {Type: AWS::IAM::Role}
  Plain: {Type: AWS::SSM::Parameter, Properties: {Tier: Standard}}
  Large: {Type: AWS::SSM::Parameter, Properties: {Tier: Advanced}}
  Alias: {Type: AWS::Lambda::Alias, Properties: {ProvisionedConcurrencyConfig: {ProvisionedConcurrentExecutions: 1}}}
  Search: {Type: AWS::OpenSearchService::Domain}
  Own: {Type: Custom::Thing}
  Nat: {Type: AWS::EC2::NatGateway, Condition: IsBig, Properties: {SubnetId: a}}
  Route: {Type: AWS::EC2::Route, Condition: IsBig}
  Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {Metrics: [{Id: a, MetricStat: {Period: 60}}, {Id: b, MetricStat: {Period: 10}}, {Id: c, Expression: a+b}]}}
", &[]), @r"
    Alarm $0.10 metric of an alarm
    Alarm $0.30 metric of an alarm
    ? Large: no price is known for what `Tier` asks for
    ? Alias: no price is known for what `ProvisionedConcurrencyConfig` asks for
    ? Search: no price is known for this type
    ? Own: no price is known for this type
    ? Nat: the deployment decides whether `IsBig` holds
    ? : what the macro `Anything` makes is not known
    free 3
    ");
}

#[test]
fn conditions_and_parameters_that_are_known_decide() {
    let yaml = "
Parameters: {Stage: {Type: String}}
Conditions: {IsProd: !Equals [!Ref Stage, prod]}
Resources:
  Nat: {Type: AWS::EC2::NatGateway, Condition: IsProd, Properties: {SubnetId: a}}
";
    assert_eq!(of(yaml, &[("Stage", "prod")]).total().to_string(), "$32.85");
    assert_eq!(of(yaml, &[("Stage", "dev")]).lines.len() + of(yaml, &[("Stage", "dev")]).unknown.len(), 0);
    let open = of(yaml, &[]);
    assert_eq!((open.lines.len(), open.unknown.len()), (0, 1));
}

#[test]
fn a_region_without_prices_has_no_estimate() {
    assert!(estimate(&[], "eu-north-1", false).is_none());
    assert!(super::regions().contains(&"us-east-1"));
}

#[test]
fn a_change_tells_what_is_paid_more_and_what_is_not_known() {
    let before =
        of("Resources: {Key: {Type: AWS::KMS::Key}, Zone: {Type: AWS::Route53::HostedZone, Properties: {Name: a.b}}}", &[]);
    let after = of("Resources: {Key: {Type: AWS::KMS::Key}, Nat: {Type: AWS::EC2::NatGateway}, Own: {Type: Custom::Thing}}", &[]);
    let found = changed(&before, &after);
    let told: Vec<String> =
        found.differences.iter().map(|each| format!("{} {}", each.id, (each.after - each.before).signed())).collect();
    assert_eq!(told, ["Nat +$32.85", "Zone -$0.50"]);
    assert_eq!((found.total().signed(), found.unknown.len()), ("+$32.35".to_owned(), 1));
    assert_eq!(found.by_use.into_iter().collect::<Vec<_>>(), ["traffic through NAT gateways"]);
    assert!(changed(&after, &after).is_same());
}

#[test]
fn absurd_numbers_do_no_harm() {
    let most = u64::MAX;
    let yaml = format!(
        "
Resources:
  Task: {{Type: AWS::ECS::TaskDefinition, Properties: {{Cpu: '{most}', Memory: '{most}', EphemeralStorage: {{SizeInGiB: {most}}}}}}}
  Service: {{Type: AWS::ECS::Service, Properties: {{TaskDefinition: !Ref Task, LaunchType: FARGATE, DesiredCount: 9000000000000000000}}}}
  Cache: {{Type: AWS::ElastiCache::ReplicationGroup, Properties: {{CacheNodeType: cache.t4g.micro, NumNodeGroups: 9000000000000000000, ReplicasPerNodeGroup: 9000000000000000000}}}}
  Minus: {{Type: AWS::ElastiCache::CacheCluster, Properties: {{CacheNodeType: cache.t4g.micro, NumCacheNodes: -1}}}}
"
    );
    assert!(of(&yaml, &[]).total().to_string().starts_with('$'));
    assert_eq!(of(&yaml, &[]).unknown.last().unwrap().why, "`NumCacheNodes` has no value that can be read");
}
