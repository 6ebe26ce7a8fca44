//! Names and identities that two resources cannot have at once.

use super::*;
use formwork::diff::HeadlineKind;
use serde_json::{Value, json};

#[test]
fn a_named_resource_cannot_be_replaced() {
    let template = |port: u16, name: &str| {
        json!({ "Resources": { "Target": { "Type": "AWS::ElasticLoadBalancingV2::TargetGroup",
            "Properties": { "Name": name, "Port": port, "Protocol": "HTTP", "TargetType": "ip", "VpcId": "vpc-00000001" } } } })
    };
    insta::assert_snapshot!(told(&one(template(80, "web"), template(81, "web"))), @"
    WILL FAIL DIFF101: Target is replaced, but its Name stays `web`, and CloudFormation cannot update a stack when a custom-named resource requires replacing
    Target replace
    ");
    insta::assert_snapshot!(told(&one(template(80, "web"), template(81, "web2"))), @"Target replace");
}

/// CloudFormation makes the new resource first, and the old one still has what it wants.
#[test]
fn what_only_one_resource_can_have_is_not_had_twice() {
    let template = |id: &str, resource: &Value| json!({ "Resources": { id: resource } });
    let of = |resource_type: &str, properties: Value| json!({ "Type": resource_type, "Properties": properties });
    let subnet = |zone: &str, block: &str| {
        of("AWS::EC2::Subnet", json!({ "VpcId": "vpc-00000001", "CidrBlock": block, "AvailabilityZone": zone }))
    };
    let listener = |port: u16| {
        of("AWS::ElasticLoadBalancingV2::Listener", json!({ "LoadBalancerArn": "a", "Port": port, "DefaultActions": [] }))
    };
    let topic = of("AWS::SNS::Topic", json!({ "TopicName": "news" }));
    let pairs = [
        (template("A", &subnet("us-east-1a", "10.0.0.0/24")), template("A", &subnet("us-east-1b", "10.0.0.0/24"))),
        (template("A", &subnet("us-east-1a", "10.0.0.0/24")), template("A", &subnet("us-east-1b", "10.0.1.0/24"))),
        (template("A", &listener(80)), template("B", &listener(80))),
        (template("A", &listener(80)), template("B", &listener(81))),
        (template("A", &topic), template("B", &topic)),
    ];
    let told: Vec<String> = pairs.into_iter().map(|(before, after)| told(&one(before, after))).collect();
    insta::assert_snapshot!(told.join("\n\n"), @"
    WILL FAIL DIFF107: A is replaced, but its CidrBlock stays `10.0.0.0/24`, and two resources cannot have it at once
    A replace

    A replace

    WILL FAIL DIFF107: B is made before A is deleted, and its Port stays `80`, and two resources cannot have it at once
    B add (was A)
    A remove

    B add
    A remove

    WILL FAIL DIFF101: B is made before A is deleted, and its TopicName stays `news`, and two resources cannot have one name
    B add (was A)
    A remove
    ");
}

/// The same rule of a group, or route of a table, under another logical id is a second one, until the old one is deleted.
#[test]
fn a_rule_that_is_there_already_fails() {
    let of = |id: &str, resource_type: &str, properties: &Value| json!({ "Resources": { (id): { "Type": resource_type, "Properties": properties } } });
    let renamed = |resource_type: &str, properties: Value| {
        told(&one(of("Old", resource_type, &properties), of("New", resource_type, &properties)))
    };
    let peers = [
        ("Ingress", vec!["CidrIp", "CidrIpv6", "SourcePrefixListId", "SourceSecurityGroupId"]),
        ("Egress", vec!["CidrIp", "CidrIpv6", "DestinationPrefixListId", "DestinationSecurityGroupId"]),
    ];
    for (direction, peer) in peers.iter().flat_map(|(direction, peers)| peers.iter().map(move |peer| (direction, peer))) {
        let resource_type = format!("AWS::EC2::SecurityGroup{direction}");
        let rule = |port: u16| json!({ "GroupId": "sg-1", "IpProtocol": "tcp", "FromPort": port, "ToPort": port, (*peer): "p" });
        let fails = format!(
            "WILL FAIL DIFF107: New is made before Old is deleted, and its {peer} stays `p`, and a security group cannot have one rule twice"
        );
        assert_eq!(renamed(&resource_type, rule(80)), format!("{fails}\nNew add (was Old)\nOld remove"));
        assert_eq!(told(&one(of("Old", &resource_type, &rule(80)), of("New", &resource_type, &rule(81)))), "New add\nOld remove");
    }
    for destination in ["DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"] {
        let found = renamed("AWS::EC2::Route", json!({ "RouteTableId": "rtb-1", (destination): "d", "GatewayId": "igw-1" }));
        assert!(found.starts_with("WILL FAIL DIFF107: New is made before Old"), "{destination}: {found}");
    }
    let entry = json!({ "NetworkAclId": "acl-1", "RuleNumber": 100, "Egress": true, "Protocol": -1, "RuleAction": "allow" });
    assert!(renamed("AWS::EC2::NetworkAclEntry", entry).contains("RuleNumber stays `100`"));
}

/// The physical id of the policy is that of its statement on its bus.
#[test]
fn what_identifies_a_resource_is_not_there_twice() {
    let policy = |id: &str, bus: &str| {
        let statement =
            json!({ "Effect": "Allow", "Action": "events:PutEvents", "Principal": { "AWS": "111122223333" }, "Resource": "arn" });
        let properties = json!({ "StatementId": "others", "EventBusName": bus, "Statement": statement });
        json!({ "Resources": { id: { "Type": "AWS::Events::EventBusPolicy", "Properties": properties } } })
    };
    insta::assert_snapshot!(told(&one(policy("A", "one"), policy("B", "one"))), @"
    WILL FAIL DIFF107: B is made before A is deleted, and its StatementId stays `others`, and two resources cannot have it at once
    B add (was A)
    A remove
    ");
    assert!(one(policy("A", "one"), policy("B", "two")).headlines.iter().all(|headline| headline.kind != HeadlineKind::WillFail));
}

/// What identifies a resource is in its schema: `primaryIdentifier`, and each of `additionalIdentifiers`.
#[test]
fn a_new_logical_id_for_the_same_identity_fails() {
    let renamed = |resource_type: &str, properties: Value| {
        let template = |id: &str| json!({ "Resources": { (id): { "Type": resource_type, "Properties": properties } } });
        told(&one(template("Old"), template("New")))
    };
    insta::assert_snapshot!(renamed("AWS::MSK::Topic", json!({ "ClusterArn": "c", "TopicName": "orders", "PartitionCount": 1, "ReplicationFactor": 1 })), @"
    WILL FAIL DIFF101: New is made before Old is deleted, and its TopicName stays `orders`, and two resources cannot have one name
    New add (was Old)
    Old remove
    ");
    let listener = json!({ "ServiceIdentifier": "s", "Name": "web", "Port": 80, "Protocol": "HTTP", "DefaultAction": {} });
    insta::assert_snapshot!(renamed("AWS::VpcLattice::Listener", listener), @"
    WILL FAIL DIFF101: New is made before Old is deleted, and its Name stays `web`, and two resources cannot have one name
    New add (was Old)
    Old remove
    ");
    insta::assert_snapshot!(renamed("AWS::Cases::Field", json!({ "DomainId": "d", "Name": "n", "Type": "Text" })), @"
    New add (was Old)
    Old remove
    ");
    let topic = |id: &str, cluster: &str| json!({ "Resources": { (id): { "Type": "AWS::MSK::Topic", "Properties": { "ClusterArn": cluster, "TopicName": "orders" } } } });
    let elsewhere = one(topic("Old", "one"), topic("New", "two"));
    assert!(elsewhere.headlines.is_empty(), "a topic of another cluster: {}", told(&elsewhere));
}

/// A name that both sides make of the same parameter is one name: a stack keeps the values that it has. What is stored may change.
/// What has no form in a text reads in a name as it does elsewhere.
#[test]
fn a_name_reads_as_a_person_would_say_it() {
    let bucket = |acl: &str| {
        let part = json!({ "Fn::Select": [0, { "Fn::Split": ["-", { "Ref": "P" }] }] });
        let name = json!({ "Fn::Join": ["-", ["a", { "Ref": "P" }, part]] });
        json!({ "Parameters": { "P": { "Type": "String" } }, "Resources": { "G": { "Type": "AWS::EC2::SecurityGroup", "Properties": { "GroupName": name, "GroupDescription": acl } } } })
    };
    let said = told(&one(bucket("a"), bucket("b")));
    assert!(said.contains("its GroupName stays `a-${P}-${Select(0, Split(\"-\", P))}`"), "{said}");
}

#[test]
fn a_name_made_of_a_parameter_stays() {
    let queue = |name: Value, fifo: bool| {
        json!({
            "Parameters": { "Stage": { "Type": "String" }, "Stored": { "Type": "AWS::SSM::Parameter::Value<String>", "Default": "/name" } },
            "Resources": { "Queue": { "Type": "AWS::SQS::Queue", "UpdateReplacePolicy": "Retain", "Properties": { "QueueName": name, "FifoQueue": fifo } } },
        })
    };
    let told = |name: Value| told(&one(queue(name.clone(), false), queue(name, true)));
    insta::assert_snapshot!(told(json!({ "Fn::Sub": "${Stage}-orders.fifo" })), @"
    WILL FAIL DIFF101: Queue is replaced, but its QueueName stays `${Stage}-orders.fifo`, and CloudFormation cannot update a stack when a custom-named resource requires replacing
    Queue replace
    ");
    insta::assert_snapshot!(told(json!({ "Ref": "Stored" })), @"Queue replace");
}

#[test]
fn a_stack_under_another_name_cannot_have_the_names_of_the_old_one() {
    let template =
        |name: &Value| json!({ "Resources": { "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": name } } } });
    let renamed = |old: Value, new: Value| told(&compare(&[("old", template(&old))], &[("new", template(&new))]));
    let fails = "WILL FAIL DIFF101: Queue is made while the stack old, which no plan deletes, still has QueueName `";
    for name in [json!("orders"), json!({ "Fn::Sub": "orders-${AWS::AccountId}" })] {
        let found = renamed(name.clone(), name.clone());
        assert!(found.starts_with(fails), "{name}: {found}");
    }
    // The name of the stack is in it, or it is another one.
    let of_stack = json!({ "Fn::Sub": "orders-${AWS::StackName}" });
    for (old, new) in [(of_stack.clone(), of_stack), (json!("orders"), json!("orders2"))] {
        assert!(!renamed(old, new).contains("WILL FAIL"));
    }
}

/// Two stacks that both stay, and a name that one gives up and the other one takes.
#[test]
fn a_name_does_not_move_between_stacks_unless_the_order_frees_it() {
    let queue =
        |policy: &str| json!({ "Type": "AWS::SQS::Queue", "DeletionPolicy": policy, "Properties": { "QueueName": "orders" } });
    let import = |name: &str| json!({ "Type": "AWS::SNS::Topic", "Properties": { "TopicName": { "Fn::ImportValue": name } } });
    let stack = |queue: Option<Value>, imports: Option<&str>, exports: &str| {
        let mut template = json!({ "Resources": { "Topic": { "Type": "AWS::SNS::Topic" } }, "Outputs": { "O": { "Value": "v", "Export": { "Name": exports } } } });
        queue.into_iter().for_each(|queue| template["Resources"]["Queue"] = queue);
        imports.into_iter().for_each(|name| template["Resources"]["Imports"] = import(name));
        template
    };
    let moved = |policy: &str, [of_a, of_b]: [Option<&str>; 2], stays: bool| {
        let before = [("a", stack(Some(queue(policy)), of_a, "a")), ("b", stack(None, of_b, "b"))];
        let kept = Some(queue(policy)).filter(|_| stays);
        let after = [("a", stack(kept, of_a, "a")), ("b", stack(Some(queue(policy)), of_b, "b"))];
        let said = told(&compare(&before, &after));
        said.lines().filter(|line| line.starts_with("WILL FAIL")).map(str::to_owned).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(moved("Delete", [None, None], false), @"WILL FAIL DIFF101: Queue is made while the stack a has Queue until it is deployed, with QueueName `orders`, and two resources cannot have one name");
    assert_eq!(moved("Delete", [None, Some("a")], false), "", "a is deployed first");
    insta::assert_snapshot!(moved("Delete", [Some("b"), None], false), @"WILL FAIL DIFF101: Queue is made while the stack a, which is deployed later, still has Queue with QueueName `orders`, and two resources cannot have one name");
    insta::assert_snapshot!(moved("Retain", [None, Some("a")], false), @"WILL FAIL DIFF101: Queue is made while the stack a gives up Queue, which its policy keeps, with QueueName `orders`, and two resources cannot have one name");
    insta::assert_snapshot!(moved("Delete", [None, Some("a")], true), @"WILL FAIL DIFF101: Queue is made while the stack a has Queue with QueueName `orders`, and two resources cannot have one name");
}

/// Subnets of one VPC share no address, and an old one is there until the new ones are made.
#[test]
fn a_subnet_that_overlaps_one_that_goes_later_fails() {
    let subnet =
        |block: Value| json!({ "Type": "AWS::EC2::Subnet", "Properties": { "VpcId": "vpc-00000001", "CidrBlock": block } });
    let of = |subnets: &[(&str, Value)]| {
        let resources: serde_json::Map<String, Value> =
            subnets.iter().map(|(id, block)| ((*id).to_owned(), subnet(block.clone()))).collect();
        json!({ "Parameters": { "Prefix": { "Type": "String" } }, "Resources": resources })
    };
    let below = |end: &str| json!({ "Fn::Join": [".", [{ "Ref": "Prefix" }, end]] });
    let fails = |before: &[(&str, Value)], after: &[(&str, Value)]| {
        let said = told(&one(of(before), of(after)));
        said.lines().filter(|line| line.starts_with("WILL FAIL")).map(str::to_owned).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(fails(&[("Old", json!("10.0.1.0/24"))], &[("New", json!("10.0.0.0/20"))]), @"WILL FAIL DIFF107: the new New wants the CidrBlock `10.0.0.0/20` before the old Old, which has `10.0.1.0/24`, is deleted, and two resources cannot have it at once");
    insta::assert_snapshot!(fails(&[("Old", below("0.0/24"))], &[("New", below("0.0/20"))]), @"WILL FAIL DIFF107: the new New wants the CidrBlock `${Prefix}.0.0/20` before the old Old, which has `${Prefix}.0.0/24`, is deleted, and two resources cannot have it at once");
    assert_eq!(fails(&[("Old", below("0.0/24"))], &[("New", below("16.0/20"))]), "");
    assert_eq!(fails(&[("Old", below("0.0/24"))], &[("New", json!("10.0.0.0/20"))]), "");
    // Parts of a block that nobody knows, and of that of the network.
    let part = |index: u8, bits: u8| json!({ "Fn::Select": [index, { "Fn::Cidr": [{ "Ref": "Prefix" }, 4, bits] }] });
    assert!(fails(&[("Old", part(1, 8))], &[("New", part(0, 9))]).contains("the new New wants the CidrBlock"));
    assert_eq!(fails(&[("Old", part(1, 8))], &[("New", part(1, 9))]), "");
    let of_network = |bits: u8| {
        let block = json!({ "Fn::Select": [0, { "Fn::Cidr": [{ "Fn::GetAtt": ["Network", "CidrBlock"] }, 4, bits] }] });
        let mut template = of(&[("Subnet", block)]);
        template["Resources"]["Network"] = json!({ "Type": "AWS::EC2::VPC", "Properties": { "CidrBlock": "10.0.0.0/16" } });
        template
    };
    let said = told(&one(of_network(8), of_network(9)));
    assert!(said.starts_with("WILL FAIL DIFF107: the new Subnet wants the CidrBlock `10.0.0.0/23`"), "{said}");
    // Each takes the place of the other.
    let swapped = fails(
        &[("A", json!("10.0.1.0/24")), ("B", json!("10.0.2.0/24"))],
        &[("A", json!("10.0.2.0/24")), ("B", json!("10.0.1.0/24"))],
    );
    assert_eq!(swapped.lines().count(), 2, "{swapped}");
}

/// A name may stand in the property that is called like the type.
#[test]
fn a_name_within_a_property_is_one_as_well() {
    let budget = |threshold: u8| {
        let notification = json!({ "NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": threshold });
        let subscribers = json!([{ "SubscriptionType": "EMAIL", "Address": "a@example.com" }]);
        let properties = json!({
            "Budget": { "BudgetName": { "Ref": "Name" }, "BudgetType": "COST", "TimeUnit": "MONTHLY" },
            "NotificationsWithSubscribers": [{ "Notification": notification, "Subscribers": subscribers }],
        });
        json!({
            "Parameters": { "Name": { "Type": "String" } },
            "Resources": { "Budget": { "Type": "AWS::Budgets::Budget", "Properties": properties } },
        })
    };
    insta::assert_snapshot!(told(&one(budget(1), budget(2))), @"
    WILL FAIL DIFF101: Budget is replaced, but its Budget.BudgetName stays `${Name}`, and CloudFormation cannot update a stack when a custom-named resource requires replacing
    Budget replace
    ");
}

/// A key is compared as a whole: a version tells recipes of one name apart, a namespace its services. What can be renamed in place is
/// unique all the same.
#[test]
fn a_key_is_compared_as_a_whole() {
    let resources =
        |id: &str, kind: &str, properties: Value| json!({ "Resources": { id: { "Type": kind, "Properties": properties } } });
    let fails = |kind: &str, ids: [&str; 2], before: Value, after: Value| {
        let said = told(&one(resources(ids[0], kind, before), resources(ids[1], kind, after)));
        said.lines().next().is_some_and(|line| line.starts_with("WILL FAIL"))
    };
    let component = |version: &str, data: &str| json!({ "Name": "gold", "Version": version, "Platform": "Linux", "Data": data });
    let built = |before: &str, after: &str| {
        fails("AWS::ImageBuilder::Component", ["R", "R"], component(before, "a"), component(after, "b"))
    };
    assert!(built("1.0.0", "1.0.0"));
    assert!(!built("1.0.0", "1.0.1"));
    assert!(!built("1.0.x", "1.0.x"));
    let service = |namespace: &str, kind: &str| json!({ "Name": "api", "NamespaceId": namespace, "Type": kind });
    let found = |before: Value, after: Value| fails("AWS::ServiceDiscovery::Service", ["R", "R"], before, after);
    assert!(!found(service("ns-1", "HTTP"), service("ns-2", "HTTP")));
    let zone = |networks: Value| {
        let properties = json!({ "Name": "example.com", "VPCs": networks });
        fails("AWS::Route53::HostedZone", ["Old", "New"], properties.clone(), properties)
    };
    assert!(zone(json!([{ "VPCId": "vpc-1", "VPCRegion": "eu-west-1" }])));
    let public = json!({ "Name": "example.com" });
    assert!(!fails("AWS::Route53::HostedZone", ["Old", "New"], public.clone(), public));
    for (kind, properties) in [
        ("AWS::ApiGateway::BasePathMapping", json!({ "DomainName": "api.example.com" })),
        ("AWS::ApiGateway::Resource", json!({ "RestApiId": "a", "ParentId": "b", "PathPart": "orders" })),
        ("AWS::ApiGatewayV2::Route", json!({ "ApiId": "a", "RouteKey": "GET /orders" })),
        ("AWS::CloudFront::CachePolicy", json!({ "CachePolicyConfig": { "Name": "bob" } })),
        ("AWS::CloudFront::Distribution", json!({ "DistributionConfig": { "Aliases": ["a.example.com"] } })),
        ("AWS::CodeCommit::Repository", json!({ "RepositoryName": "bob" })),
        ("AWS::EC2::VPCEndpoint", json!({ "ServiceName": "s3", "VpcId": "vpc-1", "RouteTableIds": ["rtb-1"] })),
        ("AWS::EC2::VPCEndpoint", json!({ "ServiceName": "ecr", "VpcId": "vpc-1", "PrivateDnsEnabled": true })),
        ("AWS::IAM::OIDCProvider", json!({ "Url": "https://example.com" })),
        ("AWS::IAM::ServiceLinkedRole", json!({ "AWSServiceName": "ecs.amazonaws.com" })),
        ("AWS::Lambda::EventSourceMapping", json!({ "EventSourceArn": "arn:a", "FunctionName": "f" })),
        ("AWS::Lambda::Url", json!({ "TargetFunctionArn": "f", "AuthType": "NONE" })),
        (
            "AWS::Route53::RecordSetGroup",
            json!({ "HostedZoneId": "Z1", "RecordSets": [{ "Name": "a.example.com", "Type": "A" }] }),
        ),
        ("AWS::Glue::Database", json!({ "CatalogId": "123456789012", "DatabaseInput": { "Name": "bob" } })),
        ("AWS::Config::ConfigRule", json!({ "ConfigRuleName": "bob", "Source": { "Owner": "AWS" } })),
        ("AWS::Config::ConformancePack", json!({ "ConformancePackName": "bob" })),
        ("AWS::Organizations::OrganizationalUnit", json!({ "Name": "bob", "ParentId": "r-1234" })),
        ("AWS::Organizations::Policy", json!({ "Name": "bob", "Type": "SERVICE_CONTROL_POLICY", "Content": {} })),
        ("AWS::WAFv2::IPSet", json!({ "Name": "bob", "Scope": "REGIONAL", "IPAddressVersion": "IPV4", "Addresses": [] })),
        ("AWS::WAFv2::WebACL", json!({ "Name": "bob", "Scope": "REGIONAL" })),
        ("AWS::ServiceDiscovery::Service", service("ns-1", "HTTP")),
    ] {
        assert!(fails(kind, ["Old", "New"], properties.clone(), properties), "{kind}");
    }
    let quiet = json!({ "ServiceName": "ecr", "VpcId": "vpc-1", "PrivateDnsEnabled": false });
    assert!(!fails("AWS::EC2::VPCEndpoint", ["Old", "New"], quiet.clone(), quiet));
    let on = |bus: Value| json!({ "StatementId": "a", "Principal": "123456789012", "EventBusName": bus });
    let policy = |before: Value, after: Value| fails("AWS::Events::EventBusPolicy", ["Old", "New"], before, after);
    assert!(policy(json!({ "StatementId": "a", "Principal": "123456789012" }), on(json!("default"))));
    assert!(!policy(on(json!("one")), on(json!("two"))));
}

/// The new instance is launched while the old one still has its address, its interface and its volume.
#[test]
fn what_an_instance_has_goes_with_the_old_one() {
    let template = |image: &str, more: &Value, volume: &Value| {
        let mut instance = json!({ "ImageId": image });
        instance.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({ "Resources": {
            "I": { "Type": "AWS::EC2::Instance", "Properties": instance },
            "Card": { "Type": "AWS::EC2::NetworkInterface", "Properties": { "SubnetId": "subnet-1" } },
            "Disk": { "Type": "AWS::EC2::Volume", "Properties": volume },
            "At": { "Type": "AWS::EC2::VolumeAttachment",
                "Properties": { "VolumeId": { "Ref": "Disk" }, "InstanceId": { "Ref": "I" }, "Device": "/dev/sdf" } },
        } })
    };
    let fails = |before: Value, after: Value| -> Vec<String> {
        let found = one(before, after).headlines.into_iter().filter(|headline| headline.kind == HeadlineKind::WillFail);
        found.map(|headline| headline.message).collect()
    };
    let of_one = json!({ "AvailabilityZone": "us-east-1a" });
    let of_several = json!({ "AvailabilityZone": "us-east-1a", "MultiAttachEnabled": true });
    let replaced =
        |more: Value, volume: &Value| fails(template("ami-1", &more, volume), template("ami-2", &more, volume)).join("\n");
    let attached = "At is replaced, but its VolumeId stays `${Disk}`, and two resources cannot have it at once";
    assert_eq!(replaced(json!({}), &of_one), attached);
    assert_eq!(replaced(json!({}), &of_several), "");
    for (more, property, value) in [
        (json!({ "PrivateIpAddress": "10.0.0.5" }), "PrivateIpAddress", "10.0.0.5"),
        (
            json!({ "NetworkInterfaces": [{ "NetworkInterfaceId": { "Ref": "Card" } }] }),
            "NetworkInterfaces[0].NetworkInterfaceId",
            "${Card}",
        ),
        (json!({ "Volumes": [{ "VolumeId": { "Ref": "Disk" } }] }), "Volumes[0].VolumeId", "${Disk}"),
    ] {
        let message = format!("I is replaced, but its {property} stays `{value}`, and two resources cannot have it at once");
        assert!(replaced(more, &of_one).contains(&message), "{message}");
    }
    let several = json!([{ "SubnetId": "subnet-1", "PrivateIpAddresses": [{ "Primary": true, "PrivateIpAddress": "10.0.0.6" }, { "Primary": false, "PrivateIpAddress": "10.0.0.7" }] }]);
    let property = "NetworkInterfaces[0].PrivateIpAddresses[0].PrivateIpAddress stays `10.0.0.6`";
    assert!(replaced(json!({ "NetworkInterfaces": several }), &of_one).contains(property));
    assert_eq!(
        replaced(json!({ "Volumes": [{ "VolumeId": "vol-1" }] }), &of_several),
        "",
        "nobody knows whether it is for several"
    );
    let address = |address: &str| json!({ "PrivateIpAddress": address });
    let moved = fails(template("ami-1", &address("10.0.0.5"), &of_several), template("ami-2", &address("10.0.0.6"), &of_several));
    assert!(moved.is_empty());
}

/// A name is one of what the resource is within: in another it is free.
#[test]
fn a_name_is_one_of_its_parent() {
    let fails = |kind: &str, before: Value, after: Value| {
        let of = |properties: Value| json!({ "Resources": { "R": { "Type": kind, "Properties": properties } } });
        told(&one(of(before), of(after))).starts_with("WILL FAIL")
    };
    let policy = |target: &str| json!({ "PolicyName": "cpu", "PolicyType": "StepScaling", "ScalingTargetId": target });
    assert!(!fails("AWS::ApplicationAutoScaling::ScalingPolicy", policy("a"), policy("b")));
    let group = |network: &str, text: &str| json!({ "GroupName": "web", "GroupDescription": text, "VpcId": network });
    assert!(!fails("AWS::EC2::SecurityGroup", group("vpc-1", "a"), group("vpc-2", "a")));
    assert!(fails("AWS::EC2::SecurityGroup", group("vpc-1", "a"), group("vpc-1", "b")));
    let consumer = |stream: &str| json!({ "ConsumerName": "web", "StreamARN": stream });
    assert!(!fails("AWS::Kinesis::StreamConsumer", consumer("arn:a"), consumer("arn:b")));
    let cluster = |release: &str| json!({ "Name": "jobs", "ReleaseLabel": release });
    assert!(!fails("AWS::EMR::Cluster", cluster("emr-6.0.0"), cluster("emr-7.0.0")));
}

/// Two types make tables, and one name is one table of an account and region.
#[test]
fn a_table_of_either_type_has_the_name() {
    let table = |id: &str, kind: &str| {
        let of = json!({ "TableName": "orders", "KeySchema": [{ "AttributeName": "a", "KeyType": "HASH" }] });
        json!({ "Resources": { id: { "Type": kind, "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain", "Properties": of } } })
    };
    let [one_region, global] = [table("A", "AWS::DynamoDB::Table"), table("B", "AWS::DynamoDB::GlobalTable")];
    insta::assert_snapshot!(told(&one(one_region.clone(), global.clone())), @"
    WILL FAIL DIFF101: B is made before A is deleted, and its TableName stays `orders`, and two resources cannot have one name
    B add
    A remove
    ");
    assert!(told(&one(global, one_region)).starts_with("WILL FAIL DIFF101: A is made before B is deleted"));
}

/// Neither the dot at the end nor the case of letters makes another name of a record.
#[test]
fn a_record_is_one_however_its_name_is_written() {
    let record = |id: &str, name: &str, kind: &str| {
        let of =
            json!({ "Name": name, "Type": kind, "HostedZoneName": "example.com.", "TTL": "60", "ResourceRecords": ["10.0.0.1"] });
        json!({ "Resources": { id: { "Type": "AWS::Route53::RecordSet", "Properties": of } } })
    };
    let old = record("A", "www.example.com", "A");
    for (id, name) in [("B", "www.example.com."), ("B", "WWW.example.com"), ("A", "www.Example.com.")] {
        let told = told(&one(old.clone(), record(id, name, "A")));
        let fails = format!(
            "WILL FAIL DIFF107: the new {id} wants the Name `{name}` before the old A, which has `www.example.com`, is deleted"
        );
        assert!(told.starts_with(&fails), "{told}");
    }
    assert!(!told(&one(old.clone(), record("B", "api.example.com.", "A"))).contains("WILL FAIL"));
    assert!(!told(&one(old, record("B", "www.example.com.", "AAAA"))).contains("WILL FAIL"));
}

/// Whether it fails where a replacement, or what it is within, only may be another one, is said with what must be so.
#[test]
fn what_may_be_replaced_fails_where_it_is() {
    let template = |zone: &str, x: u8, scheduling: &str| {
        let subnet = json!({ "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24", "AvailabilityZone": { "Ref": zone } });
        let service = json!({ "ServiceName": "web", "Cluster": { "Ref": "Outside" }, "SchedulingStrategy": scheduling });
        json!({
            "Parameters": { "A": { "Type": "String" }, "B": { "Type": "String" } },
            "Resources": {
                "Subnet": { "Type": "AWS::EC2::Subnet", "Properties": subnet },
                "Outside": { "Type": "Other::Thing::Cluster", "Properties": { "X": x } },
                "Service": { "Type": "AWS::ECS::Service", "Properties": service },
            },
        })
    };
    insta::assert_snapshot!(told(&one(template("A", 1, "REPLICA"), template("B", 2, "DAEMON"))), @"
    WILL FAIL DIFF107: Subnet is replaced, but its CidrBlock stays `10.0.0.0/24`, and two resources cannot have it at once where AvailabilityZone gets another value
    WILL FAIL DIFF101: Service is replaced, but its ServiceName stays `web`, and CloudFormation cannot update a stack when a custom-named resource requires replacing where Outside stays the same
    Subnet may-replace
    Outside unknown
    Service replace
    ");
}
