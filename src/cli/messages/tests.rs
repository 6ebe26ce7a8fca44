//! How findings read in each format.

use super::{github, json, sarif};
use crate::cli::report::{Finding, Position};
use crate::diagnostic::Diagnostic;
use crate::template::SourceLocation;

fn finding() -> Finding {
    let location = |line| SourceLocation::File { line, column: 7 };
    let diagnostic = Diagnostic::error("E3002", "100% wrong:\n`a, b`")
        .at(location(3))
        .related(location(1), "first here")
        .path(["Resources", "A"])
        .help("did you mean `c`?");
    Finding::in_file(diagnostic, "a b/t,1.yaml")
}

#[test]
fn annotations_escape_what_would_end_them() {
    insta::assert_snapshot!(github::text(&[finding(), Finding::warning("no location")]), @"
    ::error file=a b/t%2C1.yaml,line=3,col=7,title=E3002::100%25 wrong:%0A`a, b`%0Ain Resources / A%0Ahelp: did you mean `c`?
    ::warning::no location
    ");
}

#[test]
fn json_has_every_field() {
    insta::assert_snapshot!(json::text(&[finding()]), @r#"
    {
      "findings": [
        {
          "code": "E3002",
          "severity": "error",
          "message": "100% wrong:\n`a, b`",
          "file": "a b/t,1.yaml",
          "line": 3,
          "column": 7,
          "path": [
            "Resources",
            "A"
          ],
          "related": [
            {
              "file": "a b/t,1.yaml",
              "line": 1,
              "column": 7,
              "message": "first here"
            }
          ],
          "help": "did you mean `c`?",
          "link": null,
          "environment": null
        }
      ],
      "errors": 1,
      "warnings": 0
    }
    "#);
    insta::assert_snapshot!(json::text(&[]), @r#"
    {
      "findings": [],
      "errors": 0,
      "warnings": 0
    }
    "#);
}

#[test]
fn sarif_has_results_and_rules() {
    let text =
        sarif::text(&[finding(), Finding::error("x").at(Position { file: "/b".to_owned(), at: None })], crate::check::rules());
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    let run = &document["runs"][0];
    let mut first = run["results"][0].clone();
    // Every new rule moves the others.
    let index = usize::try_from(first["ruleIndex"].take().as_u64().unwrap()).unwrap();
    assert_eq!(run["tool"]["driver"]["rules"][index]["id"], "E3002");
    insta::assert_snapshot!(first, @r#"{"level":"error","message":{"text":"100% wrong:\n`a, b`\nhelp: did you mean `c`?"},"ruleId":"E3002","ruleIndex":null,"locations":[{"physicalLocation":{"artifactLocation":{"uri":"a%20b/t%2C1.yaml"},"region":{"startLine":3,"startColumn":7}},"logicalLocations":[{"fullyQualifiedName":"Resources/A"}]}],"relatedLocations":[{"physicalLocation":{"artifactLocation":{"uri":"a%20b/t%2C1.yaml"},"region":{"startLine":1,"startColumn":7}},"message":{"text":"first here"}}]}"#);
    insta::assert_snapshot!(run["results"][1], @r#"{"level":"error","message":{"text":"x"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"file:///b"}}}]}"#);
}
