//! What is taken out of texts, and what is left in them.

use std::collections::BTreeMap;

use super::Redactor;
use crate::template::read;

fn of(template: &str) -> Redactor {
    Redactor::of([&read::template(template.as_bytes()).unwrap().0])
}

#[test]
fn credentials_are_known_by_their_form() {
    let none = Redactor::default();
    for (text, expected) in [
        ("key AKIAIOSFODNN7EXAMPLE is invalid", "key *** is invalid"),
        ("dial postgres://root:hunter2@db:5432/app", "dial postgres://root:***@db:5432/app"),
        ("dial postgres://root:${Password}@db:5432/app", "dial postgres://root:${Password}@db:5432/app"),
        ("export DB_PASSWORD=hunter22;", "export DB_PASSWORD=***;"),
        ("x -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----", "x ***-----END RSA PRIVATE KEY-----"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N", "***"),
        ("token ghp_0123456789abcdef0123456789abcdef0123.", "token ***."),
        ("`MasterUserPassword`: expected a string, found 1", "`MasterUserPassword`: expected a string, found 1"),
        ("SECRET_ARN=arn:aws:secretsmanager:eu-west-1:1:secret:x", "SECRET_ARN=arn:aws:secretsmanager:eu-west-1:1:secret:x"),
    ] {
        assert_eq!(none.text(text), expected);
    }
}

#[test]
fn messages_of_others_name_their_secrets() {
    let none = Redactor::default();
    for (text, expected) in [
        (r#"{"MasterUserPassword": "hunter22"}"#, r#"{"MasterUserPassword": "***"}"#),
        (r#"{"ENCRYPTION_KEY": "68402346802394406802620602396369"}"#, r#"{"ENCRYPTION_KEY": "***"}"#),
        // In one place it is named, in the other it is not.
        (
            "The MasterUserPassword hunter22 is refused; password=hunter22\u{1b}[31m",
            "The MasterUserPassword *** is refused; password=***\u{1b}[31m",
        ),
        ("DB_PASSWORD=hunter22 is refused", "DB_PASSWORD=*** is refused"),
        ("The parameter MasterUserPassword is not a valid password", "The parameter MasterUserPassword is not a valid password"),
    ] {
        assert_eq!(none.message(text), expected);
    }
}

#[test]
fn secrets_are_found_by_their_places() {
    let redactor = of("
Parameters:
  Pw: {Type: String, NoEcho: true, Default: hunter2}
  Given: {Type: String, Default: given-by-ref}
Conditions:
  C: !Equals [!Ref Pw, compared-with]
Resources:
  D:
    Type: AWS::RDS::DBInstance
    Properties:
      MasterUserPassword: !Sub 'literal-part${Given}'
      DBInstanceIdentifier: harmless-name
  F:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Origins: [{OriginCustomHeaders: [{HeaderName: X-Origin-Secret, HeaderValue: header-value}]}]
  L:
    Type: AWS::ElasticLoadBalancingV2::ListenerRule
    Properties:
      Conditions: [{Field: http-header, HttpHeaderConfig: {HttpHeaderName: X-Api-Key, Values: [compared-header]}}]
  U:
    Type: AWS::Cognito::UserPoolClient
    Properties: {TokenValidityUnits: {AccessToken: minutes}}
");
    for text in
        ["`hunter2` is", "xgiven-by-refx", "\"compared-with\"", "literal-parteu-west-1", "header-value", "compared-header"]
    {
        assert!(redactor.text(text).contains("***"), "{text}");
    }
    for text in ["harmless-name", "minutes", "AWS::RDS::DBInstance", "MasterUserPassword", "true"] {
        assert_eq!(redactor.text(text), text);
    }
}

#[test]
fn a_secret_that_is_cut_escaped_or_in_lines_is_one() {
    let mut redactor = Redactor::default();
    redactor.known.add("first \"line\"\nsecond line");
    for text in ["first \"line\"", "second line", "second…", "first \\\"line\\\"\\nsecond line"] {
        assert!(redactor.text(text).contains("***"), "{text}");
    }
}

#[test]
fn a_column_moves_with_what_stands_before_it() {
    let redactor = of("Parameters: {Pw: {Type: String, NoEcho: true, Default: hunter2-longer}}");
    let shown = redactor.line("é: hunter2-longer, b");
    assert_eq!(shown.text, "é: ***, b");
    assert_eq!([1, 4, 8, 20].map(|column| shown.column(column)), [1, 4, 4, 9]);
    for reference in [
        "{{resolve:secretsmanager:arn:aws:secretsmanager:a:1:secret:name}}",
        "{{resolve:secretsmanager:db:SecretString:password:stage}}",
    ] {
        assert_eq!(redactor.line(reference).text, reference);
    }
    assert_eq!(redactor.line("curl -H X-Api-Key:hunter3-abc").text, "curl -H X-Api-Key:***");
    assert_eq!(
        redactor.line("aws configure set aws_secret_access_key s3cr3t").text,
        "aws configure set aws_secret_access_key ***"
    );
    assert_eq!(redactor.line("echo root:hunter3 | chpasswd").text, "echo *** | chpasswd");
    assert_eq!(redactor.line("db-password = \"hunter3\"").text, "db-password = \"***\"");
}

#[test]
fn values_of_parameters_are_learned() {
    let (template, _) = read::template(b"Parameters: {Pw: {Type: String, NoEcho: true}, P: {Type: String}}").unwrap();
    let values = [("Pw", "no-echo"), ("P", "harmless"), ("DbPassword", "by-its-name")];
    let mut redactor = Redactor::default();
    redactor.learn(&template, &BTreeMap::from(values.map(|(name, value)| (name.to_owned(), value.to_owned()))));
    assert_eq!(redactor.text("no-echo harmless by-its-name"), "*** harmless ***");
}

/// That a value is hidden no more makes it no less of a secret, and the new one is of its kind.
#[test]
fn a_parameter_that_one_version_hides_is_hidden_in_all() {
    let version = |more: &str, value: &str| {
        let text = format!("Parameters: {{Logins: {{Type: String, Default: '{value}'{more}}}}}");
        read::template(text.as_bytes()).unwrap().0
    };
    let (old, new) = (version(", NoEcho: true", "ops,open-sesame"), version("", "ops,friend-9|dev,mellon"));
    for versions in [[&old, &new], [&new, &old]] {
        assert_eq!(Redactor::of(versions).value("ops,friend-9|dev,mellon"), "***");
    }
    assert_eq!(Redactor::of([&new]).value("ops,friend-9|dev,mellon"), "ops,friend-9|dev,mellon");
}

#[test]
fn references_and_the_signs_of_json_are_no_secrets() {
    let redactor = of(r#"
Resources:
  D: {Type: AWS::RDS::DBInstance, Properties: {MasterUserPassword: !Sub '{{resolve:secretsmanager:${S}:SecretString:password}}'}}
  E: {Type: AWS::RDS::DBInstance, Properties: {MasterUserPassword: !Join ['', ['{{resolve:secretsmanager:', !Ref S, ':SecretString:username}}']]}}
  S: {Type: AWS::SecretsManager::Secret, Properties: {SecretString: !Sub '{"username": "${U}", "dbname": "literal-9"}'}}
"#);
    for text in [":SecretString:password}}", ":SecretString:username}}", r#"{"username": ""#, "dbname"] {
        assert_eq!(redactor.text(text), text);
    }
    assert_eq!(redactor.text("literal-9"), "***");
}

#[test]
fn keys_of_mappings_are_values() {
    let redactor = of("
Parameters:
  Pw: {Type: String, NoEcho: true, Default: correcthorse}
  Pin: {Type: Number, NoEcho: true, Default: 9931774411}
");
    let shown = |path: [&'static str; 3]| redactor.path(&path.into()).to_string();
    assert_eq!(shown(["Mappings", "Sizes", "correcthorse"]), "Mappings / Sizes / ***");
    assert_eq!(shown(["Resources", "correcthorse", "Properties"]), "Resources / correcthorse / Properties");
    assert_eq!(redactor.text("expected at most 4, found `9931774411`"), "expected at most 4, found `***`");
}

#[test]
fn circumstances_hide_values_that_stand_without_quotes() {
    let redactor = of(
        "Parameters: {DbPassword: {Type: String, NoEcho: true, Default: gajriicw}, Word: {Type: String, NoEcho: true, Default: from}}",
    );
    for (text, expected) in [
        ("DbPassword goes from its default gajriicw to kmd", "DbPassword goes from its default *** to kmd"),
        ("Stage = prod and DbPassword ≠ gajriicw", "Stage = prod and DbPassword ≠ ***"),
        ("gajriicws is another word", "gajriicws is another word"),
    ] {
        let mut told = text.to_owned();
        redactor.circumstances(&mut told);
        assert_eq!(told, expected);
    }
}
