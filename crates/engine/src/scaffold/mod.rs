//! Texts made from the templates in `templates/`: what `new` writes, and the scripts that deploy.
//!
//! Every template is embedded; an author's own text under the same name takes its place. Rendering is pure: the command line reads
//! the author's texts and writes what comes out.

pub mod settings;
pub mod shell;

use std::borrow::Cow;

use serde::Serialize;
use tera::{Context, Kwargs, State, Tera, Value};

/// The built-in templates, by the name that an author's file has to have to take the place of one.
const BUILT_IN: &[(&str, &str)] = &[
    ("cluster.rs.tera", include_str!("../../templates/cluster.rs.tera")),
    ("component/api.rs.tera", include_str!("../../templates/component/api.rs.tera")),
    ("component/database.rs.tera", include_str!("../../templates/component/database.rs.tera")),
    ("component/index.js.tera", include_str!("../../templates/component/index.js.tera")),
    ("component/index.py.tera", include_str!("../../templates/component/index.py.tera")),
    ("component/job.rs.tera", include_str!("../../templates/component/job.rs.tera")),
    ("component/site.rs.tera", include_str!("../../templates/component/site.rs.tera")),
    ("component/worker.rs.tera", include_str!("../../templates/component/worker.rs.tera")),
    ("compose/services.rs.tera", include_str!("../../templates/compose/services.rs.tera")),
    ("deploy.sh.tera", include_str!("../../templates/deploy.sh.tera")),
    ("environment.toml.tera", include_str!("../../templates/environment.toml.tera")),
    ("health-check.py.tera", include_str!("../../templates/health-check.py.tera")),
    ("network.rs.tera", include_str!("../../templates/network.rs.tera")),
    ("project/Cargo.toml.tera", include_str!("../../templates/project/Cargo.toml.tera")),
    ("project/README.md.tera", include_str!("../../templates/project/README.md.tera")),
    ("project/dev.toml.tera", include_str!("../../templates/project/dev.toml.tera")),
    ("project/gitattributes.tera", include_str!("../../templates/project/gitattributes.tera")),
    ("project/gitignore.tera", include_str!("../../templates/project/gitignore.tera")),
    ("project/main.rs.tera", include_str!("../../templates/project/main.rs.tera")),
    ("project/snapshot.snap.tera", include_str!("../../templates/project/snapshot.snap.tera")),
    ("project/snapshots.rs.tera", include_str!("../../templates/project/snapshots.rs.tera")),
    ("project/vscode/settings.json.tera", include_str!("../../templates/project/vscode/settings.json.tera")),
    ("project/vscode/tasks.json.tera", include_str!("../../templates/project/vscode/tasks.json.tera")),
    ("secrets.sh.tera", include_str!("../../templates/secrets.sh.tera")),
    ("service.rs.tera", include_str!("../../templates/service.rs.tera")),
    ("shell/artifacts.sh.tera", include_str!("../../templates/shell/artifacts.sh.tera")),
    ("shell/aws.sh.tera", include_str!("../../templates/shell/aws.sh.tera")),
    ("shell/events.sh.tera", include_str!("../../templates/shell/events.sh.tera")),
    ("shell/images.sh.tera", include_str!("../../templates/shell/images.sh.tera")),
    ("shell/sites.sh.tera", include_str!("../../templates/shell/sites.sh.tera")),
    ("stack.rs.tera", include_str!("../../templates/stack.rs.tera")),
    ("teardown.sh.tera", include_str!("../../templates/teardown.sh.tera")),
    ("workflow.yml.tera", include_str!("../../templates/workflow.yml.tera")),
];

/// How the names of the templates begin that others include.
const INCLUDED: &str = "shell/";

/// The templates of a project.
pub struct Templates {
    tera: Tera,
}

/// Values that templates may name.
pub struct Values(Context);

/// What is wrong with a template, in words: its name, the line, and what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError(pub String);

