//! What an update does where the schemas do not say it.

use super::databases::database;
use super::*;
use serde_json::{Value, json};

#[test]
fn an_update_policy_decides_whether_a_domain_is_replaced() {
    let domain = |policy: Value| {
        let attributes = json!({ "UpdatePolicy": policy });
        let version = |version: &str| json!({ "EngineVersion": version });
        with("AWS::OpenSearchService::Domain", attributes, version("OpenSearch_1.3"), version("OpenSearch_2.11"))
    };
    insta::assert_snapshot!(domain(json!({})), @"
    DATA LOSS DIFF201: AWS::OpenSearchService::Domain It is replaced, and its data goes with it
    DOWNTIME DIFF301: It: the endpoint of the domain changes
    It replace
    ");
    insta::assert_snapshot!(domain(json!({ "EnableVersionUpgrade": true })), @"It update");
}

#[test]
fn what_a_service_never_changes_fails() {
    insta::assert_snapshot!(changed("AWS::KMS::Key", json!({ "KeySpec": "RSA_2048" }), json!({ "KeySpec": "RSA_4096" })), @"
    WILL FAIL DIFF108: It: KeySpec cannot be changed: KMS cannot change it on a key, and CloudFormation does not replace the key
    It update
    ");
    let default = changed("AWS::KMS::Key", json!({}), json!({ "KeySpec": "SYMMETRIC_DEFAULT" }));
    insta::assert_snapshot!(default, @"It update");
    let index = |keys: &[(&str, &str)]| {
        let index = |(name, key): &(&str, &str)| json!({ "IndexName": name, "KeySchema": [{ "AttributeName": key, "KeyType": "HASH" }], "Projection": { "ProjectionType": "ALL" } });
        json!({ "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }], "GlobalSecondaryIndexes": keys.iter().map(index).collect::<Vec<_>>() })
    };
    let table = |before: &[(&str, &str)], after: &[(&str, &str)]| changed("AWS::DynamoDB::Table", index(before), index(after));
    insta::assert_snapshot!(table(&[("one", "a")], &[("one", "b")]), @"
    WILL FAIL DIFF108: It: GlobalSecondaryIndexes[one].KeySchema cannot be changed: an index keeps it for its life
    It update
    ");
    insta::assert_snapshot!(table(&[("one", "a")], &[("two", "a")]), @"
    WILL FAIL DIFF108: It: the indexes two, one come or go at once, and an update takes one only
    It update
    ");
    insta::assert_snapshot!(table(&[("one", "a")], &[("one", "a"), ("two", "b")]), @"It update");
}

/// What a service refuses because of what changes beside it, or of what does not.
#[test]
fn what_is_refused_beside_something_else_fails() {
    let nodes =
        |version: &str, label: &str, tag: &str| json!({ "Version": version, "Labels": { "a": label }, "Tags": { "a": tag } });
    let group = |before, after| changed("AWS::EKS::Nodegroup", before, after);
    insta::assert_snapshot!(group(nodes("1.30", "a", "a"), nodes("1.31", "b", "b")), @"
    WILL FAIL DIFF108: It: Labels cannot be changed in the update that changes the version of the node group
    It update
    ");
    assert_eq!(group(nodes("1.30", "a", "a"), nodes("1.31", "a", "b")), "It update");
    assert_eq!(group(nodes("1.30", "a", "a"), nodes("1.30", "b", "a")), "It update");
    let tracking = |name: &str, metric: &str| {
        json!({ "PolicyName": name, "ScalingTargetId": "t", "TargetTrackingScalingPolicyConfiguration": {
            "TargetValue": 5, "PredefinedMetricSpecification": { "PredefinedMetricType": metric } } })
    };
    let policy =
        |name, metric| changed("AWS::ApplicationAutoScaling::ScalingPolicy", tracking("a", "cpu"), tracking(name, metric));
    assert!(policy("b", "cpu").starts_with("WILL FAIL DIFF108: It: PolicyName cannot be changed alone"));
    assert!(!policy("b", "memory").contains("DIFF108"));
}

/// What an update that interrupts nothing deletes is said at the property.
#[test]
fn what_an_update_deletes_is_said() {
    let why = |kind: &str, before: Value, after: Value| {
        let template = |properties: Value| json!({ "Resources": { "It": { "Type": kind, "Properties": properties } } });
        let change = one(template(before), template(after));
        let resource = &change.stacks[0].resources[0];
        format!("{:?} {}", resource.verdict, resource.changes[0].why)
    };
    let days = |days: u32| json!({ "RetentionInDays": days });
    assert_eq!(why("AWS::Logs::LogGroup", days(365), days(1)), "Update events that are older are deleted");
    assert_eq!(why("AWS::Logs::LogGroup", days(1), days(365)), "Update ");
    let enabled = |flag: bool| json!({ "Enabled": flag });
    assert!(why("AWS::KMS::Key", enabled(true), enabled(false)).starts_with("Interruption "));
    assert_eq!(why("AWS::KMS::Key", enabled(false), enabled(true)), "Update ");
    let visible = json!({ "Visibility": "GLOBAL" });
    assert!(why("AWS::AppSync::GraphQLApi", json!({}), visible).starts_with("Replace "));
}

/// What is removed serves nobody any more, unless it stays outside of the stack.
#[test]
fn what_is_removed_serves_no_more() {
    let template = |policy: &str| {
        let address = json!({ "Type": "AWS::EC2::EIP", "DeletionPolicy": policy });
        json!({ "Resources": { "Address": address, "Topic": { "Type": "AWS::SNS::Topic" } } })
    };
    let removed = |policy: &str| {
        let mut after = template(policy);
        after["Resources"].as_object_mut().unwrap().remove("Address");
        told(&one(template(policy), after))
    };
    insta::assert_snapshot!(removed("Delete"), @"
    DOWNTIME DIFF301: Address: it is removed, and what uses it loses it
    Address remove
    ");
    assert_eq!(removed("Retain"), "Address remove");
}

/// A deployment of an API is a snapshot: what changes after it is not served, until another one is made.
#[test]
fn what_a_deployment_did_not_take_is_not_served() {
    let api = |kind: &str, deployment: &str| {
        let id = json!({ "Ref": "Api" });
        json!({ "Resources": {
            "Api": { "Type": "AWS::ApiGateway::RestApi", "Properties": { "Name": "a" } },
            "Get": { "Type": "AWS::ApiGateway::Method", "Properties": { "RestApiId": id, "ResourceId": "r", "HttpMethod": "GET", "AuthorizationType": kind } },
            deployment: { "Type": "AWS::ApiGateway::Deployment", "Properties": { "RestApiId": id } },
        } })
    };
    let notes = |after| one(api("NONE", "D"), after).stacks[0].notes.clone();
    let note = "not served: Get; the deployment D stays, and a stage serves what that took: make one under another logical id";
    assert_eq!(notes(api("AWS_IAM", "D")), [note]);
    assert!(notes(api("AWS_IAM", "Another")).is_empty() && notes(api("NONE", "D")).is_empty());
}

#[test]
fn a_default_that_is_named_may_replace() {
    let database = |encrypted: bool| {
        with(
            "AWS::RDS::DBInstance",
            json!({ "UpdateReplacePolicy": "Snapshot" }),
            json!({}),
            json!({ "StorageEncrypted": encrypted }),
        )
    };
    insta::assert_snapshot!(database(false), @"It may-replace");
    insta::assert_snapshot!(database(true), @"
    DOWNTIME DIFF301: It: the database is replaced, and the new one is empty
    It replace
    ");
}

/// A classic load balancer is replaced where its first subnet or check comes, or the last one goes.
#[test]
fn the_first_and_the_last_of_a_property_may_replace() {
    let changed = |before, after| changed("AWS::ElasticLoadBalancing::LoadBalancer", before, after);
    let checked = |target: &str| json!({ "HealthCheck": { "Target": target, "Timeout": "5" } });
    assert_eq!(changed(checked("HTTP:80/"), checked("TCP:80")), "It update");
    assert!(changed(json!({}), checked("HTTP:80/")).contains("It replace"));
    assert_eq!(changed(json!({ "Subnets": ["subnet-1"] }), json!({ "Subnets": ["subnet-1", "subnet-2"] })), "It update");
    assert!(changed(json!({ "Subnets": ["subnet-1"] }), json!({ "AvailabilityZones": ["a"] })).contains("It replace"));
}

#[test]
fn sources_that_differ_leave_it_open() {
    let address = |domain: &str| json!({ "Domain": domain });
    insta::assert_snapshot!(changed("AWS::EC2::EIP", address("standard"), address("vpc")), @"
    DOWNTIME DIFF301: It: it may be replaced; if so, the address changes, and clients and allow lists that hold the old one lose it
    It may-replace
    ");
    insta::assert_snapshot!(changed("AWS::DynamoDB::Table",
        json!({ "KeySchema": [{ "AttributeName": "a", "KeyType": "HASH" }] }), json!({ "KeySchema": [{ "AttributeName": "b", "KeyType": "HASH" }] })), @"
    DATA LOSS DIFF201: AWS::DynamoDB::Table It is replaced, and its data goes with it
    It replace
    ");
}

#[test]
fn another_form_of_a_policy_has_no_effect() {
    let policy =
        |statement: Value| json!({ "Queues": ["q"], "PolicyDocument": { "Version": "2012-10-17", "Statement": statement } });
    let text = json!({ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": ["a", "b"], "Principal": { "AWS": "1" } });
    let list =
        json!([{ "Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": ["b", "a"], "Principal": { "AWS": ["1"] } }]);
    insta::assert_snapshot!(changed("AWS::SQS::QueuePolicy", policy(text.clone()), policy(list)), @"It metadata");
    let other = json!([{ "Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": ["a"], "Principal": { "AWS": ["1"] } }]);
    insta::assert_snapshot!(changed("AWS::SQS::QueuePolicy", policy(text), policy(other)), @"It update");
}

#[test]
fn another_order_of_what_has_none_has_no_effect() {
    let rule = |port: u16| json!({ "IpProtocol": "tcp", "FromPort": port, "ToPort": port, "CidrIp": "10.0.0.0/8" });
    let group = |ports: [u16; 2]| json!({ "GroupDescription": "x", "SecurityGroupIngress": ports.map(rule) });
    insta::assert_snapshot!(changed("AWS::EC2::SecurityGroup", group([80, 443]), group([443, 80])), @"It metadata");
    insta::assert_snapshot!(changed("AWS::EC2::SecurityGroup", group([80, 443]), group([443, 81])), @"It update");
    // The order of layers is that of their files, and CloudFormation makes a new task definition whatever the order means.
    let layers = |layers: [&str; 2]| json!({ "Layers": layers });
    insta::assert_snapshot!(changed("AWS::Lambda::Function", layers(["a", "b"]), layers(["b", "a"])), @"It update");
    let variables = |names: [&str; 2]| json!({ "ContainerDefinitions": [{ "Name": "web", "Environment": names.map(|name| json!({ "Name": name, "Value": "1" })) }] });
    insta::assert_snapshot!(changed("AWS::ECS::TaskDefinition", variables(["a", "b"]), variables(["b", "a"])), @"It replace");
}

/// Whatever a change does alone, it does together with others: none hides another one from a gate.
#[test]
fn no_effect_hides_another_one() {
    let alone = |resource_type: &str, base: &Value, changes: &[&(&str, Value)]| {
        let mut after = base.clone();
        changes.iter().for_each(|(name, value)| after[*name] = value.clone());
        let template = |properties: &Value| json!({ "Resources": { "It": { "Type": resource_type, "Properties": properties } } });
        let comparison = one(template(base), template(&after));
        let mut told: std::collections::BTreeSet<String> =
            comparison.headlines.iter().map(|headline| headline.kind.title().to_owned()).collect();
        told.extend(comparison.replaces().then(|| "replacement".to_owned()));
        told.extend((!comparison.is_same()).then(|| "change".to_owned()));
        told
    };
    let change = |name: &'static str, value: Value| (name, value);
    // A database that is replaced is not updated, so that nothing refuses the update.
    let refused = "EngineVersion";
    let universes = [
        (
            "AWS::RDS::DBInstance",
            database(&[]),
            vec![
                change("DeletionProtection", json!(true)),
                change("DBInstanceClass", json!("db.t4g.small")),
                change("UseLatestRestorableTime", json!(true)),
                change("DBName", json!("b")),
                change(refused, json!("16.9")),
            ],
        ),
        (
            "AWS::ECS::Service",
            json!({ "DesiredCount": 2, "ServiceName": "a", "LaunchType": "FARGATE" }),
            vec![
                change("DesiredCount", json!(0)),
                change("LaunchType", json!({ "Ref": "Launch" })),
                change("EnableExecuteCommand", json!(true)),
                change("ServiceName", json!("b")),
            ],
        ),
        (
            "AWS::EC2::Instance",
            json!({ "InstanceType": "t3.micro", "ImageId": "ami-12345678" }),
            vec![
                change("InstanceType", json!("t3.small")),
                change("DisableApiTermination", json!(true)),
                change("ImageId", json!("ami-87654321")),
            ],
        ),
        (
            "AWS::ElastiCache::CacheCluster",
            json!({ "Engine": "redis", "EngineVersion": "7.1", "NumCacheNodes": 1 }),
            vec![
                change("NumCacheNodes", json!(2)),
                change("CacheParameterGroupName", json!("b")),
                change("Engine", json!("memcached")),
            ],
        ),
    ];
    for (resource_type, base, changes) in universes {
        for set in 0..1_usize << changes.len() {
            let chosen: Vec<&(&str, Value)> = (0..changes.len()).filter(|at| set & 1 << at != 0).map(|at| &changes[at]).collect();
            let together = alone(resource_type, &base, &chosen);
            let replaces = chosen.iter().any(|(name, _)| *name == "DBName");
            for each in chosen.iter().filter(|(name, _)| !replaces || *name != refused) {
                let single = alone(resource_type, &base, &[each]);
                assert!(single.is_subset(&together), "{resource_type} {}: {single:?}, of {chosen:?}: {together:?}", each.0);
            }
        }
    }
}

#[test]
fn what_a_property_does_that_the_schema_does_not_have_is_unknown() {
    let topic = |name: &str| json!({ "Resources": { "T": { "Type": "AWS::SNS::Topic", "Properties": { name: "a" } } } });
    assert_eq!(told(&one(topic("DisplayName"), topic("Display"))), "T unknown");
}

/// Values that a service does not take: fewer gigabytes, too many shards, another tier.
#[test]
fn what_a_service_refuses_by_its_value_fails() {
    let fails = |resource_type: &str, before: Value, after: Value| {
        let text = changed(resource_type, before, after);
        text.lines().next().filter(|line| line.starts_with("WILL FAIL DIFF108")).map(str::to_owned)
    };
    let storage = |size: Value| json!({ "Engine": "postgres", "AllocatedStorage": size });
    insta::assert_snapshot!(fails("AWS::RDS::DBInstance", storage(json!("100")), storage(json!(50))).unwrap(), @"WILL FAIL DIFF108: It: AllocatedStorage cannot go from 100 to 50: the storage of a database grows only");
    assert_eq!(fails("AWS::RDS::DBInstance", storage(json!(50)), storage(json!("100"))), None);
    assert_eq!(fails("AWS::RDS::DBInstance", storage(json!(50)), storage(json!({ "Ref": "AWS::AccountId" }))), None);
    let shards = |count: u32| json!({ "ShardCount": count });
    assert!(fails("AWS::Kinesis::Stream", shards(2), shards(5)).is_some());
    assert!(fails("AWS::Kinesis::Stream", shards(5), shards(2)).is_some());
    assert_eq!(fails("AWS::Kinesis::Stream", shards(2), shards(4)), None);
    let tier = |tier: &str| json!({ "Type": "String", "Value": "a", "Tier": tier });
    assert!(fails("AWS::SSM::Parameter", tier("Advanced"), tier("Standard")).is_some());
    assert_eq!(fails("AWS::SSM::Parameter", tier("Standard"), tier("Advanced")), None);
    let cluster = |version: &str| json!({ "Version": version });
    assert!(fails("AWS::EKS::Cluster", cluster("1.28"), cluster("1.30")).is_some());
    assert_eq!(fails("AWS::EKS::Cluster", cluster("1.28"), cluster("1.29")), None);
}

/// Attributes come to a user pool, and never change or go.
#[test]
fn the_attributes_of_a_user_pool_stay() {
    let pool = |attributes: &[(&str, bool)]| {
        let attribute =
            |(name, mutable): &(&str, bool)| json!({ "Name": name, "AttributeDataType": "String", "Mutable": mutable });
        json!({ "Schema": attributes.iter().map(attribute).collect::<Vec<_>>() })
    };
    let told = |before: &[(&str, bool)], after: &[(&str, bool)]| changed("AWS::Cognito::UserPool", pool(before), pool(after));
    insta::assert_snapshot!(told(&[("a", true), ("b", true)], &[("a", true)]), @"
    WILL FAIL DIFF108: It: Schema[b] cannot be changed so: attributes can be added to a user pool, and are never changed or removed
    It update
    ");
    insta::assert_snapshot!(told(&[("a", true)], &[("a", false)]), @"
    WILL FAIL DIFF108: It: Schema[a].Mutable cannot go from true to false: attributes can be added to a user pool, and are never changed or removed
    It update
    ");
    insta::assert_snapshot!(told(&[("a", true)], &[("a", true), ("b", true)]), @"It update");
}

#[test]
fn one_replica_comes_at_a_time() {
    let table =
        |regions: &[&str]| json!({ "Replicas": regions.iter().map(|region| json!({ "Region": region })).collect::<Vec<_>>() });
    let told = |before: &[&str], after: &[&str]| changed("AWS::DynamoDB::GlobalTable", table(before), table(after));
    insta::assert_snapshot!(told(&["a"], &["a", "b", "c"]), @"
    WILL FAIL DIFF108: It: the replicas b, c come or go at once, and an update takes one only
    It update
    ");
    insta::assert_snapshot!(told(&["a"], &["a", "b"]), @"It update");
}

#[test]
fn a_service_that_codedeploy_deploys_gets_no_task_definition() {
    let template = |controller: &str, cpu: &str| {
        json!({ "Resources": {
            "Task": { "Type": "AWS::ECS::TaskDefinition", "Properties": { "Cpu": cpu } },
            "Service": { "Type": "AWS::ECS::Service", "Properties": { "TaskDefinition": { "Ref": "Task" }, "DeploymentController": { "Type": controller } } },
        } })
    };
    insta::assert_snapshot!(told(&one(template("CODE_DEPLOY", "256"), template("CODE_DEPLOY", "512"))), @"
    WILL FAIL DIFF108: Service: TaskDefinition cannot be changed: the service is deployed by CodeDeploy, which alone changes it
    Task replace
    Service update
    ");
    insta::assert_snapshot!(told(&one(template("ECS", "256"), template("ECS", "512"))), @"
    Task replace
    Service update
    ");
}

/// What a change does may be told by another property of the resource.
#[test]
fn another_property_decides_whether_a_new_one_is_made() {
    let document = |more: Value, command: &str| {
        let mut properties = json!({ "Content": { "schemaVersion": "2.2", "mainSteps": [command] } });
        properties.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({ "Resources": { "Document": { "Type": "AWS::SSM::Document", "Properties": properties } } })
    };
    let changed = |more: Value| told(&one(document(more.clone(), "date"), document(more, "whoami")));
    assert_eq!(changed(json!({})), "Document replace");
    assert_eq!(changed(json!({ "UpdateMethod": "NewVersion" })), "Document update");
    assert_eq!(changed(json!({ "UpdateMethod": { "Ref": "Method" } })), "Document may-replace");
    insta::assert_snapshot!(changed(json!({ "Name": "run", "UpdateMethod": "Replace" })), @"
    WILL FAIL DIFF101: Document is replaced, but its Name stays `run`, and CloudFormation cannot update a stack when a custom-named resource requires replacing
    Document replace
    ");
}

/// <https://docs.aws.amazon.com/batch/latest/userguide/infrastructure-updates.html>
#[test]
fn a_property_beside_it_decides_what_becomes_of_a_compute_environment() {
    let environment = |kind: &str, more: Value, group: Value| {
        let resources = json!({ "Type": kind, "MaxvCpus": 4, "Subnets": ["subnet-00000001"], "SecurityGroupIds": [group] });
        let mut properties = json!({ "Type": "MANAGED", "ComputeResources": resources });
        properties.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({
            "Parameters": { "Replaces": { "Type": "String" }, "Group": { "Type": "String" } },
            "Resources": { "Jobs": { "Type": "AWS::Batch::ComputeEnvironment", "Properties": properties } },
        })
    };
    let changed = |kind: &str, more: Value, group: Value| {
        let change = one(environment(kind, more.clone(), json!("sg-00000001")), environment(kind, more, group));
        word(change.stacks[0].resources[0].verdict)
    };
    let other = || json!("sg-00000002");
    assert_eq!(changed("SPOT", json!({}), other()), "replace");
    assert_eq!(changed("SPOT", json!({ "ReplaceComputeEnvironment": true }), other()), "replace");
    assert_eq!(changed("SPOT", json!({ "ReplaceComputeEnvironment": false }), other()), "interruption");
    assert_eq!(changed("SPOT", json!({ "ReplaceComputeEnvironment": { "Ref": "Replaces" } }), other()), "may-replace");
    assert_eq!(changed("FARGATE", json!({}), other()), "update");
    assert_eq!(changed("FARGATE", json!({}), json!({ "Ref": "Group" })), "may-update");
}

/// CloudFormation takes one thing alone for a list of it.
#[test]
fn a_list_of_one_is_what_its_item_is() {
    let rule = json!({ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0" });
    let group = |ingress: Value| json!({ "GroupDescription": "g", "SecurityGroupIngress": ingress });
    let world = |before: Value, after: Value| changed("AWS::EC2::SecurityGroup", group(before), group(after));
    assert_eq!(world(rule.clone(), json!([rule.clone()])), "It metadata");
    assert_eq!(world(json!([rule.clone()]), rule.clone()), "It metadata");
    let other = json!({ "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0" });
    assert!(world(rule, json!([other])).contains("WORLD OPEN"));
    let instance = |groups: Value| json!({ "ImageId": "ami-00000001", "SecurityGroupIds": groups });
    let groups = |before: Value, after: Value| changed("AWS::EC2::Instance", instance(before), instance(after));
    assert_eq!(groups(json!("sg-00000001"), json!(["sg-00000001"])), "It metadata");
    // What a call gives may be a list itself.
    assert_ne!(groups(json!({ "Ref": "It" }), json!([{ "Ref": "It" }])), "It metadata");
}

/// Whether a value is another one and what another one does are told apart.
#[test]
fn what_may_interrupt_is_not_told_as_sure() {
    let database = |class: Value, storage: &str| {
        json!({
            "Parameters": { "Class": { "Type": "String" } },
            "Resources": { "It": {
                "Type": "AWS::RDS::DBInstance",
                "DeletionPolicy": "Snapshot",
                "Properties": { "DBInstanceClass": class, "Engine": "mysql", "AllocatedStorage": storage }
            } }
        })
    };
    let given = || json!({ "Ref": "Class" });
    let change = |after: Value| one(database(json!("db.t3.micro"), "10"), after);
    insta::assert_snapshot!(told(&change(database(given(), "10"))), @"
    DOWNTIME DIFF301: It: it may be updated with some interruption (DBInstanceClass: out of service while it changes, with MultiAZ for a failover; at once, or in the maintenance window where ApplyImmediately is false)
    It may-interrupt
    ");
    assert!(change(database(given(), "10")).stacks[0].resources[0].may_stay());
    assert!(!change(database(given(), "20")).stacks[0].resources[0].may_stay());
    assert_eq!(word(change(database(json!("db.t3.small"), "10")).stacks[0].resources[0].verdict), "interruption");
}

/// `Updates aren't supported`, say the pages of these types.
#[test]
fn what_cloudformation_never_updates_fails() {
    let template = |name: &str, kind: &str| {
        let function =
            json!({ "FunctionName": name, "Role": "r", "Runtime": "python3.13", "Handler": "a.b", "Code": { "ZipFile": "x" } });
        let custom = json!({ "ServiceToken": { "Fn::GetAtt": ["F", "Arn"] }, "A": "b" });
        json!({ "Resources": { "F": { "Type": "AWS::Lambda::Function", "Properties": function }, "X": { "Type": kind, "Properties": custom } } })
    };
    let change = |kind: &str| told(&one(template("a", kind), template("b", kind)));
    insta::assert_snapshot!(change("Custom::Thing"), @"
    WILL FAIL DIFF108: X: ServiceToken cannot be changed: CloudFormation does not let the service token of a custom resource be modified
    F replace
    X unknown
    ");
    assert!(change("AWS::CloudFormation::CustomResource").contains("WILL FAIL DIFF108: X: ServiceToken cannot be changed"));
    let wait = |count: &str| json!({ "Handle": "https://handle", "Timeout": "100", "Count": count });
    insta::assert_snapshot!(changed("AWS::CloudFormation::WaitCondition", wait("1"), wait("2")), @"
    WILL FAIL DIFF108: It: Count cannot be changed: CloudFormation updates no wait condition
    It update
    ");
}

/// A product of Service Catalog has a stack of its own, whose template only the catalog has.
#[test]
fn what_happens_inside_of_a_provisioned_product_is_unknown() {
    let template = |version: &str| {
        let of = json!({ "ProductName": "web", "ProvisioningArtifactName": version, "ProvisionedProductName": "web" });
        let topic = json!({ "TopicName": { "Fn::GetAtt": ["App", "Outputs.Name"] } });
        json!({ "Resources": {
            "App": { "Type": "AWS::ServiceCatalog::CloudFormationProvisionedProduct", "Properties": of },
            "Topic": { "Type": "AWS::SNS::Topic", "Properties": topic },
        } })
    };
    let change = one(template("v1"), template("v2"));
    assert_eq!(told(&change), "App unknown\nTopic may-replace");
    let gone = one(template("v1"), json!({ "Resources": { "Topic": { "Type": "AWS::SNS::Topic" } } }));
    let app = gone.stacks[0].resources.iter().find(|resource| resource.id == "App").unwrap();
    assert!(
        app.kept.as_ref().is_some_and(|told| told.contains("all that is in the stack of the product is deleted")),
        "{:?}",
        app.kept
    );
}

/// A new group is made with all of its rules, while the old one has its own.
#[test]
fn an_update_costs_nothing_where_a_new_resource_is_made_with_it() {
    let group = |description: &str, peer: &str| {
        let rule = json!({ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": peer });
        json!({ "Resources": { "It": { "Type": "AWS::EC2::SecurityGroup", "Properties": { "GroupDescription": description, "SecurityGroupIngress": [rule] } } } })
    };
    let costs = |before: Value, after: Value| {
        let comparison = one(before, after);
        comparison.stacks[0].resources[0].changes.iter().any(|change| !change.why.is_empty())
    };
    assert!(costs(group("x", "10.0.0.0/8"), group("x", "10.0.0.0/16")));
    assert!(!costs(group("x", "10.0.0.0/8"), group("y", "10.0.0.0/16")));
}

/// A database stays where its insights go, with the key that they were encrypted by.
#[test]
fn insights_that_go_replace_no_database() {
    let on =
        json!({ "DBInstanceClass": "db.t4g.micro", "EnablePerformanceInsights": true, "PerformanceInsightsKMSKeyId": "alias/a" });
    let off = json!({ "DBInstanceClass": "db.t4g.micro", "EnablePerformanceInsights": false });
    assert_eq!(changed("AWS::RDS::DBInstance", on, off), "It update");
}
