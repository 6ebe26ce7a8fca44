//! What is answered for each keyword: yes, no, or unknown and why.

use serde_json::{Value, json};

use super::answer::{Answer, Why};
use super::{Detail, Meant, conforms, implied, meant};
use crate::check::engine::subject::{Effort, Subject};
use crate::language::{Given, Made, Scope};
use crate::schema::{SchemaNode, of_json};
use crate::template::read;

/// What `look` makes of a value, written in YAML. `Maybe` is a condition, `Text` a parameter.
fn with<T>(schema: Value, value: &str, look: impl FnOnce(&Subject<'_>) -> T) -> T {
    let head = "Parameters: {Text: {Type: String}}\nConditions: {Maybe: !Equals [!Ref Text, a]}";
    let text = format!("{head}\nResources: {{A: {{Type: A, Properties: {{V: {value}}}}}}}");
    let template = read::template(text.as_bytes()).unwrap().0;
    let made = Made::new();
    let scope = Scope::new(&template, Given::default(), &made);
    let effort = Effort::new();
    let node = scope.template().root().at_path(&["Resources", "A", "Properties", "V"]).unwrap();
    look(&Subject {
        accepted: None,
        scope: &scope,
        resource_type: "A",
        node,
        schema: of_json(schema),
        name: "V",
        effort: &effort,
        depth: 2,
        is_sure: false,
    })
}

fn ask(schema: Value, value: &str) -> String {
    with(schema, value, |subject| match conforms(subject, Detail::All) {
        Answer::Yes => "yes".to_owned(),
        Answer::No(()) => "no".to_owned(),
        Answer::Unknown(why) => why.to_string(),
    })
}

const CONDITION: &str = "a condition decides whether it exists";

#[test]
fn texts_and_numbers() {
    for (schema, value, answer) in [
        (json!({"type": "integer"}), "\"80\"", "yes"),
        (json!({"type": "integer"}), "http", "no"),
        (json!({"enum": ["a", 1]}), "1.0", "yes"),
        (json!({"enum": ["a"]}), "b", "no"),
        (json!({"enum": ["16.1"]}), "'16.10'", "no"),
        (json!({"enum": ["a"]}), "[a]", "lists and maps are not compared with an enumeration"),
        (json!({"maxLength": 2}), "abc", "no"),
        (json!({"maxLength": 2, "type": "integer"}), "123", "yes"),
        (json!({"maximum": 2, "type": "string"}), "\"3\"", "yes"),
        (json!({"exclusiveMaximum": 2}), "2", "no"),
        (json!({"exclusiveMinimum": 2}), "2", "no"),
        (json!({"minimum": 2, "exclusiveMaximum": 4}), "3", "yes"),
        (json!({"multipleOf": 0.1}), "0.3", "yes"),
        (json!({"multipleOf": 2}), "3", "no"),
        (json!({"pattern": "^b"}), "a", "no"),
        (json!({"pattern": "(a)\\1"}), "a", "the pattern `(a)\\1` may not be complete"),
        (json!({"pattern": "^arn:aws:"}), "\"arn:aws-cn:\"", "the pattern `^arn:aws:` may not be complete"),
        (json!({"format": "AWS::EC2::VPC.Id"}), "vpc-00000001", "yes"),
        (json!({"format": "AWS::EC2::VPC.Id"}), "sg-00000001", "no"),
        (json!({"format": "AWS::IAM::Role.Arn"}), "'arn:aws:iam::123456789012:role/a'", "yes"),
        (json!({"format": "AWS::IAM::Role.Arn"}), "'arn:aws:iam::1:role/a'", "no"),
        (json!({"format": "AWS::IAM::Role.Arn"}), "'arn:aws:iam::1:user/a'", "no"),
        (json!({"format": "AWS::IAM::Role.Arn"}), "'arn:aws:s3:::a'", "no"),
        (json!({"format": "AWS::IAM::Role.Arn"}), "role", "the format `AWS::IAM::Role.Arn` is not known"),
        (
            json!({"format": "AWS::ACM::Certificate.Arn"}),
            "'arn:aws:iam::1:server-certificate/a'",
            "the format `AWS::ACM::Certificate.Arn` is not known",
        ),
        (json!({"format": "AWS::EC2::Image.Id"}), "\"resolve:ssm:/a\"", "the service replaces the text"),
        (json!({"format": "date-time"}), "x", "the format `date-time` is not known"),
        (json!({"relationshipRefs": []}), "x", "yes"),
    ] {
        assert_eq!(ask(schema.clone(), value), answer, "{schema} {value}");
    }
}

#[test]
fn lists() {
    let two = "[a, !If [Maybe, b, !Ref AWS::NoValue]]";
    for (schema, value, answer) in [
        (json!({"minItems": 2}), "[a]", "no"),
        (json!({"minItems": 2}), two, CONDITION),
        (json!({"maxItems": 1}), two, CONDITION),
        (json!({"maxItems": 1}), "[a, b]", "no"),
        (json!({"uniqueItems": true}), "[a, a]", "no"),
        (json!({"uniqueItems": true}), "[a, b]", "yes"),
        (json!({"uniqueItems": true}), "[a, {b: !Ref Text}]", "only some of its outcomes match the schema"),
        (json!({"uniqueKeys": ["K"]}), "[{K: a}, {K: a, L: b}]", "no"),
        (json!({"maxUniqueItems": 1}), "[a, a]", "yes"),
        (json!({"maxUniqueItems": 1}), "[a, b]", "no"),
        (json!({"maxUniqueItems": 1}), "[a, !Ref Text]", "only some of its outcomes match the schema"),
        (json!({"prefixItems": [{"const": "a"}, {"const": "b"}]}), "[a, b, c]", "yes"),
        (json!({"prefixItems": [{"const": "a"}, {"const": "b"}]}), "[b, a]", "no"),
        (json!({"items": {"type": "integer"}}), "[1, !Ref Text]", "no value is given for the parameter `Text`"),
    ] {
        assert_eq!(ask(schema.clone(), value), answer, "{schema} {value}");
    }
}

#[test]
fn maps() {
    let maybe = "{A: !If [Maybe, 1, !Ref AWS::NoValue]}";
    let closed = json!({"properties": {"B": {}}, "additionalProperties": false});
    for (schema, value, answer) in [
        (json!({"required": ["A"]}), "{B: 1}", "no"),
        (json!({"required": ["A"]}), maybe, CONDITION),
        (json!({"required": ["A"]}), "{A: !Ref AWS::NoValue}", "no"),
        (closed.clone(), "{A: 1}", "no"),
        (closed.clone(), maybe, CONDITION),
        (closed, "{A: !Ref AWS::NoValue, B: 1}", "yes"),
        (json!({"patternProperties": {"^A": {"type": "integer"}}, "additionalProperties": false}), "{A1: x}", "no"),
        (json!({"minProperties": 2}), "{A: 1}", "no"),
        (json!({"maxProperties": 1}), "{A: 1, B: 1}", "no"),
        (json!({"dependentRequired": {"A": ["B"]}}), "{A: 1}", "no"),
        (json!({"dependencies": {"A": ["B"]}}), maybe, CONDITION),
        (json!({"dependencies": {"A": {"required": ["B"]}}}), "{A: 1}", "no"),
        (json!({"dependencies": {"A": {"required": ["B"]}}}), "{C: 1}", "yes"),
        (json!({"dependentExcluded": {"A": ["B"]}}), "{A: 1, B: 1}", "no"),
        (json!({"requiredXor": ["A", "B"]}), "{A: 1, B: 1}", "no"),
        (json!({"requiredXor": ["A", "B"]}), "{A: 1}", "yes"),
        (json!({"requiredXor": ["A", "B"]}), maybe, CONDITION),
        (json!({"requiredXor": ["A", "B", "C"]}), "{A: !If [Maybe, 1, !Ref AWS::NoValue], B: 1, C: 1}", "no"),
        (json!({"requiredOr": ["A", "B"]}), "{C: 1}", "no"),
        (json!({"requiredOr": ["A", "B"]}), maybe, CONDITION),
    ] {
        assert_eq!(ask(schema.clone(), value), answer, "{schema} {value}");
    }
}

#[test]
fn alternatives() {
    let texts = json!([{"maxLength": 1}, {"maxLength": 2}]);
    let chosen = json!({"if": {"required": ["A"]}, "then": {"required": ["B"]}, "else": {"required": ["C"]}});
    for (schema, value, answer) in [
        (json!({"allOf": texts}), "ab", "no"),
        (json!({"anyOf": texts}), "ab", "yes"),
        (json!({"anyOf": texts}), "abc", "no"),
        (json!({"anyOf": [{"maxLength": 1}, {"format": "x"}]}), "ab", "the format `x` is not known"),
        (json!({"oneOf": texts}), "ab", "yes"),
        (json!({"oneOf": texts}), "a", "no"),
        (json!({"not": {"enum": ["a"]}}), "a", "no"),
        (json!({"not": {"enum": ["a"]}}), "b", "yes"),
        (chosen.clone(), "{A: 1, B: 1}", "yes"),
        (chosen.clone(), "{A: 1}", "no"),
        (chosen.clone(), "{C: 1}", "yes"),
        (chosen.clone(), "{A: !If [Maybe, 1, !Ref AWS::NoValue], C: 1}", CONDITION),
        (chosen, "{A: !If [Maybe, 1, !Ref AWS::NoValue]}", "no"),
    ] {
        assert_eq!(ask(schema.clone(), value), answer, "{schema} {value}");
    }
}

#[test]
fn what_is_meant_is_told_by_structure_where_details_refuse_all() {
    let branches = [json!({"required": ["A"], "properties": {"A": {"maxLength": 1}}}), json!({"required": ["B"]})].map(of_json);
    let is_meant = |value, wanted: Option<SchemaNode<'static>>| {
        with(json!({}), value, |subject| match meant(subject, &branches.map(|branch| branch)) {
            Meant::One(branch) => wanted.is_some_and(|wanted| format!("{branch:?}") == format!("{wanted:?}")),
            Meant::Several | Meant::None => wanted.is_none(),
        })
    };
    assert!(is_meant("{A: long}", Some(branches[0])));
    assert!(is_meant("{A: long, B: 1}", Some(branches[1])));
    assert!(is_meant("{A: x, B: 1}", None) && is_meant("{C: 1}", None));
}

#[test]
fn what_is_implied_follows_conditions() {
    let schema = json!({"if": {"properties": {"A": {"uniqueItems": true}}}, "then": {"required": ["B"]}});
    assert_eq!(with(schema.clone(), "{A: [1, 2]}", |subject| implied(subject).len()), 1);
    assert_eq!(with(schema, "{A: [1, 1]}", |subject| implied(subject).len()), 0);
}

#[test]
fn work_is_bounded() {
    let schema = json!({"pattern": "^a"});
    let answer = with(schema, "a", |subject| {
        while subject.effort.spend(1_000_000) {}
        while subject.effort.spend(1) {}
        matches!(conforms(subject, Detail::All), Answer::Unknown(Why::TooMuch))
    });
    assert!(answer);
}
