//! Where findings stand: a key is a key, whatever it reads like, and a loop's element is no key.

use crate::check;
use crate::diagnostic::Diagnostic;
use crate::template::path::{Iteration, Path, Step};

fn findings(text: &str) -> Vec<Diagnostic> {
    check::file(text.as_bytes()).findings
}

#[test]
fn a_key_of_digits_is_no_item_of_a_list() {
    let template = |value: &str| {
        let text = format!("Resources: {{A: {{Type: Custom::Thing, Properties: {{ServiceToken: a, ValueFrom: {value}}}}}}}");
        findings(&text).iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    let secret = "\"{{resolve:secretsmanager:a}}\"";
    assert_eq!(template(secret), ["W1051"]);
    assert_eq!(template(&format!("[{secret}]")), ["W1051"]);
    assert_eq!(template(&format!("{{\"0\": {secret}}}")), Vec::<&str>::new());
}

#[test]
fn an_item_of_a_list_is_a_number_in_a_path() {
    let found = findings("Resources: {A: {Type: AWS::SNS::Topic, Properties: {Tags: [{Key: a, Value: b}, {Kee: a}]}}}");
    let path = Path::of(["Resources", "A", "Properties", "Tags"]).then(1).then("Kee");
    assert!(found.iter().any(|finding| finding.code == "E3002" && finding.path == path), "{found:?}");
}

#[test]
fn the_element_of_a_loop_is_a_step_of_its_own() {
    let found = findings(
        "Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Topics: [Name, [a.b, c], {\"Topic&{Name}\": {Type: AWS::SNS::Topic, Properties: {TopicNam: '1'}}}]",
    );
    let iteration = Iteration { key: "Fn::ForEach::Topics".to_owned(), element: "a.b".to_owned() };
    let mut path = Path::from(["Resources", "Topicab", "Properties", "TopicNam"]);
    path.insert(1, Step::Iteration(Box::new(iteration)));
    let paths: Vec<&Path<'_>> = found.iter().filter(|found| found.code == "E3002").map(|found| &found.path).collect();
    assert_eq!(paths, [&path]);
    assert_eq!(path.to_string(), "Resources / Fn::ForEach::Topics[a.b] / Topicab / Properties / TopicNam");
}
