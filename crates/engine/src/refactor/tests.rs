//! What a refactor makes of references, and what it refuses.

use super::{Refactored, State, apply};
use crate::language::stacks::StackSource;
use crate::stack::{App, Environment, Move};
use crate::template::{Template, read};
use std::collections::BTreeMap;

type Stacks<'a> = &'a [(&'a str, &'a str)];

fn templates(stacks: Stacks<'_>) -> Vec<(String, Template)> {
    stacks.iter().map(|(name, text)| ((*name).to_owned(), read::template(text.as_bytes()).unwrap().0)).collect()
}

/// `data.Old → store.New`, or within `data`.
fn moves(line: &str) -> Vec<Move> {
    let text = "[environment]\naccount = \"931637612335\"\nregion = \"us-east-1\"\n[settings]\n";
    let environment = Environment::<BTreeMap<String, String>>::parse("dev", text).unwrap();
    let mut app = App::new("a", &environment);
    let (from, to) = line.split_once(" → ").unwrap();
    let ((from_stack, from), (to_stack, to)) = (from.split_once('.').unwrap(), to.split_once('.').unwrap());
    app.stack(to_stack).moved_from(from_stack, from, to);
    app.synth().0.stacks.remove(0).moves
}

fn applied(line: &str, before: Stacks<'_>, after: Stacks<'_>) -> Refactored {
    let [before, after] = [templates(before), templates(after)];
    apply(&sources(&before), &sources(&after), &moves(line))
}

fn sources(stacks: &[(String, Template)]) -> Vec<StackSource<'_>> {
    let values = |name: &str| BTreeMap::from([("AWS::StackName".to_owned(), format!("a-{name}"))]);
    stacks.iter().map(|(name, template)| StackSource { name, template, values: values(name) }).collect()
}

/// The template of a stack afterwards, on one line.
fn template(refactored: &Refactored, stack: &str) -> String {
    let found = refactored.templates.iter().find(|(name, _)| name == stack);
    found.map(|(_, template)| serde_json::to_string(template.root()).unwrap()).unwrap_or_default()
}

fn reasons(refactored: &Refactored) -> String {
    match &refactored.moves[0].state {
        State::Blocked(reasons) => reasons.join("; "),
        other => format!("{other:?}"),
    }
}

#[test]
fn references_follow_a_rename() {
    let before = "
Resources:
  Old: {Type: AWS::SNS::Topic}
  Other:
    Type: AWS::SSM::Parameter
    DependsOn: [Old]
    Properties: {Type: String, Value: !Sub '${Old} ${Old.TopicName} ${!Old} ${AWS::Region}'}
Outputs:
  Name: {Value: !GetAtt Old.TopicName}
";
    let made = applied("data.Old → data.New", &[("data", before)], &[("data", "Resources: {New: {Type: AWS::SNS::Topic}}")]);
    assert_eq!(made.moves[0].state, State::Pending);
    insta::assert_snapshot!(template(&made, "data"), @r#"{"Resources":{"New":{"Type":"AWS::SNS::Topic"},"Other":{"Type":"AWS::SSM::Parameter","DependsOn":["New"],"Properties":{"Type":"String","Value":{"Fn::Sub":"${New} ${New.TopicName} ${!Old} ${AWS::Region}"}}}},"Outputs":{"Name":{"Value":{"Fn::GetAtt":["New","TopicName"]}}}}"#);
}

const TOPIC: &str = "
Resources:
  Old: {Type: AWS::SNS::Topic}
  Rest: {Type: AWS::SNS::Topic}
Outputs:
  Topic: {Value: !Ref Old, Export: {Name: !Sub '${AWS::StackName}-Topic'}}
";
const USER: &str = "
Resources:
  User:
    Type: AWS::SSM::Parameter
    Properties: {Type: String, Value: !ImportValue a-data-Topic}
";

#[test]
fn an_import_of_what_comes_is_a_reference_and_other_imports_follow() {
    let after = [
        ("data", "Resources: {Rest: {Type: AWS::SNS::Topic}}"),
        (
            "store",
            "
Resources:
  New: {Type: AWS::SNS::Topic}
  User: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !Ref New}}
Outputs:
  Topic: {Value: !Ref New, Export: {Name: !Sub '${AWS::StackName}-Topic'}}
",
        ),
        (
            "third",
            "
Resources:
  User: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !ImportValue a-store-Topic}}
