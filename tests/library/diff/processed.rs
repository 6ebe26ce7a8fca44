//! Templates as CloudFormation processes them: loops, macros, substitutions.

use super::*;
use formwork::diff::{self};
use formwork::template::Node;
use serde_json::{Value, json};

/// A template in YAML.
fn yaml(text: &str) -> Value {
    serde_json::to_value(formwork::template::read::template(text.as_bytes()).unwrap().0.root()).unwrap()
}

/// Tables that a loop makes, one for each of these names.
fn tables(names: &str) -> Value {
    yaml(&format!(
        "
Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Tables:
    - Name
    - {names}
    - 'Table${{Name}}': {{Type: 'AWS::DynamoDB::Table', Properties: {{TableName: !Sub 'app-${{Name}}', BillingMode: PAY_PER_REQUEST}}}}
"
    ))
}

#[test]
fn a_loop_that_loses_an_element_loses_what_it_made() {
    insta::assert_snapshot!(told(&one(tables("[web, api]"), tables("[web]"))), @"
    DATA LOSS DIFF201: AWS::DynamoDB::Table Tableapi is removed, and its data goes with it
    Tableapi remove
    ");
}

/// The keys that a mapping has are followed, and for all others the default is known.
#[test]
fn a_loop_over_an_entry_or_its_default_is_unrolled_for_each() {
    let queues = |of_default: &str| {
        yaml(&format!(
            "
            Transform: AWS::LanguageExtensions
            Parameters: {{ Stage: {{ Type: String }} }}
            Mappings: {{ Names: {{ default: {{ All: {of_default} }}, prod: {{ All: [a, b] }} }} }}
            Resources:
              Fn::ForEach::Queues:
              - Name
              - Fn::FindInMap: [Names, {{ Ref: Stage }}, All, {{ DefaultValue: {{ Fn::FindInMap: [Names, default, All] }} }}]
              - Queue${{Name}}: {{ Type: AWS::SQS::Queue, DeletionPolicy: Retain }}
            "
        ))
    };
    assert_eq!(told(&one(queues("[a, b]"), queues("[a]"))), "Queueb remove where Stage ≠ prod");
}

#[test]
fn a_loop_that_is_written_out_changes_nothing() {
    let table = |name: &str| json!({ "Type": "AWS::DynamoDB::Table", "Properties": { "TableName": format!("app-{name}"), "BillingMode": "PAY_PER_REQUEST" } });
    let written = json!({ "Resources": { "Tableweb": table("web"), "Tableapi": table("api") } });
    assert!(one(tables("[web, api]"), written.clone()).stacks[0].resources.is_empty());
    let rolled = one(written, tables("[api, web]"));
    assert!(rolled.stacks[0].resources.is_empty());
    // It says that the transform is there.
    let others: Vec<_> = rolled.stacks[0].others.iter().map(|change| (change.path.property(), change.effect)).collect();
    assert_eq!(others, [("Transform".to_owned(), diff::Effect::Nothing)]);
}

#[test]
fn what_an_included_file_or_a_macro_makes_is_unknown() {
    let with = |location: &str| {
        yaml(&format!(
            "Resources: {{T: {{Type: 'AWS::SNS::Topic', Properties: {{'Fn::Transform': {{Name: 'AWS::Include', Parameters: {{Location: {location}}}}}}}}}, 'Fn::Transform': {{Name: 'AWS::Include', Parameters: {{Location: {location}}}}}}}"
        ))
    };
    // The place may hold something else than before.
    let same = one(with("s3://a/b"), with("s3://a/b"));
    assert!(same.stacks[0].resources.is_empty());
    assert_eq!(unknown(&same), ["files that `AWS::Include` reads at each deployment: s3://a/b"]);
    insta::assert_snapshot!(told(&one(with("s3://a/b"), with("s3://a/c"))), @"
    T unknown
    Fn::Transform unknown
    ");
    let of_macro = |name: &str| json!({ "Transform": [name], "Resources": { "T": { "Type": "AWS::SNS::Topic" } } });
    let changed = one(of_macro("One"), of_macro("Other"));
    assert_eq!(changed.stacks[0].others[0].effect, diff::Effect::Unknown);
    let module =
        |size: u32| json!({ "Resources": { "M": { "Type": "Acme::S3::Bucket::MODULE", "Properties": { "Size": size } } } });
    insta::assert_snapshot!(told(&one(module(1), module(2))), @"M unknown");
}

/// What an included file brings may have a condition, and may be what the template itself has on the other side.
#[test]
fn what_an_included_file_may_have_comes_and_goes_in_some_cases() {
    let include = |file: &str| json!({ "Name": "AWS::Include", "Parameters": { "Location": format!("s3://files/{file}") } });
    let topic = || json!({ "T": { "Type": "AWS::SNS::Topic" } });
    let with = |extra: Value| {
        let mut resources = topic();
        resources.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        json!({ "Resources": resources })
    };
    let body = || with(json!({ "P": { "Fn::Transform": include("p") } }));
    let change = one(with(json!({})), body());
    assert_eq!(told(&change), "P add where no condition in what `AWS::Include` takes from `s3://files/p` leaves it out");
    assert_eq!(unknown(&change), ["what `AWS::Include` takes from `s3://files/p`: P"]);
    assert!(!change.stacks[0].resources[0].is_certain);
    let gone = told(&one(body(), with(json!({}))));
    assert_eq!(gone, "P remove where no condition in what `AWS::Include` takes from `s3://files/p` leaves it out");
    let all = |file: &str| with(json!({ "Fn::Transform": include(file) }));
    let table = || json!({ "Table": { "Type": "AWS::DynamoDB::Table", "Properties": { "TableName": "t" } } });
    insta::assert_snapshot!(told(&one(all("a"), with(table()))), @"
    Table add where what `AWS::Include` takes from `s3://files/a` had no Table
    Fn::Transform unknown
    ");
    insta::assert_snapshot!(told(&one(with(table()), all("a"))), @"
    DATA LOSS DIFF201: AWS::DynamoDB::Table Table is removed, and its data goes with it where what `AWS::Include` takes from `s3://files/a` has no Table
    Fn::Transform unknown
    Table remove where what `AWS::Include` takes from `s3://files/a` has no Table
    ");
    // What both sides include has it on both or on none.
    let both = |extra: Value| {
        let mut all = all("a");
        all["Resources"].as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        all
    };
    assert_eq!(told(&one(both(json!({})), both(table()))), "Table add");
    // Two places that only the deployment knows may hold different files.
    let somewhere = |name: &str| {
        let location = json!({ "Ref": name });
        with(json!({ "Fn::Transform": { "Name": "AWS::Include", "Parameters": { "Location": location } } }))
    };
    let mut other = somewhere("Two");
    other["Resources"]["Table"] = table()["Table"].clone();
    let told = told(&one(somewhere("One"), other));
    assert!(told.contains("Table add where what `AWS::Include` takes from another file had no Table"), "{told}");
}

#[test]
fn what_is_substituted_is_not_read_again() {
    let with = |text: &str| {
        json!({
            "Parameters": { "P": { "Type": "String", "Default": "${Q}" }, "Q": { "Type": "String", "Default": "hello" } },
            "Resources": { "T": { "Type": "AWS::SNS::Topic", "Properties": { "DisplayName": { "Fn::Sub": text } } } },
        })
    };
    let side = |text: &str| vec![("stack".to_owned(), side(with(text)).assuming_defaults())];
    let change = diff::compare(&side("${P}-${Q}"), &side("${Q}-${P}"));
    let shown = |node: &Option<Node>| node.as_ref().and_then(Node::as_str).unwrap().to_owned();
    let value = &change.stacks[0].resources[0].changes[0];
    assert_eq!((shown(&value.before), shown(&value.after)), ("${Q}-hello".to_owned(), "hello-${Q}".to_owned()));
}

#[test]
fn hostile_templates_are_compared_in_no_time() {
    let nested = (0..60).fold(json!("x"), |inner, _| json!({ "Fn::Sub": ["${a}${a}", { "a": inner }] }));
    let texts = json!({ "Resources": { "T": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": nested } } } });
    assert!(one(texts.clone(), texts.clone()).is_same());
    let other = json!({ "Resources": { "T": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": "x" } } } });
    let change = one(texts, other);
    assert_eq!(unknown(&change), ["values that functions make: too much work"]);
    let mut conditions = json!({ "C0": { "Fn::Equals": [{ "Ref": "P" }, "a"] } });
    for index in 1..40 {
        let before = json!({ "Condition": format!("C{}", index - 1) });
        conditions[format!("C{index}")] = json!({ "Fn::And": vec![before; 10] });
    }
    let many = json!({ "Parameters": { "P": { "Type": "String" } }, "Conditions": conditions, "Resources": { "T": { "Type": "AWS::SNS::Topic", "Condition": "C39" } } });
    assert!(one(many.clone(), many).is_same());
}

/// The ids of revisions that SAM makes say what is in them: another one is no rename.
#[test]
fn a_revision_that_sam_names_is_not_renamed() {
    let template = |key: &str| {
        json!({ "Transform": "AWS::Serverless-2016-10-31", "Resources": { "Work": { "Type": "AWS::Serverless::Function", "Properties": {
            "Handler": "a.b", "Runtime": "python3.12", "CodeUri": format!("s3://code/{key}"), "AutoPublishAlias": "live" } } } })
    };
    let text = told(&one(template("one"), template("two")));
    assert!(text.contains(" add") && text.contains(" remove") && !text.contains("(was "), "{text}");
}

/// What a policy template of SAM allows is what its statements do.
#[test]
fn a_policy_template_allows_more() {
    let template = |policies: serde_json::Value| {
        json!({ "Transform": "AWS::Serverless-2016-10-31", "Resources": { "Work": { "Type": "AWS::Serverless::Function", "Properties": {
            "Handler": "a.b", "Runtime": "python3.12", "InlineCode": "x", "Policies": policies } } } })
    };
    let reads = |table: &str| json!({ "DynamoDBReadPolicy": { "TableName": table } });
    let own = json!({ "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }] });
    let headlines = |before, after| {
        let found = one(template(before), template(after)).headlines;
        found.into_iter().map(|headline| headline.message).collect::<Vec<_>>()
    };
    let tells = |told: Vec<String>, table: &str| {
        let on = format!("dynamodb:DescribeTable on arn:aws:dynamodb:${{AWS::Region}}:${{AWS::AccountId}}:table/{table}");
        assert!(told[0].starts_with("WorkRole allows more: dynamodb:GetItem") && told[0].ends_with(&on), "{told:?}");
    };
    tells(headlines(json!([own]), json!([reads("t"), own])), "t");
    tells(headlines(json!([reads("t")]), json!([reads("u")])), "u");
    assert!(headlines(json!([reads("t"), own]), json!([own, reads("t")])).is_empty());
    assert!(headlines(json!([reads("t"), own]), json!([own])).is_empty());
    let change = one(template(json!([reads("t")])), template(json!([{ "DynamoDBCrudPolicy": { "TableName": "t" } }])));
    assert_eq!(change.stacks[0].resources[0].verdict, formwork::diff::Verdict::Update);
}

/// A function that is new with all that it may do is told only where that is wide, whoever wrote the policy.
#[test]
fn a_new_function_with_wide_policies_is_told() {
    let policies = |policies: serde_json::Value| {
        let function = json!({ "Type": "AWS::Serverless::Function", "Properties": {
            "Handler": "a.b", "Runtime": "python3.12", "InlineCode": "x", "Policies": policies } });
        let of = |resources: serde_json::Value| json!({ "Transform": "AWS::Serverless-2016-10-31", "Resources": resources });
        let topic = json!({ "Type": "AWS::SNS::Topic" });
        let headlines = one(of(json!({ "T": topic })), of(json!({ "T": topic, "F": function }))).headlines;
        headlines.into_iter().map(|headline| headline.message).collect::<Vec<_>>().join("\n")
    };
    for wide in [json!("AdministratorAccess"), json!("AmazonS3FullAccess"), json!("arn:aws:iam::aws:policy/IAMReadOnlyAccess")] {
        assert!(policies(wide.clone()).contains(wide.as_str().unwrap()), "{wide}");
    }
    let table = |name: &str| policies(json!([{ "DynamoDBCrudPolicy": { "TableName": name } }]));
    assert!(table("*").contains("table/*"));
    assert!(policies(json!([{ "CloudWatchPutMetricPolicy": {} }])).contains("cloudwatch:PutMetricData on *"));
    assert_eq!([table("t"), policies(json!("AWSXrayWriteOnlyAccess"))], ["", ""]);
}

/// What SAM makes of a policy template for one resource is not what it makes of it for another one.
#[test]
fn policy_templates_for_two_resources_differ() {
    let template = |name: serde_json::Value| {
        let function = |policies: serde_json::Value| {
            json!({ "Type": "AWS::Serverless::Function", "Properties": {
                "Handler": "a.b", "Runtime": "python3.12", "InlineCode": "x", "Policies": policies } })
        };
        let invokes = json!([{ "LambdaInvokePolicy": { "FunctionName": name } }]);
        json!({
            "Transform": "AWS::Serverless-2016-10-31",
            "Parameters": { "Name": { "Type": "String" } },
            "Resources": { "Calls": function(invokes), "One": function(json!([])), "Other": function(json!([])) },
        })
    };
    let verdict = |before, after| told(&one(template(before), template(after))).lines().last().map(str::to_owned);
    let reference = |name: &str| json!({ "Ref": name });
    assert_eq!(verdict(reference("One"), reference("Other")).as_deref(), Some("CallsRole update"));
    assert_eq!(verdict(reference("Name"), json!("other")).as_deref(), Some("CallsRole may-update"));
}

/// What a version of a published application makes is fixed; what lies behind a local path is not, and is looked at by nobody.
#[test]
fn what_is_behind_a_place_is_compared_only_where_that_is_fixed() {
    let template = |version: Value, timeout: u32, uri: &str| {
        json!({
            "Transform": "AWS::Serverless-2016-10-31",
            "Parameters": { "V": { "Type": "String" } },
            "Resources": {
                "App": { "Type": "AWS::Serverless::Application", "Properties": { "Location": { "ApplicationId": "arn:a", "SemanticVersion": version } } },
                "F": { "Type": "AWS::Serverless::Function", "Properties": { "CodeUri": uri, "Handler": "i.h", "Runtime": "python3.13", "Timeout": timeout } },
                "T": { "Type": "AWS::SNS::Topic" }
            }
        })
    };
    let said = |before: Value, after: Value| {
        let comparison = one(before, after);
        let open: Vec<String> = comparison.stacks[0].unknown.iter().map(ToString::to_string).collect();
        [open, comparison.stacks[0].notes.clone()].map(|lines| lines.join("\n"))
    };
    let unknown = "nested stacks whose templates are not at hand on both sides: App";
    let note = "the files behind local paths are not compared: F.CodeUri";
    let (one, given) = (|| json!("1.0.0"), || json!({ "Ref": "V" }));
    assert_eq!(said(template(one(), 3, "src/"), template(one(), 4, "src/")), ["", note]);
    assert_eq!(said(template(given(), 3, "s3://b/k"), template(given(), 4, "s3://b/k")), [unknown, ""]);
    // Nothing is said where nothing changes.
    assert_eq!(said(template(one(), 3, "src/"), template(one(), 3, "src/")), ["", ""]);
}

/// CloudFormation makes no update of a section that no resource, parameter or output reads.
#[test]
fn an_update_of_nothing_is_refused() {
    let template = |text: &str, topic: &str| json!({ "Metadata": { "About": text }, "Resources": { "T": { "Type": "AWS::SNS::Topic", "Properties": { "DisplayName": topic } } } });
    let notes = |before: Value, after: Value| one(before, after).stacks[0].notes.join("\n");
    let refused = "CloudFormation refuses an update of nothing but this: \"No updates are to be performed\"";
    assert_eq!(notes(template("a", "t"), template("b", "t")), refused);
    assert_eq!(notes(template("a", "t"), template("b", "u")), "");
}

/// Resources of IAM must be acknowledged, and those with names of their own by another word.
#[test]
fn a_capability_that_becomes_needed_is_noted() {
    let template = |properties: Option<Value>, condition: bool| {
        let mut template = json!({
            "Parameters": { "P": { "Type": "String" } },
            "Conditions": { "Given": { "Fn::Equals": [{ "Ref": "P" }, "a"] } },
            "Resources": { "T": { "Type": "AWS::SNS::Topic" } },
        });
        if let Some(properties) = properties {
            template["Resources"]["G"] = json!({ "Type": "AWS::IAM::Group", "Properties": properties });
            if condition {
                template["Resources"]["G"]["Condition"] = json!("Given");
            }
        }
        template
    };
    let (none, plain) = (|| template(None, false), || template(Some(json!({})), false));
    let named = || template(Some(json!({ "GroupName": "g" })), false);
    let noted = |before: Value, after: Value| one(before, after).stacks[0].notes.join("");
    assert_eq!(noted(none(), plain()), "the deployment needs `--capabilities CAPABILITY_IAM`, which the one before did not");
    assert_eq!(
        noted(plain(), named()),
        "the deployment needs `--capabilities CAPABILITY_NAMED_IAM`, which the one before did not"
    );
    assert_eq!(noted(named(), plain()) + &noted(plain(), none()), "");
    assert_eq!(noted(none(), template(Some(json!({})), true)), "", "it may not be made");
}
