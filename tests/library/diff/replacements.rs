//! What is replaced with it, what cannot be replaced, and what is lost by it.

use super::*;
use formwork::diff::HeadlineKind;
use serde_json::{Value, json};

#[test]
fn a_balancer_that_is_replaced_without_its_target_groups_fails() {
    let changed = application(|resources| resources["Alb"]["Properties"]["Scheme"] = json!("internal"));
    insta::assert_snapshot!(told(&changed), @"
    WILL FAIL DIFF103: Alb is replaced, and its target group Target stays: a target group serves one load balancer only
    DOWNTIME DIFF301: Alb: the load balancer is replaced: its DNS name changes, and clients that hold the old one lose it
    Alb replace
    Https replace (Alb → Https.LoadBalancerArn)
    Rule replace (Alb → Https.LoadBalancerArn → Rule.ListenerArn)
    ");
    let together = application(|resources| {
        resources["Alb"]["Properties"]["Scheme"] = json!("internal");
        resources["Target2"] = resources["Target"].take();
        resources.as_object_mut().unwrap().remove("Target");
        resources["Rule"]["Properties"]["Actions"][0]["TargetGroupArn"] = json!({ "Ref": "Target2" });
        resources["Service"]["Properties"]["LoadBalancers"][0]["TargetGroupArn"] = json!({ "Ref": "Target2" });
    });
    assert!(together.headlines.iter().all(|headline| headline.kind != HeadlineKind::WillFail), "{}", told(&together));
}

/// The target group of a replacement has no load balancer before the rule of it is moved.
#[test]
fn a_service_waits_until_its_target_group_has_a_balancer() {
    let other = |waits: bool| {
        application(|resources| {
            resources["Other"] = resources["Target"].clone();
            let rule = resources["Rule"].clone();
            resources["OtherRule"] = rule;
            resources["OtherRule"]["Properties"]["Priority"] = json!(77);
            resources["OtherRule"]["Properties"]["Actions"][0]["TargetGroupArn"] = json!({ "Ref": "Other" });
            resources["Service"]["Properties"]["LoadBalancers"][0]["TargetGroupArn"] = json!({ "Ref": "Other" });
            resources["Service"]["DependsOn"] = if waits { json!(["Rule", "OtherRule"]) } else { json!(["Rule"]) };
        })
    };
    insta::assert_snapshot!(told(&other(false)), @"
    WILL FAIL DIFF106: Service moves to the target group Other, and does not wait until that has a load balancer
    Service update
    Other add
    OtherRule add
    ");
    assert!(other(true).headlines.is_empty(), "{}", told(&other(true)));
}

#[test]
fn a_replacement_spreads_along_create_only_references() {
    let changed = application(|resources| resources["Vpc"]["Properties"]["CidrBlock"] = json!("10.1.0.0/16"));
    insta::assert_snapshot!(told(&changed), @"
    WILL FAIL DIFF108: Alb: Subnets cannot move to another VPC: its subnets are of one VPC for its life
    DOWNTIME DIFF301: Target: Rule forwards to the new target group, which is empty until the targets of Service are in it and healthy
    Vpc replace
    Attach replace (Vpc → Attach.VpcId)
    PublicA replace (Vpc → PublicA.VpcId)
    AssocA replace (Vpc → PublicA.VpcId → AssocA.SubnetId)
    PublicB replace (Vpc → PublicB.VpcId)
    AssocB replace (Vpc → PublicB.VpcId → AssocB.SubnetId)
    Routes replace (Vpc → Routes.VpcId)
    Default replace (Vpc → Routes.VpcId → Default.RouteTableId)
    AlbSg replace (Vpc → AlbSg.VpcId)
    TaskSg replace (Vpc → TaskSg.VpcId)
    Alb update
    Target replace (Vpc → Target.VpcId)
    Rule update
    Service update
    ");
}

/// A service cannot move to another cluster; its deployment controller can change in place by the schemas of 2026.
#[test]
fn a_named_service_that_is_replaced_fails() {
    let service = |cluster: &str, controller: &str, scheduling: &str| {
        json!({ "Resources": { "Service": { "Type": "AWS::ECS::Service", "Properties": {
            "ServiceName": "web", "Cluster": cluster, "DeploymentController": { "Type": controller }, "SchedulingStrategy": scheduling } } } })
    };
    let old = || service("a", "ECS", "REPLICA");
    let fails = "WILL FAIL DIFF101: Service is replaced, but its ServiceName stays `web`";
    for new in [service("a", "ECS", "DAEMON"), service("b", "ECS", "REPLICA")] {
        assert!(told(&one(old(), new)).starts_with(fails));
    }
    insta::assert_snapshot!(told(&one(old(), service("a", "CODE_DEPLOY", "REPLICA"))), @"Service update");
}

/// The new service is made, and waited for, before the old one is deleted.
#[test]
fn a_service_is_replaced_without_downtime_unless_its_connect_names_are_taken() {
    let service = |cluster: &str, connect: Value| {
        json!({ "Resources": { "Service": { "Type": "AWS::ECS::Service",
            "Properties": { "Cluster": cluster, "ServiceConnectConfiguration": connect } } } })
    };
    let connect = |namespace: &str, name: &str| json!({ "Enabled": true, "Namespace": namespace, "Services": [{ "PortName": "http", "DiscoveryName": name }] });
    let told = |before: Value, after: Value| told(&one(service("a", before), service("b", after)));
    assert_eq!(told(json!({ "Enabled": false }), json!({ "Enabled": false })), "Service replace");
    assert_eq!(told(connect("n", "web"), connect("n", "web2")), "Service replace");
    assert_eq!(told(connect("n", "web"), connect("m", "web")), "Service replace");
    insta::assert_snapshot!(told(connect("n", "web"), connect("n", "web")), @"
    WILL FAIL DIFF108: Service is replaced, and the new service is made before the old one is deleted: two cannot have the Service Connect names web
    Service replace
    ");
}

#[test]
fn data_that_is_lost_is_seen() {
    let table = |name: &str, policies: bool| {
        let mut resource = json!({ "Type": "AWS::DynamoDB::Table", "Properties": { "TableName": name } });
        if policies {
            resource["DeletionPolicy"] = json!("Retain");
            resource["UpdateReplacePolicy"] = json!("Retain");
        }
        json!({ "Resources": { "Table": resource, "Topic": { "Type": "AWS::SNS::Topic" } } })
    };
    let none = json!({ "Resources": { "Topic": { "Type": "AWS::SNS::Topic" } } });
    insta::assert_snapshot!(told(&one(table("a", false), table("b", false))), @"
    DATA LOSS DIFF201: AWS::DynamoDB::Table Table is replaced, and its data goes with it
    Table replace
    ");
    insta::assert_snapshot!(told(&one(table("a", false), none.clone())), @"
    DATA LOSS DIFF201: AWS::DynamoDB::Table Table is removed, and its data goes with it
    Table remove
    ");
    let mut indexed = table("a", false);
    indexed["Resources"]["Table"]["Properties"]["LocalSecondaryIndexes"] = json!([{ "IndexName": "by-time" }]);
    insta::assert_snapshot!(told(&one(table("a", false), indexed)), @"
    WILL FAIL DIFF101: Table is replaced, but its TableName stays `a`, and CloudFormation cannot update a stack when a custom-named resource requires replacing
    DATA LOSS DIFF201: AWS::DynamoDB::Table Table is replaced, and its data goes with it
    Table replace
    ");
    insta::assert_snapshot!(told(&one(table("a", true), table("b", true))), @"Table replace");
    insta::assert_snapshot!(told(&one(table("a", true), none.clone())), @"Table remove");
    // A database that stands alone leaves a snapshot without being told, and the data of a cluster's instance is the cluster's. A replacement
    // leaves none.
    let database = |key: &str, name: &str| {
        let resource = json!({ "Type": "AWS::RDS::DBInstance", "Properties": { key: name } });
        json!({ "Resources": { "Database": resource, "Topic": { "Type": "AWS::SNS::Topic" } } })
    };
    insta::assert_snapshot!(told(&one(database("DBName", "a"), none.clone())), @"
    DOWNTIME DIFF301: Database: it is removed, and what uses it loses it
    Database remove
    ");
    insta::assert_snapshot!(told(&one(database("DBClusterIdentifier", "a"), none)), @"Database remove");
    insta::assert_snapshot!(told(&one(database("DBName", "a"), database("DBName", "b"))), @"
    DATA LOSS DIFF201: AWS::RDS::DBInstance Database is replaced, and its data goes with it
    DOWNTIME DIFF301: Database: the database is replaced, and the new one is empty
    Database replace
    ");
}

#[test]
fn a_rename_is_named() {
    let changed = application(|resources| {
        resources["Logs2"] = resources["Logs"].clone();
        resources.as_object_mut().unwrap().remove("Logs");
    });
    insta::assert_snapshot!(told(&changed), @"
    DATA LOSS DIFF201: AWS::Logs::LogGroup Logs is removed, and its data goes with it
    Logs2 add (was Logs)
    Logs remove
    ");
}

#[test]
fn a_target_group_does_not_move_between_balancers() {
    let rule = |listener: &str, group: &str| {
        let listener_of = |balancer: &str| json!({ "Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": { "LoadBalancerArn": { "Ref": balancer }, "Port": 80, "DefaultActions": [] } });
        let balancer = json!({ "Type": "AWS::ElasticLoadBalancingV2::LoadBalancer" });
        let actions = json!([{ "Type": "forward", "TargetGroupArn": { "Ref": group } }]);
        json!({ "Resources": {
            "A": balancer, "B": balancer, "La": listener_of("A"), "Lb": listener_of("B"),
            group: { "Type": "AWS::ElasticLoadBalancingV2::TargetGroup" },
            "Rule": { "Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": { "ListenerArn": { "Ref": listener }, "Priority": 1, "Conditions": [], "Actions": actions } },
        } })
    };
    insta::assert_snapshot!(told(&one(rule("La", "Group"), rule("Lb", "Group"))), @"
    WILL FAIL DIFF103: Rule forwards to the target group Group for B while Rule still does for A: a target group serves one load balancer only
    Rule replace
    ");
    assert!(
        one(rule("La", "Group"), rule("Lb", "Other")).headlines.iter().all(|headline| headline.kind != HeadlineKind::WillFail)
    );
}

#[test]
fn what_another_template_does_is_unknown() {
    let stack = |url: &str, name: &str| {
        let properties = json!({ "TemplateURL": url, "Parameters": { "Name": name } });
        json!({ "Resources": { "Child": { "Type": "AWS::CloudFormation::Stack", "Properties": properties } } })
    };
    assert_eq!(told(&one(stack("https://b/1", "a"), stack("https://b/2", "a"))), "Child unknown");
    assert_eq!(told(&one(stack("https://b/1", "a"), stack("https://b/1", "b"))), "Child unknown");
}

#[test]
fn what_takes_the_place_of_a_database_is_told() {
    let database = |class: &str, snapshot: bool| {
        let mut properties = json!({ "Engine": "mysql", "MasterUsername": class });
        if snapshot {
            properties["DBSnapshotIdentifier"] = json!("s");
        }
        json!({ "Resources": { "D": { "Type": "AWS::RDS::DBInstance", "UpdateReplacePolicy": "Snapshot", "Properties": properties } } })
    };
    let told: Vec<String> = [true, false].map(|snapshot| told(&one(database("a", snapshot), database("b", snapshot)))).into();
    insta::assert_snapshot!(told.join("\n\n"), @"
    DOWNTIME DIFF301: D: the database is replaced, and the new one is restored from the snapshot that it names, without what was written since
    D replace

    DOWNTIME DIFF301: D: the database is replaced, and the new one is empty
    D replace
    ");
}

#[test]
fn an_output_of_a_changed_nested_stack_may_replace() {
    let template = |url: &str| {
        json!({ "Resources": {
            "Inner": { "Type": "AWS::CloudFormation::Stack", "Properties": { "TemplateURL": url } },
            "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": { "Fn::GetAtt": ["Inner", "Outputs.Name"] } } },
            "Topic": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": { "Ref": "Inner" } } } } })
    };
    insta::assert_snapshot!(told(&one(template("one"), template("two"))), @"
    Inner unknown
    Queue may-replace
    ");
}

#[test]
fn a_second_balancer_of_a_target_group_fails() {
    let changed = application(|resources| {
        resources["Other"] = resources["Alb"].clone();
        resources["Plain"] = resources["Https"].clone();
        resources["Plain"]["Properties"]["LoadBalancerArn"] = json!({ "Ref": "Other" });
        resources["Plain"]["Properties"]["DefaultActions"] =
            json!([{ "Type": "forward", "TargetGroupArn": { "Ref": "Target" } }]);
    });
    insta::assert_snapshot!(told(&changed), @"
    WILL FAIL DIFF103: Plain forwards to the target group Target for Other while Rule still does for Alb: a target group serves one load balancer only
    Other add
    Plain add
    ");
}

#[test]
fn a_mount_target_is_one_of_its_subnet() {
    let template = |id: &str| {
        let target = json!({ "FileSystemId": "f", "SubnetId": "s", "SecurityGroups": ["g"] });
        json!({ "Resources": { (id): { "Type": "AWS::EFS::MountTarget", "Properties": target } } })
    };
    insta::assert_snapshot!(told(&one(template("Old"), template("New"))), @"
    WILL FAIL DIFF107: New is made before Old is deleted, and its SubnetId stays `s`, and two resources cannot have it at once
    New add (was Old)
    Old remove
    ");
}

/// What another VPC brings with it: what is bound to one fails with its subnets.
#[test]
fn what_stays_in_its_vpc_does_not_follow_its_subnets() {
    let template = |block: &str, is_bound: bool| {
        let mut template = json!({ "Resources": {
            "Vpc": { "Type": "AWS::EC2::VPC", "Properties": { "CidrBlock": block } },
            "Subnet": { "Type": "AWS::EC2::Subnet", "Properties": { "VpcId": { "Ref": "Vpc" }, "CidrBlock": "10.0.1.0/24" } },
        } });
        if is_bound {
            template["Resources"]["Group"] = json!({ "Type": "AWS::RDS::DBSubnetGroup", "Properties": { "DBSubnetGroupDescription": "d", "SubnetIds": [{ "Ref": "Subnet" }] } });
            template["Resources"]["Cache"] = json!({ "Type": "AWS::ElastiCache::SubnetGroup", "Properties": { "Description": "d", "SubnetIds": [{ "Ref": "Subnet" }] } });
            template["Resources"]["Mount"] = json!({ "Type": "AWS::EFS::MountTarget", "Properties": { "FileSystemId": "fs", "SecurityGroups": [], "SubnetId": { "Ref": "Subnet" } } });
        }
        template
    };
    insta::assert_snapshot!(told(&one(template("10.0.0.0/16", true), template("10.0.0.0/20", true))), @"
    WILL FAIL DIFF108: Group: SubnetIds cannot move to another VPC: its subnets are of one VPC for its life
    WILL FAIL DIFF108: Mount: SubnetId cannot move to another VPC: the mount targets of a file system are in one VPC, and the old one goes only after the new one is made
    Vpc replace
    Subnet replace (Vpc → Subnet.VpcId)
    Group update
    Cache unknown
    Mount replace (Vpc → Subnet.VpcId → Mount.SubnetId)
    ");
    insta::assert_snapshot!(told(&one(template("10.0.0.0/16", false), template("10.0.0.0/20", false))), @"
    Vpc replace
    Subnet replace (Vpc → Subnet.VpcId)
    ");
}

#[test]
fn what_may_be_replaced_may_replace_what_reads_it() {
    let template = |scheme: Value| {
        json!({ "Resources": {
            "Balancer": { "Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": scheme },
            "Listener": { "Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": { "LoadBalancerArn": { "Ref": "Balancer" } } },
            "Rule": { "Type": "AWS::ElasticLoadBalancingV2::ListenerRule", "Properties": { "ListenerArn": { "Ref": "Listener" } } },
        } })
    };
    insta::assert_snapshot!(told(&one(template(json!({})), template(json!({ "Scheme": "internet-facing" })))), @"
    Balancer may-replace
    Listener may-replace
    Rule may-replace
    ");
}

/// What a text reads from the store may be the same from another place.
#[test]
fn a_part_of_a_text_from_the_store_may_be_the_same() {
    let rule = |path: &str| {
        let name = json!({ "Fn::Sub": format!("of-${{AWS::AccountId}}-to-{{{{resolve:ssm:{path}}}}}") });
        json!({ "Resources": { "Rule": { "Type": "AWS::Events::Rule", "Properties": { "Name": name } } } })
    };
    insta::assert_snapshot!(told(&one(rule("a"), rule("/b/a"))), @"Rule may-replace");
}

/// An entry that is gone from a mapping, where something still reads it.
#[test]
fn an_entry_of_a_mapping_that_is_gone_fails_where_it_is_read() {
    let template = |stages: &[&str], argument: Value| {
        let entries: serde_json::Map<String, Value> =
            stages.iter().map(|stage| ((*stage).to_owned(), json!({ "name": stage }))).collect();
        json!({
            "Parameters": { "Stage": { "Type": "String" } }, "Mappings": { "Names": entries },
            "Resources": { "Topic": { "Type": "AWS::SNS::Topic", "Properties": { "DisplayName": { "Fn::FindInMap": argument } } } },
        })
    };
    let read = json!(["Names", { "Ref": "Stage" }, "name"]);
    insta::assert_snapshot!(told(&one(template(&["dev", "prod"], read.clone()), template(&["dev"], read))), @"
    WILL FAIL DIFF109: the mapping Names has no key `prod`, which Topic reads where Stage = prod
    Topic may-update where Stage = prod
    ");
    let read = json!(["Names", { "Ref": "Stage" }, "name", { "DefaultValue": "x" }]);
    let text = told(&one(template(&["dev", "prod"], read.clone()), template(&["dev"], read)));
    assert!(!text.contains("WILL FAIL"), "{text}");
}

#[test]
fn a_database_begins_anew_with_another_snapshot() {
    let database = |snapshot: Option<&str>| {
        let mut properties = json!({ "DBInstanceClass": "db.t3.micro" });
        snapshot.into_iter().for_each(|name| properties["DBSnapshotIdentifier"] = json!(name));
        json!({ "Resources": { "Database": { "Type": "AWS::RDS::DBInstance", "Properties": properties } } })
    };
    let lost = "DATA LOSS DIFF201: AWS::RDS::DBInstance Database is replaced, and its data goes with it; the new one is restored from the snapshot";
    for before in [None, Some("a")] {
        let found = told(&one(database(before), database(Some("b"))));
        assert!(found.starts_with(lost), "{found}");
    }
    insta::assert_snapshot!(told(&one(database(Some("a")), database(None))), @"
    DATA LOSS DIFF201: AWS::RDS::DBInstance Database may be replaced, and its data would go with it
    DOWNTIME DIFF301: Database: it may be replaced; if so, the database is replaced, and the new one is empty
    Database may-replace
    ");
}

/// What is reached by a name is lost with it, unless something else gives the name.
#[test]
fn clients_lose_a_name_that_goes() {
    let template = |resource_type: &str, properties: Value, others: Value| {
        let mut template = json!({ "Resources": others });
        template["Resources"]["It"] = json!({ "Type": resource_type, "Properties": properties });
        template
    };
    let renamed = |resource_type: &str, property: &str, more: Value, others: Value| {
        let with = |name: &str| {
            let mut properties = more.clone();
            properties[property] = json!(name);
            properties
        };
        let before = template(resource_type, with("api.example.com"), others.clone());
        told(&one(before, template(resource_type, with("api2.example.com"), others)))
    };
    let domain = renamed("AWS::ApiGateway::DomainName", "DomainName", json!({}), json!({}));
    insta::assert_snapshot!(domain, @r#"
    DOWNTIME DIFF301: It: the domain name "api.example.com" goes, and clients that use it lose it
    It replace
    "#);
    let zone = |kind: &str| json!({ "Type": kind, "HostedZoneId": "Z1", "TTL": "60", "ResourceRecords": ["10.0.0.1"] });
    let record = |more: Value, others: Value| renamed("AWS::Route53::RecordSet", "Name", more, others);
    insta::assert_snapshot!(record(zone("A"), json!({})), @r#"
    DOWNTIME DIFF301: It: the record "api.example.com" goes, and clients that use it lose it
    It replace
    "#);
    // Records that prove something, one of several, and a name that others give.
    let mut weighted = zone("A");
    weighted["SetIdentifier"] = json!("one");
    let other = |name: &str| {
        let mut properties = zone("AAAA");
        properties["Name"] = json!(name);
        json!({ "Other": { "Type": "AWS::Route53::RecordSet", "Properties": properties } })
    };
    let silent = [
        (zone("TXT"), json!({})),
        (weighted, json!({})),
        (zone("A"), other("api.example.com.")),
        (zone("A"), other("*.example.com")),
        (
            zone("A"),
            json!({ "Group": { "Type": "AWS::Route53::RecordSetGroup", "Properties": { "RecordSets": [{ "Name": "api.example.com" }] } } }),
        ),
    ];
    for (more, others) in silent {
        let told = record(more.clone(), others.clone());
        assert!(told.ends_with("It replace") && !told.contains("DOWNTIME"), "{more} {others}: {told}");
    }
}

/// A revision is one of the same family, function or API.
#[test]
fn a_new_revision_is_of_what_stays() {
    let revises = |resource_type: &str, before: Value, after: Value| {
        let template = |properties: Value| json!({ "Resources": { "It": { "Type": resource_type, "Properties": properties } } });
        let comparison = one(template(before), template(after));
        let it = &comparison.stacks[0].resources[0];
        (it.is_revision(), comparison.replaces(), it.kept.clone())
    };
    let task = |family: Value, image: &str| {
        let mut task = json!({ "ContainerDefinitions": [{ "Name": "c", "Image": image, "Memory": 128 }] });
        task["Family"] = family;
        task.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        task
    };
    let of_families = |one: Value, other: Value| revises("AWS::ECS::TaskDefinition", task(one, "x:1"), task(other, "x:2"));
    assert_eq!(of_families(json!("f"), json!("f")), (true, false, None));
    assert_eq!(of_families(json!("f"), json!("g")), (false, true, None));
    let generated = "it has no Family, so CloudFormation makes a new family with another name";
    assert_eq!(of_families(json!(null), json!(null)), (false, true, Some(generated.to_owned())));
    let version = |function: &str, text: &str| json!({ "FunctionName": function, "Description": text });
    assert!(revises("AWS::Lambda::Version", version("f", "a"), version("f", "b")).0);
    assert!(!revises("AWS::Lambda::Version", version("f", "a"), version("g", "a")).0);
    let layer = |key: &str| json!({ "Content": { "S3Bucket": "b", "S3Key": key } });
    assert!(revises("AWS::Lambda::LayerVersion", layer("a"), layer("b")).0);
}