",
        ),
    ];
    let made = applied("data.Old → store.New", &[("data", TOPIC), ("store", USER), ("third", USER)], &after);
    assert_eq!(reasons(&made), "Pending");
    insta::assert_snapshot!(template(&made, "data"), @r#"{"Resources":{"Rest":{"Type":"AWS::SNS::Topic"}}}"#);
    insta::assert_snapshot!(template(&made, "store"), @r#"{"Resources":{"User":{"Type":"AWS::SSM::Parameter","Properties":{"Type":"String","Value":{"Ref":"New"}}},"New":{"Type":"AWS::SNS::Topic"}},"Outputs":{"Topic":{"Value":{"Ref":"New"},"Export":{"Name":"a-store-Topic"}}}}"#);
    insta::assert_snapshot!(template(&made, "third"), @r#"{"Resources":{"User":{"Type":"AWS::SSM::Parameter","Properties":{"Type":"String","Value":{"Fn::ImportValue":"a-store-Topic"}}}}}"#);
    assert_eq!(made.gone_outputs, [("data".to_owned(), "Topic".to_owned())]);
}

#[test]
fn what_cannot_be_moved_says_why() {
    let after = [("data", "Resources: {Rest: {Type: AWS::SNS::Topic}}"), ("store", "Resources: {New: {Type: AWS::SNS::Topic}}")];
    let refused = |resource: &str, rest: &str| {
        let before = format!("Resources:\n  Old: {resource}\n  Rest: {{Type: AWS::SNS::Topic}}\n{rest}");
        let made = applied("data.Old → store.New", &[("data", &before), ("store", USER)], &after);
        assert!(made.templates.is_empty(), "{:?}", made.templates);
        reasons(&made)
    };
    let topic = |value: &str| format!("{{Type: AWS::SNS::Topic, Properties: {{DisplayName: {value}}}}}");
    insta::assert_snapshot!(refused(&topic("!Ref Rest"), ""), @"the stack `store` refers to `Rest`, which the stack `data` does not share by itself");
    insta::assert_snapshot!(refused(&topic("!Sub '${AWS::StackName}-x'"), ""), @"it refers to `AWS::StackName`, which is another one in the stack `store`");
    insta::assert_snapshot!(refused(&topic("!Ref P"), "Parameters: {P: {Type: String}}"), @"it needs the parameter `P`, which the deployed stack `store` does not have in the same way");
    insta::assert_snapshot!(refused(&topic("!If [C, a, b]"), "Conditions: {C: !Equals [a, b]}"), @"it needs the condition `C`, which the deployed stack `store` does not have in the same way");
    insta::assert_snapshot!(refused("{Type: Custom::Thing, Properties: {ServiceToken: x}}", ""), @"`Custom::Thing` is a custom resource, and CloudFormation cannot read what it made");
    insta::assert_snapshot!(refused("{Type: 'AWS::CodeBuild::Project'}", ""), @"CloudFormation cannot read a `AWS::CodeBuild::Project`: its schema has no `read` handler");
    let joined = "Outputs: {O: {Value: !Join [',', [!Ref Old, !Ref Rest]], Export: {Name: x}}}";
    insta::assert_snapshot!(refused(&topic("a"), joined), @"the output `O` of the stack `data` exports it together with something else");
    let twice = [("data", TOPIC), ("store", "Resources: {New: {Type: AWS::SNS::Topic}}")];
    insta::assert_snapshot!(reasons(&applied("data.Old → store.New", &twice, &after)), @"the stack `store` has `New` already, beside `Old`");
    let done = [("data", "Resources: {Rest: {Type: AWS::SNS::Topic}}"), ("store", "Resources: {New: {Type: AWS::SNS::Topic}}")];
    assert_eq!(applied("data.Old → store.New", &done, &after).moves[0].state, State::Done);
    assert_eq!(applied("data.Old → store.New", &done[..1], &after).moves[0].state, State::Absent);
}
