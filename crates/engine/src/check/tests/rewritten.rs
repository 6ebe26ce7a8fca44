//! What a macro rewrites, or a key that stands twice drops, is no mistake for sure.

use crate::check::Selection;

fn lines(text: &str) -> Vec<String> {
    let findings = Selection::default().file(text.as_bytes()).findings;
    findings.iter().map(|finding| format!("{}[{}]: {}", finding.severity, finding.code, finding.message)).collect()
}

#[test]
fn what_a_macro_gets_is_a_warning_at_most() {
    let topic = "Resources:\n  Topic: {Type: AWS::SNS::Topic, Properties: {Topik: x}}\n";
    let wrong = "`Topik` is not a property of AWS::SNS::Topic";
    assert_eq!(lines(topic), [format!("error[E3002]: {wrong}")]);
    let whole = lines(&format!("Transform: [AWS::LanguageExtensions, Own]\n{topic}"));
    assert_eq!(whole[1..], [format!("warning[E3002]: {wrong}, unless the macro `Own` changes that")]);
    let inside = "Resources:\n  Topic: {Type: AWS::SNS::Topic, Properties: {Topik: x, Fn::Transform: {Name: Own}}}\n  Other: {Type: AWS::SNS::Topic, Properties: {Topik: x}}\n";
    assert_eq!(lines(inside)[1..], [format!("error[E3002]: {wrong}")]);
}

#[test]
fn a_duplicate_key_is_a_mistake_where_a_value_is_lost() {
    let twice = |second: &str| {
        format!("Resources:\n  Topic: {{Type: AWS::SNS::Topic, Properties: {{DisplayName: x, DisplayName: {second}}}}}\n")
    };
    assert_eq!(lines(&twice("y")), ["error[E0000]: duplicate key `DisplayName`"]);
    assert_eq!(lines(&twice("x")), ["warning[E0000]: duplicate key `DisplayName`"]);
}
