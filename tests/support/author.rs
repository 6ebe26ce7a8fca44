//! Stacks that a test writes, and what they come to.

use std::path::Path;

use formwork::check;
use formwork::diagnostic::Diagnostic;
use formwork::prelude::*;
use formwork::stack::{Assembly, Kind, SynthesizedStack, Target};
use formwork::template::{Format, Node, Template};

/// An environment without settings.
pub fn environment() -> Environment<()> {
    let target = Target {
        account: "111122223333".to_owned(),
        region: "us-east-1".to_owned(),
        production: false,
        tags: [("app".to_owned(), "test".to_owned())].into_iter().collect(),
        template_bucket: None,
        deploy_role_arn: None,
        wave: None,
        stack_names: Default::default(),
        packs: Vec::new(),
    };
    Environment { name: "test".to_owned(), target, settings: () }
}

/// What came out of an app.
pub struct Outcome {
    /// The stacks, in deployment order.
    pub assembly: Assembly,
    /// The findings of the synthesis and of the checks.
    pub findings: Vec<Diagnostic>,
}

/// Synthesizes and checks an app whose stacks the closure adds.
pub fn app(build: impl FnOnce(&mut App)) -> Outcome {
    app_in(&environment(), build)
}

/// As [`app`], in another environment.
pub fn app_in(environment: &Environment<()>, build: impl FnOnce(&mut App)) -> Outcome {
    let mut app = App::new("app", environment);
    build(&mut app);
    let (assembly, mut findings) = app.synth();
    findings.extend(check::assembly(&assembly));
    Outcome { assembly, findings }
}

/// As [`app`], with the one stack `stack`.
pub fn stack(build: impl FnOnce(&mut Stack)) -> Outcome {
    app(|app| build(app.stack("stack")))
}

/// The template of one stack without a mistake.
pub fn template(build: impl FnOnce(&mut Stack)) -> Template {
    let outcome = stack(build);
    assert_eq!(outcome.errors(), "");
    outcome.assembly.stacks[0].template.clone()
}

/// One section of a template without a mistake, as JSON.
pub fn section(name: &str, build: impl FnOnce(&mut Stack)) -> String {
    let template = template(build);
    let section = template.root().get(name).unwrap_or_else(|| panic!("no {name} in {}", template.to_text(Format::Json)));
    serde_json::to_string_pretty(section).unwrap()
}

/// A value as it stands in a template, as JSON on one line.
pub fn json<K: Kind>(value: impl IntoValue<K>) -> String {
    serde_json::to_string(&value.into_node()).unwrap()
}

impl Outcome {
    /// The stack of this name.
    pub fn stack(&self, name: &str) -> &SynthesizedStack {
        let found = self.assembly.stacks.iter().find(|stack| stack.name == name);
        found.unwrap_or_else(|| panic!("there is no stack {name}"))
    }

    /// The properties of a resource of the only stack, as JSON.
    pub fn properties(&self, id: &str) -> serde_json::Value {
        serde_json::to_value(self.resource(id).get("Properties").unwrap()).unwrap()
    }

    /// A resource, in whichever stack it is.
    pub fn resource(&self, id: &str) -> &Node {
        let mut stacks = self.assembly.stacks.iter();
        let found = stacks.find_map(|stack| stack.template.root().at_path(&["Resources", id]));
        found.unwrap_or_else(|| panic!("there is no resource {id}"))
    }

    /// The logical ids of every resource, in order.
    pub fn ids(&self) -> Vec<&str> {
        let resources = self.assembly.stacks.iter().flat_map(|stack| stack.template.resources());
        resources.map(|resource| resource.id.as_str()).collect()
    }

    /// Every finding without its place: severity, code, message, where in the template, help.
    pub fn report(&self) -> String {
        self.findings.iter().map(describe).collect::<Vec<_>>().join("\n")
    }

    /// The mistakes without their places. What a test leaves unused is none.
    pub fn errors(&self) -> String {
        self.findings.iter().filter(|finding| finding.is_error()).map(describe).collect::<Vec<_>>().join("\n")
    }

    /// The findings of one rule, without their places.
    pub fn report_of(&self, code: &str) -> String {
        self.findings.iter().filter(|finding| finding.code == code).map(describe).collect::<Vec<_>>().join("\n")
    }

    /// The same, without the warnings.
    pub fn mistakes(mut self) -> Self {
        self.findings.retain(Diagnostic::is_error);
        self
    }

    /// The text of the source lines that the findings point at, first those of each finding, then the related ones.
    pub fn lines(&self) -> Vec<String> {
        let locations = self.findings.iter().flat_map(|finding| {
            let related = finding.related.iter().map(|(location, _)| *location);
            std::iter::once(finding.location).chain(related)
        });
        locations.map(|location| line(&location.to_string())).collect()
    }
}

fn describe(finding: &Diagnostic) -> String {
    let location = if finding.path.is_empty() { String::new() } else { format!(" in {}", finding.path.joined("/")) };
    let help = finding.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
    format!("{}[{}]{location}: {}{help}", finding.severity, finding.code, finding.message)
}

/// The line of `FILE:LINE:COLUMN`, from its column on; the place itself where it has no line.
fn line(location: &str) -> String {
    let mut parts = location.rsplitn(3, ':');
    let column = parts.next().and_then(|text| text.parse::<usize>().ok());
    let line = parts.next().and_then(|text| text.parse::<usize>().ok());
    let (Some(column), Some(line), Some(file)) = (column, line, parts.next()) else { return location.to_owned() };
    assert!(file.starts_with("tests/"), "{location} is not in a test");
    let source = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    source.lines().nth(line - 1).unwrap_or_default().chars().skip(column - 1).collect()
}
