//! The templates that are imported.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use crate::check;
use crate::cli::check::files;
use crate::cli::report::{Finding, counted};
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::redact::is_withheld;
use crate::template::read::{self, Comment, ReadError};
use crate::template::{Node, Template};

/// File names that say nothing of what a template is: its directory does.
const PLAIN: [&str; 4] = ["template", "stack", "main", "index"];

/// A template that is imported.
pub(super) struct Source {
    pub(super) template: Template,
    pub(super) comments: Vec<Comment>,
    /// As it is shown: a file, or the name of a stack.
    pub(super) name: String,
    /// Its name in AWS, where it keeps that.
    pub(super) full_name: Option<String>,
    /// The values of its parameters.
    pub(super) values: BTreeMap<String, String>,
    /// What its author must know.
    pub(super) notes: Vec<String>,
}

/// The templates that are asked for by their files.
pub(super) fn all(arguments: &ArgMatches, session: &Session) -> Result<Vec<Source>, Stop> {
    let asked: Vec<&String> = arguments.get_many("file").into_iter().flatten().collect();
    let values = match arguments.get_one::<PathBuf>("parameters") {
        Some(path) => check::given_parameters(&files::read(path, session)?.bytes),
        None => BTreeMap::new(),
    };
    let mut sources = Vec::new();
    for files::Source { name, bytes, is_named } in files::find(&asked, session)? {
        if !is_named && !check::may_be_template(&bytes) {
            continue;
        }
        let (template, _) = read::template_with_directives(&bytes).map_err(|errors| unreadable(errors, &name))?;
        if is_named || template.section("Resources").is_some() {
            let comments = read::comments(&bytes);
            let notes = directives(template.root(), &name).into_iter().collect();
            sources.push(Source { comments, values: values.clone(), notes, ..Source::new(template, &name) });
        }
    }
    if sources.is_empty() {
        return Err(Finding::error("no template in what was asked for").into());
    }
    Ok(sources)
}

/// What is said of Rain's directives: they stand as Rain has them in JSON, and Rain must complete what is synthesized.
fn directives(root: &Node, name: &str) -> Option<String> {
    let mut count = 0;
    root.walk(&mut |node| {
        let keys = node.as_map().into_iter().flat_map(|map| map.keys());
        count += keys.filter(|key| key.as_str().starts_with(read::DIRECTIVES)).count();
    });
    let counted = counted(count, "directive");
    (count > 0).then(|| format!("{name}: {counted} of Rain as they stand; `rain pkg` completes the template that `synth` writes"))
}

/// A document that cannot be read.
pub(super) fn unreadable(errors: Vec<ReadError>, name: &str) -> Stop {
    let errors = errors.into_iter().map(|error| Finding::in_file(check::form_finding(error), name)).collect();
    Stop::Mistakes(errors, "nothing was imported")
}

/// The name of a file without its directory.
pub(super) fn file_name(name: &str) -> String {
    Path::new(name).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

impl Source {
    /// A template by itself.
    pub(super) fn new(template: Template, name: &str) -> Self {
        let name = name.to_owned();
        Source { template, comments: Vec::new(), name, full_name: None, values: BTreeMap::new(), notes: Vec::new() }
    }

    /// The short name of its stack, made of that of the file or its directory.
    pub(super) fn stack_name(&self) -> String {
        let path = Path::new(&self.name);
        let stem = path.file_name().map(|name| name.to_string_lossy().split('.').next().unwrap_or_default().to_owned());
        let directory = || path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        let name = stem.filter(|stem| !PLAIN.contains(&stem.to_lowercase().as_str())).or_else(directory).unwrap_or_default();
        words(&name)
    }

    /// The values that are to be kept: those of parameters that the template has, which differ from the defaults and may be written.
    pub(super) fn settled(&self) -> BTreeMap<String, String> {
        let parameter = |name: &str| self.template.section("Parameters")?.get(name);
        let is_kept = |name: &str, value: &str| {
            parameter(name).is_some_and(|node| {
                !is_withheld(name, node, value) && node.get("Default").and_then(Node::scalar).as_deref() != Some(value)
            })
        };
        let kept = self.values.iter().filter(|(name, value)| is_kept(name, value));
        kept.map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// The parameters whose values are not kept, because they are secrets: settings are files that many people read.
    pub(super) fn withheld(&self) -> Vec<&str> {
        let parameters = self.template.section("Parameters").into_iter().flatten();
        let is_given = |name: &str, node: &Node| self.values.get(name).is_some_and(|value| is_withheld(name, node, value));
        let secret = parameters.filter(|(name, node)| is_given(name.as_str(), node));
        secret.map(|(name, _)| name.as_str()).collect()
    }

    /// The parameters that whoever deploys must give: without a default, and without a value that is kept.
    pub(super) fn open(&self) -> Vec<&str> {
        let settled = self.settled();
        let parameters = self.template.section("Parameters").into_iter().flatten();
        let open = parameters.filter(|(name, node)| node.get("Default").is_none() && !settled.contains_key(name.as_str()));
        open.map(|(name, _)| name.as_str()).collect()
    }
}

/// A name of lower-case letters and digits, with hyphens between its words: `CrdNet` is `crd-net`.
fn words(name: &str) -> String {
    let mut made = String::new();
    let mut before_is_lower = false;
    for c in name.chars() {
        if (!c.is_ascii_alphanumeric() || (c.is_ascii_uppercase() && before_is_lower)) && !made.is_empty() && !made.ends_with('-')
        {
            made.push('-');
        }
        before_is_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        if c.is_ascii_alphanumeric() {
            made.push(c.to_ascii_lowercase());
        }
    }
    made.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn names_are_made_of_words() {
        let made = ["CrdNet", "my_Stack.v2", "ALB", "--x--", "eks-Cluster"].map(words);
        assert_eq!(made, ["crd-net", "my-stack-v2", "alb", "x", "eks-cluster"]);
    }
}
