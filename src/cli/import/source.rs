//! The templates that are imported.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use crate::check;
use crate::cli::check::files;
use crate::cli::new::name::{LONGEST, check_name};
use crate::cli::report::{Finding, Reporter};
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::redact::is_withheld;
use crate::template::read::{self, Comment, ReadError};
use crate::template::{Node, Template, counted, function, listed};

/// File names that say nothing of what a template is: its directory does.
const PLAIN: [&str; 4] = ["template", "stack", "main", "index"];

/// The files that are named of those that are left out.
const LISTED: usize = 6;

/// A template that is imported.
pub(super) struct ImportedTemplate {
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
pub(super) fn all(arguments: &ArgMatches, session: &Session) -> Result<Vec<ImportedTemplate>, Stop> {
    let asked: Vec<&String> = arguments.get_many("file").into_iter().flatten().collect();
    let values = match arguments.get_one::<PathBuf>("parameters") {
        Some(path) => check::given_parameters(&files::read(path, session)?.bytes),
        None => BTreeMap::new(),
    };
    let (mut sources, mut left_out) = (Vec::new(), Vec::new());
    for files::InputFile { name, bytes, is_named } in files::find(&asked, session)? {
        if !is_named && !check::may_be_template(&bytes) {
            left_out.push(name);
            continue;
        }
        let (template, _) = read::template_with_directives(&bytes).map_err(|errors| unreadable(errors, &name))?;
        match missing(&template) {
            Some(missing) if is_named => return Err(no_template(&name, missing)),
            Some(_) => left_out.push(name),
            None => {
                let comments = read::comments(&bytes);
                let notes = directives_note(template.root(), &name).into_iter().collect();
                sources.push(ImportedTemplate {
                    comments,
                    values: values.clone(),
                    notes,
                    ..ImportedTemplate::new(template, &name)
                });
            }
        }
    }
    if sources.is_empty() {
        return Err(Finding::error("no template in what was asked for").into());
    }
    Reporter::new(session).print(left_out_note(&left_out).into_iter().collect());
    Ok(sources)
}

/// What every template has and this one lacks. What completes a template may bring it.
fn missing(template: &Template) -> Option<&'static str> {
    let root = template.root();
    let is_complete = root.get("Transform").is_none() && root.get(function::TRANSFORM).is_none() && directives(root) == 0;
    let is_resource = |node: &Node| node.get("Type").is_some() || node.as_list().is_some();
    match template.section("Resources") {
        _ if !is_complete => None,
        None => Some("map `Resources`"),
        Some(resources) => (!resources.values().any(is_resource)).then_some("resource with a `Type`"),
    }
}

/// A file that somebody named and that is no template.
pub(super) fn no_template(name: &str, missing: &str) -> Stop {
    let help = "nothing was imported; `import taskdef` and `import policy` take other documents";
    Finding::error(format!("`{name}` is not a CloudFormation template: it has no {missing}")).help(help).into()
}

/// What is said of files of a directory that are no templates.
fn left_out_note(names: &[String]) -> Option<Finding> {
    let shown: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let message = || format!("left out, since they are not CloudFormation templates: {}", listed(&shown, LISTED));
    (!names.is_empty()).then(|| Finding::warning(message()))
}

/// How many of Rain's directives there are.
fn directives(root: &Node) -> usize {
    let mut count = 0;
    root.walk(&mut |node| {
        let keys = node.as_map().into_iter().flat_map(|map| map.keys());
        count += keys.filter(|key| key.as_str().starts_with(read::DIRECTIVES)).count();
    });
    count
}

/// What is said of them: they stand as Rain has them in JSON, and Rain must complete what is synthesized.
fn directives_note(root: &Node, name: &str) -> Option<String> {
    let count = directives(root);
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

impl ImportedTemplate {
    /// A template by itself.
    pub(super) fn new(template: Template, name: &str) -> Self {
        let name = name.to_owned();
        ImportedTemplate { template, comments: Vec::new(), name, full_name: None, values: BTreeMap::new(), notes: Vec::new() }
    }

    /// The short name of its stack, made of that of the file or its directory.
    pub(super) fn stack_name(&self) -> String {
        let path = Path::new(&self.name);
        let stem = path.file_name().map(|name| name.to_string_lossy().split('.').next().unwrap_or_default().to_owned());
        let stem = stem.filter(|stem| !PLAIN.contains(&stem.to_lowercase().as_str())).map(|stem| legal_name(&stem));
        stem.filter(|name| !name.is_empty()).unwrap_or_else(|| legal_name(&self.directory()))
    }

    /// The same with the name of the directory before it, for files of one name.
    pub(super) fn long_stack_name(&self) -> String {
        legal_name(&format!("{}-{}", self.directory(), self.stack_name()))
    }

    fn directory(&self) -> String {
        let directory = Path::new(&self.name).parent().and_then(Path::file_name);
        directory.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
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

/// A name that a stack may have, made of this one: of whole words, as many as there is room for, the first of which begins with a letter.
fn legal_name(name: &str) -> String {
    let made = words(name);
    let made = made.trim_start_matches(|c: char| !c.is_ascii_lowercase());
    let mut short = made;
    while short.len() > LONGEST {
        short = short.rsplit_once('-').map_or(&short[..LONGEST], |(before, _)| before);
    }
    // A word of Rust names no module.
    if check_name(short, "a stack").is_err() && !short.is_empty() { format!("{short}-stack") } else { short.to_owned() }
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
    use super::{legal_name, words};

    #[test]
    fn a_stack_has_a_legal_name() {
        let made = ["01-vpc", "type", "aux", "2024", "a-template-of-the-network-and-more-of-it"].map(legal_name);
        assert_eq!(made, ["vpc", "type-stack", "aux-stack", "", "a-template-of-the-network-and"]);
    }

    #[test]
    fn names_are_made_of_words() {
        let made = ["CrdNet", "my_Stack.v2", "ALB", "--x--", "eks-Cluster"].map(words);
        assert_eq!(made, ["crd-net", "my-stack-v2", "alb", "x", "eks-cluster"]);
    }
}
