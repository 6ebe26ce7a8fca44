//! Whole repositories of templates, imported, compiled and compared, for the figures of docs/import.md:
//! `TEMPLATES=DIRECTORY cargo test --test commands import_public -- --ignored --nocapture`.
//!
//! `FOLD=1` writes loops. `RUSTC=clippy-driver` has clippy read the modules as well.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use formwork::check;
use formwork::import::{self, Difference, Given, Links};
use formwork::schema::generate::{Catalog, module_name, partial_module, service_of};
use formwork::template::{Template, read};

use super::import::{Case, written_by};

/// So many lines of modules are compiled as one program.
const LINES: usize = 30_000;

#[test]
#[ignore = "needs a directory of templates"]
fn a_directory_of_templates_is_written_again() {
    let directory = PathBuf::from(std::env::var_os("TEMPLATES").expect("TEMPLATES names a directory"));
    let found = Found::below(&directory);
    let mut tally = Tally::default();
    for (number, group) in groups(found.cases).into_iter().enumerate() {
        tally.prove(group, &format!("import-public-{number}"));
    }
    let loops = tally.loops;
    println!("{} templates tried, {} identical, {loops} with loops", tally.tried, tally.identical);
    println!("by section: {:?}", tally.sections);
    println!("{} files are no templates; {} cannot be read: {:?}", found.others, found.unreadable.len(), found.unreadable);
    assert_eq!(tally.failed, Vec::<String>::new());
}

/// The templates of a directory, and what else is there.
#[derive(Default)]
struct Found {
    cases: Vec<Public>,
    others: usize,
    unreadable: Vec<String>,
}

/// A template with the typed modules that it needs.
struct Public {
    case: Case,
    file: PathBuf,
    types: BTreeSet<String>,
}

impl Found {
    fn below(directory: &Path) -> Found {
        let mut found = Found::default();
        let mut files = Vec::new();
        collect(directory, &mut files);
        files.sort();
        for file in files {
            found.read(file);
        }
        found
    }

    fn read(&mut self, file: PathBuf) {
        let bytes = fs::read(&file).unwrap();
        if !check::may_be_template(&bytes) {
            self.others += 1;
            return;
        }
        match read::template_with_directives(&bytes) {
            Err(errors) => self.unreadable.push(format!("{}: {}", file.display(), errors[0].message)),
            Ok((template, _)) if !has_resources(&template) => self.others += 1,
            Ok((template, _)) => {
                let case = case(&format!("t{}", self.cases.len()), template, read::comments(&bytes));
                let types = import::not_built_in(&case.template);
                self.cases.push(Public { case, file, types });
            }
        }
    }
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap().flatten() {
        let path = entry.path();
        let ends = ["json", "yaml", "yml", "template"];
        match path.is_dir() {
            true => collect(&path, files),
            false if path.extension().is_some_and(|end| ends.iter().any(|known| end == *known)) => files.push(path),
            false => {}
        }
    }
}

fn has_resources(template: &Template) -> bool {
    template.resources().next().is_some() || template.root().get("Transform").is_some()
}

fn case(name: &str, template: Template, comments: Vec<read::Comment>) -> Case {
    let (none, links, generated) = (BTreeMap::new(), Links::default(), import::not_built_in(&template));
    let given = Given {
        name,
        full_name: None,
        title: "A public template",
        values: &none,
        settings: &none,
        links: &links,
        generated: &generated,
        folds: std::env::var_os("FOLD").is_some(),
        constructs: &[],
        network: None,
        allowed: &[],
    };
    let module = import::stack(&template, &comments, &given);
    Case { name: name.to_owned(), template, comments, module }
}

fn groups(cases: Vec<Public>) -> Vec<Vec<Public>> {
    let (mut groups, mut lines) = (vec![Vec::new()], 0);
    for case in cases {
        lines += case.case.module.lines().count();
        if lines > LINES {
            (groups, lines) = (groups.into_iter().chain([Vec::new()]).collect(), 0);
        }
        groups.last_mut().unwrap().push(case);
    }
    groups
}

/// What came of them.
#[derive(Default)]
struct Tally {
    tried: usize,
    identical: usize,
    loops: usize,
    sections: BTreeMap<String, usize>,
    failed: Vec<String>,
}

impl Tally {
    fn prove(&mut self, group: Vec<Public>, name: &str) {
        self.tried += group.len();
        let types: BTreeSet<String> = group.iter().flat_map(|each| each.types.iter().cloned()).collect();
        let mut left: Vec<&Public> = group.iter().collect();
        // What does not compile is left out, and the others are tried again.
        let made = loop {
            let cases: Vec<&Case> = left.iter().map(|each| &each.case).collect();
            match written_by(&cases, &generated(&types), name) {
                Ok(made) => break made,
                Err(said) => {
                    let broken = |each: &&Public| said.contains(&format!("/{}.rs:", each.case.name));
                    let (broken, others): (Vec<&Public>, Vec<&Public>) = left.into_iter().partition(broken);
                    assert!(!broken.is_empty(), "{said}");
                    self.failed.extend(broken.iter().map(|each| format!("{} does not compile", each.file.display())));
                    println!("{said}");
                    left = others;
                }
            }
        };
        for Public { case, file, .. } in left {
            let differences = match made.get(&case.name) {
                Some(text) => import::differences(case.template.root(), read::template(text.as_bytes()).unwrap().0.root()),
                None => vec![Difference::Missing("the template".to_owned())],
            };
            let lost = case.comments.iter().map(|comment| comment.text.trim()).find(|text| !keeps(&case.module, text));
            if differences.is_empty() && lost.is_none() {
                self.count(case);
            } else {
                self.failed.push(format!("{}: {differences:?}, lost {lost:?}", file.display()));
            }
        }
    }

    fn count(&mut self, case: &Case) {
        self.identical += 1;
        self.loops += usize::from(case.module.contains("    for ") || case.module.contains(".map(|"));
        for key in case.template.root().as_map().into_iter().flat_map(|map| map.keys()) {
            *self.sections.entry(key.as_str().to_owned()).or_default() += 1;
        }
    }
}

/// Whether a comment is in a module; tabs and what is not printed aside.
fn keeps(module: &str, comment: &str) -> bool {
    let printed: String = comment.replace('\t', " ").chars().filter(|c| !c.is_control()).collect();
    module.contains(printed.trim())
}

/// The typed modules of types that are not built in, by their names.
fn generated(types: &BTreeSet<String>) -> Vec<(String, String)> {
    let catalog = Catalog::embedded();
    let mut services: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for type_name in types {
        services.entry(service_of(type_name)).or_default().insert(type_name.clone());
    }
    let module = |(service, types): (&str, BTreeSet<String>)| (module_name(service), partial_module(&catalog, service, &types));
    services.into_iter().map(module).collect()
}
