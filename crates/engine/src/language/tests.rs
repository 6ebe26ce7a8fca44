//! The language as a whole: templates in, values out.

use std::collections::BTreeMap;

use super::{Given, Made, Program, Scope, Value};
use crate::template::{Node, Template, read};

fn template(text: &str) -> Template {
    read::template(text.as_bytes()).unwrap().0
}

fn values(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// What the property `V` of the resource `R` can be, one outcome a line.
fn outcomes(text: &str, given: &[(&str, &str)]) -> String {
    let (template, values, made) = (template(text), values(given), Made::new());
    let scope = Scope::new(&template, Given { values: Some(&values), ..Given::default() }, &made);
    let node = template.resource("R").unwrap().node.at_path(&["Properties", "V"]).unwrap();
    let line = |value: &Value<'_>| match value {
        Value::Known(node) => json(node),
        Value::Absent => "absent".to_owned(),
        Value::Unknown(reason) => format!("unknown: {reason}"),
    };
    let lines: Vec<String> = scope.cases(node).iter().map(|case| format!("{} {:?}", line(&case.value), case.when)).collect();
    lines.join("\n").replace(" []", "")
}

fn json(node: &Node) -> String {
    serde_json::to_string(node).unwrap()
}

/// The property `V` of the resource `R`, as far as it is known.
fn reduced(text: &str, given: &[(&str, &str)]) -> String {
    let (template, values, made) = (template(text), values(given), Made::new());
    let scope = Scope::new(&template, Given { values: Some(&values), assumes_defaults: true, ..Given::default() }, &made);
    let node = template.resource("R").unwrap().node.at_path(&["Properties", "V"]).unwrap();
    scope.reduce(node).map_or_else(|| "absent".to_owned(), json)
}

fn of(value: &str) -> String {
    format!(
        "Parameters:
  P: {{Type: String, Default: hello}}
  Stage: {{Type: String, AllowedValues: [dev, prod]}}
  Size: {{Type: Number, AllowedValues: [1, 2]}}
  Names: {{Type: CommaDelimitedList, Default: 'a, b'}}
  Hidden: {{Type: String, NoEcho: true, Default: x}}
  Stored: {{Type: 'AWS::SSM::Parameter::Value<String>', Default: /a/b}}
Mappings:
  Sizes: {{dev: {{Cpu: '256'}}, prod: {{Cpu: '512'}}}}
Conditions:
  Prod: !Equals [!Ref P, prod]
  Never: !Equals [!Ref Size, 3]
Resources:
  R: {{Type: 'AWS::SNS::Topic', Properties: {{V: {value}}}}}
"
    )
}

