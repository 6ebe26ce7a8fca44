//! What the author of a template file ignores.

use crate::check::file;

fn codes(metadata: &str, of_resource: &str) -> Vec<&'static str> {
    let text = format!(
        "Metadata: {{cfn-lint: {{config: {{ignore_checks: [{metadata}]}}}}}}\nResources:\n  A:\n    Type: AWS::SNS::Topic\n    \
         Metadata: {{cfn-lint: {{config: {{ignore_checks: [{of_resource}]}}}}}}\n    Properties: {{Nmae: x, TopicName: !Ref B}}\n  \
         C:\n    Type: AWS::SNS::Topic\n    Properties: {{Nmae: x}}\n"
    );
    file(text.as_bytes()).findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn nothing_is_ignored_without_metadata() {
    assert_eq!(codes("", ""), ["E3002", "E1020", "E3002"]);
}

#[test]
fn the_template_ignores_by_prefix() {
    assert_eq!(codes("E3", ""), ["E1020"]);
    assert_eq!(codes("E1020", ""), ["E3002", "E3002"]);
    assert_eq!(codes("E", ""), Vec::<&str>::new());
    assert_eq!(codes("\"\", W", "").len(), 3);
}

#[test]
fn a_resource_ignores_exact_codes_in_itself() {
    assert_eq!(codes("", "E3002"), ["E1020", "E3002"]);
    assert_eq!(codes("", "E3"), ["E3002", "E1020", "E3002"]);
}