impl Templates {
    /// The names of the built-in templates, in alphabetical order.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// The built-in templates that are wanted and all of the author's own, which stand in the place of those whose names they have.
    ///
    /// # Errors
    /// The first template that cannot be read, with its line.
    pub fn new<'a>(wanted: &[&str], own: impl IntoIterator<Item = (&'a str, Cow<'a, str>)>) -> Result<Self, TemplateError> {
        let mut tera = Tera::new();
        // A script quotes whatever is put into it, so that no template can forget it. Rust, TOML and YAML have nothing that fits everywhere:
        // their templates quote themselves, and `sh` is for what they hold of the shell.
        tera.autoescape_on(vec![".sh.tera"]);
        tera.set_escape_fn(|text, out| out.write_all(shell::quote(text).as_bytes()));
        tera.register_filter("sh", |value: String, _: Kwargs, _: &State| Value::safe_string(&shell::quote(&value)));
        // A checkout may have given the lines of a template the ends of another system, on which no script runs.
        let unix = |text: &str| text.replace("\r\n", "\n");
        let mut own = own.into_iter().peekable();
        // To read a template takes long, and an author's own may include any other.
        let is_wanted = |name: &str| name.starts_with(INCLUDED) || wanted.contains(&name);
        let built_in = BUILT_IN.iter().filter(|(name, _)| own.peek().is_some() || is_wanted(name));
        tera.add_raw_templates(built_in.map(|(name, text)| (*name, unix(text))).collect::<Vec<_>>()).map_err(in_words)?;
        for (name, text) in own {
            tera.add_raw_template(name, &unix(&text)).map_err(in_words)?;
        }
        Ok(Templates { tera })
    }

    /// The text of a template, filled in with values.
    ///
    /// # Errors
    /// A template that names a value which is not there, with its line.
    pub fn render(&self, name: &str, values: &impl Serialize) -> Result<String, TemplateError> {
        self.render_with(name, &self.context(values)?)
    }

    /// Values for several templates.
    ///
    /// # Errors
    /// Values that are no map of names to values.
    pub fn context(&self, values: &impl Serialize) -> Result<Values, TemplateError> {
        Context::from_serialize(values).map(Values).map_err(in_words)
    }

    /// The text of a template, filled in with values that several templates share.
    ///
    /// # Errors
    /// A template that names a value which is not there, with its line.
    pub fn render_with(&self, name: &str, values: &Values) -> Result<String, TemplateError> {
        self.tera.render(name, &values.0).map_err(in_words)
    }
}

fn in_words(error: tera::Error) -> TemplateError {
    let text = error.to_string();
    TemplateError(text.strip_prefix("error: ").unwrap_or(&text).trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_authors_template_takes_the_place_of_a_built_in_one() {
        let templates = Templates::new(&[], [("note.txt", Cow::from("Hello, {{ name }} <&>"))]).unwrap();
        let crlf = Templates::new(&[], [("deploy.sh.tera", Cow::from("#!/bin/sh\r\necho {{ name }}\r\n"))]).unwrap();
        let script = crlf.render("deploy.sh.tera", &serde_json::json!({ "name": "a" })).unwrap();
        assert_eq!(script, "#!/bin/sh\necho a\n");
        let text = templates.render("note.txt", &serde_json::json!({ "name": "a \"b\" <c>" })).unwrap();
        assert_eq!(text, "Hello, a \"b\" <c> <&>");
    }

    #[test]
    fn a_word_is_quoted_for_the_shell() {
        let values = serde_json::json!({ "name": "$(it's)", "plain": "a-b", "count": 2 });
        let rendered = |name: &'static str, template: &'static str| {
            Templates::new(&[], [(name, Cow::from(template))]).unwrap().render(name, &values).unwrap()
        };
        let quoted = r"echo '$(it'\''s)' a-b 2";
        // A script needs no filter, and is not quoted twice by one.
        assert_eq!(rendered("note.sh.tera", "echo {{ name }} {{ plain }} {{ count }}"), quoted);
        assert_eq!(rendered("note.sh.tera", "echo {{ name | sh }} {{ plain | sh }} {{ count }}"), quoted);
        assert_eq!(rendered("note.yml", "echo {{ name | sh }} {{ plain | sh }} {{ count }}"), quoted);
    }

    #[test]
    fn a_value_that_is_missing_is_an_error_with_its_line() {
        let templates = Templates::new(&[], [("note.txt", Cow::from("one\n{{ nmae }}\n"))]).unwrap();
        let TemplateError(message) = templates.render("note.txt", &serde_json::json!({ "name": "a" })).unwrap_err();
        assert!(message.contains("note.txt") && message.contains("nmae"), "{message}");
    }

    #[test]
    fn a_template_that_cannot_be_read_is_an_error() {
        let TemplateError(message) = Templates::new(&[], [("note.txt", Cow::from("{% if %}"))]).err().unwrap();
        assert!(message.contains("note.txt"), "{message}");
    }
}
