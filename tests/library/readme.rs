//! README.md tells the truth: its code is compiled, its template is the one that this code makes, and its messages are those of the
//! snapshots.

use std::fs;
use std::path::Path;

use formwork::check;
use formwork::prelude::*;
use formwork::template::Format;
use serde::Deserialize;

#[path = "readme/stack.rs"]
mod images;

const CODE: &str = include_str!("readme/stack.rs");

#[derive(Deserialize)]
struct NoSettings {}

#[test]
fn the_readme_shows_this_code_its_template_and_messages() {
    let text = "[environment]\naccount = \"931637612335\"\nregion = \"us-east-1\"\nproduction = true\n[settings]\n";
    let environment = Environment::<NoSettings>::parse("prod", text).unwrap();
    let mut app = App::new("shop", &environment);
    images::stack(&mut app);
    let (assembly, problems) = app.synth();
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(check::assembly(&assembly), []);
    let template = assembly.stacks[0].template.to_text(Format::Yaml);
    let compiler = read("tests/compile_fail/reference_of_the_wrong_kind.message");
    let snapshot = read("tests/rules/E3047.snap").replace("E3047.bad.yaml", "web.yaml");
    let findings = snapshot.splitn(3, "---\n").last().unwrap_or_default();
    let finding = findings.find("\nerror").map_or(findings, |end| &findings[..end]);
    let readme = read("README.md");
    for (language, expected) in [("rust", CODE), ("yaml", &template), ("text", &compiler), ("text", finding)] {
        let block = format!("```{language}\n{expected}```\n");
        assert!(readme.contains(&block), "README.md should have this block:\n{block}");
    }
    assert!(readme.lines().count() <= 200, "README.md has more than 200 lines");
}

/// The table of `synth` in stacks/README.md: the sizes of the snapshots.
#[test]
fn the_page_of_the_stacks_shows_their_sizes() {
    let page = read("stacks/README.md");
    for stack in ["network", "cluster", "database", "messages", "backend", "frontend"] {
        let snapshot = read(&format!("snapshots/dev/{stack}.snap"));
        let template = snapshot.splitn(3, "---\n").last().unwrap_or_default();
        let digits = template.len().to_string();
        let bytes = format!("{},{}", &digits[..digits.len() - 3], &digits[digits.len() - 3..]);
        let row = page.lines().find(|line| line.trim_start().starts_with(&format!("{stack} "))).unwrap_or_default();
        assert!(row.contains(&bytes), "stacks/README.md should show {bytes} bytes of `{stack}`: {row}");
    }
}

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}
