//! The code in README.md is compiled, and the template there is the one that this code makes.

use std::path::Path;

use formwork::check;
use formwork::prelude::*;
use formwork::template::Format;
use serde::Deserialize;

#[path = "readme/stack.rs"]
mod avatars;

const CODE: &str = include_str!("readme/stack.rs");

#[derive(Deserialize)]
struct NoSettings {}

#[test]
fn the_readme_shows_this_code_and_its_template() {
    let text = "[environment]\naccount = \"931637612335\"\nregion = \"us-east-1\"\nproduction = true\n[settings]\n";
    let environment = Environment::<NoSettings>::parse("prod", text).unwrap();
    let mut app = App::new("cruddur", &environment);
    avatars::stack(&mut app, 30);
    let (assembly, problems) = app.synth();
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(check::assembly(&assembly), []);
    let template = assembly.stacks[0].template.to_text(Format::Json);
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    for (language, expected) in [("rust", CODE), ("json", &template)] {
        let block = format!("```{language}\n{expected}```\n");
        assert!(readme.contains(&block), "README.md should have this block:\n{block}");
    }
}
