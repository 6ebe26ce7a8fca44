use super::{github, json, sarif};
use crate::cli::report::{Finding, Position};
use crate::diagnostic::Diagnostic;
use crate::template::Place;

fn finding() -> Finding {
    let place = |line| Place::File { line, column: 7 };
    let diagnostic = Diagnostic::error("E3002", "100% wrong:\n`a, b`")
        .at(place(3))
        .related(place(1), "first here")
        .path(["Resources", "A"])
        .help("did you mean `c`?");
    Finding::in_file(diagnostic, "a b/t,1.yaml")
}

#[test]
fn annotations_escape_what_would_end_them() {
    insta::assert_snapshot!(github::text(&[finding(), Finding::warning("no place")]), @"");
}

#[test]
fn json_has_every_field() {
    insta::assert_snapshot!(json::text(&[finding()]), @"");
    insta::assert_snapshot!(json::text(&[]), @"");
}

#[test]
fn sarif_has_results_and_rules() {
    let text = sarif::text(&[finding(), Finding::error("x").at(Position { file: "/b".to_owned(), at: None })]);
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    let run = &document["runs"][0];
    let first = &run["results"][0];
    let index = usize::try_from(first["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(run["tool"]["driver"]["rules"][index]["id"], "E3002");
    insta::assert_snapshot!(format!("{:#}", run["results"]), @"");
}
