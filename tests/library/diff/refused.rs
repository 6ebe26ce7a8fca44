//! Updates that services refuse, or that take away what was there, beyond what one property says.

use super::*;

fn resources(all: &[(&str, &str, Value)]) -> Value {
    let mut resources = json!({});
    for (id, kind, properties) in all {
        resources[*id] = json!({ "Type": kind, "Properties": properties });
    }
    json!({ "Resources": resources })
}

/// Lambda publishes no version of a function of which nothing changes.
#[test]
fn a_version_of_an_unchanged_function_is_refused() {
    let template = |version: &str, memory: u32, reserved: u32| {
        let function = json!({ "Role": "r", "Runtime": "python3.13", "Handler": "a.h", "Code": { "S3Bucket": "buck", "S3Key": "k" },
            "MemorySize": memory, "ReservedConcurrentExecutions": reserved });
        let versions = json!({ "FunctionName": { "Ref": "F" } });
        resources(&[("F", "AWS::Lambda::Function", function), (version, "AWS::Lambda::Version", versions)])
    };
    let told_of = |after| told(&one(template("One", 128, 1), after));
    insta::assert_snapshot!(told_of(template("Two", 128, 2)), @"
    WILL FAIL DIFF108: Two is another version of F, of which nothing changes: Lambda publishes no version that is as the last one where F is as it was when One was published
    F update
    Two add
    One remove
    ");
    assert!(!told_of(template("Two", 256, 1)).contains("WILL FAIL"));
    let serverless = |value: Value, code: &str| {
        let function = json!({ "AutoPublishAlias": "live", "AutoPublishAliasAllProperties": true, "Runtime": "python3.13", "Handler": "a.h",
            "CodeUri": code, "Environment": { "Variables": { "A": value } } });
        let mut template = resources(&[("F", "AWS::Serverless::Function", function)]);
        template["Transform"] = json!("AWS::Serverless-2016-10-31");
        template["Parameters"] = json!({ "E": { "Type": "String" } });
        template["Conditions"] = json!({ "Dev": { "Fn::Equals": [{ "Ref": "E" }, "dev"] } });
        template
    };
    let chosen = || json!({ "Fn::If": ["Dev", "y", "x"] });
    let by_condition = told(&one(serverless(json!("x"), "s3://b/k"), serverless(chosen(), "s3://b/k")));
    assert!(by_condition.contains(" where E ≠ dev, and F is as it was when FVersion"), "{by_condition}");
    let local = one(serverless(json!("x"), "src/"), serverless(json!({ "Fn::Sub": "x" }), "src/"));
    assert!(!told(&local).contains("WILL FAIL"));
    assert!(local.stacks[0].notes.iter().any(|note| note.contains("is refused by Lambda unless the code of F is another one")));
}

/// A subnet in which a database is does not leave its group, and a group stays in its VPC.
#[test]
fn subnets_in_use_stay_in_their_group() {
    let group = |ids: &[&str]| json!({ "DBSubnetGroupDescription": "d", "SubnetIds": ids });
    let template = |ids: &[&str]| {
        let database = json!({ "DBSubnetGroupName": { "Ref": "G" } });
        resources(&[("G", "AWS::RDS::DBSubnetGroup", group(ids)), ("D", "AWS::RDS::DBInstance", database)])
    };
    insta::assert_snapshot!(told(&one(template(&["a", "b"]), template(&["c", "d"]))), @"
    WILL FAIL DIFF108: G loses all its subnets, and D stays in it: a subnet that is in use is not taken out
    G update
    ");
    assert_eq!(told(&one(template(&["a", "b"]), template(&["b", "c"]))), "G update");
    let networks = |block: &str, subnet: &str| {
        let of_network = json!({ "VpcId": { "Ref": "V" }, "CidrBlock": block });
        resources(&[
            ("V", "AWS::EC2::VPC", json!({ "CidrBlock": block })),
            (subnet, "AWS::EC2::Subnet", of_network),
            ("L", "AWS::ElasticLoadBalancingV2::LoadBalancer", json!({ "Subnets": [{ "Ref": subnet }] })),
        ])
    };
    let moved = told(&one(networks("10.0.0.0/24", "A"), networks("10.1.0.0/24", "B")));
    assert!(moved.contains("WILL FAIL DIFF108: L: Subnets cannot move to another VPC"), "{moved}");
    let within = told(&one(networks("10.0.0.0/24", "A"), networks("10.0.0.0/24", "B")));
    assert!(!within.contains("another VPC"), "{within}");
}

/// One key has an id, an ARN and aliases.
#[test]
fn two_names_may_be_those_of_one_key() {
    const ID: &str = "12345678-1234-1234-1234-123456789012";
    let file_system = |key: &str| json!({ "Encrypted": true, "KmsKeyId": key });
    let verdict = |one: &str, other: &str| changed("AWS::EFS::FileSystem", file_system(one), file_system(other));
    let arn = |name: &str| format!("arn:aws:kms:eu-west-1:111111111111:{name}");
    for (one, other) in [("alias/a", "alias/b"), (ID, &*arn(&format!("key/{ID}"))), ("alias/a", &*arn(&format!("key/{ID}")))] {
        assert!(verdict(one, other).ends_with("It may-replace"), "{one} {other}");
    }
    let another = ID.replace('1', "2");
    assert!(verdict(ID, &another).ends_with("It replace"));
    assert!(verdict(&arn("alias/a"), "arn:aws:kms:eu-west-2:111111111111:alias/a").ends_with("It replace"));
}

/// Where parameters name the items of a list, nobody knows whether two are one.
#[test]
fn items_named_by_parameters_may_be_one() {
    let table = |key: Value, index: Value| {
        let keys = |name: &Value| json!([{ "AttributeName": name, "KeyType": "HASH" }]);
        let index = json!({ "IndexName": index, "KeySchema": keys(&json!("a")), "Projection": { "ProjectionType": "ALL" } });
        let mut template =
            resources(&[("It", "AWS::DynamoDB::Table", json!({ "KeySchema": keys(&key), "GlobalSecondaryIndexes": [index] }))]);
        template["Parameters"] = json!({ "A": { "Type": "String" }, "B": { "Type": "String" } });
        template
    };
    let parameter = |name: &str| json!({ "Ref": name });
    let keys = told(&one(table(parameter("A"), json!("i")), table(parameter("B"), json!("i"))));
    assert!(keys.contains("It may be replaced, and its data would go with it") && keys.ends_with("It may-replace"), "{keys}");
    let indexes = told(&one(table(json!("k"), json!("one")), table(json!("k"), parameter("B"))));
    insta::assert_snapshot!(indexes, @r#"
    WILL FAIL DIFF108: It: the indexes B, one come or go at once, and an update takes one only where B is not "one"
    It may-update
    "#);
}

#[test]
fn what_one_thing_is_for_aws_is_not_made_twice() {
    let renamed = |kind: &str, properties: Value| {
        let template = |id: &str| resources(&[(id, kind, properties.clone())]);
        told(&one(template("Old"), template("New")))
    };
    let subscription =
        renamed("AWS::SNS::Subscription", json!({ "TopicArn": "t", "Protocol": "email", "Endpoint": "a@example.com" }));
    assert!(subscription.starts_with("WILL FAIL DIFF107: New is made before Old is deleted"), "{subscription}");
    let policy = renamed("AWS::IAM::Policy", json!({ "PolicyName": "p", "Roles": ["r"], "PolicyDocument": {} }));
    assert!(policy.starts_with("WILL FAIL DIFF101: New is made before Old is deleted"), "{policy}");
    let queue = renamed("AWS::SQS::QueuePolicy", json!({ "Queues": ["q"], "PolicyDocument": {} }));
    assert!(queue.starts_with("DOWNTIME DIFF301: New is made before Old is deleted"), "{queue}");
}

/// What a service wrote into before it was asked to, and services that are no more.
#[test]
fn what_is_there_already_or_no_more_is_refused() {
    let function = |name: &str| resources(&[("F", "AWS::Lambda::Function", json!({ "FunctionName": name }))]);
    let with_group = |name: &str, group: &str| {
        let mut template = function(name);
        template["Resources"]["L"] = json!({ "Type": "AWS::Logs::LogGroup", "Properties": { "LogGroupName": group } });
        template
    };
    let told_of = |group| told(&one(function("f"), with_group("f", group)));
    assert!(told_of("/aws/lambda/f").contains("DIFF101: L is the log group that F"), "{}", told_of("/aws/lambda/f"));
    assert!(!told_of("/aws/lambda/g").contains("DIFF101"));
    let stack = |name: &str| json!({ "Name": name });
    let ended = changed("AWS::OpsWorks::Stack", stack("a"), stack("b"));
    assert!(ended.contains("DIFF108: It: the service of AWS::OpsWorks::Stack was shut down"), "{ended}");
}

/// What a loop makes goes with it, whatever it runs over.
#[test]
fn what_a_loop_makes_goes_with_it() {
    let template = |body: Option<Value>| {
        let loops = body.map_or(json!({}), |body| json!({ "Fn::ForEach::T": ["X", { "Ref": "N" }, { "F${X}": body }] }));
        json!({ "Transform": "AWS::LanguageExtensions", "Parameters": { "N": { "Type": "CommaDelimitedList" } }, "Resources": loops })
    };
    let files = |policy: &str| Some(json!({ "Type": "AWS::EFS::FileSystem", "DeletionPolicy": policy }));
    let removed = |policy: &str| told(&one(template(files(policy)), template(None)));
    insta::assert_snapshot!(removed("Delete"), @"
    DATA LOSS DIFF201: AWS::EFS::FileSystem F${X} is removed, and its data goes with it
    F${X} remove
    ");
    assert_eq!(removed("Retain"), "F${X} remove");
    let named = |name: &str| Some(json!({ "Type": "AWS::SQS::Queue", "Properties": { "QueueName": { "Fn::Sub": name } } }));
    assert!(told(&one(template(named("a-${X}")), template(named("b-${X}")))).ends_with("F${X} replace"));
}

/// What has a default engine by engine, and what is asked with another property beside it.
#[test]
fn what_a_change_does_depends_on_the_engine() {
    let database = |port: Option<u32>| {
        let mut properties = json!({ "Engine": "postgres", "DBInstanceClass": "db.t4g.micro" });
        port.into_iter().for_each(|port| properties["Port"] = json!(port));
        properties
    };
    let port = |port: u32| changed("AWS::RDS::DBInstance", database(None), database(Some(port)));
    assert_eq!(port(5432), "It may-interrupt");
    assert!(port(5433).starts_with("DOWNTIME DIFF301") && port(5433).ends_with("It interruption"));
    let replica = |days: Option<u32>| json!({ "SourceDBInstanceIdentifier": "a", "BackupRetentionPeriod": days });
    assert!(
        changed("AWS::RDS::DBInstance", json!({ "SourceDBInstanceIdentifier": "a" }), replica(Some(7)))
            .ends_with("It interruption")
    );
    // An empty text names no snapshot.
    let restored =
        |snapshot: &str, name: &str| json!({ "DBSnapshotIdentifier": snapshot, "DBName": name, "DBInstanceClass": "c" });
    let emptied = changed("AWS::RDS::DBInstance", restored("", "a"), restored("", "b"));
    assert!(emptied.contains("the database is replaced, and the new one is empty"), "{emptied}");
    assert!(changed("AWS::RDS::DBInstance", restored("s", "a"), restored("", "a")).ends_with("It may-replace"));
    let cache = |engine: &str, node: &str| json!({ "Engine": engine, "CacheNodeType": node });
    let resized = |engine: &str| changed("AWS::ElastiCache::CacheCluster", cache(engine, "a"), cache(engine, "b"));
    assert!(resized("memcached").starts_with("WILL FAIL DIFF108: It: CacheNodeType cannot go from a to b"));
    assert_eq!(resized("redis"), "It update");
}

/// A service that may have no more tasks than it wants stops those that run before it starts the next ones.
#[test]
fn a_service_that_stops_first_is_interrupted() {
    let service = |task: &str, percent: [u32; 2], count: u32| {
        let deployment = json!({ "MinimumHealthyPercent": percent[0], "MaximumPercent": percent[1] });
        json!({ "TaskDefinition": task, "DesiredCount": count, "DeploymentConfiguration": deployment })
    };
    let deployed = |percent, count| changed("AWS::ECS::Service", service("a:1", percent, count), service("a:2", percent, count));
    assert!(deployed([0, 100], 1).ends_with("It interruption"));
    assert!(deployed([0, 100], 2).ends_with("It may-interrupt"));
    assert_eq!(deployed([0, 200], 1), "It update");
    assert_eq!(deployed([50, 100], 2), "It update");
}

/// What the launch template of an instance says is asked as if the instance said it.
#[test]
fn an_interface_of_a_launch_template_is_in_one_instance() {
    let template = |image: &str, version: Value| {
        let data = json!({ "ImageId": image, "NetworkInterfaces": [{ "DeviceIndex": 0, "NetworkInterfaceId": "eni-1" }] });
        let launch = json!({ "LaunchTemplateId": { "Ref": "L" }, "Version": version });
        resources(&[
            ("L", "AWS::EC2::LaunchTemplate", json!({ "LaunchTemplateData": data })),
            ("I", "AWS::EC2::Instance", json!({ "LaunchTemplate": launch })),
        ])
    };
    let latest = || json!({ "Fn::GetAtt": ["L", "LatestVersionNumber"] });
    let replaced = told(&one(template("ami-1", latest()), template("ami-2", latest())));
    assert!(replaced.contains("DIFF107: I is replaced, but its NetworkInterfaces[0].NetworkInterfaceId stays"), "{replaced}");
    let stays = one(template("ami-1", json!("1")), template("ami-2", json!("1")));
    assert_eq!(told(&stays), "L update");
    assert_eq!(stays.stacks[0].notes, ["not read: the new version of L; I stays at version 1"]);
}

/// A new bucket has lists of access only where it asks for them.
#[test]
fn cloudfront_logs_into_buckets_with_lists() {
    let distribution = |logging: Value| json!({ "DistributionConfig": { "Enabled": true, "Logging": logging } });
    let after = |bucket: Value| {
        let logging = json!({ "Bucket": { "Fn::GetAtt": ["B", "DomainName"] } });
        resources(&[("D", "AWS::CloudFront::Distribution", distribution(logging)), ("B", "AWS::S3::Bucket", bucket)])
    };
    let before = || resources(&[("D", "AWS::CloudFront::Distribution", distribution(Value::Null))]);
    let fails = |bucket: Value| told(&one(before(), after(bucket))).contains("DIFF108: D logs into B, which is new");
    assert!(fails(json!({})));
    assert!(!fails(json!({ "OwnershipControls": { "Rules": [{ "ObjectOwnership": "ObjectWriter" }] } })));
}

/// A listener that is turned to a new group finds nobody there.
#[test]
fn a_new_target_group_is_empty() {
    let template = |port: u16, targets: Value| {
        let forward = json!([{ "Type": "forward", "TargetGroupArn": { "Ref": "G" } }]);
        let balancers = json!([{ "ContainerName": "a", "ContainerPort": 80, "TargetGroupArn": { "Ref": "G" } }]);
        let mut template = resources(&[
            ("G", "AWS::ElasticLoadBalancingV2::TargetGroup", json!({ "Port": port, "Targets": targets })),
            (
                "L",
                "AWS::ElasticLoadBalancingV2::Listener",
                json!({ "LoadBalancerArn": "l", "Port": 80, "DefaultActions": forward }),
            ),
            ("S", "AWS::ECS::Service", json!({ "TaskDefinition": "a:1", "LoadBalancers": balancers })),
        ]);
        template["Resources"]["S"]["DependsOn"] = json!("L");
        if targets.is_null() {
            template["Resources"]["G"]["Properties"].as_object_mut().unwrap().remove("Targets");
        }
        template
    };
    let told_of = |targets: Value| told(&one(template(80, targets.clone()), template(81, targets)));
    let empty = told_of(Value::Null);
    assert!(
        empty.contains("DOWNTIME DIFF301: G: L forwards to the new target group, which is empty until the targets of S"),
        "{empty}"
    );
    assert!(!told_of(json!([{ "Id": "i-1" }])).contains("is empty"));
}

/// What goes on to be called or served as it was.
#[test]
fn what_stays_behind_a_function_is_told() {
    let template = |properties: Value| {
        let mut function = json!({ "Runtime": "python3.13", "Handler": "a.h", "CodeUri": "s3://b/k" });
        properties.as_object().unwrap().iter().for_each(|(name, value)| function[name] = value.clone());
        let mut template = resources(&[("F", "AWS::Serverless::Function", function)]);
        template["Transform"] = json!("AWS::Serverless-2016-10-31");
        template
    };
    let event = || json!({ "A": { "Type": "Api", "Properties": { "Path": "/", "Method": "get" } } });
    let named = told(&one(template(json!({ "Events": event() })), template(json!({ "Events": event(), "FunctionName": "f" }))));
    assert!(named.contains("DIFF301: ServerlessRestApi: the deployment ServerlessRestApiDeployment"), "{named}");
    let alias = |timeout: u32| template(json!({ "AutoPublishAlias": "live", "Timeout": timeout }));
    let notes = one(alias(5), alias(50)).stacks[0].notes.clone();
    assert!(notes.iter().any(|note| note.starts_with("not published: F; the alias FAliaslive leads to FVersion")), "{notes:?}");
}

/// The attribute by which items expire is not exchanged while they do.
#[test]
fn the_attribute_of_a_time_to_live_stays() {
    let table = |name: &str, enabled: bool| json!({ "TimeToLiveSpecification": { "AttributeName": name, "Enabled": enabled } });
    let changed = |before, after| changed("AWS::DynamoDB::Table", before, after);
    assert!(
        changed(table("a", true), table("b", true)).starts_with("WILL FAIL DIFF108: It: TimeToLiveSpecification.AttributeName")
    );
    assert!(!changed(table("a", false), table("b", true)).contains("WILL FAIL"));
}

/// What one resource has at a time is not taken of another one before that gives it back.
#[test]
fn what_is_taken_in_place_is_still_held() {
    let rules = |all: &[(&str, u32)]| {
        let rule = |priority: u32| json!({ "ListenerArn": "l", "Priority": priority, "Actions": [] });
        let kind = "AWS::ElasticLoadBalancingV2::ListenerRule";
        let all: Vec<(&str, &str, Value)> = all.iter().map(|(id, priority)| (*id, kind, rule(*priority))).collect();
        resources(&all)
    };
    let told_of = |before: &[(&str, u32)], after: &[(&str, u32)]| told(&one(rules(before), rules(after)));
    let exchanged = told_of(&[("A", 1), ("B", 2)], &[("A", 2), ("B", 1)]);
    assert!(exchanged.contains("DIFF107: A and B exchange the Priority `2`"), "{exchanged}");
    let taken = told_of(&[("A", 1), ("B", 2)], &[("A", 2)]);
    assert!(taken.contains("DIFF107: A gets the Priority `2` before B, which has it, is deleted"), "{taken}");
    assert!(!told_of(&[("A", 1), ("B", 2)], &[("A", 3), ("B", 2)]).contains("WILL FAIL"));
    assert!(!told_of(&[("A", 1), ("B", 2)], &[("A", 2), ("B", 3)]).contains("WILL FAIL"));
    let detector = |id: &str| resources(&[(id, "AWS::GuardDuty::Detector", json!({ "Enable": true }))]);
    assert!(told(&one(detector("Old"), detector("New"))).contains("DIFF107: New is made while Old is there"));
}

/// What a service never turns back, and what it does for a while.
#[test]
fn what_does_not_go_back_is_refused() {
    let cluster = |version: &str| changed("AWS::EKS::Cluster", json!({ "Version": "1.30" }), json!({ "Version": version }));
    assert!(cluster("1.29").contains("a version never goes back where it was not upgraded in the last seven days"));
    assert!(cluster("1.28").contains("a version never goes back\n"), "{}", cluster("1.28"));
    let zone = |networks: Value| json!({ "Name": "a.example.com", "VPCs": networks });
    let network = |id: &str| json!([{ "VPCId": id, "VPCRegion": "eu-west-1" }]);
    let zones = |before: Value, after: Value| changed("AWS::Route53::HostedZone", before, after);
    assert!(zones(json!({ "Name": "a.example.com" }), zone(network("v"))).contains("DIFF108: It: VPCs cannot be changed so"));
    assert_eq!(zones(zone(network("v")), zone(network("w"))), "It update");
    let bucket = |status: &str| json!({ "ObjectLockEnabled": true, "VersioningConfiguration": { "Status": status } });
    assert!(changed("AWS::S3::Bucket", bucket("Enabled"), bucket("Suspended")).contains("DIFF108"));
}

/// A listener that goes from a load balancer which stays answers there no more.
#[test]
fn a_listener_that_goes_answers_no_more() {
    let listener = |balancer: &str| json!({ "LoadBalancerArn": { "Ref": balancer }, "Port": 80, "DefaultActions": [] });
    let template = |balancer: &str| {
        let kind = "AWS::ElasticLoadBalancingV2::LoadBalancer";
        let kept = [("A", kind, json!({ "Type": "network" })), ("B", kind, json!({ "Type": "network" }))];
        let all = [&kept[..], &[("L", "AWS::ElasticLoadBalancingV2::Listener", listener(balancer))]].concat();
        resources(&all)
    };
    let moved = told(&one(template("A"), template("B")));
    assert!(moved.contains("DOWNTIME DIFF301: L: nothing answers any more at its port"), "{moved}");
}