#[test]
fn a_default_is_not_a_value() {
    assert_eq!(outcomes(&of("!Ref P"), &[]), "unknown: no value is given for the parameter `P`");
    assert_eq!(outcomes(&of("!Ref P"), &[("P", "x")]), "\"x\"");
    assert_eq!(reduced(&of("!Ref P"), &[]), "\"hello\"");
    assert_eq!(outcomes(&of("!Ref Hidden"), &[("Hidden", "x")]), "unknown: no value is given for the parameter `Hidden`");
    assert_eq!(reduced(&of("!Ref Stored"), &[]), "\"{{resolve:ssm:/a/b}}\"");
    assert_eq!(reduced(&of("!Ref Names"), &[]), r#"["a","b"]"#);
}

#[test]
fn outcomes_say_under_which_circumstances_they_hold() {
    insta::assert_snapshot!(outcomes(&of("!If [Prod, a, !Ref AWS::NoValue]"), &[]), @r#"
    "a" [Condition("Prod", true)]
    absent [Condition("Prod", false)]
    "#);
    // The same condition decides both parts.
    insta::assert_snapshot!(outcomes(&of("!Join ['-', [!If [Prod, a, b], !If [Prod, c, d]]]"), &[]), @r#"
    "a-c" [Condition("Prod", true)]
    "b-d" [Condition("Prod", false)]
    "#);
    assert_eq!(outcomes(&of("!If [Prod, a, b]"), &[("P", "prod")]), "\"a\"");
    assert_eq!(outcomes(&of("!If [Never, a, b]"), &[]), "\"b\"");
    assert_eq!(outcomes(&of("!Sub 'x-${Stage}'"), &[]).lines().count(), 2);
    assert!(outcomes(&of("!FindInMap [Sizes, !Ref Stage, Cpu]"), &[]).starts_with("\"256\""));
}

#[test]
fn every_function_is_understood() {
    let known = [
        ("!Sub '${P}-${!P}'", "\"x-${P}\""),
        ("!Sub ['${a}${P}', {a: !Ref P}]", "\"xx\""),
        ("!Join [',', [a, !Ref P, !Ref AWS::NoValue]]", "\"a,x\""),
        ("!Split [',', 'a,b']", r#"["a","b"]"#),
        ("!Select [1, !Split [',', 'a,b']]", "\"b\""),
        ("!Select ['0', [a, b]]", "\"a\""),
        ("!Select [2, [a, b]]", "unknown: `Fn::Select` asks for index 2, and the list has 2 items, counted from 0"),
        ("!FindInMap [Sizes, dev, Cpu]", "\"256\""),
        ("!FindInMap [Sizes, test, Cpu]", "unknown: the mapping has no `test`"),
        ("!FindInMap [Sizes, test, Cpu, {DefaultValue: 9}]", "9"),
        ("!Cidr [10.0.0.0/16, 1, 8]", r#"["10.0.0.0/24"]"#),
        ("!GetAZs ''", "unknown: the availability zones are known only at the deployment"),
        ("!Base64 a", "\"YQ==\""),
        ("!ImportValue a", "unknown: it is an output of another stack"),
        ("{'Fn::Length': [a, b]}", "2"),
        ("{'Fn::ToJsonString': {a: [!Ref P]}}", "\"{\\\"a\\\":[\\\"x\\\"]}\""),
        ("{'Fn::Transform': {Name: AWS::Include}}", "unknown: a macro, an included file or a module makes it"),
        ("!GetAtt R.Arn", "unknown: `R` exists only after the deployment"),
        ("!Ref AWS::Region", "\"eu-west-1\""),
        ("!Ref AWS::URLSuffix", "\"amazonaws.com\""),
        ("!Ref AWS::AccountId", "unknown: `AWS::AccountId` is known only at the deployment"),
        ("'{{resolve:ssm:/a}}'", "unknown: a dynamic reference is resolved at the deployment"),
    ];
    for (value, expected) in known {
        assert_eq!(outcomes(&of(value), &[("P", "x"), ("AWS::Region", "eu-west-1")]), expected, "{value}");
    }
}

#[test]
fn what_comes_to_the_same_is_the_same() {
    let same = [
        ("!Join ['', ['a', !Ref R]]", r#"{"Fn::Sub":"a${R}"}"#),
        ("!Sub 'a${R}'", r#"{"Fn::Sub":"a${R}"}"#),
        ("!Sub ['a${V}', {V: !Ref R}]", r#"{"Fn::Sub":"a${R}"}"#),
        ("!Sub '${R}'", r#"{"Ref":"R"}"#),
        ("!Join ['-', [!Sub '${P}', !GetAtt R.Arn]]", r#"{"Fn::Sub":"hello-${R.Arn}"}"#),
        ("!Sub '${P}-${!x}-${R}'", r#"{"Fn::Sub":"hello-${!x}-${R}"}"#),
        ("{'Fn::GetAtt': R.Arn}", r#"{"Fn::GetAtt":["R","Arn"]}"#),
        ("!Join [',', [a, !ImportValue b]]", r#"{"Fn::Join":["",["a,",{"Fn::ImportValue":"b"}]]}"#),
        ("[a, !If [Prod, b, !Ref AWS::NoValue]]", r#"["a"]"#),
        ("!FindInMap [Sizes, !Ref Stage, Cpu]", r#"{"Fn::FindInMap":["Sizes",{"Ref":"Stage"},"Cpu"]}"#),
    ];
    for (value, expected) in same {
        assert_eq!(reduced(&of(value), &[]), expected, "{value}");
    }
    // What is substituted is not substituted again.
    assert_eq!(reduced(&of("!Sub '${P}-x'"), &[("P", "${R}")]), "\"${R}-x\"");
}

const LOOP: &str = "
Transform: AWS::LanguageExtensions
Parameters:
  Names: {Type: CommaDelimitedList, Default: 'web, api'}
Mappings:
  Teams: {web: {Members: [ann, bob]}, api: {Members: [cid]}}
Resources:
  Fn::ForEach::Outer:
    - S
    - !Ref Names
    - Fn::ForEach::Inner:
        - M
        - !FindInMap [Teams, !Ref S, Members]
        - 'Topic${S}${M}': {Type: 'AWS::SNS::Topic', Properties: {DisplayName: !Sub '${S}-${M}', TopicName: !Ref M}}
Outputs:
  Fn::ForEach::Out:
    - S
    - [a-b]
    - 'Out&{S}': {Value: '${S}'}
";

#[test]
fn loops_are_unrolled() {
    let (template, values) = (template(LOOP), values(&[("Names", "web,api")]));
    let program = Program::new(&template, Given { values: Some(&values), ..Given::default() });
    let ids: Vec<&str> = program.expanded().resources().map(|resource| resource.id.as_str()).collect();
    assert_eq!(ids, ["Topicwebann", "Topicwebbob", "Topicapicid"]);
    let topic = program.expanded().resource("Topicwebbob").unwrap().node;
    assert_eq!(json(topic), r#"{"Type":"AWS::SNS::Topic","Properties":{"DisplayName":"web-bob","TopicName":"bob"}}"#);

    let output = program.expanded().section("Outputs").unwrap();
    assert_eq!(json(output.get("Outab").unwrap()), r#"{"Value":"a-b"}"#);
    assert!(program.opaque().is_empty());
    let path = ["Resources", "Topicwebann", "Type"].into();
    assert_eq!(program.iterations(&path)[0].1.element, "ann");
}

#[test]
fn a_loop_over_what_is_unknown_is_sampled_and_open() {
    let template = template(LOOP);
    let program = Program::new(&template, Given::default());
    assert_eq!(program.expanded().resources().count(), 3);
    assert!(program.may_make("Resources", "Topicotherdave"));
    assert!(!program.may_make("Resources", "Other"));
    assert!(!program.may_make("Outputs", "Topicotherdave"));
}

#[test]
fn hostile_work_is_bounded() {
    let nested = (0..40).fold("x".to_owned(), |inner, _| format!("!Sub ['${{a}}${{a}}', {{a: {inner}}}]"));
    assert!(outcomes(&of(&nested), &[]).starts_with("unknown: too much work"));
    assert!(reduced(&of(&nested), &[]).contains("Fn::Sub"));
    let unknown = nested.replacen("{a: x}", "{a: !Ref R}", 1);
    assert!(reduced(&of(&unknown), &[]).contains("Fn::Sub"));
    let value = "!If [Prod, a, b]";
    let wide = format!("!Join ['', [{}]]", vec![value; 40].join(", "));
    assert_eq!(outcomes(&of(&wide), &[]).lines().count(), 2);
}

#[test]
fn exports_are_named_by_any_function_and_left_out_by_conditions() {
    let text = "
Parameters: {Stage: {Type: String}}
Conditions: {Prod: !Equals [!Ref Stage, prod]}
Mappings: {Names: {prod: {Topic: mapped}}}
Outputs:
  Joined: {Value: a, Export: {Name: !Join ['-', [!Ref AWS::StackName, topic]]}}
  Mapped: {Value: b, Export: {Name: !FindInMap [Names, prod, Topic]}}
  Only: {Value: c, Condition: Prod, Export: {Name: !Sub '${Stage}-only'}}
";
    let names = |given: &[(&str, &str)]| {
        let (template, values, made) = (template(text), values(given), Made::new());
        let scope = Scope::new(&template, Given { values: Some(&values), ..Given::default() }, &made);
        let exports = super::reference::exports(&scope);
        exports.iter().map(|export| super::reference::as_text(export.name)).collect::<Vec<_>>()
    };
    assert_eq!(names(&[("AWS::StackName", "app"), ("Stage", "prod")]), ["app-topic", "mapped", "prod-only"]);
    assert_eq!(names(&[("AWS::StackName", "app"), ("Stage", "dev")]), ["app-topic", "mapped"]);
    assert_eq!(names(&[]), ["${AWS::StackName}-topic", "mapped", "${Stage}-only"]);
}

/// Functions multiply texts: what is longer than a template may be is not made.
#[test]
fn a_text_that_grows_beyond_a_template_is_unknown() {
    let of = |value: &str| format!("Resources: {{R: {{Type: A, Properties: {{V: {value}}}}}}}");
    let items = vec!["a"; 2_000].join(", ");
    let joined = of(&format!("!Join [{}, [{items}]]", "x".repeat(1_000)));
    let substituted = of(&format!("!Sub ['{}', {{v: {}}}]", "${v}".repeat(2_000), "x".repeat(1_000)));
    for text in [&joined, &substituted] {
        assert!(outcomes(text, &[]).starts_with("unknown: "), "{:.80}", outcomes(text, &[]));
        assert!(reduced(text, &[]).len() < 2 * text.len());
    }
    let nested = (0..6).fold("[a]".to_owned(), |body, depth| {
        let name = format!("V{depth}");
        let element = if depth == 5 { "x".to_owned() } else { format!("${{V{}}}", depth + 1).repeat(30) };
        format!("{{'Fn::ForEach::L{depth}': [{name}, ['{element}'], {body}]}}").replace("[a]", "{'T${V0}': {Type: A}}")
    });
    let text = format!("Resources: {nested}");
    let template = template(&text);
    let program = Program::new(&template, Given::default());
    assert!(program.opaque().iter().any(|opaque| matches!(opaque.cause, super::opaque::Cause::Loop(_))));
}
