//! What a change does where conditions decide: each outcome of theirs, and what one that is known tells elsewhere.

use super::*;

#[test]
fn tests_that_no_parameter_decides_alone_have_both_outcomes() {
    let template = |one: &str, other: &str| {
        json!({
            "Parameters": { "A": { "Type": "String" }, "B": { "Type": "String" } },
            "Conditions": { "Same": { "Fn::Equals": [{ "Ref": "A" }, { "Ref": "B" }] } },
            "Resources": { "T": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": { "Fn::If": ["Same", one, other] } } } },
        })
    };
    assert_eq!(told(&one(template("x", "y"), template("z", "y"))), "T replace where A = B");
    assert_eq!(told(&one(template("x", "y"), template("x", "z"))), "T replace where A ≠ B");
}

/// Whoever refers to what is replaced is looked at under its own conditions too.
#[test]
fn a_replacement_spreads_where_the_condition_of_a_user_holds() {
    let template = |name: &str| {
        json!({
            "Conditions": { "Here": { "Fn::Equals": [{ "Ref": "AWS::Region" }, "eu-west-1"] } },
            "Resources": {
                "Group": { "Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": { "Name": name } },
                "Task": { "Type": "AWS::SSM::Parameter", "Properties": {
                    "Name": { "Fn::If": ["Here", { "Fn::GetAtt": ["Group", "TargetGroupName"] }, "none"] } } },
            },
        })
    };
    let found = told(&one(template("x"), template("y")));
    assert!(found.contains("Task replace (Group → Task.Name) where AWS::Region = eu-west-1"), "{found}");
}

/// A suffix that is given is not empty, so the name is another one.
#[test]
fn a_part_that_is_surely_there_makes_another_value() {
    let queue = |name: &str| json!({ "Q": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": { "Fn::Sub": name } } } });
    let change = |suffix: Value, name: &str| {
        let after = json!({ "Parameters": { "Suffix": suffix }, "Resources": queue(name) });
        told(&one(json!({ "Resources": queue("q-${AWS::StackName}") }), after))
    };
    insta::assert_snapshot!(change(json!({ "Type": "String", "Default": "" }), "q-${AWS::StackName}${Suffix}"), @"
    DATA LOSS DIFF201: AWS::SQS::Queue Q is replaced, and its data goes with it where Suffix has another value than its default
    Q replace where Suffix has another value than its default
    ");
    let may_be_lost = "DATA LOSS DIFF201: AWS::SQS::Queue Q may be replaced, and its data would go with it\nQ may-replace";
    assert_eq!(change(json!({ "Type": "String" }), "q-${AWS::StackName}${Suffix}"), may_be_lost);
    for given in [json!({ "Type": "String", "MinLength": 1 }), json!({ "Type": "String", "AllowedValues": ["a", "b"] })] {
        assert!(change(given, "q-${AWS::StackName}${Suffix}").contains("Q replace"));
    }
    assert!(change(json!({ "Type": "String" }), "q-${AWS::StackName}${AWS::Region}").contains("Q replace"));
}

/// A condition that asks each of some parameters, which makes too many combinations.
pub(super) fn any_of(names: impl IntoIterator<Item = String>, value: &str) -> Value {
    let tests: Vec<Value> = names.into_iter().map(|name| json!({ "Fn::Equals": [{ "Ref": name }, value] })).collect();
    let halves: Vec<Value> = tests.chunks(6).map(|half| json!({ "Fn::Or": half })).collect();
    json!({ "Fn::Or": halves })
}

/// Where there are too many combinations, a condition is left open, and what it decides reads the same.
#[test]
fn a_condition_that_is_left_open_may_hold_where_it_did_not() {
    let template = |value: &str| {
        let names: Vec<String> = (10..22).map(|number| format!("P{number}")).collect();
        let test = |name: &str, value: &str| json!({ "Fn::Equals": [{ "Ref": name }, value] });
        let mut conditions: serde_json::Map<String, Value> =
            names.iter().map(|name| (format!("Is{name}"), test(name, "on"))).collect();
        let any = any_of(names[..11].to_vec(), "on");
        conditions.insert("Last".to_owned(), json!({ "Fn::And": [any, test("P21", value)] }));
        conditions.insert("Then".to_owned(), json!({ "Fn::Not": [{ "Condition": "Last" }] }));
        let chosen = |condition: &str| json!({ "Fn::If": [condition, 30, 60] });
        let queue = |name: &String| json!({ "Type": "AWS::SQS::Queue", "Condition": format!("Is{name}"), "Properties": { "DelaySeconds": value.len() } });
        let mut resources: serde_json::Map<String, Value> =
            names.iter().map(|name| (format!("Queue{name}"), queue(name))).collect();
        resources
            .insert("Own".to_owned(), json!({ "Type": "AWS::SQS::Queue", "Properties": { "DelaySeconds": chosen("Last") } }));
        let named = json!({ "QueueName": { "Fn::Sub": ["q${N}", { "N": chosen("Then") }] } });
        resources.insert("Named".to_owned(), json!({ "Type": "AWS::SQS::Queue", "Properties": named }));
        resources.insert("Kept".to_owned(), json!({ "Type": "AWS::SQS::Queue", "DeletionPolicy": chosen("Last") }));
        resources.insert("There".to_owned(), json!({ "Type": "AWS::SQS::Queue", "Condition": "Then" }));
        json!({
            "Parameters": names.iter().map(|name| (name.clone(), json!({ "Type": "String" }))).collect::<serde_json::Map<_, _>>(),
            "Conditions": conditions,
            "Resources": resources,
            "Outputs": { "Chosen": { "Value": chosen("Then") }, "There": { "Condition": "Then", "Value": "x" } },
        })
    };
    let comparison = one(template("on"), template("off"));

    let said = told(&comparison);
    let own: Vec<&str> = said.lines().filter(|line| !line.starts_with("QueueP")).collect();
    let lost = "DATA LOSS DIFF201: AWS::SQS::Queue Named may be replaced, and its data would go with it";
    assert_eq!(own, [lost, "Own may-update", "Named may-replace", "Kept metadata", "There unknown"]);
    let outputs: Vec<String> = comparison.stacks[0].others.iter().map(|change| change.path.to_string()).collect();
    assert_eq!(outputs, ["Conditions / Last", "Outputs / Chosen / Value", "Outputs / There / Condition"]);
}

/// A condition compares what an SSM parameter holds, whatever it is called.
#[test]
fn a_condition_sees_what_the_store_holds() {
    let template = |value: &str| {
        json!({
            "Parameters": { "Stage": { "Type": "AWS::SSM::Parameter::Value<String>" } },
            "Conditions": { "IsIt": { "Fn::Equals": [{ "Ref": "Stage" }, value] } },
            "Resources": { "Topic": { "Type": "AWS::SNS::Topic", "Properties": { "DisplayName": { "Fn::If": ["IsIt", "a", "b"] } } } },
        })
    };
    let comparison = one(template("dev"), template("prod"));
    let values: Vec<[&Option<Node>; 2]> = comparison.stacks[0]
        .resources
        .iter()
        .flat_map(|resource| &resource.changes)
        .map(|change| [&change.before, &change.after])
        .collect();
    let [a, b] = ["a", "b"].map(|text| Some(Node::text(text)));
    assert_eq!(values.iter().filter(|found| **found == [&a, &b] || **found == [&b, &a]).count(), 2, "{values:?}");
    assert_eq!(told(&comparison), "Topic update where Stage = dev or prod");
}

/// A condition tells the value of a parameter, also where a property reads it.
#[test]
fn what_a_condition_tells_is_known_outside_of_it() {
    let template = |operand: Value| {
        json!({
            "Parameters": { "Name": { "Type": "String", "Default": "" } },
            "Conditions": { "IsGiven": { "Fn::Not": [{ "Fn::Equals": [operand, ""] }] } },
            "Resources": { "Topic": { "Type": "AWS::SNS::Topic", "Properties": {
                "TopicName": { "Fn::If": ["IsGiven", { "Ref": "Name" }, { "Fn::Sub": "logs-${AWS::AccountId}" }] },
            } } },
        })
    };
    let told = told(&one(template(json!("Name")), template(json!({ "Ref": "Name" }))));
    assert_eq!(told, "Topic replace where Name = \"\"");
}

/// Twelve parameters of no known value, the conditions C0 to C11 that each of them is `yes`, and these resources.
pub(super) fn of_twelve(resources: impl Fn(&[String]) -> Value) -> Value {
    let numbers: Vec<String> = (0..12).map(|number| number.to_string()).collect();
    let parameter = |n: &String| (format!("P{n}"), json!({ "Type": "String" }));
    let equals = |n: &String| (format!("C{n}"), json!({ "Fn::Equals": [{ "Ref": format!("P{n}") }, "yes"] }));
    json!({
        "Parameters": numbers.iter().map(parameter).collect::<serde_json::Map<String, Value>>(),
        "Conditions": numbers.iter().map(equals).collect::<serde_json::Map<String, Value>>(),
        "Resources": resources(&numbers),
    })
}

/// A queue that is there where a condition holds.
fn guarded(n: &str, name: &str) -> Value {
    json!({ "Type": "AWS::SQS::Queue", "Condition": format!("C{n}"), "Properties": { "QueueName": format!("{name}-{n}") } })
}

/// Tags that are there where each condition holds.
fn tags(numbers: &[String], value: &str) -> Value {
    let tag = |n: &String| json!({ "Key": n, "Value": { "Fn::If": [format!("C{n}"), value, "none"] } });
    numbers.iter().map(tag).collect()
}

/// More combinations than are followed: each resource is followed by what decides about it, and where that is too much, what a condition
/// decides about is still told with it.
#[test]
fn a_condition_that_is_left_open_is_told_by_its_name() {
    let template = |name: &str| {
        let mut made = of_twelve(|numbers| {
            let queues = numbers.iter().map(|n| (format!("Queue{n}"), guarded(n, name)));
            let mut queues: serde_json::Map<String, Value> = queues.collect();
            let properties = json!({ "QueueName": name.repeat(2) });
            queues.insert("Any".to_owned(), json!({ "Type": "AWS::SQS::Queue", "Condition": "Any", "Properties": properties }));
            queues.into()
        });
        made["Conditions"]["Any"] = any_of((0..12).map(|n| format!("P{n}")), "yes");
        made
    };
    let told = told(&one(template("one"), template("two")));
    for n in 0..12 {
        assert!(told.contains(&format!("Queue Queue{n} is replaced, and its data goes with it where P{n} = yes")), "{told}");
        assert!(told.contains(&format!("Queue{n} replace where P{n} = yes")), "{told}");
    }
    assert!(told.contains("Queue Any is replaced, and its data goes with it where the condition Any holds"), "{told}");
}

/// Whether something is there is followed before the values of something else.
#[test]
fn what_is_there_is_followed_first() {
    let template = |name: &str| {
        of_twelve(|numbers| {
            json!({
                "Tagged": { "Type": "AWS::SNS::Topic", "Properties": { "Tags": tags(numbers, name) } },
                "Guarded": guarded("9", name),
            })
        })
    };
    let told = told(&one(template("one"), template("two")));
    assert!(told.contains("Guarded replace where P9 = yes"), "{told}");
}

/// What stays the same beside a change is not followed: whatever it comes to, it does so on both sides.
#[test]
fn what_stays_the_same_takes_no_combinations() {
    let template = |name: &str, key: &str| {
        of_twelve(|numbers| {
            json!({
                "Tagged": { "Type": "AWS::SNS::Topic", "Properties": { "DisplayName": name, "Tags": tags(numbers, "some") } },
                "Named": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": name, "Tags": tags(numbers, "some") } },
                "Guarded": { "Type": "AWS::SNS::Topic", "Condition": "C9", "Properties": {
                    "DisplayName": { "Fn::If": ["C10", name, "none"] },
                    "KmsMasterKeyId": { "Fn::If": ["C11", key, "none"] },
                } },
            })
        })
    };
    let comparison = one(template("one", "key"), template("two", "key"));
    assert!(comparison.stacks[0].unknown.is_empty(), "{:?}", comparison.stacks[0].unknown);
    insta::assert_snapshot!(told(&comparison), @r"
    Tagged update
    Named replace
    Guarded update where P9 = yes and P10 = yes
    ");
    // A condition that is another one makes others of what is written alike.
    let mut other = template("one", "key");
    other["Conditions"]["C11"]["Fn::Equals"][1] = json!("no");
    let told = told(&one(template("one", "key"), other));
    assert!(told.contains("Guarded update where P9 = yes and P11 = no or yes"), "{told}");
}

/// A mapping by region whose entries are `prefix` and the number of the region, and an instance for each of some parameters.
fn of_regions(prefix: &str, count: usize) -> Value {
    let region = |number: usize| (format!("xx-east-{number}"), json!({ "Image": format!("{prefix}{number}") }));
    let mut images: serde_json::Map<String, Value> = (1..=count).map(region).collect();
    images.insert("Notes".to_owned(), json!({ "Image": format!("{prefix}0") }));
    let instance = json!({ "Type": "AWS::EC2::Instance", "Condition": "Wants", "Properties": {
        "ImageId": { "Fn::FindInMap": ["Images", { "Ref": "AWS::Region" }, "Image"] },
    } });
    json!({
        "Parameters": { "Wanted": { "Type": "String" } },
        "Mappings": { "Images": images },
        "Conditions": { "Wants": { "Fn::Equals": [{ "Ref": "Wanted" }, "yes"] } },
        "Resources": { "Instance": instance },
    })
}

/// A region has the name of one: other keys of a mapping are none.
#[test]
fn a_key_that_is_no_region_is_none() {
    let told = told(&one(of_regions("ami-a", 2), of_regions("ami-b", 2)));
    assert!(told.contains("Instance replace where Wanted = yes and AWS::Region = xx-east-1 or xx-east-2"), "{told}");
}

/// Where there are too many regions to look at each, those where another entry is found are looked at together.
#[test]
fn many_keys_with_another_entry_are_looked_at_together() {
    let old = of_regions("ami-a", 100);
    let mut new = of_regions("ami-b", 100);
    let comparison = one(old.clone(), new.clone());
    assert!(comparison.stacks[0].unknown.is_empty(), "{:?}", comparison.stacks[0].unknown);
    let replaced = "Instance replace where Wanted = yes and AWS::Region = ";
    assert!(told(&comparison).contains(&format!("{replaced}xx-east-1 or xx-east-10 or ")), "{}", told(&comparison));
    new["Mappings"]["Images"]["xx-east-1"]["Image"] = json!("ami-a1");
    let told = told(&one(old, new));
    assert!(told.contains(&format!("{replaced}xx-east-10 or ")), "{told}");
}

/// Where the old template reads an entry that its mapping lacks, there is no stack to compare with; where the new one surely does, and
/// nobody knows whether there is such a stack, that is said.
#[test]
fn a_stack_whose_mapping_lacks_an_entry_is_none() {
    let template = |regions: &[&str], value: Value| {
        let entry = |region: &&str| ((*region).to_owned(), json!({ "Name": format!("name-{region}") }));
        json!({
            "Parameters": { "Given": { "Type": "String", "Default": "" } },
            "Mappings": { "Names": regions.iter().map(entry).collect::<serde_json::Map<String, Value>>() },
            "Conditions": { "IsFound": { "Fn::Equals": [{ "Ref": "Given" }, ""] } },
            "Resources": { "Topic": { "Type": "AWS::SNS::Topic", "Condition": "IsFound", "Properties": { "DisplayName": value } } },
        })
    };
    let found = || json!({ "Fn::FindInMap": ["Names", { "Ref": "AWS::Region" }, "Name"] });
    let added = one(template(&["eu-west-1"], found()), template(&["eu-west-1", "us-east-1"], found()));
    assert_eq!(told(&added), "");
    let read = one(template(&["eu-west-1"], json!("name-eu-west-1")), template(&["eu-west-1"], found()));
    assert_eq!(told(&read), "");
    let open: Vec<String> = read.stacks[0].unknown.iter().map(ToString::to_string).collect();
    assert_eq!(open, ["a stack whose AWS::Region the mapping Names does not have: its deployment fails"]);
}

/// A default that is another one is always looked at.
#[test]
fn another_default_is_followed_before_other_values() {
    let template = |default: &str| {
        let mut template = of_twelve(|numbers| {
            let mut tags = tags(numbers, "some");
            tags.as_array_mut().unwrap().push(json!({ "Key": { "Ref": "Size" }, "Value": { "Ref": "Size" } }));
            json!({ "Tagged": { "Type": "AWS::SNS::Topic", "Properties": { "Tags": tags } } })
        });
        template["Parameters"]["Size"] = json!({ "Type": "String", "Default": default });
        template
    };
    let comparison = one(template("small"), template("large"));
    assert!(told(&comparison).contains("Tagged update where Size goes from its default small to large"), "{}", told(&comparison));
}

/// Whatever an expression is, it is one value, which equals one text at most.
#[test]
fn an_expression_equals_one_text_at_once() {
    let system = || json!({ "Fn::Select": ["0", { "Fn::Split": ["-", { "Ref": "Image" }] }] });
    let of = |condition: Value, name: &str| {
        json!({
            "Parameters": { "Image": { "Type": "String" } },
            "Conditions": {
                "IsWindows": { "Fn::Equals": ["windows", system()] },
                "IsAmazon": { "Fn::Equals": [system(), "amazon"] },
                "Asked": condition,
            },
            "Resources": {
                "Topic": { "Type": "AWS::SNS::Topic" },
                "Named": { "Type": "AWS::SNS::Topic", "Condition": "Asked", "Properties": { "TopicName": name } },
            },
        })
    };
    let both = json!([{ "Condition": "IsWindows" }, { "Condition": "IsAmazon" }]);
    let replaced = |condition: Value| told(&one(of(condition.clone(), "one"), of(condition, "two")));
    assert_eq!(replaced(json!({ "Fn::And": both })), "");
    let shown = r#"Select("0", Split("-", Image))"#;
    assert_eq!(replaced(json!({ "Fn::Not": [{ "Condition": "IsAmazon" }] })), format!("Named replace where {shown} ≠ amazon"));
    assert_eq!(replaced(json!({ "Fn::Or": both })), format!("Named replace where {shown} = windows or amazon"));
    let neither = json!({ "Fn::Not": [{ "Fn::Or": both }] });
    assert_eq!(replaced(neither), format!("Named replace where {shown} is none of windows, amazon"));
}

/// CloudFormation refuses a template whose conditions leave out what something reads, so no stack can be of one either.
#[test]
fn what_is_left_out_cannot_be_read() {
    let template = |condition: Option<&str>, value: Value| {
        let mut topic = json!({ "Type": "AWS::SNS::Topic" });
        condition.into_iter().for_each(|name| topic["Condition"] = json!(name));
        json!({
            "Parameters": { "Stage": { "Type": "String", "AllowedValues": ["dev", "prod"] } },
            "Conditions": { "IsProd": { "Fn::Equals": [{ "Ref": "Stage" }, "prod"] } },
            "Resources": {
                "News": topic,
                "Role": { "Type": "AWS::SSM::Parameter", "Properties": { "Type": "String", "Value": value } },
            },
        })
    };
    let read = json!({ "Ref": "News" });
    let chosen = json!({ "Fn::If": ["IsProd", { "Ref": "News" }, "none"] });
    insta::assert_snapshot!(told(&one(template(None, read.clone()), template(Some("IsProd"), read.clone()))), @"
    WILL FAIL DIFF112: Role reads News, which its condition leaves out where Stage = dev
    News metadata where Stage = prod
    News remove where Stage = dev
    ");
    insta::assert_snapshot!(told(&one(template(Some("IsProd"), chosen.clone()), template(Some("IsProd"), read.clone()))), @"
    WILL FAIL DIFF112: Role reads News, which its condition leaves out where Stage = dev
    Role update where Stage = dev
    ");
    let found = one(template(Some("IsProd"), read), template(Some("IsProd"), chosen));
    assert!(found.headlines.is_empty(), "nobody can have a stack where Stage = dev");
}

/// A default that changes needs no product with what else is unknown: it is followed alone.
#[test]
fn a_default_is_followed_whatever_else_is_unknown() {
    let template = |default: &str| {
        let mut made = of_twelve(|numbers| {
            let queue = |n: &String| {
                let name = json!({ "Fn::If": [format!("C{}", 11 - n.parse::<usize>().unwrap()), { "Ref": "Name" }, n] });
                (
                    format!("Topic{n}"),
                    json!({ "Type": "AWS::SNS::Topic", "Condition": format!("C{n}"), "Properties": { "DisplayName": name } }),
                )
            };
            let mut resources: serde_json::Map<String, Value> = numbers.iter().map(queue).collect();
            let named = json!({ "Type": "AWS::SQS::Queue", "Properties": { "QueueName": { "Ref": "Name" } } });
            resources.insert("Named".to_owned(), named);
            resources.into()
        });
        made["Parameters"]["Name"] = json!({ "Type": "String", "Default": default });
        made
    };
    let told = told(&one(template("one"), template("two")));
    let lost = "DATA LOSS DIFF201: AWS::SQS::Queue Named is replaced, and its data goes with it where Name goes from its default one to two";
    assert!(told.contains(lost), "{told}");
    assert!(told.contains("Named replace where Name goes from its default one to two"), "{told}");
}

/// A resource beside twelve queues, each with a condition of its own; their ids end and their names begin so.
fn beside_twelve(end: &str, start: &str, (id, resource): (String, Value)) -> Value {
    of_twelve(|numbers| {
        let topic = |n: &String| (format!("Topic{n}{end}"), guarded(n, start));
        let mut resources: serde_json::Map<String, Value> = numbers.iter().map(topic).collect();
        resources.insert(id.clone(), resource.clone());
        resources.into()
    })
}

/// What fails where all parameters have their defaults is found, also where each of them alone tells nothing.
#[test]
fn all_defaults_are_followed_together() {
    let template = |name: &str, block: &str| {
        let properties = json!({ "VpcId": "vpc-1", "CidrBlock": { "Ref": name } });
        let subnet = json!({ "Type": "AWS::EC2::Subnet", "Condition": "Any", "Properties": properties });
        let mut made = beside_twelve(name, name, (format!("Subnet{name}"), subnet));
        made["Conditions"]["Any"] = any_of((0..12).map(|n| format!("P{n}")), "yes");
        made["Parameters"][name] = json!({ "Type": "String", "Default": block });
        made
    };
    let told = told(&one(template("One", "10.0.0.0/24"), template("Two", "10.0.0.0/25")));
    assert!(
        told.contains("WILL FAIL DIFF107: the new SubnetTwo wants the CidrBlock `10.0.0.0/25` before the old SubnetOne"),
        "{told}"
    );
    assert!(told.contains("where every parameter has its default"), "{told}");
}

/// A mapping whose entries have other keys, and are the same, is no change, whether or not its keys are followed.
#[test]
fn what_is_found_by_other_keys_may_be_the_same() {
    let template = |key: &str, prefix: &str| {
        let image = json!({ "Fn::FindInMap": ["Images", { "Ref": "AWS::Region" }, key] });
        let machine = json!({ "Type": "AWS::EC2::Instance", "Properties": { "ImageId": image, "InstanceType": "t3.micro" } });
        let mut made = beside_twelve("", prefix, ("Machine".to_owned(), machine));
        made["Mappings"] = json!({ "Images": { "eu-west-1": { (key): "ami-1" }, "eu-west-2": { (key): "ami-2" } } });
        made
    };
    let told = told(&one(template("Old", "one"), template("New", "two")));
    assert!(told.contains("Topic0 replace") && !told.contains("Machine"), "{told}");
}

/// What several alternatives have in common is said once.
#[test]
fn alternatives_are_told_with_what_they_have_in_common() {
    let template = |name: &str| {
        let equals = |parameter: &str| json!({ "Fn::Equals": [{ "Ref": parameter }, "yes"] });
        json!({
            "Parameters": { "A": { "Type": "String" }, "B": { "Type": "String" }, "C": { "Type": "String" } },
            "Conditions": {
                "Either": { "Fn::Or": [equals("B"), equals("C")] },
                "Unused": { "Fn::And": [equals("A"), { "Condition": "Either" }] },
                "OfA": equals("A"),
            },
            "Resources": {
                "It": {
                    "Type": "AWS::SQS::Queue",
                    "Condition": "OfA",
                    "Properties": { "QueueName": { "Fn::If": ["Either", name, "other"] } },
                },
            },
        })
    };
    let told = told(&one(template("one"), template("two")));
    assert!(told.contains("It replace where A = yes and (B = yes or C = yes)"), "{told}");
}
