//! Parameters files against their template.

use crate::check;
use crate::template::read;

const TEMPLATE: &str = "\
Parameters:
  Image: {Type: String, MinLength: 3, MaxLength: 5}
  Count: {Type: Number, Default: 1, MaxValue: 4}
  Size: {Type: String, Default: small, AllowedValues: [small, large]}
  Zones: {Type: CommaDelimitedList, Default: a, AllowedValues: [a, b]}
Resources: {A: {Type: AWS::SNS::Topic}}
";

fn findings(file: &str) -> Vec<String> {
    let template = read::template(TEMPLATE.as_bytes()).unwrap().0;
    let line = |finding: &crate::diagnostic::Diagnostic| {
        let help = finding.help.as_deref().map(|help| format!(" ({help})")).unwrap_or_default();
        format!("{} {}: {}{help}", finding.code, finding.location, finding.message)
    };
    check::parameters(&template, file.as_bytes()).iter().map(line).collect()
}

#[test]
fn values_that_fit_are_fine_in_every_form() {
    let none = Vec::<String>::new();
    assert_eq!(findings(r#"["Image=a=bc", "Count=3", "Size=large", "Zones=a, b"]"#), none);
    assert_eq!(findings(r#"[{"ParameterKey": "Image", "ParameterValue": "abc"}]"#), none);
    assert_eq!(findings(r#"[{"ParameterKey": "Image", "UsePreviousValue": true}]"#), none);
    assert_eq!(findings(r#"{"Parameters": {"Image": "abc", "Count": 3}, "Tags": {}}"#), none);
    assert_eq!(findings("Parameters:\n  Image: abc\n"), none);
}

#[test]
fn what_does_not_fit_is_named() {
    assert_eq!(
        findings("[]"),
        ["E2900 unknown location: the parameter `Image` has neither a default nor a value (add its value)"]
    );
    let found = findings("[\"Image=abcdef\",\n\"Count=5\",\n\"Size=larg\",\n\"Zones=a,c\",\n\"Imgae=x\"]");
    insta::assert_snapshot!(found.join("\n"), @"
        E2900 1:2: `Image`: expected a length of at most 5, found 6
        E2900 2:1: `Count`: expected a value of at most 4, found `5`
        E2900 3:1: `larg` is not an allowed value of `Size` (did you mean `large`?)
        E2900 4:1: `c` is not an allowed value of `Zones` (one of a, b)
        E2900 5:1: the template has no parameter `Imgae` (did you mean `Image`?)
        ");
    assert_eq!(findings(r#"["Image=ab", "Count=x"]"#).len(), 2);
}

#[test]
fn other_forms_are_refused() {
    insta::assert_snapshot!(findings("{\"Image\": \"abc\"}").join("\n"), @r#"E0200 1:1: this is not a parameters file (write ["Name=value"], [{ "ParameterKey": "Name", "ParameterValue": "value" }] or { "Parameters": { "Name": "value" } })"#);
    insta::assert_snapshot!(findings("[\"Image\"]").join("\n"), @r#"E0200 1:2: this is not a parameters file (write ["Name=value"], [{ "ParameterKey": "Name", "ParameterValue": "value" }] or { "Parameters": { "Name": "value" } })"#);
    insta::assert_snapshot!(findings("[{\"Key\": \"Image\"}]").join("\n"), @r#"E0200 1:2: this is not a parameters file (write ["Name=value"], [{ "ParameterKey": "Name", "ParameterValue": "value" }] or { "Parameters": { "Name": "value" } })"#);
    insta::assert_snapshot!(findings("[\"Image=abc\"").join("\n"), @"E0000 1:1: broken YAML: unclosed bracket '['");
}
