//! The document of `diff --format json` against its published schema.

use std::path::Path;

use crate::support::fixture::Fixture;
use serde_json::{Value, json};

/// What is wrong with a value by a schema, for the keywords that the published one uses.
fn wrong(value: &Value, schema: &Value, root: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (keyword, said) in schema.as_object().unwrap() {
        match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" | "required" | "properties" => {}
            "$ref" => {
                let target = root.pointer(said.as_str().unwrap().strip_prefix('#').unwrap()).unwrap();
                found.extend(wrong(value, target, root, at));
            }
            "const" => found.extend((value != said).then(|| format!("{at}: {value} is not {said}"))),
            "enum" => {
                found.extend((!said.as_array().unwrap().contains(value)).then(|| format!("{at}: {value} is none of {said}")));
            }
            "anyOf" => {
                let fits = said.as_array().unwrap().iter().any(|each| wrong(value, each, root, at).is_empty());
                found.extend((!fits).then(|| format!("{at}: {value} fits nothing of {said}")));
            }
            "type" => {
                let is_it = match said.as_str().unwrap() {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "boolean" => value.is_boolean(),
                    "integer" => value.is_u64(),
                    "null" => value.is_null(),
                    other => panic!("the type {other} is not known here"),
                };
                found.extend((!is_it).then(|| format!("{at}: {value} is no {said}")));
            }
            "pattern" => {
                assert_eq!(said, "^DIFF[0-9]{3}$");
                let code = value.as_str().and_then(|text| text.strip_prefix("DIFF")).unwrap_or_default();
                let is_it = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit());
                found.extend((!is_it).then(|| format!("{at}: {value} is no code")));
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    found.extend(wrong(item, said, root, &format!("{at}[{index}]")));
                }
            }
            "additionalProperties" => found.extend(properties(value, schema, root, at)),
            other => panic!("the keyword {other} is not known here"),
        }
    }
    found
}

/// Each property that is required, and no other.
fn properties(value: &Value, schema: &Value, root: &Value, at: &str) -> Vec<String> {
    let (known, Some(map)) = (schema["properties"].as_object().unwrap(), value.as_object()) else { return Vec::new() };
    let required = schema["required"].as_array().unwrap().iter().filter_map(Value::as_str);
    let mut found: Vec<String> = required.filter(|key| !map.contains_key(*key)).map(|key| format!("{at}: no {key}")).collect();
    for (key, inner) in map {
        match known.get(key) {
            Some(schema) => found.extend(wrong(inner, schema, root, &format!("{at}.{key}"))),
            None => found.push(format!("{at}: {key} is not in the schema")),
        }
    }
    found
}

fn published() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/diff.schema.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn documents_are_what_the_published_schema_says() {
    let schema = published();
    let check = |text: &str| {
        let document: Value = serde_json::from_str(text).unwrap();
        assert_eq!(wrong(&document, &schema, &schema, "$"), [""; 0]);
        document
    };
    let template = |block: &str, name: &str| {
        let resources = json!({
            "Subnet": { "Type": "AWS::EC2::Subnet", "Properties": { "VpcId": "vpc-00000001", "CidrBlock": block } },
            "Host": { "Type": "AWS::EC2::Instance", "Properties": { "NetworkInterfaces": [{ "DeviceIndex": "0", "SubnetId": { "Ref": "Subnet" } }] } },
            (name): { "Type": "AWS::DynamoDB::Table", "Condition": "IsProd" },
        });
        let parameters = json!({ "Stage": { "Type": "String" }, "Ami": { "Type": "AWS::SSM::Parameter::Value<String>" } });
        json!({ "Parameters": parameters, "Conditions": { "IsProd": { "Fn::Equals": [{ "Ref": "Stage" }, "prod"] } }, "Resources": resources }).to_string()
    };
    let tool = Fixture::tool().file("a.json", template("10.0.0.0/24", "A")).file("b.json", template("10.0.1.0/24", "B"));
    let document = check(&tool.run(["diff", "a.json", "b.json", "--format", "json"]).fails(17).stdout);
    assert_eq!(document["comparisons"][0]["headlines"][0]["under"], "Stage = prod");
    check(&tool.run(["diff", "a.json", "a.json", "--format", "json"]).succeeds().stdout);
    let drift = Fixture::project().run(["diff", "--between", "dev", "prod", "--format", "json"]).fails(12).stdout;
    assert!(check(&drift)["comparisons"][0]["stacks"].as_array().unwrap().len() > 1);
    // The reader above finds what does not fit.
    let mut broken = document;
    broken["comparisons"][0]["stacks"][0]["resources"][0]["verdict"] = "gone".into();
    broken["comparisons"][0].as_object_mut().unwrap().remove("base");
    broken["more"] = 1.into();
    assert_eq!(wrong(&broken, &schema, &schema, "$").len(), 3, "{:#?}", wrong(&broken, &schema, &schema, "$"));
}
