//! `import`: every template of `tests/import` as Rust that compiles without a warning and writes the same tree again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use formwork::import::{self, Given};
use formwork::prelude::App;
use formwork::recognize;
use formwork::template::{Format, Template, read};

use crate::support::gallery;
use crate::support::library;

/// A template of `tests/import`.
struct Case {
    name: String,
    template: Template,
    comments: Vec<read::Comment>,
    module: String,
}

pub(crate) fn root() -> &'static Path {
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
        let (none, untyped, links) = (BTreeMap::new(), BTreeSet::new(), import::Links::default());
        let given = Given {
            name: &name,
            full_name: None,
            title: &title,
            values: &none,
            settings: &none,
            links: &links,
            generated: &untyped,
            folds: name == "alike",
            constructs: &[],
            allowed: &[],
        };
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
    prove(&cases, "import");
}

/// Compiles the modules, and compares what they synthesize with their templates.
fn prove(cases: &[Case], name: &str) {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
    fs::create_dir_all(&directory).unwrap();
    for case in cases {
        fs::write(directory.join(format!("{}.rs", case.name)), &case.module).unwrap();
    }
    let main = directory.join("main.rs");
    fs::write(&main, program(cases)).unwrap();
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
    for case in cases {
        let (made, _) = read::template(written[case.name.as_str()].as_bytes()).unwrap();
        let differences = import::differences(case.template.root(), made.root());
        assert_eq!(differences, Vec::<String>::new(), "{}", case.name);
    }
    fs::remove_dir_all(directory).unwrap();
}

pub(crate) fn compiled(main: &Path) -> PathBuf {
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
    for name in ["sections", "policies", "alike"] {
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

#[test]
fn ids_that_read_alike_and_words_of_rust_get_names() {
    let topics =
        ["MyTopic", "Mytopic", "My2Topic", "Type", "Self", "App"].map(|id| format!("  {id}: {{ Type: AWS::SNS::Topic }}\n"));
    let outputs = ["MyTopic", "Mytopic", "My2Topic", "Type", "Self", "App"].map(|id| format!("  {id}: {{ Value: !Ref {id} }}\n"));
    let text = format!("Resources:\n{}Outputs:\n{}", topics.concat(), outputs.concat());
    let (template, _) = read::template(text.as_bytes()).unwrap();
    let none = (BTreeMap::new(), BTreeSet::new(), import::Links::default());
    let given = Given {
        name: "alike",
        full_name: None,
        title: "The stack alike",
        values: &none.0,
        settings: &none.0,
        links: &none.2,
        generated: &none.1,
        folds: false,
        constructs: &[],
        allowed: &[],
    };
    let case = Case { name: "alike".to_owned(), module: import::stack(&template, &[], &given), template, comments: Vec::new() };
    prove(&[case], "import-names");
}

/// What constructs made becomes the same constructs again, where every resource of theirs is the same to the last property.
#[test]
fn constructs_are_recognized_where_they_are_equal() {
    let environment = gallery::place(false);
    let mut app = App::new("app", &environment);
    gallery::gallery(&mut app);
    let (assembly, _) = app.synth();
    let targets = vec![("test".to_owned(), environment.target.clone())];
    let (values, generated, links) = (BTreeMap::new(), BTreeSet::new(), import::Links::default());
    let (mut said, mut cases) = (String::new(), Vec::new());
    for stack in &assembly.stacks {
        let found = recognize::constructs(&stack.template, &targets, Some(&stack.full_name));
        let count: usize = found.iter().map(|made| made.ids.len()).sum();
        let names: Vec<String> = found.iter().map(|made| format!("{} {} {}", made.path, made.id, made.ids.len())).collect();
        said += &format!("{}: {count} of {}: {}\n", stack.name, stack.template.count("Resources"), names.join(", "));
        let given = Given {
            name: stack.name,
            full_name: Some(&stack.full_name),
            title: "A stack of the gallery",
            values: &values,
            settings: &values,
            links: &links,
            generated: &generated,
            folds: false,
            constructs: &found,
            allowed: &[],
        };
        let module = import::stack(&stack.template, &[], &given);
        cases.push(Case { name: stack.name.to_owned(), template: stack.template.clone(), comments: Vec::new(), module });
    }
    insta::assert_snapshot!(said, @"
    network: 19 of 22: constructs::Vpc::new Vpc 19
    data: 8 of 22: constructs::Table::new Messages 1, constructs::Bucket::new AccessLogs 2, constructs::Bucket::new Uploads 2, constructs::Topic::new News 3
    web: 1 of 9: constructs::LogGroup::new Logs 1
    work: 5 of 37: constructs::Cluster::new Cluster 1, constructs::LogGroup::new Logs 1, constructs::LogGroup::new OnMessageLogs 1, constructs::LogGroup::new ListLogs 1, constructs::LogGroup::new ApiLogs 1
    site: 2 of 20: constructs::Bucket::new AccessLogs 2
    release: 1 of 29: constructs::LogGroup::new Logs 1
    ");
    prove(&cases, "import-constructs");

    // In production a table is protected: no construct is the same in both.
    let both = [targets.clone(), vec![("prod".to_owned(), gallery::place(true).target)]].concat();
    let data = &assembly.stacks.iter().find(|stack| stack.name == "data").unwrap().template;
    let tables = |found: Vec<import::Recognized>| found.iter().filter(|made| made.path.contains("Table")).count();
    assert_eq!(tables(recognize::constructs(data, &targets, None)), 1);
    assert_eq!(tables(recognize::constructs(data, &both, None)), 0);
    // One value more, and it is no construct.
    let text = data.to_text(Format::Json).replace("\"BillingMode\": \"PAY_PER_REQUEST\"", "\"BillingMode\": \"PROVISIONED\"");
    let (other, _) = read::template(text.as_bytes()).unwrap();
    assert_eq!(tables(recognize::constructs(&other, &targets, None)), 0);
}
