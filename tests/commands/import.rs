//! `import`: every template of `tests/import` as Rust that compiles without a warning and writes the same tree again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use formwork::import::{self, Given};
use formwork::template::{Template, read};

use crate::support::fixture::Fixture;
use crate::support::library;

/// A template of `tests/import`.
struct Case {
    name: String,
    template: Template,
    comments: Vec<read::Comment>,
    module: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn cases() -> Vec<Case> {
    let entries = fs::read_dir(root().join("tests/import")).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let case = |file: PathBuf| {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(&file).unwrap();
        let (template, _) = read::template(&bytes).unwrap_or_else(|errors| panic!("{name}: {errors:?}"));
        let comments = read::comments(&bytes);
        let title = format!("The stack {name}");
        let given = Given { name: &name, full_name: None, title: &title, values: &BTreeMap::new(), allowed: &[] };
        let module = import::stack(&template, &comments, &given);
        Case { name, template, comments, module }
    };
    files.into_iter().map(case).collect()
}

/// A program that prints the templates of all modules, each after its name.
fn program(cases: &[Case]) -> String {
    let modules: String = cases.iter().map(|case| format!("mod {};\n", case.name)).collect();
    let calls: String = cases.iter().map(|case| format!("    {}::stack(&mut app);\n", case.name)).collect();
    format!(
        "#![deny(warnings)]\n{modules}
use formwork::prelude::*;
use formwork::template::Format;

fn main() {{
    let settings = \"[environment]\\naccount = \\\"123456789012\\\"\\nregion = \\\"us-east-1\\\"\\n[settings]\\n\";
    let environment = Environment::<std::collections::BTreeMap<String, String>>::parse(\"dev\", settings).unwrap();
    let mut app = App::new(\"app\", &environment);
{calls}    let (assembly, problems) = app.synth();
    for problem in problems {{
        println!(\"problem {{}}: {{}} {{:?}}\\0\", problem.code, problem.message, problem.path);
    }}
    for stack in assembly.stacks {{
        println!(\"{{}}\\n{{}}\\0\", stack.name, stack.template.to_text(Format::Json));
    }}
}}
"
    )
}

#[test]
fn every_template_is_written_again() {
    let cases = cases();
    assert!(cases.len() >= 7, "the templates are there");
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("import-{}", std::process::id()));
    fs::create_dir_all(&directory).unwrap();
    for case in &cases {
        fs::write(directory.join(format!("{}.rs", case.name)), &case.module).unwrap();
    }
    let main = directory.join("main.rs");
    fs::write(&main, program(&cases)).unwrap();
    let program = compiled(&main);
    let output = Command::new(program).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let mut written: BTreeMap<&str, &str> = BTreeMap::new();
    for part in text.split('\0').map(str::trim).filter(|part| !part.is_empty()) {
        let (name, template) = part.split_once('\n').unwrap_or((part, ""));
        assert!(!name.starts_with("problem"), "{name}");
        written.insert(name, template);
    }
    for case in &cases {
        let (made, _) = read::template(written[case.name.as_str()].as_bytes()).unwrap();
        let differences = import::differences(case.template.root(), made.root());
        assert_eq!(differences, Vec::<String>::new(), "{}", case.name);
    }
    fs::remove_dir_all(directory).unwrap();
}

fn compiled(main: &Path) -> PathBuf {
    let dependencies = Path::new(env!("CARGO_BIN_EXE_stacks")).with_file_name("deps");
    let program = main.with_extension("");
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .args(["--edition=2024", "-o"])
        .arg(&program)
        .arg("--extern")
        .arg(format!("formwork={}", library::of("commands").display()))
        .arg("-L")
        .arg(format!("dependency={}", dependencies.display()))
        .arg(main)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    program
}

#[test]
fn every_comment_is_kept() {
    for case in cases() {
        for comment in &case.comments {
            let text = comment.text.trim();
            assert!(case.module.contains(&format!("// {text}")), "{}: `{text}`\n{}", case.name, case.module);
        }
    }
}

/// How it reads, in the form that rustfmt gives it.
#[test]
fn it_reads_as_a_person_would_write_it() {
    for name in ["sections", "policies"] {
        let case = cases().into_iter().find(|case| case.name == name).unwrap();
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("import-{name}-{}.rs", std::process::id()));
        fs::write(&file, &case.module).unwrap();
        let format = |more: &[&str]| {
            Command::new("rustfmt").args(["--edition", "2024", "--config-path"]).arg(root()).args(more).arg(&file).output()
        };
        assert!(format(&[]).unwrap().status.success());
        assert!(format(&["--check"]).unwrap().status.success(), "rustfmt leaves it as it is");
        insta::assert_snapshot!(format!("import_{name}"), fs::read_to_string(&file).unwrap());
        fs::remove_file(file).unwrap();
    }
}

/// What a project of its own needs to take what is imported.
const APP: &str = "\
//! The app.

use formwork::prelude::*;

pub fn app(environment: &Environment<()>) -> App {
    let mut app = App::new(\"shop\", environment);
    app
}
";

#[test]
fn a_module_is_wired_into_the_app() {
    let template = fs::read(root().join("tests/import/policies.yaml")).unwrap();
    let project = Fixture::shop().file("stacks/shop.rs", APP).file("old/template.yaml", template);
    let run = project.run(["import", "old/template.yaml", "--named", "CrdOld", "--no-build"]);
    run.succeeds().stdout_contains("stacks/old.rs").stdout_contains("edited");
    assert!(project.read("stacks/shop.rs").contains("mod old;\n\nuse formwork"), "{}", project.read("stacks/shop.rs"));
    assert!(project.read("stacks/shop.rs").contains("    old::stack(&mut app);\n    app\n"));
    assert!(project.read("stacks/old.rs").contains("app.stack(\"old\").named(\"CrdOld\")"));
    project.run(["import", "old/template.yaml", "--no-build"]).fails(1).stderr_contains("has a module `old` already");
    project.run(["import", "old/template.yaml", "--into", "x", "-e", "dev", "--no-build"]).succeeds();
    assert!(
        project
            .read("stacks/shop.rs")
            .contains("if matches!(environment.name.as_str(), \"dev\") {\n        x::stack(&mut app);\n    }")
    );
    project.run(["import", "old/template.yaml", "--into", "Bad_Name"]).fails(1).stderr_contains("cannot name a stack");
    project.run(["import", "nothing.yaml"]).fails(1).stderr_contains("cannot read");
}
