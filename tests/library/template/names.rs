//! Logical ids and names of stacks.

use super::*;
use crate::support::author::{self, stack};
use formwork::aws::logs::LogGroup;
use formwork::aws::sns;
use formwork::prelude::*;
use formwork::stack::Text;
use formwork::template::Format;
use insta::assert_snapshot;
use serde_json::json;
use std::collections::BTreeMap;

#[test]
fn a_logical_id_names_one_element_and_both_places_are_told() {
    let outcome = stack(|stack| {
        let second = stack.add("Logs", LogGroup::new());
        stack.add("Logs", sns::Topic::new());
        stack.parameter("Logs", Parameter::<Text>::new().value("x"));
        stack.output("Logs", "an output may have the id of a resource");
        stack.output("Logs", "but not that of another output");
        // What refers to the second element refers to it, and says nothing of the first.
        stack.output("LogsArn", second.arn());
    })
    .mistakes();
    assert_snapshot!(outcome.errors(), @"
    error[FW002] in stack/Resources/Logs: the logical id `Logs` is already used in Resources (logical ids are unique in a stack: rename one of the two)
    error[FW002] in stack/Parameters/Logs: the logical id `Logs` is already used in Resources (logical ids are unique in a stack: rename one of the two)
    error[FW002] in stack/Outputs/Logs: the logical id `Logs` is already used in Outputs (logical ids are unique in a stack: rename one of the two)
    ");
    assert_snapshot!(outcome.lines().join("\n"), @r#"
    add("Logs", sns::Topic::new());
    add("Logs", LogGroup::new());
    parameter("Logs", Parameter::<Text>::new().value("x"));
    add("Logs", LogGroup::new());
    output("Logs", "but not that of another output");
    output("Logs", "an output may have the id of a resource");
    "#);
}

#[test]
fn loops_have_names_of_their_own() {
    let outcome = stack(|stack| {
        stack.language_extensions();
        for name in ["a", "b"] {
            stack.for_each("Topics", for_each("Name", [name], "Topic${Name}", json!({ "Type": "AWS::SNS::Topic" })));
        }
    });
    assert_snapshot!(outcome.errors(), @"error[FW002] in stack/Resources/Fn::ForEach::Topics: the loop name `Topics` is already used");
}

#[test]
fn an_illegal_id_is_told_with_the_nearest_legal_one() {
    let outcome = stack(|stack| {
        stack.add("backend-service", LogGroup::new());
        stack.add("--", LogGroup::new());
        stack.output("Log Group", "x");
    });
    assert_snapshot!(outcome.errors(), @"
    error[FW001] in stack: `backend-service` is not a logical id: use 1 to 255 letters and digits (write `backendservice`)
    error[FW001] in stack: `--` is not a logical id: use 1 to 255 letters and digits
    error[FW001] in stack: `Log Group` is not a logical id: use 1 to 255 letters and digits (write `LogGroup`)
    ");
}

/// What an environment runs under another name keeps that: in `${AWS::StackName}`, exports and links too.
#[test]
fn the_settings_of_an_environment_name_its_stacks() {
    let settings = "[environment]\naccount = \"111122223333\"\nregion = \"eu-west-1\"\n[environment.stack-names]\n\
                    network = \"CrdNet\"\nother = \"CrdNet\"\nnetwrok = \"X\"\n[settings]\n";
    let environment = Environment::<BTreeMap<String, String>>::parse("prod", settings).unwrap();
    let mut app = App::new("app", &environment);
    let link = {
        let stack = app.stack("network").named("CrdOld");
        let topic = stack.add("Topic", formwork::aws::sns::Topic::new());
        stack.share("TopicArn", topic)
    };
    app.stack("service").output("Topic", &link);
    bucket(app.stack("other"));
    let (assembly, problems) = app.synth();
    let names: Vec<&str> = assembly.stacks.iter().map(|stack| stack.full_name.as_str()).collect();
    assert_eq!(names, ["CrdNet", "app-prod-service", "CrdNet"]);
    let service = assembly.stacks[1].template.to_text(Format::Json);
    assert!(service.contains("CrdNet-TopicArn"), "{service}");
    let said: Vec<String> = problems
        .iter()
        .map(|problem| format!("{} {} {}", problem.code, problem.message, problem.help.as_deref().unwrap_or_default()))
        .collect();
    assert_snapshot!(said.join("\n"), @"
    FW002 the stacks `network` and `other` have the same name in AWS: `CrdNet` give one of them another name, in `.named(…)` or in the settings' `[environment.stack-names]`
    FW001 the settings' `[environment.stack-names]` name the stack `netwrok`, which the app does not have did you mean `network`?
    ");
}

#[test]
fn stacks_have_legal_names_of_their_own() {
    let outcome = author::app(|app| {
        bucket(app.stack("a"));
        bucket(app.stack("a"));
        bucket(app.stack("a_b"));
        bucket(app.stack(""));
        bucket(app.account_stack("registry"));
    });
    assert_snapshot!(outcome.errors(), @"
    error[FW002]: the stack `a` is declared twice (give one of them another name, or pass `&mut Stack` to what adds to it)
    error[FW001]: `app-test-a_b` is not a stack name: use 1 to 128 letters, digits and hyphens, beginning with a letter (for example `app-test-ab`)
    error[FW001]: a stack needs a name of its own (give it a short one, for example `backend`)
    ");
    assert_eq!(outcome.stack("registry").full_name, "app-registry");
    assert_eq!(outcome.stack("a").full_name, "app-test-a");
}
